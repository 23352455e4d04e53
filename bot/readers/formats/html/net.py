"""All visible prose of a web page held against its article: what was left out that is no furniture."""

from collections.abc import Sequence

from bot.model import Article
from bot.readers.completeness import left_out
from bot.readers.formats.html.credits import is_credit
from bot.readers.formats.html.furniture import ends_article, is_prose, promotes
from bot.readers.markup import Block
from bot.readers.reading import Remark

__all__ = ["left_out_of_page"]

_LEAST = 20
_LEAST_SHARE = 0.02
"""Less of a page's prose is a caption or a slogan."""


def left_out_of_page(article: Article, page_blocks: Sequence[Block], last: int) -> Remark | None:
    """Return a remark on the page's prose that the article lacks, or None if it has all of it.

    The article ends with block `last`; comments and recommendations below it are no part of it.
    """
    stop = next(
        (
            i
            for i in range(last + 1, len(page_blocks))
            if ends_article(page_blocks[i]) or page_blocks[i].aside
        ),
        len(page_blocks),
    )
    prose = [
        block.text
        for i, block in enumerate(page_blocks[:stop])
        if is_prose(block) and not block.aside and not is_credit(block) and (i < last or not promotes(block))
    ]
    source = article.source
    told = [article.text, source.title, source.rights or "", source.author_post or "", source.author or ""]
    least = max(_LEAST, int(_LEAST_SHARE * sum(map(len, prose))))
    return left_out(told, prose, least=least)
