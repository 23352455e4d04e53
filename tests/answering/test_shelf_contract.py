"""What every shelf keeps, wherever its index lies; each kind inherits the same tests."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from articles import LIBRARY, NOTE
from clusters import MemoryCluster
from databases import sqlite
from hypothesis import given, settings
from hypothesis import strategies as st
from shelves import ENGLISH
from tools import until

from bot.answering.answerer import Answerer
from bot.answering.index.cluster.client import Client
from bot.answering.index.cluster.cluster_index import ClusterIndex
from bot.answering.index.cluster.opening import opened
from bot.answering.index.cluster.ports import Cluster
from bot.answering.index.disk.disk_index import DiskIndex
from bot.answering.index.disk.disk_shelf import DiskShelf
from bot.answering.index.memory_shelf import MemoryShelf
from bot.answering.index.shelf import ShelfIndex
from bot.answering.sources.finding import Order, found, ordered
from bot.language.vocabulary import NO_WORDS
from bot.library import Library
from bot.model import Answer, Article, ChoiceAnswer, Heading, NotFound, PassageAnswer, Question, Source
from bot.retrieval.generation import Generation
from bot.retrieval.memory import MemoryEngine

FERRY = Article(
    Source(title="河上的渡船", author="周小渡", publication="白水晚报", published=date(2023, 5, 6)),
    "渡口的老船工姓贺，撑船四十一年，每天渡客六十人。\n今年要办好“三件事”：修船、修路、修码头。",
)
LAMP = Article(
    Source(title="灯塔手记", author="周小渡", publication="白水晚报", published=date(2023, 9, 1)),
    "灯塔高二十八米，每晚七点点灯。\n守塔人养了一只猫，名叫船长。",
)
COPY = Article(Source(title="会议记录", publication="馆刊"), NOTE.text)
EMPTY = Article(Source(title="空白"), "……")
EVERY = (LIBRARY, NOTE, FERRY, LAMP, COPY, EMPTY, ENGLISH)
LONGER = {
    article.id: replace(
        article, text=f"{article.text}\n后来补记：灯塔和渡口之间修了一座木桥。", kept_id=article.id
    )
    for article in EVERY
}
_MANY = tuple(
    Article(Source(title=f"第{n}篇"), f"第{n}间仓库存放蓝釉陶罐，看门人每天擦拭胡桃木柜。") for n in range(24)
)
QUESTIONS = (
    "三件事是什么",
    "新书架的预算是多少",
    "灯塔有多高",
    "老船工撑船多少年",
    "木桥修在哪里",
    "author:周小渡 三件事",
    "《河上的渡船》是谁写的",
    "白水晚报2023年的文章讲了什么",
    "灯塔那篇是哪天发表的",
    "谁写的",
    "讲了什么",
    "How thick are the walls?",
    "灯他有多高",
    "明天会下雨吗",
    "？？",
)
CLAIMS = (
    "同意买松木的，预算八百元",
    "灯塔高二十九米，每晚七点点灯",
    "“书不怕旧，就怕没人看”……已经二十年",
    "从来没有人说过的一句话",
)
WORDS = ("", "周小渡", "2023-05", "2024年3月8日", "灯塔 白水", "没有的词")
State = tuple[Article, ...]
STATES = st.lists(
    st.lists(
        st.sampled_from([*EVERY, *LONGER.values()]), unique_by=lambda article: article.id, max_size=6
    ).map(tuple),
    min_size=2,
    max_size=4,
)
in_any_order = settings(max_examples=12, deadline=None)


def _told(answer: Answer) -> tuple[object, ...]:
    """What an answer says and quotes, with its scores."""
    match answer:
        case PassageAnswer() | NotFound():
            hits = answer.hits if isinstance(answer, PassageAnswer) else answer.closest
            shown = [(hit.article.id, hit.passage, hit.score, hit.focus, tuple(hit.matches)) for hit in hits]
            return type(answer), answer.confidence, answer.evidence, shown
        case ChoiceAnswer():
            return type(answer), [article.id for article in answer.articles], answer.fields
    return type(answer), answer.article.id, answer


def _answers(shelf: ShelfIndex) -> list[object]:
    """What the shelf answers to every question and claim, what it suggests and which articles it has."""
    answerer = Answerer(shelf, hits=20)
    told: list[object] = [_told(answerer.ask(Question(question))) for question in QUESTIONS]
    told += [answerer.verifier.verify(claim).quotations for claim in CLAIMS]
    sizes = shelf.passages, shelf.mean_article, shelf.mean_passage, shelf.mean_sentence
    told += [tuple(ordered(found(shelf.articles, words), order)) for words in WORDS for order in Order]
    return [*told, answerer.suggestions, tuple(shelf.articles), sizes]


def _quoted(answer: Answer) -> list[Article]:
    """The articles that an answer quotes, in order."""
    match answer:
        case PassageAnswer() | NotFound():
            hits = answer.hits if isinstance(answer, PassageAnswer) else answer.closest
            return [hit.article for hit in hits]
    return []


class ShelfContract(ABC):
    """The tests; a kind of shelf says how it is built and how it follows changes."""

    @abstractmethod
    def followed(self, *states: State) -> Iterator[tuple[ShelfIndex, State]]:
        """Yield the shelf after these states of its articles, one after the other, and its articles in order."""

    def test_a_shelf_answers_as_one_in_memory_does(self) -> None:
        """Questions, claims, suggestions, sizes: the same to the last place."""
        with contextmanager(self.followed)(EVERY) as (shelf, articles):
            assert _answers(MemoryShelf(articles, MemoryEngine)) == _answers(shelf)

    @pytest.mark.parametrize("size", [0, 1, 2])
    def test_a_shelf_may_be_small(self, size: int) -> None:
        """No article at all finds nothing, and is no error."""
        with contextmanager(self.followed)(EVERY[:size]) as (shelf, articles):
            assert _answers(MemoryShelf(articles, MemoryEngine)) == _answers(shelf)

    def test_only_articles_within_a_scope_are_candidates(self) -> None:
        """However few or many they are."""
        with contextmanager(self.followed)(EVERY) as (shelf, articles):
            numbers = {shelf.register.number_of(one.id): one for one in articles}
            within = frozenset(
                number for number, one in numbers.items() if one in (FERRY, NOTE) and number is not None
            )
            found = shelf.candidates(["c:船", "c:灯", "c:松"], 20, within)
            assert {FERRY, NOTE} == {numbers[number] for number in found}

    def test_what_was_known_of_suggestions_goes_over_and_never_leads_to_what_is_gone(self) -> None:
        """Wherever the shelf was before: in the end they are those of a shelf that was never another."""
        earlier = Answerer(MemoryShelf((*_MANY, FERRY, LAMP), MemoryEngine))
        assert any(text in LAMP.text for text in earlier.suggestions)
        with contextmanager(self.followed)((*_MANY, FERRY, NOTE)) as (shelf, articles):
            after = Answerer(shelf, before=earlier)
            told = [after.suggestions for _ in range(12)]
            assert all(any(text in one.text for one in articles) for each in told for text in each)
            assert Answerer(shelf).suggestions == told[-1]

    def test_what_heads_a_section_is_known_as_the_library_has_it(self) -> None:
        """Also where the text stayed and only its headings came or went."""
        without = Article(
            Source(title="馆规"), "借书\n每人每次可以借五本。\n还书\n逾期一天罚两角。", kept_id="rules"
        )
        headed = replace(without, headings=(Heading(1, 1), Heading(3, 1)))
        for states in ((headed,), (without, headed), (headed, without)):
            with contextmanager(self.followed)(*((*EVERY, state) for state in states)) as (shelf, articles):
                known = {one.id: shelf.register.number_of(one.id) for one in articles}
                assert {one.id: bool(one.headings) for one in articles} == {
                    one: shelf.indexed(number).has_headings
                    for one, number in known.items()
                    if number is not None
                }
                assert states[-1] == next(one for one in articles if one.id == "rules")

    def answers_as_if_built_at_once(self, states: Sequence[State]) -> bool:
        """Return whether it answers as its last articles do in memory, however it came about."""
        with contextmanager(self.followed)(*states) as (shelf, articles):
            assert {one.id for one in states[-1]} == {one.id for one in articles}
            return _answers(MemoryShelf(articles, MemoryEngine)) == _answers(shelf)


class TestMemoryShelf(ShelfContract):
    """A shelf in memory, each state made of the one before."""

    @in_any_order
    @given(states=STATES)
    def test_however_it_came_about_it_answers_as_if_built_at_once(self, states: Sequence[State]) -> None:
        """The same articles, added, replaced and removed in any order, give the same answers."""
        assert self.answers_as_if_built_at_once(states)

    def followed(self, *states: State) -> Iterator[tuple[ShelfIndex, State]]:
        """Yield the last of a chain of shelves."""
        shelf = None
        for state in states:
            shelf = MemoryShelf(state, MemoryEngine, previous=shelf)
        assert shelf is not None
        yield shelf, states[-1]


class TestDiskShelf(ShelfContract):
    """A shelf on disk, whose index follows its library."""

    @in_any_order
    @given(states=STATES)
    def test_however_it_came_about_it_answers_as_if_built_at_once(self, states: Sequence[State]) -> None:
        """The same articles, added, replaced and removed in any order, give the same answers."""
        assert self.answers_as_if_built_at_once(states)

    def test_of_many_copies_those_that_came_first_are_found(self) -> None:
        """However often they were replaced and put back, the same source is quoted."""
        copies = tuple(Article(Source(title=f"转载{n}"), LAMP.text, kept_id=f"{n:03}copy") for n in range(60))
        others = tuple(replace(one, text=FERRY.text) for one in copies)
        states = (copies, (*others[:20], *copies[20:]), (*copies[:40], *others[40:]), copies)
        terms = ["b:灯塔", "c:高"]
        with contextmanager(self.followed)(*states) as (shelf, articles):
            wanted = [articles[n].id for n in MemoryShelf(articles, MemoryEngine).candidates(terms, 20)]
            assert wanted == [shelf.article(n).id for n in shelf.candidates(terms, 20)]

    @pytest.mark.parametrize("asked_before", [False, True])
    def test_what_is_gone_is_not_quoted_while_the_index_lags_behind(self, *, asked_before: bool) -> None:
        """Whether or not its text was read and is remembered."""
        with TemporaryDirectory() as folder, closing(Library.at(sqlite(Path(folder) / "z.db"))) as library:
            for article in EVERY:
                library.put(article, "s")
            index = DiskIndex(Path(folder) / "index", "s", library.holdings, NO_WORDS)
            answerer = Answerer(index.opened(index.build()))
            questions = [Question("灯塔有多高"), Question("老船工撑船多少年")]
            if asked_before:
                assert [LAMP.id, FERRY.id] == [_quoted(answerer.ask(one))[0].id for one in questions]
            library.put(replace(LAMP, text="灯塔的高没有人量过。", kept_id=LAMP.id), "s")
            library.remove(FERRY.id, "s")
            quoted = {article.id for one in questions for article in _quoted(answerer.ask(one))}
        assert not quoted & {LAMP.id, FERRY.id}

    def followed(self, *states: State) -> Iterator[tuple[ShelfIndex, State]]:
        """Yield the shelf of an index that was built once and has followed since."""
        with TemporaryDirectory() as folder:
            library = Library.at(sqlite(Path(folder) / "zhaiyin.db"))
            library.put(LAMP, "s")
            index = DiskIndex(Path(folder) / "index", "s", library.holdings, NO_WORDS)
            manifest = index.build()
            for state in states:
                _change(library, state)
                followed = index.follow()
                manifest = index.build() if followed is None else followed
            yield index.opened(manifest), library.articles("s")
            library.close()


class TestDiskShelfInLittleMemory(TestDiskShelf):
    """A shelf on disk that gives back what it looked at before each search."""

    @in_any_order
    @given(states=STATES)
    def test_however_it_came_about_it_answers_as_if_built_at_once(self, states: Sequence[State]) -> None:
        """The same articles, added, replaced and removed in any order, give the same answers."""
        assert self.answers_as_if_built_at_once(states)

    def followed(self, *states: State) -> Iterator[tuple[ShelfIndex, State]]:
        """Yield the shelf on disk, with no memory for its files."""
        for shelf, state in super().followed(*states):
            assert isinstance(shelf, DiskShelf)
            shelf.most_mapped = 0
            yield shelf, state


class TestClusterShelf(ShelfContract):
    """A shelf in a search cluster, whose index follows its library."""

    @in_any_order
    @given(states=STATES)
    def test_however_it_came_about_it_answers_as_if_built_at_once(self, states: Sequence[State]) -> None:
        """The same articles, added, replaced and removed in any order, give the same answers."""
        assert self.answers_as_if_built_at_once(states)

    def followed(self, *states: State) -> Iterator[tuple[ShelfIndex, State]]:
        """Yield the shelf of an index that was built once and has followed since."""
        yield from _followed_in(MemoryCluster(), states)


class TestClusterOfThreeNodes(ShelfContract):
    """A shelf in OpenSearch itself, in two shards."""

    @pytest.fixture(autouse=True)
    def _nodes(self, cluster_url: str) -> Iterator[None]:
        with Client(cluster_url, seconds=60.0) as self._client:
            yield

    def test_however_it_came_about_it_answers_as_if_built_at_once(self) -> None:
        """The same articles, added, replaced and removed, give the same answers."""
        states = (EVERY[:4], (LONGER[LAMP.id], *EVERY[4:]), (LONGER[NOTE.id], *EVERY[:1], *EVERY[2:5]))
        assert self.answers_as_if_built_at_once(states)

    def followed(self, *states: State) -> Iterator[tuple[ShelfIndex, State]]:
        """Yield the shelf of an index that was built once and has followed since."""
        yield from _followed_in(self._client, states)


def _followed_in(cluster: Cluster, states: Sequence[State]) -> Iterator[tuple[ShelfIndex, State]]:
    """Yield the last state of a shelf in the cluster, opened after each of them as a process that goes on does."""
    with TemporaryDirectory() as folder:
        library = Library.at(sqlite(Path(folder) / "zhaiyin.db"))
        library.put(LAMP, "s")
        _change(library, states[0])
        index = ClusterIndex("s", library.holdings, library.generations, cluster, NO_WORDS, shards=2)
        generation = index.build(characters=0)
        shelf = opened(index, generation)
        for state in states[1:]:
            _change(library, state)
            assert index.follow(generation)
            shelf = opened(index, generation, shelf)
        if not _is_purged(index, generation):
            # what is deleted counts a while
            until(lambda: _is_purged(index, generation))
            shelf = opened(index, generation)
        yield shelf, library.articles("s")
        index.forget()
        library.close()


def _is_purged(index: ClusterIndex, generation: Generation) -> bool:
    """Return whether what was deleted counts no more, which a copy may delay for seconds."""
    index.purge(generation)
    return not index.cluster.sizes(generation.name)[generation.name].deleted


def _change(library: Library, state: State) -> None:
    """Make the shelf hold just these articles."""
    wanted = {article.id for article in state}
    for article in library.articles("s"):
        if article.id not in wanted:
            library.remove(article.id, "s")
    for article in state:
        library.put(article, "s")
