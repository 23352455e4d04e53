"""The start of `zhaiyin run` on Telegram."""

import os
import signal
from pathlib import Path

import pytest
from botapi import BotApiServer, World
from databases import sqlite

from bot.answering.quoting.citation import STYLES
from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.chat.telegram import Quota, run
from bot.errors import LibraryUnavailable
from bot.library import Library
from bot.notebook import Notebook
from bot.retrieval.memory import MemoryEngine


class _LateDesk(Desk):
    """A desk whose index is not ready, or cannot be had, before the bot listens; then the bot is asked to end."""

    world: World
    error: LibraryUnavailable | None = None

    def warm_up(self) -> None:
        """Wait until the bot asks for updates."""
        self.world.wait_for(lambda: self.world.waiting_polls)
        os.kill(os.getpid(), signal.SIGTERM)
        if self.error is not None:
            raise self.error


@pytest.mark.parametrize("error", [None, LibraryUnavailable("locked")])
def test_the_bot_listens_before_its_index_is_ready(tmp_path: Path, error: LibraryUnavailable | None) -> None:
    """A large one that was damaged is counted again meanwhile; that the database fails then is no end."""
    url, world = sqlite(tmp_path / "zhaiyin.db"), World()
    library, notebook = Library.at(url), Notebook.at(url, styles=STYLES)
    desk = _LateDesk(library, MemoryEngine)
    desk.world, desk.error = world, error
    with BotApiServer(world) as server:
        run(Assistant(desk, notebook), notebook, world.token, server.url, 90, Quota())
    assert world.calls("getUpdates")
    notebook.close()
    library.close()
