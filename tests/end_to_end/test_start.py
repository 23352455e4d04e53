"""What a command loads: nothing that it does not need."""

import subprocess
import sys

IDLE = (
    "aiohttp",
    "alembic",
    "jieba",
    "lxml",
    "markdown_it",
    "mcp",
    "psycopg",
    "sqlalchemy.dialects.postgresql",
    "starlette",
    "telegram",
    "trafilatura",
    "uvicorn",
    "watchfiles",
)


def test_a_question_needs_no_door_no_reader_and_no_other_command(environment: dict[str, str]) -> None:
    """None of their libraries are loaded by the module of the command."""
    outcome = subprocess.run(
        [sys.executable, "-c", f"import bot.cli.ask, sys; print(*{{*{IDLE!r}}} & {{*sys.modules}})"],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    assert ("", "\n") == (outcome.stderr, outcome.stdout)
