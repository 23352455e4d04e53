"""The OpenAPI description of the JSON door; `bot.reply.shapes` are the objects described here."""

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.answering.quoting.citation import DEFAULT_STYLE, STYLES
from bot.answering.sources.finding import Order
from bot.chat.web.faults import CODES
from bot.chat.web.limits import REQUESTS_PER_MINUTE
from bot.chat.web.parameters import MAX_ARTICLES, MAX_PASSAGES, MAX_QUESTION_CHARACTERS
from bot.reply.record import PASSAGES
from bot.reply.shapes import AnswerObject, ArticleList, ArticleText, VerificationObject

__all__ = ["Problem", "openapi"]

Json = dict[str, Any]
_PROBLEM = "application/problem+json"


class Problem(BaseModel):
    """What went wrong (RFC 9457): `code` stays the same, `detail` is for a person, in the language asked for."""

    type: str
    title: str
    status: int
    code: str
    detail: str


_QUESTION = {
    "name": "q",
    "in": "query",
    "required": True,
    "description": "The question.",
    "schema": {"type": "string", "maxLength": MAX_QUESTION_CHARACTERS},
}
_CLAIM = {**_QUESTION, "description": "The words to verify."}
_AFTER = {
    "name": "after",
    "in": "query",
    "required": False,
    "description": "The questions asked before, oldest first, one a line; the last few count. A question that leans"
    " on the one before, such as `还有呢` or `and the second?`, is answered in its light, and `after` in the answer says so.",
    "schema": {"type": "string", "maxLength": MAX_QUESTION_CHARACTERS},
}
_KEY = {
    "name": "key",
    "in": "query",
    "required": False,
    "description": "The key to a chat's own shelf, from a link given out in that chat; without one, the public shelf.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{38}$"},
}
_WHICH = {
    "name": "article",
    "in": "query",
    "required": False,
    "description": "The id of the only article to ask, as one of `choices` has it; without one, all of the shelf."
    " `of` says the same.",
    "schema": {"type": "string", "pattern": "^[a-z2-7]{10}$"},
}
_STYLE = {
    "name": "style",
    "in": "query",
    "required": False,
    "description": "The style of `citation`.",
    "schema": {"type": "string", "enum": list(STYLES), "default": DEFAULT_STYLE},
}
_WORDS = {
    "name": "q",
    "in": "query",
    "required": False,
    "description": "Words that the title, author, publication or date holds; all of them.",
    "schema": {"type": "string", "maxLength": MAX_QUESTION_CHARACTERS},
}
_ORDER = {
    "name": "order",
    "in": "query",
    "required": False,
    "description": "Added last first, by title, or published last first.",
    "schema": {"type": "string", "enum": [str(order) for order in Order], "default": str(Order.ADDED)},
}
_PAGE = {
    "name": "page",
    "in": "query",
    "required": False,
    "description": "The page, from 1.",
    "schema": {"type": "integer", "minimum": 1, "maximum": 9_999_999, "default": 1},
}


def _limit(what: str, most: int, default: int) -> Json:
    number = {"type": "integer", "minimum": 1, "maximum": most, "default": default}
    return {"name": "limit", "in": "query", "required": False, "description": what, "schema": number}


_PASSAGES = _limit("How many passages at most: the one that answers, and `others`.", MAX_PASSAGES, PASSAGES)
_ARTICLES = _limit("How many articles a page has.", MAX_ARTICLES, 50)
_ARTICLE = {
    "name": "article_id",
    "in": "path",
    "required": True,
    "description": "An article's id, as in the list of articles.",
    "schema": {"type": "string", "pattern": "^[a-z2-7]{10}$"},
}


def openapi() -> Json:
    """The description, OpenAPI 3.1."""
    shapes = (AnswerObject, VerificationObject, ArticleList, ArticleText, Problem)
    _, definitions = models_json_schema(
        [(shape, "serialization") for shape in shapes], ref_template="#/components/schemas/{model}"
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Zhaiyin",
            "version": version("zhaiyin"),
            "description": "Ask an article; get the passage that answers, word for word, with its source. "
            f"One address may ask {REQUESTS_PER_MINUTE} times a minute.",
        },
        "paths": {
            "/api/ask": _read(
                "The passage that answers, or that nothing does",
                AnswerObject,
                [_QUESTION, _AFTER, _WHICH, _PASSAGES, _STYLE, _KEY],
            ),
            "/api/verify": _read(
                "Where words stand, and what differs", VerificationObject, [_CLAIM, _STYLE, _KEY]
            ),
            "/api/articles": _read(
                "The articles on the shelf", ArticleList, [_WORDS, _ORDER, _PAGE, _ARTICLES, _KEY]
            ),
            "/api/articles/{article_id}": _read("An article with its text", ArticleText, [_ARTICLE, _KEY]),
        },
        "components": {"schemas": definitions["$defs"]},
    }


def _read(summary: str, shape: type[BaseModel], parameters: Sequence[Json]) -> Json:
    answers = {
        "200": _response("What was asked for.", shape, "application/json"),
        "4XX": _response(f"What is wrong with the request: {', '.join(CODES)}.", Problem, _PROBLEM),
        "5XX": _response("What is wrong here.", Problem, _PROBLEM),
    }
    return {"get": {"summary": summary, "parameters": list(parameters), "responses": answers}}


def _response(description: str, shape: type[BaseModel], media_type: str) -> Json:
    schema = {"$ref": f"#/components/schemas/{shape.__name__}"}
    return {"description": description, "content": {media_type: {"schema": schema}}}
