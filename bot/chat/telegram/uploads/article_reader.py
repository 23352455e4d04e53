"""Files, texts and web pages → articles, a few at a time, so that other chats need not wait."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeAlias

from telegram import Document, Message

from bot.assistant.fair_queue import FairQueue
from bot.chat.telegram.uploads.message_article import article_from_message, download
from bot.chat.telegram.uploads.split_texts import MAX_MESSAGE_UNITS
from bot.language.utf16 import units
from bot.readers import File, Reading
from bot.readers.worker import read_safely

__all__ = ["MAX_WAITING", "ArticleReader", "Fetch"]

Fetch: TypeAlias = Callable[[str], File]
"""Fetches the page at an address. Raises UnreadableArticle."""
MAX_WAITING = 10
"""How many uploads of one chat may wait; an album has ten files."""
_MAX_AT_ONCE = 2  # each may take half a gigabyte


class ArticleReader:
    """Reads each upload in a process of its own, the chats in turn; without `fetch`, no addresses.

    Its methods raise UnreadableArticle, and asyncio.QueueFull if too many uploads of the chat are waiting.
    """

    def __init__(self, fetch: Fetch | None = None) -> None:
        self._fetch = fetch
        # separate threads, since those of the loop are for answering
        self._readers = ThreadPoolExecutor(_MAX_AT_ONCE, thread_name_prefix="reader")
        self._fetchers = ThreadPoolExecutor(_MAX_AT_ONCE, thread_name_prefix="fetcher")
        self._reading, self._fetching = (
            FairQueue(_MAX_AT_ONCE, MAX_WAITING),
            FairQueue(_MAX_AT_ONCE, MAX_WAITING),
        )

    @property
    def takes_addresses(self) -> bool:
        """True if the operator allows adding pages by address."""
        return self._fetch is not None

    async def document(self, document: Document, chat_id: int) -> Reading:
        """Return what is in the file. Raises TelegramError if the file cannot be fetched."""
        async with self._reading.turn(chat_id):
            return await self._read(await download(document))

    async def text(self, message: Message, text: str | None) -> Reading:
        """Return the article in the message's text, or in a longer one in its place, which waits its turn."""
        read = partial(article_from_message, message, text)
        if text is None or units(text) <= MAX_MESSAGE_UNITS:
            return Reading((await asyncio.to_thread(read),))
        async with self._reading.turn(message.chat_id):
            return Reading((await asyncio.get_running_loop().run_in_executor(self._readers, read),))

    async def page(self, address: str, chat_id: int) -> Reading:
        """Return what is at the address."""
        if self._fetch is None:
            raise RuntimeError("addresses are not allowed")
        loop = asyncio.get_running_loop()
        async with self._fetching.turn(chat_id):
            file = await loop.run_in_executor(self._fetchers, self._fetch, address)
        async with self._reading.turn(chat_id):
            return await self._read(file)

    async def _read(self, file: File) -> Reading:
        return await asyncio.get_running_loop().run_in_executor(self._readers, read_safely, file)
