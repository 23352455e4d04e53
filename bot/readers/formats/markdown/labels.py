"""The end of a link's label, sought within bounds: a text of nothing but `[[a` would be read through for each of its brackets."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

__all__ = ["MOST_STEPS", "limit_labels"]

MOST_STEPS = 500_000
"""So many tokens of one file are looked at for the ends of labels; a file of links alone has fewer."""


def limit_labels(parser: "MarkdownIt") -> None:
    """Have `parser` take every bracket for itself once it has looked at `MOST_STEPS` tokens for its end."""
    skip, left = parser.inline.skipToken, MOST_STEPS

    def skip_token(state: "StateInline") -> None:
        nonlocal left
        left -= 1
        if left > 0:
            skip(state)
        else:
            # as markdown-it itself does where brackets nest too deep
            state.pos = state.posMax

    setattr(parser.inline, "skipToken", skip_token)  # noqa: B010  # a method, which mypy lets nobody assign to
