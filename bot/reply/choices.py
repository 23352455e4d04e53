"""A choice of articles in words: which of them is meant?"""

from bot.locale import Locale
from bot.model import ChoiceAnswer
from bot.reply.message import Builder, Reply
from bot.reply.sources import source_line

__all__ = ["CHOICES_PER_PAGE", "choice_reply"]

CHOICES_PER_PAGE = 5


def choice_reply(answer: ChoiceAnswer, say: Locale, page: int = 0) -> Reply:
    """Return the articles of the page, counted from 0, numbered through; nothing in it is a quotation."""
    built = Builder()
    built.line(say("choice.which", count=len(answer.articles)))
    start = page * CHOICES_PER_PAGE
    shown = answer.articles[start : start + CHOICES_PER_PAGE]
    for number, article in enumerate(shown, start + 1):
        built.line(say("chat.about_line", number=number, source=source_line(article, say)))
    left = len(answer.articles) - start - len(shown)
    if left > 0:
        built.line(say("chat.about_more", count=left))
    return built.built()
