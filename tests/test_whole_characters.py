"""Whatever is cut, marked or shortened, nothing is cut within what a reader takes for one character."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import CHARACTERS

from bot.answering.quoting.citation import short
from bot.answering.quoting.verification import verify
from bot.answering.ranking.focus import matches
from bot.answering.sources.outline import outline
from bot.answering.suggestions import drawn
from bot.chat.telegram.transport.fitting import MAX_MESSAGE_UNITS, fit, shorten
from bot.language.key_terms import key_terms
from bot.language.normalise import folded, normalised
from bot.language.question_window import MAX_CHARACTERS, question_window
from bot.language.sentences import sentences
from bot.language.utf16 import units
from bot.locale import locale
from bot.model import Article, Question, Source, Span
from bot.reply.cards import first_words
from bot.reply.sources import source_line
from bot.reply.verifications import compared, verdict_line

_LETTERS = tuple(piece for piece in CHARACTERS if piece not in (" ", "\r\n", "。"))
_PIECES = st.lists(st.sampled_from(CHARACTERS), min_size=1, max_size=30)
_WORDS = (
    "İstanbul",
    "I\u0307stanbul",
    "München",
    "Mu\u0308nchen",
    "museum",
    "हिन्दी",
    "葛\U000e0100城",
    "修房子",
    "👨\u200d👩\u200d👧修",
    "ﬁnance",
)


def _edges(pieces: Sequence[str]) -> set[int]:
    return {sum(map(len, pieces[:place])) for place in range(len(pieces) + 1)}


def _long(pieces: Sequence[str], length: int) -> list[str]:
    """Return the pieces again and again, until they are so long, beginning with what makes them none of a pattern."""
    return ["x" * (length % 3), *list(pieces) * (length // len("".join(pieces)) + 1)]


@given(_PIECES, st.integers(8, 60))
def test_a_line_is_shortened_to_whole_characters(pieces: list[str], limit: int) -> None:
    """In UTF-16 units, as a message is."""
    every = _long(pieces, 100)
    shown = shorten("".join(every), limit)
    assert units(shown) <= limit
    kept = shown.removesuffix("…")
    assert "".join(every).startswith(kept)
    assert len(kept) in _edges(every) or "".join(every)[len(kept)].isspace()


@given(st.lists(st.sampled_from(_LETTERS), min_size=1, max_size=9))
def test_a_message_ends_with_a_whole_character(pieces: list[str]) -> None:
    """At Telegram's limit."""
    every = _long(pieces, MAX_MESSAGE_UNITS)
    shown, _ = fit("".join(every), ())
    assert units(shown) <= MAX_MESSAGE_UNITS
    assert len(shown) - 1 in _edges(every) or shown == "".join(every)


@given(st.lists(st.sampled_from(_LETTERS), min_size=1, max_size=9))
def test_what_is_said_of_an_article_has_whole_characters(pieces: list[str]) -> None:
    """Its citation to copy, its source line, its first words, its outline."""
    every = _long(pieces, 700)
    text, edges = "".join(every), _edges(every)
    article = Article(Source(title=text), text)
    copied, _, after = short(article, 1).partition("…")
    assert text.startswith(copied)
    assert len(copied) in edges
    end = after.partition("[")[0]
    assert len(text) - len(end) in edges
    line = source_line(Article(Source(title=text, language="en"), text), locale("en"))
    title = max((line[start:] for start in range(4)), key=lambda words: text.startswith(words) and len(words))
    assert len(title) in edges
    assert len(first_words(article, 50)) - 1 in edges
    assert {point.span.end for point in outline(article, Question("")).points} <= edges


@given(st.lists(st.sampled_from(_LETTERS), min_size=1, max_size=9))
def test_a_text_is_read_in_whole_characters(pieces: list[str]) -> None:
    """Of a long question the window, of a text without end its sentences."""
    every = _long(pieces, 5_000)
    text, edges = "".join(every), _edges(every)
    window = question_window(text)
    assert len(window) <= MAX_CHARACTERS
    assert {span.end for span in sentences(text)} <= edges


@given(_PIECES, st.data())
def test_words_of_a_question_are_marked_with_whole_characters(pieces: list[str], data: st.DataObject) -> None:
    """However little of a character the question has of them."""
    text = "".join(pieces)
    start = data.draw(st.integers(0, len(text) - 1))
    asked = folded(text[start : start + data.draw(st.integers(1, 6))])
    assert {edge for span in matches(asked, text) for edge in span} <= _edges(pieces)


@given(_PIECES)
def test_a_text_folds_as_its_characters_do(pieces: list[str]) -> None:
    """And each character of it folded comes from a whole one."""
    text = "".join(pieces)
    found = normalised(text)
    assert folded(text) == found.text
    spans = [found.original(Span(at, at + 1)) for at in range(len(found.text))]
    assert all(Span(*span).cut(text) for span in spans)


@given(st.lists(st.sampled_from(_LETTERS), min_size=6, max_size=30), st.data())
def test_what_is_verified_is_told_in_whole_characters(pieces: list[str], data: st.DataObject) -> None:
    """The slice of the article, and what differs in it and in the claim."""
    text = "".join(pieces)
    start = data.draw(st.integers(0, len(text) - 4))
    claim = text[start : start + data.draw(st.integers(4, 30))]
    found = verify(claim, [Article(Source(title="题"), text)])
    for part in (part for quotation in found.quotations for part in quotation.fragments if part.places):
        place = part.places[0].span
        assert set(place) <= _edges(pieces)
        _, original = compared(part, claim)
        assert {place.start + edge for span in original.differing for edge in span} <= _edges(pieces)
    assert all(verdict_line(quotation, claim, locale("en")) for quotation in found.quotations)


@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=12), st.sampled_from([" ", "，", "的"]))
def test_suggestions_are_whole_words(words: list[str], between: str) -> None:
    """None begins after an accent that its word has, or ends before it."""
    text = between.join(words * 2)
    article = Article(Source(title="题"), text)
    parts = {word for one in words for word in (one, *("修房子", "房子"))}
    for said in (*drawn(article), *key_terms(text)):
        assert said in parts or not any(word.endswith(said) or word.startswith(said) for word in words)


@pytest.mark.parametrize("word", ["İstanbul", "I\u0307stanbul", "Mu\u0308nchen", "Düsseldorf"])
def test_a_word_with_accents_is_suggested_whole(word: str) -> None:
    """As the article spells it."""
    assert word in drawn(Article(Source(title="题"), f"他去了{word}。他喜欢{word}。"))


def test_an_article_of_istanbul_is_found_however_it_is_spelled() -> None:
    """The dot of its capital parts no word."""
    assert {"istanbul"} == {folded(word) for word in ("İstanbul", "I\u0307stanbul", "istanbul", "ISTANBUL")}
