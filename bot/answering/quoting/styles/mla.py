"""MLA, 9th edition."""

from datetime import date

from bot.answering.quoting.bibliography import authors, family_first, with_stop
from bot.model import Article

__all__ = ["LABEL", "cite"]

LABEL = "MLA"
_MONTHS = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()


def cite(article: Article, accessed: date | None = None) -> str:
    """Cite with months of more than four letters abbreviated and single quotation marks inside the title."""
    source = article.source
    first, *others = authors(source) or ("",)
    names = [family_first(first, "{family}, {given}"), *(["et al"] if len(others) > 1 else others)]
    who = (", " if len(others) > 1 else ", and ").join(names)
    title = source.title.translate(str.maketrans("“”", "‘’"))
    page = f"p. {source.edition}" if source.edition and source.publication else ""
    when = _written(source.published) if source.published else ""
    where = ", ".join(part for part in (source.publication, when, page, source.url) if part)
    seen = f"Accessed {_written(accessed)}" if accessed and source.url else ""
    rest = (where, seen, "Digest" if source.digest else "")
    return " ".join(
        [*filter(None, [who and with_stop(who)]), f"“{with_stop(title)}”", *(f"{p}." for p in rest if p)]
    )


def _written(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
