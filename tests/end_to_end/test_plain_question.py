"""A question whose arguments need no parsing: it is answered as if Typer had read them."""

import os
import subprocess
import sys
from collections.abc import Sequence

import pytest
from command_line import run

from bot.cli.plain_question import plain_question

BY_TYPER = ("--shelf", "public")
"""What changes nothing, and has to be parsed."""


@pytest.mark.parametrize(
    "words",
    [
        ("三个率先是什么",),
        ("三个率先", "是什么"),
        ("三个率先", "--json", "是什么", "--json"),
        ("--json", "今天天气怎么样"),
        ("今天天气怎么样",),
        ("",),
        ("", " "),
        ("？",),
        ("三个率先*",),
        ("=",),
    ],
)
def test_the_answer_and_its_status_are_the_same_either_way(
    words: Sequence[str], environment: dict[str, str]
) -> None:
    """Neither the way of the arguments nor that of the shelf makes a difference, from the first question on."""
    assert plain_question(["ask", *words]) is not None
    assert plain_question(["ask", *words, *BY_TYPER]) is None
    plainly = [run("ask", *words, **environment) for _ in range(3)]
    assert [run("ask", *words, *BY_TYPER, **environment)] * 3 == plainly


def test_a_fault_of_the_settings_is_told_in_the_same_words(environment: dict[str, str]) -> None:
    """With the same status."""
    wrong = {**environment, "ZHAIYIN_CORPUS_DIR": "/nowhere"}
    plainly = run("ask", "会费多少", **wrong)
    assert 2 == plainly.returncode
    assert run("ask", "会费多少", *BY_TYPER, **wrong) == plainly


@pytest.mark.parametrize("more", [(), BY_TYPER])
def test_a_terminal_that_has_no_chinese_is_told_what_to_set(
    more: Sequence[str], environment: dict[str, str]
) -> None:
    """In one line, with the status of what the operator can put right."""
    latin = {**environment, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "bot", "ask", "三个率先", *more]
    told = subprocess.run(command, capture_output=True, env=latin, check=False)
    assert (2, b"", 1) == (told.returncode, told.stdout, told.stderr.count(b"\n"))
    assert b"PYTHONUTF8=1" in told.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("ask",),
        ("ask", "--json"),
        ("ask", "-"),
        ("ask", "--jso", "会费"),
        ("ask", "--json=1", "会费"),
        ("ask", "会费", "--", "--json"),
        ("ask", "会费", "--of", "abc"),
        ("ask", "会费", "-h"),
        ("ask", "-会费"),
        ("--", "ask", "会费"),
        ("--version", "ask", "会费"),
        ("asks", "会费"),
        ("verify", "会费"),
    ],
)
def test_what_may_be_more_than_a_question_is_left_to_typer(arguments: Sequence[str]) -> None:
    """Every option but --json, and whatever begins like one."""
    assert plain_question(arguments) is None


def test_a_shell_that_completes_a_question_asks_none() -> None:
    """It says so in a variable that bears the program's name."""
    assert plain_question(["ask", "会费"], {"_ZHAIYIN_COMPLETE": "complete_bash"}) is None
    assert plain_question(["ask", "会费"], {}) is not None


@pytest.mark.parametrize("more", [(), ("--json",), BY_TYPER])
def test_output_can_be_cut_short(more: Sequence[str], environment: dict[str, str]) -> None:
    """`| head -1` is no error of ours: status 1 and not a word."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "bot", "ask", "三个率先", *more]
    process = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, env=environment, check=False)
    os.close(writer)
    assert (1, b"") == (process.returncode, process.stderr)
