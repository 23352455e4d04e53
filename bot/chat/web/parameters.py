"""What a request asks for, checked. Everything here raises HTTPException with status 400 for what makes no sense."""

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request

__all__ = ["LONGEST_QUESTION", "at", "page", "question", "question_if_any"]

LONGEST_QUESTION = 2000
"""Characters."""


def question(request: Request) -> str:
    """The question asked; an empty one is a question too, which nothing answers."""
    if "q" not in request.query_params:
        raise HTTPException(400)
    return question_if_any(request)


def question_if_any(request: Request) -> str:
    """The question asked; nothing where there is none."""
    asked = request.query_params.get("q", "")
    if len(asked) > LONGEST_QUESTION:
        raise HTTPException(400)
    return asked


def page(request: Request) -> int:
    """The number of the page, from 1."""
    number = request.query_params.get("page", "1")
    if not re.fullmatch(r"[1-9]\d{0,6}", number, re.ASCII):
        raise HTTPException(400)
    return int(number)


def at(request: Request) -> str:
    """The place in an article that a link names; see `permalink`."""
    return request.query_params.get("at", "")[:40]
