"""A known article, laid out as a PDF in any way, comes back: its title, its paragraphs, its figures, every character once."""

from collections import Counter

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from samples import Set
from typesetting import column, reading

TITLE = "渡口的规矩"
SENTENCES = [
    "渡船不收学生的钱，早班六点开，末班九点回。", "一共三条船，每条坐二十人，一九五八年立的规矩到今天没有改过。",
    "岸上的票亭卖票，票亭旁边有一棵槐树，树下坐着船夫。", "他等人坐满了才解开缆绳，风大的日子里要再等一刻钟。",
    "水涨的时候船要停，停多久由看水的人说了算。", "他把水位刻在石头上，最高的一道是四米七五。",
]  # fmt: skip


@st.composite
def layouts(draw: st.DrawFn) -> tuple[list[str], list[list[Set]]]:
    """Draw an article's paragraphs, and its pages: columns, margins, type, leading, heads and page numbers."""
    paragraphs = draw(
        st.lists(st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=6), min_size=3, max_size=7)
    )
    texts = ["".join(sentences) for sentences in paragraphs]
    size = draw(st.sampled_from([9.0, 10.0, 10.5, 12.0]))
    left = draw(st.integers(40, 70))
    columns = draw(st.sampled_from([1, 2, 3]))
    width = draw({1: st.integers(24, 34), 2: st.integers(15, 18), 3: st.integers(10, 12)}[columns])
    gutter = draw(st.sampled_from([1.5, 2.0, 3.0]))
    leading = draw(st.sampled_from([1.4, 1.6, 2.0]))
    bottom = draw(st.sampled_from([500, 640, 720]))
    lines = [
        (line.x - left, line.text)
        for text in texts
        for line in column(text, top=0, width=width, x=left, size=size)
    ]
    pages: list[list[Set]] = [[Set(left, 130, TITLE, draw(st.sampled_from([16, 20, 28])))]]
    first, y, column_number = 170.0, 170.0, 0
    for indent, text in lines:
        if y > bottom:
            column_number = (column_number + 1) % columns
            if column_number == 0:
                pages.append([])
                first = 130.0
            y = first
        x = left + column_number * (width + gutter) * size
        pages[-1].append(Set(x + indent, y, text, size))
        y += size * leading
    head = draw(st.sampled_from(["", "河东旧事", "河东旧事　{}", "{} | 河东旧事"]))
    number = draw(st.sampled_from(["", "{}", "- {} -", "第{}页", "第{}页 共9页"]))
    for n, page in enumerate(pages, 3):
        mirrored = 60 if n % 2 else 380
        if head and len(pages) > 1:
            page.append(Set(mirrored, 50, head.format(n), size - 1))
        if number:
            page.append(Set(290, 800, number.format(n), size - 1))
    return texts, pages


@settings(max_examples=25, deadline=None, phases=[Phase.generate])
@given(layouts())
def test_an_article_comes_back_from_any_layout(layout: tuple[list[str], list[list[Set]]]) -> None:
    """Nothing is lost or added, and nothing is told as left out."""
    texts, pages = layout
    found = reading(*pages)
    read = found.article.text
    assert TITLE == found.article.source.title
    assert Counter("".join(texts)) == Counter(read.replace("\n", ""))
    assert texts == read.split("\n")
    assert () == found.remarks


@pytest.mark.parametrize("ending", ["树下坐着船夫。", "树下坐着的船夫等人坐满了，他才解开缆绳。"])
@pytest.mark.parametrize("gutter", [14, 30])
def test_a_column_of_a_line_or_two_is_read_after_the_one_before_it(ending: str, gutter: int) -> None:
    """It is where the text ends, and no cell beside the first lines."""
    text = "".join(SENTENCES) * 2
    lines = column(f"{text}{ending}", top=110, width=17, x=60)
    rest = len(column(ending, top=0, width=17, indent=0))
    left, right = lines[:-rest], lines[-rest:]
    right = [line._replace(x=230 + gutter, y=place.y) for line, place in zip(right, left[:rest], strict=True)]
    found = reading([Set(60, 60, TITLE, 20), *left, *right])
    assert [f"{text}{ending}"] == found.article.text.split("\n")
    assert () == found.remarks


def in_columns(lines: list[Set], full: int, step: int) -> list[Set]:
    """Lines one below the other, `full` to a column, the columns `step` points apart."""
    return [
        line._replace(x=line.x + step * (n // full), y=110 + 15 * (n % full)) for n, line in enumerate(lines)
    ]


SHORT = [
    "树下。",
    "他等到天黑了，才解开缆绳走。",
    "他等人坐满了才解开缆绳，到天黑为止。",
    "他等人坐满了才解开缆绳，风大的日子里要再等一刻钟。",
]


@pytest.mark.parametrize(
    "ends", [["缆绳。"], ["坐着船夫。", *SHORT[:1]], ["坐着船夫。", *SHORT[1:3]], SHORT], ids=len
)
@pytest.mark.parametrize("columns", [2, 3])
@pytest.mark.parametrize(
    "around",
    [
        [Set(300, 800, "7", 9)],
        [Set(60, 50, "河东旧事", 10), Set(380, 50, "- 7 -", 10)],
        [Set(400, 790, "- 7 -", 10)],
    ],
    ids=["number below", "head and number above", "number below the column"],
)
def test_a_short_last_column_is_read_last_whatever_is_above_and_below_the_text(
    ends: list[str], columns: int, around: list[Set]
) -> None:
    """Few lines of a paragraph or of several, full or not, are no cells beside the first lines of the page."""
    opening = ("".join(SENTENCES) * columns)[: 15 * 12 * (columns - 1) - 2]
    texts = [f"{opening}{ends[0]}", *ends[1:]]
    lines = [line for text in texts for line in column(text, top=0, width=15, x=60)]
    page = [*in_columns(lines, 12, 170), *around]
    other = [*column("".join(SENTENCES), top=110, width=30, x=60), *(_next(piece) for piece in around)]
    found = reading(page, other)
    assert [*texts, "".join(SENTENCES)] == found.article.text.split("\n")
    assert () == found.remarks


def test_a_head_beside_a_page_number_is_no_text_whether_columns_part_them_or_not() -> None:
    """It comes back: as one line with the number where the page has one column, as a line of its own elsewhere."""
    text = "".join(SENTENCES)
    around = [Set(60, 50, "河东旧事", 10), Set(500, 50, "7", 10)]
    page = [Set(60, 80, TITLE, 20), *in_columns(column(text * 2, top=110, width=15, x=60), 12, 170), *around]
    other = [*column(text, top=110, x=60), *(_next(piece) for piece in around)]
    assert [text * 2, text] == reading(page, other).article.text.split("\n")


def _next(piece: Set) -> Set:
    return piece._replace(text=piece.text.replace("7", "8"))


def tabulated(cells: list[tuple[str, str]], top: float) -> list[Set]:
    """The rows of a table of two columns."""
    return [
        Set(x, top + 15 * n, cell)
        for n, row in enumerate(cells)
        for x, cell in zip((70, 290), row, strict=True)
    ]


@pytest.mark.parametrize("rows", [1, 2, 3, 5])
@pytest.mark.parametrize("first", ["东渡口", "东边渡口的船每天早上六点开出"])
def test_the_rows_of_a_table_in_running_text_stay_rows(rows: int, first: str) -> None:
    """However few they are, and however wide their cells."""
    cells = [(f"{first}{'甲乙丙丁戊'[n]}", f"{n + 3}条") for n in range(rows)]
    table = tabulated(cells, top=200)
    text = "".join(SENTENCES[:3])
    page = [*column(text, top=110), *table, *column(text, top=215 + 15 * rows)]
    assert [text, *map("\u3000".join, cells), text] == reading(page).article.text.split("\n")


@pytest.mark.parametrize("rows", [4, 6, 9])
def test_the_rows_of_a_table_that_fills_a_page_stay_rows(rows: int) -> None:
    """Its first cells are as wide as lines of prose and end at one edge; the others stand beside all of them."""
    cells = [(f"第{'一二三四五六七八九'[n]}艘船的船夫和他的名字", f"{n + 3}条") for n in range(rows)]
    found = reading([Set(70, 60, TITLE, 20), *tabulated(cells, top=110)])
    assert list(map("\u3000".join, cells)) == found.article.text.split("\n")
