"""What the library notes of the indexes in a search cluster."""

from dataclasses import replace
from pathlib import Path

import pytest
from articles import LIBRARY, NOTE

from bot.library import Library
from bot.model import Heading
from bot.retrieval.generation import Entry, Job, Known, Stage

_ENTRY = Entry(NOTE.id, 5, 2**63 + 1, 2, 3, 40, 2)


@pytest.fixture
def library(library: Library) -> Library:
    """A library with a shelf of which an index is being built."""
    library.put(LIBRARY, "s")
    library.generations.begin("one", "s", "seal", 1)
    return library


def _names(library: Library) -> dict[str, str]:
    return {one.name: one.state for one in library.generations.every()}


def test_every_change_since_an_index_was_begun_waits_for_it(library: Library) -> None:
    """Each article once, with the revision of its last change; those of other shelves never."""
    library.put(NOTE, "s")
    library.remove(NOTE.id, "s")
    library.put(NOTE, "other")
    library.remove(LIBRARY.id, "s")
    revision = library.revision("s")
    jobs = [Job(NOTE.id, revision - 1), Job(LIBRARY.id, revision)]
    assert jobs == library.generations.jobs("one", 10)
    assert jobs[:1] == library.generations.jobs("one", 1)


def test_what_is_done_waits_no_longer_unless_it_changed_again(library: Library) -> None:
    """A job that came again while it was done stays."""
    library.put(NOTE, "s")
    done = library.generations.jobs("one", 10)
    library.remove(NOTE.id, "s")
    library.generations.done("one", done[0].revision, [_ENTRY], done)
    [job] = library.generations.jobs("one", 10)
    assert done[0].revision < job.revision
    library.generations.done("one", job.revision, [_ENTRY._replace(stamp=None, passages=0)], [job])
    assert [] == library.generations.jobs("one", 10)


def test_an_index_is_as_large_as_its_articles(library: Library) -> None:
    """Whatever takes the place of something else, or goes."""
    sizes = []
    for passages in (2, 5, 0):
        library.generations.done("one", 9, [_ENTRY._replace(passages=passages)], ())
        sizes += [one.passages for one in library.generations.of("s")]
    assert [2, 5, 0] == sizes


def test_what_an_index_holds_is_told_from_a_revision_on(library: Library) -> None:
    """With the source as it is now, and whether it has headings; without one if the library no longer has the article."""
    library.put(NOTE, "s")
    library.put(replace(LIBRARY, headings=(Heading(0, 1),)), "s")
    roster = library.generations
    roster.done("one", 7, [_ENTRY], ())
    gone, headed = Entry("gone", 6, 1, 1, 1, 1, 1), Entry(LIBRARY.id, 7, 2, 1, 1, 1, 1)
    roster.done("one", 8, [gone, headed], ())
    revision, known = roster.known("one", -1)
    assert 8 == revision
    assert {
        Known(_ENTRY, NOTE.source, False),
        Known(gone, None, False),
        Known(headed, LIBRARY.source, True),
    } == set(known)
    assert {"gone", LIBRARY.id} == {one.entry.id for one in roster.known("one", 8)[1]}


def test_it_is_noted_what_the_cluster_may_hold_before_it_does(library: Library) -> None:
    """The rest of what is known of the article stays as it is."""
    roster = library.generations
    roster.done("one", 7, [_ENTRY], ())
    roster.will_hold("one", [_ENTRY._replace(reserved=4), Entry("new", 9, 1, reserved=3)])
    assert {NOTE.id: _ENTRY._replace(reserved=4), "new": Entry("new", 9, None, reserved=3)} == roster.entries(
        "one", [NOTE.id, "new", "other"]
    )


def test_one_index_of_a_shelf_is_live(library: Library) -> None:
    """The one before it is retired with all that was noted of it, and forgotten when it is dropped."""
    roster = library.generations
    roster.publish("one", "s")
    roster.done("one", 7, [_ENTRY], ())
    roster.begin("two", "s", "seal", 1)
    assert {"one": Stage.LIVE, "two": Stage.BUILDING} == _names(library)
    roster.publish("two", "s")
    assert {"one": Stage.RETIRED, "two": Stage.LIVE} == _names(library)
    assert {} == roster.entries("one", [NOTE.id])
    assert -1 == roster.known("one", -1)[0]
    roster.drop("one")
    assert {"two": Stage.LIVE} == _names(library)


def test_the_indexes_of_a_shelf_that_is_dropped_are_retired(library: Library) -> None:
    """So that the cluster gives up what it has of it."""
    library.drop("s")
    assert {"one": Stage.RETIRED} == _names(library)


def test_no_index_is_asked_after_a_backup_came_back(library: Library, tmp_path: Path) -> None:
    """The library is as it was, and they are not."""
    library.back_up(tmp_path / "backup")
    library.generations.begin("two", "s", "seal", 1)
    library.restore(tmp_path / "backup")
    assert {"one": Stage.RETIRED, "two": Stage.RETIRED} == _names(library)


def test_one_at_a_time_does_what_is_done_alone(library: Library) -> None:
    """Others are told that somebody is at it; something else may be done meanwhile."""
    roster = library.generations
    with roster.alone("this") as first, roster.alone("this") as second, roster.alone("that") as other:
        assert (True, False, True) == (first, second, other)
    with roster.alone("this") as again:
        assert again
