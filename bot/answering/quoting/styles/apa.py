"""APA, 7th edition."""

from datetime import date

from bot.answering.quoting.bibliography import authors, family_first, with_stop
from bot.model import Article

__all__ = ["LABEL", "cite"]

LABEL = "APA"
_MONTHS = "January February March April May June July August September October November December".split()


def cite(article: Article, accessed: date | None = None) -> str:
    """Cite a newspaper article (10.1, example 16); only a page without a date gets its day of access (9.16)."""
    source, day = article.source, article.source.published
    when = f"({day.year}, {_MONTHS[day.month - 1]} {day.day})" if day else "(n.d.)"
    names = [family_first(name, "{family}, {stopped}") for name in authors(source)]
    last = ", . . . " if len(names) > 20 else ", & "
    who = last.join(filter(None, [", ".join(names[:19] if len(names) > 20 else names[:-1]), *names[-1:]]))
    title = source.title + (" [Digest]" if source.digest else "")
    where = ", ".join(part for part in (source.publication, source.publication and source.edition) if part)
    text = " ".join(with_stop(p) for p in ((who, when, title, where) if who else (title, when, where)) if p)
    seen = (
        f"Retrieved {_MONTHS[accessed.month - 1]} {accessed.day}, {accessed.year}, from " if accessed else ""
    )
    return f"{text} {seen if not day and not source.publication else ''}{source.url}" if source.url else text
