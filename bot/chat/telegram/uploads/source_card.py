"""An article as its chat sees it: its source record, its first words, the buttons that correct it."""

from collections.abc import Sequence
from typing import get_args

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.telegram.callbacks import Correctable, CorrectSource, KeepBoth, ReplaceEarlier, Wish
from bot.chat.telegram.transport.fitting import shorten
from bot.locale import Locale
from bot.model import Article
from bot.reply import Mark, Reply, record_lines
from bot.reply.cards import card_record, first_words
from bot.reply.message import Builder

__all__ = [
    "FIRST_WORDS_CHARACTERS",
    "button",
    "card",
    "correction_buttons",
    "keyboard",
    "name_of",
    "near_buttons",
    "unknown_line",
]

FIRST_WORDS_CHARACTERS = 80
"""Of the text of an article that was just added or corrected."""
_MAX_LINE_UNITS, _MAX_NAME_UNITS = 300, 60


def card(article: Article, say: Locale, lead: str, characters: int) -> Reply:
    """Return a lead, the source record, and the first `characters` of the text, quoted."""
    built = Builder()
    built.line(lead)
    for line in record_lines(card_record(article), say):
        built.line(shorten(" ".join(line.text.split()), _MAX_LINE_UNITS))
    built.line(first_words(article, characters), Mark.QUOTE)
    return built.built()


def name_of(article: Article) -> str:
    """Return the article's title, shortened and on one line."""
    return shorten(" ".join(article.source.title.split()), _MAX_NAME_UNITS) or "…"


def correction_buttons(article: Article, say: Locale) -> list[list[InlineKeyboardButton]]:
    """Return the buttons that ask for another title, author, date or paper."""
    buttons = [
        button(say(f"articles.fix_{field}"), CorrectSource(field, article.id))
        for field in get_args(Correctable)
    ]
    return [buttons[:2], buttons[2:]]


def unknown_line(article: Article, say: Locale) -> str:
    """Return the line that asks for what the source record lacks, naming the buttons for it; empty if it lacks nothing."""
    lacking = [field for field in get_args(Correctable) if not getattr(article.source, field)]
    if not lacking:
        return ""
    buttons = say("articles.button_separator").join(say(f"articles.fix_{field}") for field in lacking)
    return say("articles.fill_in", buttons=buttons)


def near_buttons(article: Article, near: Article, say: Locale) -> list[InlineKeyboardButton]:
    """Return the buttons that say whether the article takes the place of the one that it is like."""
    return [
        button(say("articles.replace_earlier"), ReplaceEarlier(article.id, near.id)),
        button(say("articles.keep_both"), KeepBoth(article.id)),
    ]


def button(label: str, wish: Wish) -> InlineKeyboardButton:
    """Return a button that asks for `wish`."""
    return InlineKeyboardButton(label, callback_data=wish.data())


def keyboard(*rows: Sequence[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    """Return a keyboard of the rows that have buttons."""
    return InlineKeyboardMarkup([row for row in rows if row])
