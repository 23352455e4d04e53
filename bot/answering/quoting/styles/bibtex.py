"""A BibTeX entry."""

from datetime import date

from bot.answering.quoting.bibliography import authors, family_first, is_person
from bot.model import Article

__all__ = ["LABEL", "cite"]

LABEL = "BibTeX"
_SPECIAL = str.maketrans(
    {c: f"\\{c}" for c in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
_URL_SPECIAL = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})


def cite(article: Article, accessed: date | None = None) -> str:
    """Cite what was published as `@article`, anything else as `@misc`; the key is the article's id."""
    source, day = article.source, article.source.published
    fields = {
        "author": " and ".join(_name(name) for name in authors(source)),
        "title": f"{{{_escaped(source.title)}}}",
        "journal": _escaped(source.publication or ""),
        "year": str(day.year) if day else "",
        "month": str(day.month) if day else "",
        "day": str(day.day) if day else "",
        "pages": _escaped(source.edition or "") if source.publication else "",
        "url": (source.url or "").translate(_URL_SPECIAL),
        "urldate": accessed.isoformat() if accessed and source.url else "",
        "note": "Quoted from a digest, not from the published text" if source.digest else "",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{'article' if source.publication else 'misc'}{{{article.id},\n{lines}}}"


def _name(name: str) -> str:
    """Braces keep a name whole; the name of a person in Latin letters is left for BibTeX to take apart."""
    return _escaped(family_first(name, "{family}, {given}")) if is_person(name) else f"{{{_escaped(name)}}}"


def _escaped(text: str) -> str:
    return text.translate(_SPECIAL)
