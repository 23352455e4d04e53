"""Hold a cluster's first hits against memory's: PYTHONPATH=tests python -m bench.cluster_hits SET… [--url URL] [--shards N] [--json]

Puts the documents of each question set, in BEIR's layout, into a library of their own and its index into the cluster at --url, or
into three nodes that are started for it; asks every question there and in memory, and prints on how many the first hit is the same:
passage, focus and verdict. Those that differ are named by their ids.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from opensearch.cluster import cluster

from bot.answering.answerer import Answerer
from bot.answering.index.cluster.client import Client
from bot.answering.index.cluster.cluster_index import ClusterIndex
from bot.answering.index.cluster.opening import opened
from bot.answering.index.memory_shelf import MemoryShelf
from bot.database_url import sqlite_url
from bot.evaluation.question_set import QuestionSet, read_question_set
from bot.language.vocabulary import NO_WORDS
from bot.library import Library
from bot.model import Answer, NotFound, PassageAnswer, Question
from bot.retrieval.memory import MemoryEngine

_SECONDS = 60.0
"""What a call may take: how long it takes is not what is measured here."""


def main() -> None:
    """Measure and print what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="+", type=Path, metavar="SET")
    parser.add_argument("--url", help="a cluster that is there, as CLUSTER_URL")
    parser.add_argument("--shards", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    with _url(chosen.url) as url, Client(url, seconds=_SECONDS) as client:
        for folder in chosen.sets:
            questions = read_question_set(folder)
            differing = _differing(questions, client, chosen.shards)
            same = 1 - len(differing) / len(questions.questions)
            told = {"set": questions.name, "questions": len(questions.questions), "same": round(same, 4)}
            told |= {"differing": differing}
            line = f"{questions.name}: the same first hit on {same:.2%} of {len(questions.questions)}; not on {differing}"
            print(json.dumps(told) if chosen.json else line, flush=True)


@contextmanager
def _url(given: str | None) -> Iterator[str]:
    if given:
        yield given
        return
    with cluster() as nodes:
        yield nodes.url


def _differing(questions: QuestionSet, client: Client, shards: int) -> list[str]:
    """Return the ids of the questions whose first hit is another one in the cluster."""
    with tempfile.TemporaryDirectory() as folder:
        library = Library.at(sqlite_url(Path(folder) / "zhaiyin.db"))
        for article in questions.articles.values():
            library.put(article, "s")
        index = ClusterIndex("s", library.holdings, library.generations, client, NO_WORDS, shards)
        there = Answerer(opened(index, index.build(0)))
        here = Answerer(MemoryShelf(library.articles("s"), MemoryEngine))
        try:
            return [
                one.id for one in questions.questions if _first(here, one.text) != _first(there, one.text)
            ]
        finally:
            index.forget()
            library.close()


def _first(answerer: Answerer, question: str) -> object:
    """Return what the first hit is, and whether it is shown as sure."""
    answer: Answer = answerer.ask(Question(question))
    hits = (
        answer.hits
        if isinstance(answer, PassageAnswer)
        else answer.closest
        if isinstance(answer, NotFound)
        else ()
    )
    first = [(hit.article.id, hit.passage.start, hit.focus) for hit in hits[:1]]
    return type(answer), first


if __name__ == "__main__":
    main()
