"""An answer as a Telegram message: the quotation with its buttons."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from telegram import InlineKeyboardMarkup

from bot.assistant.assistant import Exchange
from bot.assistant.conversation import Conversation
from bot.assistant.quoted_passages import neighbours
from bot.chat.telegram.asking.choosing import about_keyboard, choice_keyboard
from bot.chat.telegram.asking.keyboard import answer_keyboard, without_presses
from bot.chat.telegram.asking.originals import Originals, originals_within
from bot.chat.telegram.callbacks import AnswerWish
from bot.chat.telegram.door import Door
from bot.chat.telegram.transport.fitting import shorten
from bot.model import Answer, Article, ChoiceAnswer, Hit, OutlineAnswer, PassageAnswer, SourceAnswer
from bot.notebook import GivenAnswer, Length
from bot.reply import Reply, below, hit_reply, light_line, quotation, reply, runs_over

__all__ = ["AnswerMessage", "answer_message", "citable_hit", "hit_message", "originals_in_chat"]

_MAX_ASKED_UNITS = 80


@dataclass(frozen=True, slots=True)
class AnswerMessage:
    """The content and the buttons of an answer's message."""

    content: Reply
    markup: InlineKeyboardMarkup | None = None


def answer_message(door: Door, exchange: Exchange, conversation: Conversation) -> AnswerMessage:
    """Return the answer with its buttons, at its first hit."""
    settings, answer, given = conversation.settings, exchange.answer, exchange.given
    is_list = isinstance(answer, PassageAnswer) and runs_over(answer.hits[0])
    content = reply(
        answer,
        conversation.say,
        folded=is_list or settings.length is Length.SHORT,
        shelf=_shelf(door, given, conversation),
    )
    if given is None:
        return AnswerMessage(content)
    content = _below_question(given, content, conversation)
    markup = _markup(door, answer, given, conversation)
    # until the database has given it a number, no press could be about it
    return AnswerMessage(content, markup if given.number or markup is None else without_presses(markup))


def _markup(
    door: Door, answer: Answer, given: GivenAnswer, conversation: Conversation
) -> InlineKeyboardMarkup | None:
    if isinstance(answer, ChoiceAnswer):
        return choice_keyboard(answer, given.number, conversation.say)
    if not conversation.settings.buttons:
        return None
    match answer:
        case PassageAnswer():
            return _keyboard(door, AnswerWish("hit", given.number), answer.hits[0], given, conversation)
        case OutlineAnswer() | SourceAnswer():
            chosen = door.assistant.choice(given) is not None
            return about_keyboard(answer, given.number, conversation.say, chosen=chosen)
    return None


def hit_message(
    door: Door, wish: AnswerWish, given: GivenAnswer, hit: Hit, conversation: Conversation
) -> AnswerMessage:
    """Return a hit of an earlier answer, or a passage near it, with its buttons."""
    folded = conversation.settings.length is Length.SHORT and not wish.offset
    folded, shelf = folded or runs_over(hit), _shelf(door, given, conversation)
    answer = door.assistant.given_again(given)
    if answer is not None:
        content = hit_reply(answer, hit, conversation.say, folded=folded, shelf=shelf)
    else:
        lead = light_line(door.assistant.previous.light(given), conversation.say)
        content = quotation(hit, conversation.say, lead=lead, folded=folded, shelf=shelf(hit.article))
    content = _below_question(given, content, conversation)
    return AnswerMessage(content, _keyboard(door, wish, hit, given, conversation))


def _below_question(given: GivenAnswer, content: Reply, conversation: Conversation) -> Reply:
    """Return the content below the question, if its message asked other things, too."""
    if not given.of_several:
        return content
    question = shorten(" ".join(given.question.split()), _MAX_ASKED_UNITS)
    return below(conversation.say("chat.asked", question=question), content)


def citable_hit(door: Door, given: GivenAnswer, hit: Hit, conversation: Conversation) -> Hit:
    """Return the hit with its article as it is cited."""
    return replace(hit, article=originals_in_chat(door, given, hit, conversation).cited(hit.article))


def originals_in_chat(door: Door, given: GivenAnswer, hit: Hit, conversation: Conversation) -> Originals:
    """Return what the answer's readers may open in its chat; in private, within Telegram."""
    reach = door.assistant.reach(given, hit.article)
    return originals_within(reach, door.me.username, inside=conversation.private)


def _shelf(door: Door, given: GivenAnswer | None, conversation: Conversation) -> Callable[[Article], str]:
    """Return what names the shelf that an article stands on; nothing if the answer is from the only one asked."""

    def name(article: Article) -> str:
        place = door.assistant.place(given, article) if given is not None else None
        return conversation.say(f"articles.shelf_{place}") if place is not None else ""

    return name


def _keyboard(
    door: Door, wish: AnswerWish, hit: Hit, given: GivenAnswer, conversation: Conversation
) -> InlineKeyboardMarkup:
    return answer_keyboard(
        wish,
        hit,
        len(given.hits),
        conversation.say,
        style=conversation.settings.citation_style,
        originals=originals_in_chat(door, given, hit, conversation),
        near=neighbours(hit),
        # alone, a question that leans on another marks nothing in the article
        question="" if given.leans else given.question,
        outlined=door.assistant.outline(given) is not None,
    )
