"""The one card of several articles that came together: their titles, a button that opens each, one that undoes all."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.assistant.additions import shelving_lines
from bot.assistant.own_shelves import AddResult
from bot.chat.telegram.callbacks import OpenArticle, UndoAll, parse_wish
from bot.chat.telegram.door import Press
from bot.chat.telegram.uploads.source_card import button, keyboard, name_of
from bot.library import Added
from bot.locale import Locale
from bot.model import Article

__all__ = ["articles_of_card", "several_buttons", "several_lines"]

_BUTTONS_PER_ROW = 8


def several_lines(results: Sequence[AddResult], say: Locale, left: int) -> list[str]:
    """Return what became of the articles, the titles of the new ones numbered; `left` were not tried."""
    new = _new(results)
    titles = [f"{number}. {name_of(article)}" for number, article in enumerate(new, 1)]
    first, *others = shelving_lines(results, say, left)
    return [first, *titles, *others]


def several_buttons(
    results: Sequence[AddResult], say: Locale, offered: Sequence[InlineKeyboardButton]
) -> InlineKeyboardMarkup | None:
    """Return a button that opens each new article, by its number, and the one that takes all of them back."""
    openers = [
        button(str(number), OpenArticle(article.id, 0)) for number, article in enumerate(_new(results), 1)
    ]
    rows = [openers[at : at + _BUTTONS_PER_ROW] for at in range(0, len(openers), _BUTTONS_PER_ROW)]
    undo = [button(say("articles.undo_all"), UndoAll())] if openers else []
    return keyboard(*rows, undo, offered) if openers or offered else None


def articles_of_card(press: Press) -> list[str]:
    """Return the ids of the articles that the card opens whose button was pressed; none of a message out of reach."""
    card = press.message
    if not isinstance(card, Message) or card.reply_markup is None:
        return []
    pressed = (one.callback_data for row in card.reply_markup.inline_keyboard for one in row)
    wishes = (parse_wish(data) for data in pressed if isinstance(data, str))
    return [wish.article_id for wish in wishes if isinstance(wish, OpenArticle)]


def _new(results: Sequence[AddResult]) -> list[Article]:
    return [result.article for result in results if result.added is Added.NEW]
