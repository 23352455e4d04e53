"""Adding to the public shelf beside `corpus/`."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from articles import LIBRARY, NOTE, corrected, edition
from databases import sqlite

from bot.assistant.public_shelf import PublicShelf
from bot.library import Added, Library
from bot.library.corpus import mirror
from bot.model import Article, Source
from bot.readers.formats.markdown.writing import write


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library with nothing in it."""
    library = Library.at(sqlite(tmp_path / "zhaiyin.db"))
    yield library
    library.close()


@pytest.fixture
def corpus(tmp_path: Path, library: Library) -> Path:
    """A folder with one article, which is on the public shelf."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "library.md").write_text(write(LIBRARY), encoding="utf-8")
    assert () == mirror(library, folder)
    return folder


def _titles(library: Library) -> list[str]:
    return [article.source.title for article in library.articles()]


def test_what_was_added_stays_when_the_corpus_is_mirrored(library: Library, corpus: Path) -> None:
    """Corrected as it is, and also when a file of the corpus goes."""
    shelf = PublicShelf(library)
    added = shelf.add(NOTE).article
    shelf.amend(added.id, {"author": "周一鸣"})
    (corpus / "library.md").unlink()
    mirror(library, corpus)
    assert [("会议记录", "周一鸣")] == [(one.source.title, one.source.author) for one in library.articles()]


def test_the_text_of_a_corpus_article_is_there_already(library: Library, corpus: Path) -> None:
    """It stays the corpus's own, so that it follows its file."""
    shelf = PublicShelf(library)
    [article] = library.articles()
    taken = shelf.add(Article(Source(title="又一个名字"), article.text))
    assert (Added.SAME, article.id) == (taken.added, taken.article.id)
    assert shelf.added(article.id) is None


def test_what_the_corpus_holds_is_neither_corrected_nor_removed(library: Library, corpus: Path) -> None:
    """Its file would bring it back as it was."""
    shelf, [article] = PublicShelf(library), library.articles()
    assert shelf.find(article.id) == article
    assert shelf.amend(article.id, {"title": "别的"}) is None
    assert shelf.remove(article.id) is None
    assert shelf.supersede(article.id, article.id) is None
    assert [article] == list(library.articles())


def test_a_newer_edition_stands_in_place_of_the_corpus_one_until_it_is_removed(
    library: Library, corpus: Path
) -> None:
    """Under the same id; the folder brings its own back when it is read again."""
    shelf, [earlier] = PublicShelf(library), library.articles()
    taken = shelf.add(corrected("今年还要修一条去后山的路。"))
    assert (Added.REPLACED, earlier.id) == (taken.added, taken.article.id)
    mirror(library, corpus)
    assert [taken.article.text] == [article.text for article in library.articles()]
    assert shelf.remove(earlier.id) is not None
    mirror(library, corpus)
    assert [earlier.text] == [article.text for article in library.articles()]


def test_what_was_put_in_place_of_a_corpus_article_stays_there(library: Library, corpus: Path) -> None:
    """The folder does not bring back what somebody said is the old version."""
    shelf, [earlier] = PublicShelf(library), library.articles()
    first = earlier.text.partition("\n")[0]
    taken = shelf.add(
        edition(
            f"{first}\n后来又添了一间放映室，可坐八十人，周末放老电影，不收门票。\n{'新修的路通到后山。' * 3}"
        )
    )
    assert taken.near is not None
    assert earlier.id == taken.near.id
    assert shelf.supersede(taken.article.id, earlier.id) is not None
    mirror(library, corpus)
    assert [(earlier.id, taken.article.text)] == [(one.id, one.text) for one in library.articles()]


def test_what_is_gone_is_neither_corrected_nor_put_in_place(library: Library) -> None:
    """Nor found; somebody else may have removed it."""
    shelf = PublicShelf(library)
    one, other = shelf.add(LIBRARY).article, shelf.add(NOTE).article
    assert shelf.remove(one.id) is not None
    assert shelf.remove(one.id) is None
    assert shelf.find(one.id) is None
    assert shelf.amend(one.id, {"title": "别的"}) is None
    assert shelf.supersede(one.id, other.id) is None
    assert shelf.supersede(other.id, one.id) is None
    assert ["会议记录"] == _titles(library)


def test_the_newest_additions_come_first(library: Library, corpus: Path) -> None:
    """From the first that is wanted on, without what the corpus holds."""
    shelf = PublicShelf(library)
    for number in range(3):
        shelf.add(Article(replace(NOTE.source, title=f"第 {number} 篇"), f"第{number}篇说的是别的事。"))
    assert ["第 2 篇", "第 1 篇"] == [one.article.source.title for one in shelf.newest(0, 2)]
    assert ["第 0 篇"] == [one.article.source.title for one in shelf.newest(2, 2)]
