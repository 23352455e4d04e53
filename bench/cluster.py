"""Measure a cluster: PYTHONPATH=tests python -m bench.cluster [--sizes 100000 1000000] [--url URL] [--heap MB] [--json FILE]

Starts three nodes of OpenSearch (or asks those at --url), writes generated passages, and asks what a question asks: how often
its terms stand in the index, then the best 32 passages. Prints milliseconds of both calls beside what the cluster says it took
for the second, passages written a second, and how long one passage more takes until it is found.
"""

import argparse
import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import accumulate, islice, pairwise
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from uuid import uuid4

from opensearch.cluster import cluster

from bench.archive_texts import words
from bot.answering.index.cluster.client import Client
from bot.answering.index.cluster.documents import index_body
from bot.answering.index.cluster.ports import Written
from bot.evaluation.metrics import quantile
from bot.language.keys import key

_CHARACTERS, _HITS, _SECONDS = 300, 32, 60.0
_WARM, _MORE = 30, 10
_COLUMNS = ("passages", "written a second", "MB", "p50 ms", "p95 ms", "took p50", "took p95", "counting p50", "one more ms")  # fmt: skip


def main() -> None:
    """Measure and print what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", nargs="+", type=int, default=[100_000], metavar="PASSAGES")
    parser.add_argument(
        "--questions", type=int, default=500, help="of each size, after those that warm it up"
    )
    parser.add_argument("--url", help="a cluster that is there, as CLUSTER_URL")
    parser.add_argument("--heap", type=int, default=1024, metavar="MB", help="of each node that is started")
    parser.add_argument("--json", type=Path, help="a file for the figures")
    chosen = parser.parse_args()
    rows = []
    with _url(chosen.url, chosen.heap) as url, Client(url, seconds=_SECONDS) as client:
        print("| " + " | ".join(_COLUMNS) + " |\n|" + "--:|" * len(_COLUMNS), flush=True)
        for size in chosen.sizes:
            rows.append(measured(client, size, chosen.questions))
            print("| " + " | ".join(f"{rows[-1][name]:,}" for name in _COLUMNS) + " |", flush=True)
    print(f"load {os.getloadavg()[0]:.0f} on {os.cpu_count()} processors; every question found its passage")
    if chosen.json:
        chosen.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")


@contextmanager
def _url(given: str | None, heap_mb: int) -> Iterator[str]:
    """The address that is given, or that of new nodes."""
    if given:
        yield given
        return
    # nodes that live longer than those of a test are worth Java's slower compiler
    with cluster(heap_mb, "-XX:TieredStopAtLevel=4") as nodes:
        yield nodes.url


def measured(client: Client, size: int, questions: int) -> dict[str, Any]:
    """Return the figures of an index with so many passages, which is there only meanwhile."""
    index = f"zhaiyin-bench-{uuid4().hex}"
    client.make(index, index_body(0, shards=1))
    try:
        wanted = set(Random(size).sample(range(size), min(size, _WARM + questions)))
        asked: dict[int, list[str]] = {}
        took_s = _timed(client, index, _noted(_passages(size), wanted, asked))
        client.show(index)
        calls = [_ask(client, index, number, tokens) for number, tokens in asked.items()][_WARM:]
        whole, took, counting = zip(*calls, strict=True)
        return {
            "passages": size,
            "written a second": round(size / took_s),
            "MB": round(client.sizes(index)[index].bytes / 1e6),
            "p50 ms": round(median(whole), 1),
            "p95 ms": round(quantile(whole, 0.95), 1),
            "took p50": median(took),
            "took p95": quantile(took, 0.95),
            "counting p50": round(median(counting), 1),
            "one more ms": round(median(_one_more(client, index, size + number) for number in range(_MORE))),
        }
    finally:
        client.remove(index)


def _passages(size: int) -> Iterator[tuple[int, list[str]]]:
    """Yield numbers and the words of passages, as unequally common as in any language."""
    random, known = Random(size), words()
    weights = list(accumulate(1 / (rank + 20) for rank in range(len(known))))
    for number in range(size):
        yield number, random.choices(known, cum_weights=weights, k=_CHARACTERS // 2)


def _noted(
    passages: Iterable[tuple[int, list[str]]], wanted: set[int], asked: dict[int, list[str]]
) -> Iterator[Written]:
    """Yield the passages as documents; note of those that are wanted what a question about them would ask."""
    for number, said in passages:
        if number in wanted:
            asked[number] = _tokens(said[10 : 10 + Random(number).randint(5, 8)])
        yield _document(number, said)


def _timed(client: Client, index: str, documents: Iterator[Written]) -> float:
    """Write the documents; return the seconds that the cluster, and not the making of texts, took for it."""
    seconds = 0.0
    while some := list(islice(documents, 5_000)):
        began = time.perf_counter()
        client.write(index, some)
        seconds += time.perf_counter() - began
    return seconds


def _ask(client: Client, index: str, number: int, tokens: list[str]) -> tuple[float, int, float]:
    """Return the milliseconds of a question: in all, as the cluster says of its search, for counting. Raises AssertionError."""
    began = time.perf_counter()
    counts = client.frequencies(index, tokens)
    counted = time.perf_counter()
    found = client.search(index, tokens, _HITS)
    ended = time.perf_counter()
    assert all(counts)
    assert number in {one.article for one in found.documents}
    return 1000 * (ended - began), found.took_ms, 1000 * (counted - began)


def _one_more(client: Client, index: str, number: int) -> float:
    """Return the milliseconds until a new passage is found."""
    began = time.perf_counter()
    client.write(index, [_document(number, [f"新{number}"])])
    client.show(index)
    assert client.found(index, [_tokens([f"新{number}"])[0]], 1)[0].article == number
    return 1000 * (time.perf_counter() - began)


def _document(number: int, said: list[str]) -> Written:
    document = {"terms": " ".join(_tokens(said)), "article": number, "passage": 0, "stamp": f"{number:016x}"}
    return Written(f"{number}-0", 1, document)


def _tokens(said: list[str]) -> list[str]:
    """Return the tokens of what these words say: words, characters and pairs of these, as of any text."""
    text = "".join(said)
    pairs = (first + second for first, second in pairwise(text))
    terms = [*(f"w:{word}" for word in said), *(f"c:{one}" for one in text), *(f"b:{pair}" for pair in pairs)]
    return [f"{key(term):016x}" for term in terms]


if __name__ == "__main__":
    main()
