"""Killing the bot, cutting it off and lying to it while a crowd asks, and counting what is lost.

    PYTHONPATH=tests python -m bench.chaos [--kills 50] [--questions 1000] [--additions 100] [--chats 30] [--seed S]

All is on loopback and in a temporary folder. Exit status 1 if anything is not as promised.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from random import SystemRandom

from bench.chaos.course import Course, Size
from bench.chaos.tally import Tally
from bot.settings import Settings


def main() -> None:
    """Run once and print the tables."""
    parser = argparse.ArgumentParser(prog="bench.chaos")
    for name, value in (("kills", 50), ("questions", 1000), ("additions", 100), ("chats", 30)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    parser.add_argument("--keep", type=Path, help="a new folder to run in, which is kept with its log")
    arguments = parser.parse_args()
    size = Size(arguments.kills, arguments.questions, arguments.additions, arguments.chats)
    with tempfile.TemporaryDirectory() as name:
        folder = arguments.keep or Path(name)
        folder.mkdir(exist_ok=True)
        began = time.monotonic()
        course = Course(folder, arguments.seed, size, _environment())
        print(f"seed {arguments.seed}", flush=True)
        tally = course.run()
        print_tally(tally, course, time.monotonic() - began)
    sys.exit(0 if tally.holds else 1)


def print_tally(tally: Tally, course: Course, took_s: float) -> None:
    """Print what is promised, what is told, and the faults."""
    print(f"\n{sum(course.struck.values())} faults, {course.scene.bot.starts} starts, {took_s:.0f} s\n")
    for head, rows in (
        ("promised to be 0", tally.promised),
        ("besides", tally.told),
        ("fault", course.struck),
    ):
        print(f"| {head} | counted |\n| --- | --: |")
        for name, count in sorted(rows.items()) if rows is course.struck else rows.items():
            print(f"| {name} | {count} |")
        print()
    for example in tally.examples:
        print(example)


def _environment() -> dict[str, str]:
    """The environment without any setting of the bot's."""
    names = {field.upper() for field in Settings.model_fields}
    return {name: value for name, value in os.environ.items() if name not in names}


if __name__ == "__main__":
    main()
