"""Measuring a large library: a thousand articles added, answers meanwhile, and a restart.

`python -m bench.library` prints a Markdown table. Everything happens in a folder of its own.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles

from bot.assistant.desk import Desk
from bot.library import Library
from bot.model import Question
from bot.readers import read_path
from bot.retrieval.memory import MemoryEngine

ARTICLES = 1000
CHARACTERS = 3000
SEED = 5
QUESTIONS = ("三个率先是什么", "图书馆每周开放多少小时", "数字驾驶舱", "借书证办了多少张", "今天天气怎么样")
COMMON = bytes(b for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFA) for b in (high, low)).decode(
    "gb2312"
)
"""The 3,755 commonest characters."""
DEMO = Path(__file__).parents[1] / "tests" / "fixtures" / "demo-article.md"


def main() -> None:
    """Measure in a temporary folder and print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {**os.environ, "ZHAIYIN_DATA_DIR": str(folder / "data")}
        write_articles(folder / "articles")
        library = stocked(folder, environment)
        desk = Desk(library, MemoryEngine, keep=folder / "data" / "indexes")
        desk.warm_up()
        rest = answer_times(desk, 300)
        began = time.perf_counter()
        adding = subprocess.Popen(
            _command("add", str(folder / "articles")), env=environment, stdout=subprocess.DEVNULL
        )
        with ThreadPoolExecutor(1) as beside:
            added = beside.submit(lambda: (adding.wait(), time.perf_counter() - began)[1])
            meanwhile = answer_times(desk, 100_000, until=ARTICLES + 1)
            ready_s = time.perf_counter() - began
        after = answer_times(desk, 300)
        first_s, restart_s = asked_s(environment), asked_s(environment)
        print_table(added.result(), ready_s, rest, meanwhile, after, first_s, restart_s)


def write_articles(folder: Path) -> None:
    """Write a thousand articles of shuffled sentences and made-up words."""
    chance = random.Random(SEED)
    sentences = [s for s in read_path(DEMO).article.text.replace("\n", "").split("。") if s]
    folder.mkdir()
    for number in range(ARTICLES):
        lines = [f"第{number}篇文章", ""]
        while sum(map(len, lines)) < CHARACTERS:
            made_up = "".join(chance.choices(COMMON, k=6))
            lines.append("。".join([*chance.sample(sentences, 4), f"这里说到了{made_up}"]) + "。\n")
        (folder / f"{number:04}.txt").write_text("\n".join(lines), encoding="utf-8")


def stocked(folder: Path, environment: dict[str, str]) -> Library:
    """Return the library with the shipped corpus in it."""
    subprocess.run(_command("list"), env=environment, stdout=subprocess.DEVNULL, check=True)
    return Library.at(f"sqlite:///{folder / 'data' / 'zhaiyin.db'}")


def answer_times(desk: Desk, count: int, until: int = 0) -> list[float]:
    """Return the milliseconds of `count` answers, or of those until `until` articles are there."""
    taken: list[float] = []
    while len(taken) < count:
        began = time.perf_counter()
        desk.ask(Question(QUESTIONS[len(taken) % len(QUESTIONS)]))
        taken.append((time.perf_counter() - began) * 1000)
        if until and len(desk.articles()) >= until:
            break
        time.sleep(0.02)
    return taken


def asked_s(environment: dict[str, str]) -> float:
    """Return the seconds of one `zhaiyin ask`, from the start of the process to its end."""
    began = time.perf_counter()
    subprocess.run(_command("ask", QUESTIONS[0]), env=environment, stdout=subprocess.DEVNULL, check=False)
    return time.perf_counter() - began


def print_table(
    added_s: float,
    ready_s: float,
    rest: list[float],
    meanwhile: list[float],
    after: list[float],
    first_s: float,
    restart_s: float,
) -> None:
    """Print the figures as Markdown."""
    print("| what | measured |")
    print("|---|--:|")
    print(f"| {ARTICLES} articles of {CHARACTERS} characters added, s | {added_s:.1f} |")
    print(f"| … and on the shelf that answers, s | {ready_s:.1f} |")
    print(f"| p95 of an answer at rest, one article on the shelf, ms | {_p95(rest):.1f} |")
    print(f"| p95 of an answer until then, ms | {_p95(meanwhile):.1f} |")
    print(f"| p95 of an answer at rest, all of them on the shelf, ms | {_p95(after):.1f} |")
    print(f"| slowest of {len(meanwhile)} answers until then, ms | {max(meanwhile):.0f} |")
    print(f"| first `zhaiyin ask` with that library, its index built, s | {first_s:.1f} |")
    print(f"| `zhaiyin ask` again, its index kept, s | {restart_s:.1f} |")


def _p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1]


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "bot", *arguments]


if __name__ == "__main__":
    main()
