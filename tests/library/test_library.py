"""Articles at rest."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from articles import LIBRARY, NOTE, corrected, edition
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ArticleNotFound, ConfigurationError, LibraryUnavailable, UnknownShelf
from bot.library import Added, Library
from bot.model import Article, Heading, Source

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
LINE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\n"), min_size=1, max_size=40)
SOURCES = st.builds(
    Source,
    title=TEXT,
    author=st.none() | TEXT,
    publication=st.none() | TEXT,
    published=st.none() | st.dates(),
    digest=st.booleans(),
)
HEADINGS = st.dictionaries(st.integers(1, 4), st.integers(1, 6)).map(
    lambda levels: tuple(Heading(*heading) for heading in sorted(levels.items()))
)
ARTICLES = st.builds(
    Article, SOURCES, st.lists(LINE, min_size=1, max_size=4).map("\n".join), headings=HEADINGS
)


@settings(max_examples=60)
@given(article=ARTICLES)
def test_any_article_survives_a_round_trip(library: Library, article: Article) -> None:
    """What comes out is what went in, character for character."""
    library.add(article, "round-trip")
    assert article in library.articles("round-trip")
    found = library.find(article.id, "round-trip")
    assert {article.id: found} == library.holdings.shelved("round-trip", [article.id])
    library.remove(article.id, "round-trip")


def test_adding_says_what_it_came_to(library: Library) -> None:
    """New, then known, then a new edition in place of the old."""
    assert Added.NEW == library.add(LIBRARY)
    assert Added.SAME == library.add(LIBRARY)
    newer = corrected("新的一段。")
    assert Added.REPLACED == library.add(newer)
    assert Added.SAME == library.add(newer)
    assert (newer.under(LIBRARY.id),) == library.articles()


def test_unpublished_notes_of_one_title_do_not_replace_each_other(library: Library) -> None:
    """Without paper and date, the text itself tells articles apart."""
    library.add(NOTE)
    assert Added.NEW == library.add(Article(NOTE.source, "另一天的记录。"))


def test_every_change_steps_the_revision_and_nothing_else_does(library: Library) -> None:
    """A reader can tell by one number whether a shelf changed."""
    before = library.revision()
    library.add(LIBRARY)
    library.add(LIBRARY)
    assert before + 1 == library.revision()
    library.remove(LIBRARY.id)
    assert before + 2 == library.revision()


def test_articles_keep_the_order_of_adding_also_through_a_new_edition(library: Library) -> None:
    """A new edition takes the old one's place."""
    library.add(LIBRARY)
    library.add(NOTE)
    library.add(corrected("新的一段。"))
    assert [LIBRARY.id, NOTE.id] == [article.id for article in library.articles()]


def test_shelves_are_apart(library: Library) -> None:
    """An article on one shelf is not on another."""
    library.add(LIBRARY, "club")
    assert () == library.articles()
    assert ("club", "public") == library.shelves()


def test_an_unknown_shelf_is_named_with_those_there_are(library: Library) -> None:
    """The message says what could be meant."""
    with pytest.raises(UnknownShelf, match=r"^nowhere: .*public"):
        library.articles("nowhere")


def test_removing_what_is_not_there_is_an_error(library: Library) -> None:
    """The message names the id."""
    with pytest.raises(ArticleNotFound, match=r"^abc: "):
        library.remove("abc")


def test_a_second_opening_sees_what_the_first_wrote(url: str) -> None:
    """Two processes share one library."""
    first, second = Library.at(url), Library.at(url)
    first.add(LIBRARY)
    assert (LIBRARY,) == second.articles()
    first.close()
    second.close()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    """One line: the file, why, and which setting to look at."""
    (tmp_path / "zhaiyin.db").write_text("not a database, but long enough to be read as one" * 20)
    with pytest.raises(LibraryUnavailable, match=r"zhaiyin\.db: .*not a database.*ZHAIYIN_DATA_DIR"):
        Library.at(f"sqlite:///{tmp_path / 'zhaiyin.db'}")


@pytest.mark.parametrize("url", ["nonsense", "nosuch://host/db", "mysql+nosuchdriver://u:secret@h/d"])
def test_a_url_that_cannot_be_is_refused_without_showing_it(url: str) -> None:
    """A database address may hold a password."""
    with pytest.raises(ConfigurationError, match=r"^DATABASE_URL: ") as caught:
        Library.at(url)
    assert "secret" not in str(caught.value)


def test_the_id_of_an_article_is_made_of_its_source_and_its_text() -> None:
    """Punctuation in the title does not matter; another date or another text makes another."""
    spaced = replace(LIBRARY.source, title="把书 送到——山里去")
    assert LIBRARY.id == Article(spaced, LIBRARY.text).id
    assert LIBRARY.id != Article(replace(LIBRARY.source, published=date(2024, 3, 9)), LIBRARY.text).id
    assert LIBRARY.id != edition("别的。").id


def test_a_corrected_source_keeps_the_article_where_it_was(library: Library) -> None:
    """Its id stays, so that links to it go on working, also after it is read again."""
    library.add(LIBRARY)
    amended = library.amend(LIBRARY.id, replace(LIBRARY.source, title="另一个题目"))
    assert LIBRARY.id == amended.id
    [stored] = library.articles()
    assert ("另一个题目", LIBRARY.id, LIBRARY.text) == (stored.source.title, stored.id, stored.text)


def test_the_size_of_a_shelf(library: Library) -> None:
    """Articles and characters; nothing for a shelf that is not there."""
    library.add(LIBRARY)
    library.add(NOTE)
    assert (2, len(LIBRARY.text) + len(NOTE.text)) == library.size()
    assert (0, 0) == library.size("nowhere")


def test_a_dropped_shelf_is_gone_and_one_made_anew_is_not_taken_for_it(library: Library) -> None:
    """Its articles are gone for good, and its revision does not come again."""
    library.add(LIBRARY, "club")
    before = library.revision("club")
    library.drop("club")
    with pytest.raises(UnknownShelf):
        library.articles("club")
    library.add(NOTE, "club")
    assert before != library.revision("club")
    assert (NOTE,) == library.articles("club")
