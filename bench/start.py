"""Measuring a question from a stand-still: the processor time of `zhaiyin ask`, beside the import of its Telegram library.

`python -m bench.start` prints a Markdown table. Commands take turns, since the machine's speed changes from minute to minute.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

__all__ = ["COMMANDS", "processor_s", "table"]

RUNS = 15
SETTLING = 3
"""Questions before the first one that counts: they make the library and see that the corpus is in it."""
QUESTION = "三个率先是什么"
PEER = "`import telegram.ext`"
COMMANDS: Mapping[str, Sequence[str]] = {
    PEER: ("-c", "import telegram.ext"),
    "`import numpy, rjieba`": ("-c", "import numpy, rjieba"),
    "`zhaiyin ask`": ("-m", "bot", "ask", QUESTION),
    "`zhaiyin ask`, with an option": ("-m", "bot", "ask", QUESTION, "--shelf", "public"),
    "`zhaiyin ask -`, the library opened": ("-m", "bot", "ask", "-"),
    "`zhaiyin --help`": ("-m", "bot", "--help"),
    "`zhaiyin --version`": ("-m", "bot", "--version"),
}


def main() -> None:
    """Measure in a temporary folder and print the table."""
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "ZHAIYIN_DATA_DIR": folder}
        # installed libraries are compiled, and so is an installed bot
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(SETTLING):
            processor_s(COMMANDS["`zhaiyin ask`"], environment)
        for _ in range(RUNS):
            for name, arguments in COMMANDS.items():
                taken[name].append(processor_s(arguments, environment))
    print(table(taken))


def processor_s(arguments: Sequence[str], environment: Mapping[str, str]) -> float:
    """Return the user and system time of Python with these arguments, in seconds; it reads the question."""
    with tempfile.TemporaryFile() as typed:
        typed.write(QUESTION.encode())
        typed.seek(0)
        child = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=typed,
            stdout=subprocess.DEVNULL,
            env=environment,
            cwd=Path(__file__).parents[1],
        )
        _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(arguments)}: status {child.returncode}")
    return used.ru_utime + used.ru_stime


def table(taken: Mapping[str, Sequence[float]]) -> str:
    """Return the medians as Markdown, each beside that of the peer."""
    peer = median(taken[PEER])
    rows = (
        f"| {name} | {1000 * median(times):.0f} | {median(times) / peer:.2f} × |"
        for name, times in taken.items()
    )
    return "\n".join(("| what | ms of processor time | beside the first |", "|---|--:|--:|", *rows))


if __name__ == "__main__":
    main()
