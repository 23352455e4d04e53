"""A real python-telegram-bot joined to a world: a bare Bot, or an Application that polls."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import telegram
from telegram.ext import Application, ApplicationBuilder, BaseHandler
from telegram.request import HTTPXRequest

from .server import BotApiServer
from .world import World

AnyApplication: TypeAlias = Application[
    Any, Any, Any, Any, Any, Any
]  # its six type parameters say nothing here
AnyHandler: TypeAlias = BaseHandler[Any, Any, Any]


@asynccontextmanager
async def connected(world: World) -> AsyncIterator[telegram.Bot]:
    """A Bot, initialized, talking to a server of that world in the running loop."""
    async with (
        BotApiServer(world) as server,
        telegram.Bot(
            world.token,
            base_url=server.base_url,
            base_file_url=server.base_file_url,
            request=_requests(),
            get_updates_request=_requests(),
        ) as bot,
    ):
        yield bot


@asynccontextmanager
async def polling(
    world: World, *handlers: AnyHandler, allowed_updates: Sequence[str] | None = None
) -> AsyncIterator[AnyApplication]:
    """An Application with these handlers that polls a server of that world in the running loop."""
    async with BotApiServer(world) as server:
        application = application_of(world, server)
        application.add_handlers(handlers)
        async with at_work(world, application, allowed_updates):
            yield application


@asynccontextmanager
async def at_work(
    world: World, application: AnyApplication, allowed_updates: Sequence[str] | None = None
) -> AsyncIterator[None]:
    """The application polls; `world.settled()` waits for what it does."""
    async with application:
        await application.start()
        await updater_of(application).start_polling(allowed_updates=allowed_updates)
        world.taken.append(application.update_queue)
        try:
            yield
        finally:
            world.taken.remove(application.update_queue)
            await updater_of(application).stop()
            await application.stop()


def application_of(world: World, server: BotApiServer) -> AnyApplication:
    """An Application for that server, not started."""
    builder = ApplicationBuilder().token(world.token).request(_requests()).get_updates_request(_requests())
    return builder.base_url(server.base_url).base_file_url(server.base_file_url).build()


def _requests() -> HTTPXRequest:
    """A client that reads no certificates, which takes 50 ms: the server speaks plain HTTP."""
    return HTTPXRequest(httpx_kwargs={"verify": False})


def updater_of(application: AnyApplication) -> Any:
    """The application's Updater; raises RuntimeError when it was built without one."""
    if application.updater is None:
        raise RuntimeError("the application has no updater")
    return application.updater
