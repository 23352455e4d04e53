"""A text that somebody sends or types → an article."""

from dataclasses import replace

from bot.errors import NoWords
from bot.language.graphemes import head
from bot.language.sentences import sentences
from bot.model import Article
from bot.readers.prose import opening

__all__ = ["refuse_wordless", "titled"]

_MAX_TITLE_CHARACTERS = 200
_MAX_SENTENCE_CHARACTERS = 60
_READ_CHARACTERS = 300
"""Where that sentence is sought: a text may be a single line of any length."""
_PUNCTUATION = "。.！!；;，,：: "


def refuse_wordless(name: str, text: str) -> None:
    """Raise NoWords if the text `name` has neither letters nor digits."""
    if not any(character.isalnum() for character in text):
        raise NoWords(f"{name}: holds no words; hand over a file or a text")


def titled(article: Article) -> Article:
    """Return the article with the title above its text, otherwise its first sentence, or the beginning of a long one."""
    title, text = article.source.title, article.text.partition("\n")[0]
    if title == opening(article.text):
        beginning = head(text, _READ_CHARACTERS)
        first = sentences(beginning)[0].cut(beginning).strip().rstrip(_PUNCTUATION)
        title = first if 0 < len(first) <= _MAX_SENTENCE_CHARACTERS else title
    return replace(article, source=replace(article.source, title=head(title, _MAX_TITLE_CHARACTERS)))
