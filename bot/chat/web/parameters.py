"""The parameters of a request; those that make no sense raise HTTPException 400."""

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.assistant.previous_answers import MOST_QUESTIONS

__all__ = [
    "MAX_QUESTION_CHARACTERS",
    "after",
    "at",
    "of",
    "page",
    "question",
    "question_if_any",
    "questions",
]

MAX_QUESTION_CHARACTERS = 2000


def question(request: Request) -> str:
    """Return the question; an empty one is a question too, which nothing answers."""
    if "q" not in request.query_params:
        raise HTTPException(400)
    return question_if_any(request)


def question_if_any(request: Request) -> str:
    """Return the question, empty if there is none."""
    text = request.query_params.get("q", "")
    if len(text) > MAX_QUESTION_CHARACTERS:
        raise HTTPException(400)
    return text


def after(request: Request) -> tuple[str, ...]:
    """Return the questions asked before, oldest first; they are sent one a line."""
    text = request.query_params.get("after", "")
    if len(text) > MAX_QUESTION_CHARACTERS:
        raise HTTPException(400)
    return questions(text)


def questions(lines: str) -> tuple[str, ...]:
    """Return the questions, of which each stands on a line."""
    return tuple(line.strip() for line in lines.splitlines() if line.strip())[-MOST_QUESTIONS:]


def page(request: Request) -> int:
    """Return the number of the page, from 1."""
    number = request.query_params.get("page", "1")
    if not re.fullmatch(r"[1-9]\d{0,6}", number, re.ASCII):
        raise HTTPException(400)
    return int(number)


def at(request: Request) -> str:
    """Return the place in an article that a link names; see `permalink`."""
    return request.query_params.get("at", "")[:40]


def of(request: Request) -> str:
    """Return the id of the only article that is asked; empty for all of the shelf."""
    article_id = request.query_params.get("of", "")
    if not re.fullmatch(r"(?:[a-z2-7]{10})?", article_id, re.ASCII):
        raise HTTPException(400)
    return article_id
