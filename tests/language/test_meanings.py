"""Word vectors: words that mean much the same lie nearer than words that do not."""

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from bot.language.keys import key
from bot.language.meanings import Vectors, meanings

_MOST_BYTES = 9_000_000


def _vector(word: str) -> Vectors:
    vector = meanings().of(word)
    assert vector is not None
    return vector


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [
        ("警察", "民警", "面包"),
        ("逮捕", "抓捕", "散步"),
        ("费用", "开支", "窗户"),
        ("医生", "大夫", "机器"),
        ("关闭", "停业", "音乐"),
        ("父亲", "爸爸", "价格"),
        ("汽车", "轿车", "诗歌"),
        ("高兴", "开心", "煤炭"),
        ("元首", "总统", "厨房"),
        ("打仗", "战争", "电脑"),
        ("工资", "薪水", "海岸"),
        ("房租", "租金", "篮球"),
        ("小孩", "儿童", "钢铁"),
        ("开始", "启动", "蔬菜"),
        ("倒闭", "破产", "花园"),
        ("倒霉", "不幸", "铅笔"),
    ],
)
def test_like_words_lie_nearer_than_others(word: str, near: str, far: str) -> None:
    """Also where they share no character."""
    assert _vector(word) @ _vector(near) > 0.2 + _vector(word) @ _vector(far)


@pytest.mark.parametrize("word", ["园区", "警察", "视频办公室小组", "三"])
def test_every_vector_has_length_one(word: str) -> None:
    """Of words with a vector of their own, and of those that get one from their parts."""
    assert np.linalg.norm(_vector(word)) == pytest.approx(1.0, abs=1e-5)


def test_an_unknown_word_lies_near_its_parts() -> None:
    """Nobody lists 图书室管理员, but it is made of words that have vectors."""
    assert _vector("图书室管理员") @ _vector("管理员") > 0.6


@pytest.mark.parametrize("word", ["", "zhaiyin", "🙂", "123", "\ud800"])
def test_what_is_no_chinese_word_has_no_vector(word: str) -> None:
    """Neither Latin words nor signs, nor half a character."""
    assert meanings().of(word) is None


def test_words_keys_and_vectors_belong_together() -> None:
    """Row by row, the keys ascending, so that a word is found by halving."""
    known = meanings()
    rows = range(0, len(known.keys), 997)
    assert [int(known.keys[row]) for row in rows] == [key(f"w:{known.word(row)}") for row in rows]
    assert bool((known.keys[1:] > known.keys[:-1]).all())
    assert len(known.keys) == len(known.vectors) == len(known.starts) - 1


def test_the_vectors_are_small_and_say_where_they_are_from() -> None:
    """They are part of every installation, and have a licence of their own."""
    folder = Path(str(files("bot.language") / "word_vectors"))
    assert sum(file.stat().st_size for file in folder.iterdir()) < _MOST_BYTES
    notice = (folder / "README.md").read_text(encoding="utf-8")
    assert "multilingual-e5-small" in notice
    assert "CC BY-SA 4.0" in notice
