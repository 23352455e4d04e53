"""A source, formatted in a style of citation."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.model import Article, Source

__all__ = ["STYLES", "authors", "cite"]

_MONTHS = "January February March April May June July August September October November December".split()
_BIBTEX_SPECIAL = str.maketrans({c: f"\\{c}" for c in "&%$#_{}"} | {"\\": r"\textbackslash{}"})


def cite(article: Article, style: str = "gbt7714") -> str:
    """The citation of `article`; `style` is one of `STYLES`. What its source does not say is left out."""
    return STYLES[style](article)


def authors(source: Source) -> tuple[str, ...]:
    """The names of the author field, one by one; separators are 、，,；; and, between Chinese names, blanks."""
    names = re.split(r"[、，,；;]\s*|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", source.author or "")
    return tuple(name.strip() for name in names if name.strip())


def gbt7714(article: Article) -> str:
    """GB/T 7714-2015, numeric style: newspapers [N] (8.5), with a link [N/OL], anything else [Z] or [EB/OL]."""
    source = article.source
    kind = "N" if source.publication else ("EB" if source.url else "Z")
    carrier = "/OL" if source.url else ""
    who = authors(source)
    names = ", ".join(who[:3]) + (", 等" if len(who) > 3 else "")
    day = source.published.isoformat() if source.published else ""
    page = f"({source.edition})" if source.edition and source.publication else ""
    where = ", ".join(part for part in (source.publication, day) if part) + page
    head = f"{source.title}[{kind}{carrier}]"
    return ". ".join(part for part in (names, head, where, source.url) if part) + ("" if source.url else ".")


def apa(article: Article) -> str:
    """APA, 7th edition, newspaper article (10.1, example 16)."""
    source = article.source
    day = source.published
    when = f"({day.year}, {_MONTHS[day.month - 1]} {day.day})" if day else "(n.d.)"
    who = ", & ".join(filter(None, [", ".join(authors(source)[:-1]), *authors(source)[-1:]]))
    where = ", ".join(
        part for part in (source.publication, source.edition if source.publication else None) if part
    )
    parts = (who, when, source.title, where) if who else (source.title, when, where)
    text = ". ".join(part for part in parts if part) + "."
    return f"{text} {source.url}" if source.url else text


def mla(article: Article) -> str:
    """MLA, 9th edition."""
    source = article.source
    who = authors(source)
    names = f"{who[0]}, et al" if len(who) > 2 else ", and ".join(who)
    day = source.published
    when = f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else ""
    page = f"p. {source.edition}" if source.edition and source.publication else ""
    where = ", ".join(part for part in (source.publication, when, page, source.url) if part)
    return " ".join(
        part
        for part in (f"{names}." if names else "", f"“{source.title}.”", f"{where}." if where else "")
        if part
    )


def bibtex(article: Article) -> str:
    """A BibTeX entry, keyed by the article's id; `@article` for what was published, `@misc` otherwise."""
    source = article.source
    day = source.published
    fields = {
        "author": " and ".join(f"{{{_bibtex(name)}}}" for name in authors(source)),
        "title": f"{{{_bibtex(source.title)}}}",
        "journal" if source.publication else "howpublished": _bibtex(source.publication or ""),
        "year": str(day.year) if day else "",
        "month": str(day.month) if day else "",
        "day": str(day.day) if day else "",
        "pages": _bibtex(source.edition or "") if source.publication else "",
        "url": source.url or "",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{'article' if source.publication else 'misc'}{{{article.id},\n{lines}}}"


STYLES: Mapping[str, Callable[[Article], str]] = MappingProxyType(
    {"gbt7714": gbt7714, "apa": apa, "mla": mla, "bibtex": bibtex}
)


def _bibtex(text: str) -> str:
    return text.translate(_BIBTEX_SPECIAL)
