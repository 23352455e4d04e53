"""Indexes kept on disk."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random, SystemRandom

import pytest
from articles import LIBRARY
from tools import leave_free

from bot.answering.answerer import Answerer
from bot.answering.index import index_cache
from bot.answering.index.memory_shelf import MemoryShelf
from bot.language.vocabulary import Vocabulary
from bot.model import Article, PassageAnswer, Question, Source
from bot.retrieval.memory import MemoryEngine
from bot.retrieval.whole_file import whole_file


class _CountingEngine(MemoryEngine):
    """Counts how often it was built."""

    built = 0

    @classmethod
    def build(cls, documents: object) -> "_CountingEngine":
        cls.built += 1
        return super().build(documents)  # type: ignore[arg-type]  # passed on as it came


LONG = Article(Source(title="流水账"), "\n".join(f"第{number}天，无事。" for number in range(600)))
"""Paragraphs enough to make a shelf worth keeping."""


@pytest.fixture(autouse=True)
def _nothing_built() -> None:
    _CountingEngine.built = 0


def _answerer(folder: Path, *articles: Article, vocabulary: Vocabulary | None = None) -> Answerer:
    return Answerer(
        MemoryShelf((LONG, *articles), _CountingEngine, vocabulary or Vocabulary(), cache_folder=folder)
    )


def _passage(answerer: Answerer) -> str:
    answer = answerer.ask(Question("流动书车送给几个村"))
    assert isinstance(answer, PassageAnswer)
    return answer.hits[0].passage.text


def test_a_second_start_builds_nothing_and_answers_the_same(tmp_path: Path) -> None:
    """The kept index is the built one."""
    first = _passage(_answerer(tmp_path, LIBRARY))
    assert first == _passage(_answerer(tmp_path, LIBRARY))
    assert 1 == _CountingEngine.built


def test_a_changed_text_or_vocabulary_is_built_anew(tmp_path: Path) -> None:
    """A kept index is only for exactly the same shelf."""
    _answerer(tmp_path, LIBRARY)
    _answerer(tmp_path, replace(LIBRARY, text=LIBRARY.text + "\n又一段。"))
    _answerer(tmp_path, LIBRARY, vocabulary=Vocabulary(synonyms=(("书车", "大篷车"),)))
    assert 3 == _CountingEngine.built


def _flip(file: Path, rng: Random) -> None:
    """Change one byte of the file."""
    data = bytearray(file.read_bytes())
    data[rng.randrange(len(data))] ^= rng.randrange(1, 256)
    file.write_bytes(data)


def _cut(file: Path, rng: Random) -> None:
    file.write_bytes(file.read_bytes()[: rng.randrange(file.stat().st_size)])


DAMAGES: dict[str, Callable[[Path, Random], object]] = {
    "nonsense": lambda file, _: file.write_bytes(b"nonsense"),
    "empty": lambda file, _: file.write_bytes(b""),
    "missing": lambda file, _: file.unlink(),
    "cut": _cut,
    "one byte more": lambda file, _: file.write_bytes(file.read_bytes() + b"\0"),
    "a byte changed": _flip,
}


@pytest.mark.parametrize("suffix", [".npz", ".json"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_told_in_one_line_and_built_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: str, suffix: str
) -> None:
    """Answers are those of a fresh index, and the next start finds a whole one."""
    fresh = _passage(_answerer(tmp_path, LIBRARY))
    (file,) = tmp_path.glob(f"*{suffix}")
    DAMAGES[damage](file, Random(4))
    assert fresh == _passage(_answerer(tmp_path, LIBRARY))
    assert fresh == _passage(_answerer(tmp_path, LIBRARY))
    assert (2, 1) == (_CountingEngine.built, len(caplog.messages))
    assert "damaged" in caplog.messages[0]


def test_no_changed_byte_goes_unnoticed(tmp_path: Path) -> None:
    """Whichever it is, the index is built again and answers as before."""
    seed = SystemRandom().randrange(10**6)
    print("seed", seed)
    fresh = _passage(_answerer(tmp_path, LIBRARY))
    files = sorted(tmp_path.iterdir())
    for number in range(20):
        _flip(files[number % 2], Random(seed + number))
        assert (number, fresh) == (number, _passage(_answerer(tmp_path, LIBRARY)))
    assert 21 == _CountingEngine.built


def test_an_index_of_another_shelf_is_not_loaded_under_this_ones_name(tmp_path: Path) -> None:
    """A seal is of one shelf, however whole the files are."""
    fresh = _passage(_answerer(tmp_path, LIBRARY))
    _answerer(tmp_path / "other", replace(LIBRARY, text="别的事。\n又一件。\n第三件。"))
    for other in (tmp_path / "other").iterdir():
        (own,) = tmp_path.glob(f"*{other.suffix}")
        own.write_bytes(other.read_bytes())
    assert fresh == _passage(_answerer(tmp_path, LIBRARY))
    assert 3 == _CountingEngine.built


def test_an_index_of_another_version_is_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is built again, since terms may have changed."""
    _answerer(tmp_path, LIBRARY)
    monkeypatch.setattr(index_cache, "_FORMAT", "another")
    _answerer(tmp_path, LIBRARY)
    assert 2 == _CountingEngine.built


def test_what_a_kill_left_unfinished_is_swept(tmp_path: Path) -> None:
    """But not what somebody is writing just now."""
    (tmp_path / "a.npz.1.new").write_bytes(b"half")
    with whole_file(tmp_path / "b.npz") as writing:
        _answerer(tmp_path, LIBRARY)
        writing.write(b"whole")
    assert b"whole" == (tmp_path / "b.npz").read_bytes()
    assert [] == list(tmp_path.glob("*.new"))


def test_the_last_of_a_disk_is_left_to_others(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index is not kept, which one line tells."""
    leave_free(monkeypatch, tmp_path, 50_000_000)
    assert "流动书车" in _passage(_answerer(tmp_path, LIBRARY))
    assert (1, []) == (len(caplog.messages), list(tmp_path.iterdir()))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_disk_that_fills_up_costs_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    """The answer is there all the same."""
    program = f"""
import logging, resource, signal, sys
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
logging.basicConfig(format="%(message)s", level=logging.WARNING)
from pathlib import Path
from answering.test_index_cache import LIBRARY, _answerer, _passage
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
print("流动书车" in _passage(_answerer(Path({str(tmp_path)!r}), LIBRARY)))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ("True\n", 1) == (done.stdout, len(done.stderr.splitlines()))
    assert [] == list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    """The index is simply not kept."""
    (tmp_path / "file").write_text("in the way")
    assert "流动书车" in _passage(_answerer(tmp_path / "file", LIBRARY))
