"""Killing the bot, cutting it off and lying to it while a crowd asks, and counting what is lost.

    PYTHONPATH=tests python -m bench.chaos [--kills 50] [--questions 1000] [--additions 100] [--chats 30] [--seed S]
    PYTHONPATH=tests python -m bench.chaos --replicas 3 [--webhook] [--kills 20] [--questions 1000] [--chats 50] [--seed S]

With replicas, these are killed one after the other on a PostgreSQL of the run's own. All is on loopback and in a temporary folder. Exit status 1 if anything is not as promised.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import SystemRandom

from databases import database, postgres

from bench.chaos.course import Course, Size
from bench.chaos.replicas import Killing, ReplicaCourse
from bench.chaos.tally import Tally
from bot.settings import Settings


def main() -> None:
    """Run once and print the tables."""
    parser = argparse.ArgumentParser(prog="bench.chaos")
    for name in ("kills", "questions", "additions", "chats"):
        parser.add_argument(f"--{name}", type=int)
    parser.add_argument(
        "--replicas", type=int, help="so many bots on one PostgreSQL, killed one after the other"
    )
    parser.add_argument("--webhook", action="store_true", help="of replicas: Telegram posts its updates")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    parser.add_argument("--keep", type=Path, help="a new folder to run in, which is kept with its log")
    arguments = parser.parse_args()
    names = ("kills", "questions", "additions", "chats")
    given = {name: value for name in names if (value := getattr(arguments, name)) is not None}
    with tempfile.TemporaryDirectory() as name:
        folder = arguments.keep or Path(name)
        folder.mkdir(exist_ok=True)
        began = time.monotonic()
        print(f"seed {arguments.seed}", flush=True)
        if arguments.replicas:
            size = Killing(arguments.replicas, webhook=arguments.webhook)
            with postgres() as server, database(server.engine, "chaos") as url:
                killing = ReplicaCourse(
                    folder, url, arguments.seed, replace(size, **given), environment_alone()
                )
                tally, struck, starts = killing.run(), Counter[str](), ""
        else:
            course = Course(folder, arguments.seed, Size(**given), environment_alone())
            tally, struck = course.run(), course.struck
            starts = f"{struck.total()} faults, {course.scene.bot.starts} starts, "
        print(f"\n{starts}{time.monotonic() - began:.0f} s\n")
        print_tally(tally, struck)
    sys.exit(0 if tally.holds else 1)


def print_tally(tally: Tally, struck: Counter[str]) -> None:
    """Print what is promised, what is told, and the faults."""
    for head, rows in (
        ("promised to be 0", tally.promised),
        ("besides", tally.told),
        ("fault", struck),
    ):
        if not rows:
            continue
        print(f"| {head} | counted |\n| --- | --: |")
        for name, count in sorted(rows.items()) if rows is struck else rows.items():
            print(f"| {name} | {count} |")
        print()
    for example in tally.examples:
        print(example)


def environment_alone() -> dict[str, str]:
    """The environment without any setting of the bot's."""
    names = {field.upper() for field in Settings.model_fields}
    return {name: value for name, value in os.environ.items() if name not in names}


if __name__ == "__main__":
    main()
