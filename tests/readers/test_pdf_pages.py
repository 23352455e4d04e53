"""What stands around the text of a PDF: heads, numbers and mastheads are told apart from it, page by page."""

from datetime import date

import pytest
from samples import Set, pdf
from typesetting import column, reading

from bot.readers import File, read

OPENING = "渡船不收学生的钱，早班六点开，末班九点回，一共三条船，每条坐二十人，这是写在岸边木牌上的规矩。"
CLOSING = "岸上的票亭卖票，票亭旁边有一棵槐树，树下坐着船夫，他等人坐满了才解开缆绳。"
BROKEN = "水涨的时候船要停，停多久由看水的人说了算，看水的人住在对岸，每天早晚各看一次，把数字写在石头上，过路的人都认得，谁也不会擦掉它。"
HEAD, TAIL = BROKEN[:28], BROKEN[28:]
TEXT = [OPENING, BROKEN, CLOSING]


def leaves(*furniture: list[Set], size: float = 10) -> list[list[Set]]:
    """A text over two pages, its second paragraph over the break, with `furniture` for each page."""
    pages = [
        [*column(OPENING, top=110, size=size), Set(90, 700, HEAD, size)],
        [*column(TAIL, top=110, indent=0, size=size), *column(CLOSING, top=300, size=size)],
    ]
    return [[*page, *more] for page, more in zip(pages, furniture, strict=True)]


FORMS = [
    "{}", "- {} -", "—{}—", "· {} ·", "第{}页", "第 {} 页 共 10 页", "第{}页，共10页", "第{}页（共10页）", "共10页 第{}页", "{}/10",
    "{} / 10", "Page {} of 10", "p. {}", "页码：{}", "【{}】",
]  # fmt: skip
HEADS = ["{} ｜ 渡口的规矩", "渡口的规矩　{}", "渡口的规矩 · {}"]


@pytest.mark.parametrize("top", [50, 800], ids=["above", "below"])
@pytest.mark.parametrize(
    ("form", "first", "second"),
    [
        *((form, *pair) for form in [*FORMS, *HEADS] for pair in (("3", "4"), ("iii", "iv"), ("IX", "X"))),
        *((form, "十二", "十三") for form in FORMS),
    ],
)
def test_page_numbers_are_no_text_in_whatever_form(form: str, top: float, first: str, second: str) -> None:
    """Above or below, in figures, Roman or Chinese, and the sentence over the break stays whole."""
    found = reading(*leaves(*([Set(280, top, form.format(number), 9)] for number in (first, second))))
    assert TEXT == found.article.text.split("\n")
    assert () == found.remarks


@pytest.mark.parametrize("size", [8, 10], ids=["small", "as the text"])
def test_left_and_right_heads_and_names_of_chapters_are_no_text(size: float) -> None:
    """They take turns and change with the chapter; neither is the title."""
    names = ["渡口的规矩", "第一章　看水", "渡口的规矩", "第二章　开船", "渡口的规矩", "第二章　开船"]
    texts = [
        f"{name}天的水位都刻在石头上，谁经过都看得见，也都说得出来由，没有人不服气。"
        for name in "一二三四五六"
    ]
    pages = [
        [*column(text, top=110), *column(CLOSING, top=300), Set(70 if n % 2 else 300, 50, name, size)]
        for n, (text, name) in enumerate(zip(texts, names, strict=True))
    ]
    found = reading(*pages)
    assert [part for text in texts for part in (text, CLOSING)] == found.article.text.split("\n")
    assert () == found.remarks


@pytest.mark.parametrize("head", ["第十章 看水　213", "212　渡口的规矩", "渡口的规矩 ｜ 213", "213 | 看水"])
def test_the_head_of_a_single_page_is_not_its_title(head: str) -> None:
    """A chapter taken out of a book begins with the number of its page."""
    page = [
        Set(70, 50, head),
        Set(70, 100, "看水的人", 18),
        *column(OPENING, top=140),
        *column(CLOSING, top=260),
    ]
    found = reading(page).article
    assert ("看水的人", [OPENING, CLOSING]) == (found.source.title, found.text.split("\n"))


def test_a_title_that_comes_back_as_running_head_stays_the_title() -> None:
    """On its first page it is set large."""
    pages = leaves([Set(70, 70, "渡口的规矩", 20)], [Set(70, 50, "渡口的规矩", 9)])
    found = reading(*pages, [*column(BROKEN, top=110), Set(70, 50, "渡口的规矩", 9)]).article
    assert ("渡口的规矩", [*TEXT, BROKEN]) == (found.source.title, found.text.split("\n"))


@pytest.mark.parametrize("heading", ["三", "第三章", "三、看水", "1　看水", "III"])
def test_a_heading_at_the_top_of_a_page_stays(heading: str) -> None:
    """Only what goes up with the pages, or bears the sign of a page number, is one."""
    page = [Set(70, 90, heading, 12), *column(OPENING, top=130), *column(CLOSING, top=260)]
    assert heading in (found := reading(page).article).source.title or heading in found.text


@pytest.mark.parametrize("size", [6, 10])
@pytest.mark.parametrize("step", [1, 5])
def test_the_numbers_of_lines_are_no_text(size: float, step: int) -> None:
    """Each line's or every fifth's, small or as large as the text, on either side."""
    lines = column(BROKEN * 12, top=110)
    marks = [(line.y, str(number)) for number, line in enumerate(lines, 1) if number % step == 0]
    for x in (40, 400):
        found = reading([*lines, *(Set(x, y, mark, size) for y, mark in marks)])
        assert BROKEN * 12 == found.article.text
        assert () == found.remarks


@pytest.mark.parametrize("size", [6, 10])
@pytest.mark.parametrize("step", [1, 5])
@pytest.mark.parametrize("first", [1, 31])
def test_the_numbers_of_lines_between_two_columns_are_no_text(size: float, step: int, first: int) -> None:
    """They part the columns, which are read one after the other; a page may go on with the count."""
    left = column(BROKEN * 3, top=110, width=18, x=60)
    right = column(CLOSING * 4, top=110, width=18, x=275)
    counted = [(line.y, number) for number, line in enumerate(left, first) if number % step == 0]
    numbers = [Set(254, y, str(number), size) for y, number in counted]
    found = reading([Set(60, 60, "渡口的规矩", 20), *left, *right, *numbers])
    assert [BROKEN * 3, CLOSING * 4] == found.article.text.split("\n")
    assert () == found.remarks


def test_a_figure_between_columns_that_counts_nothing_stays() -> None:
    """It may be a word of a sentence, or the mark of a note."""
    left = column(BROKEN * 3, top=110, width=18, x=60)
    right = column(CLOSING * 4, top=110, width=18, x=275)
    assert "7" in reading([*left, *right, Set(254, left[1].y, "7", 10)]).article.text


@pytest.mark.parametrize(("x", "size"), [(42, 7), (400, 10), (400, 7)])
@pytest.mark.parametrize("mark", ["45", "[45]"])
def test_the_page_numbers_of_another_edition_are_no_text(x: float, size: float, mark: str) -> None:
    """They stand in the margin beside the line in which that page began."""
    lines = column(BROKEN * 3, top=110)
    found = reading([*lines, Set(x, lines[3].y, mark, size)])
    assert BROKEN * 3 == found.article.text


def test_the_numbers_of_a_list_stay() -> None:
    """Though they stand left of their items."""
    items = ["早班六点开", "末班九点回", "每条坐二十人", "涨水的时候停"]
    rows = [
        piece
        for n, item in enumerate(items, 1)
        for piece in (Set(70, 300 + 20 * n, f"{n}."), Set(100, 300 + 20 * n, item))
    ]
    text = reading([*column(OPENING * 3, top=110), *rows]).article.text
    assert all(f"{n}.　{item}" in text for n, item in enumerate(items, 1))


DAY = date(2024, 3, 8)
MASTHEADS: dict[str, tuple[list[Set], tuple[object, ...]]] = {
    "one line": ([Set(60, 40, "河东日报　2024年3月8日　星期五　第05版　要闻")], ("河东日报", "05", "要闻", DAY)),
    "letter-spaced": (
        [Set(60, 40, "05"), Set(90, 40, "要闻"), Set(300, 40, "2024年3月8日 星期五"), Set(60, 70, "河 东 日 报", 24)],
        ("河东日报", "05", "要闻", DAY),
    ),
    "name of the page": ([Set(60, 40, "A05版:国内新闻"), Set(60, 60, "河东晚报　二〇二四年三月八日")], ("河东晚报", "A05", "国内新闻", DAY)),
    "no paper": ([Set(60, 40, "B2 副刊　2024年3月8日　星期五　责编：何苗 美编：陆望舒")], (None, "B2", "副刊", DAY)),
    "traditional": ([Set(60, 40, "河東日報　2024.03.08　第A2版　社會")], ("河東日報", "A2", "社會", DAY)),
    "at the foot": ([Set(60, 820, "河东日报　2024年3月8日　第3版")], ("河东日报", "3", None, DAY)),
    "front page": (
        [
            Set(60, 40, "河东日报", 40), Set(60, 90, "2024年3月8日 星期五 农历甲辰年正月廿八"),
            Set(60, 110, "总第12345期　今日8版　国内统一连续出版物号CN 12-0001"),
        ],
        ("河东日报", None, None, DAY),
    ),
    "English": ([Set(60, 40, "The Ferry Times　Friday, March 8, 2024　A5")], ("The Ferry Times", "A5", None, DAY)),
}  # fmt: skip


@pytest.mark.parametrize(("head", "expected"), MASTHEADS.values(), ids=MASTHEADS.keys())
def test_the_masthead_of_a_newspaper_page_is_the_source(
    head: list[Set], expected: tuple[object, ...]
) -> None:
    """It tells paper, day, number and name of the page, and is neither title nor text."""
    page = [*head, Set(60, 150, "渡口添了三条新船", 22), *column(OPENING, top=190), *column(CLOSING, top=300)]
    found = reading(page)
    source = found.article.source
    assert expected == (source.publication, source.edition, source.edition_name, source.published)
    assert ("渡口添了三条新船", [OPENING, CLOSING]) == (source.title, found.article.text.split("\n"))
    assert () == found.remarks


@pytest.mark.parametrize(
    "line", ["2024年3月8日渡口开航", "河东日报创刊七十年", "2024年3月8日", "河东市航运局", "第3版"]
)
def test_one_mark_makes_no_masthead(line: str) -> None:
    """A day, a name or a number alone may be anything."""
    source = reading(
        [Set(60, 60, line, 22), *column(OPENING, top=190), *column(CLOSING, top=300)]
    ).article.source
    assert (None, None, None) == (source.publication, source.edition, source.published)


def titled(title: str, *texts: str, top: float = 90, size: float = 22) -> list[Set]:
    """A headline and its paragraphs."""
    page = [Set(60, top, title, size)]
    for text in texts:
        page += column(text, top=page[-1].y + 40)
    return page


@pytest.mark.parametrize(
    "head", [[], [Set(60, 40, "河东日报　2024年3月8日　第05版")]], ids=["plain", "newspaper"]
)
def test_a_headline_on_the_next_page_begins_the_next_article(head: list[Set]) -> None:
    """What stands above it there still belongs to the one before."""
    first = [*head, *titled("渡口添了三条新船", OPENING, CLOSING), Set(90, 700, HEAD)]
    second = [*column(TAIL, top=80, indent=0), *titled("槐树下的票亭重开", BROKEN, OPENING, top=300)]
    found = reading(first, second)
    assert ["渡口添了三条新船", "槐树下的票亭重开"] == [article.source.title for article in found.articles]
    assert [[OPENING, CLOSING, BROKEN], [BROKEN, OPENING]] == [
        article.text.split("\n") for article in found.articles
    ]


def test_each_article_has_the_page_of_the_newspaper_that_it_begins_on() -> None:
    """Pages of one file are numbered by their own mastheads."""
    found = reading(
        [Set(60, 40, "河东日报　2024年3月8日　第05版　要闻"), *titled("渡口添了三条新船", OPENING, CLOSING)],
        [Set(60, 40, "河东日报　2024年3月8日　第06版　副刊"), *titled("槐树下的票亭重开", BROKEN, CLOSING)],
    )
    assert [("05", "要闻"), ("06", "副刊")] == [
        (article.source.edition, article.source.edition_name) for article in found.articles
    ]


@pytest.mark.parametrize("headings", [("一、看水", "二、开船"), ("前言", "看水"), ("看水", "后记")])
def test_the_parts_of_one_work_are_one_article(headings: tuple[str, str]) -> None:
    """Numbered headings and those that only a part has begin no other article."""
    found = reading(*(titled(heading, OPENING, BROKEN) for heading in headings))
    assert 1 == len(found.articles)


def test_the_chapters_that_bookmarks_name_are_one_article() -> None:
    """However large their headings are."""
    names = ["看水", "开船"]
    data = pdf([titled(name, OPENING, BROKEN) for name in names], embedded=True, bookmarks=names)
    assert 1 == len(read(File("a.pdf", data)).articles)


def test_smaller_headings_begin_no_article() -> None:
    """The title is the only line of its size."""
    found = reading(titled("渡口的规矩", OPENING, BROKEN), titled("看水", OPENING, BROKEN, size=16))
    assert 1 == len(found.articles)
