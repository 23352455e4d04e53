"""The head of a Markdown file → a `Source`, and back as YAML."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from bot.errors import UnreadableArticle
from bot.model import Source
from bot.readers.encoding import UNSEEN
from bot.readers.file import File
from bot.readers.formats.markdown.heads import parse
from bot.readers.formats.markdown.other_keys import with_other_keys
from bot.readers.newspaper.masthead import day_of

__all__ = ["dump", "split"]

_TEXTS = (
    "title", "author", "author_post", "publication", "edition", "edition_name", "column", "url", "language", "rights",
)  # fmt: skip
_KNOWN = {*_TEXTS, "published", "kind"}
_ID = re.compile(r"[a-z2-7]{10}")

# In double quotes, breaks are escaped, so that a value's own `---` does not end the front matter, and unseen
# characters do not stand at the end of a line, where they would be cleaned away.
_NEEDS_QUOTES = re.compile(rf"[\n\r\x85\u2028\u2029{UNSEEN}]")

# YAML can spell these with a backslash; a database refuses some of them, a terminal obeys others.
_NEVER = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


class SplitFile(NamedTuple):
    """The record in the front matter of a file, and the text after it."""

    source: Source
    """Title and language are empty if they are not given."""
    kept_id: str
    """The id that the article is to keep; empty if none is given."""
    body: str


def split(file: File) -> SplitFile:
    """Split `file`; unknown keys are ignored, and so is an id that cannot be an article's.

    Raises UnreadableArticle for a broken head and, naming the key, for a value of the wrong type.
    """
    fields, body = parse(file.name, file.text().lstrip())
    fields = with_other_keys(fields)
    texts = {key: _text(file.name, key, value) for key, value in fields.items() if key in _KNOWN}
    source = _source(file.name, {key: value for key, value in texts.items() if value is not None})
    kept_id = str(fields.get("id", ""))
    return SplitFile(source, kept_id if _ID.fullmatch(kept_id) else "", body)


def dump(source: Source, kept_id: str = "") -> str:
    """Return `source` as YAML, one line per known field, and one for an id of its own."""
    import yaml

    values = {key: getattr(source, key) for key in _TEXTS}
    values |= {"published": source.published, "kind": "digest" if source.digest else None}
    values |= {"id": kept_id or None}
    known = {key: value for key, value in values.items() if value is not None}
    style = None
    if any(_NEEDS_QUOTES.search(str(value)) for value in known.values()):
        # a date in quotes would get a tag, which the loader here does not read
        style, known = '"', {key: str(value) for key, value in known.items()}
    return yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=float("inf"), default_style=style)


def _source(name: str, texts: Mapping[str, str]) -> Source:
    if (kind := texts.get("kind", "article")) not in ("article", "digest"):
        raise UnreadableArticle(f"{name}: kind is '{kind}'; write article or digest")
    return Source(
        title=texts.get("title", ""),
        author=texts.get("author"),
        author_post=texts.get("author_post"),
        publication=texts.get("publication"),
        edition=texts.get("edition"),
        edition_name=texts.get("edition_name"),
        column=texts.get("column"),
        published=_date(name, texts.get("published")),
        url=texts.get("url"),
        language=texts.get("language", ""),
        rights=texts.get("rights"),
        digest=kind == "digest",
    )


def _text(name: str, key: str, value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value and _NEVER.sub("", value)
    raise UnreadableArticle(f"{name}: {key} is a {type(value).__name__}; write it as one line of text")


def _date(name: str, value: str | None) -> date | None:
    if not value or (day := day_of(value)):
        return day if value else None
    raise UnreadableArticle(f"{name}: published is '{value}'; write a date like 2023-05-29")
