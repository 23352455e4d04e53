"""The words that a text is about."""

import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st
from shelves import ENGLISH, demo

from bot.language.key_terms import key_terms
from bot.language.vocabulary import OwnWord, Vocabulary


def test_what_the_text_speaks_of_most_comes_first() -> None:
    """Words that any text might hold do not come at all."""
    found = key_terms(demo().text)
    assert {"书屋", "粮仓", "图书馆"} <= set(found)
    assert not {"我们", "没有", "今天"} & set(found)
    assert 12 == len(found)


def test_an_english_text_has_some_too() -> None:
    """None of them an article or a preposition."""
    found = key_terms(ENGLISH.text, 20)
    assert "granary" in found
    assert not {"the", "is", "at"} & {word.lower() for word in found}


def test_words_that_only_join_and_other_forms_are_no_key_terms() -> None:
    """Neither there and which, nor tickets beside ticket."""
    found = key_terms("There were tickets which they said would be theirs. This ticket, these tickets.")
    assert "tickets" in found
    assert not {"ticket", "There", "were", "which", "they", "said", "would", "This", "these"} & {*found}


@settings(max_examples=40)
@given(st.text(alphabet="书屋图书馆的了。，A library1\n", max_size=80))
def test_every_key_term_stands_in_the_text(text: str) -> None:
    """As a word, and only once in the list."""
    found = key_terms(text)
    assert all(term in text and len(term) > 1 for term in found)
    assert len(found) == len(set(found))


def test_an_own_word_stays_whole() -> None:
    """As the operator has it."""
    text = "云上书屋开门。云上书屋关门。"
    assert "云上书屋" not in key_terms(text)
    assert "云上书屋" == key_terms(text, vocabulary=Vocabulary(words=(OwnWord("云上书屋"),)))[0]


def test_an_answer_does_not_wait_for_them() -> None:
    """Nothing of jieba's is loaded by asking."""
    program = (
        "import sys; from bot.answering.answerer import Answerer\n"
        "from bot.answering.index.memory_shelf import MemoryShelf; from bot.retrieval.memory import MemoryEngine\n"
        "from bot.model import Article, Question, Source\n"
        "answerer = Answerer(MemoryShelf([Article(Source(title='题'), '云上书屋开门。')], MemoryEngine))\n"
        "answerer.ask(Question('书屋')), answerer.suggestions\n"
        "import bot.chat.web\n"
        "print('jieba.analyse' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "False" == done.stdout.strip()
