"""Answer → Reply."""

import pytest
from articles import LIBRARY, edition
from hypothesis import given
from hypothesis import strategies as st

from bot.locale import languages, locale
from bot.model import (
    Article,
    Evidence,
    Field,
    Hit,
    NotFound,
    Passage,
    PassageAnswer,
    Question,
    Reason,
    Source,
    SourceAnswer,
    Span,
    Verdict,
)
from bot.reply import Mark, Reply, imprint, locale_of, reply, source_line

ZH, EN = locale("zh-Hans"), locale("en")
ASKED = Question("三件事是什么")


def _hit(article: Article, paragraph: int, *focus: Span) -> Hit:
    start, end = article.paragraphs[paragraph - 1]
    return Hit(Passage(article.id, paragraph, start, end, article.text[start:end]), article, 1.0, focus=focus)


def _marked(message: Reply, mark: Mark) -> list[str]:
    return [m.span.cut(message.text) for m in message.marks if m.mark is mark]


def test_a_quotation_its_focus_and_its_source() -> None:
    """The passage stands there word for word, the focus within it, the source under it."""
    answer = PassageAnswer(ASKED, Verdict.SURE, (_hit(LIBRARY, 2, Span(0, 10)),), Evidence(("三件事",)), 0.9)
    message = reply(answer, ZH)
    passage = LIBRARY.paragraphs[1].cut(LIBRARY.text)
    assert [passage] == _marked(message, Mark.QUOTE)
    assert [passage[:10]] == _marked(message, Mark.FOCUS)
    assert ["——林知远《把书送到山里去》，青石日报，2024年3月8日，第006版，第2段"] == _marked(
        message, Mark.SOURCE
    )
    assert f"{passage}\n——林知远《把书送到山里去》，青石日报，2024年3月8日，第006版，第2段" == message.text


def test_words_that_stand_nowhere_are_named() -> None:
    """A near miss shows itself."""
    answer = PassageAnswer(
        ASKED, Verdict.UNSURE, (_hit(LIBRARY, 1),), Evidence(("图书馆",), ("2035", "成都")), 0.4
    )
    message = reply(answer, ZH)
    assert message.text.startswith("不确定")
    assert message.text.endswith("没有出现：2035、成都")


def test_a_digest_is_marked_as_one() -> None:
    """Nobody takes a digest for the newspaper's own words."""
    digest = Article(Source(title="题", digest=True), "文。")
    assert "《题》（摘要，非原文）" == source_line(digest, ZH)


def test_a_source_reads_as_its_language_writes_it() -> None:
    """Quotation marks, separators and spaces are the locale's."""
    assert "林知远, “把书送到山里去”, 青石日报, 2024-03-08, p. 006, paragraph 2" == source_line(
        LIBRARY, EN, 2
    )
    message = reply(SourceAnswer(ASKED, LIBRARY, (Field.EDITION,)), EN)
    assert ["Page: p. 006: 文化"] == _marked(message, Mark.FOCUS)


def test_an_imprint_stands_under_a_title() -> None:
    """So it leaves the title out, and is empty if nothing else is known."""
    assert "林知远，青石日报，2024年3月8日，第006版" == imprint(LIBRARY, ZH)
    assert "" == imprint(Article(Source(title="题"), "文。"), ZH)


@pytest.mark.parametrize(
    ("text", "language"),
    [("三件事是什么", "zh-Hans"), ("什麼時候開門", "zh-Hant"), ("Who?", "en"), ("?", "zh-Hans")],
)
def test_a_text_is_answered_in_its_own_language(text: str, language: str) -> None:
    """By its script; the default where it has no letters."""
    assert language == locale_of(text).language


def test_a_source_answer_gives_the_fields_and_the_source() -> None:
    """Only what was asked, then where it is from."""
    message = reply(SourceAnswer(ASKED, LIBRARY, (Field.AUTHOR, Field.EDITION)), ZH)
    assert ["作者：林知远", "版面：第006版：文化"] == _marked(message, Mark.FOCUS)


def test_a_field_nobody_knows_is_said_to_be_unknown() -> None:
    """An honest gap."""
    message = reply(SourceAnswer(ASKED, LIBRARY, (Field.URL,)), ZH)
    assert message.text.startswith("来源记录里没有链接。")


def test_not_found_says_what_could_be_asked() -> None:
    """The reason, the words that are missing, and something that works."""
    message = reply(NotFound(ASKED, Reason.NO_MATCH, Evidence((), ("天气",)), 0.0, ("三件事",)), ZH)
    assert "文章里没有找到。\n没有出现：天气\n可以问：三件事" == message.text


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_words_in_every_language(language: str, reason: Reason) -> None:
    """No reply is ever empty."""
    assert reply(NotFound(ASKED, reason), locale(language)).text


@pytest.mark.parametrize("language", languages())
def test_every_field_has_words_in_every_language(language: str) -> None:
    """Known and unknown alike."""
    bare = Article(Source(title="题"), "文。")
    for article in (LIBRARY, bare):
        message = reply(SourceAnswer(ASKED, article, tuple(Field)), locale(language))
        assert len(Field) + 1 == len(message.text.splitlines())


TEXT = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), min_size=1, max_size=30)


@given(TEXT, st.lists(TEXT, max_size=3), st.data())
def test_marks_cut_exactly_what_they_mark(text: str, missing: list[str], data: st.DataObject) -> None:
    """Quote and focus are slices of the passage, whatever stands in it."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    hit = _hit(edition(text), 1, Span(start, end))
    message = reply(PassageAnswer(ASKED, Verdict.SURE, (hit,), Evidence((), tuple(missing)), 1.0), ZH)
    assert [text] == _marked(message, Mark.QUOTE)
    assert ([text[start:end]] if start < end else []) == _marked(message, Mark.FOCUS)


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize(
    "evidence",
    [Evidence(("书屋",), ("食堂",)), Evidence(("书屋", "图书"), ()), Evidence(("书屋",), ()), Evidence()],
)
def test_a_refusal_always_says_why(language: str, evidence: Evidence) -> None:
    """Words that are missing, or do not stand together, or are not there to look for."""
    told = reply(NotFound(Question("问"), Reason.NO_MATCH, evidence), locale(language)).text
    assert 1 < len(told.splitlines())
    assert all(word in told for word in evidence.missing or evidence.present)
