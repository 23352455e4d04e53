"""Feeds and lists of addresses, for commands: what they name that is not on the shelf yet."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.cli.output import print_aside
from bot.errors import UnreadableArticle
from bot.readers.fetching.feed import addresses_in
from bot.readers.fetching.fetch import fetch_feed
from bot.readers.file import File

__all__ = ["Entries"]


class Entries:
    """The entries of feeds, at most `limit` of each; what is among `known` is counted and not told again."""

    def __init__(self, sources: Iterable[str], limit: int, known: Iterable[str]) -> None:
        self._known, self._limit = frozenset(known), limit
        self.there: list[str] = []
        """The addresses that are on the shelf already."""
        self.failed = 0
        """How many of the feeds could not be read; each is told."""
        self.new = [address for source in sources for address in self._new_in(source)]

    def _new_in(self, source: str) -> Iterator[str]:
        try:
            addresses = addresses_in(fetch_feed(source) if "://" in source else File.at(Path(source)))
        except UnreadableArticle as error:
            print_aside(str(error))
            self.failed += 1
            return
        for address in addresses[: self._limit]:
            if address in self._known:
                self.there.append(address)
            else:
                yield address
