"""A web page → an article, of a newspaper's digital edition or as trafilatura finds it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.errors import NoText
from bot.model import Article, Source
from bot.readers.encoding import clean_text, declared_text
from bot.readers.extras import optional_import
from bot.readers.file import File
from bot.readers.formats.html.head import credits_in, source_in_head
from bot.readers.heading import Paragraph, article_from
from bot.readers.markup import Block, blocks, document
from bot.readers.newspaper.furniture import Kind, lines, squeeze
from bot.readers.newspaper.page import article_in
from bot.readers.prose import tidy_paragraphs

__all__ = ["SUFFIXES", "read"]

SUFFIXES = (".html", ".htm")

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_NOTE_MARK = re.compile(r"[\[【]\d{1,3}[\]】]")
_HEAD_BYTES = 4096
_TELLING_CHARACTERS = 12
"""As many characters of a paragraph tell it from every other on a page."""
_MAX_LINKED_SHARE = 0.6
_MAX_STRETCH_BLOCKS = 12
"""As many blocks may stand between a headline and its body: date, origin, author, buttons."""


def read(file: File) -> Article:
    """Return the article on the page `file`. Raises NoText if it has none, or ReaderMissing."""
    with optional_import(file.name, "lxml and trafilatura", "html"):
        html = _text(file)
        root = document(file.name, html)
        page_blocks = [] if root is None else blocks(root)
        if not page_blocks:
            raise NoText(f"{file.name}: is an HTML page without text; save the page once it is shown in full")
        known = _tidy_source(source_in_head(root))
        article = _newspaper_article(page_blocks, known) or _page_article(
            page_blocks, known, _body(html) or [block.text for block in page_blocks]
        )
    if not article.text:
        raise NoText(f"{file.name}: no article was found on the page; copy its text into a .txt file")
    return article


def _text(file: File) -> str:
    """Return the page as text, in the encoding it declares or else the likeliest one."""
    declared = _DECLARED.search(file.data[:_HEAD_BYTES])
    text = declared_text(file.data, declared[1].decode("ascii")) if declared else None
    return file.text() if text is None else clean_text(text)


def _newspaper_article(page_blocks: Sequence[Block], known: Source) -> Article | None:
    """Return the article if the page is one of a newspaper's digital edition, else None."""
    article = article_in("\n".join(block.raw for block in page_blocks))
    if article is None or not article.source.edition:
        return None
    paragraphs = tidy_paragraphs(article.text.split("\n"))
    return Article(replace(article.source, url=known.url), "\n".join(paragraphs))


def _body(html: str) -> list[str]:
    """Return the texts that trafilatura takes for the body of the page."""
    import trafilatura
    from trafilatura.settings import use_config

    config = use_config()
    for option in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE"):
        config.set("DEFAULT", option, "20")  # its 250 characters are a long paragraph in Chinese
    extracted: Any = trafilatura.bare_extraction(
        html, include_comments=False, include_tables=True, config=config
    )
    body = getattr(extracted, "body", None)
    texts = () if body is None else body.itertext()
    return [line for text in texts for line in text.split("\n") if line.strip()]


def _page_article(page_blocks: Sequence[Block], known: Source, body: Sequence[str]) -> Article:
    """Return the article of the blocks that `body` holds, in the page's own order and division."""
    chosen = _trim(page_blocks, _chosen(page_blocks, body), squeeze(known.title))
    if not chosen:
        return Article(known, "")
    heads = [i for i in range(chosen[0]) if squeeze(page_blocks[i].text) == squeeze(known.title)]
    stretch = page_blocks[max(heads[-1] + 1 if heads else 0, chosen[0] - _MAX_STRETCH_BLOCKS) : chosen[0]]
    author, origin, published = credits_in([block.text for block in stretch])
    source = replace(
        known,
        author=author or known.author,
        publication=origin or known.publication,
        published=known.published or published,
    )
    return article_from(
        [
            Paragraph(text, page_blocks[i].level)
            for i in chosen
            for text in tidy_paragraphs([page_blocks[i].text])
        ],
        source,
    )


def _chosen(page_blocks: Sequence[Block], body: Sequence[str]) -> list[int]:
    """Return the numbers of the blocks that the body holds, without rows of links."""
    texts = {squeeze(form) for text in body for form in (text, _NOTE_MARK.sub("", text))}
    whole = "".join(squeeze(text) for text in body)
    openings = {text[:_TELLING_CHARACTERS] for text in texts if len(text) >= _TELLING_CHARACTERS}
    return [
        i
        for i, block in enumerate(page_blocks)
        if not block.around and _is_in_body(block, texts, openings, whole) and not _is_link(block)
    ]


def _is_in_body(block: Block, texts: set[str], openings: set[str], whole: str) -> bool:
    if block.tag == "tr":
        return all(squeeze(cell) in texts for cell in block.text.split("\u3000"))
    letters = squeeze(block.text)
    if letters in texts:
        return True
    return len(letters) >= _TELLING_CHARACTERS and (
        letters[:_TELLING_CHARACTERS] in openings or letters[: 2 * _TELLING_CHARACTERS] in whole
    )


def _is_link(block: Block) -> bool:
    return block.linked > _MAX_LINKED_SHARE and not re.search(r"[。！？!?.…][”’」』）)\"']*$", block.text)


def _trim(page_blocks: Sequence[Block], chosen: Sequence[int], title: str) -> Sequence[int]:
    """Return `chosen` without the title, and without the page's frame at its start and end."""
    chosen = [i for i in chosen if not title or squeeze(page_blocks[i].text) != title]
    start, stop = 0, len(chosen)
    while start < stop and _is_frame(page_blocks[chosen[start]]):
        start += 1
    while stop > start and _is_frame(page_blocks[chosen[stop - 1]]):
        stop -= 1
    return chosen[start:stop]


def _is_frame(block: Block) -> bool:
    return all(line.kind in (Kind.FURNITURE, Kind.MASTHEAD, Kind.ASIDE) for line in lines(block.text))


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
