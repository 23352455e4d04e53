"""Citations: what every style keeps to, styles being found by themselves, and what each one writes."""

import re
from dataclasses import replace
from datetime import date

import pytest
from articles import LIBRARY, NOTE
from hypothesis import given
from hypothesis import strategies as st
from texts import texts

from bot.answering.quoting.bibliography import authors
from bot.answering.quoting.citation import DEFAULT_STYLE, STYLES, cite, short
from bot.model import Article, Source

GOLDEN = {
    "gbt7714": "林知远. 把书送到山里去[N]. 青石日报, 2024-03-08(006).",
    "apa": "林知远. (2024, March 8). 把书送到山里去. 青石日报, 006.",
    "mla": "林知远. “把书送到山里去.” 青石日报, 8 Mar. 2024, p. 006.",
    "bibtex": "@article{" + LIBRARY.id + ",\n"
    "  author = {{林知远}},\n  title = {{把书送到山里去}},\n  journal = {青石日报},\n"
    "  year = {2024},\n  month = {3},\n  day = {8},\n  pages = {006},\n}",
}


each_style = pytest.mark.parametrize("style", STYLES)


def test_the_styles_stand_in_an_order_that_readers_know() -> None:
    """The default first; a new style comes last."""
    assert ["gbt7714", "apa", "mla", "bibtex"] == list(STYLES)[:4]
    assert DEFAULT_STYLE == next(iter(STYLES))


@each_style
def test_the_name_of_a_style_fits_the_data_of_a_button(style: str) -> None:
    """Callback data has room for 16 characters, and so has the column of the chat's settings."""
    assert re.fullmatch(r"[a-z0-9_]{1,16}", style)


def test_every_style_has_a_short_label_of_its_own() -> None:
    """It stands on a button, beside another one."""
    labels = [style.LABEL for style in STYLES.values()]
    assert len(labels) == len(set(labels))
    assert [] == [label for label in labels if not 0 < len(label.strip()) <= 20 or "\n" in label]


_FIELD = st.none() | texts(max_size=20)


@each_style
@given(texts(max_size=20), _FIELD, _FIELD, _FIELD, _FIELD, st.none() | st.dates(), st.booleans())
def test_every_style_cites_whatever_source_there_is(
    style: str,
    title: str,
    author: str | None,
    publication: str | None,
    edition: str | None,
    url: str | None,
    published: date | None,
    digest: bool,
) -> None:
    """Also one with hardly anything in it; the same source always alike."""
    source = Source(
        title=title,
        author=author,
        publication=publication,
        edition=edition,
        url=url,
        published=published,
        digest=digest,
    )
    for accessed in (None, date(2024, 10, 1)):
        cited = cite(Article(source, "文。"), style, accessed)
        assert cited.strip()
        assert cite(Article(source, "文。"), style, accessed) == cited


@pytest.mark.parametrize("style", GOLDEN)
def test_a_newspaper_article_in_every_style(style: str) -> None:
    """Golden."""
    assert GOLDEN[style] == cite(LIBRARY, style)


@each_style
def test_a_note_of_which_only_the_title_is_known(style: str) -> None:
    """Unknown fields leave no empty brackets, doubled stops or commas behind."""
    cited = cite(NOTE, style)
    assert "会议记录" in cited
    assert not any(trace in cited for trace in ("None", "()", "..", ", ,", ",,", ". ,", "{}"))


def test_a_link_makes_it_an_online_newspaper() -> None:
    """[N/OL], the address at the end."""
    online = Article(replace(LIBRARY.source, url="https://paper.example/a"), "文。")
    assert cite(online).endswith("[N/OL]. 青石日报, 2024-03-08(006). https://paper.example/a")


def test_more_than_three_authors_are_abridged() -> None:
    """GB/T 7714-2015, 8.1.2: the first three and 等."""
    many = Article(Source(title="题", author="甲一、乙二、丙三、丁四", published=date(2024, 1, 2)), "文。")
    assert cite(many).startswith("甲一, 乙二, 丙三, 等. 题")


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("张三 李四", ("张三", "李四")),
        ("张三、李四", ("张三", "李四")),
        ("Ada Lovelace", ("Ada Lovelace",)),
        ("Ada Lovelace and Alan Turing", ("Ada Lovelace", "Alan Turing")),
        ("Ada Lovelace, Alan Turing, & Grace Hopper", ("Ada Lovelace", "Alan Turing", "Grace Hopper")),
        ("张三， 李四；王五", ("张三", "李四", "王五")),
        (None, ()),
    ],
)
def test_the_author_field_is_read_name_by_name(field: str | None, names: tuple[str, ...]) -> None:
    """A blank separates Chinese names but not the parts of a Latin one."""
    assert names == authors(Source(title="题", author=field))


def test_bibtex_special_characters_are_escaped() -> None:
    """A title cannot break out of its entry."""
    assert r"title = {{A \& B \{C\} 50\%}}" in cite(Article(Source(title="A & B {C} 50%"), "文。"), "bibtex")


ONLINE = Article(
    Source(
        title="Books in the “hills”",
        author="Ada Lovelace, Ludwig van Beethoven, Li Ming and Xinhua News Agency",
        publication="The Hill Times",
        edition="A4",
        published=date(2024, 9, 8),
        url="https://paper.example/{a}_b%20c",
        language="en",
    ),
    "Text.",
)
SEEN = date(2024, 10, 1)

ONLINE_GOLDEN = {
    "gbt7714": "LOVELACE A, VAN BEETHOVEN L, LI M, et al. Books in the “hills”[N/OL]. The Hill Times, "
    "2024-09-08(A4)[2024-10-01]. https://paper.example/{a}_b%20c",
    "apa": "Lovelace, A., van Beethoven, L., Li, M., & Xinhua News Agency. (2024, September 8). "
    "Books in the “hills”. The Hill Times, A4. https://paper.example/{a}_b%20c",
    "mla": "Lovelace, Ada, et al. “Books in the ‘hills’.” The Hill Times, 8 Sept. 2024, p. A4, "
    "https://paper.example/{a}_b%20c. Accessed 1 Oct. 2024.",
    "bibtex": "@article{" + ONLINE.id + ",\n"
    "  author = {Lovelace, Ada and van Beethoven, Ludwig and Li, Ming and {Xinhua News Agency}},\n"
    "  title = {{Books in the “hills”}},\n  journal = {The Hill Times},\n"
    "  year = {2024},\n  month = {9},\n  day = {8},\n  pages = {A4},\n"
    "  url = {https://paper.example/%7Ba%7D_b%20c},\n  urldate = {2024-10-01},\n}",
}


@pytest.mark.parametrize("style", ONLINE_GOLDEN)
def test_an_article_read_online_in_every_style(style: str) -> None:
    """Latin names stand as each style wants, bodies whole; the day of access if it has a place."""
    assert ONLINE_GOLDEN[style] == cite(ONLINE, style, SEEN)


def test_a_page_has_its_day_in_brackets() -> None:
    """GB/T 7714-2015, 4.6.2: [EB/OL], the day it was put up, the day it was read, the address."""
    page = Article(Source(title="公告", published=date(2024, 1, 2), url="https://a.example/1"), "文。")
    assert cite(page, accessed=SEEN) == "公告[EB/OL]. (2024-01-02)[2024-10-01]. https://a.example/1"


def test_the_day_of_access_needs_an_address() -> None:
    """A printed article was not accessed."""
    assert all(cite(LIBRARY, style, SEEN) == cite(LIBRARY, style) for style in STYLES)


def test_apa_says_when_a_page_without_a_date_was_read() -> None:
    """APA 7, 9.16."""
    page = Article(Source(title="公告", url="https://a.example/1"), "文。")
    assert cite(page, "apa", SEEN) == "公告. (n.d.). Retrieved October 1, 2024, from https://a.example/1"


@pytest.mark.parametrize(
    ("style", "said"),
    [("gbt7714", ""), ("apa", " [Digest]."), ("mla", " Digest."), ("bibtex", "note = {Quoted")],
)
def test_a_digest_is_called_one_where_the_style_has_a_place(style: str, said: str) -> None:
    """GB/T 7714 has none, so there the citation is the original's."""
    digest = Article(replace(LIBRARY.source, digest=True), LIBRARY.text)
    assert said in cite(digest, style)
    assert (cite(digest, style) == cite(LIBRARY, style)) == (not said)


def test_a_title_that_asks_keeps_its_mark_alone() -> None:
    """No full stop after a question mark."""
    asking = Article(replace(LIBRARY.source, title="书在哪里？"), "文。")
    assert "书在哪里？ 青石日报" in cite(asking, "apa")
    assert "“书在哪里？” 青石日报" in cite(asking, "mla")


def test_a_short_citation_is_the_ordinary_one_with_its_paragraph() -> None:
    """Golden."""
    assert short(LIBRARY, 2) == "林知远. 把书送到山里去[N]. 青石日报, 2024-03-08(006). 第2段"
    assert short(Article(replace(ONLINE.source, url=None), "Text."), 3).endswith("2024-09-08(A4). para. 3")


def test_a_long_title_is_shortened_in_the_middle() -> None:
    """The rest stays; a character of two units is never cut in two."""
    long = Article(replace(LIBRARY.source, title="始" + "𠮷" * 300 + "末"), "文。")
    assert short(long, 2).startswith("林知远. 始𠮷")
    assert short(long, 2).endswith("𠮷末[N]. 青石日报, 2024-03-08(006). 第2段")
    assert 255 <= len(short(long, 2).encode("utf-16-le")) // 2 <= 256


@given(texts(max_size=400), texts(max_size=400), texts(max_size=400), st.integers(1, 10**6))
def test_a_short_citation_always_fits_a_button(title: str, author: str, url: str, paragraph: int) -> None:
    """At most 256 UTF-16 units, no half characters."""
    article = Article(Source(title=title, author=author, url=url), "文。")
    assert 0 < len(short(article, paragraph).encode("utf-16-le")) // 2 <= 256
