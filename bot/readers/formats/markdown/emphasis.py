"""Bold and italics beside Chinese: `**“甲”**乙` is bold, though CommonMark's rules ask for a space there.

The rules are CommonMark's, with Han characters counted as what may stand beside any mark, as in the amendment
proposed to it (commonmark-spec issue on CJK emphasis).
"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.rules_inline import StateInline

__all__ = ["emphasis"]

_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’…—·]")


def emphasis(state: "StateInline", silent: bool) -> bool:
    """Add the delimiters at the place reached, as markdown-it's own rule does."""
    from markdown_it.rules_inline.state_inline import Delimiter

    marker = state.src[state.pos]
    if silent or marker not in "_*":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    opens, closes = scanned.can_open, scanned.can_close
    before = state.src[state.pos - 1 : state.pos] if state.pos else ""
    after = state.src[state.pos + scanned.length : state.pos + scanned.length + 1]
    if before.isdecimal() and after.isdecimal():
        opens = closes = False  # a product
    elif marker == "*" and not (opens and closes):
        beside = bool(_WIDE.match(before) or _WIDE.match(after))
        opens = opens or (beside and bool(after.strip()))
        closes = closes or (beside and bool(before.strip()))
    for _ in range(scanned.length):
        state.push("text", "", 0).content = marker
        state.delimiters.append(
            Delimiter(ord(marker), scanned.length, len(state.tokens) - 1, -1, opens, closes)
        )
    state.pos += scanned.length
    return True
