"""A web page → an article: a newspaper's digital edition, or any page whose body trafilatura finds."""

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
_HEAD = 4096
_TELLING = 12
"""So many characters of a paragraph tell it from the others of a page."""
_LINKED = 0.6
_LONGEST_STRETCH = 12
"""So many blocks at most stand between a headline and its body: date, origin, author, buttons."""


def read(file: File) -> Article:
    """The article on the page `file`. Raises UnreadableArticle where the page has none, or trafilatura is missing."""
    with optional_import(file.name, "lxml and trafilatura", "html"):
        html = _text(file)
        root = document(file.name, html)
        found = [] if root is None else blocks(root)
        if not found:
            raise NoText(f"{file.name}: is an HTML page without text; save the page once it is shown in full")
        known = _tidied(source_in_head(root))
        article = _edition(found, known) or _composed(
            found, known, _body(html) or [block.text for block in found]
        )
    if not article.text:
        raise NoText(f"{file.name}: no article was found on the page; copy its text into a .txt file")
    return article


def _text(file: File) -> str:
    """The page as text: in the encoding that it declares, where that fits, else in the likeliest one."""
    declared = _DECLARED.search(file.data[:_HEAD])
    text = declared_text(file.data, declared[1].decode("ascii")) if declared else None
    return file.text() if text is None else clean_text(text)


def _edition(found: Sequence[Block], known: Source) -> Article | None:
    """The article where the page is one of a newspaper's digital edition, with its address."""
    article = article_in("\n".join(block.raw for block in found))
    if article is None or not article.source.edition:
        return None
    paragraphs = tidy_paragraphs(article.text.split("\n"))
    return Article(replace(article.source, url=known.url), "\n".join(paragraphs))


def _body(html: str) -> list[str]:
    """The pieces of text that trafilatura takes for the body of the page."""
    import trafilatura
    from trafilatura.settings import use_config

    config = use_config()
    for option in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE"):
        config.set("DEFAULT", option, "20")  # the 250 it asks for are a long paragraph in Chinese
    extracted: Any = trafilatura.bare_extraction(
        html, include_comments=False, include_tables=True, config=config
    )
    body = getattr(extracted, "body", None)
    pieces = () if body is None else body.itertext()
    return [text for piece in pieces for text in piece.split("\n") if text.strip()]


def _composed(found: Sequence[Block], known: Source, body: Sequence[str]) -> Article:
    """The article of the blocks that stand in `body`, in the page's own order and division."""
    kept = _trimmed(found, _kept(found, body), squeeze(known.title))
    if not kept:
        return Article(known, "")
    heads = [i for i in range(kept[0]) if squeeze(found[i].text) == squeeze(known.title)]
    stretch = found[max(heads[-1] + 1 if heads else 0, kept[0] - _LONGEST_STRETCH) : kept[0]]
    author, origin, published = credits_in([block.text for block in stretch])
    source = replace(
        known,
        author=author or known.author,
        publication=origin or known.publication,
        published=known.published or published,
    )
    return article_from(
        [Paragraph(text, found[i].level) for i in kept for text in tidy_paragraphs([found[i].text])], source
    )


def _kept(found: Sequence[Block], body: Sequence[str]) -> list[int]:
    """Which blocks are of the article: those that the body holds, and that are no row of links."""
    pieces = {squeeze(text) for piece in body for text in (piece, _NOTE_MARK.sub("", piece))}
    whole = "".join(squeeze(piece) for piece in body)
    openings = {piece[:_TELLING] for piece in pieces if len(piece) >= _TELLING}
    return [
        i
        for i, block in enumerate(found)
        if not block.around and _is_held(block, pieces, openings, whole) and not _is_link(block)
    ]


def _is_held(block: Block, pieces: set[str], openings: set[str], whole: str) -> bool:
    if block.tag == "tr":
        return all(squeeze(cell) in pieces for cell in block.text.split("\u3000"))
    key = squeeze(block.text)
    if key in pieces:
        return True
    return len(key) >= _TELLING and (key[:_TELLING] in openings or key[: 2 * _TELLING] in whole)


def _is_link(block: Block) -> bool:
    return block.linked > _LINKED and not re.search(r"[。！？!?.…][”’」』）)\"']*$", block.text)


def _trimmed(found: Sequence[Block], kept: Sequence[int], title: str) -> Sequence[int]:
    """`kept` without the title, and without what belongs to the frame above the first and below the last of them."""
    kept = [i for i in kept if not title or squeeze(found[i].text) != title]
    start, stop = 0, len(kept)
    while start < stop and _is_frame(found[kept[start]]):
        start += 1
    while stop > start and _is_frame(found[kept[stop - 1]]):
        stop -= 1
    return kept[start:stop]


def _is_frame(block: Block) -> bool:
    return all(line.kind in (Kind.FURNITURE, Kind.MASTHEAD, Kind.ASIDE) for line in lines(block.text))


def _tidied(source: Source) -> Source:
    """`source` without line breaks and no-break spaces in its fields."""

    def one_line(value: str | None) -> str | None:
        return " ".join(tidy_paragraphs([value])) or None if value else None

    return replace(
        source,
        title=one_line(source.title) or "",
        author=one_line(source.author),
        publication=one_line(source.publication),
    )
