"""EPUB books as they come: who wrote them, pages that are missing, and pages that are not of the text."""

from datetime import date

import pytest
from samples import epub, zipped

from bot.errors import UnreadableArticle
from bot.readers import File, Reading, read
from bot.readers.reading import Remark, RemarkKind
from bot.readers.worker import read_safely

PROSE = "渡口的木船每天开六趟，早上第一趟六点半，晚上最后一趟七点，风大就停。"
_ROLE = '<meta refines="#{}" property="role" scheme="marc:relators">{}</meta>'


def book(record: str = "", **parts: str) -> Reading:
    """The reading of a book of one chapter."""
    return read(File("a.epub", epub([f"<p>{PROSE}</p>"], record=record, more=parts)))


@pytest.mark.parametrize(
    ("record", "author"),
    [
        ('<dc:creator role="aut">何苗</dc:creator><dc:creator role="trl">周远山</dc:creator>', "何苗"),
        ('<dc:creator id="a">何苗</dc:creator><dc:creator id="b">周远山</dc:creator>' + _ROLE.format("b", "trl"), "何苗"),
        ('<dc:creator role="edt">周远山</dc:creator>', None),
        ("<dc:creator>何苗</dc:creator><dc:creator>周远山</dc:creator>", "何苗、周远山"),
        ("<dc:creator>何苗 著</dc:creator>", "何苗"),
        ("<dc:creator>何苗（编著）</dc:creator>", "何苗"),
        ("<dc:creator>未知</dc:creator>", None),
        ("<dc:creator>Unknown</dc:creator>", None),
    ],
)  # fmt: skip
def test_the_author_of_a_book_is_who_wrote_it(record: str, author: str | None) -> None:
    """A translator or an editor is none, and neither is nobody."""
    assert author == book(record).article.source.author


@pytest.mark.parametrize(
    ("day", "published"),
    [("0101-01-01T00:00:00+00:00", None), ("2019-06-01", date(2019, 6, 1)), ("soon", None)],
)
def test_a_year_that_stands_for_an_unknown_one_is_no_date(day: str, published: date | None) -> None:
    """calibre writes the year 101."""
    assert published == book(f"<dc:date>{day}</dc:date>").article.source.published


def test_a_missing_page_is_told_and_the_others_are_read() -> None:
    """One page does not cost the book; without any page it is refused."""
    data = epub(["<p>第一页的话。</p>", "<p>第二页的话。</p>"])
    whole = read(File("a.epub", data)).article.text
    assert "第一页的话。\n第二页的话。" == whole
    for present, missing in (({"OPS/text/0 a.xhtml": "<p>第一页的话。</p>"}, 1), ({}, 2)):
        parts = {
            "META-INF/container.xml": '<container><rootfile full-path="OPS/book.opf"/></container>',
            "OPS/book.opf": '<package><item id="a" href="text/0%20a.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="b" href="text/1.xhtml" media-type="application/xhtml+xml"/><itemref idref="a"/><itemref idref="b"/></package>',
            **present,
        }
        file = File("a.epub", zipped(parts))
        if missing == 1:
            assert (Remark(RemarkKind.MISSING_PART, 1),) == read(file).remarks
        else:
            with pytest.raises(UnreadableArticle, match=r"^a\.epub: lacks all of its pages"):
                read_safely(file)


def test_a_page_that_the_spine_names_again_is_read_once() -> None:
    """However often: a small book would else fill a shelf."""
    parts = {
        "META-INF/container.xml": '<container><rootfile full-path="book.opf"/></container>',
        "book.opf": '<package><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
        '<itemref idref="a"/><itemref idref="a"/></package>',
        "a.xhtml": f"<p>{PROSE}</p>",
    }
    assert PROSE == read(File("a.epub", zipped(parts))).article.text


def test_the_case_of_a_name_within_the_book_does_not_matter() -> None:
    """Nor does a harmless document type in its package."""
    parts = {
        "META-INF/container.xml": '<container><rootfile full-path="ops/Book.opf"/></container>',
        "OPS/book.opf": '<!DOCTYPE package PUBLIC "+//ISBN 0-9673008-1-9//DTD OEB 1.2 Package//EN" "http://a.example/oeb.dtd">'
        '<package><item id="a" href="Text/A.xhtml" media-type="application/xhtml+xml"/><itemref idref="a"/></package>',
        "OPS/text/a.xhtml": f"<p>{PROSE}</p>",
    }
    assert PROSE == read(File("a.epub", zipped(parts))).article.text


def test_a_table_of_contents_and_a_library_s_record_are_no_text() -> None:
    """However they are listed in the book."""
    contents = "<p>目录</p>" + "".join(f'<p><a href="{i}.xhtml">第{i}章</a></p>' for i in range(5))
    record = (
        "<p>图书在版编目（CIP）数据</p><p>渡口记 / 何苗著. —南屏：南屏出版社</p><p>ISBN 978-7-0000-0000-0</p>"
    )
    assert PROSE == read(File("a.epub", epub([record, contents, f"<p>{PROSE}</p>"]))).article.text


def test_lists_of_a_book_keep_their_numbers_and_bullets() -> None:
    """An item can be asked for by its number."""
    reading = read(
        File("a.epub", epub(["<ol><li>先看水。</li><li>再看天。</li></ol><ul><li>收桨。</li></ul>"]))
    )
    assert "1. 先看水。\n2. 再看天。\n• 收桨。" == reading.article.text


def test_powers_stay_and_marks_of_notes_go() -> None:
    """A mark is one that leads to a note, by a link or because a later paragraph of the page opens with it."""
    page = (
        '<p>误差10<sup>-6</sup>米<a epub:type="noteref" href="#n">[1]</a>，退潮时不算②。</p>'
        '<aside id="n"><p>[1] 船上的量法。</p></aside><p>② 见附表。</p>'
    )
    reading = read(File("a.epub", epub([page])))
    assert "误差10⁻⁶米，退潮时不算。\n[1] 船上的量法。\n② 见附表。" == reading.article.text


def test_text_of_a_book_that_its_article_lacks_is_told() -> None:
    """What a page draws is no paragraph of it, and is not lost in silence."""
    drawn = "渡口到下游的水尺一共立了十二根"
    reading = read(File("a.epub", epub([f"<p>{PROSE}</p><svg><text>{drawn}</text></svg>"])))
    assert [RemarkKind.LEFT_OUT] == [remark.kind for remark in reading.remarks]
    assert (drawn,) == reading.remarks[0].passages


@pytest.mark.parametrize(
    "page",
    [
        f"<h1>渡口</h1><ol><li>{PROSE}</li></ol><table><tr><td>船</td><td>六趟</td></tr></table>",
        f'<p>{PROSE}<sup><a href="#n">1</a></sup></p>' * 40,
        f'<ruby>渡口<rt>dukou</rt></ruby><p style="display:none">{PROSE}藏着。</p><p>{PROSE}</p>',
        f"<p>{PROSE}</p><math><mfrac><mn>3</mn><mn>20</mn></mfrac></math><script>let hidden = 1234567890123</script>",
    ],
)
def test_nothing_is_told_of_a_book_that_is_read_whole(page: str) -> None:
    """Marks, readings of characters and what nobody sees are no loss."""
    assert () == read(File("a.epub", epub([page]))).remarks
