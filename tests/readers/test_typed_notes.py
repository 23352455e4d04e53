"""Notes that an author numbered and set by hand, in every kind of office document."""

import re
from collections.abc import Callable, Sequence

import pytest
from samples import docx, odt, rtf

from bot.readers import File, Reading, read

FIRST = "头一段先说木船从哪里来，又停在哪里。"
_UP = re.compile(r"\^(?P<raised>[^\^]*)\^")
_RAISED_RUN = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
_RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'


def _set(text: str, plain: str, raised: str) -> str:
    """The stretches of a paragraph, those between two ^ raised."""
    return "".join(
        (raised if number % 2 else plain).format(part) for number, part in enumerate(_UP.split(text)) if part
    )


def as_docx(paragraphs: Sequence[str]) -> Reading:
    """The paragraphs as a Word document."""
    body = "".join(f"<w:p>{_set(text, _RUN, _RAISED_RUN)}</w:p>" for text in paragraphs)
    return read(File("a.docx", docx(body)))


def as_odt(paragraphs: Sequence[str]) -> Reading:
    """The paragraphs as an OpenDocument text."""
    own = (
        '<style:style style:name="up"><style:text-properties style:text-position="super 58%"/></style:style>'
    )
    raised = '<text:span text:style-name="up">{}</text:span>'
    body = "".join(f"<text:p>{_set(text, '{}', raised)}</text:p>" for text in paragraphs)
    return read(File("a.odt", odt(body, own=own)))


def as_rtf(paragraphs: Sequence[str]) -> Reading:
    """The paragraphs as an RTF document, its characters by their numbers."""
    codes = "".join(_set(text, "{}", "{{\\super {}}}") + "\\par " for text in paragraphs)
    numbered = "".join(char if char.isascii() else rf"\u{ord(char)}?" for char in codes)
    return read(File("a.rtf", rtf(rf"\pard {numbered}")))


WRITERS = [as_docx, as_odt, as_rtf]


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["船开六趟^1^，风大就停。", "船工四个人。^2^", "^1^ 见县志。", "^2^另有学徒。"],
         ["船开六趟，风大就停。", "见县志。", "船工四个人。", "另有学徒。"]),
        (["船开六趟^[1]^，风大就停。", "船工四个人。", "^[1]^ 见县志。"], ["船开六趟，风大就停。", "见县志。", "船工四个人。"]),
        (["船开六趟^①^。", "船工四个人。", "^①^见县志。"], ["船开六趟。", "见县志。", "船工四个人。"]),
        (["船开六趟^*^。", "船工四个人。", "^*^ 见县志。"], ["船开六趟。", "见县志。", "船工四个人。"]),
        (["船开六趟^1^。", "^1^ 见县志。", "船工四个人^1^。", "^1^ 另有学徒。"], ["船开六趟。", "见县志。", "船工四个人。", "另有学徒。"]),
        (["船开六趟^1,2^。", "^1^ 见县志。", "^2^ 又见碑文。"], ["船开六趟。", "见县志。", "又见碑文。"]),
        (["船开六趟^1^。", "船工四个人。", "注释：", "1. 见县志。"], ["船开六趟。", "见县志。", "船工四个人。"]),
        (["船开六趟^1^。", "船工四个人^2^。", "——————", "1、见县志。", "2、另有学徒。"], ["船开六趟。", "见县志。", "船工四个人。", "另有学徒。"]),
        (["船开六趟①。", "船工四个人。", "①见县志。"], ["船开六趟。", "见县志。", "船工四个人。"]),
        (["船开六趟¹。", "船工四个人。", "¹ 见县志。"], ["船开六趟。", "见县志。", "船工四个人。"]),
        (["船开六趟^1^。", "船工四个人。", "^1^ 见县志。", "县志修过三回。", "^2^ 没有人问起。"],
         ["船开六趟。", "见县志。", "船工四个人。", "县志修过三回。", "² 没有人问起。"]),
        (["据Smith^1^说，船一九五八年才有。", "船工四个人。", "^1^ 见他的游记。"], ["据Smith说，船一九五八年才有。", "见他的游记。", "船工四个人。"]),
    ],
)  # fmt: skip
def test_a_note_typed_below_follows_the_paragraph_that_calls_it(
    write: Callable[[Sequence[str]], Reading], paragraphs: list[str], expected: list[str]
) -> None:
    """And its mark stands neither in the sentence nor before the note; nothing is told as left out."""
    reading = write([FIRST, *paragraphs])
    assert [FIRST, *expected] == reading.article.text.split("\n")
    assert () == reading.remarks


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["占地30m^2^，每亩10^4^株。"], ["占地30m²，每亩10⁴株。"]),
        (["占地三十米^2^，边长^2^就是面积。", "船工四个人^2^。", "^1^ 见县志。", "^2^ 另有学徒。"],
         ["占地三十米²，边长²就是面积。", "船工四个人。", "另有学徒。", "¹ 见县志。"]),
        (["面积是半径^2^×π。"], ["面积是半径²×π。"]),
        (["速度是10m·s^-1^。"], ["速度是10m·s⁻¹。"]),
        (["用^14^C测年。"], ["用¹⁴C测年。"]),
        (["分①、②两步，先看①。", "①开门。", "②关门。"], ["分①、②两步，先看①。", "①开门。", "②关门。"]),
    ],
)  # fmt: skip
def test_powers_and_items_of_a_list_stay(
    write: Callable[[Sequence[str]], Reading], paragraphs: list[str], expected: list[str]
) -> None:
    """Also in a document with notes."""
    assert [FIRST, *expected] == write([FIRST, *paragraphs]).article.text.split("\n")


@pytest.mark.parametrize("write", WRITERS)
def test_a_list_of_references_stays_at_the_end(write: Callable[[Sequence[str]], Reading]) -> None:
    """Only its marks leave the sentences."""
    found = write([FIRST, "船开六趟^[1]^。", "船工四个人。", "参考文献", "[1] 何苗. 渡口. 1999."])
    assert ["船开六趟。", "船工四个人。", "参考文献", "[1] 何苗. 渡口. 1999."] == found.article.text.split(
        "\n"
    )[1:]


@pytest.mark.parametrize("write", WRITERS)
def test_marks_that_count_up_leave_the_sentences_though_their_notes_are_lost(
    write: Callable[[Sequence[str]], Reading],
) -> None:
    """A page with the notes may have been left out by whoever copied the text."""
    found = write([FIRST, "船开六趟^1^。", "船工四个人，^2^轮流掌舵。"])
    assert [FIRST, "船开六趟。", "船工四个人，轮流掌舵。"] == found.article.text.split("\n")
