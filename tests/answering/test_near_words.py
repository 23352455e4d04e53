"""The words of a shelf that are nearest in meaning to a word of a question."""

import pytest
from shelves import shelf

from bot.answering.index.shelf import ShelfIndex
from bot.model import Article, Source

_LINES = ["城北产业园今年新来了十二家企业。", "警方在码头逮捕了两名嫌疑人。", "门票每人二十元，学生免费。"]


def _shelf() -> ShelfIndex:
    return shelf(Article(Source(title="简讯"), "\n".join(_LINES)))


@pytest.mark.parametrize(
    ("found", "asked"),
    [("产业园", "园区"), ("逮捕", "抓住"), ("警方", "警察"), ("门票", "票价"), ("企业", "公司")],
)
def test_a_word_finds_one_of_like_meaning(found: str, asked: str) -> None:
    """Among the first three that stand on the shelf."""
    assert found in [near.word for near in _shelf().near([asked])[0][:3]]


def test_only_words_of_the_shelf_are_near_and_never_the_word_itself() -> None:
    """Nearest first, with a likeness above 0 and at most 1."""
    index = _shelf()
    for asked in ("逮捕", "公司", "学生", "天气"):
        [near] = index.near([asked])
        assert all(index.known(f"w:{word.word}") and word.word != asked for word in near)
        likeness = [word.likeness for word in near]
        assert sorted(likeness, reverse=True) == likeness
        assert all(0 < value <= 1.0001 for value in likeness)


@pytest.mark.parametrize("asked", ["", "zhaiyin", "🙂"])
def test_what_means_nothing_is_near_nothing(asked: str) -> None:
    """Nor is anything on an empty shelf."""
    assert [()] == _shelf().near([asked])
    assert [()] == shelf().near(["公司"])


def test_words_asked_together_have_what_each_has_alone() -> None:
    """Whether or not one was asked for before, and however often it stands among them."""
    words = ["公司", "zhaiyin", "警察", "公司", "园区"]
    index = _shelf()
    together = index.near(words)
    assert together == index.near(words)
    for word, near in zip(words, together, strict=True):
        [alone] = _shelf().near([word])
        assert dict(alone) == pytest.approx(dict(near))
