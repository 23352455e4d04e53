"""GB/T 7714-2015, numeric style."""

from datetime import date

from bot.answering.quoting.bibliography import authors, family_first
from bot.language.han import has_han
from bot.model import Article

__all__ = ["LABEL", "cite"]

LABEL = "GB/T 7714"


def cite(article: Article, accessed: date | None = None, *, link: bool = True) -> str:
    """Cite a newspaper's article as [N] (4.4.2), a page as [EB/OL] (4.6.2), anything else as [Z].

    Without `link` the address is left out. No full stop after an address: the standard leaves the last one
    optional, and it would be copied along with the address.
    """
    source = article.source
    kind = ("N" if source.publication else "EB" if source.url else "Z") + ("/OL" if source.url else "")
    names = [family_first(name, "{FAMILY} {initials}") for name in authors(source)]
    more = [] if len(names) <= 3 else ["等" if any(map(has_han, names)) else "et al"]
    day = source.published.isoformat() if source.published else ""
    page = f"({source.edition})" if source.edition and source.publication else ""
    where = ", ".join(part for part in (source.publication, day) if part) + page
    if kind == "EB/OL" and day:
        where = f"({day})"
    where += f"[{accessed.isoformat()}]" if accessed and source.url else ""
    url = source.url if link else None
    parts = (", ".join(names[:3] + more), f"{source.title}[{kind}]", where, url)
    return ". ".join(part for part in parts if part) + ("" if url else ".")
