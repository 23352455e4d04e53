"""An article that was added: its card, its corrections, the question before it is removed."""

import re
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.assistant.corrections import NotAValue, one_line, value_of
from bot.chat.web.adding.site import Site, article_id_in
from bot.chat.web.adding.views import FIELDS, card
from bot.model import Article

__all__ = ["ArticlePages"]


class ArticlePages:
    """The pages of one article that was added."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def routes(self) -> list[Route]:
        """Return the routes below an article's id."""
        guarded = self._site.guarded
        return [
            Route("/add/{article_id}", guarded(self.show), methods=["GET"]),
            Route("/add/{article_id}", guarded(self.correct), methods=["POST"]),
            Route("/add/{article_id}/remove", guarded(self.ask), methods=["GET"]),
            Route("/add/{article_id}/remove", guarded(self.remove), methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        """Return the article's card, with the fields that can be corrected."""
        session = self._site.access.session(request)
        article = await run_in_threadpool(self._site.shelf.find, article_id_in(request))
        if article is None:
            raise HTTPException(404)
        return await self._card(request, article, session.form_key)

    async def correct(self, request: Request) -> Response:
        """Put what was typed into the source record; if some of it makes no sense, nothing, and say so."""
        session, typed = await self._site.access.form(request)
        article_id = article_id_in(request)
        article = await self._added(request)
        changes, wrong = _changes(article, typed)
        if wrong:
            return await self._card(request, article, session.form_key, wrong, typed)
        if await run_in_threadpool(self._site.shelf.amend, article_id, changes) is None:
            raise HTTPException(404)
        if (back := re.fullmatch(r"(\d{1,6})-(\d{1,3})", typed.get("back", ""), re.ASCII)) is not None:
            return self._site.to(request, "done", back[1], place=f"#receipt{back[2]}")
        return self._site.to(request, article_id)

    async def ask(self, request: Request) -> Response:
        """Return the question whether the article is to be removed."""
        session = self._site.access.session(request)
        article = await self._added(request)
        return self._site.page(request, "remove.html", article=article, form_key=session.form_key)

    async def remove(self, request: Request) -> Response:
        """Remove the article, and say so on the page for adding."""
        session, _ = await self._site.access.form(request)
        removed = await run_in_threadpool(self._site.shelf.remove, article_id_in(request))
        if removed is None:
            raise HTTPException(404)
        session.removed = removed.source.title
        return self._site.to(request)

    async def _added(self, request: Request) -> Article:
        article = await run_in_threadpool(self._site.shelf.added, article_id_in(request))
        if article is None:
            raise HTTPException(404)
        return article

    async def _card(
        self,
        request: Request,
        article: Article,
        form_key: str,
        wrong: tuple[str, ...] = (),
        typed: Mapping[str, str] | None = None,
    ) -> Response:
        """Return the card, with the fields that are `wrong` as they were typed."""
        say = self._site.say(request)
        shown = await run_in_threadpool(card, article, self._site.shelf, say, "", typed)
        status = 400 if wrong else 200
        return self._site.page(
            request, "article.html", status, card=shown, wrong=wrong, form_key=form_key, back=""
        )


def _changes(article: Article, typed: Mapping[str, str]) -> tuple[Mapping[str, object], tuple[str, ...]]:
    """Return the values of the fields that were changed, and those fields whose new value makes no sense."""
    changes, wrong = dict[str, object](), list[str]()
    for field in FIELDS:
        text = one_line(typed.get(field, ""))
        if text == one_line(str(getattr(article.source, field) or "")):
            continue
        try:
            changes[field] = value_of(field, text)
        except NotAValue:
            wrong.append(field)
    return changes, tuple(wrong)
