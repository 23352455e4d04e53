"""The whole text of an article on one page, to print or to save: no links, no marks, nothing to load as one scrolls."""

from collections.abc import Iterator
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from bot.answering.sources.outline import depths
from bot.assistant.assistant import Assistant
from bot.chat.web import parameters
from bot.chat.web.citation_views import citations
from bot.chat.web.leaves import Leaf, Size, leaf_with
from bot.chat.web.limits import RateLimit
from bot.chat.web.templates import Templates
from bot.chat.web.typesetting import Setting, cells, settings
from bot.chat.web.visits import Doorkeeper
from bot.model import Article
from bot.reply import imprint

__all__ = ["WholeText"]

_VOLUME = Size(paragraphs=6_000, characters=1_000_000)
"""What one page holds: a thick book. What is longer comes in volumes."""
_PER_MINUTE = 12
"""A page may weigh megabytes, so one address gets fewer of them than of others."""


class Line(NamedTuple):
    """A paragraph as it stands on paper: the depth of a heading, 0 for any other; its cells in a row of a table."""

    depth: int
    text: str
    cells: tuple[str, ...]


class Block(NamedTuple):
    """Neighbouring paragraphs that stand in the same way."""

    setting: Setting
    lines: tuple[Line, ...]


class WholeText:
    """Shows articles in full in `templates`, from the shelf that `doorkeeper` opens."""

    def __init__(self, assistant: Assistant, templates: Templates, doorkeeper: Doorkeeper) -> None:
        self._desk, self._templates, self._doorkeeper = assistant.desk, templates, doorkeeper

    def routes(self) -> list[Route]:
        """Return the route, which one address may take a few times a minute."""
        limit = Middleware(RateLimit, per_minute=_PER_MINUTE)
        return [Route("/a/{article_id}/whole", self.whole, middleware=[limit])]

    def whole(self, request: Request) -> HTMLResponse:
        """Return the text with its source and its citations, from the paragraph on that is asked for."""
        visit = self._doorkeeper.visit(request)
        article = self._desk.shelf(visit.shelf).article(request.path_params["article_id"])
        if article is None:
            raise HTTPException(404)
        leaf, say = leaf_with(article, parameters.from_paragraph(request), _VOLUME), visit.conversation.say
        return self._templates.page(
            request,
            "whole.html",
            visit,
            article=article,
            leaf=leaf,
            blocks=list(_blocks(article, leaf)),
            imprint=imprint(article, say),
            citations=citations(self._templates.links_to(visit).cited(article), say),
        )


def _blocks(article: Article, leaf: Leaf) -> Iterator[Block]:
    """Yield what stands on the leaf, in order."""
    texts = [span.cut(article.text) for span in article.paragraphs[leaf.first - 1 : leaf.last]]
    depth_of = {number - leaf.first: depth for number, depth in depths(article.headings).items()}
    for setting, places in settings(texts, frozenset(depth_of)):
        is_table = setting is Setting.TABLE
        yield Block(
            setting,
            tuple(
                Line(depth_of.get(at, 0), texts[at], _cells(texts[at]) if is_table else ()) for at in places
            ),
        )


def _cells(text: str) -> tuple[str, ...]:
    return tuple(cell.cut(text) for cell in cells(text))
