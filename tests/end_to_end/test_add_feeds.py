"""Feeds and lists of addresses, by the `zhaiyin` command."""

import json
from pathlib import Path

import pytest
from command_line import Zhaiyin, run

THERE, PRIVATE = "https://example.org/there", "http://127.0.0.1:9/a"
PAGE = f"---\ntitle: 渡口记\nurl: {THERE}\n---\n\n渡口在河湾的南边，夏天水涨，船要绕过三块石头。\n"


@pytest.fixture
def zhaiyin(tmp_path: Path) -> Zhaiyin:
    """Runs `zhaiyin` where an article with an address is on the shelf, and `list.txt` names that one and others."""
    (tmp_path / "a.md").write_text(PAGE, encoding="utf-8")
    (tmp_path / "list.txt").write_text(f"# mine\n{THERE}\n{PRIVATE}\nno address\n", encoding="utf-8")
    run("add", "a.md")
    return run


def test_an_entry_that_fails_ends_none_of_the_others_and_those_there_are_passed_over(
    zhaiyin: Zhaiyin,
) -> None:
    """Each failure has its line, the summary counts all, the status tells of failures."""
    done = zhaiyin("add", "list.txt", "--feed")
    assert (2, "3 pages: 0 added, 0 replaced, 1 already there, 2 failed\n") == (
        done.returncode,
        done.stdout,
    )
    private, strange = done.stderr.splitlines()
    assert private == f"zhaiyin: {PRIVATE}: leads into a private network; only public addresses are read"
    assert "no:" in strange or "no: " in strange


def test_no_more_entries_are_taken_than_the_limit(zhaiyin: Zhaiyin) -> None:
    """The first ones, which in a feed are the newest."""
    done = zhaiyin("add", "list.txt", "--feed", "--limit", "1")
    assert (0, "1 page: 0 added, 0 replaced, 1 already there, 0 failed\n") == (
        done.returncode,
        done.stdout,
    )


def test_entries_are_told_in_json(zhaiyin: Zhaiyin) -> None:
    """One object each."""
    done = zhaiyin("add", "list.txt", "--feed", "--limit", "1", "--json")
    assert [{"file": THERE, "outcome": "same"}] == [json.loads(line) for line in done.stdout.splitlines()]


def test_what_is_no_feed_is_told(zhaiyin: Zhaiyin, tmp_path: Path) -> None:
    """And the sources after it are read."""
    (tmp_path / "page.html").write_text("<!doctype html><html></html>", encoding="utf-8")
    done = zhaiyin("add", "page.html", "missing.xml", "list.txt", "--feed", "--limit", "1")
    assert (2, "1 page: 0 added, 0 replaced, 1 already there, 0 failed\n") == (
        done.returncode,
        done.stdout,
    )
    assert ["is a web page and no feed", "no such file"] == [
        line.partition(": ")[2].partition(": ")[2].partition(";")[0] for line in done.stderr.splitlines()
    ]
