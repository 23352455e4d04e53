"""Secrets in addresses of databases are shown nowhere."""

import pytest
from command_line import run

from bot.database_url import blacked_out, secrets_in

SECRET = "hush-hush 4%"
WRITTEN = "hush-hush%204%25"
ADDRESSES = (
    f"postgresql+psycopg://u:{WRITTEN}@127.0.0.1:1/d",
    f"postgresql+psycopg://u@127.0.0.1:1/d?password={WRITTEN}",
    f"postgresql+psycopg://127.0.0.1:1/d?user=u&sslpassword={WRITTEN}&sslmode=disable",
    f"postgresql+psycopg://127.0.0.1:1/d?passfile=/nowhere/{WRITTEN}",
    "postgresql+psycopg://u:hush-hush@4@127.0.0.1:1/d",
    "postgresql+psycopg://u:hush-hush/4@127.0.0.1:1/d",
    "postgresql+psycopg://u:p@127.0.0.1:hush-hush/d",
    f"postgresql+psycopg://127.0.0.1:1/d?password={WRITTEN}&no_such_option=1",
    "nonsense://u:hush-hush@127.0.0.1/d",
)


@pytest.mark.parametrize("command", [("ask", "a"), ("doctor",), ("backup", "file"), ("list",), ("rotate",)])
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_command_prints_a_secret(command: tuple[str, ...], address: str) -> None:
    """Wherever in the address it stands, and however it is written there; it ends with a line, not a traceback."""
    done = run(*command, DATABASE_URL=address)
    said = done.stdout + done.stderr
    assert (1 if command == ("doctor",) else 2) == done.returncode
    assert "Traceback" not in said
    assert "hush" not in said


def test_a_secret_is_found_as_it_is_written_and_as_it_is_meant() -> None:
    """The longest first, so that none shows a part of another."""
    found = secrets_in(f"postgresql://u:{WRITTEN}@h/d?sslpassword=another&sslmode=require")
    assert {SECRET, WRITTEN, "another"} <= set(found)
    assert "require" not in found
    assert "*** and ***" == blacked_out(f"{WRITTEN} and {SECRET}", found)


def test_a_bug_has_a_status_of_its_own_and_hides_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its traceback is there, for a report; the status is not that of nothing found."""

    def broken(_: object) -> str:
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr("bot.cli.list.open_library", broken)
    done = run("list", DATABASE_URL=ADDRESSES[0])
    assert 70 == done.returncode
    assert "ZeroDivisionError: ***" in done.stderr
    assert "hush" not in done.stderr
