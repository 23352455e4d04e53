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


def _parameter(
    name: str, description: str, schema: Json, *, within: str = "query", required: bool = False
) -> Json:
    return {"name": name, "in": within, "required": required, "description": description, "schema": schema}


def _limit(description: str, most: int, default: int) -> Json:
    return _parameter(
        "limit", description, {"type": "integer", "minimum": 1, "maximum": most, "default": default}
    )


_TEXT = {"type": "string", "maxLength": MAX_QUESTION_CHARACTERS}
_ID = {"type": "string", "pattern": "^[a-z2-7]{10}$"}
_QUESTION = _parameter("q", "The question.", _TEXT, required=True)
_CLAIM = _parameter("q", "The words to verify.", _TEXT, required=True)
_AFTER = _parameter(
    "after",
    "The questions asked before, oldest first, one a line; the last few count. A question that leans"
    " on the one before, such as `还有呢` or `and the second?`, is answered in its light, and `after` in the answer says so.",
    _TEXT,
)
_KEY = _parameter(
    "key",
    "The key to a chat's own shelf, from a link given out in that chat; without one, the public shelf.",
    {"type": "string", "pattern": "^[A-Za-z0-9_-]{38}$"},
)
_WHICH = _parameter(
    "article",
    "The id of the only article to ask, as one of `choices` has it; without one, all of the shelf."
    " `of` says the same.",
    _ID,
)
_STYLE = _parameter(
    "style",
    "The style of `citation`.",
    {"type": "string", "enum": list(STYLES), "default": DEFAULT_STYLE},
)
_WORDS = _parameter("q", "Words that the title, author, publication or date holds; all of them.", _TEXT)
_ORDER = _parameter(
    "order",
    "Added last first, by title, or published last first.",
    {"type": "string", "enum": [str(order) for order in Order], "default": str(Order.ADDED)},
)
_PAGE = _parameter(
    "page", "The page, from 1.", {"type": "integer", "minimum": 1, "maximum": 9_999_999, "default": 1}
)
_PASSAGES = _limit("How many passages at most: the one that answers, and `others`.", MAX_PASSAGES, PASSAGES)
_ARTICLES = _limit("How many articles a page has.", MAX_ARTICLES, 50)
_ARTICLE = _parameter(
    "article_id", "An article's id, as in the list of articles.", _ID, within="path", required=True
)


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
