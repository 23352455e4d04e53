"""`words.txt` and `synonyms.txt` in the corpus folder, as the `zhaiyin` command reads them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Done, run

ENTRY = """---
title: 阅览室改造
author: 林知远
publication: 青石日报
published: 2024-05-01
---
阅览室一共有三百平方米，放了电脑四十台，早上八点开门。

村里的报刊亭搬进来以后改名叫云上书屋，老管理员每天浇花。
"""

Ask = Callable[[str], Done]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A corpus folder with one article."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "reading-room.md").write_text(ENTRY, encoding="utf-8")
    return folder


@pytest.fixture
def ask(corpus: Path) -> Ask:
    """Runs `zhaiyin ask --json` on that folder."""
    return lambda question: run("ask", "--json", question, ZHAIYIN_CORPUS_DIR=str(corpus))


def test_a_synonym_finds_what_the_article_calls_otherwise(ask: Ask, corpus: Path) -> None:
    """From the next start on; before that, the word is missing."""
    before = ask("有多少台计算机")
    assert (1, ["计算机"]) == (before.returncode, json.loads(before.stdout)["evidence"]["missing"])
    (corpus / "synonyms.txt").write_text("# 设备\n计算机 电脑 微机\n", encoding="utf-8")
    after = ask("有多少台计算机")
    assert 0 == after.returncode, after.stdout
    answer = json.loads(after.stdout)
    assert "sure" == answer["verdict"]
    assert answer["passage"].startswith("阅览室一共有三百平方米，放了电脑四十台")
    assert [] == answer["evidence"]["missing"]


def test_an_own_word_is_one_word_of_the_question(ask: Ask, corpus: Path) -> None:
    """It is named as a whole, whether it is found or missing."""
    before = json.loads(ask("云上书屋和云下书屋").stdout)["evidence"]
    assert "云上书屋" not in before["found"]
    (corpus / "words.txt").write_text("# 名称\n云上书屋 10 nz\n\n云下书屋\n", encoding="utf-8")
    after = json.loads(ask("云上书屋和云下书屋").stdout)["evidence"]
    assert {"found": ["云上书屋"], "missing": ["云下书屋"], "understood": []} == after


@pytest.mark.parametrize(
    ("file", "content"), [("words.txt", "云计算\n云 计算 100 n\n"), ("synonyms.txt", "平米 平方米\n电脑\n")]
)
def test_a_mistake_in_either_file_is_one_clear_line(file: str, content: str, ask: Ask, corpus: Path) -> None:
    """File, line, what is wrong; exit status 2 and no traceback."""
    (corpus / file).write_text(content, encoding="utf-8")
    done = ask("阅览室有多大")
    assert (2, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith(f"zhaiyin: {corpus / file}:2: ")
    assert 1 == len(done.stderr.splitlines())


def test_text_files_beside_the_articles_are_no_articles(ask: Ask, corpus: Path) -> None:
    """Only Markdown is mirrored."""
    (corpus / "words.txt").write_text("书屋\n", encoding="utf-8")
    (corpus / "synonyms.txt").write_text("平方米 平米\n", encoding="utf-8")
    done = ask("谁写的")
    assert ("林知远" in done.stdout, "") == (True, done.stderr)


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("办事还得跑大厅吗", "视频办"),
        ("去哪里办事", "就近办"),
        ("线上能办事吗", "视频办"),
        ("百姓能用上什么", "老百姓"),
    ],
)
def test_what_the_corpus_comes_with_is_asked_as_people_speak(question: str, quoted: str) -> None:
    """Its synonyms say what officials write: 办事 is 政务服务."""
    done = run("ask", "--json", question)
    assert 0 == done.returncode, done.stdout
    assert quoted in "".join(json.loads(done.stdout)["focus"])
