"""What a reader does for a file grows no faster than the file; counted in calls, never timed."""

from collections import Counter
from contextlib import suppress

import pytest
from work import calls_by_file, calls_of

from bot.errors import UnreadableArticle
from bot.readers import File, Reading, read
from bot.readers.formats.markdown.labels import MOST_STEPS
from bot.readers.worker import read_safely

HEAD = "<title>修伞的人</title><h1>修伞的人</h1>"
SENTENCE = "修伞要先看骨。"
MOST_CALLS = 420
"""Calls of the readers' own for an element of a page."""
PILES: dict[str, tuple[str, str]] = {
    "open brackets": ("a.md", "["),
    "open notes": ("a.md", "^["),
    "open pictures": ("a.md", "!["),
    "open wiki links": ("a.md", "[[a"),
    "open embedded files": ("a.md", "![[a"),
    "stars": ("a.md", "**a_ "),
    "rows": ("a.md", "|伞|骨|\n"),
    "comments": ("a.md", "a<!--"),
    "highlights": ("a.md", "==a "),
    "items": ("a.html", f"<ol><li>{SENTENCE}</li></ol>"),
    "powers": ("a.html", f"<p>{SENTENCE}<sup>2</sup></p>"),
    "paragraphs": ("a.html", f"<p>{SENTENCE}</p>"),
    "spans": ("a.html", f"<span>{SENTENCE}</span>"),
    "cells": ("a.html", f"<table><tr><td>{SENTENCE}</td><td>二</td></tr></table>"),
    "forms": ("a.html", f"<form>{SENTENCE}</form>"),
    "links": ("a.html", f"<a href='/a'>{SENTENCE}</a>"),
}


def calls(name: str, text: str) -> Counter[str]:
    """Return how often each file's functions are called while `text` is read."""
    file = File(name, text.encode())

    def read_it() -> None:
        with suppress(UnreadableArticle):  # hostile piles may be refused
            read(file)

    return calls_by_file(read_it)


def page(name: str, pile: str) -> str:
    return (HEAD if name == "a.html" else f"# 修伞的人\n\n{SENTENCE}\n\n") + pile


@pytest.mark.parametrize(("name", "piled"), PILES.values(), ids=PILES.keys())
def test_twice_as_much_is_twice_the_work(name: str, piled: str) -> None:
    """A pile of markup twice as high takes about twice as many calls."""
    calls(name, page(name, piled))
    once, twice = (calls(name, page(name, piled * n)).total() for n in (200, 400))
    assert twice < 2.4 * once


@pytest.mark.parametrize(
    ("around", "element"),
    [
        ("<ul>{}</ul>", f"<li>{SENTENCE}</li>"),
        ("<p>{}</p>", f"{SENTENCE}<sup>2</sup>"),
        ("{}", f"<p>{SENTENCE}</p>"),
    ],
    ids=["items", "powers", "paragraphs"],
)
def test_an_element_more_costs_few_calls_of_our_own(around: str, element: str) -> None:
    """Neither the walk through a page nor its second reading looks at it again and again."""
    ours = "/bot/readers/"
    calls("a.html", page("a.html", element))
    once, twice = (
        sum(
            number
            for name, number in calls("a.html", page("a.html", around.format(element * count))).items()
            if ours in name.replace("\\", "/")
        )
        for count in (200, 400)
    )
    assert twice - once < 200 * MOST_CALLS


def test_the_ends_of_labels_are_sought_within_bounds() -> None:
    """A file of nothing but open brackets costs a bounded number of looks, and its text stays."""
    text = "[[a" * 4_000
    readings = list[Reading]()
    file = File("a.md", f"# 伞\n\n{text}".encode())
    looks = calls_of("skipToken", lambda: readings.append(read(file)))
    assert [text] == [reading.article.text for reading in readings]
    assert looks <= MOST_STEPS


def test_honest_links_are_read_beside_open_brackets() -> None:
    """Brackets that nothing closes take nothing from the links around them."""
    text = "见[第一节](a)，又见[第二节](b)。[原文如此。" * 200
    expected = "见第一节，又见第二节。[原文如此。" * 200
    assert expected == read(File("a.md", f"# 伞\n\n{text}".encode())).article.text


def test_a_page_of_thousands_of_blocks_is_not_compared_block_by_block() -> None:
    """A page is held against another extractor's reading only as far as that stays quick, and is read whole."""
    many = page("a.html", f"<p>{SENTENCE}</p>" * 1_600)
    assert not any("justext" in filename for filename in calls("a.html", many))
    assert 1_600 == read(File("a.html", many.encode())).article.text.count(SENTENCE)


def test_markdown_is_read_apart_however_small() -> None:
    """Markdown may be hostile at any size, so it is given no time of the bot's own process."""
    with pytest.raises(UnreadableArticle, match="longer than 0 s"):
        read_safely(File("a.md", SENTENCE.encode()), timeout_s=0)


def test_a_little_plain_text_is_read_at_once() -> None:
    """Plain text is read line by line, and needs no process for itself."""
    assert SENTENCE == read_safely(File("a.txt", SENTENCE.encode()), timeout_s=0).article.text
