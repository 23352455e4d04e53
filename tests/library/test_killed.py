"""Killed at any point, the library holds each article whole or not at all."""

import os
import random
import signal
import subprocess
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path

from tools import until

from bot.library import Library
from bot.readers import read_path


def _write_notes(folder: Path, count: int) -> dict[str, str]:
    """Long notes, and the text that each is read as, by its id."""
    folder.mkdir()
    texts = {}
    for number in range(count):
        file = folder / f"note{number}.txt"
        file.write_text(
            f"第{number}次会议\n\n" + f"这次会议讨论了第{number}个问题。\n" * 400, encoding="utf-8"
        )
        article = read_path(file).article
        texts[article.id] = article.text
    return texts


def test_a_kill_while_adding_loses_nothing_and_leaves_nothing_half(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """What is there is whole; adding again brings the rest."""
    seed = int.from_bytes(os.urandom(4))
    print(f"seed {seed}")
    chance = random.Random(seed)
    texts = _write_notes(tmp_path / "notes", 20)
    command = [sys.executable, "-m", "bot", "add", str(tmp_path / "notes")]
    held = 0
    for _ in range(2):
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until(
            partial(
                _has_come, process, tmp_path / "data", _size(tmp_path / "data") + chance.randrange(200_000)
            )
        )
        process.send_signal(signal.SIGKILL)
        process.wait()
        kept = _kept(tmp_path)
        assert held <= len(kept.keys() & texts.keys())
        assert all(kept[one] == texts[one] for one in kept.keys() & texts.keys())
        held = len(kept.keys() & texts.keys())
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    assert texts.items() <= _kept(tmp_path).items()


def _size(folder: Path) -> int:
    """How many bytes lie in the folder, in which others write."""
    size = 0
    for file in folder.glob("*"):
        with suppress(FileNotFoundError):
            size += file.stat().st_size
    return size


def _has_come(process: "subprocess.Popen[bytes]", folder: Path, size: int) -> bool:
    """Whether so much is written, or all that will be."""
    return _size(folder) >= size or process.poll() is not None


def _kept(folder: Path) -> dict[str, str]:
    library = Library.at(f"sqlite:///{folder / 'data' / 'zhaiyin.db'}")
    try:
        return {article.id: article.text for article in library.articles()}
    finally:
        library.close()
