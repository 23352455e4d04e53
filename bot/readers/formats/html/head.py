"""A web page's own record: meta tags, JSON-LD and the canonical address → a `Source`."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from bot.model import Source
from bot.readers.authors import believed_author
from bot.readers.formats.html.titles import headline
from bot.readers.formats.html.wechat import account_in
from bot.readers.newspaper.masthead import day_of

__all__ = ["source_in_head"]

_TITLES = ("citation_title", "dc.title", "dcterms.title", "og:title", "twitter:title", "articletitle")
_AUTHORS = (
    "citation_author",
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "og:article:author",
)
_PUBLICATIONS = (
    "citation_journal_title",
    "og:site_name",
    "dc.publisher",
    "sitename",
    "mediaid",
    "source",
    "application-name",
)
_DATES = (
    "article:published_time", "citation_publication_date", "citation_date", "datepublished", "publishdate", "pubdate",
    "og:published_time", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "date", "og:release_date",
)  # fmt: skip
_URLS = ("og:url", "citation_public_url", "twitter:url")
_WORKS = re.compile(r"Article|Posting|Report|Book|Chapter")
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)|\burl:\s*(https?://\S+)")


def source_in_head(root: Any) -> Source:
    """Return what the page under `root` says of itself; a missing title or language is ""."""
    metas, works, account = _metas(root), list(_works(root)), account_in(root)
    claims = [*(_flat(str(work.get("headline") or "")) for work in works), *_values(metas, _TITLES)]
    publisher = _first([*(_name_in(work.get("publisher")) for work in works), *_values(metas, _PUBLICATIONS)])
    published = _first_day([*(str(work.get("datePublished", "")) for work in works), *_values(metas, _DATES)])
    if account:
        publisher, published = account.name, published or account.published
    written = _author(metas, works, [publisher or "", *_values(metas, _PUBLICATIONS)])
    return Source(
        title=headline(root, claims),
        author=(account and account.author) or written,
        publication=publisher,
        published=published,
        url=_url(root, metas, works),
        language="",
    )


def _metas(root: Any) -> dict[str, list[str]]:
    """Return the contents of meta tags, in order, by their names in lower case."""
    metas: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if content := (meta.get("content") or "").strip():
            metas.setdefault(name.strip().lower(), []).append(content)
    return metas


def _works(root: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the articles that JSON-LD describes; broken JSON is skipped."""
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                described = json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                continue
            listed = described if isinstance(described, list) else [described]
            graphs = [item.get("@graph") for item in listed if isinstance(item, dict)]
            listed += [item for graph in graphs if isinstance(graph, list) for item in graph]
            yield from (
                item for item in listed if isinstance(item, dict) and _WORKS.search(str(item.get("@type")))
            )


def _author(
    metas: Mapping[str, Sequence[str]], works: Sequence[Mapping[str, Any]], sites: Sequence[str]
) -> str | None:
    """Return the authors whom the record names, as far as they can be such, joined with 、."""
    for work in works:
        listed = work.get("author") if isinstance(work.get("author"), list) else [work.get("author")]
        if names := _believed([name for item in listed or [] if (name := _name_in(item))], sites):
            return names
    for key in _AUTHORS:
        if names := _believed(metas.get(key, ()), sites):
            return names
    return None


def _believed(names: Sequence[str], sites: Sequence[str]) -> str | None:
    return (
        "、".join(dict.fromkeys(filter(None, (believed_author(name, sites=sites) for name in names)))) or None
    )


def _url(root: Any, metas: Mapping[str, Sequence[str]], works: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the absolute address that is canonical, or that the page names or was saved from."""
    links = (
        link.get("href") or "" for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical"
    )
    saved = (match[1] or match[2] for match in map(_SAVED_FROM.search, _comments(root)) if match)
    described = (work.get("url") for work in works)
    candidates = [*links, *_values(metas, _URLS), *described, *saved]
    return next((url.strip() for url in candidates if isinstance(url, str) and _is_web(url.strip())), None)


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _comments(root: Any) -> Iterator[str]:
    above = root.getroottree().xpath("/comment()")
    for comment in (*above, *root.xpath("//comment()")[:20]):
        yield comment.text or ""


def _name_in(value: object) -> str | None:
    name = value.get("name") if isinstance(value, dict) else value
    return _flat(name) or None if isinstance(name, str) and "://" not in name else None


def _values(metas: Mapping[str, Sequence[str]], keys: Sequence[str]) -> list[str]:
    return [_flat(value) for key in keys for value in metas.get(key, ())]


def _first_day(values: Sequence[str]) -> date | None:
    return next(filter(None, map(day_of, values)), None)


def _first(values: Sequence[str | None]) -> str | None:
    return next(filter(None, values), None)


def _flat(text: str) -> str:
    return " ".join(text.split())
