"""What other Markdowns write within a line: notes, wiki links, highlights, comments, powers, formulas."""

import re
from typing import TYPE_CHECKING

from bot.readers.raised import lowered, raised

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

__all__ = ["FORMULA", "OPENS", "dialect"]

FORMULA = re.compile(r"\$\$[^$]{1,2000}\$\$|\$(?=[^\s$])[^$\n]{0,500}?[^\s$\\]\$(?!\d)")
"""A formula in TeX, which is kept as its author wrote it."""
OPENS = re.compile(
    r"\[(?=[\[^])|\^(?=\[|[^\s^]{1,20}\^|[\w-]{1,40}\s*\Z)|=(?==)|%(?=%)|~(?=[^\s~]{1,20}~)|\{(?=\{[<%]|%)"
)
"""Where plain text could be taken for one of them."""

# An embedded file, a block's name, a template's call, a comment: nothing that a reader sees.
_DROPPED = re.compile(
    r"!\[\[[^\[\]\n]{1,300}\]\]|[ \t]*\^[A-Za-z0-9-]{1,40}[ \t]*\Z|%%[^%]{0,5000}%%|\{\{[<%][^{}]{0,300}[%>]\}\}|\{%[^{}]{0,300}%\}"
    r"|\[\^\d{1,4}\^?\]"
)
_WIKI_LINK = re.compile(r"\[\[(?P<target>[^\[\]|\n]{1,300})(?:\|(?P<shown>[^\[\]\n]{1,300}))?\]\]")
_NOTE = re.compile(r"\[\^(?P<name>[^\]\s^]{1,100})\]")
_INLINE_NOTE = re.compile(r"\^\[(?P<text>[^\[\]\n]{1,2000})\]")
_RAISED = re.compile(r"\^(?P<text>[^\s^\\]{1,20})\^")
_LOWERED = re.compile(r"~(?P<text>[^\s~\\]{1,20})~(?!~)")
_HIGHLIGHT = re.compile(r"==(?=[^\s=])[^=\n]{1,1000}==")


def dialect(state: "StateInline", silent: bool) -> bool:
    """Add what stands at the place reached if it is of another Markdown; text that a reader sees stays."""
    char = state.src[state.pos]
    if char not in "[!=%^~{$":
        return False
    if char == "=":
        return _highlight(state, silent)
    if char == "^" and (note := _INLINE_NOTE.match(state.src, state.pos)):
        kind, shown, end = "note", note["text"], note.end()
    else:
        kind, (shown, end) = "text", _shown(state.src, state.pos, state.env.get("defined"))
    if end <= state.pos or end > state.posMax:
        return False
    if not silent and shown:
        state.push(kind, "", 0).content = shown
    state.pos = end
    return True


def _shown(text: str, place: int, defined: object) -> tuple[str, int]:
    """Return what a reader sees of what begins at `place`, and where it ends; `place` itself if nothing does."""
    if match := _DROPPED.match(text, place):
        return "", match.end()
    if match := FORMULA.match(text, place):
        return match[0], match.end()
    if match := _WIKI_LINK.match(text, place):
        return match["shown"] or " > ".join(filter(None, match["target"].split("#"))), match.end()
    if match := _NOTE.match(text, place):
        return (
            ("", match.end()) if isinstance(defined, frozenset) and match["name"] in defined else ("", place)
        )
    if match := _RAISED.match(text, place):
        return raised(match["text"]), match.end()
    if text[place - 1 : place] != "~" and (match := _LOWERED.match(text, place)):
        return lowered(match["text"]), match.end()
    return "", place


def _highlight(state: "StateInline", silent: bool) -> bool:
    """Drop the marks around a highlight, and leave what stands between them to the other rules."""
    closing = state.env.get("closing")
    if closing == (state.src, state.pos):
        state.env["closing"] = None
        state.pos += 2
        return True
    match = _HIGHLIGHT.match(state.src, state.pos)
    if silent or match is None or match.end() > state.posMax:
        return False
    state.env["closing"] = (state.src, match.end() - 2)
    state.pos += 2
    return True
