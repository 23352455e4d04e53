"""Suggestions: things to ask with success."""

from collections.abc import Sequence
from functools import partial
from itertools import islice

import pytest
from articles import LIBRARY, NOTE
from hypothesis import given
from hypothesis import strategies as st
from shelves import ENGLISH, demo

from bot.answering.answerer import Answerer
from bot.answering.index.memory_shelf import MemoryShelf
from bot.answering.suggestions import candidates, drawn, fitting, named
from bot.language.vocabulary import NO_WORDS, OwnWord, Vocabulary
from bot.model import Article, NotFound, PassageAnswer, Question, Source, Verdict
from bot.readers import File, read
from bot.retrieval.memory import MemoryEngine

QUOTED = Article(Source(title="题"), "先讲“三件事”，再讲“三件事”和“流动书车”。要办“三件事”！")


def suggestions(
    articles: Sequence[Article], limit: int = 4, vocabulary: Vocabulary = NO_WORDS
) -> tuple[str, ...]:
    """Return what would be suggested if all were answered."""
    return tuple(islice(candidates(articles, partial(drawn, vocabulary=vocabulary)), limit))


def test_headings_come_first_without_their_numbers() -> None:
    """Those that say something; a mere word or a sentence does not."""
    text = (
        "# 题\n\n## 一、引言\n\n甲。\n\n## 二、把课堂搬到地头\n\n说“三件事”。\n\n### 2.1 老师和学生\n\n乙。"
    )
    article = read(File("a.md", text.encode())).article
    assert ("把课堂搬到地头", "老师和学生", "三件事") == suggestions([article])[:3]


def test_what_the_article_puts_in_quotation_marks_comes_before_other_words() -> None:
    """The most quoted before the others."""
    assert ("三件事", "流动书车") == suggestions([QUOTED])[:2]


def test_slogans_and_figures_in_quotation_marks_are_not_suggested() -> None:
    """A suggestion names a thing."""
    article = Article(Source(title="题"), "要“紧跟紧随”，以“1361”为纲，答好“必答题”，办好“三个率先”。")
    assert {"必答题", "三个率先"} == set(suggestions([article], limit=2))


def test_of_an_english_sentence_only_nouns_are_suggested() -> None:
    """Neither what stands before one nor what is done; words in a Chinese sentence are taken as they are."""
    text = (
        "Guided walks start from a former weaving workshop. Visitors listened to the retired engineer.\n"
        "The Harrow Foundation restores it. 系统用Kubernetes部署。"
    )
    found = suggestions([Article(Source(title="A walk"), text)], limit=20)
    assert {"workshop", "engineer", "Foundation", "Kubernetes"} <= set(found)
    assert not {"Guided", "former", "weaving", "listened", "retired", "restores"} & set(found)


def test_no_suggestion_stands_within_another() -> None:
    """Each says something of its own."""
    found = suggestions([demo(), LIBRARY])
    assert not [(a, b) for a in found for b in found if a != b and a in b]


def test_the_newest_articles_are_asked_about_each_in_turn() -> None:
    """A long shelf does not only speak of its beginnings, nor of one article."""
    older = [Article(Source(title=str(n)), f"第{n}篇说“旧事情{'甲乙丙丁戊'[n]}”。") for n in range(5)]
    found = suggestions([*older, demo(), LIBRARY, QUOTED])
    assert not set(found) & {"旧事情甲", "旧事情乙"}
    assert all(any(one in article.text for one in found) for article in (demo(), LIBRARY, QUOTED))


@given(st.lists(st.text(alphabet="书屋“”「」，。三件事 library\n", max_size=60), max_size=3))
def test_every_suggestion_stands_in_an_article(texts: list[str]) -> None:
    """Word for word."""
    articles = [Article(Source(title=str(n)), text) for n, text in enumerate(texts)]
    assert all(any(found in text for text in texts) for found in candidates(articles, drawn))


@pytest.mark.parametrize("article", [demo(), LIBRARY, QUOTED, ENGLISH, NOTE])
def test_every_suggestion_finds_an_answer(article: Article) -> None:
    """That is what it is for."""
    answerer = Answerer(MemoryShelf([article], MemoryEngine))
    assert answerer.suggestions
    for text in answerer.suggestions:
        answer = answerer.ask(Question(text))
        assert isinstance(answer, PassageAnswer), text
        assert Verdict.SURE == answer.verdict


def test_suggestions_are_the_same_from_call_to_call() -> None:
    """And from one start to the next."""
    first, second = (Answerer(MemoryShelf([LIBRARY, demo()], MemoryEngine)).suggestions for _ in range(2))
    assert first == second


def test_an_own_word_is_suggested_whole() -> None:
    """As the operator has it."""
    article = Article(Source(title="题"), "云上书屋开门。云上书屋关门。")
    assert "云上书屋" not in suggestions([article])
    assert "云上书屋" in suggestions([article], vocabulary=Vocabulary(words=(OwnWord("云上书屋"),)))


@pytest.mark.parametrize(
    ("expected", "question", "present"),
    [
        (["流动书车"], "流动书车的司机姓什么", ("流动", "书车", "什么")),
        (["书车", "书屋"], "书车和书屋哪个先有", ("书车", "书屋")),
        (["granary"], "how tall is the granary", ("granary",)),
        ([], "二十年前怎么样", ("二十",)),
        ([], "天气", ()),
    ],
)
def test_a_question_names_words_that_the_shelf_has_joined_where_they_stand_together(
    expected: list[str], question: str, present: tuple[str, ...]
) -> None:
    """A time, a number or a single character names nothing."""
    assert expected == named(question, present)


def test_what_fits_a_question_stands_in_passages_that_hold_a_word_of_it() -> None:
    """What says more than the word comes before it; what is not answered is left out, and few are tried."""
    passages = ["流动书车周三进村。", "流动书车和流动书车司机。", "松木书架刷了清漆。"]
    found = fitting(passages, ["书车"], lambda _: True)
    assert found
    assert all(any(one in text for text in passages[:2]) for one in found)
    assert "书车" != found[0]
    tried: list[str] = []

    def is_answered(text: str) -> bool:
        tried.append(text)
        return False

    assert () == fitting(passages, ["书车"], is_answered)
    assert 0 < len(tried) <= 4
    assert () == fitting(passages, [], lambda _: True)


@pytest.mark.parametrize(
    ("question", "article"),
    [("书架火星移民计划", NOTE), ("Do volunteers get paid a salary?", ENGLISH)],
)
def test_after_nothing_was_found_the_suggestions_fit_the_question(question: str, article: Article) -> None:
    """Those that the article with its words can tell of, each with a sure answer."""
    answerer = Answerer(MemoryShelf([LIBRARY, demo(), NOTE, ENGLISH], MemoryEngine))
    answer = answerer.ask(Question(question))
    assert isinstance(answer, NotFound)
    assert answer.suggestions[0] in article.text.lower()
    assert answerer.suggestions != answer.suggestions
    for text in answer.suggestions:
        told = answerer.ask(Question(text))
        assert isinstance(told, PassageAnswer), text
        assert Verdict.SURE == told.verdict


@pytest.mark.parametrize("question", ["How tall is the mayor?", "Martian colonies"])
def test_where_nothing_fits_the_suggestions_are_in_the_question_s_language(question: str) -> None:
    """As far as the shelf has articles in it; otherwise they are those of the shelf."""
    mixed = Answerer(MemoryShelf([LIBRARY, ENGLISH], MemoryEngine))
    answer = mixed.ask(Question(question))
    assert isinstance(answer, NotFound)
    assert mixed.suggestions_in("en") == answer.suggestions
    assert all(text in ENGLISH.text.lower() for text in answer.suggestions)
    chinese = Answerer(MemoryShelf([LIBRARY], MemoryEngine))
    assert chinese.suggestions == chinese.suggestions_in("en")


def test_suggestions_in_a_language_are_of_all_its_regions() -> None:
    """Traditional readers are asked about simplified articles too; no English word is among them."""
    answerer = Answerer(MemoryShelf([LIBRARY, ENGLISH, demo()], MemoryEngine))
    found = answerer.suggestions_in("zh-Hant")
    assert answerer.suggestions_in("zh-Hans") == found
    assert all(text in LIBRARY.text + demo().text for text in found)
