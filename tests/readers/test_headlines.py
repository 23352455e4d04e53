"""The headline of an office's manuscript, below what its author set above it."""

from collections.abc import Callable, Sequence

import pytest
from samples import docx, odt, rtf

from bot.model import Article
from bot.readers import File, read

HEADLINE = "渡口添了三条新船"
PROSE = "渡口的木船每天开六趟，早上第一趟六点半，晚上最后一趟七点，风大就停，船钱一直没有涨过。"
KICKER = "十二个村子等了三年"
NOTE = "编者按：渡口的事，读者来信问过多次，今天请何苗来说一说，这些船从哪里来，往后又怎么开。"

_Line = tuple[str, int]
"""A line and the size of its type in points."""


def as_docx(lines: Sequence[_Line], level: str = "") -> Article:
    """The lines as a Word document; the largest is a heading of the style `level` if there is one."""
    largest = max(size for _, size in lines)
    run = '<w:r><w:rPr><w:sz w:val="{}"/></w:rPr><w:t>{}</w:t></w:r>'
    head = f'<w:pPr><w:pStyle w:val="{level}"/></w:pPr>'
    body = "".join(
        f"<w:p>{head if level and size == largest else ''}{run.format(2 * size, text)}</w:p>"
        for text, size in lines
    )
    return read(File("a.docx", docx(body))).article


def as_odt(lines: Sequence[_Line]) -> Article:
    """The lines as an OpenDocument text."""
    sizes = {size for _, size in lines}
    own = "".join(
        f'<style:style style:name="s{size}"><style:text-properties fo:font-size="{size}pt"/></style:style>'
        for size in sizes
    )
    return read(
        File(
            "a.odt",
            odt(
                "".join(f'<text:p text:style-name="s{size}">{text}</text:p>' for text, size in lines), own=own
            ),
        )
    ).article


def as_rtf(lines: Sequence[_Line]) -> Article:
    """The lines as an RTF document."""
    return read(
        File("a.rtf", rtf("".join(rf"\pard\fs{2 * size} {text}\par " for text, size in lines)))
    ).article


WRITERS = [as_docx, as_odt, as_rtf]
ABOVE: dict[str, list[_Line]] = {
    "kicker": [(KICKER, 14)],
    "editor's note": [(NOTE, 12)],
    "dispatch": [("本报讯（记者 何苗）", 12)],
    "long note": [("编者按", 14), (NOTE[4:], 12)],
    "red head": [("河东简报", 36), ("第12期", 14), ("河东镇政府办公室编　2024年3月8日", 12)],
    "issue of a year": [("河东农情", 40), ("2024年第3期（总第88期）", 12)],
}


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("above", ABOVE.values(), ids=ABOVE.keys())
def test_what_stands_above_the_headline_is_not_the_headline(
    write: Callable[[Sequence[_Line]], Article], above: list[_Line]
) -> None:
    """It stays in the text; the by-line below the headline names the author."""
    article = write([*above, (HEADLINE, 22), ("本报记者 陆望舒", 12), (PROSE, 12), (PROSE, 12)])
    assert (HEADLINE, "陆望舒") == (article.source.title, article.source.author)
    assert [*(text for text, _ in above), PROSE, PROSE] == article.text.split("\n")


@pytest.mark.parametrize("style", ["a1", "a2"], ids=["title", "heading 1"])
@pytest.mark.parametrize("above", ABOVE.values(), ids=ABOVE.keys())
def test_a_headline_with_a_style_is_found_below_it(style: str, above: list[_Line]) -> None:
    """Whether it has the style of a title or of a heading."""
    lines = [*((text, 12) for text, _ in above), (HEADLINE, 22), (PROSE, 12), (PROSE, 12)]
    article = as_docx(lines, style)
    assert (HEADLINE, [*(text for text, _ in above), PROSE, PROSE]) == (
        article.source.title,
        article.text.split("\n"),
    )


@pytest.mark.parametrize("write", WRITERS)
def test_a_headline_over_two_lines_of_one_size_is_one(write: Callable[[Sequence[_Line]], Article]) -> None:
    """And smaller ones around it are none of it."""
    lines = [
        (KICKER, 16),
        ("渡口添了", 22),
        ("三条新船", 22),
        ("——河东镇见闻", 16),
        ("本报记者 陆望舒", 12),
        (PROSE, 12),
        (PROSE, 12),
    ]
    article = write(lines)
    assert (HEADLINE, "陆望舒") == (article.source.title, article.source.author)
    assert [KICKER, "——河东镇见闻", PROSE, PROSE] == article.text.split("\n")


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        ([NOTE, HEADLINE, PROSE], HEADLINE),
        (["本报讯", HEADLINE, PROSE], HEADLINE),
        ([KICKER, HEADLINE, "本报记者 陆望舒", PROSE], HEADLINE),
        ([HEADLINE, "——河东镇见闻", "本报记者 陆望舒", PROSE], HEADLINE),
        (["【转载自《河东报》】", HEADLINE, PROSE], HEADLINE),
        ([HEADLINE, PROSE, NOTE], HEADLINE),
        (["简讯", PROSE], "简讯"),
        (["渡口传来好消息", PROSE], "渡口传来好消息"),
    ],
)
def test_a_headline_without_a_size_of_its_own_is_told_by_its_words(lines: list[str], title: str) -> None:
    """In plain text as in a document."""
    word = as_docx([(line, 12) for line in lines])
    plain = read(File("a.txt", "\n".join(lines).encode())).article
    assert (title, title) == (word.source.title, plain.source.title)


@pytest.mark.parametrize("above", [["一、看水", "二、开船"], ["水位", "船钱"]])
def test_headings_of_sections_are_no_headline(above: list[str]) -> None:
    """Large as they are: below prose, or one of several."""
    lines = [(PROSE, 12), (above[0], 16), (PROSE, 12), (above[1], 16), (PROSE, 12)]
    assert PROSE[:8] in as_docx(lines).source.title
