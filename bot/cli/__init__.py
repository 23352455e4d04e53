"""The `zhaiyin` command, one module per command; the one place where objects are built and joined."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path

from bot.cli.ending import CRASHED, CUT_SHORT, INTERRUPTED, REFUSED, WRONG, terminated
from bot.cli.loading import for_one_question
from bot.cli.output import print_aside
from bot.cli.plain_question import PlainQuestion, plain_question
from bot.errors import TokenRefused, ZhaiyinError

__all__ = ["main"]

_OWNER_ONLY = 0o077


def main() -> None:
    """Run the command line; every expected failure is one line on standard error and exit status 2 or 3.

    Whatever it writes is for its owner alone. What nobody expected is a traceback without secrets, and status 70.
    """
    others = os.umask(_OWNER_ONLY)
    try:
        _run()
    except Exception:  # noqa: BLE001  # the status of a bug must not be that of "not found"
        import traceback

        from bot.database_url import blacked_out
        from bot.settings import secrets_around  # with pydantic, which a single question does not need

        lines = blacked_out(traceback.format_exc(), secrets_around())
        print(lines, end="", file=sys.stderr)
        print_aside("this is a bug; please report it with the lines above")
        sys.exit(CRASHED)
    finally:
        os.umask(others)


def _run() -> None:
    _open_input()
    try:
        with _telling():
            _obey(sys.argv[1:])
    except TokenRefused as error:
        print_aside(str(error))
        sys.exit(REFUSED)  # so that a supervisor starts it again
    except ZhaiyinError as error:
        for line in str(error).splitlines():
            print_aside(line)
        sys.exit(WRONG)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except UnicodeEncodeError as error:
        if error.encoding.casefold().startswith("utf"):
            raise
        print_aside(f"the terminal's encoding, {error.encoding}, cannot show this; set PYTHONUTF8=1")
        sys.exit(WRONG)


@contextmanager
def _telling() -> Iterator[None]:
    """Write what is told within; end if nobody reads it, or if it cannot be written."""
    try:
        try:
            yield
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()  # Python would do so as well, but complain of it in its own way
    except BrokenPipeError:
        # whoever read our output has read enough; Python would complain again when it flushes
        sys.stdout = None
        sys.exit(CUT_SHORT)
    except OSError as error:
        if not _is_output_lost():
            raise
        sys.stdout = None
        print_aside(f"what was to be told cannot be written ({error.strerror})")
        sys.exit(WRONG)


def _is_output_lost() -> bool:
    """Return whether nothing can be told any more; only to end the line shows it, since what failed is not tried again."""
    try:
        print(flush=True)
    except OSError:
        return True
    return False


def _open_input() -> None:
    if sys.stdin is None:  # whoever started us closed it, which is as good as empty
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115  # the process closes it
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a question with broken bytes in it is still a question


def _obey(arguments: Sequence[str]) -> None:
    question = plain_question(arguments)
    if question is not None:
        sys.exit(_status_of(question))
    from bot.cli.command_line import command_line, completed

    with terminated():  # so that no cursor stays hidden
        command_line(arguments or completed())()


def _status_of(question: PlainQuestion) -> int:
    with for_one_question():
        from bot.cli.asking import status_of
    return status_of(question.text, as_json=question.as_json)
