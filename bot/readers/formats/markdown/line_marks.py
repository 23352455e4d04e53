"""What other Markdowns write in whole lines, brought into CommonMark: notes, comments, callouts, definitions."""

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Prepared", "prepared"]

_FENCE = re.compile(r"[ ]{0,3}(?:>[ ]?){0,9}(`{3,}|~{3,})")
_NOTE = re.compile(r"[ ]{0,3}\[\^(?P<name>[^\]\s]{1,100})\]:[ \t]*(?P<text>.*)")
_GOES_ON = re.compile(r"(?: {2,}|\t)(?=\S)")
_CALLOUT = re.compile(
    r"(?P<mark>[ ]{0,3}(?:>[ ]?){1,9})\[![\w-]{1,40}(?:\|[^\]\n]{0,40})?\][+-]?[ \t]*(?P<title>.*)"
)
_QUOTES = re.compile(r"(?:[ ]{0,3}>){40,}")
_BLOCK_NAME = re.compile(r"\^[A-Za-z0-9-]{1,40}[ \t]*")
_CONTENTS = re.compile(
    r"[ ]{0,3}(?:\[TOC\]|\[\[_?TOC_?\]\]|\{:?toc\}|@\[toc\](?:\(.{0,80}\))?)[ \t]*", re.IGNORECASE
)
_DEFINITION = re.compile(r"[ ]{0,3}[:：~][ \t]+(?=\S)")
_ATTRIBUTES = r"\{:?[ \t]*(?:[#.][\w-]|[\w-]{1,30}=)[^{}\n]{0,200}\}"
# kramdown, Pandoc and Hugo tell a program with it how the line is set, or what its name is.
_SET_LINE = re.compile(rf"[ ]{{0,3}}(?:{_ATTRIBUTES}|\{{:[^{{}}\n]{{0,200}}\}})[ \t]*")
_SET_HEADING = re.compile(rf"[ ]{{0,3}}#{{1,6}}[ \t][^\n]*?(?P<set>[ \t]{{1,9}}{_ATTRIBUTES}[ \t]*)")
_TOC_LIST = re.compile(
    r"^[ ]{0,3}(?:[*+-]|1\.)[ \t]+\S.{0,40}\n[ ]{0,3}\{:[ \t]*toc\b[^{}\n]{0,40}\}[ \t]*$", re.MULTILINE
)
"""Where kramdown puts the list of the headings."""
_CONTAINER = re.compile(r"[ ]{0,3}:{3,}[ \t]*(?:\{[^{}\n]{0,100}\}|[\w-]{0,30})(?P<title>(?:[ \t].{0,200})?)")
_FIELD = re.compile(r"[^\W\d][\w -]{0,30}::[ \t]+\S.*")
"""A field of Obsidian's, which is a line of its own."""
_DEEPEST_QUOTE = 40


class Prepared(NamedTuple):
    """A body in CommonMark, and the names of the notes that it defines."""

    text: str
    defined: frozenset[str]


def prepared(body: str) -> Prepared:
    """Return `body` with notes and definitions as paragraphs of their own, where they stand; lines of code stay."""
    names = list[str]()
    return Prepared("\n".join(_lines(_TOC_LIST.sub("", body), names)), frozenset(names))


def _lines(body: str, names: list[str]) -> Iterator[str]:
    fence, within_comment, within_note = "", False, False
    for line in body.split("\n"):
        if match := _FENCE.match(line):
            if not fence:
                fence = match[1]
            elif match[1].startswith(fence) and not line[match.end() :].strip(fence[0] + " \t"):
                fence = ""
            yield line
        elif fence:
            yield line
        elif within_comment or line.strip() == "%%":
            within_comment = not within_comment if line.strip().endswith("%%") else within_comment
        elif note := _NOTE.match(line):
            names.append(note["name"])
            within_note = True
            yield ""
            yield note["text"]
        else:
            within_note = within_note and bool(_GOES_ON.match(line) or not line.strip())
            yield from _line(_GOES_ON.sub("", line, count=1) if within_note else line)


def _line(line: str) -> Iterator[str]:
    if _CONTENTS.fullmatch(line) or _BLOCK_NAME.fullmatch(line):
        yield ""
    elif (shown := _without_settings(line)) is not None:
        yield from shown
    elif callout := _CALLOUT.match(line):
        yield callout["mark"] + callout["title"]
        # its title is a paragraph of its own
        yield callout["mark"]
    elif definition := _DEFINITION.match(line):
        yield ""
        yield line[definition.end() :]
    elif quotes := _QUOTES.match(line):
        yield ">" * _DEEPEST_QUOTE + line[quotes.end() :]
    else:
        yield line


def _without_settings(line: str) -> tuple[str, ...] | None:
    """Return what is shown of a line that tells a program how to set something, None of any other line."""
    if _SET_LINE.fullmatch(line):
        return ()
    if heading := _SET_HEADING.fullmatch(line):
        return (line[: heading.start("set")],)
    if _FIELD.fullmatch(line):
        return ("", line, "")
    if container := _CONTAINER.fullmatch(line):
        return ("", container["title"].strip(), "")
    return None
