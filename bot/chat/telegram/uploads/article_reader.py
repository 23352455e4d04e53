"""Files and web pages → articles, a few at a time, so that nobody else waits for them."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

from telegram import Document

from bot.assistant.fair_queue import FairQueue
from bot.chat.telegram.uploads.message_article import download
from bot.model import Article
from bot.readers import File
from bot.readers.worker import read_safely

__all__ = ["MAX_WAITING", "ArticleReader", "Fetch"]

Fetch: TypeAlias = Callable[[str], File]
"""What gets the page at an address. Raises UnreadableArticle."""
MAX_WAITING = 10
"""So much of a chat may wait for its turn; an album has ten files."""
_MAX_AT_ONCE = 2  # each may take half a gigabyte


class ArticleReader:
    """Reads in processes of their own, in turns; `fetch` is None where addresses are not allowed.

    Its methods raise UnreadableArticle, and asyncio.QueueFull where too much of the chat is waiting.
    """

    def __init__(self, fetch: Fetch | None = None) -> None:
        self._fetch = fetch
        # threads of their own, since those of the loop are for answering
        self._readers = ThreadPoolExecutor(_MAX_AT_ONCE, thread_name_prefix="reader")
        self._fetchers = ThreadPoolExecutor(_MAX_AT_ONCE, thread_name_prefix="fetcher")
        self._reading, self._fetching = (
            FairQueue(_MAX_AT_ONCE, MAX_WAITING),
            FairQueue(_MAX_AT_ONCE, MAX_WAITING),
        )

    @property
    def takes_addresses(self) -> bool:
        """Whether the operator allows it."""
        return self._fetch is not None

    async def document(self, document: Document, chat_id: int) -> Article:
        """The article in the file. Raises TelegramError where it cannot be fetched."""
        async with self._reading.turn(chat_id):
            return await self._read(await download(document))

    async def page(self, address: str, chat_id: int) -> Article:
        """The article at the address."""
        if self._fetch is None:
            raise RuntimeError("addresses are not allowed")
        loop = asyncio.get_running_loop()
        async with self._fetching.turn(chat_id):
            file = await loop.run_in_executor(self._fetchers, self._fetch, address)
        async with self._reading.turn(chat_id):
            return await self._read(file)

    async def _read(self, file: File) -> Article:
        return await asyncio.get_running_loop().run_in_executor(self._readers, read_safely, file)
