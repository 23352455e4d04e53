"""The pages, served on loopback by a process of their own, with the articles of `corpus/`."""

import multiprocessing
import socket
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from bot.answering.quoting.citation import STYLES
from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.chat.web import Address, build, listen
from bot.language.vocabulary import read_vocabulary
from bot.library import Library
from bot.library.corpus import mirror
from bot.notebook import Notebook
from bot.readers import read_path
from bot.retrieval.memory import MemoryEngine

__all__ = ["CORPUS", "served"]

CORPUS = Path(__file__).parents[1] / "corpus"


@contextmanager
def served(more: Sequence[Path] = ()) -> Iterator[int]:
    """Serve the pages, with the articles in the files `more`; yields the port."""
    with tempfile.TemporaryDirectory() as folder, listen(Address("127.0.0.1", 0)) as door:
        serve = multiprocessing.get_context("fork").Process(
            target=_serve, args=(door, Path(folder), more), daemon=True
        )
        serve.start()
        try:
            yield door.getsockname()[1]
        finally:
            serve.terminate()
            serve.join()


def _serve(door: socket.socket, folder: Path, more: Sequence[Path]) -> None:
    url = f"sqlite:///{folder / 'zhaiyin.db'}"
    library = Library.at(url)
    mirror(library, CORPUS)
    for path in more:
        library.add(read_path(path).article)
    desk = Desk(library, MemoryEngine, read_vocabulary(CORPUS))
    desk.warm_up()
    notebook = Notebook.at(url, styles=STYLES)
    app = build(Assistant(desk, notebook), notebook, per_minute=10**9)
    uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False)).run([door])
