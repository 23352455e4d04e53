"""The README cannot lie: its commands are run, its outputs compared."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.screenshots import pictures

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)


def _commands() -> list[tuple[str, str]]:
    """Every `$ command` of a console block and the output that stands under it."""
    found = [re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE) for block in BLOCKS]
    return [command for block in found for command in block]


def _run(command: str, environment: dict[str, str], folder: Path) -> "subprocess.CompletedProcess[str]":
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", command],
        env={**environment, "PATH": path, "COLUMNS": "100"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        cwd=folder,
        timeout=120,
        check=False,
    )


def test_there_are_commands_to_run() -> None:
    """The pattern that finds them works."""
    assert len(_commands()) >= 3


@pytest.mark.parametrize(("command", "output"), _commands())
def test_a_command_of_the_readme_prints_what_stands_under_it(
    command: str, output: str, environment: dict[str, str], tmp_path: Path
) -> None:
    """Word for word; a line of … stands for any lines."""
    folder = ROOT if command.startswith("make") else tmp_path
    done = _run(command, environment, folder)
    assert done.returncode in (0, 1), done.stdout
    wanted = ".*".join(re.escape(part) for part in re.split(r"^…\n", output, flags=re.MULTILINE))
    assert re.fullmatch(wanted, done.stdout, re.DOTALL), done.stdout


def test_every_picture_is_there_is_light_and_says_what_it_shows() -> None:
    """Those of `make screenshots`, all of them, each under 150 kB and with a text in its place."""
    shown = [
        (path, text)
        for text, path in re.findall(r"!\[(.*?)\]\((.*?)\)", README)
        + [(text, path) for path, text in re.findall(r'<img src="(.*?)"[^>]* alt="(.*?)">', README)]
    ]
    assert {path for path, _ in shown} == {f"bench/pictures/{picture.name}.png" for picture in pictures()}
    assert all(len(text) > 20 for _, text in shown)
    assert all(0 < (ROOT / path).stat().st_size < 150_000 for path, _ in shown)


def test_make_run_answers_a_sample_question_and_then_chats(environment: dict[str, str]) -> None:
    """When the questions end, it ends by itself."""
    done = _run("echo 作者是谁 | make run", environment, ROOT)
    assert 0 == done.returncode, done.stdout
    assert "三个率先" in done.stdout
    assert "作者：李春奎" in done.stdout
    assert "TELEGRAM_BOT_TOKEN" in done.stdout


def test_the_readme_opens_with_one_sentence_and_a_first_answer() -> None:
    """Before the first section: what it is, how to start, and an answer anyone can reproduce."""
    opening = README.split("\n## ")[0]
    assert opening.splitlines()[2].endswith(".")
    assert "make run" in opening
    assert "zhaiyin ask" in opening
