"""What a card of an article shows to whoever handed it over: its source record and its first words."""

from bot.language.graphemes import head
from bot.model import Article, Field, Question, SourceAnswer

__all__ = ["card_record", "first_words"]

_FIELDS_ALWAYS = (Field.TITLE, Field.AUTHOR, Field.PUBLISHED, Field.PUBLICATION)
_FIELDS_IF_KNOWN = (Field.AUTHOR_POST, Field.EDITION, Field.COLUMN, Field.URL, Field.RIGHTS)


def card_record(article: Article) -> SourceAnswer:
    """Return the source record: what an article should have, and what else is known of this one."""
    known = [field for field in _FIELDS_IF_KNOWN if getattr(article.source, field)]
    return SourceAnswer(Question(""), article, (*_FIELDS_ALWAYS, *known, Field.LENGTH))


def first_words(article: Article, characters: int) -> str:
    """Return the beginning of the first paragraph, of so many characters at most."""
    first = article.paragraphs[0].cut(article.text)
    return first if len(first) <= characters else head(first, characters).rstrip() + "…"
