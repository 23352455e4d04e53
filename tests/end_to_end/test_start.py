"""What a command loads: nothing that it does not need."""

import inspect
import subprocess
import sys
from collections.abc import Sequence

import pytest
from command_line import Done, run

from bot.cli.command_line import command_line

IDLE = (
    "aiohttp",
    "alembic",
    "jieba",
    "lxml",
    "markdown_it",
    "mcp",
    "psycopg",
    "sqlalchemy.dialects.postgresql",
    "bot.answering.index.cluster",
    "httpx",
    "starlette",
    "telegram",
    "trafilatura",
    "uvicorn",
    "watchfiles",
)


def test_a_question_needs_no_door_no_reader_and_no_other_command(environment: dict[str, str]) -> None:
    """None of their libraries are loaded by the module of the command."""
    outcome = subprocess.run(
        [sys.executable, "-c", f"import bot.cli.asking, sys; print(*{{*{IDLE!r}}} & {{*sys.modules}})"],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    assert ("", "\n") == (outcome.stderr, outcome.stdout)


LIBRARY_AND_SETTINGS = (
    "bot.readers",
    "dotenv",
    "concurrent.futures",
    "pydantic_settings",
    "sqlalchemy",
    "tenacity",
    "asyncio",
    "rich",
    "typer",
    "pydantic",
    "importlib.metadata",
    "importlib.resources",
    "bot.answering.quoting.quotation",
    "bot.retrieval.generation",
    "bot.answering.quoting.styles",
    "numpy.ma",
    "rapidfuzz",
    "pypinyin",
)
ASKED = """
import sys
from bot.cli import main
sys.argv = ["zhaiyin", "ask", sys.argv[1]]
try:
    main()
except SystemExit as end:
    print(end.code, {*IDLE} & {*sys.modules})
"""


def _asked(question: str, environment: dict[str, str]) -> Done:
    """Ask in a process of its own, which tells its status and what it loaded of what lies idle."""
    code = ASKED.replace("IDLE", repr((*IDLE, *LIBRARY_AND_SETTINGS)))
    done = subprocess.run(
        [sys.executable, "-c", code, question], env=environment, check=True, capture_output=True, text=True
    )
    return Done(done.returncode, done.stdout, done.stderr)


def test_a_question_of_a_small_shelf_that_did_not_change_opens_no_library(
    environment: dict[str, str],
) -> None:
    """From the third time on: the first adds the corpus, the second sees that it is there. The answer stays the same."""
    question = "三个率先是什么"
    answers = [run("ask", question, **environment).stdout for _ in range(2)]
    done = _asked(question, environment)
    assert (f"{answers[0]}0 set()\n", "") == (done.stdout, done.stderr)
    assert answers[0] == answers[1]


def test_several_questions_are_put_to_the_library(environment: dict[str, str]) -> None:
    """They take long enough for the shelf to change meanwhile."""
    question = "三个率先是什么"
    single = [run("ask", question, "--json", **environment).stdout for _ in range(3)]
    several = run("ask", "-", "--json", typed=f"{question}\n", **environment)
    assert (0, single[2]) == (several.returncode, several.stdout)


def test_nothing_of_a_cluster_is_loaded_without_its_address(environment: dict[str, str]) -> None:
    """Neither by the bot nor by the commands that know large shelves."""
    of_it = "[name for name in sys.modules if 'cluster' in name and name.startswith(('bot.a', 'bot.r'))]"
    modules = "bot.cli.run, bot.cli.index, bot.cli.add, bot.cli.doctor, bot.cli.opening"
    command = [sys.executable, "-c", f"import sys, {modules}; print({of_it})"]
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert "[]\n" == done.stdout


TOLD = """
import sys
from bot.cli import main
sys.argv = ["zhaiyin", *sys.argv[1:]]
try:
    main()
except SystemExit:
    print(*(name for name in sys.modules if name.startswith(("bot.answering", "bot.library", "numpy"))))
"""


@pytest.mark.parametrize("asked", ["--help", "--version", "askk"])
def test_what_names_no_command_loads_none(asked: str, environment: dict[str, str]) -> None:
    """Nor anything that only a command needs."""
    done = subprocess.run(
        [sys.executable, "-c", TOLD, asked], env=environment, check=True, capture_output=True, text=True
    )
    assert done.stdout.splitlines()[-1:] == [""]


@pytest.mark.parametrize("arguments", [("list",), ("--", "list")])
def test_a_command_that_was_not_loaded_says_of_itself_what_it_says_loaded(arguments: Sequence[str]) -> None:
    """Help of all commands describes each as its own help does."""
    (named,) = command_line(arguments).registered_commands
    assert named.callback is not None
    described = {one.name: one.callback for one in command_line(["--help"]).registered_commands}
    assert inspect.getdoc(named.callback) == inspect.getdoc(described["list"])
    assert len(described) > 1
