"""The addresses of the web pages, for every door that links to them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from bot.assistant.permalink import paragraph_reference, passage_reference
from bot.model import Article, Passage

__all__ = ["Links", "carried"]

_MAX_CARRIED_CHARACTERS = 80
"""The longest question that an address carries; a Chinese character takes nine there."""


def carried(question: str) -> str:
    """Return the question for a link to a paragraph; empty if it is too long for an address."""
    return question if len(question) <= _MAX_CARRIED_CHARACTERS else ""


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses below `base` in the chosen language; without a base they are relative to this site.

    With a `key` they open its chat's shelf, to anybody who has them.
    """

    base: str = ""
    language: str | None = None
    key: str = ""

    def chat(self, question: str = "", *, after: str = "", of: str = "") -> str:
        """The page for asking, or the page with the answer to `question`, asked after the questions in `after`.

        With `of`, the article of that id alone is asked.
        """
        return self._address("/", {"q": question, "after": after, "of": of})

    def answer(self, question: str = "") -> str:
        """The answer alone, for a page that is already loaded."""
        return self._address("/answer", {"q": question})

    def vote(self) -> str:
        """The address for votes on an answer."""
        return self._address("/vote", {})

    def shelf(self, page: int = 1, words: str = "", order: str = "") -> str:
        """The list of articles, or of those that the words find, in that order."""
        return self._address("/a", {"q": words, "order": order, "page": str(page) if page > 1 else ""})

    def article(self, article: Article, question: str = "", paragraph: int | None = None) -> str:
        """The reader, at the paragraph, with the passage for `question` marked."""
        at = paragraph_reference(article, paragraph) if paragraph else ""
        address = self._address(f"/a/{article.id}", {"q": question, "at": at})
        return f"{address}#p{paragraph}" if paragraph else address

    def leaf(self, article: Article, paragraph: int, question: str = "") -> str:
        """The reader, open where the paragraph stands, which is not marked."""
        address = self._address(f"/a/{article.id}", {"q": question, "from": str(paragraph)})
        return f"{address}#p{paragraph}"

    def whole(self, article: Article, paragraph: int = 1) -> str:
        """The whole text to print; of one that is too long for a page, from the paragraph on."""
        return self._address(f"/a/{article.id}/whole", {"from": str(paragraph) if paragraph > 1 else ""})

    def passage(self, article: Article, passage: Passage, question: str = "") -> str:
        """The reader, at the passage's paragraph, with that very passage marked."""
        address = self._address(
            f"/a/{article.id}", {"q": question, "at": passage_reference(article, passage)}
        )
        return f"{address}#p{passage.paragraph}"

    def cited(self, article: Article) -> Article:
        """Return the article for a citation: with its public page's address if it has no other."""
        if article.source.url or not self.base or self.key:
            return article
        return replace(article, source=replace(article.source, url=self.shared().article(article)))

    def verify(self) -> str:
        """The page for claims."""
        return self._address("/verify", {})

    def add(self, *steps: object, page: int = 1) -> str:
        """The page for adding articles, with a page of what was added, or what is below it."""
        query = {"page": str(page) if page > 1 else ""}
        return self._address("/".join(("/add", *map(str, steps))), query)

    def api(self) -> str:
        """The address of the API."""
        return self._address("/api", {})

    def shared(self) -> "Links":
        """Return addresses for other readers, without a language."""
        return Links(self.base, key=self.key)

    def within(self) -> "Links":
        """Return addresses for this reader, relative to the host in use."""
        return replace(self, base="")

    def _address(self, path: str, query: Mapping[str, str]) -> str:
        wanted = {**query, "lang": self.language or "", "key": self.key}
        filled = urlencode({key: value for key, value in wanted.items() if value})
        return f"{self.base}{path}?{filled}" if filled else f"{self.base}{path}"
