"""Measure from one article to an archive: python -m bench.scale [--sizes 1000 10000 100000] [--plot FILE] [--json FILE]

With --systems memory disk, both shelves of Zhaiyin stand beside each other, by which ZHAIYIN_DISK_CHARACTERS is chosen.
With --texts FOLDER …, the texts and the questions of sets in BEIR's layout are taken instead of generated ones. Prints a table of
Zhaiyin beside its peers over the same generated texts. Each system is built in one process and asked in another. Times are those of the clock and, after a slash, of the processor, which a busy machine does not lengthen.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bench.scale_plot import plot
from bench.scale_systems import COMPARED, SYSTEMS, System, Zhaiyin
from bench.scale_texts import Texts
from bot.evaluation.metrics import quantile

SIZES = (1_000, 10_000, 100_000)
_PLAIN_UP_TO = 100_000
"""Passages up to which the plain recipe is measured; beyond, it takes more memory than a machine has."""
_QUESTIONS, _WARM = 200, 20
_NEAR_MISS = "天汽预抱说明天会下雨吗"
"""What needs the dictionary of sounds, which is loaded once."""
_COLUMNS = ("passages", "system", "build s", "start ms", "p50 ms", "p95 ms", "memory MB", "one more ms")
_OTHERS = ("verify ms", "source ms", "list ms", "suggest ms", "first ms", "next ms")
"""What else Zhaiyin is asked: where words stand, whose an article is, a page of the list by title, what could be asked as
it is remembered, reckoned anew, and asked for after one article more."""


def main() -> None:
    """Measure and print what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, metavar="PASSAGES")
    parser.add_argument("--systems", nargs="+", choices=list(SYSTEMS), default=COMPARED)
    parser.add_argument("--plot", type=Path, help="an SVG file for the times and the memory")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    parser.add_argument("--texts", nargs="+", type=Path, default=[], metavar="FOLDER", help="question sets")
    parser.add_argument("--step", nargs=4, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.step:
        name, size, folder, step = chosen.step
        print(json.dumps(_step(name, Texts(int(size), tuple(chosen.texts)), Path(folder), step)))
        return
    columns = (*_COLUMNS, *_OTHERS)
    print("| " + " | ".join(columns) + " |\n|--:|---|" + "--:|" * (len(columns) - 2), flush=True)
    rows = []
    for size in chosen.sizes:
        for name in chosen.systems:
            if name == "plain" and size > _PLAIN_UP_TO:
                continue
            rows.append(
                {"passages": size, "system": name, **measured(name, Texts(size, tuple(chosen.texts)))}
            )
            print(_line(rows[-1]), flush=True)
    if chosen.json:
        chosen.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    if chosen.plot:
        chosen.plot.write_text(plot(rows), encoding="utf-8")


def measured(name: str, texts: Texts) -> dict[str, Any]:
    """Return what was measured of a system with these texts."""
    with tempfile.TemporaryDirectory() as folder:
        if name == "plain":  # it cannot be kept
            return _of_process(name, texts, folder, "both")
        built = _of_process(name, texts, folder, "build")
        return built | _of_process(name, texts, folder, "ask")


def _of_process(name: str, texts: Texts, folder: str, step: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.scale", "--step", name, str(texts.size), folder, step]
    command += ["--texts", *map(str, texts.folders)] if texts.folders else []
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _step(name: str, texts: Texts, folder: Path, step: str) -> Mapping[str, Any]:
    system: System = SYSTEMS[name]()
    found: dict[str, Any] = {}
    if step != "ask":
        found["build s"] = _timed(lambda: system.build(texts.articles(), folder))
    if step != "build":
        found |= _asked(system, texts, folder)
    return found


def _asked(system: System, texts: Texts, folder: Path) -> dict[str, Any]:
    asked = texts.questions(_QUESTIONS + _WARM)

    def first() -> None:
        system.open(folder)
        system.ask(asked[0])

    start = _timed(first)
    for question in (*asked[:_WARM], _NEAR_MISS):
        system.ask(question)
    taken = _times(system.ask, asked[_WARM:])
    found: dict[str, Any] = {
        "start ms": _ms(start),
        "p50 ms": _quantile(taken, 0.5),
        "p95 ms": _quantile(taken, 0.95),
        "memory MB": _resident_mb(),
    }
    if isinstance(system, Zhaiyin):
        found |= {"where": system.where(), **_others(system, texts)}
    outcome: list[bool | None] = []
    more = _timed(lambda: outcome.append(system.add()))
    found["one more ms"] = None if outcome[0] is None else _ms(more) if outcome[0] else "not found"
    if isinstance(system, Zhaiyin) and outcome[0]:
        found["next ms"] = _ms(_timed(system.suggestions))
    return found


def _others(system: Zhaiyin, texts: Texts) -> dict[str, Any]:
    """Return the medians of what else is asked, of the suggestions one time."""
    titles = texts.titles(_WARM)
    return {
        "first ms": _ms(_timed(system.first_suggestions)),
        "suggest ms": _ms(_timed(system.suggestions)),
        "verify ms": _quantile(_times(system.verify, texts.claims(_WARM)), 0.5),
        "source ms": _quantile(_times(system.catalogue, titles), 0.5),
        "list ms": _quantile(_times(system.listed, [title[:2] for title in titles]), 0.5),
    }


def _times(call: Callable[[str], object], asked: Sequence[str]) -> list[tuple[float, float]]:
    return [_timed(partial(call, one)) for one in asked]


def _quantile(taken: Sequence[tuple[float, float]], share: float) -> list[float]:
    return [quantile([each[part] * 1000 for each in taken], share) for part in (0, 1)]


def _timed(call: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds that the call took, of the clock and of the processor, its children's included."""
    began, worked = time.perf_counter(), _processor_s()
    call()
    return time.perf_counter() - began, _processor_s() - worked


def _processor_s() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _ms(seconds: tuple[float, float]) -> list[float]:
    return [1000 * each for each in seconds]


def _resident_mb() -> list[float]:
    """Return what the process holds in memory now, mapped files that it looked at included and, where that is known, without."""
    try:
        held, of_files = map(int, Path("/proc/self/statm").read_text().split()[1:3])
    except OSError:
        return [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]
    page_mb = os.sysconf("SC_PAGE_SIZE") / 1e6
    return [held * page_mb, (held - of_files) * page_mb]


def _line(row: Mapping[str, Any]) -> str:
    others = (_cell(row[name]) if name in row else "–" for name in _OTHERS)
    return "| " + " | ".join((*(_cell(row.get(name)) for name in _COLUMNS), *others)) + " |"


def _cell(value: object) -> str:
    match value:
        case list():
            return " / ".join(map(_cell, value))
        case float():
            return f"{value:.2f}" if value < 10 else f"{value:,.0f}"
        case int():
            return f"{value:,}"
    return "rebuild" if value is None else str(value)


if __name__ == "__main__":
    main()
