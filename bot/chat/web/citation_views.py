"""Citations as a page lists them: the style of the reader's language first."""

from dataclasses import dataclass

from bot.answering.quoting.citation import STYLES, cite
from bot.locale import Locale
from bot.model import Article

__all__ = ["CitationView", "citations"]


@dataclass(frozen=True, slots=True)
class CitationView:
    """A citation, the name of its style and what readers call that."""

    style: str
    label: str
    text: str


def citations(article: Article, say: Locale) -> tuple[CitationView, ...]:
    """Return the citation in every style: that of the language first, then in the order of the styles."""
    usual = say("source.citation_style")
    names = sorted(STYLES, key=lambda name: name != usual)
    return tuple(CitationView(name, STYLES[name].LABEL, cite(article, name)) for name in names)
