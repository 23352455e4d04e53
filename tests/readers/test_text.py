"""Plain prose: its title, its author, its paragraphs."""

import json
from pathlib import Path

import pytest

from bot.readers import File, read, read_path

PLAIN = sorted((Path(__file__).parents[1] / "fixtures" / "plain").glob("*.json"))
PROSE = "修伞要先看骨。一把伞有八根骨，断一根，其余七根就要多担一份力。"


def text_of(text: str) -> tuple[str, str | None, list[str]]:
    """Title, author and paragraphs of `text` as a file named a.txt."""
    article = read(File("a.txt", text.encode())).article
    return article.source.title, article.source.author, article.text.split("\n")


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: path.stem)
def test_plain_files(path: Path) -> None:
    """Every file gives the title and paragraphs that stand in its JSON."""
    want = json.loads(path.read_text(encoding="utf-8"))
    article = read_path(next(p for p in path.parent.glob(f"{path.stem}.*") if p.suffix != ".json")).article
    assert want["paragraphs"] == article.text.split("\n")
    assert want["title"] in (article.source.title, None)
    assert want["author"] == article.source.author


def test_title_and_by_line() -> None:
    """A short first line is the title, a by-line below it the author; neither is a paragraph."""
    assert ("修伞记", "何苗", [PROSE]) == text_of(f"修伞记\n作者：何苗\n\n　　{PROSE}\n")


def test_text_without_title_is_named_by_its_opening() -> None:
    """The opening words up to the first punctuation are the title, and stay in the text."""
    assert ("修伞要先看骨", None, [PROSE, PROSE]) == text_of(f"{PROSE}\n{PROSE}")


def test_hard_wrapped_lines_are_joined() -> None:
    """Blocks whose lines are broken at one width become a paragraph each."""
    wrapped = (
        "It was late in the afternoon when\nthe two of them came down to the\nharbour and sat on the wall.\n"
    )
    joined = wrapped.strip().replace("\n", " ")
    assert [joined, joined] == text_of(f"{wrapped}\n{wrapped}")[2]


def test_lines_that_are_paragraphs_stay_apart() -> None:
    """A line that ends a sentence, or is indented, is a paragraph of its own."""
    assert [PROSE, PROSE, PROSE] == text_of(f"{PROSE}\n{PROSE}\n　　{PROSE}")[2]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (PROSE, "zh-Hans"),
        ("書倉分三層，這裡來的時候還沒開門。", "zh-Hant"),
        ("A plain English sentence.", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    """Simplified, traditional and mostly Latin text are told apart."""
    assert language == read(File("a.txt", text.encode())).article.source.language
