"""The README cannot lie: its commands are run, its outputs compared."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from processes import inherited, installed
from rich.cells import cell_len

from bench.screenshots import pictures

ROOT = Path(__file__).parents[2]
READMES = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md")}
PAGES = [
    *READMES.values(),
    *(page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs").glob("*.md"))),
]
_WIDEST = 100


def _blocks(kind: str) -> list[str]:
    """The code blocks of that kind in the READMEs and the pages of docs/."""
    return [block for page in PAGES for block in re.findall(rf"```{kind}\n(.*?)```", page, re.DOTALL)]


def _sessions() -> list[tuple[tuple[str, str], ...]]:
    """The console blocks: each `$ command` and the output that stands under it."""
    pattern = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
    return list(dict.fromkeys(tuple(pattern.findall(block)) for block in _blocks("console")))


def _run(
    command: str, environment: dict[str, str], folder: Path, programs: Path | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run the command in a shell; `zhaiyin` in it is that of `programs`, or the one that is installed here."""
    folders = [programs or Path(sys.executable).parent, os.environ["PATH"]]
    variables, numbers = inherited() if programs else ({}, [])
    return subprocess.run(
        ["bash", "-c", command],
        env={**environment, **variables, "PATH": os.pathsep.join(map(str, folders)), "COLUMNS": "100"},
        pass_fds=numbers,
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
    assert len(_sessions()) >= 4


@pytest.mark.parametrize("session", _sessions(), ids=lambda session: session[0][0])
def test_a_command_prints_what_stands_under_it(
    session: tuple[tuple[str, str], ...], environment: dict[str, str], tmp_path: Path
) -> None:
    """Word for word, one command after the other as they stand in their block."""
    folder = tmp_path / "here"
    folder.mkdir()
    for command, output in session:
        done = _run(command, environment, folder, installed(tmp_path / "bin"))
        assert done.returncode in (0, 1), done.stdout
        assert output == done.stdout


def test_the_lines_to_start_with_start_it(environment: dict[str, str], tmp_path: Path) -> None:
    """The same in both READMEs. Installing is what `make run` and the wheel are tried with."""
    [start] = {re.findall(r"```sh\n(.*?)```", readme, re.DOTALL)[0] for readme in READMES.values()}
    assert len(start.splitlines()) <= 5
    ask, run = re.findall(r"^\.venv/bin/(zhaiyin .*)$", start, re.MULTILINE)
    assert "三个率先" in _run(ask, environment, tmp_path).stdout
    assert "作者：李春奎" in _run(f"echo 作者是谁 | WEB_PORT=0 {run}", environment, tmp_path).stdout


def test_code_is_seen_without_scrolling_aside() -> None:
    """No line of a block is wider than 100 columns."""
    lines = [line for block in _blocks(r"\w*") for line in block.splitlines()]
    assert [] == [line for line in lines if cell_len(line) > _WIDEST]


def test_links_lead_somewhere() -> None:
    """To files of the project, or out of it."""
    pages = [
        *((page, ROOT) for page in READMES.values()),
        *((page, ROOT / "docs") for page in PAGES[len(READMES) :]),
    ]
    for page, folder in pages:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page):
            assert target.startswith("https://") or (folder / target).exists(), target


def test_every_picture_is_there_is_light_and_says_what_it_shows() -> None:
    """Those of `make screenshots`, all of them, each under 150 kB and with a text in its place."""
    shown = [
        (path.removeprefix("../"), text)
        for page in PAGES
        for text, path in re.findall(r"!\[(.*?)\]\((.*?)\)", page)
        + [(text, path) for path, text in re.findall(r'<img src="(.*?)"[^>]* alt="(.*?)">', page)]
        + [(text, path) for path, text in re.findall(r'srcset="(.*?)"><img [^>]*alt="(.*?)">', page)]
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


@pytest.mark.parametrize("name", READMES)
def test_a_readme_opens_with_one_sentence_two_pictures_and_three_points(name: str) -> None:
    """Before the first section: a chat, said to be drawn, and the page, by day and by night. The two READMEs lead to each other."""
    opening, start, *_ = READMES[name].split("\n## ")
    shown = re.findall(r"bench/pictures/(\w+)-(?:zh|en)(?:-dark)?\.png", opening)
    assert ["telegram", "telegram", "chat", "chat"] == shown
    assert re.search(r"drawn by us|画的", opening)
    assert 3 == len(re.findall(r"^- \*\*", opening, re.MULTILINE))
    assert set(READMES) - {name} <= set(re.findall(r"\]\((README[^)]*)\)", opening))
    assert "make run" in start
    assert "make test" in READMES[name]
