"""A shelf carried out as Markdown and back in, whatever is on it."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from command_line import run
from databases import sqlite
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UnreadableArticle
from bot.library import Library
from bot.model import Article, Source, Span
from bot.readers import File, read

_MARKS = (
    "---", "---\n", "...", "***", "===", "# ", "###### ", "1. ", "- ", "* ", "> ", "```", "~~~", "    ", "\t",
    "\r\n", "\r", "\n\n", "  \n", "\\\n", "\\", "\u3000\u3000", "|a|b|\n|-|-|\n", "[a](b)", "![x](y)", "[a]: http://x",
    "&amp;", "&#10;", "&#7;", "&#x200b;", "&nbsp;", "<b>", "<br>", "<!--", "-->", "http://a.b/c_d",
    "title: ", "title: 甲\n", "publication: 报\n", "published: 2024-01-02\n", "kind: digest\n", "id: abcdefghij\n",
    "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\u00a0", "\ufeff", "\u202e", "\u200b", "👍🏽", "👨‍👩‍👧", "e\u0301",
    "'", '"', ": ", "null", "0x1", "!!a", "{", "[", "%", "@", "甲", "一句话。", "，", "一、", "词" * 3000,
)  # fmt: skip
_text = st.lists(
    st.sampled_from(_MARKS) | st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    min_size=1,
    max_size=20,
).map("".join)
# a control has no place in a field, whoever wrote it
_field = _text.map(
    lambda text: "".join(c for c in " ".join(text.split()) if unicodedata.category(c) != "Cc")[:300]
)
_maybe = st.none() | _field.filter(bool)
SOURCES = st.builds(
    Source,
    title=_field.filter(str.strip),
    **dict.fromkeys(("author", "author_post", "publication", "edition", "edition_name", "column"), _maybe),
    **dict.fromkeys(("url", "rights"), _maybe),
    published=st.none() | st.dates(),
    language=st.sampled_from(["zh-Hans", "zh-Hant", "en", "no"]),
    digest=st.booleans(),
)
FILES = st.builds(
    lambda text, suffix: File(f"a{suffix}", text.encode()), _text, st.sampled_from([".md", ".txt"])
)


class Carried:
    """A library whose shelves are written to folders, and the folders put on other shelves."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._numbers = folder, count()
        self._settings = {
            "DATABASE_URL": sqlite(folder / "zhaiyin.db"),
            "ZHAIYIN_CORPUS_DIR": str(folder),
        }
        self.library = Library.at(self._settings["DATABASE_URL"])

    def there_and_back(
        self, articles: list[Article], corrected: Source | None = None
    ) -> tuple[set[Article], ...]:
        """Return what a shelf with these articles holds, and what its copy does; `corrected` is a new source for the first."""
        name = f"shelf{next(self._numbers)}"
        for article in articles:
            self.library.add(article, name)
        if corrected is not None:
            self.library.amend(articles[0].id, corrected, name)
        out = str(self._folder / name)
        assert 0 == run("export", name, out, **self._settings).returncode
        added = run("add", out, "--shelf", f"{name}copy", **self._settings)
        # what could not be read is told with every reading
        is_whole = not any("〔?〕" in article.text or "〔…〕" in article.text for article in articles)
        assert (0, "") == (added.returncode, added.stderr if is_whole else "")
        return set(self.library.articles(name)), set(self.library.articles(f"{name}copy"))


@pytest.fixture
def carried(tmp_path: Path) -> Iterator[Carried]:
    """Nothing yet."""
    carried = Carried(tmp_path)
    yield carried
    carried.library.close()


@settings(max_examples=60)
@given(files=st.lists(FILES, min_size=1, max_size=3), corrected=st.none() | SOURCES)
def test_whatever_was_read_survives_the_way_out_and_back(
    carried: Carried, files: list[File], corrected: Source | None
) -> None:
    """Text, headings, every field of the source, and the id, also of an article whose source was corrected."""
    articles = []
    for file in files:
        try:
            articles.append(read(file).article)
        except UnreadableArticle:
            continue
    if articles:
        before, after = carried.there_and_back(articles, corrected)
        assert before == after
        assert _ids(before) == _ids(after)


def _ids(articles: set[Article]) -> set[tuple[str, tuple[Span, ...]]]:
    return {(article.id, article.paragraphs) for article in articles}


def test_articles_of_one_title_do_not_overwrite_each_other(carried: Carried) -> None:
    """Each has a file of its own."""
    source = Source(title="会议记录", published=date(2024, 3, 8))
    articles = [Article(Source(title="会议记录"), text) for text in ("甲。", "乙。")]
    articles += [Article(replace(source, publication=paper), "丙。") for paper in ("青石日报", "青石晚报")]
    before, after = carried.there_and_back(articles)
    assert set(articles) == before == after


@pytest.mark.parametrize("title", ["𠀀" * 300, "字" * 300, "é" * 300, "a" * 300, "/../..\\con:*?", "。。。"])
def test_any_title_is_fit_for_the_name_of_a_file(carried: Carried, title: str) -> None:
    """However long, in bytes, and whatever it holds."""
    before, after = carried.there_and_back([Article(Source(title=title), "文。")])
    assert before == after


def test_the_name_of_a_file_is_of_whole_characters(carried: Carried, tmp_path: Path) -> None:
    """Marks stay with their letters; what is no word parts them."""
    carried.there_and_back([Article(Source(title="हिन्दी, 👨\u200d👩：ไทย"), "文。")])
    carried.there_and_back([Article(Source(title="a" * 179 + "e\u0301"), "文。")])
    names = {file.name.split("-")[1:-1][0] for file in tmp_path.glob("shelf1/*.md")}
    assert {"a" * 179} == names
    assert ["हिन्दी", "ไทย"] == [
        word for file in tmp_path.glob("shelf0/*.md") for word in file.name.split("-")[1:-1]
    ]
