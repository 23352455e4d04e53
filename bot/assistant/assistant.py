"""Questions at every door, and the buttons under the answers: ask, write down, turn, vote, cite."""

import logging
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from bot.answering.quoting.quotation import Verification
from bot.assistant.conversation import Conversation
from bot.assistant.desk import Desk, Shelf
from bot.assistant.later import Later
from bot.assistant.links import Links
from bot.assistant.own_shelves import ShelfChoice
from bot.assistant.previous_answers import PreviousAnswers
from bot.assistant.quoted_passages import found_again, quoted_passages, whole
from bot.errors import LibraryUnavailable
from bot.language.graphemes import head
from bot.language.normalise import readable
from bot.meter import Meter
from bot.model import (
    PUBLIC,
    Answer,
    Article,
    ChoiceAnswer,
    Hit,
    NotFound,
    OutlineAnswer,
    PassageAnswer,
    Previous,
    Question,
    Reason,
    ShelfRef,
    is_found,
)
from bot.notebook import ChatId, GivenAnswer, Notebook, PersonId, Tally

__all__ = ["Assistant", "Exchange", "Reach"]

_MAX_NOTED_CHARACTERS = 200
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Exchange:
    """An answered question: the answer, the shelf as it was, and the record of both."""

    answer: Answer
    shelf: Shelf
    given: GivenAnswer | None = None
    """None if nothing of the conversation is remembered; without a number until it is written."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The parts of an answer's source that its readers may open."""

    public: bool = False
    """Whether the article stands on the public shelf, which everybody may ask."""
    links: Links | None = None
    """The addresses of its page; with a key if it is on the chat's own shelf. None if they have no page."""


class Assistant:
    """Answers at `desk` and remembers in `notebook`; without a notebook nothing is remembered.

    `links` are the public addresses of the web pages, None if there are none. The methods block, may be called
    from several threads, and raise UnknownShelf and LibraryUnavailable.
    """

    def __init__(
        self,
        desk: Desk,
        notebook: Notebook | None = None,
        links: Links | None = None,
        meter: Meter | None = None,
    ) -> None:
        self.desk = desk
        self.meter = meter or Meter()
        self.previous = PreviousAnswers(desk, notebook)
        self.later = Later()
        self._notebook = notebook
        self.links = links

    def answer(
        self, conversation: Conversation, text: str, previous: Previous | None = None, *, of: str = ""
    ) -> Exchange:
        """Return the answer to `text` from the conversation's shelves, which may lean on `previous`; note nothing.

        If they have an article of the id `of`, it alone is asked.
        """
        chat = conversation.chat

        def exchange(shelf: Shelf) -> Exchange:
            answer = shelf.ask(Question(text), of, previous)
            return Exchange(
                answer, shelf, _record(answer, shelf, chat, previous) if chat is not None else None
            )

        return self.desk.asked(conversation.shelf, exchange)

    def ask(
        self,
        conversation: Conversation,
        text: str,
        *,
        message_id: int | None = None,
        before: GivenAnswer | None = None,
        previous: Previous | None = None,
        of: str = "",
        of_several: bool = False,
    ) -> Exchange:
        """Return the answer to `text`, which may lean on `previous`, and log it; if asked `of` an article, of that one alone.

        `of_several` tells whether its message asks other things, too. An unanswered question of a remembered chat is
        noted as a gap. The answer to a message is written down at once and replaces `before`, the answer before an
        edit; an answer on a page with its first vote.
        """
        began = time.perf_counter()
        exchange = self.answer(conversation, text, previous, of=of)
        self.meter.took("answer", time.perf_counter() - began)
        if self._notebook is not None and exchange.given is not None:
            if is_gap(exchange.answer):
                missed = (exchange.given.chat, exchange.given.shelf, _gap_text(text))
                self.later.write(partial(self._notebook.note_unanswered, *missed))
            if message_id is not None:
                given = replace(exchange.given, of_several=of_several)
                placed = _with_place(given, self._notebook, conversation, message_id, before)
                written = self.later.write(partial(self._notebook.write, placed))
                exchange = replace(exchange, given=written or placed)
        ms = round((time.perf_counter() - began) * 1000, 1)
        self.meter.took("whole", ms / 1000)
        found = is_found(exchange.answer)
        self.meter.answered(conversation.platform, _verdict(exchange.answer))
        level = logging.INFO if exchange.given is not None else logging.DEBUG
        _log.log(level, "answered platform=%s found=%s ms=%s", conversation.platform, found, ms)
        return exchange

    def note_message(self, given: GivenAnswer, message_id: int) -> None:
        """Note the message in which the answer was sent, later if the answer itself is still to be written."""
        self.later.write(partial(self._note_message, given, message_id))

    def _note_message(self, given: GivenAnswer, message_id: int) -> None:
        number = given.number
        if not number and given.asked_message_id is not None:
            written = self._required_notebook.answer_to(given.chat, given.asked_message_id)
            number = written.number if written is not None else 0
        self._required_notebook.note_message(number, message_id)

    def ask_about(self, conversation: Conversation, article: Article, text: str) -> Answer:
        """Return the shelf's answer if it quotes the article, otherwise the article's own answer."""
        shelf = self.desk.shelf(conversation.shelf)
        answer = shelf.answerer.ask(Question(text))
        if isinstance(answer, PassageAnswer) and any(hit.article.id == article.id for hit in answer.hits):
            return answer
        # it may be gone from a shelf that changed just now
        return answer if shelf.article(article.id) is None else shelf.answerer.ask_of(article, Question(text))

    def ask_again(self, given: GivenAnswer) -> Exchange:
        """Return the shelf's answer as of now; it replaces `given` if it differs."""
        chosen = given.hits[0].article_id if given.hits and self.choice(given) else ""
        return self.choose(given, chosen)

    def choose(self, given: GivenAnswer, article_id: str) -> Exchange:
        """Return the answer of that article alone as of now, or the shelf's if it is gone; it replaces `given`."""
        before = self.previous.before(given)

        def exchange(shelf: Shelf) -> Exchange:
            answer = shelf.ask(Question(given.question), article_id, before)
            hits = _record(answer, shelf, given.chat).hits
            fresh = replace(
                given, hits=hits, shelf_revision=shelf.revision, position=0, leans=bool(answer.light)
            )
            return Exchange(answer, shelf, fresh)

        asked = self.desk.asked(given.shelf, exchange)
        # written anew, an answer loses its votes
        if self._notebook is not None and asked.given is not None and asked.given != given:
            self.later.write(partial(self._notebook.write, asked.given))
        return asked

    def given_again(self, given: GivenAnswer) -> PassageAnswer | None:
        """Return the answer with all that was said of it; None if the shelf now answers something else."""
        shelf, before = self.desk.shelf(given.shelf), self.previous.before(given)
        for article_id in ("", *_only_article(given)):
            answer = shelf.ask(Question(given.question), article_id, before)
            if isinstance(answer, PassageAnswer) and tuple(quoted_passages(answer)) == given.hits:
                return answer
        return None

    def choice(self, given: GivenAnswer) -> ChoiceAnswer | None:
        """Return the articles that the question may be about as of now; None if it is about one or none."""
        answer = self.desk.shelf(given.shelf).answerer.about_articles(Question(given.question))
        return answer if isinstance(answer, ChoiceAnswer) else None

    def outline(self, given: GivenAnswer) -> OutlineAnswer | None:
        """Return the outline that was given; None if there was none, or if its article is gone or changed."""
        return self.previous.outline(given)

    def verify(self, conversation: Conversation, claim: str) -> Verification:
        """Return the places of the quotations in `claim` on the shelves, and how they differ."""
        return self.desk.shelf(conversation.shelf).verify(claim)

    def hit(self, given: GivenAnswer, position: int, offset: int = 0) -> Hit | None:
        """Return the hit at `position` of an earlier answer, or the passage `offset` places away.

        None if the article is gone or has another text by now.
        """
        if not 0 <= position < len(given.hits):
            return None
        # what an article is about, no sentence of the passage says more than another
        if not offset and self.outline(given) is None:
            return self.previous.hit(given, position)
        found = found_again(given.hits[position], self.desk.shelf(given.shelf).answerer, offset)
        return None if found is None else whole(*found)

    def vote(self, number: int, person: PersonId, value: int, *, repeated: bool = False) -> tuple[int, Tally]:
        """Note the vote; return what it is now (1, -1, or 0 for none), and all votes on the answer.

        One that may have been noted already, `repeated`, is not taken back.
        """
        return self._required_notebook.vote(number, person, value, repeated=repeated)

    def note_vote(
        self, number: int, person: PersonId, value: int, *, repeated: bool = False
    ) -> tuple[int, Tally] | None:
        """Do the same, but while the database fails later; return None then."""
        return self.later.write(partial(self.vote, number, person, value, repeated=repeated))

    def note_position(self, number: int, position: int) -> None:
        """Note the index of the hit that the answer shows now; later while the database fails."""
        self.later.write(partial(self._required_notebook.note_position, number, position))

    def vote_on_page(self, given: GivenAnswer, person: PersonId, value: int) -> tuple[int, Tally]:
        """Do the same for an answer on a page, which is written down with its first vote."""
        written = self._required_notebook.write_once(replace(given, hits=given.hits[:1]))
        return self.vote(written.number, person, value)

    def reach(self, given: GivenAnswer, article: Article) -> Reach:
        """Return what readers of the answer in its chat may open.

        Only here is a key given out: for an article on the chat's own shelf, in that chat.
        """
        if given.shelf == PUBLIC:
            return Reach(True, self.links)
        if self.links is None:
            return Reach()
        if PUBLIC.names[0] in given.shelf.names and _is_on(article, self.desk.shelf()):
            return Reach(True, self.links)
        notebook = self._required_notebook
        try:
            if notebook.own_shelf(given.chat) not in given.shelf.names:
                return Reach()
            return Reach(links=replace(self.links, key=notebook.key(given.chat)))
        except LibraryUnavailable:
            return Reach()  # an answer without a link is better than none

    def place(self, given: GivenAnswer, article: Article) -> ShelfChoice | None:
        """Return the chat's own shelf or the others, whichever the article stands on; None if only one is asked."""
        own = self._notebook.own_shelf(given.chat) if self._notebook is not None else ""
        if own not in given.shelf.names or len(given.shelf.names) == 1:
            return None
        on_own = _is_on(article, self.desk.shelf(ShelfRef((own,))))
        return ShelfChoice.OWN if on_own else ShelfChoice.PUBLIC

    def public_reach(self, shelf: Shelf) -> Reach:
        """Return what anybody may open of an answer from `shelf`, whatever chat it is sent to."""
        return Reach(True, self.links) if shelf.ref == PUBLIC else Reach()

    @property
    def _required_notebook(self) -> Notebook:
        if self._notebook is None:
            raise RuntimeError("an assistant without a notebook remembers nothing")
        return self._notebook


def is_gap(answer: Answer) -> bool:
    """Return whether the shelf has articles and the question has content, but no passage matches.

    A question that leans on another says too little to be told what is missing.
    """
    return isinstance(answer, NotFound) and answer.reason is Reason.NO_MATCH and not answer.light


def _record(answer: Answer, shelf: Shelf, chat: ChatId, previous: Previous | None = None) -> GivenAnswer:
    """Return the record of the answer, not yet written down."""
    return GivenAnswer(
        chat=chat,
        question=readable(answer.question.text),
        shelf=shelf.ref,
        shelf_revision=shelf.revision,
        hits=tuple(quoted_passages(answer)),
        asked_at=datetime.now(UTC),
        after=previous.number or None if previous else None,
        after_position=previous.position if previous else 0,
        leans=bool(answer.light),
    )


def _with_place(
    given: GivenAnswer,
    notebook: Notebook,
    conversation: Conversation,
    message_id: int,
    before: GivenAnswer | None,
) -> GivenAnswer:
    """Return the record with its message, topic and asker."""
    return replace(
        given,
        number=before.number if before else 0,
        answer_message_id=before.answer_message_id if before else None,
        topic_id=conversation.topic_id,
        asked_message_id=message_id,
        asker=notebook.hash_person(conversation.person) if conversation.person else None,
    )


def _only_article(given: GivenAnswer) -> tuple[str, ...]:
    """Return the id of the article that all hits are from, which may alone have been asked; nothing if there is none."""
    ids = {hit.article_id for hit in given.hits}
    return tuple(ids) if len(ids) == 1 else ()


def _gap_text(question: str) -> str:
    """Return the beginning of the question in one line: anybody may write anything."""
    return head(" ".join(readable(question).replace("\0", " ").split()), _MAX_NOTED_CHARACTERS)


def _is_on(article: Article, shelf: Shelf) -> bool:
    """Return whether the shelf has the article with the same text."""
    there = shelf.answerer.article(article.id)
    return there is not None and there.text_hash == article.text_hash


def _verdict(answer: Answer) -> str:
    """Return how a question was answered, as the figures have it."""
    match answer:
        case PassageAnswer():
            return answer.verdict.value
        case OutlineAnswer():
            return "outline"
        case ChoiceAnswer():
            return "choice"
        case NotFound():
            return "not_found"
    return "record"
