"""Chicago, 17th edition, a bibliography's entry for a newspaper article."""

from datetime import date

from bot.model import Article

__all__ = ["LABEL", "cite"]

LABEL = "Chicago"


def cite(article: Article, accessed: date | None = None) -> str:
    """Return author, title in quotation marks, publication and date, without what is unknown."""
    source = article.source
    day = f"{source.published:%B} {source.published.day}, {source.published.year}" if source.published else ""
    where = ", ".join(filter(None, (source.publication, day)))
    return " ".join(f"{part}." for part in (source.author, f"“{source.title}”", where) if part)
