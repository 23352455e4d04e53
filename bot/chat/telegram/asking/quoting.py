"""An answer as Telegram shows it: written down, quoted, its buttons under it."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache

from telegram import InlineKeyboardMarkup

from bot.assistant.desk import Shelf
from bot.chat.telegram.asking.keyboard import Press, answer_keyboard
from bot.chat.telegram.door import Door
from bot.chat.telegram.originals import NOWHERE, Originals
from bot.locale import Locale
from bot.model import PUBLIC_SHELF, Answer, Article, Hit, NotFound, Passage, PassageAnswer, Question, Span
from bot.notebook import ChatId, ChatSettings, GivenAnswer, Length, QuotedPassage
from bot.passages import passages
from bot.reply import Reply, quotation, reply

__all__ = ["Shown", "asked", "cited", "given_of", "hit_of", "is_found", "shown_answer", "shown_hit"]


@dataclass(frozen=True, slots=True)
class Shown:
    """What an answer looks like."""

    content: Reply
    markup: InlineKeyboardMarkup | None = None


async def asked(text: str, shelf: Shelf) -> Answer:
    """The answer of the shelf, found in a thread of its own."""
    return await asyncio.to_thread(shelf.answerer.ask, Question(text, shelf.name))


def given_of(answer: Answer, shelf: Shelf, chat: ChatId) -> GivenAnswer:
    """What has to be remembered of the answer, not yet written."""
    hits = answer.hits if isinstance(answer, PassageAnswer) else ()
    quoted = tuple(
        QuotedPassage(
            hit.article.id, hit.article.text_hash, hit.passage.paragraph, hit.passage.start, hit.passage.end
        )
        for hit in hits
    )
    return GivenAnswer(
        chat=chat,
        question=answer.question.text,
        shelf=shelf.name,
        shelf_revision=shelf.revision,
        hits=quoted,
        asked_at=datetime.now(UTC),
    )


def shown_answer(
    door: Door, answer: Answer, given: GivenAnswer, settings: ChatSettings, say: Locale
) -> Shown:
    """The answer with its buttons; a passage at its first hit."""
    content = reply(answer, say, folded=settings.length is Length.SHORT)
    if not isinstance(answer, PassageAnswer) or not settings.buttons:
        return Shown(content)
    return Shown(content, _keyboard(door, Press("hit", given.number), answer.hits[0], given, settings, say))


def shown_hit(
    door: Door, press: Press, given: GivenAnswer, hit: Hit, settings: ChatSettings, say: Locale
) -> Shown:
    """One hit of an answer given before, or a passage near it."""
    content = quotation(hit, say, folded=settings.length is Length.SHORT and not press.offset)
    return Shown(content, _keyboard(door, press, hit, given, settings, say))


def hit_of(given: GivenAnswer, press: Press, shelf: Shelf) -> Hit | None:
    """The passage that the press asks for; None where its article is gone or has another text by now."""
    if press.position >= len(given.hits):
        return None
    quoted = given.hits[press.position]
    article = shelf.answerer.article(quoted.article_id)
    if article is None or article.text_hash != quoted.text_hash:
        return None
    cut = _cut(article)
    place = next((i for i, passage in enumerate(cut) if passage.start == quoted.start), None)
    if place is None or not 0 <= place + press.offset < len(cut):
        return None
    passage = cut[place + press.offset]
    whole = Span(0, len(passage.text))
    seen = shelf.answerer.seen(given.question, passage) if not press.offset else ((), (whole,))
    return Hit(passage, article, 0.0, *seen)


@lru_cache(maxsize=64)
def _cut(article: Article) -> tuple[Passage, ...]:
    """The article's passages; every keyboard asks for them, and to cut a long article takes long."""
    return passages(article)


def _near(hit: Hit) -> tuple[bool, bool]:
    """Whether the article has a passage before the hit's, and one after it."""
    cut = _cut(hit.article)
    return hit.passage.start > cut[0].start, hit.passage.start < cut[-1].start


def _keyboard(
    door: Door, press: Press, hit: Hit, given: GivenAnswer, settings: ChatSettings, say: Locale
) -> InlineKeyboardMarkup:
    return answer_keyboard(
        press,
        hit,
        len(given.hits),
        say,
        style=settings.citation_style,
        originals=_originals(door, given, hit),
        near=_near(hit),
        question=given.question,
    )


def cited(door: Door, given: GivenAnswer, hit: Hit) -> Hit:
    """The hit of the answer, its article as one cites it."""
    return replace(hit, article=_originals(door, given, hit).cited(hit.article))


def _originals(door: Door, given: GivenAnswer, hit: Hit) -> Originals:
    """What those may open who see the answer in its chat; in private the pages open within Telegram."""
    private = given.chat.id > 0
    parts = given.shelf.split("+")
    if given.shelf == PUBLIC_SHELF or door.links is None:
        return replace(door.originals(given.shelf), inside=private)
    if PUBLIC_SHELF in parts and _stands(hit.article, door.desk.shelf()):
        return replace(door.originals(PUBLIC_SHELF), inside=private)
    if door.notebook.own_shelf(given.chat) not in parts:
        return NOWHERE
    # the one place where a key is given out: under an answer from the chat's own shelf, in that chat
    return Originals(links=replace(door.links, key=door.notebook.key(given.chat)), inside=private)


def _stands(article: Article, shelf: Shelf) -> bool:
    """Whether the same text stands on the shelf."""
    there = shelf.answerer.article(article.id)
    return there is not None and there.text_hash == article.text_hash


def is_found(answer: Answer) -> bool:
    """Whether the answer quotes anything."""
    return not isinstance(answer, NotFound)
