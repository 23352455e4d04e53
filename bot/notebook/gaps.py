"""Questions that a shelf could not answer, grouped by the words they share; never with who asked."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from bot.language.terms import content_words
from bot.model import ShelfRef
from bot.notebook.answers import question_key
from bot.notebook.chats import ChatId, of_chat
from bot.storage.schema import answers, unanswered, votes

__all__ = [
    "MAX_UNANSWERED",
    "Gap",
    "MissedQuestion",
    "cluster_questions",
    "missed_questions",
    "note",
    "prune",
]

_MIN_SIMILARITY = 0.5
_MAX_NEWEST = 2000
MAX_UNANSWERED = 10_000


@dataclass(frozen=True, slots=True)
class MissedQuestion:
    """A question that found nothing, or one whose answer got down votes."""

    question: str
    down_votes: int = 0


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions about the same thing that the shelf does not answer."""

    questions: tuple[str, ...]
    """Distinct, most frequent first."""
    count: int
    """How often they were asked."""
    down_votes: int
    words: tuple[str, ...]
    """The words that most of them share."""


def note(connection: Connection, chat: ChatId, shelf: ShelfRef, question: str, asked_at: datetime) -> None:
    """Store a question that found nothing."""
    row = {**chat.columns(), "shelf": str(shelf), "question": question, "asked_at": asked_at}
    connection.execute(insert(unanswered).values(row))


def prune(connection: Connection, chat: ChatId) -> None:
    """Forget all but the chat's newest 10,000 questions that found nothing."""
    condition = of_chat(unanswered, chat)
    newest = select(unanswered.c.number).where(condition).order_by(unanswered.c.number.desc())
    oldest = connection.scalar(newest.offset(MAX_UNANSWERED - 1).limit(1))
    if oldest is not None:
        connection.execute(delete(unanswered).where(condition, unanswered.c.number < oldest))


def missed_questions(connection: Connection, chat: ChatId, since: datetime) -> tuple[MissedQuestion, ...]:
    """Return the chat's unanswered, then its downvoted questions, newest first, 2,000 of each."""
    return (*_found_nothing(connection, chat, since), *_voted_down(connection, chat, since))


def _found_nothing(connection: Connection, chat: ChatId, since: datetime) -> Iterator[MissedQuestion]:
    query = (
        select(unanswered.c.question)
        .where(of_chat(unanswered, chat), unanswered.c.asked_at >= since)
        .order_by(unanswered.c.asked_at.desc(), unanswered.c.number.desc())
        .limit(_MAX_NEWEST)
    )
    return map(MissedQuestion, connection.scalars(query))


def _voted_down(connection: Connection, chat: ChatId, since: datetime) -> Iterator[MissedQuestion]:
    query = (
        select(answers.c.question, func.count())
        .join(votes, (votes.c.number == answers.c.number) & (votes.c.value == -1))
        .where(of_chat(answers, chat), answers.c.asked_at >= since)
        .group_by(answers.c.number, answers.c.question)
        .order_by(answers.c.number.desc())
        .limit(_MAX_NEWEST)
    )
    return (MissedQuestion(question, down) for question, down in connection.execute(query))


def cluster_questions(questions: Iterable[MissedQuestion]) -> tuple[Gap, ...]:
    """Return the gaps, those asked and voted down most first; the order of `questions` does not matter.

    Leader clustering (Hartigan 1975, ch. 3): asked most first, a question joins the first cluster whose
    leader's words are its own by half or more (Jaccard), or leads a new one.
    """
    alike: dict[str, list[MissedQuestion]] = {}
    for question in questions:
        alike.setdefault(question_key(question.question), []).append(question)
    ranked = sorted(alike.values(), key=lambda same: (-len(same), _wording(same)))
    gaps = [_gap(cluster) for cluster in _clusters(ranked)]
    return tuple(sorted(gaps, key=lambda gap: (-gap.count - gap.down_votes, gap.questions)))


def _wording(same: list[MissedQuestion]) -> str:
    """Return the most frequent wording."""
    times = Counter(missed.question for missed in same)
    return min(times, key=lambda question: (-times[question], question))


def _clusters(ranked: list[list[MissedQuestion]]) -> list[list[list[MissedQuestion]]]:
    clusters: list[list[list[MissedQuestion]]] = []
    leaders: list[frozenset[str]] = []
    led_by: dict[str, list[int]] = {}
    for same in ranked:
        words = frozenset(content_words(_wording(same)))
        near = sorted({i for word in words for i in led_by.get(word, ())})
        home = next((i for i in near if _jaccard(words, leaders[i]) >= _MIN_SIMILARITY), None)
        if home is None:
            for word in words:
                led_by.setdefault(word, []).append(len(clusters))
            clusters.append([same])
            leaders.append(words)
        else:
            clusters[home].append(same)
    return clusters


def _jaccard(some: frozenset[str], others: frozenset[str]) -> float:
    return len(some & others) / len(some | others)


def _gap(cluster: list[list[MissedQuestion]]) -> Gap:
    wordings = tuple(_wording(same) for same in cluster)
    words = Counter(word for wording in wordings for word in content_words(wording))
    leading = content_words(wordings[0])
    everything = [missed for same in cluster for missed in same]
    return Gap(
        wordings,
        len(everything),
        sum(missed.down_votes for missed in everything),
        tuple(word for word in leading if 2 * words[word] > len(wordings)),
    )
