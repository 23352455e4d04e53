"""What was handed over → articles on the public shelf, one file at a time."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeAlias

from starlette.datastructures import UploadFile

from bot.assistant.corrections import one_line
from bot.assistant.handed_texts import refuse_wordless, titled
from bot.assistant.own_shelves import MOST_ARTICLES
from bot.assistant.public_shelf import PublicShelf
from bot.chat.web.adding.receipts import Receipt, Shelving
from bot.chat.web.adding.submissions import Submission
from bot.errors import LibraryUnavailable, UnreadableArticle
from bot.readers import MAX_BYTES, File, Reading, refuse_unknown
from bot.readers.file import file_name, too_large
from bot.readers.media_types import with_suffix
from bot.readers.worker import read_safely

__all__ = ["Fetch", "Intake"]

Fetch: TypeAlias = Callable[[str], File]
"""Fetches the page at an address. Raises UnreadableArticle."""
_Source: TypeAlias = tuple[str, Callable[[], Reading]]
_MOST_NAME_CHARACTERS = 100
_log = logging.getLogger(__name__)


class Intake:
    """Reads in processes of their own and shelves what was read; `fetch` gets the pages at addresses."""

    def __init__(self, shelf: PublicShelf, fetch: Fetch) -> None:
        self._shelf, self._fetch = shelf, fetch
        # a thread of its own, since those of the loop are for answering; one, since a reader may take half a gigabyte
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="adding")

    async def take(self, submission: Submission) -> tuple[Receipt, ...]:
        """Return what became of each file, of the text and of the page at the address, in this order."""
        run = asyncio.get_running_loop().run_in_executor
        return tuple(
            [await run(self._reader, self._receipt, *source) for source in self._sources(submission)]
        )

    def _sources(self, submission: Submission) -> Iterator[_Source]:
        """Yield a name for each thing handed over, and what reads it."""
        for upload in submission.files:
            yield file_name(upload.filename or ""), partial(_file_reading, upload)
        if submission.text:
            yield "", partial(_text_reading, submission.text)
        if address := submission.address:
            whole = address if "://" in address else f"https://{address}"
            yield one_line(address)[:_MOST_NAME_CHARACTERS], partial(self._page_reading, whole)

    def _page_reading(self, address: str) -> Reading:
        return read_safely(self._fetch(address))

    def _receipt(self, name: str, read: Callable[[], Reading]) -> Receipt:
        try:
            reading = read()
            tried = reading.articles[:MOST_ARTICLES]
            shelvings = [Shelving.of(self._shelf.add(article)) for article in tried]
        except (UnreadableArticle, LibraryUnavailable) as error:
            _log.info("article not taken reason=%s", type(error).__name__)
            return Receipt(name, error=error)
        _log.info("articles read articles=%s outcome=%s", len(shelvings), shelvings[0].added)
        return Receipt(name, shelvings, reading.remarks, len(reading.articles) - len(tried))


def _file_reading(upload: UploadFile) -> Reading:
    name = with_suffix(file_name(upload.filename or ""), upload.content_type or "")
    if (upload.size or 0) > MAX_BYTES:
        raise too_large(name, upload.size)
    refuse_unknown(name)
    return read_safely(File(name, upload.file.read(MAX_BYTES + 1)))


def _text_reading(text: str) -> Reading:
    refuse_wordless("text", text)
    reading = read_safely(File("text.txt", text.encode("utf-8", "replace")))
    if len(reading.articles) > 1:
        return reading
    return Reading((titled(reading.article),), reading.remarks)
