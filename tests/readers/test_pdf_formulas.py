"""Stacked terms of PDFs: a fraction is one, a sum keeps its limits, and what cannot be told is marked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import Set
from typesetting import column, reading

from bot.model import UNREADABLE
from bot.readers.reading import RemarkKind

PROSE = "渡船不收学生的钱，早班六点开，末班九点回，一共三条船，每条坐二十人。"


def width(text: str, size: float) -> float:
    """How wide a stretch of type is, nearly."""
    return sum(size if char > "\u2fff" else 0.556 * size for char in text)


def stacked(
    before: str, over: str, under: str, after: str, *, size: float = 10, inner: float = 10
) -> list[Set]:
    """A line at height 150 with one term above another in it, both of the size `inner`."""
    left = 70 + width(before, size) + 1
    wide = max(width(over, inner), width(under, inner))
    return [
        *([Set(70, 150, before, size)] if before else []),
        Set(left + (wide - width(over, inner)) / 2, 150 - 0.6 * inner, over, inner),
        Set(left + (wide - width(under, inner)) / 2, 150 + 0.6 * inner, under, inner),
        Set(left + wide + 1, 150, after, size),
    ]


def text_with(line: list[Set]) -> str:
    """What is read of a line between two paragraphs, without spaces."""
    found = reading([*column(PROSE, top=70), *line, *column(PROSE, top=190)]).article
    return "".join(f"{found.source.title}{found.text}".split())


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("设其值为", "a+b", "2c", "，如上。"), "设其值为(a+b)⁄(2c)，如上。"),
        (("速度＝", "路程", "时间", "，如上。"), "速度＝路程⁄时间，如上。"),
        (("合格率为", "合格的船数", "全部船数", "，如上。"), "合格率为合格的船数⁄全部船数，如上。"),
        (("值为(", "1+2", "3", ")倍。"), "值为((1+2)⁄3)倍。"),
        (("值为-", "1", "3", "倍。"), "值为-1⁄3倍。"),
        (("值为", "1.5", "20.25", "元。"), "值为1.5⁄20.25元。"),
        (("值为", "15%", "20", "元。"), "值为15%⁄20元。"),
        (("x = ", "3", "20", "，如上。"), "x=3⁄20，如上。"),
    ],
)
def test_fractions_of_terms_and_words_are_written_as_such(
    parts: tuple[str, str, str, str], text: str
) -> None:
    """Terms of several signs in brackets."""
    assert text in text_with(stacked(*parts))


@pytest.mark.parametrize("number", ["", "(3)", "（2.1）"])
@pytest.mark.parametrize(
    ("over", "under", "text"), [("3", "20", "3⁄20"), ("a+b", "2", "(a+b)⁄2"), ("15%", "7", "15%⁄7")]
)
def test_a_fraction_on_lines_of_its_own_is_one(over: str, under: str, text: str, number: str) -> None:
    """Set in the middle, with or without the number of a formula at its end."""
    stack = [Set(220 - width(term, 10) / 2, y, term) for term, y in ((over, 144), (under, 156))]
    line = [*stack, *([Set(350, 150, number)] if number else [])]
    found = reading([*column(PROSE, top=70), *line, *column(PROSE, top=200)]).article.text
    assert [PROSE, text, PROSE] == [line.split("\u3000")[0] for line in found.split("\n")]


@pytest.mark.parametrize("x", [70, 220])
def test_figures_below_each_other_stay_apart(x: float) -> None:
    """A list or a column of them is no fraction."""
    stack = [Set(x, 130 + 12 * n, figure) for n, figure in enumerate(["3", "7", "9"])]
    pair = [Set(70, 300 + 12 * n, figure) for n, figure in enumerate(["4", "8"])]
    found = reading([*column(PROSE, top=70), *stack, *column(PROSE, top=200), *pair]).article
    assert "⁄" not in f"{found.source.title}{found.text}"


def test_a_part_of_several_pieces_is_one_term() -> None:
    """Its letters are set one by one, and one of them has a power."""
    line = [
        Set(70, 150, "值为"), Set(91, 144, "a"), Set(96.7, 140, "2", 6), Set(101, 144, "+"), Set(107, 144, "b"),
        Set(100, 156, "2"), Set(114, 150, "倍。"),
    ]  # fmt: skip
    assert "值为(a²+b)⁄2倍。" in text_with(line)


def test_a_sum_keeps_its_limits() -> None:
    """They stand above and below its sign."""
    line = [
        Set(70, 150, "总数为"), Set(101, 150, "∑", 14), Set(105, 138, "n", 6), Set(102, 160, "i=1", 6), Set(116, 150, "a条。"),
    ]  # fmt: skip
    assert "总数为∑ᵢ₌₁ⁿa条。" in text_with(line)


@pytest.mark.parametrize("gap", [12, 20, 28])
@pytest.mark.parametrize(("top", "bottom"), [("1 2", "3 4"), ("a b", "c d"), ("0 1 0", "1 0 1")])
def test_a_matrix_is_marked_as_unreadable(top: str, bottom: str, gap: int) -> None:
    """None of its figures stands in the text, as a fraction, a number or a line; the sentence around it stays."""
    rows = [(144, top), (157, bottom)]
    cells = [Set(110 + gap * n, y, figure) for y, row in rows for n, figure in enumerate(row.split())]
    end = max(cell.x for cell in cells) + 13
    line = [Set(70, 150, "矩阵为("), *(cell for cell in cells), Set(end, 150, ")，如上。")]
    found = reading([*column(PROSE, top=70), *line, *column(PROSE, top=190)])
    lines = ["".join(line.split()) for line in found.article.text.split("\n")]
    assert [PROSE, f"矩阵为({UNREADABLE})，如上。", PROSE] == lines
    assert RemarkKind.UNREADABLE in [remark.kind for remark in found.remarks]


@pytest.mark.parametrize("gap", [14, 20, 28])
@pytest.mark.parametrize("brackets", ["()", "[]", "||", "（）"])
@pytest.mark.parametrize(
    "rows",
    [("1 2 3", "4 5 6", "7 8 9"), ("a b", "0 -1", "c d"), ("1", "2", "3"), ("1 2", "3 4", "5 6", "7 8")],
)
def test_a_matrix_of_many_rows_is_marked_as_unreadable(rows: list[str], brackets: str, gap: int) -> None:
    """Its middle row stands on the line of the sentence, or none does."""
    x = 70 + width(f"矩阵为{brackets[0]}", 10) + 4
    top = 150 - 6 * (len(rows) - 1)
    cells = [
        Set(x + gap * n, top + 12 * i, figure)
        for i, row in enumerate(rows)
        for n, figure in enumerate(row.split())
    ]
    end = max(cell.x for cell in cells) + 13
    line = [Set(70, 150, f"矩阵为{brackets[0]}"), *cells, Set(end, 150, f"{brackets[1]}，如上。")]
    found = reading([*column(PROSE, top=50), *line, *column(PROSE, top=210)])
    lines = ["".join(line.split()) for line in found.article.text.split("\n")]
    assert [PROSE, f"矩阵为{brackets[0]}{UNREADABLE}{brackets[1]}，如上。", PROSE] == lines
    assert RemarkKind.UNREADABLE in [remark.kind for remark in found.remarks]


def test_figures_in_brackets_within_prose_are_no_matrix() -> None:
    """Whatever stands above and below them."""
    texts = ["渡船（3）条，票价 (2) 元，早班六点开", "岸上 (5) 间，住户（8）家，末班九点回"]
    lines = [Set(70, 110 + 15 * n, texts[n % 2]) for n in range(6)]
    found = reading([Set(70, 60, "渡口", 20), *lines])
    assert UNREADABLE not in found.article.text
    assert 3 == found.article.text.count("（3）条，票价 (2) 元")


@settings(max_examples=20, deadline=None)
@given(
    st.integers(1, 99), st.integers(1, 999), st.sampled_from(["约", "占全村的", "（", "第3组的"]),
    st.sampled_from(["。", "，如上。", "元。", "）"]), st.sampled_from([10.0, 8.0, 6.5]), st.sampled_from([10.0, 12.0]),
)  # fmt: skip
def test_no_fraction_is_ever_another_number(
    over: int, under: int, before: str, after: str, inner: float, size: float
) -> None:
    """Whatever its figures and sizes are, it stands as one or its place is marked."""
    line = stacked(before, str(over), str(under), after, size=size, inner=min(inner, size))
    page = reading([*column(PROSE, top=70, size=size), *line, *column(PROSE, top=200, size=size)])
    text = "".join(page.article.text.split())
    marked = any(remark.kind is RemarkKind.UNREADABLE for remark in page.remarks)
    assert f"{before}{over}⁄{under}{after}" in text or marked
