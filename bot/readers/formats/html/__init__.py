"""A web page → an article, of a newspaper's digital edition or as trafilatura finds it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.errors import NoText
from bot.model import Article, Source
from bot.readers.encoding import clean_text, declared_text
from bot.readers.extras import optional_import
from bot.readers.file import File, refuse_misread
from bot.readers.formats.html.body import article_blocks
from bot.readers.formats.html.credits import credits_in
from bot.readers.formats.html.furniture import is_frame, is_link, is_notice
from bot.readers.formats.html.head import source_in_head
from bot.readers.formats.html.imprint import with_imprint
from bot.readers.formats.html.net import left_out_of_page
from bot.readers.formats.html.several import several_articles
from bot.readers.formats.html.shown import reveal
from bot.readers.formats.html.tails import without_tail
from bot.readers.formats.html.titles import headline_on_page
from bot.readers.heading import Paragraph, article_from
from bot.readers.markup import Block, blocks, document
from bot.readers.markup.note_marks import without_called_marks
from bot.readers.newspaper.furniture import squeeze
from bot.readers.newspaper.masthead import publication_in
from bot.readers.newspaper.page import article_in
from bot.readers.prose import tidy_paragraphs
from bot.readers.reading import Reading

__all__ = ["LIBRARIES", "SUFFIXES", "read"]

LIBRARIES = ("lxml.html", "trafilatura")
SUFFIXES = (".html", ".htm")

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_HEAD_BYTES = 4096
_TURNER = re.compile(r"[上下前后][一1]?[版期]|版[面次]|(?:版面|标题|標題)[导導目]")
_MAX_FRAME_CHARACTERS = 120
_MAX_STRETCH_BLOCKS = 12
"""As many blocks may stand between a headline and its body: date, origin, author, buttons."""


def read(file: File) -> Reading:
    """Return the article on the page `file`, or each that it sets apart, and what of the page's prose is left out.

    Raises NoText if it has none, or ReaderMissing.
    """
    with optional_import(file.name, "lxml and trafilatura", "html"):
        root = document(file.name, _text(file))
        if root is not None:
            reveal(root)
        page_blocks = [] if root is None else blocks(root)
        if not page_blocks:
            raise NoText(f"{file.name}: is an HTML page without text; save the page once it is shown in full")
        refuse_misread(file.name, "\n".join(block.text for block in page_blocks))
        known = _tidy_source(source_in_head(root))
        reading = (
            _newspaper_article(page_blocks, known)
            or _several(page_blocks, several_articles(root, known))
            or _page_article(page_blocks, article_blocks(root, page_blocks, known.title), known)
        )
    if not reading.article.text and _is_index(page_blocks):
        raise NoText(
            f"{file.name}: is an index of articles and no article; open one of them and save that page"
        )
    if not reading.article.text:
        raise NoText(f"{file.name}: no article was found on the page; copy its text into a .txt file")
    return reading


def _is_index(page_blocks: Sequence[Block]) -> bool:
    """Return whether most of the page's text is links, apart from its frame."""
    told = [block for block in page_blocks if is_link(block) or not (is_frame(block) or is_notice(block))]
    linked = sum(len(block.text) for block in told if is_link(block))
    return 2 * linked > sum(len(block.text) for block in told)


def _text(file: File) -> str:
    """Return the page as text, in the encoding it declares or else the likeliest one."""
    declared = _DECLARED.search(file.data[:_HEAD_BYTES])
    text = declared_text(file.data, declared[1].decode("ascii")) if declared else None
    return file.text() if text is None else clean_text(text)


def _newspaper_article(page_blocks: Sequence[Block], known: Source) -> Reading | None:
    """Return the article if the page is one of a newspaper's digital edition, else None."""
    article = article_in("\n".join(block.raw for block in page_blocks), known.title)
    if article is None or not article.source.edition or not _is_of_edition(page_blocks):
        return None
    paragraphs = tidy_paragraphs(article.text.split("\n"))
    article = Article(replace(article.source, url=known.url), "\n".join(paragraphs))
    ending = squeeze(paragraphs[-1])
    last = max((i for i, block in enumerate(page_blocks) if squeeze(block.text) == ending), default=0)
    return _reading(article, page_blocks, last)


def _is_of_edition(page_blocks: Sequence[Block]) -> bool:
    """Return whether the page shows what only a newspaper's edition has: its name, or a way to the next page."""
    frame = [block.text for block in page_blocks if len(block.text) < _MAX_FRAME_CHARACTERS]
    return publication_in(frame) is not None or any(map(_TURNER.search, frame))


def _several(page_blocks: Sequence[Block], articles: Sequence[Article]) -> Reading | None:
    """Return the articles with what of the page's prose is in none of them; None if there are none."""
    if not articles:
        return None
    whole = Article(articles[0].source, "\n".join(one.titled_text for one in articles))
    remark = left_out_of_page(whole, page_blocks, len(page_blocks) - 1)
    return Reading(tuple(articles), (remark,) if remark else ())


def _page_article(page_blocks: Sequence[Block], chosen: Sequence[int], known: Source) -> Reading:
    """Return the article of the `chosen` blocks, in the page's own order and division."""
    if not chosen:
        return Reading((Article(known, ""),))
    title, chosen = headline_on_page(page_blocks, chosen, known.title)
    known = replace(known, title=title)
    heads = [i for i in range(chosen[0]) if squeeze(page_blocks[i].text) == squeeze(title)]
    start = max(heads[-1] + 1 if heads else 0, chosen[0] - _MAX_STRETCH_BLOCKS)
    credit = credits_in(page_blocks[start : chosen[0]])
    source = replace(
        known,
        author=credit.author or known.author,
        publication=credit.origin or known.publication,
        published=known.published or credit.published,
    )
    texts = without_called_marks([page_blocks[i].full_text for i in chosen])
    article = article_from(
        [
            Paragraph(text, page_blocks[i].level)
            for i, whole in zip(chosen, texts, strict=True)
            for text in tidy_paragraphs([without_tail(whole)])
        ],
        with_imprint(source, page_blocks, chosen[-1]),
    )
    return _reading(article, page_blocks, chosen[-1])


def _reading(article: Article, page_blocks: Sequence[Block], last: int) -> Reading:
    remark = left_out_of_page(article, page_blocks, last)
    return Reading((article,), (remark,) if remark else ())


def _tidy_source(source: Source) -> Source:
    """Return `source` with each field on one line, without no-break spaces."""

    def one_line(value: str | None) -> str | None:
        return " ".join(tidy_paragraphs([value])) or None if value else None

    return replace(
        source,
        title=one_line(source.title) or "",
        author=one_line(source.author),
        publication=one_line(source.publication),
    )
