"""The keys that other programs write in a Markdown file's head: Hugo, Hexo, Jekyll, Obsidian, Pandoc, clippers."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.readers.newspaper.masthead import day_of

__all__ = ["authors_in", "with_other_keys"]

_OTHERS = {
    "title": ("标题", "標題", "题目", "headline"),
    "author": ("authors", "作者", "byline", "creator", "writer"),
    "publication": ("来源", "來源", "出处", "媒体", "publisher", "site", "site_name", "sitename", "website", "journal", "container-title"),
    "url": ("link", "canonical", "canonical_url", "canonicalurl", "original", "original_url", "source_url", "链接", "原文链接", "原文", "网址", "permalink"),
    "published": ("date", "publishdate", "publish_date", "pubdate", "date_published", "datepublished", "published_at", "published_date", "日期", "发布日期", "发布时间", "发表日期", "时间"),
    "column": ("栏目", "专栏"),
    "language": ("lang", "语言"),
    "rights": ("license", "licence", "copyright", "版权"),
}  # fmt: skip
_OWN = frozenset(
    "title author author_post publication edition edition_name column published url language rights kind id".split()
)
_SOURCES = ("source", "from", "来源", "來源", "出处")
_NESTED = ("params", "extra", "metadata")
_SITE_KEYS = frozenset("date draft slug layout permalink weight aliases categories".split())
_SWITCHES = frozenset("true false yes no on off".split())
_ADDRESS = re.compile(r"https?://[^\s<>()（）\"'，。]+", re.IGNORECASE)
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_PATH = re.compile(r"/[\w./%-]*")
_NAME_KEYS = ("name", "display_name", "姓名", "名字", "title", "login")
_MAX_AUTHORS = 40


def with_other_keys(fields: Mapping[str, object]) -> dict[str, object]:
    """Return `fields` with the keys of other programs under the names used here; what is there already stays.

    A source that is an address is the article's url, any other its publication.
    """
    if fields.keys() <= _OWN and isinstance(fields.get("author"), str | None):
        return dict(fields)
    plain = {str(key).strip().lower(): value for key, value in _all_fields(fields)}
    found: dict[str, object] = dict(fields)
    if "author" in fields or "authors" in plain:
        found["author"] = authors_in(fields.get("author", plain.get("authors")))
    if str(fields.get("published", "")).strip().lower() in _SWITCHES:
        # a switch of Jekyll's, and no day
        found.pop("published", None)
    if _SITE_KEYS & plain.keys() and _PATH.fullmatch(str(fields.get("url", ""))):
        found.pop("url", None)
    for key, names in _OTHERS.items():
        if not found.get(key):
            values = (_fit(key, plain[name]) for name in (key, *names) if name in plain)
            found[key] = next((value for value in values if value), found.get(key))
    return {**found, **_of_source(plain, found)}


def authors_in(value: object) -> object:
    """Return the names in a list or a mapping of authors, joined with 、; any other value as it is."""
    if isinstance(value, str):
        return _WIKI_LINK.sub(r"\1", value)
    names = list(dict.fromkeys(_names(value)))[:_MAX_AUTHORS]
    return "、".join(names) if names else value


def _all_fields(fields: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Yield the fields of nested tables that programs keep their own in, then the fields themselves."""
    for key in _NESTED:
        nested = fields.get(key)
        if isinstance(nested, Mapping):
            yield from nested.items()
    yield from fields.items()


def _names(value: object) -> Iterator[str]:
    if isinstance(value, str) and value.strip():
        yield _WIKI_LINK.sub(r"\1", value).strip()
    elif isinstance(value, Mapping):
        given, family = value.get("given"), value.get("family")
        if isinstance(given, str) and isinstance(family, str):
            yield f"{family}{given}" if family > "\u2e7f" else f"{given} {family}"
        else:
            yield from (name for key in _NAME_KEYS[:] if isinstance(name := value.get(key), str) and name)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for one in value[:_MAX_AUTHORS]:
            yield from list(_names(one))[:1]


def _fit(key: str, value: object) -> object:
    """Return `value` if it can be the field `key`, else None."""
    if key == "author":
        value = authors_in(value)
    if not isinstance(value, str):
        return None
    value = _WIKI_LINK.sub(r"\1", value).strip()
    if key == "published":
        return value if day_of(value) else None
    if key == "url":
        return match[0] if (match := _ADDRESS.search(value)) else None
    return None if _ADDRESS.search(value) and key != "rights" else value


def _of_source(plain: Mapping[str, object], found: Mapping[str, object]) -> dict[str, object]:
    """Return what a key like `source` says: an address, a publication, or both."""
    value = next((text for key in _SOURCES if isinstance(text := plain.get(key), str) and text.strip()), "")
    address = _ADDRESS.search(value)
    name = _ADDRESS.sub("", _WIKI_LINK.sub(r"\1", value)).strip(" \t|·,，;；-—:：()（）[]<>")
    more: dict[str, object] = {}
    if address and not found.get("url"):
        more["url"] = address[0]
    if name and not found.get("publication"):
        more["publication"] = name
    return more
