"""How updates leave: getUpdates with long polling, and the webhook."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

import aiohttp

from .errors import bad, refusal
from .model import Json, Update
from .params import Params
from .world import World

HEADER = "X-Telegram-Bot-Api-Secret-Token"
_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
_RETRY_S = 0.2


class Poller:
    """getUpdates. A newer call ends an older one that still waits with 409."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._turn = 0

    async def get_updates(self, params: Params) -> list[Json]:
        """The updates from `offset` on, at most `limit`; waits up to `timeout` seconds for the first."""
        self._prepare(params)
        self._turn += 1
        turn, loop = self._turn, asyncio.get_running_loop()
        deadline = loop.time() + min(max(params.integer("timeout"), 0), 50)
        limit = min(max(params.integer("limit", 100), 1), 100)
        with self._world.waker() as event, self._counted():
            while True:
                event.clear()
                batch = self._batch(turn, limit)
                left = deadline - loop.time()
                if batch or left <= 0:
                    return [update.json() for update in batch]
                await _pause(event, left)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self._world.waiting_polls += 1
        with self._world.changed:
            self._world.wake()
        try:
            yield
        finally:
            self._world.waiting_polls -= 1

    def interrupt(self) -> None:
        """End the poll that waits, as when another one comes."""
        self._turn += 1
        with self._world.changed:
            self._world.wake()

    def _prepare(self, params: Params) -> None:
        world = self._world
        with world.changed:
            if world.webhook.get("url"):
                hint = "use deleteWebhook to delete the webhook first"
                raise refusal(409, f"can't use getUpdates method while webhook is active; {hint}")
            world.queue.allow(params.array("allowed_updates"))
            world.queue.confirm(params.integer("offset"))
            world.wake()

    def _batch(self, turn: int, limit: int) -> Sequence[Update]:
        if turn != self._turn:
            hint = "make sure that only one bot instance is running"
            raise refusal(409, f"terminated by other getUpdates request; {hint}")
        with self._world.changed:
            return self._world.queue.batch(limit)


async def _pause(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return


def set_webhook(world: World, params: Params) -> bool:
    """setWebhook: True. Plain http and any port are taken here, but only on loopback."""
    url = params.text("url")
    if url and urlsplit(url).hostname not in ("127.0.0.1", "localhost", "::1"):
        raise bad("bad webhook: this server delivers to loopback only")
    if not _SECRET.fullmatch(params.text("secret_token")):
        raise bad("secret token contains unallowed characters")
    world.queue.allow(params.array("allowed_updates"))
    if params.flag("drop_pending_updates"):
        world.queue.drop()
    world.webhook = {"url": url, "secret": params.text("secret_token")} if url else {}
    with world.changed:
        world.wake()
    return True


def delete_webhook(world: World, params: Params) -> bool:
    """deleteWebhook: True."""
    if params.flag("drop_pending_updates"):
        world.queue.drop()
    world.webhook = {}
    return True


def get_webhook_info(world: World, params: Params) -> Json:
    """getWebhookInfo: the WebhookInfo."""
    errors = {
        key: world.webhook[key] for key in ("last_error_date", "last_error_message") if key in world.webhook
    }
    return {
        "url": world.webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(world.queue.pending),
        "allowed_updates": sorted(world.queue.allowed),
    } | errors


async def deliver_to_webhook(world: World) -> None:
    """Post waiting updates to the webhook for ever, in order, each until it is taken with a 2xx."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        with world.waker() as event:
            while True:
                event.clear()
                pending = world.pending() if world.webhook.get("url") else ()
                if not pending:
                    await event.wait()
                elif not await _post(world, session, pending[0]):
                    await asyncio.sleep(_RETRY_S)


async def _post(world: World, session: aiohttp.ClientSession, update: Update) -> bool:
    headers = {HEADER: world.webhook["secret"]} if world.webhook.get("secret") else {}
    try:
        async with session.post(world.webhook["url"], json=update.json(), headers=headers) as answer:
            status = answer.status
    except (aiohttp.ClientError, TimeoutError) as error:
        return _failed(world, f"Connection failed: {type(error).__name__}")
    if not 200 <= status < 300:
        return _failed(world, f"Wrong response from the webhook: {status}")
    with world.changed:
        world.queue.done(update)
        world.wake()
    return True


def _failed(world: World, reason: str) -> bool:
    world.webhook |= {"last_error_date": int(world.now()), "last_error_message": reason}
    return False
