"""The parameters of a request; those that make no sense raise Fault."""

import re

from starlette.requests import Request

from bot.answering.quoting.citation import DEFAULT_STYLE, STYLES
from bot.answering.sources.finding import Order
from bot.assistant.previous_answers import MOST_QUESTIONS
from bot.chat.web.faults import Fault

__all__ = [
    "MAX_ARTICLES",
    "MAX_PASSAGES",
    "MAX_QUESTION_CHARACTERS",
    "after",
    "at",
    "from_paragraph",
    "limit",
    "of",
    "order",
    "page",
    "question",
    "question_if_any",
    "questions",
    "style",
    "too_many",
]

MAX_QUESTION_CHARACTERS = 2000
MAX_PASSAGES = 20
"""The most passages that an answer has for a program."""
MAX_ARTICLES = 200
"""The most articles on a page of the list for a program."""


def question(request: Request) -> str:
    """Return the question; an empty one is a question too, which nothing answers."""
    if "q" not in request.query_params:
        raise Fault("no_question")
    return question_if_any(request)


def question_if_any(request: Request) -> str:
    """Return the question, empty if there is none."""
    text = request.query_params.get("q", "")
    if len(text) > MAX_QUESTION_CHARACTERS:
        raise Fault("question_too_long")
    return text


def too_many(request: Request) -> int:
    """Return the number of characters of a question that is too long; 0 for any other."""
    characters = len(request.query_params.get("q", ""))
    return characters if characters > MAX_QUESTION_CHARACTERS else 0


def after(request: Request) -> tuple[str, ...]:
    """Return the questions asked before, oldest first; they are sent one a line."""
    text = request.query_params.get("after", "")
    if len(text) > MAX_QUESTION_CHARACTERS:
        raise Fault("after_too_long")
    return questions(text)


def questions(lines: str) -> tuple[str, ...]:
    """Return the questions, of which each stands on a line."""
    return tuple(line.strip() for line in lines.splitlines() if line.strip())[-MOST_QUESTIONS:]


def page(request: Request) -> int:
    """Return the number of the page, from 1."""
    number = request.query_params.get("page", "1")
    if not re.fullmatch(r"[1-9]\d{0,6}", number, re.ASCII):
        raise Fault("bad_page")
    return int(number)


def at(request: Request) -> str:
    """Return the place in an article that a link names; see `permalink`."""
    return request.query_params.get("at", "")[:40]


def of(request: Request) -> str:
    """Return the id of the only article that is asked; empty for all of the shelf. Programs call it `article`."""
    sent = request.query_params
    article_id = sent.get("article") or sent.get("of", "")
    if not re.fullmatch(r"(?:[a-z2-7]{10})?", article_id, re.ASCII):
        raise Fault("bad_article")
    return article_id


def limit(request: Request, default: int, most: int) -> int:
    """Return how many of something are wanted, from 1 to `most`."""
    text = request.query_params.get("limit", str(default))
    if not re.fullmatch(r"[1-9]\d{0,3}", text, re.ASCII) or int(text) > most:
        raise Fault("bad_limit")
    return int(text)


def style(request: Request) -> str:
    """Return the name of the citation style."""
    name = request.query_params.get("style", DEFAULT_STYLE)
    if name not in STYLES:
        raise Fault("unknown_style")
    return name


def order(request: Request) -> Order:
    """Return the order in which articles are listed."""
    try:
        return Order(request.query_params.get("order") or Order.ADDED)
    except ValueError:
        raise Fault("unknown_order") from None


def from_paragraph(request: Request) -> int:
    """Return the number of the paragraph from which an article is read; 0 if none is named."""
    text = request.query_params.get("from", "")
    return int(text) if re.fullmatch(r"[1-9]\d{0,6}", text, re.ASCII) else 0
