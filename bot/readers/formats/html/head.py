"""A web page's own record: meta tags, JSON-LD and the canonical address → a `Source`."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from bot.model import Source
from bot.readers.newspaper.byline import author_of
from bot.readers.newspaper.masthead import day_of, published_in

__all__ = ["credits_in", "source_in_head"]

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
    "og:published_time", "dc.date.issued", "dcterms.issued", "dc.date", "date", "og:release_date",
)  # fmt: skip
_URLS = ("og:url", "citation_public_url", "twitter:url")
_WORKS = re.compile(r"Article|Posting|Report|Book|Chapter")
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)|\burl:\s*(https?://\S+)")
_SUFFIX = re.compile(r"\s*(?:[_|\uff5c»]|\s[-–—]\s|--|——)\s*[^_|\uff5c»]{1,30}$")
_ORIGIN = re.compile(r"(?:来源|來源|稿源|出处)\s*[:：]\s*(?P<name>[^\s|\uff5c,，;；:：《》]{2,20})")
_AUTHOR = re.compile(
    r"(?:作者|撰文|记者)\s*[:：]\s*(?P<first>[^\s|\uff5c:：]{2,20})(?P<more>(?:[ 、][\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff]))*)"
)


def source_in_head(root: Any) -> Source:
    """Return what the page under `root` says of itself; a missing title or language is ""."""
    metas, works = _metas(root), list(_works(root))
    return Source(
        title=_headline(root, metas, works),
        author=_author(metas, works),
        publication=_first(
            [*(_name_in(work.get("publisher")) for work in works), *_values(metas, _PUBLICATIONS)]
        ),
        published=_first_day(
            [*(str(work.get("datePublished", "")) for work in works), *_values(metas, _DATES)]
        ),
        url=_url(root, metas, works),
        language="",
    )


def credits_in(lines: Sequence[str]) -> tuple[str | None, str | None, date | None]:
    """Return author, origin and date from the lines between headline and body.

    As in `2023-05-29 来源：甲报 作者：乙`.
    """
    head = "\n".join(lines)
    origin = _ORIGIN.search(head)
    by_line = _labelled_names(head) or next(
        (name for line in lines if (name := author_of(line, bare=False))), None
    )
    return by_line, origin["name"] if origin else None, published_in(lines)


def _labelled_names(head: str) -> str | None:
    """Return the names after 作者：, joined with 、; a button beside them is not a name."""
    match = _AUTHOR.search(head)
    if not match:
        return None
    more = [author_of(name) for name in re.split("[ 、]", match["more"])]
    names = (author_of(match["first"], certain=True), *more)
    return "、".join(filter(None, names)) or None


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


def _headline(root: Any, metas: Mapping[str, Sequence[str]], works: Sequence[Mapping[str, Any]]) -> str:
    """Return the title without the site's name: a heading it starts with, or all but its end."""
    headings = [_flat("".join(heading.itertext())) for heading in root.iter("h1")]
    page_titles = [_flat("".join(title.itertext())) for title in root.iter("title")][:1]
    claims = [*(_flat(str(work.get("headline") or "")) for work in works), *_values(metas, _TITLES)]
    for title in filter(None, (*claims, *page_titles)):
        if heading := next((text for text in headings if len(text) > 1 and title.startswith(text)), None):
            return heading
    if title := next(filter(None, claims), ""):
        return title
    filled = [text for text in headings if text]
    if len(filled) == 1:
        return filled[0]
    return _SUFFIX.sub("", page_titles[0]) if page_titles else ""


def _author(metas: Mapping[str, Sequence[str]], works: Sequence[Mapping[str, Any]]) -> str | None:
    for work in works:
        listed = work.get("author") if isinstance(work.get("author"), list) else [work.get("author")]
        names = [name for item in listed or [] if (name := _name_in(item))]
        if names:
            return "、".join(dict.fromkeys(names))
    for key in _AUTHORS:
        names = [name for name in metas.get(key, ()) if "://" not in name]
        if names:
            return "、".join(dict.fromkeys(author_of(name, certain=True) or name for name in names))
    return None


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
