"""Markdown with YAML front matter → an article, and back: `read(write(article))` is the article."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

from bot.errors import NoText, TooComplex
from bot.model import Article
from bot.readers.encoding import clean_text
from bot.readers.file import File
from bot.readers.formats.markdown import front_matter
from bot.readers.heading import Paragraph, compose
from bot.readers.prose import article_language, join_lines, opening

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["SUFFIXES", "read", "write"]

SUFFIXES = (".md", ".markdown")

_MAX_CHARACTERS = 2_000_000
"""markdown-it reads half a million of them a second."""

_MAX_NESTING = 100
"""The levels of quotes and lists that are read; markdown-it drops what lies deeper."""

# What Markdown would take as markup within a line …
_INLINE = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])|[*`]|(?<![^\W_])_|_(?![^\W_])|(?<=\])\(|<(?=[A-Za-z/!?])|&(?=#|\w+;)"
)
# … and at the start of one; the backslash goes after the digits of a number.
_LINE_START = re.compile(
    r"^(\d{1,9}(?=[.)](?:[ \t]|$))|(?=#{1,6}(?:[ \t]|$)|[-+](?:[ \t]|$)|>|\[|-(?:[ \t]*-){2}|~~~))"
)

_CLOSING = re.compile(r"(?<![^ \t])#+$")

# None of these backtracks further than one tag.
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_BREAKING_TAG = re.compile(r"</?(?:p|div|br|li|tr|h[1-6]|blockquote|section)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[/!?]?[A-Za-z][^<>]*>")

_BLOCK_ENDS = {"paragraph_close", "heading_close", "tr_close", "fence", "code_block", "html_block"}
_BREAK = "\f"
"""Stands for the end of a paragraph inside a block; `File.text` leaves none in a text."""


def read(file: File) -> Article:
    """Return the article in `file`: what its front matter says, and its body without markup.

    If the front matter has no title, the first heading of level 1 is the title, else the opening words are.
    Raises UnreadableArticle for broken front matter and for a file without a body.
    """
    source, kept_id, body = front_matter.split(file)
    if len(body) > _MAX_CHARACTERS:
        raise TooComplex(
            f"{file.name}: {len(body):,} characters are too many for Markdown; the limit is {_MAX_CHARACTERS:,}"
        )
    blocks = list(_blocks(body))
    headings = (text for text, level in blocks if level == 1)
    title = source.title if source.title.strip() else next(headings, "")
    if Paragraph(title, 1) in blocks:
        blocks.remove(Paragraph(title, 1))
    article = compose(source, blocks)
    if not article.text:
        raise NoText(f"{file.name}: holds no text under its title; add at least one paragraph")
    language = source.language or article_language(article.text)
    article = replace(
        article, source=replace(source, title=title or opening(article.text), language=language)
    )
    return replace(article, kept_id=kept_id) if kept_id and article.id != kept_id else article


def write(article: Article) -> str:
    """Return `article` as Markdown with front matter; reading it gives the article back.

    Only what Markdown would take for markup is escaped.
    """
    levels = dict(article.headings)
    paragraphs = [
        _markdown(span.cut(article.text), levels.get(number, 0))
        for number, span in enumerate(article.paragraphs, 1)
    ]
    title = _markdown(article.source.title, 1)
    if title in paragraphs:
        paragraphs.insert(0, title)  # the first one is the title's and no paragraph
    return f"---\n{front_matter.dump(article.source, article.kept_id)}---\n" + "\n\n".join(paragraphs) + "\n"


def _markdown(paragraph: str, level: int) -> str:
    """Return a paragraph, a heading with its marks; what would close a heading is escaped too."""
    escaped = _escape(paragraph)
    return f"{'#' * level} " + _CLOSING.sub(r"\\\g<0>", escaped) if level else escaped


def _escape(paragraph: str) -> str:
    return _LINE_START.sub(r"\1\\", _INLINE.sub(r"\\\g<0>", paragraph), count=1)


def _blocks(body: str) -> Iterator[Paragraph]:
    """Yield headings, paragraphs, list items, code lines and table rows as plain text."""
    from markdown_it import MarkdownIt

    raw = ""
    for token in MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable("table").parse(body):
        raw += _raw(token)
        if token.type in _BLOCK_ENDS:
            level = int(token.tag[1]) if token.type == "heading_close" else 0
            yield from (Paragraph(text, level) for text in _paragraphs(raw))
            raw = ""


def _paragraphs(raw: str) -> Iterator[str]:
    """Yield the paragraphs of a block, its lines joined except at set breaks and indents."""
    for lines in re.split(rf"{_BREAK}|\n(?=\u3000\u3000)", raw):
        if text := join_lines(clean_text(lines).split("\n")):
            yield text


def _raw(token: "Token") -> str:
    """Return the text of a token; "" if it has none."""
    match token.type:
        case "text" | "code_inline":
            return token.content
        case "inline" | "image":
            return "".join(map(_raw, token.children or ()))
        case "softbreak":
            return "\n"
        case "hardbreak":
            return _BREAK
        case "fence" | "code_block":
            return token.content.replace("\n", _BREAK)
        case "html_block" | "html_inline":
            return _without_tags(token.content)
        case "th_close" | "td_close":
            return "\u3000"
    return ""


def _without_tags(html: str) -> str:
    """Return the text of `html`, without comments, scripts and styles and all they hold."""
    return unescape(_TAG.sub("", _BREAKING_TAG.sub(_BREAK, _COMMENT.sub("", html))))
