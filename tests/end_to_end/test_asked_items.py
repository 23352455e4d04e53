"""Items of a list asked for by their places, as the `zhaiyin` command quotes them."""

from pathlib import Path

import pytest
from command_line import run

_HARBOUR = """---
title: 渔港安全守则
---
晒网场分给东湾、西湾、南角、北角、灯塔五个小组使用。
"""


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("晒网场五个小组的前两个是什么", "晒网场分给**东湾、西湾**、南角、北角、灯塔五个小组使用。"),
        ("晒网场五个小组的第一个和最后一个", "晒网场分给**东湾**、西湾、南角、北角、**灯塔**五个小组使用。"),
    ],
)
def test_the_items_asked_for_are_marked_in_their_sentence(question: str, quoted: str, tmp_path: Path) -> None:
    """They and no others."""
    (tmp_path / "harbour.md").write_text(_HARBOUR, encoding="utf-8")
    done = run("ask", question, ZHAIYIN_CORPUS_DIR=str(tmp_path))
    assert (0, quoted) == (done.returncode, done.stdout.splitlines()[0])


def test_a_place_that_the_list_lacks_is_not_found(tmp_path: Path) -> None:
    """Nothing is quoted for it."""
    (tmp_path / "harbour.md").write_text(_HARBOUR, encoding="utf-8")
    done = run("ask", "晒网场五个小组的第九个是什么", ZHAIYIN_CORPUS_DIR=str(tmp_path))
    assert (1, "文章里没有找到。") == (done.returncode, done.stdout.splitlines()[0])
