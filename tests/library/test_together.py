"""Several processes at one library at once, as threads with a library each."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from articles import LIBRARY, NOTE, corrected
from tools import HANG_S

from bot.library import Added, Library
from bot.library.corpus import mirror
from bot.readers.formats.markdown import write

SEVERAL = 4
AtOnce = Callable[[Callable[[Library, int], object]], list[object]]


@pytest.fixture
def at_once(url: str) -> Iterator[AtOnce]:
    """Do something with several libraries of one database at once; return the results in order."""
    libraries = [Library.at(url) for _ in range(SEVERAL)]
    together = Barrier(SEVERAL)

    def one(do: Callable[[Library, int], object], number: int) -> object:
        together.wait(HANG_S)
        return do(libraries[number], number)

    with ThreadPoolExecutor(SEVERAL) as threads:
        yield lambda do: list(threads.map(one, [do] * SEVERAL, range(SEVERAL)))
    for library in libraries:
        library.close()


def test_an_article_that_several_add_is_new_to_one(library: Library, at_once: AtOnce) -> None:
    """Its shelf is made once, and the others find the article there."""
    for shelf in ("club", "choir", "class"):
        came_to = at_once(lambda library, _, shelf=shelf: library.add(LIBRARY, shelf))  # type: ignore[misc]  # bound now
        assert {Added.NEW: 1, Added.SAME: SEVERAL - 1} == Counter(came_to)
        assert (LIBRARY,) == library.articles(shelf)


def test_editions_added_at_once_leave_one_of_them_and_every_change_is_counted(
    library: Library, at_once: AtOnce
) -> None:
    """Whoever comes last has the last word."""
    before = library.revision()
    at_once(lambda library, number: library.add(corrected(f"第{number}版。")))
    [left] = library.articles()
    assert left.text in [corrected(f"第{number}版。").text for number in range(SEVERAL)]
    assert before + SEVERAL == library.revision()


def test_doors_that_start_at_once_all_find_the_corpus_on_the_shelf(
    library: Library, at_once: AtOnce, tmp_path: Path
) -> None:
    """None fails; nor does one that takes off the shelf what another one just did."""
    for article in (LIBRARY, NOTE):
        (tmp_path / f"{article.id}.md").write_text(write(article), encoding="utf-8")
    assert [()] * SEVERAL == at_once(lambda library, _: mirror(library, tmp_path))
    assert {LIBRARY, NOTE} == set(library.articles())
    (tmp_path / f"{NOTE.id}.md").unlink()
    assert [()] * SEVERAL == at_once(lambda library, _: mirror(library, tmp_path))
    assert (LIBRARY,) == library.articles()
