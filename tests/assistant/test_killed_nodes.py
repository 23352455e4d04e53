"""A node of the cluster is killed while a large shelf is asked, and while it is indexed: nobody who asks notices more than a wait."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

from databases import sqlite
from opensearch.cluster import Cluster
from tools import until

from bot.answering.index.cluster.client import Client
from bot.assistant.cluster_archive import ClusterArchive
from bot.assistant.desk import Desk
from bot.errors import ArchiveUnavailable
from bot.language.vocabulary import NO_WORDS
from bot.library import Library
from bot.library.rows import row_of
from bot.model import PUBLIC_SHELF, Article, PassageAnswer, Question, ShelfRef, Source
from bot.retrieval.memory import MemoryEngine
from bot.storage.database import open_database
from bot.storage.schema import articles, shelves

_SHELF = ShelfRef((PUBLIC_SHELF,))


def _article(number: int) -> Article:
    text = f"编号A{number}的仓库里收着油灯{number % 89 + 2}盏，看守人每天擦拭一遍。"
    return Article(Source(title=f"仓库A{number}"), text)


def _library(file: Path, size: int) -> Library:
    """A library with so many articles, put there in one go."""
    url = sqlite(file)
    engine = open_database(url)
    with engine.begin() as connection:
        connection.execute(shelves.update().values(revision=1))
        rows = [row_of(_article(number), PUBLIC_SHELF, "made") for number in range(size)]
        connection.execute(articles.insert(), rows)
    engine.dispose()
    return Library.at(url)


def _hit(desk: Desk, number: int) -> str:
    """The text that is found first for a question about that article, asked again if the archive cannot be searched just now."""
    while True:
        try:
            answer = desk.ask(Question(f"编号A{number}的仓库里收着多少油灯"), _SHELF)
        except ArchiveUnavailable:
            continue
        assert isinstance(answer, PassageAnswer)
        return answer.hits[0].article.text


def test_five_hundred_questions_are_answered_while_a_node_is_killed(
    nodes: Cluster, nodes_client: Client, tmp_path: Path
) -> None:
    """Each from the article that it asks for: none wrong, none "not found"."""
    library = _library(tmp_path / "zhaiyin.db", 60)
    archive = ClusterArchive(nodes_client, library, NO_WORDS, large=1, shards=3)
    archive.bring_up(PUBLIC_SHELF, lambda _done, _all: None)
    nodes.wait()
    desk = Desk(library, MemoryEngine, archive=archive)
    turns, killed = count(), nodes.manager

    def asked(number: int) -> str:
        if next(turns) == 150:
            killed.kill()
        return _hit(desk, number)

    numbers = [number % 60 for number in range(500)]
    with ThreadPoolExecutor(4) as pool:
        assert [_article(number).text for number in numbers] == list(pool.map(asked, numbers))
    archive.forget(PUBLIC_SHELF)
    library.close()


def test_no_article_is_lost_that_is_indexed_while_a_node_is_killed(
    nodes: Cluster, nodes_client: Client, tmp_path: Path
) -> None:
    """Five thousand of them: each is there once, also on the node that came back."""
    library = _library(tmp_path / "zhaiyin.db", 5000)
    archive = ClusterArchive(nodes_client, library, NO_WORDS, large=1, shards=3)

    def progress(done: int, _: int) -> None:
        if done == 1500:
            # a part whose copy is still being made would be away with its node
            nodes.wait()
            nodes.nodes[0].kill()
        if done == 3500:
            nodes.nodes[0].start()

    while True:
        try:
            archive.bring_up(PUBLIC_SHELF, progress)
            break
        except ArchiveUnavailable:
            continue
    nodes.wait()
    live = archive.index(PUBLIC_SHELF).live()
    assert live is not None
    assert 5000 == live.passages == nodes_client.sizes(live.name)[live.name].documents
    nodes.nodes[1].kill()
    desk = Desk(library, MemoryEngine, archive=archive)
    for number in range(0, 5000, 250):
        assert _article(number).text == _hit(desk, number)
    until(lambda: archive.obstacle() == "")
    archive.forget(PUBLIC_SHELF)
    library.close()
