"""Large shelves, which are asked on disk."""

import errno
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import tantivy
from articles import LIBRARY, NOTE
from shelves import ENGLISH
from tools import leave_free, until

from bot.answering.answerer import Answerer
from bot.answering.index.disk.disk_index import DiskIndex
from bot.answering.index.disk.disk_shelf import DiskShelf
from bot.answering.index.disk.index_folder import IndexFolder
from bot.answering.index.disk.layer import stamp_of
from bot.answering.index.disk.manifest import Manifest
from bot.answering.index.disk.tables import sealed
from bot.assistant.archive import Archive
from bot.assistant.desk import Desk, Shelf
from bot.errors import LibraryUnavailable
from bot.language.keys import key
from bot.language.normalise import folded
from bot.language.vocabulary import NO_WORDS
from bot.library import Library
from bot.model import PUBLIC, Article, PassageAnswer, Question, ShelfRef, Source
from bot.retrieval.found import Finder
from bot.retrieval.found_writer import IndexBusy
from bot.retrieval.memory import MemoryEngine
from bot.retrieval.tokens import tokens_of
from bot.retrieval.whole_file import locked

CHATS = "chat-7"
LAMP = Article(Source(title="渡口的灯"), "灯塔高二十八米，每晚七点点灯。")
_ANY, _GROWN = 1, len(LIBRARY.text) + len(NOTE.text)
"""Characters from which on a shelf is large here."""


def _desk(library: Library, folder: Path, large: int = _ANY) -> Desk:
    return Desk(library, MemoryEngine, keep=folder, large=large)


def _finds(desk: Desk, question: str, shelf: str = "public") -> bool:
    return isinstance(desk.ask(Question(question), ShelfRef((shelf,))), PassageAnswer)


def _is_on_disk(desk: Desk, shelf: str = "public") -> bool:
    answerer = desk.shelf(ShelfRef((shelf,))).answerer
    return isinstance(answerer, Answerer) and isinstance(answerer.index, DiskShelf)


def _build(library: Library, folder: Path) -> None:
    """Build the index of the public shelf: what a question begins may still be written when it is answered."""
    Archive(folder / "shelves", library, NO_WORDS).index("public").build()


def _folders(folder: Path) -> list[Path]:
    return [there for there in folder.glob("shelves/*") if there.is_dir()]


def test_a_large_shelf_is_asked_on_disk_and_follows_every_change(library: Library, tmp_path: Path) -> None:
    """What is added is found at the next question, what is removed is not."""
    desk = _desk(library, tmp_path)
    assert _finds(desk, "流动书车送给几个村")
    assert _is_on_disk(desk)
    library.add(NOTE)
    assert _finds(desk, "松木书架的预算")
    library.remove(NOTE.id)
    assert not _finds(desk, "松木书架的预算")


@pytest.mark.parametrize("large", [_ANY, 10**9])
def test_what_could_be_asked_follows_every_change_on_disk_and_in_memory(
    library: Library, tmp_path: Path, large: int
) -> None:
    """Of what is removed no word is suggested any more, nor of an article's earlier text."""
    for number in range(24):
        library.add(Article(Source(title=f"第{number}篇"), f"第{number}间仓库存放蓝釉陶罐。"))
    library.add(LAMP)
    desk = _desk(library, tmp_path, large)
    assert _suggested_of(desk, LAMP)
    library.add(NOTE)
    assert _suggested_of(desk, NOTE)
    assert _suggested_of(desk, LAMP)
    library.remove(LAMP.id)
    assert not _suggested_of(desk, LAMP)
    library.put(replace(NOTE, text="码头上停着一条运盐的驳船，船长收藏海螺号角。", kept_id=NOTE.id))
    assert desk.suggestions()
    assert not _suggested_of(desk, NOTE)


def _suggested_of(desk: Desk, article: Article) -> list[str]:
    """What is suggested of the article's words, once all is known."""
    told = [desk.suggestions() for _ in range(12)][-1]
    return [text for text in told if text in article.text]


def test_a_shelf_that_grows_is_asked_in_memory_until_its_index_is_built(
    library: Library, tmp_path: Path
) -> None:
    """It answers all the time, and is asked on disk in the end."""
    desk = _desk(library, tmp_path, _GROWN)
    assert _finds(desk, "流动书车送给几个村")
    assert not _is_on_disk(desk)
    library.add(NOTE)
    assert _finds(desk, "松木书架的预算")
    until(lambda: _is_on_disk(desk))
    assert _finds(desk, "松木书架的预算")


def test_what_only_grows_leaves_nothing_to_be_purged(library: Library, tmp_path: Path) -> None:
    """An index that has followed it is not built anew."""
    index = Archive(tmp_path / "shelves", library, NO_WORDS).index("public")
    manifests = [index.build()]
    for article in (NOTE, LAMP, ENGLISH):
        library.add(article)
        manifests.append(index.follow() or manifests[0])
    assert [1, 2, 3, 4] == [each.articles for each in manifests]
    assert {0} == {each.removed for each in manifests}


def test_a_small_shelf_stays_in_memory(library: Library, tmp_path: Path) -> None:
    """Nothing is written for it."""
    desk = _desk(library, tmp_path, _GROWN)
    assert _finds(desk, "流动书车送给几个村")
    assert [] == _folders(tmp_path)


@pytest.mark.parametrize("damage", ["terms", "tables", "manifest", "folder"])
def test_a_damaged_index_is_built_again_and_answers(library: Library, tmp_path: Path, damage: str) -> None:
    """Whatever of it is cut short, empty or gone."""
    _build(library, tmp_path)
    [index] = _folders(tmp_path)
    if damage == "folder":
        index.rename(tmp_path / "elsewhere")
    for file in [
        each for each in index.rglob("*") if each.is_file() and damage in str(each.relative_to(index))
    ]:
        content = file.read_bytes()
        file.unlink()
        file.write_bytes(content[:-20])
    library.add(NOTE)
    desk = _desk(library, tmp_path)
    assert _finds(desk, "松木书架的预算")
    assert _finds(desk, "流动书车送给几个村")


def test_damage_that_only_a_question_meets_is_mended_behind_it(library: Library, tmp_path: Path) -> None:
    """Whoever asks meanwhile is told to ask again; soon it answers as before."""
    _build(library, tmp_path)
    for file in [
        each
        for each in tmp_path.rglob("terms-*/*")
        if each.suffix in (".idx", ".term", ".fast", ".fieldnorm")
    ]:
        content = file.read_bytes()
        file.unlink()  # whoever has it open keeps it: to shorten what is mapped ends a process
        file.write_bytes(bytes(255 - byte for byte in content[:-120]) + content[-120:])
    desk = _desk(library, tmp_path)

    def answers() -> bool:
        try:
            return _finds(desk, "流动书车送给几个村")
        except LibraryUnavailable:
            return False

    until(answers)


def test_postings_that_are_damaged_are_counted_again(library: Library, tmp_path: Path) -> None:
    """An index that is built anew does not take them as they are."""
    index = Archive(tmp_path / "shelves", library, NO_WORDS).index("public")
    key = (LIBRARY.id, sealed(index.seal, stamp_of(LIBRARY.text_hash)))
    library.holdings.keep("public", {key: b"nonsense"})
    assert _finds(_desk(library, tmp_path), "流动书车送给几个村")
    assert b"nonsense" != library.holdings.postings("public", [key])[LIBRARY.id]


def test_what_a_kill_left_of_an_index_is_swept_at_the_next_start(library: Library, tmp_path: Path) -> None:
    """Folders and tables that no manifest names, and files half written."""
    _build(library, tmp_path)
    [index] = _folders(tmp_path)
    kept = sorted(there.name for there in index.iterdir())
    (index / "terms-left").mkdir()
    for name in ("terms-left/some", "left.tables", "manifest.json.1.new"):
        (index / name).write_bytes(b"half")
    assert _finds(_desk(library, tmp_path), "流动书车送给几个村")
    assert kept == sorted(there.name for there in index.iterdir())


def test_an_index_never_takes_the_last_of_a_disk(
    library: Library, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory answers instead, and one line tells; it is not tried again at once."""
    leave_free(monkeypatch, tmp_path, 50_000_000)
    desk = _desk(library, tmp_path)
    assert _finds(desk, "流动书车送给几个村")
    assert not _is_on_disk(desk)
    assert ["index: not built (only 50 MB of the disk are free)"] == caplog.messages


@pytest.mark.parametrize("place", ["", "lock", "building", "manifest.json"])
def test_what_lies_in_the_place_of_an_index_gives_way(library: Library, tmp_path: Path, place: str) -> None:
    """A file where its folder belongs, a folder where one of its files does."""
    folder = Archive(tmp_path / "shelves", library, NO_WORDS).index("public").folder
    if place:
        (folder / place / "inner").mkdir(parents=True)
    else:
        folder.parent.mkdir()
        folder.write_text("no index")
    desk = _desk(library, tmp_path)
    assert _finds(desk, "流动书车送给几个村")
    library.add(NOTE)
    assert _finds(desk, "松木书架的预算")
    assert _is_on_disk(desk)


def test_a_disk_that_takes_no_change_leaves_the_index_as_it_is(
    library: Library, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is asked without what was removed, and one line tells; once there is room, what was added is found."""
    library.add(NOTE)
    _build(library, tmp_path)
    desk = _desk(library, tmp_path)
    assert _finds(desk, "松木书架的预算")
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", _no_room(tmp_path))
        library.remove(NOTE.id)
        library.add(LAMP)
        assert _finds(desk, "流动书车送给几个村")
        assert not _finds(desk, "松木书架的预算")
        assert _is_on_disk(desk)
    assert ["index: no change can be written ([Errno 28] No space left on device)"] == caplog.messages
    until(lambda: _finds(desk, "灯塔每晚几点点灯"))
    assert _is_on_disk(desk)


def _no_room(folder: Path, name: str = "") -> Callable[[int], None]:
    """Return a disk's fsync that has no room for files in the folder with this in their names, but for all others."""
    written = os.fsync

    def fsync(file: int) -> None:
        there = Path(f"/proc/self/fd/{file}").readlink()
        if there.is_relative_to(folder) and name in there.name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written(file)

    return fsync


@pytest.mark.parametrize("times", [1, 3])
def test_a_change_that_was_stopped_before_its_last_file_is_made_once(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """Terms were written and the manifest was not: no passage is there twice, none is lost, and what went since leaves the folder."""
    for number in range(3):
        library.add(Article(Source(title=f"第{number}篇"), f"第{number}间仓库存放蓝釉陶罐。"))
    index = Archive(tmp_path / "shelves", library, NO_WORDS).index("public")
    index.build()
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", _no_room(tmp_path, "manifest"))
        for article in (NOTE, replace(LIBRARY, text=NOTE.text[::-1], kept_id=LIBRARY.id), LAMP):
            library.put(article)
        for _ in range(times):
            with pytest.raises(OSError, match="No space"):
                index.follow()
    library.put(LIBRARY)
    library.remove(LAMP.id)
    manifest = index.follow()
    assert manifest is not None
    assert manifest.passages + 1 == len(Finder(index.folder / manifest.terms))
    desk = _desk(library, tmp_path)
    assert _finds(desk, "流动书车送给几个村")
    until(lambda: not _told_of(index, LAMP.source.title, "b:灯塔"))
    assert _finds(desk, "松木书架的预算")


def test_trouble_is_told_once_until_it_is_over(
    library: Library, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """However often the shelf changes meanwhile; memory answers, and then the index does."""
    folder = Archive(tmp_path / "shelves", library, NO_WORDS).index("public").folder
    folder.parent.mkdir()
    folder.symlink_to(tmp_path / "elsewhere")  # a disk that is not there
    desk = _desk(library, tmp_path)
    for article in (NOTE, LAMP, ENGLISH):
        assert _finds(desk, "流动书车送给几个村")
        library.add(article)
    assert _finds(desk, "松木书架的预算")
    assert 1 == sum("not built" in line for line in caplog.messages)
    (tmp_path / "elsewhere").mkdir()
    library.remove(LAMP.id)
    until(lambda: _finds(desk, "松木书架的预算") and _is_on_disk(desk))


def test_an_article_that_cannot_be_read_any_more_is_left_out(library: Library, tmp_path: Path) -> None:
    """Its row was damaged after it was indexed: all questions are answered from the others."""
    library.add(NOTE)
    assert _finds(_desk(library, tmp_path), "松木书架的预算")
    with closing(sqlite3.connect(tmp_path / "zhaiyin.db", isolation_level=None)) as connection:
        connection.execute("UPDATE articles SET headings = '{' WHERE id = ?", (NOTE.id,))
    desk = _desk(library, tmp_path)
    assert not _finds(desk, "松木书架的预算")
    assert _finds(desk, "流动书车送给几个村")
    assert _is_on_disk(desk)


def test_a_question_is_asked_again_if_what_it_found_is_gone(library: Library, tmp_path: Path) -> None:
    """Of what was removed while it was quoted nothing is shown, and nobody is told to ask again."""
    for number in range(24):
        library.add(Article(Source(title=f"第{number}篇"), f"第{number}间仓库存放蓝釉陶罐。"))
    desk = _desk(library, tmp_path)
    asked: list[int] = []

    def quoted(shelf: Shelf) -> list[str]:
        answer = shelf.ask(Question("仓库存放什么"))
        assert isinstance(answer, PassageAnswer)
        if not asked:
            for article in library.articles()[2:]:
                library.remove(article.id)
        asked.append(shelf.revision)
        return [hit.article.source.title for hit in answer.hits]

    assert ["第0篇", LIBRARY.source.title] == desk.asked(PUBLIC, quoted)
    assert len(asked) > 1


def test_several_processes_share_an_index(library: Library, tmp_path: Path) -> None:
    """Each sees what any other added, and builds nothing twice."""
    first, second = _desk(library, tmp_path), _desk(library, tmp_path)
    assert _finds(first, "流动书车送给几个村")
    assert _finds(second, "流动书车送给几个村")
    library.add(NOTE)
    assert _finds(second, "松木书架的预算")
    assert _finds(first, "松木书架的预算")
    assert 1 == len(_folders(tmp_path))


@pytest.mark.parametrize("is_busy", [False, True])
def test_tables_that_another_process_has_just_replaced_are_no_damage(
    library: Library, tmp_path: Path, caplog: pytest.LogCaptureFixture, is_busy: bool
) -> None:
    """Whoever was about to open them, after a change of his own or of somebody else's, opens the newer ones and builds nothing."""
    library.add(NOTE)
    index = Archive(tmp_path / "shelves", library, NO_WORDS).index("public")
    index.build()
    library.add(LAMP)
    left = [Article(Source(title=f"第{number}篇"), f"第{number}间仓库存放陶罐。") for number in range(3)]

    def overtake() -> None:
        if left:
            library.add(left.pop())
            index.follow()

    archive = _Overtaken(tmp_path / "shelves", library, NO_WORDS, large=_ANY)
    archive.overtake, archive.is_busy = overtake, is_busy
    asked = archive.shelf("public", None, is_answered=True, built=overtake)
    assert asked is not None
    assert library.revision() == asked.revision
    assert library.articles() == tuple(asked.shelf.articles)
    assert ([], []) == (left, caplog.messages)


def test_an_index_that_is_changed_while_it_is_checked_is_whole(library: Library, tmp_path: Path) -> None:
    """Its tables were replaced after its manifest had been read; what is damaged still is not."""
    index = Archive(tmp_path / "shelves", library, NO_WORDS).index("public")
    read = [index.build()]
    library.add(NOTE)
    read.append(index.follow() or read[0])

    class Read(IndexFolder):
        def manifest(self) -> Manifest:
            return read.pop(0) if len(read) > 1 else read[0]

    folder = Read(index.folder, index.seal)
    assert folder.is_whole()
    (index.folder / read[0].layers[0]).write_bytes(b"half")
    assert not folder.is_whole()


class _Overtaken(Archive):
    """An archive whose index another process changes just before it is opened, and while it is to be followed."""

    overtake: Callable[[], None]
    is_busy: bool

    def index(self, shelf: str) -> DiskIndex:
        """Return the index, as another process lets it be."""
        index = super().index(shelf)
        return _OvertakenIndex(
            index.folder, shelf, index.store, index.vocabulary, self.overtake, self.is_busy
        )


@dataclass(frozen=True)
class _OvertakenIndex(DiskIndex):
    overtake: Callable[[], None]
    is_busy: bool

    def follow(self) -> Manifest | None:
        """Follow, unless another process does."""
        if self.is_busy:
            raise IndexBusy(self.shelf)
        return super().follow()

    def opened(self, manifest: Manifest, damaged: Callable[[], None] = lambda: None) -> DiskShelf:
        """Return the shelf, after another process changed it."""
        self.overtake()
        return super().opened(manifest, damaged)


def test_what_a_chat_forgets_is_gone_from_its_index(library: Library, tmp_path: Path) -> None:
    """An article's terms leave the folder soon, and the whole folder goes with the shelf."""
    library.add(LIBRARY, CHATS)
    library.add(NOTE, CHATS)
    desk = _desk(library, tmp_path)
    index = Archive(tmp_path / "shelves", library, NO_WORDS).index(CHATS)
    assert _finds(desk, "松木书架的预算", CHATS)
    library.remove(NOTE.id, CHATS)
    assert not _finds(desk, "松木书架的预算", CHATS)

    def is_purged() -> bool:
        manifest = index.manifest()
        return manifest is not None and (1, 0) == (manifest.articles, manifest.removed)

    until(is_purged)
    keys = [(one.id, sealed(index.seal, stamp_of(one.text_hash))) for one in (LIBRARY, NOTE)]
    assert {LIBRARY.id} == library.holdings.postings(CHATS, keys).keys()
    desk.drop(CHATS)
    until(lambda: not index.folder.exists())


def test_an_index_that_is_being_built_is_not_deleted_under_the_builder(
    library: Library, tmp_path: Path
) -> None:
    """It stays until it is built; then it goes."""
    archive = Archive(tmp_path / "shelves", library, NO_WORDS)
    index = archive.index("public")
    before = index.build()
    with locked(index.folder / "building"):
        archive.forget("public")
        assert before == index.manifest()
    archive.forget("public")
    assert not index.folder.exists()


def test_what_is_taken_off_any_shelf_is_gone_from_its_index_soon(library: Library, tmp_path: Path) -> None:
    """Its title, its terms and how often they stood: neither in tables nor in tantivy's folder; the rest is found all the time."""
    library.add(NOTE)
    desk = _desk(library, tmp_path)
    assert _finds(desk, "松木书架的预算")
    index = Archive(tmp_path / "shelves", library, NO_WORDS).index("public")
    assert _told_of(index, NOTE.source.title, "b:松木")
    library.remove(NOTE.id)
    assert not _finds(desk, "松木书架的预算")
    until(lambda: not _told_of(index, NOTE.source.title, "b:松木"))
    assert _finds(desk, "流动书车送给几个村")
    assert _told_of(index, LIBRARY.source.title, "b:书车")


def test_an_index_follows_changes_while_it_is_built_anew(library: Library, tmp_path: Path) -> None:
    """What is added or replaced meanwhile is found in the one that is there, and in the one that takes its place."""
    library.add(NOTE)
    library.add(LAMP)
    index = Archive(tmp_path / "shelves", library, NO_WORDS).index("public")
    index.build()
    longer = replace(LIBRARY, text=f"{LIBRARY.text}\n后来添了一辆流动书车。", kept_id=LIBRARY.id)
    followed: list[int] = []

    def change(_done: int, _all: int) -> None:
        library.put(longer)
        library.remove(NOTE.id)
        library.add(ENGLISH)
        meanwhile = index.follow()
        followed.append(0 if meanwhile is None else meanwhile.articles)

    built = index.build(change)
    assert [3] == followed
    assert (3, library.revision()) == (built.articles, built.revision)
    assert [longer, LAMP, ENGLISH] == list(index.opened(built).articles)
    keys = [
        (one.id, sealed(index.seal, stamp_of(one.text_hash)))
        for one in (LIBRARY, NOTE, longer, LAMP, ENGLISH)
    ]
    kept = [key for key in keys if library.holdings.postings("public", [key])]
    assert keys[2:] == kept


def _told_of(index: DiskIndex, title: str, term: str) -> bool:
    """Return whether the title stands in any file of the index, or tantivy still knows the term."""
    manifest = index.manifest()
    assert manifest is not None
    tables = [(index.folder / name).read_bytes() for name in manifest.layers]
    terms = tantivy.Index.open(str(index.folder / manifest.terms))
    often = terms.searcher().doc_freq("terms", tokens_of(np.array([key(term)], dtype=np.uint64)))
    return often > 0 or any(folded(title).encode() in content for content in tables)
