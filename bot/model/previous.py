"""The answer that a question may lean on."""

from dataclasses import dataclass, replace

from bot.model.answer import Answer, Hit, OutlineAnswer, PassageAnswer, SourceAnswer
from bot.model.article import Article

__all__ = ["Previous"]

_MOST_LIGHT = 160
"""Characters of earlier questions that a question may lean on."""
_MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Previous:
    """The answer that a question may lean on, with those that it leaned on itself."""

    question: str
    light: str = ""
    """The earlier questions that it leaned on, the newest first, one a line."""
    shown: tuple[Hit, ...] = ()
    """The passages quoted so far, the newest last."""
    article: Article | None = None
    """The article that it was about."""
    number: int = 0
    """The number of the answer in the notebook; 0 if it is not written down."""
    position: int = 0
    """The index of the hit that it showed."""

    @property
    def words(self) -> str:
        """Its question and the earlier ones, the newest first, one a line."""
        return f"{' '.join(self.question.split())}\n{self.light}".strip()[:_MOST_LIGHT]

    @classmethod
    def after(cls, answer: Answer, before: "Previous | None" = None) -> "Previous":
        """Return the answer as one to lean on; `before` is what it could lean on itself."""
        hits = tuple(answer.hits[:1]) if isinstance(answer, PassageAnswer) else ()
        article = answer.article if isinstance(answer, SourceAnswer | OutlineAnswer) else None
        return cls(answer.question.text).showing(hits, article, before if answer.light else None)

    def showing(
        self, hits: tuple[Hit, ...], article: Article | None = None, before: "Previous | None" = None
    ) -> "Previous":
        """Return it with the passages that it quotes, and what `before` holds, on which it leaned."""
        shown = (*(before.shown if before else ()), *hits)
        known = article or (shown[-1].article if shown else before.article if before else None)
        return replace(self, light=before.words if before else "", shown=shown[-_MOST_SHOWN:], article=known)
