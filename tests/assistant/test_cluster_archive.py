"""Large shelves, which are asked in a search cluster."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from articles import LIBRARY, NOTE, edition
from clusters import MemoryCluster
from databases import sqlite
from tools import until

from bot.answering.answerer import Answerer
from bot.answering.index.cluster.cluster_shelf import ClusterShelf
from bot.answering.index.cutting import CUT
from bot.assistant.cluster_archive import ClusterArchive
from bot.assistant.desk import Desk
from bot.assistant.large_shelves import State
from bot.assistant.readiness import Readiness
from bot.errors import ArchiveUnavailable
from bot.language.vocabulary import NO_WORDS, OwnWord, Vocabulary
from bot.library import Library
from bot.library.generations import Generations
from bot.model import PassageAnswer, Question, ShelfRef
from bot.retrieval.generation import Generation, Stage
from bot.retrieval.memory import MemoryEngine
from bot.storage.database import open_database

_ANY, _GROWN = 1, len(LIBRARY.text) + len(NOTE.text)
"""Characters from which on a shelf is large here."""
ASKED, ADDED = "流动书车送给几个村", "松木书架的预算"


@pytest.fixture
def cluster() -> MemoryCluster:
    """A cluster with nothing in it."""
    return MemoryCluster()


def _archive(
    library: Library, cluster: MemoryCluster, large: int = _ANY, words: Vocabulary = NO_WORDS
) -> ClusterArchive:
    return ClusterArchive(cluster, library, words, large=large)


def _desk(library: Library, cluster: MemoryCluster, large: int = _ANY, words: Vocabulary = NO_WORDS) -> Desk:
    return Desk(library, MemoryEngine, words, archive=_archive(library, cluster, large, words))


def _finds(desk: Desk, question: str, shelf: str = "public") -> bool:
    return isinstance(desk.ask(Question(question), ShelfRef((shelf,))), PassageAnswer)


def _is_in_cluster(desk: Desk, shelf: str = "public") -> bool:
    answerer = desk.shelf(ShelfRef((shelf,))).answerer
    return isinstance(answerer, Answerer) and isinstance(answerer.index, ClusterShelf)


@contextmanager
def _kept_up(archive: ClusterArchive) -> Iterator[None]:
    ended = threading.Event()
    thread = threading.Thread(target=archive.keep_up, args=(ended,))
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def test_a_large_shelf_is_asked_in_the_cluster_and_follows_every_change(
    library: Library, cluster: MemoryCluster
) -> None:
    """What is added is found at the next question, what is removed is not, whoever asks first."""
    desk, other = _desk(library, cluster), _desk(library, cluster)
    assert _finds(desk, ASKED)
    assert _is_in_cluster(desk)
    library.add(NOTE)
    assert _finds(other, ADDED)
    assert _finds(desk, ADDED)
    library.remove(NOTE.id)
    assert not _finds(desk, ADDED)


def test_a_shelf_that_grows_is_asked_in_memory_until_its_index_is_built(
    library: Library, cluster: MemoryCluster
) -> None:
    """It answers all the time, and is asked in the cluster in the end."""
    desk = _desk(library, cluster, _GROWN)
    assert _finds(desk, ASKED)
    assert ({}, False) == (cluster.indexes, _is_in_cluster(desk))
    library.add(NOTE)
    assert _finds(desk, ADDED)
    until(lambda: _is_in_cluster(desk))
    assert _finds(desk, ADDED)


def test_a_shelf_that_shrinks_or_is_dropped_leaves_nothing_behind(
    library: Library, cluster: MemoryCluster
) -> None:
    """Its index is deleted; it is asked in memory again."""
    desk = _desk(library, cluster, _GROWN)
    library.add(NOTE)
    until(lambda: _is_in_cluster(desk))
    library.remove(NOTE.id)
    assert _finds(desk, ASKED)
    assert ({}, False) == (cluster.indexes, _is_in_cluster(desk))
    library.put(NOTE, "s")
    library.put(LIBRARY, "s")
    until(lambda: _is_in_cluster(desk, "s"))
    desk.drop("s")
    assert {} == cluster.indexes


def test_one_index_stands_behind_the_name_of_the_shelf(library: Library, cluster: MemoryCluster) -> None:
    """The new one takes the old one's place, which is deleted a while later; questions notice nothing."""
    desk = _desk(library, cluster)
    assert _finds(desk, ASKED)
    [before] = cluster.indexes
    seen: list[tuple[int, int]] = []
    assert _archive(library, cluster).bring_up("public", lambda *done: seen.append(done), anew=True)
    [after] = set(cluster.indexes) - {before}
    assert ([(1, 1)], [after]) == (seen, list(cluster.aliases.values()))
    assert _finds(desk, ASKED)
    _archive(library, cluster).index("public").sweep(timedelta(0))
    assert [after] == list(cluster.indexes)
    assert _finds(desk, ASKED)


def test_another_vocabulary_makes_another_index(library: Library, cluster: MemoryCluster) -> None:
    """The old one answers until then."""
    assert _finds(_desk(library, cluster), ASKED)
    [before] = cluster.indexes
    generations = library.generations.every
    desk = _desk(library, cluster, words=Vocabulary(words=(OwnWord("流动书车"),)))
    assert _finds(desk, ASKED)
    until(lambda: set(cluster.aliases.values()) - {before})
    until(lambda: {before: Stage.RETIRED}.items() <= {one.name: one.state for one in generations()}.items())
    assert _finds(desk, ASKED)


def test_what_changes_is_brought_to_the_cluster_though_nobody_asks(
    library: Library, cluster: MemoryCluster
) -> None:
    """And what is to be deleted goes, too."""
    archive = ClusterArchive(cluster, library, NO_WORDS, large=_ANY, in_use=timedelta(0))
    assert archive.bring_up("public", lambda *_: None)
    with _kept_up(archive):
        library.add(NOTE)
        until(
            lambda: archive.health("public").state is State.CURRENT and archive.health("public").passages > 1
        )
        library.drop("public")
        until(lambda: not cluster.indexes)
    assert () == tuple(library.generations.every())


def test_a_text_that_was_replaced_leaves_no_passage_behind(library: Library, cluster: MemoryCluster) -> None:
    """Of a long one that became short, nor of a change that was broken off half way."""
    index = _archive(library, cluster).index("s")
    library.put(NOTE, "s")
    generation = index.build(0)
    longer = edition("\n".join(f"第{number}段讲的是第{number}件事，说得很长。" * 20 for number in range(30)))
    library.put(longer.under(NOTE.id), "s")
    cluster.breaks_off_after = "write"
    with pytest.raises(ArchiveUnavailable):
        index.follow(generation)
    cluster.breaks_off_after = ""
    library.put(NOTE, "s")
    assert index.follow(generation)
    [live] = library.generations.of("s")
    assert live.passages == cluster.sizes(live.name)[live.name].documents


def test_nothing_is_done_before_the_cluster_has_it(library: Library, cluster: MemoryCluster) -> None:
    """A change that it did not take waits, and is found once it is back."""
    desk = _desk(library, cluster)
    assert _finds(desk, ASKED)
    cluster.is_away = True
    library.add(NOTE)
    with pytest.raises(ArchiveUnavailable):
        desk.ask(Question(ADDED))
    cluster.is_away = False
    assert _finds(desk, ADDED)


def test_while_the_cluster_is_away_its_shelves_say_so_and_others_answer(
    library: Library, cluster: MemoryCluster
) -> None:
    """Nothing is taken for not found, whether or not the shelf was asked before."""
    library.put(NOTE, "small")
    desk = _desk(library, cluster, len(NOTE.text) + 1)
    assert _finds(desk, ASKED)
    cluster.is_away = True
    for asked in (desk, _desk(library, cluster, len(NOTE.text) + 1)):
        with pytest.raises(ArchiveUnavailable, match="cannot be searched just now"):
            asked.ask(Question(ADDED))
        assert _finds(asked, ADDED, "small")
    cluster.is_away = False
    assert _finds(desk, ASKED)


def test_a_bot_without_its_cluster_is_degraded_and_ready(library: Library, cluster: MemoryCluster) -> None:
    """It says what is missing."""
    desk = _desk(library, cluster)
    desk.warm_up()
    readiness = Readiness(desk)
    assert ((), ()) == (readiness.obstacles, readiness.degraded)
    cluster.is_away = True
    [degraded] = readiness.degraded
    assert ((), True) == (readiness.obstacles, "cannot be searched just now" in degraded)


def test_an_index_that_somebody_took_away_is_built_again(library: Library, cluster: MemoryCluster) -> None:
    """It is called damaged until then."""
    desk, archive = _desk(library, cluster), _archive(library, cluster)
    assert _finds(desk, ASKED)
    cluster.indexes.clear()
    assert State.DAMAGED is archive.health("public").state
    with _kept_up(archive):
        until(lambda: archive.health("public").state is State.CURRENT)
    assert _finds(_desk(library, cluster), ASKED)


def test_how_it_stands_is_told(library: Library, cluster: MemoryCluster) -> None:
    """From nothing to current, behind and out of reach."""
    archive = _archive(library, cluster)
    told = [archive.health("public").state]
    archive.bring_up("public", lambda *_: None)
    told.append(archive.health("public").state)
    library.add(NOTE)
    told.append(archive.health("public").state)
    cluster.is_away = True
    told.append(archive.health("public").state)
    assert [State.LACKING, State.CURRENT, State.BEHIND, State.AWAY] == told
    assert [Stage.LIVE] == [one.state for one in library.generations.every()]


class _Overtaken(Generations):
    """The indexes as they were a moment ago: the one that is being built is published once they have been looked at."""

    def of(self, shelf: str) -> Sequence[Generation]:
        found = super().of(shelf)
        for one in found:
            if one.state == Stage.BUILDING:
                self.publish(one.name, shelf)
        return found


def test_an_index_that_is_published_while_it_is_looked_for_is_found(
    tmp_path: Path, cluster: MemoryCluster
) -> None:
    """It is seen as being built or as live, never as neither: then nobody would be answered."""
    engine = open_database(sqlite(tmp_path / "zhaiyin.db"))
    library = Library(engine)
    library.add(LIBRARY)
    index = _archive(library, cluster).index("public")
    library.generations.begin("first", "public", index.seal, CUT)
    seen = replace(index, roster=_Overtaken(engine)).standing()
    assert ["first"] == [one.name for one in seen if one is not None]
    now = index.live()
    assert now is not None
    assert "first" == now.name
    library.close()
