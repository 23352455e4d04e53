"""Word documents, books, pages and PDFs: what belongs to the text, whatever they are made of."""

from collections import Counter
from datetime import date
from html import escape

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from samples import Set, docx, epub, paragraph, pdf

from bot.readers import File, read
from bot.readers.formats.pdf.notes import NotedPage
from bot.readers.formats.pdf.reflow import paragraphs_of

PROSE = "修伞要先看骨。一把伞有八根骨，断一根，其余七根就要多担一份力。"

# raised figures may be marks of notes, which have tests of their own
_chars = st.characters(
    exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs", "Cf", "Cn", "Co"), exclude_characters="⁰¹²³⁴⁵⁶⁷⁸⁹"
)
_words = st.text(_chars, min_size=1, max_size=30)
_texts = st.lists(_words.map(lambda text: f"甲{text}乙。"), min_size=2, max_size=5)


@settings(max_examples=50, deadline=None)
@given(_texts)
def test_docx_gives_back_the_paragraphs_it_was_made_of(texts: list[str]) -> None:
    """No character is lost, added or taken for markup."""
    data = docx("".join(paragraph(escape(text)) for text in texts))
    assert texts == read(File("a.docx", data)).article.text.split("\n")


@settings(max_examples=50, deadline=None)
@given(_texts)
def test_epub_gives_back_the_paragraphs_it_was_made_of(texts: list[str]) -> None:
    """Whatever the spread of paragraphs over chapters."""
    data = epub(
        ["".join(f"<p>{escape(text)}</p>" for text in texts[:1]), *(f"<p>{escape(t)}</p>" for t in texts[1:])]
    )
    assert texts == read(File("a.epub", data)).article.text.split("\n")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(8, 200), min_size=1, max_size=5), st.integers(12, 30))
def test_pdf_gives_back_paragraphs_set_in_lines(lengths: list[int], width: int) -> None:
    """Lines broken at any width are whole paragraphs again, across pages too; every character is there once."""
    characters = iter(chr(0x4E00 + 7 * i) for i in range(2_000))
    texts = ["".join(next(characters) for _ in range(length)) + "。" for length in lengths]
    lines = [(line, 0 if i else 2) for text in texts for i, line in enumerate(wrapped(text, width))]
    pages = [lines[start : start + 36] for start in range(0, len(lines), 36)]
    # a page with fewer than two lines at its margin does not show it
    assume(all(sum(not indent for _, indent in page) >= 2 for page in pages))
    placed = [
        [Set(70 + 10 * indent, 130 + 16 * row, line) for row, (line, indent) in enumerate(page)]
        for page in pages
    ]
    found = read(File("a.pdf", pdf(placed))).article
    assert texts == found.text.split("\n")


@pytest.mark.parametrize("width", [12, 13, 20])
def test_pdf_whose_first_line_nearly_fills_its_column_keeps_its_paragraphs(width: int) -> None:
    """The next line is set in, and so another paragraph, however much the full stop leaves free before the margin."""
    texts = ["雨" * (width - 4) + "。", "山" * (2 * width) + "。"]
    lines = [(line, 0 if i else 2) for text in texts for i, line in enumerate(wrapped(text, width))]
    page = [Set(70 + 10 * indent, 130 + 16 * row, line) for row, (line, indent) in enumerate(lines)]
    assert texts == read(File("a.pdf", pdf([page]))).article.text.split("\n")


def test_what_the_bookmarks_of_a_pdf_name_are_its_headings() -> None:
    """A paragraph that says the same is a heading; other bookmarks are ignored."""
    set_ = [
        Set(70, 90, "修伞记", 20),
        Set(70, 130, "一、骨"),
        Set(90, 170, PROSE),
        Set(70, 230, "二、布"),
        Set(90, 270, PROSE),
    ]
    found = read(File("a.pdf", pdf([set_], bookmarks=["一、 骨", "二、布", "封底"]))).article
    texts = [found.paragraphs[heading.paragraph - 1].cut(found.text) for heading in found.headings]
    assert ["一、骨", "二、布"] == texts


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of `width` characters, the first of them set in by two."""
    first = width - 2
    return [text[:first], *(text[i : i + width] for i in range(first, len(text), width))]


def test_docx_of_tables_boxes_and_fields() -> None:
    """Layout tables give their paragraphs, alternatives are read once, symbols become characters."""
    cell = f"<w:tc>{paragraph('左上格。')}{paragraph('左下格。')}</w:tc>"
    box = f"<w:txbxContent>{paragraph('框里的话。')}</w:txbxContent>"
    body = (
        f"<w:tbl><w:tr>{cell}<w:tc>{paragraph('右边格。')}</w:tc></w:tr></w:tbl>"
        "<w:p><w:r><w:t>外面的话</w:t></w:r><w:r><mc:AlternateContent xmlns:mc='m'>"
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t>连</w:t><w:noBreakHyphen/><w:t>着</w:t><w:tab/><w:t>说。</w:t></w:r></w:p>"
        + paragraph(PROSE)
    )
    text = read(File("a.docx", docx(paragraph("题目", "a1") + body))).article.text
    assert ["左上格。", "左下格。", "右边格。", "外面的话连-着 说。", "框里的话。", PROSE] == text.split("\n")


def test_docx_core_properties_fill_what_the_text_leaves_open() -> None:
    """The known title stands when the text opens with none; the day of a template is nobody's."""
    core = "<dc:title>伞与骨</dc:title><dc:creator>何苗; 周远山</dc:creator><dcterms:created>2013-12-23T00:00:00Z</dcterms:created>"
    source = read(File("a.docx", docx(paragraph(PROSE) * 2, core=core))).article.source
    assert ("伞与骨", "何苗、周远山", None) == (source.title, source.author, source.published)


def test_html_in_a_declared_encoding() -> None:
    """Japanese, Korean and Cyrillic pages are read in the encoding that they name; GBK as its successor."""
    for encoding, text in (
        ("shift_jis", "駅には二人しかいなかった。"),
        ("windows-1251", "На станции было двое людей."),
        ("gb2312", "站台上只有两个人，朱镕基。"),
    ):
        real = "gb18030" if encoding == "gb2312" else encoding
        page = f'<html><head><meta charset="{encoding}"></head><p>{text * 3}</p></html>'
        assert text * 3 == read(File("a.html", page.encode(real))).article.text


def test_html_takes_the_source_from_meta_tags() -> None:
    """Citation and Open Graph tags give author, date, publication and canonical address."""
    head = (
        '<title>伞与骨 - 南屏网</title><link rel="canonical" href="https://a.example/1"><meta property="og:title" content="伞与骨">'
        '<meta name="author" content="何苗"><meta property="article:published_time" content="20230529">'
        '<meta property="og:site_name" content="南屏网">'
    )
    source = read(
        File("a.html", f"<html><head>{head}</head><body><p>{PROSE}</p><p>{PROSE}</p></body></html>".encode())
    ).article.source
    assert ("伞与骨", "何苗", "南屏网") == (source.title, source.author, source.publication)
    assert (date(2023, 5, 29), "https://a.example/1") == (source.published, source.url)


@pytest.mark.parametrize("columns", [2, 3])
def test_pdf_columns_are_read_one_after_the_other(columns: int) -> None:
    """Even if the file holds them row by row."""
    width = 480 // columns - 20
    size = width // 14
    texts = [f"第{name}栏" + PROSE * 2 for name in "甲乙丙"[:columns]]
    pieces = [
        Set(60 + (width + 20) * i, 100 + 14 * row, text[row * 14 : row * 14 + 14], size)
        for row in range(6)
        for i, text in enumerate(texts)
        if text[row * 14 : row * 14 + 14]
    ]
    text = read(File("a.pdf", pdf([pieces]))).article.text.replace("\n", "")
    assert "".join(texts) == text


def test_pdf_rows_of_a_table_are_read_across() -> None:
    """Short cells are no columns of prose."""
    rows = [("年份", "趟数", "天数"), ("2021", "38", "360"), ("2022", "40", "361"), ("2023", "42", "365")]
    pieces = [
        Set(70 + 120 * i, 200 + 16 * n, cell) for n, row in enumerate(rows) for i, cell in enumerate(row)
    ]
    text = read(File("a.pdf", pdf([[Set(70, 100, PROSE), *pieces]]))).article.text
    assert [" ".join(row) for row in rows] == text.replace("\u3000", " ").split("\n")[-4:]


def test_no_lines_are_no_paragraphs() -> None:
    """An empty document has no paragraphs, and counts no words."""
    assert [] == paragraphs_of([])
    assert Counter() == Counter(paragraphs_of([NotedPage([]), NotedPage([])]))
