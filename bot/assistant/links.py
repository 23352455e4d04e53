"""The addresses of pages in the browser, for every door that leads there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from bot.assistant.permalink import passage_at, written
from bot.model import Article, Passage

__all__ = ["Links", "carried"]

_LONGEST_CARRIED = 80
"""Characters of a question that goes along in an address; a Chinese one takes nine times as many there."""


def carried(question: str) -> str:
    """The question as a link to a paragraph takes it along: whole, or, where it is too long for an address, not at all."""
    return question if len(question) <= _LONGEST_CARRIED else ""


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses below `base`, the language chosen in them; without a base they are relative to this site.

    With a `key` they open the shelf of the chat that it was given to, to whoever has them.
    """

    base: str = ""
    language: str | None = None
    key: str = ""

    def chat(self, question: str = "") -> str:
        """Where one asks, or where the answer to `question` stands."""
        return self._address("/", {"q": question})

    def answer(self, question: str = "") -> str:
        """The answer alone, for a page that has the rest."""
        return self._address("/answer", {"q": question})

    def vote(self) -> str:
        """Where one votes on an answer."""
        return self._address("/vote", {})

    def shelf(self, page: int = 1) -> str:
        """The list of articles."""
        return self._address("/a", {"page": str(page) if page > 1 else ""})

    def article(self, article: Article, question: str = "", paragraph: int | None = None) -> str:
        """The reader, at the paragraph, with the passage for `question` marked."""
        at = written(article, paragraph) if paragraph else ""
        address = self._address(f"/a/{article.id}", {"q": question, "at": at})
        return f"{address}#p{paragraph}" if paragraph else address

    def passage(self, article: Article, passage: Passage, question: str = "") -> str:
        """The reader, at the passage's paragraph, with that very passage marked."""
        address = self._address(f"/a/{article.id}", {"q": question, "at": passage_at(article, passage)})
        return f"{address}#p{passage.paragraph}"

    def cited(self, article: Article) -> Article:
        """The article as one cites it: with its page's address where it has none of its own and anybody may read it."""
        if article.source.url or not self.base or self.key:
            return article
        return replace(article, source=replace(article.source, url=self.shared().article(article)))

    def api(self) -> str:
        """What programs can ask."""
        return self._address("/api", {})

    def shared(self) -> "Links":
        """Addresses for somebody else, who reads in a language of their own."""
        return Links(self.base, key=self.key)

    def within(self) -> "Links":
        """Addresses for this reader, on whatever host they reach the site by."""
        return replace(self, base="")

    def _address(self, path: str, query: Mapping[str, str]) -> str:
        wanted = {**query, "lang": self.language or "", "key": self.key}
        filled = urlencode({key: value for key, value in wanted.items() if value})
        return f"{self.base}{path}?{filled}" if filled else f"{self.base}{path}"
