"""PDFs as programs make them: every character, in its order, once; what cannot be read is marked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import Set, pdf
from typesetting import column, reading

from bot.readers import File, read
from bot.readers.formats.pdf.check import missing_from
from bot.readers.formats.pdf.page import page_of
from bot.readers.reading import Remark, RemarkKind

PROSE = "渡船不收学生的钱，早班六点开，末班九点回，一共三条船，每条坐二十人。"


def apart(line: str, places: set[int], *, y: float, x: float = 70, size: float = 10) -> list[Set]:
    """A line of which the characters at `places` are set by themselves."""
    runs, start = [], 0
    for i in range(1, len(line) + 1):
        if i == len(line) or i in places or i - 1 in places:
            runs.append(Set(x + size * start, y, line[start:i], size))
            start = i
    return runs


@pytest.mark.parametrize("embedded", [True, False], ids=["embedded", "not embedded"])
@given(st.sets(st.integers(0, len(PROSE) - 1)))
@settings(max_examples=25, deadline=None)
def test_characters_that_stand_alone_are_read(embedded: bool, places: set[int]) -> None:
    """Wherever a line is cut, be it at every character."""
    lines = [Set(70, 100, PROSE), *apart(PROSE, places, y=130)]
    assert PROSE * 2 == reading(lines, embedded=embedded).article.text.replace("\n", "")


def test_spaces_that_stand_alone_add_nothing() -> None:
    """Word processors set one wherever a run ends."""
    lines = [Set(70, 100, PROSE), Set(70 + 10 * len(PROSE), 100, " "), Set(70, 130, PROSE)]
    assert PROSE * 2 == reading(lines).article.text.replace("\n", "")


def row(*pieces: tuple[str, float, float], y: float, x: float = 70) -> list[Set]:
    """Pieces of a line one after the other: each its text, its size and how far it is raised, Latin half as wide."""
    line = []
    for text, size, rise in pieces:
        line.append(Set(x, y - rise, text, size))
        x += sum(size if char > "\u00ff" else size * WIDTHS.get(char, 0.556) for char in text)
    return line


WIDTHS = {
    ".": 0.278,
    " ": 0.278,
    "(": 0.333,
    ")": 0.333,
    "m": 0.833,
    "x": 0.5,
    "k": 0.5,
    "C": 0.722,
    "O": 0.778,
}
"""How wide Helvetica's letters are, as shares of the type size; figures and most letters are 0.556."""


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ((("约1.2×10", 10, 0), ("4", 6, 4), ("立方米。", 10, 0)), "约1.2×10⁴立方米。"),
        ((("误差是10", 10, 0), ("-6", 6, 4), ("米。", 10, 0)), "误差是10⁻⁶米。"),
        ((("面积为80m", 10, 0), ("2", 5.5, 3.5), ("，够用。", 10, 0)), "面积为80m²，够用。"),
        ((("水是H", 10, 0), ("2", 6, -2), ("O。", 10, 0)), "水是H₂O。"),
        ((("设有a", 10, 0), ("n+1", 6, 4), ("个。", 10, 0)), "设有aⁿ⁺¹个。"),
        ((("设有a", 10, 0), ("2q", 6, 4), ("个。", 10, 0)), "设有a^(2q)个。"),
        ((("十月1", 10, 0), ("st", 6, 4), ("那天。", 10, 0)), "十月1st那天。"),
    ],
)
def test_what_is_raised_or_lowered_is_no_figure_of_the_line(
    pieces: tuple[tuple[str, float, float], ...], text: str
) -> None:
    """A power stays a power, an index an index, in Unicode's own forms where it has them."""
    for embedded in (True, False):
        found = reading([*row(*pieces, y=100), Set(70, 116, PROSE)], embedded=embedded).article.text.replace(
            " ", ""
        )
        assert text in found


@pytest.mark.parametrize(("size", "over", "under"), [(10, 6.0, -6.0), (6, 5.0, -3.0)])
@pytest.mark.parametrize(("parts", "text"), [("3 20", "缴3⁄20的税"), ("1 2", "缴1⁄2的税")])
def test_a_fraction_is_no_number_of_its_figures(
    size: float, over: float, under: float, parts: str, text: str
) -> None:
    """Whether its parts are set small or as large as the line."""
    top, bottom = parts.split()
    wide = 0.556 * size * max(map(len, parts.split()))
    line = [
        Set(70, 100, "每户要缴"),
        Set(110 + (wide - 0.556 * size * len(top)) / 2, 100 - over, top, size),
        Set(110 + (wide - 0.556 * size * len(bottom)) / 2, 100 - under, bottom, size),
        Set(110 + wide, 100, "的税。"),
    ]
    assert text in reading([*line, Set(70, 130, PROSE)]).article.text


def test_narrow_gutters_part_columns_however_the_file_orders_their_lines() -> None:
    """Newspapers leave less than the width of a character, and let full stops hang into it."""
    columns = [
        "甲栏第一句说完了，第二句接着说完，第三句又是十个字。" * 2,
        "乙栏另有一番话要讲，讲得慢些，却也讲得完，共三十字。" * 2,
    ]
    for gutter in (7, 9, 12):
        rows = [
            Set(60 + (90 + gutter) * side, 100 + 14 * line, text[9 * line : 9 * line + 9])
            for line in range(6)
            for side, text in enumerate(columns)
        ]
        for order in (rows, sorted(rows)):
            assert "".join(columns) == reading(list(order)).article.text.replace("\n", "")


@pytest.mark.parametrize("apart_by", [0.0, 0.25, 0.8])
@pytest.mark.parametrize("embedded", [True, False])
def test_what_is_drawn_twice_is_read_once(apart_by: float, embedded: bool) -> None:
    """As programs do for bold type, line by line or character by character."""
    line = Set(70, 100, "渡船不收学生的钱")
    again = line._replace(x=70 + apart_by)
    one_by_one = [piece for i in range(8) for piece in apart(line.text, {i}, y=130)]
    for pieces in (
        [line, again],
        [line, *apart(line.text, set(range(8)), y=100, x=70 + apart_by)],
        one_by_one,
    ):
        text = reading([*pieces, Set(70, 160, PROSE)], embedded=embedded)
        whole = f"{text.article.source.title}{text.article.text}"
        assert line.text + PROSE == whole.replace("\n", "")
        assert () == text.remarks


def test_neighbours_that_are_alike_are_no_repetition() -> None:
    """However narrow they are; and neither are the letters of a ligature."""
    text = "木木森森，1111与2222，一条条一队队，llll与iiii都在。"
    assert text in reading([Set(70, 100, text), Set(70, 130, PROSE)]).article.text


def test_a_glyph_without_a_character_is_marked_and_told_with_its_page() -> None:
    """The file may not say what it shows; its number is not taken for a character."""
    told = reading(
        [Set(70, 100, "设高为\ue011米，"), Set(70, 116, PROSE)],
        [Set(70, 100, "长为\ufffd\ue012米。" + PROSE)],
    )
    assert "设高为〔…〕米，" in told.article.text
    assert "长为〔…〕米。" in told.article.text
    assert (Remark(RemarkKind.UNREADABLE, 2, (1, 2)),) == told.remarks


def test_signs_of_symbol_fonts_and_radicals_are_characters() -> None:
    """Ticks and bullets mean what they show, and a radical alone is a character like any other."""
    text = "\uf0fe同意\uf0a8不同意，⼈⼭⼈海，⻅⼭。"
    assert f"☑同意□不同意，人山人海，见山。\n{PROSE}" == "\n".join(
        [reading([Set(70, 100, text), Set(90, 130, PROSE)]).article.text]
    )


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("\\(anonymous\\)", None),
        ("Unknown", None),
        ("DELL-20190101", None),
        ("user_01", None),
        ("zhangsan", None),
        ("Windows User", None),
        ("Adobe InDesign CC", None),
        ("Jane Wells", "Jane Wells"),
        ("<FEFF4F55 82D7>", "何苗"),
    ],
)
def test_accounts_and_programs_are_no_authors(author: str, expected: str | None) -> None:
    """A name of somebody is one; when the file was made is not the day of the article."""
    value = author if author.startswith("<") else f"({author})"
    source = reading(
        [Set(70, 100, PROSE)], info=f"/Author{value}/CreationDate(D:20190305120000)/Title(untitled)"
    ).article.source
    assert (expected, None) == (source.author, source.published)


def test_text_laid_over_a_scan_by_a_program_is_read_and_said_to_be_so() -> None:
    """It is not drawn, and lies over a picture of the page."""
    unseen = [Set(70, 100, PROSE)._replace(text=PROSE)]
    picture = "q 595 0 0 842 0 0 cm /Im Do Q"
    drawn = reading(unseen, more=picture)
    assert () == drawn.remarks
    data = pdf([unseen], embedded=True, more=picture, mode=3, info="/Author(Jane Wells)")
    found = read(File("a.pdf", data))
    assert (PROSE, None) == (found.article.text, found.article.source.author)
    assert (Remark(RemarkKind.MACHINE_READ),) == found.remarks


@settings(max_examples=25, deadline=None)
@given(st.integers(0, len(PROSE) - 1))
def test_a_character_that_is_lost_on_the_way_is_told(place: int) -> None:
    """By a second reading of the file."""
    import pypdfium2

    data = pdf([[Set(70, 100, PROSE)]], embedded=True)
    document = pypdfium2.PdfDocument(data)
    page = page_of(document, 0)
    document.close()
    assert missing_from([PROSE], data, [page], [page.lines]) is None
    missing = missing_from([PROSE[:place] + PROSE[place + 1 :]], data, [page], [page.lines])
    assert (missing is not None) == PROSE[place].isalnum()


@pytest.mark.parametrize(("mark", "shown"), [("①", "①"), ("1", "1 "), ("[1]", "[1]"), ("*", "*")])
def test_a_note_does_not_cut_the_paragraph_that_goes_on_overleaf(mark: str, shown: str) -> None:
    """It stands after that paragraph, and its mark is no part of the sentence."""
    opening = column("渡口的牌子是去年换的。" * 3, top=100)
    head, tail = PROSE[:26], PROSE[26:] + "船夫说了算。"
    marked = [Set(90, 700, head), Set(350, 696, mark, 6), Set(357, 700, "老票")]
    note = Set(70, 740, f"{shown}见渡口的票价牌，一九五八年立。", 8)
    number = Set(290, 800, "7")
    second = [*column(tail, top=100, indent=0), *column("船票在岸上买。" * 6, top=130), Set(290, 800, "8")]
    found = reading([*opening, *marked, Set(70, 715, "价" * 30), note, number], second)
    paragraphs = found.article.text.split("\n")
    assert head + "老票" + "价" * 30 + tail in paragraphs
    assert f"{shown}见渡口的票价牌，一九五八年立。" in paragraphs
    assert () == found.remarks


def test_a_raised_figure_without_a_note_stays() -> None:
    """It may be a power, or belong to a note at the end of a book."""
    line = [Set(70, 100, "渡口说过的话"), Set(130, 96, "3", 6), Set(134, 100, "还算数。")]
    assert "渡口说过的话³还算数。" in reading([*line, *column(PROSE, top=116)]).article.text


def upright(text: str, *, right: float, top: float, length: int, size: float = 10) -> list[Set]:
    """A paragraph set vertically, character by character, in columns of `length`, the first of them set in."""
    pieces = []
    for place, char in enumerate(text, 2):
        column, row = divmod(place, length)
        pieces.append(Set(right - 18 * column, top + size * 1.1 * row, char, size))
    return pieces


def columns_of(text: str, length: int) -> int:
    """How many columns `upright` takes."""
    return 1 + (len(text) + 1) // length


@pytest.mark.parametrize("backwards", [False, True], ids=["from the right", "from the left"])
@pytest.mark.parametrize("embedded", [True, False])
def test_a_page_set_vertically_is_read_by_its_columns(embedded: bool, backwards: bool) -> None:
    """From the right, whatever the order of the file; its page number is no part of the text."""
    texts = [PROSE * 2, "岸上的票亭卖票，票亭旁边有一棵槐树，树下坐着船夫。" * 2]
    paragraphs, right = [], 480.0
    for text in texts:
        paragraphs.append(upright(text, right=right, top=120, length=30))
        right -= 18 * columns_of(text, 30)
    title = upright("渡口", right=520, top=100, length=30, size=20)
    pieces = [title, *paragraphs][:: -1 if backwards else 1]
    found = reading([*(piece for part in pieces for piece in part), Set(290, 815, "12")], embedded=embedded)
    assert ("渡口", texts) == (found.article.source.title, found.article.text.split("\n"))
    assert () == found.remarks


def test_two_rows_of_columns_are_read_one_after_the_other() -> None:
    """As newspapers and dictionaries set vertical text."""
    texts = [PROSE * 3, "岸上的票亭卖票，票亭旁边有一棵槐树，树下坐着船夫。" * 4]
    pieces = [
        upright(text, right=500, top=top, length=20) for text, top in zip(texts, (100, 380), strict=True)
    ]
    assert texts == reading([piece for part in pieces for piece in part]).article.text.split("\n")


def flowed(text: str, columns: int, *, top: float, gutter: float = 10) -> list[Set]:
    """Text without paragraphs set in columns of equal height, in lines across 480 points."""
    characters = int((480 - gutter * (columns - 1)) / columns // 10)
    lines = [text[start : start + characters] for start in range(0, len(text), characters)]
    rows = -(-len(lines) // columns)
    wide = (480 - gutter * (columns - 1)) / columns
    return [
        Set(60 + (wide + gutter) * (n // rows), top + 15 * (n % rows), line) for n, line in enumerate(lines)
    ]


@pytest.mark.parametrize("counts", [(3, 2, 4), (2, 3), (4, 2)])
@pytest.mark.parametrize("by_rows", [False, True], ids=["by columns", "by rows"])
def test_each_headline_of_a_newspaper_page_has_its_own_article(
    counts: tuple[int, ...], by_rows: bool
) -> None:
    """Where the number of columns changes, none is spliced with another."""
    heads = ["渡口添了三条新船", "槐树下的票亭重开", "船夫的账本有了下落"][: len(counts)]
    texts = [
        "".join(f"{name}船第{n}次靠岸，岸上的人都看见了，数得清清楚楚。" for n in "一二三四五六七八九")
        for name in "甲乙丙"
    ][: len(counts)]
    page, top = [], 90.0
    for head, text, count in zip(heads, texts, counts, strict=True):
        body = flowed(text, count, top=top + 26)
        page += [Set(60, top, head, 22), *body]
        top = max(piece.y for piece in body) + 40
    found = reading(sorted(page, key=lambda piece: (piece.y, piece.x)) if by_rows else page)
    assert heads == [article.source.title for article in found.articles]
    assert texts == [article.text.replace("\n", "") for article in found.articles]
    assert () == found.remarks
