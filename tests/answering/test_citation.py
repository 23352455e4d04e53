"""Citations, style by style."""

from dataclasses import replace
from datetime import date

import pytest
from articles import LIBRARY, NOTE

from bot.answering.citation import STYLES, authors, cite
from bot.model import Article, Source

GOLDEN = {
    "gbt7714": "林知远. 把书送到山里去[N]. 青石日报, 2024-03-08(006).",
    "apa": "林知远. (2024, March 8). 把书送到山里去. 青石日报, 006.",
    "mla": "林知远. “把书送到山里去.” 青石日报, 8 March 2024, p. 006.",
    "bibtex": "@article{" + LIBRARY.id + ",\n"
    "  author = {{林知远}},\n  title = {{把书送到山里去}},\n  journal = {青石日报},\n"
    "  year = {2024},\n  month = {3},\n  day = {8},\n  pages = {006},\n}",
}


@pytest.mark.parametrize("style", STYLES)
def test_a_newspaper_article_in_every_style(style: str) -> None:
    """Golden: a style without its line here fails."""
    assert GOLDEN[style] == cite(LIBRARY, style)


@pytest.mark.parametrize("style", STYLES)
def test_a_note_of_which_only_the_title_is_known(style: str) -> None:
    """What is not known leaves no empty brackets, doubled stops or commas behind."""
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
        (None, ()),
    ],
)
def test_the_author_field_is_read_name_by_name(field: str | None, names: tuple[str, ...]) -> None:
    """A blank separates Chinese names but not the parts of a Latin one."""
    assert names == authors(Source(title="题", author=field))


def test_bibtex_special_characters_are_escaped() -> None:
    """A title cannot break out of its entry."""
    assert r"title = {{A \& B \{C\} 50\%}}" in cite(Article(Source(title="A & B {C} 50%"), "文。"), "bibtex")
