"""The line below an article that says in which paper it stood: 《河东晚报》（2025年04月12日 第 05 版）."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.model import Source
from bot.readers.markup import Block
from bot.readers.newspaper.masthead import edition_in, published_in

__all__ = ["with_imprint"]

_IMPRINT = re.compile(
    r"\W{0,3}《\s?(?P<paper>[^《》\n]{2,20}?)\s?》\s?[（(]\s?(?P<issue>\d{4}[^（()）\n]{4,40}版)\s?[)）]\W{0,2}"
)
_MOST_BELOW = 3
"""As many blocks below an article are looked at."""


def with_imprint(source: Source, page_blocks: Sequence[Block], last: int) -> Source:
    """Return `source` with paper, page and day of the imprint right below the block `last`, if there is one."""
    for block in page_blocks[last : last + 1 + _MOST_BELOW]:
        if match := _IMPRINT.fullmatch(block.text):
            issue = [match["issue"]]
            return replace(
                source,
                publication=source.publication or match["paper"],
                edition=source.edition or edition_in(issue)[0],
                published=source.published or published_in(issue),
            )
    return source
