"""Replies as Telegram messages: within its limits whatever the article says, and as they look to a reader."""

from dataclasses import replace

import pytest
from articles import LIBRARY
from botapi import cut, units
from botapi.checks import is_url, marked_text
from botapi.keyboards import checked_markup
from botapi.text import boundaries
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup, MessageEntity

from bot.answering.quoting.citation import STYLES
from bot.chat.telegram.asking.keyboard import answer_keyboard, style_keyboard
from bot.chat.telegram.asking.originals import Originals
from bot.chat.telegram.callbacks import AnswerWish, parse_wish
from bot.chat.telegram.transport.fitting import MAX_ENTITIES, MAX_MESSAGE_UNITS, fit
from bot.chat.telegram.transport.rendering import render
from bot.locale import languages, locale
from bot.model import (
    Answer,
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
from bot.reply import Reply, quotation, reply

_LANGUAGES = st.sampled_from(languages())
# characters that count twice, join others, stand above or below them, or turn the direction
_ODD = "🧑‍🚀👨‍👩‍👧🇨🇳👍🏽𠮷𝔘é\u0301\u0323\u200d\ufe0f\u202e\u2067שלוםمرحبا\u00ad\u3000。！？…”）水位上涨 abc#&<*_`"
_PIECES = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")) | st.sampled_from(_ODD), max_size=40
)
_TEXTS = st.tuples(_PIECES, _PIECES, st.integers(0, 400)).map(lambda parts: parts[0] + parts[1] * parts[2])


@st.composite
def _spans(draw: st.DrawFn, length: int, most: int) -> tuple[Span, ...]:
    """Stretches of a text of that length in order, never overlapping."""
    if not length:
        return ()
    ends = sorted(draw(st.sets(st.integers(0, length), max_size=2 * most)))
    return tuple(Span(*pair) for pair in zip(ends[::2], ends[1::2], strict=False))


@st.composite
def _articles(draw: st.DrawFn) -> Article:
    """Any article of one to three paragraphs."""
    name = st.none() | _TEXTS
    source = Source(
        title=draw(_TEXTS),
        author=draw(name),
        publication=draw(name),
        edition=draw(name),
        published=draw(st.none() | st.dates()),
        url=draw(
            st.none() | _PIECES | _PIECES.map(lambda path: f"https://{path}") | st.just("http://a.example/1")
        ),
        digest=draw(st.booleans()),
    )
    paragraphs = draw(st.lists(_TEXTS.filter(bool), min_size=1, max_size=3))
    return Article(source, "\n".join(paragraphs))


@st.composite
def _hits(draw: st.DrawFn) -> Hit:
    """Any passage of any article, with anything marked in it."""
    article = draw(_articles())
    number = draw(st.integers(1, len(article.paragraphs)))
    whole = article.paragraphs[number - 1]
    [start, end] = sorted(draw(st.tuples(*[st.integers(whole.start, whole.end)] * 2)))
    text = article.text[start:end]
    matches = draw(_spans(len(text), 80))
    return Hit(
        Passage(article.id, number, start, end, text), article, 1.0, matches, draw(_spans(len(text), 3))
    )


def _check(content: Reply) -> None:
    """The message is one that Telegram takes, and says what the reply says, marked where that is."""
    text, entities = render(content)
    meant = [mark.span.cut(content.text) for mark in content.marks if mark.mark != "source"]
    assert meant == [cut(text, entity.offset, entity.length) for entity in entities]
    short, kept = fit(text, entities)
    assert units(short) <= MAX_MESSAGE_UNITS
    assert len(kept) <= MAX_ENTITIES
    assert short == text or (short[-1] == "…" and text.startswith(short[:-1]))
    places = boundaries(short)
    for entity in kept:
        assert {entity.offset, entity.offset + entity.length} <= places
        assert any(whole.startswith(cut(short, entity.offset, entity.length)) for whole in meant)
    marked_text(short, [entity.to_dict() for entity in kept], "")


@given(_hits(), _LANGUAGES, st.booleans(), st.none() | _PIECES, st.lists(_PIECES))
def test_any_passage_fits_a_message(
    hit: Hit, language: str, folded: bool, lead: str | None, missing: list[str]
) -> None:
    """4096 UTF-16 units, 100 entities, each exactly over the characters that are meant, none cut in two."""
    _check(quotation(hit, locale(language), lead=lead, evidence=Evidence((), tuple(missing)), folded=folded))


@given(_articles(), _LANGUAGES, st.sets(st.sampled_from(Field), min_size=1))
def test_any_source_record_fits_a_message(article: Article, language: str, fields: set[Field]) -> None:
    """However long title, author and address are."""
    _check(reply(SourceAnswer(Question("?"), article, tuple(fields)), locale(language)))


@given(_TEXTS, st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500))))
def test_any_text_with_any_marks_is_made_to_fit(text: str, marks: list[tuple[int, int]]) -> None:
    """Fitting alone: what remains of each mark is the beginning of what it marked."""
    ends = [(start, min(start + length, len(text))) for start, length in marks if start < len(text)]
    inside = [MessageEntity("bold", start, end - start) for start, end in ends]
    entities = list(MessageEntity.adjust_message_entities_to_utf_16(text, inside))
    short, kept = fit(text, entities)
    assert units(short) <= MAX_MESSAGE_UNITS
    assert len(kept) <= MAX_ENTITIES
    before: dict[int, list[str]] = {entity.offset: [] for entity in entities}
    for entity in entities:
        before[entity.offset].append(cut(text, entity.offset, entity.length))
    for entity in kept:
        left = cut(short, entity.offset, entity.length)
        assert any(whole.startswith(left) for whole in before[entity.offset])


def _check_keyboard(markup: InlineKeyboardMarkup) -> None:
    """Telegram takes it, and every button of ours is understood when it is pressed."""
    checked_markup(markup.to_dict(), private=False, inline_only=True)
    for button in (button for row in markup.inline_keyboard for button in row):
        if isinstance(button.callback_data, str):
            assert len(button.callback_data.encode()) <= 64
            press = parse_wish(button.callback_data)
            assert press is not None
            assert button.callback_data == press.data()
        if button.copy_text is not None:
            assert 1 <= units(button.copy_text.text) <= 256
        if button.url is not None:
            assert is_url(button.url)


@settings(max_examples=50)
@given(
    _hits(),
    _LANGUAGES,
    st.integers(1, 10**12 - 1),
    st.integers(0, 998),
    st.integers(-998, 998),
    st.sampled_from(sorted(STYLES)),
)
def test_any_keyboard_is_taken(
    hit: Hit, language: str, number: int, position: int, offset: int, style: str
) -> None:
    """Whatever the title, the address or the number: 64 bytes behind a button, 256 units to copy, real links."""
    shown, say = AnswerWish("hit", number, position, offset), locale(language)
    near = (True, True)
    _check_keyboard(
        answer_keyboard(
            shown, hit, position + 1, say, style=style, originals=Originals("zhaiyin_bot"), near=near
        )
    )
    _check_keyboard(style_keyboard(shown, hit, say))


@pytest.mark.parametrize(
    "url", ["http://localhost/1", "https://", "http://[", "https://。。", "ftp://a.example"]
)
def test_an_address_that_telegram_refuses_is_no_button(url: str) -> None:
    """原文 leads to the paragraph here instead."""
    hit = _hit(replace(LIBRARY, source=replace(LIBRARY.source, url=url)))
    markup = answer_keyboard(
        AnswerWish("hit", 1),
        hit,
        1,
        locale("zh-Hans"),
        style="apa",
        originals=Originals("zhaiyin_bot"),
        near=(False, False),
    )
    urls = [button.url for row in markup.inline_keyboard for button in row if button.url]
    assert [f"https://t.me/zhaiyin_bot?start=p_{hit.article.id}_2"] == urls


def _hit(article: Article, focus: str = "一是给十二个村各送一辆流动书车；") -> Hit:
    start, end = article.paragraphs[1]
    text = article.text[start:end]
    matches = tuple(Span(at, at + 2) for at in sorted(text.find(word) for word in ("流动", "书车")))
    at = text.find(focus)
    return Hit(Passage(article.id, 2, start, end, text), article, 1.0, matches, (Span(at, at + len(focus)),))


_TAGS = {"bold": "b", "blockquote": "quote", "expandable_blockquote": "folded"}


def _shown(answer: Answer, language: str, *, folded: bool) -> str:
    """The message, its entities as tags."""
    text, entities = fit(*render(reply(answer, locale(language), folded=folded)))
    marks = [(e.offset, e.offset + e.length, _TAGS[e.type]) for e in entities]
    opening = [(start, 1, -end, f"<{tag}>") for start, end, tag in marks]
    closing = [(end, 0, -start, f"</{tag}>") for start, end, tag in marks]
    for at, _, _, tag in sorted([*opening, *closing], reverse=True):
        text = cut(text, 0, at) + tag + cut(text, at, units(text))
    return text


_ASKED = Question("流动书车有几辆")
_SURE = PassageAnswer(_ASKED, Verdict.SURE, (_hit(LIBRARY),), Evidence(("流动", "书车")), 0.9)
_ANSWERS: dict[str, Answer] = {
    "short": _SURE,
    "full": _SURE,
    "unsure": replace(_SURE, verdict=Verdict.UNSURE, evidence=Evidence(("流动",), ("汽车", "司机"))),
    "digest": replace(_SURE, hits=(_hit(Article(replace(LIBRARY.source, digest=True), LIBRARY.text)),)),
    "record": SourceAnswer(_ASKED, LIBRARY, (Field.AUTHOR, Field.AUTHOR_POST, Field.PUBLISHED, Field.URL)),
    "nothing": NotFound(_ASKED, Reason.NO_MATCH, Evidence((), ("天气",)), suggestions=("三件事", "识字班")),
}
_SHORT = """\
<quote>一是给十二个村各送一辆<b>流动</b><b>书车</b>；</quote>
<folded>今年要办好“三件事”。一是给十二个村各送一辆<b>流动</b><b>书车</b>；二是为老人开设识字班；三是让孩子们周末有地方读书。</folded>
"""
_FULL = """\
<quote>今年要办好“三件事”。<b>一是给十二个村各送一辆流动书车；</b>二是为老人开设识字班；三是让孩子们周末有地方读书。</quote>
"""
_SOURCES = {
    "zh-Hans": "——林知远《把书送到山里去》，青石日报，2024年3月8日，第006版",
    "zh-Hant": "——林知远《把书送到山里去》，青石日报，2024年3月8日，第006版",
    "en": "— 林知远, “把书送到山里去”, 青石日报, 2024-03-08, p. 006",
}
_PARAGRAPHS = {"zh-Hans": "，第2段", "zh-Hant": "，第2段", "en": ", paragraph 2"}
_GOLDEN = {
    ("unsure", "zh-Hans"): ("不确定，这一段最接近：\n" + _SHORT, "\n没有出现：汽车、司机"),
    ("unsure", "zh-Hant"): ("不確定，這一段最接近：\n" + _SHORT, "\n沒有出現：汽车、司机"),
    ("unsure", "en"): ("Not sure; this is the closest passage:\n" + _SHORT, "\nNot on the shelf: 汽车, 司机"),
    ("digest", "zh-Hans"): (_SHORT, "（摘要，非原文）"),
    ("digest", "zh-Hant"): (_SHORT, "（摘要，非原文）"),
    ("digest", "en"): (_SHORT, " (a digest, not the original text)"),
} | {
    (name, language): (text, "")
    for name, text in (("short", _SHORT), ("full", _FULL))
    for language in ("zh-Hans", "zh-Hant", "en")
}
_RECORDS = {
    "zh-Hans": """\
<b>作者：林知远</b>
<b>作者职务：青石镇图书馆馆长</b>
<b>发表日期：2024-03-08</b>
来源记录里没有链接。
""",
    "zh-Hant": """\
<b>作者：林知远</b>
<b>作者職務：青石镇图书馆馆长</b>
<b>發表日期：2024-03-08</b>
來源紀錄裡沒有連結。
""",
    "en": """\
<b>Author: 林知远</b>
<b>The author's post: 青石镇图书馆馆长</b>
<b>Published: 2024-03-08</b>
The source record has no link.
""",
}
_NOTHING = {
    "zh-Hans": "文章里没有找到。\n没有出现：天气\n可以问：三件事 · 识字班",
    "zh-Hant": "文章裡沒有找到。\n沒有出現：天气\n可以問：三件事 · 识字班",
    "en": "The article does not say.\nNot on the shelf: 天气\nYou could ask: 三件事 · 识字班",
}


@pytest.mark.parametrize(("name", "language"), _GOLDEN)
def test_a_quotation_looks_like_this(name: str, language: str) -> None:
    """Short, the focus and its paragraph to unfold; in full, the passage with its focus; then the source."""
    lead, end = _GOLDEN[name, language]
    expected = lead + _SOURCES[language] + _PARAGRAPHS[language] + end
    assert expected == _shown(_ANSWERS[name], language, folded=name != "full")


@pytest.mark.parametrize("language", _RECORDS)
def test_a_source_record_and_nothing_look_like_this(language: str) -> None:
    """The same at any length, in the words of each language."""
    for folded in (True, False):
        expected = _RECORDS[language] + _SOURCES[language]
        assert expected == _shown(_ANSWERS["record"], language, folded=folded)
        assert _NOTHING[language] == _shown(_ANSWERS["nothing"], language, folded=folded)
