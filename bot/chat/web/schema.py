"""The OpenAPI description of the JSON door; `bot.reply.record` makes the objects described here."""

from importlib.metadata import version
from typing import Any, Literal

from pydantic import BaseModel, RootModel
from pydantic.json_schema import models_json_schema

from bot.chat.web.parameters import MAX_QUESTION_CHARACTERS

__all__ = ["AnswerObject", "ArticleObject", "ArticleText", "Fault", "VerificationObject", "openapi"]

Json = dict[str, Any]


class Published(BaseModel):
    """An article's id and source; what nobody knows is null."""

    id: str
    title: str
    author: str | None
    author_post: str | None
    publication: str | None
    edition: str | None
    edition_name: str | None
    column: str | None
    published: str | None
    url: str | None
    digest: bool


class SourceObject(Published):
    """Where a passage comes from."""

    paragraph: int | None


class UnderstoodObject(BaseModel):
    """A word of the question that stands nowhere, and the quoted passage's word of like meaning."""

    asked: str
    found: str


class EvidenceObject(BaseModel):
    """The question's words that stand on the shelf, those that do not, and those with another word for them."""

    found: list[str]
    missing: list[str]
    understood: list[UnderstoodObject]


class OtherObject(BaseModel):
    """Another passage."""

    passage: str
    focus: str
    source: SourceObject
    score: float


class ItemObject(BaseModel):
    """An item of a list: what is quoted of it, all of it, and the paragraph in which it begins."""

    text: str
    whole: str
    paragraph: int


class PointObject(BaseModel):
    """A point of an outline, in the article's own characters; `depth` is that of a heading, from 1."""

    paragraph: int
    depth: int
    text: str


class AnswerObject(BaseModel):
    """An answer; `passage` and `focus` are the article's own characters, with … where a list leaves some out.

    `note` is in our own words. Of `choices`, `of` takes the one that is meant.
    """

    question: str
    after: str | None
    found: bool
    kind: Literal["passage", "source", "outline", "choice", "not_found"]
    verdict: Literal["sure", "unsure"] | None
    reason: Literal["empty_shelf", "no_words", "no_match", "no_more"] | None
    passage: str | None
    focus: str | None
    items: list[ItemObject]
    source: SourceObject | None
    citation: str | None
    score: float | None
    confidence: float
    evidence: EvidenceObject
    others: list[OtherObject]
    suggestions: list[str]
    note: str | None
    outline: list[PointObject]
    choices: list["ArticleObject"]


class DifferenceObject(BaseModel):
    """Words that differ; where some were added or left out, one side is empty. Not `in_words`: in form only."""

    kind: Literal["added", "missing", "changed"]
    claimed: str
    original: str
    in_words: bool


class StretchObject(BaseModel):
    """A stretch of the claim, and the article's own characters that it is like; null if there are none."""

    claimed: str
    outcome: Literal["exact", "same_words", "nearly", "not_found", "too_short"]
    original: str | None
    differences: list[DifferenceObject]
    source: SourceObject | None
    citation: str | None


class QuotationObject(BaseModel):
    """What stands in quotation marks, or all of a claim without any; `nowhere` is what of it no article says."""

    words: str
    outcome: Literal["exact", "same_words", "nearly", "joined", "partly", "not_found", "too_short"]
    stretches: list[StretchObject]
    nowhere: list[str]


class VerificationObject(BaseModel):
    """A claim held against the articles; the outcome is that of its worst quotation."""

    claim: str
    outcome: Literal["exact", "same_words", "nearly", "joined", "partly", "not_found", "too_short"]
    cut: bool
    quotations: list[QuotationObject]


class ArticleObject(Published):
    """An article's source and length."""

    paragraphs: int
    characters: int


class ArticleText(ArticleObject):
    """An article with its text, paragraph by paragraph."""

    text: list[str]


class Fault(BaseModel):
    """What went wrong, for a person to read."""

    error: str


class ArticleList(RootModel[list[ArticleObject]]):
    """The articles on the shelf, those added first first."""


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
_OF = {
    "name": "of",
    "in": "query",
    "required": False,
    "description": "The id of the only article to ask, as one of `choices` has it; without one, all of the shelf.",
    "schema": {"type": "string", "pattern": "^[a-z2-7]{10}$"},
}
_ARTICLE = {
    "name": "article_id",
    "in": "path",
    "required": True,
    "description": "An article's id, as in the list of articles.",
    "schema": {"type": "string", "pattern": "^[a-z2-7]{10}$"},
}


def openapi() -> Json:
    """The description, OpenAPI 3.1."""
    _, definitions = models_json_schema(
        [
            (model, "serialization")
            for model in (AnswerObject, VerificationObject, ArticleList, ArticleText, Fault)
        ],
        ref_template="#/components/schemas/{model}",
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Zhaiyin",
            "version": version("zhaiyin"),
            "description": "Ask an article; get the passage that answers, word for word, with its source.",
        },
        "paths": {
            "/api/ask": _read(
                "The passage that answers, or that nothing does", AnswerObject, _QUESTION, _AFTER, _OF, _KEY
            ),
            "/api/verify": _read("Where words stand, and what differs", VerificationObject, _CLAIM, _KEY),
            "/api/articles": _read("The articles on the shelf", ArticleList, _KEY),
            "/api/articles/{article_id}": _read("An article with its text", ArticleText, _ARTICLE, _KEY),
        },
        "components": {"schemas": definitions["$defs"]},
    }


def _read(summary: str, shape: type[BaseModel], *parameters: Json) -> Json:
    answers = {
        "200": _response("What was asked for.", shape),
        "4XX": _response("What is wrong with the request.", Fault),
        "5XX": _response("What is wrong here.", Fault),
    }
    return {"get": {"summary": summary, "parameters": list(parameters), "responses": answers}}


def _response(description: str, shape: type[BaseModel]) -> Json:
    schema = {"$ref": f"#/components/schemas/{shape.__name__}"}
    return {"description": description, "content": {"application/json": {"schema": schema}}}
