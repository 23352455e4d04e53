"""The buttons under an outline, and under a choice of articles."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.telegram.callbacks import AnswerWish, ChoicePage, ChooseArticle
from bot.language.graphemes import shortened
from bot.locale import Locale
from bot.model import Article, ChoiceAnswer, OutlineAnswer, SourceAnswer
from bot.reply import CHOICES_PER_PAGE

__all__ = ["about_keyboard", "choice_keyboard", "last_page"]

_POINTS_PER_ROW = 5
_MAX_TITLE_CHARACTERS = 40


def about_keyboard(
    answer: OutlineAnswer | SourceAnswer, number: int, say: Locale, *, chosen: bool
) -> InlineKeyboardMarkup | None:
    """Return a button for each point of an outline; if its article was chosen among others, one back to them."""
    rows: list[list[InlineKeyboardButton]] = []
    if isinstance(answer, OutlineAnswer):
        points = [
            InlineKeyboardButton(str(at + 1), callback_data=AnswerWish("hit", number, at).data())
            for at in range(len(answer.points))
        ]
        rows += [points[at : at + _POINTS_PER_ROW] for at in range(0, len(points), _POINTS_PER_ROW)]
        rows.append(_judging(number))
    if chosen:
        rows.append([_turning(say("buttons.other_article"), number, 0)])
    return InlineKeyboardMarkup(rows) if rows else None


def choice_keyboard(answer: ChoiceAnswer, number: int, say: Locale, page: int = 0) -> InlineKeyboardMarkup:
    """Return a button for each article of the page, which puts the same question to it, and those to turn pages."""
    start, last = page * CHOICES_PER_PAGE, last_page(answer)
    shown = answer.articles[start : start + CHOICES_PER_PAGE]
    rows = [[_choosing(at, article, number, say)] for at, article in enumerate(shown, start + 1)]
    turning = [_turning(f"◀ {page}/{last + 1}", number, page - 1)] if page else []
    turning += [_turning(f"{page + 2}/{last + 1} ▶", number, page + 1)] if page < last else []
    return InlineKeyboardMarkup([*rows, turning] if turning else rows)


def last_page(answer: ChoiceAnswer) -> int:
    """Return the number of the last page, counted from 0."""
    return (len(answer.articles) - 1) // CHOICES_PER_PAGE


def _choosing(at: int, article: Article, number: int, say: Locale) -> InlineKeyboardButton:
    source = article.source
    title = shortened(source.title, _MAX_TITLE_CHARACTERS)
    label = say("chat.about_line", number=at, source=title)
    dated = f"{label} · {source.published.isoformat()}" if source.published else label
    return InlineKeyboardButton(dated, callback_data=ChooseArticle(number, article.id).data())


def _turning(label: str, number: int, page: int) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=ChoicePage(number, page).data())


def _judging(number: int) -> list[InlineKeyboardButton]:
    return [
        InlineKeyboardButton("👍", callback_data=AnswerWish("up", number).data()),
        InlineKeyboardButton("👎", callback_data=AnswerWish("down", number).data()),
        InlineKeyboardButton("✖", callback_data=AnswerWish("delete", number).data()),
    ]
