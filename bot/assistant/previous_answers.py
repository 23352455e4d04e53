"""The answer before a question, for one that leans on it: from the notebook, or from the questions asked so far."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.assistant.conversation import Conversation
from bot.assistant.desk import Desk
from bot.assistant.quoted_passages import found_again
from bot.model import Hit, OutlineAnswer, PassageAnswer, Previous, Question, SourceAnswer
from bot.notebook import GivenAnswer, Notebook, QuotedPassage

__all__ = ["MOST_QUESTIONS", "PreviousAnswers"]

MOST_QUESTIONS = 4
"""How many answers back a question may lean."""


class PreviousAnswers:
    """Finds them at `desk` and in `notebook`; the methods block."""

    def __init__(self, desk: Desk, notebook: Notebook | None) -> None:
        self._desk, self._notebook = desk, notebook

    def to_questions(self, conversation: Conversation, questions: Sequence[str]) -> Previous | None:
        """Return the answer to the last of the questions, each asked after the one before; None for no question."""
        previous = None
        for question in questions[-MOST_QUESTIONS:]:
            answer = self._desk.shelf(conversation.shelf).answerer.ask(Question(question), previous)
            previous = Previous.after(answer, previous)
        return previous

    def written(self, conversation: Conversation, given: GivenAnswer | None) -> Previous | None:
        """Return an earlier answer of the conversation's chat; None for one from another shelf or chat."""
        if given is None or given.chat != conversation.chat or given.shelf != conversation.shelf:
            return None
        return self._written(given)

    def before(self, given: GivenAnswer) -> Previous | None:
        """Return the answer that `given` came after, as it was then; None if it is forgotten."""
        before = self._before(given)
        return None if before is None else self._written(before)

    def hit(self, given: GivenAnswer, position: int) -> Hit | None:
        """Return the hit at `position` as the answer quotes it; None if its article is gone or has another text."""
        earlier = self.before(given) if given.leans else None
        return next(self._hits(given, given.hits[position : position + 1], earlier), None)

    def outline(self, given: GivenAnswer) -> OutlineAnswer | None:
        """Return the outline that was given; None if there was none, or if its article is gone or changed."""
        answerer, quoted = self._desk.shelf(given.shelf).answerer, next(iter(given.hits), None)
        found = found_again(quoted, answerer) if quoted else None
        answer = answerer.about_article(found[0], Question(given.question)) if found else None
        return answer if isinstance(answer, OutlineAnswer) else None

    def light(self, given: GivenAnswer) -> str:
        """Return the question that the question of `given` leaned on; empty if it stood alone, or that is forgotten."""
        before = self._before(given) if given.leans else None
        return before.question if before else ""

    def _before(self, given: GivenAnswer) -> GivenAnswer | None:
        if self._notebook is None or given.after is None:
            return None
        before = self._notebook.answer(given.after)
        if before is None or before.chat != given.chat or before.shelf != given.shelf:
            return None
        return replace(before, position=given.after_position)

    def _written(self, given: GivenAnswer, depth: int = MOST_QUESTIONS) -> Previous:
        before = self._before(given) if given.leans and depth > 1 else None
        earlier = self._written(before, depth - 1) if before else None
        answerer = self._desk.shelf(given.shelf).answerer
        itself = Previous(given.question, number=given.number, position=given.position)
        if outline := self.outline(given):
            return itself.showing((), outline.article, earlier)
        if given.hits:
            shown = self._hits(given, given.hits[: given.position + 1], earlier)
            return itself.showing(tuple(shown), before=earlier)
        # of an answer without a quotation, the notebook does not know the article
        answer = answerer.ask(Question(given.question), earlier)
        return itself.showing((), answer.article if isinstance(answer, SourceAnswer) else None, earlier)

    def _hits(
        self, given: GivenAnswer, passages: Sequence[QuotedPassage], earlier: Previous | None
    ) -> Iterator[Hit]:
        """Yield those of the passages that still stand on the shelf, as the answer quotes them."""
        answerer = self._desk.shelf(given.shelf).answerer
        again = answerer.ask(Question(given.question), earlier) if given.leans and earlier else None
        in_light = {hit.passage: hit for hit in again.hits} if isinstance(again, PassageAnswer) else {}
        for quoted in passages:
            if found := found_again(quoted, answerer):
                _, passage = found
                yield in_light.get(passage) or answerer.seen(given.question, passage)
