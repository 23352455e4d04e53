"""Word documents: what Word itself adds to the text, and what it keeps in places of its own."""

from collections.abc import Sequence
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import docx, paragraph

from bot.readers import File, read
from bot.readers.reading import RemarkKind

PROSE = "渡口的木船每天开六趟，早上第一趟六点半，晚上最后一趟七点，风大就停。"
OTHER = "船工一共四个人，轮流掌舵，谁也不许在船上喝酒。"


def lines(body: str, **parts: str) -> list[str]:
    """The paragraphs of a document below a title, each on a line of its own."""
    return text_of(docx(paragraph("渡口记", "a1") + body, **parts)).split("\n")  # type: ignore[arg-type]  # strings only


def text_of(data: bytes) -> str:
    """The text of the article in a document."""
    return read(File("a.docx", data)).article.text


def run(text: str, settings: str = "") -> str:
    """A run of text with its settings."""
    return f'<w:r><w:rPr>{settings}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def numbered(text: str, level: int = 0, list_id: int = 1) -> str:
    """A paragraph that Word numbers."""
    head = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr></w:pPr>'
    return f"<w:p>{head}{run(text)}</w:p>"


def scheme(*levels: tuple[str, str], lists: str = "", more: str = "") -> str:
    """A numbering part with one definition of the `levels`, each a format and a text, for list 1."""
    made = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="0">{made}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{lists}'
    )


@pytest.mark.parametrize(
    ("form", "text", "labels"),
    [
        ("decimal", "%1.", ["1. ", "2. ", "3. "]),
        ("chineseCounting", "（%1）", ["（一）", "（二）", "（三）"]),
        ("chineseCountingThousand", "第%1条", ["第一条 ", "第二条 ", "第三条 "]),
        ("chineseCounting", "%1、", ["一、", "二、", "三、"]),
        ("chineseLegalSimplified", "%1、", ["壹、", "贰、", "叁、"]),
        ("ideographTraditional", "%1、", ["甲、", "乙、", "丙、"]),
        ("lowerLetter", "%1)", ["a) ", "b) ", "c) "]),
        ("upperRoman", "%1.", ["I. ", "II. ", "III. "]),
        ("decimalEnclosedCircleChinese", "%1", ["① ", "② ", "③ "]),
        ("decimalZero", "%1", ["01 ", "02 ", "03 "]),
        ("bullet", "\uf0b7", ["• ", "• ", "• "]),
        ("none", "", ["", "", ""]),
    ],
)
def test_word_s_own_numbers_stand_in_the_text(form: str, text: str, labels: list[str]) -> None:
    """In the form in which Word shows them."""
    body = "".join(map(numbered, (PROSE, OTHER, PROSE)))
    expected = [label + said for label, said in zip(labels, (PROSE, OTHER, PROSE), strict=True)]
    assert expected == lines(body, numbering=scheme((form, text)))


@pytest.mark.parametrize(
    ("number", "form", "said"),
    [
        (10, "chineseCounting", "十"), (20, "chineseCounting", "二十"), (101, "chineseCountingThousand", "一百零一"),
        (110, "chineseCountingThousand", "一百一十"), (15, "chineseLegalSimplified", "壹拾伍"), (27, "lowerLetter", "aa"),
        (49, "lowerRoman", "xlix"), (21, "decimalEnclosedCircle", "㉑"), (11, "ideographTraditional", "11"),
        (22, "ordinal", "22nd"), (30, "ideographDigital", "三〇"),
    ],
)  # fmt: skip
def test_higher_numbers_are_said_as_word_says_them(number: int, form: str, said: str) -> None:
    """Also the first of a list that begins elsewhere."""
    lists = '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
    lists += f'<w:startOverride w:val="{number}"/></w:lvlOverride></w:num>'
    found = lines(numbered(PROSE, list_id=2), numbering=scheme((form, "%1、"), lists=lists))
    assert [f"{said}、{PROSE}"] == found


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 2), min_size=1, max_size=12))
def test_levels_count_on_and_begin_anew_below_a_higher_one(levels: Sequence[int]) -> None:
    """1, 1.1, 1.1.1, with the higher numbers in the lower ones, whatever the order."""
    form = scheme(("decimal", "%1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3"))
    counts, expected = [0, 0, 0], []
    for level in levels:
        counts = [*(max(count, 1) for count in counts[:level]), counts[level] + 1, *[0] * (2 - level)]
        expected.append(f"{'.'.join(map(str, counts[: level + 1]))} {PROSE}")
    assert expected == lines("".join(numbered(PROSE, level) for level in levels), numbering=form)


def test_a_list_goes_on_after_text_and_another_begins_anew() -> None:
    """Paragraphs between do not count; a list with a start of its own starts there, and goes on by itself."""
    restart = '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    body = (
        numbered("甲。")
        + paragraph(PROSE)
        + numbered("乙。")
        + numbered("丙。", 0, 2)
        + numbered("丁。", 0, 2)
    )
    found = lines(body, numbering=scheme(("decimal", "%1."), lists=restart))
    assert ["1. 甲。", PROSE, "2. 乙。", "1. 丙。", "2. 丁。"] == found


def test_a_style_numbers_its_paragraphs() -> None:
    """Headings get their number, and the level that the list keeps for their style."""
    styles = (
        '<w:style w:styleId="h1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="own"><w:name w:val="条"/><w:basedOn w:val="base"/></w:style>'
        '<w:style w:styleId="base"><w:name w:val="条的底"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = scheme(("chineseCounting", "第%1章"), ("chineseCounting", "第%2条"), more="")
    body = (
        paragraph("总则", "h1") + paragraph(PROSE, "own") + paragraph(OTHER, "own") + paragraph("附则", "h1")
    )
    article = read(File("a.docx", docx(body, more_styles=styles, numbering=numbering))).article
    assert ["第一章 总则", f"第一条 {PROSE}", f"第二条 {OTHER}", "第二章 附则"] == article.text.split("\n")
    assert [(1, 1), (4, 1)] == list(article.headings)


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', "☐"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B1"/></w:r>', "±"),
        ('<w:r><w:sym w:font="宋体" w:char="25A1"/></w:r>', "□"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F021"/></w:r>', "〔…〕"),
        (run("\u00fe", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "☑"),
        ("<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>" + run("☒") + "</w:sdtContent></w:sdt>", "☒"),
        ('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData></w:fldChar></w:r>'
         '<w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>', "☑"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> EQ \\f(3,20) </w:instrText></w:r>'
         '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "3/20"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> EQ \\o\\ac(○,7) </w:instrText></w:r>'
         '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "⑦"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> EQ \\i \\su(1,5,x) </w:instrText></w:r>'
         '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "〔…〕"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
         + run("三月") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "三月"),
        ('<w:r><w:object><o:OLEObject ProgID="Equation.DSMT4"/></w:object></w:r>', "〔…〕"),
        ('<w:r><w:drawing><wp:inline><wp:docPr descr="𠮷"/></wp:inline></w:drawing></w:r>', "𠮷"),
        ('<w:r><w:drawing><wp:inline><wp:docPr descr="渡口的照片"/></wp:inline></w:drawing></w:r>', ""),
        (run("10") + run("-6", '<w:vertAlign w:val="superscript"/>'), "10⁻⁶"),
        (run("H") + run("2", '<w:vertAlign w:val="subscript"/>') + run("O"), "H₂O"),
        (run("x") + run("n+k", '<w:vertAlign w:val="superscript"/>'), "x^(n+k)"),
        (run("1") + run("st", '<w:vertAlign w:val="superscript"/>'), "1st"),
        (run("据载") + run("[3-5]", '<w:vertAlign w:val="superscript"/>'), "据载"),
    ],
)  # fmt: skip
def test_what_is_no_plain_character_stays_in_its_sentence(inner: str, said: str) -> None:
    """Ticks, powers, old formulas and pictures of a character; what nobody can tell is marked."""
    assert [f"结果{said}就是这样，谁都看得见。", PROSE] == lines(
        f"<w:p>{run('结果')}{inner}{run('就是这样，谁都看得见。')}</w:p>" + paragraph(PROSE)
    )


def m(name: str, *parts: str) -> str:
    """An element of a formula."""
    return f"<m:{name}>{''.join(parts)}</m:{name}>"


def t(text: str) -> str:
    """A run of a formula."""
    return m("r", m("t", escape(text)))


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        (m("f", m("num", t("3")), m("den", t("20"))), "3/20"),
        (m("f", m("num", t("a+b")), m("den", t("2a"))), "(a+b)/(2a)"),
        (m("sSup", m("e", t("10")), m("sup", t("4"))), "10⁴"),
        (m("sSup", m("e", t("a+b")), m("sup", t("2"))), "(a+b)²"),
        (m("sSub", m("e", t("x")), m("sub", t("i+1"))), "xᵢ₊₁"),
        (m("rad", m("radPr", '<m:degHide m:val="1"/>'), m("deg"), m("e", t("b"), m("sSup", m("e", t("c")), m("sup", t("2"))))), "√(bc²)"),
        (m("rad", m("deg", t("3")), m("e", t("8"))), "∛8"),
        (m("nary", m("naryPr", '<m:chr m:val="∑"/>'), m("sub", t("i=1")), m("sup", t("n")), m("e", t("i"))), "∑ᵢ₌₁ⁿ i"),
        (m("d", m("e", t("x")), m("e", t("y"))), "(x|y)"),
        (m("d", m("dPr", '<m:begChr m:val="["/><m:endChr m:val=""/>'), m("e", t("x"))), "[x"),
        (m("func", m("fName", t("sin")), m("e", t("x"))), "sin x"),
        (m("m", m("mr", m("e", t("1")), m("e", t("0"))), m("mr", m("e", t("0")), m("e", t("1")))), "[1, 0; 0, 1]"),
        (t("x=") + m("f", m("num", t("-b±") + m("rad", m("e", t("d")))), m("den", t("2"))), "x=(-b±√d)/2"),
    ],
)  # fmt: skip
def test_a_formula_is_a_line_that_means_the_same(inner: str, said: str) -> None:
    """Fractions keep their bar, powers stay above the line, what is a whole stays in brackets."""
    assert [f"设长为{said}，其余不变。", PROSE] == lines(
        f"<w:p>{run('设长为')}<m:oMath>{inner}</m:oMath>{run('，其余不变。')}</w:p>" + paragraph(PROSE)
    )


def cell(text: str, settings: str = "") -> str:
    """A cell of a table."""
    return f"<w:tc><w:tcPr>{settings}</w:tcPr>{''.join(map(paragraph, text.split('|')))}</w:tc>"


def table(*rows: Sequence[str]) -> str:
    """A table of rows of cells."""
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


def test_the_label_of_merged_cells_stands_in_each_of_their_rows_and_columns() -> None:
    """A row says by itself what it is about; an empty cell keeps its place."""
    below, begins = "<w:vMerge/>", '<w:vMerge w:val="restart"/>'
    found = lines(
        table(
            [cell("片区", begins), cell("船数", '<w:gridSpan w:val="2"/>')],
            [cell("", below), cell("春"), cell("秋")],
            [cell("上游", begins), cell("4"), cell("")],
            [cell("", below), cell(""), cell("7")],
            [cell("合计十一条船", '<w:gridSpan w:val="3"/>')],
        )
        + paragraph(PROSE)
    )
    rows = ["片区\u3000船数\u3000船数", "片区\u3000春\u3000秋", "上游\u30004\u3000", "上游\u3000\u30007"]
    assert [*rows, "合计十一条船", PROSE] == found


def test_short_lines_of_a_cell_stay_in_their_row_and_paragraphs_of_a_layout_do_not() -> None:
    """A row of figures is one paragraph however its author broke its words."""
    found = lines(table([cell("东|渡口"), cell("6 条")], [cell(f"{PROSE}|{OTHER}"), cell("右边。")]))
    assert ["东 渡口\u30006 条", PROSE, OTHER, "右边。"] == found


def test_notes_stand_below_the_paragraph_that_calls_them() -> None:
    """One called in a table stands below the table, one on the title below the by-line; each stands once."""
    call = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    notes = "".join(f'<w:footnote w:id="{i}">{paragraph(f"注{i}。")}</w:footnote>' for i in (2, 3, 4))
    body = (
        f'<w:p><w:pPr><w:pStyle w:val="a1"/></w:pPr>{run("渡口记")}{call.format(4)}</w:p>'
        + paragraph("作者：何苗")
        + f"<w:p>{run(PROSE[:5])}{call.format(2)}{run(PROSE[5:])}</w:p>"
        + f"<w:tbl><w:tr><w:tc><w:p>{run('甲')}{call.format(3)}</w:p></w:tc>{cell('乙')}</w:tr><w:tr>{cell('丙')}{cell('丁')}</w:tr></w:tbl>"
        + paragraph(OTHER)
    )
    article = read(File("a.docx", docx(body, footnotes=notes))).article
    assert ("渡口记", "何苗") == (article.source.title, article.source.author)
    assert ["注4。", PROSE, "注2。", "甲\u3000乙", "丙\u3000丁", "注3。", OTHER] == article.text.split("\n")


@pytest.mark.parametrize(
    "name",
    ["DELL-20190101", "zhangsan-PC", "Administrator", "微软用户", "Windows 用户", "user", "HP", "番茄花园", "系统管理员",
     "lenovo", "python-docx", "123", "ABC", "某某有限公司"],
)  # fmt: skip
def test_the_account_that_made_a_file_is_no_author(name: str) -> None:
    """Nor is the day on which it was made its date."""
    core = f"<dc:creator>{name}</dc:creator><dcterms:created>2021-05-06T00:00:00Z</dcterms:created>"
    source = read(File("a.docx", docx(paragraph(PROSE) * 2, core=core))).article.source
    assert (None, None) == (source.author, source.published)


@pytest.mark.parametrize(
    ("creator", "author"),
    [("何苗; 周远山", "何苗、周远山"), ("Jane Doe", "Jane Doe"), ("乔治·石桥", "乔治·石桥")],
)
def test_a_person_who_made_a_file_is_its_author(creator: str, author: str) -> None:
    """If nothing in the text says otherwise."""
    assert (
        author
        == read(
            File("a.docx", docx(paragraph(PROSE), core=f"<dc:creator>{creator}</dc:creator>"))
        ).article.source.author
    )


def test_a_title_set_over_two_lines_is_one() -> None:
    """Whether its author broke the line or began another paragraph."""
    broken = (
        '<w:p><w:pPr><w:pStyle w:val="a1"/></w:pPr><w:r><w:t>渡口</w:t><w:br/><w:t>四十年</w:t></w:r></w:p>'
    )
    for head in (broken, paragraph("渡口", "a1") + paragraph("四十年", "a1")):
        article = read(File("a.docx", docx(head + paragraph(PROSE)))).article
        assert ("渡口四十年", PROSE) == (article.source.title, article.text)


def test_text_in_a_place_that_is_not_read_is_told() -> None:
    """What is deleted, hidden or the contents is left out on purpose, and told of to nobody."""
    hidden = f"<w:p>{run(PROSE, '<w:vanish/>')}<w:del>{run(PROSE)}</w:del></w:p>" + paragraph(PROSE, "a3")
    assert () == read(File("a.docx", docx(paragraph("渡口记", "a1") + hidden + paragraph(OTHER)))).remarks
    odd = f"<w:sdtPr><w:p>{run('没有人读到的一段话在这里')}</w:p></w:sdtPr>"
    (remark,) = read(File("a.docx", docx(paragraph(PROSE) + odd + paragraph(OTHER)))).remarks
    assert (RemarkKind.LEFT_OUT, ("没有人读到的一段话在这里",)) == (remark.kind, remark.passages)


@pytest.mark.parametrize("target", ["chunk.html", "/word/chunk.html"])
def test_a_file_within_a_document_is_told_as_left_out(target: str) -> None:
    """What another program put in as a whole file (altChunk) is not read, and not lost in silence."""
    lost = "桥头的水尺每年立春重新漆过一回"
    relation = f'<Relationships><Relationship Id="r7" Type="aFChunk" Target="{target}"/></Relationships>'
    page = f"<html><style>p {{ color: red }}</style><body><p>{lost}&nbsp;</p></body></html>"
    chunk = '<w:altChunk xmlns:r="r" r:id="r7"/>'
    data = docx(
        paragraph("渡口的木船每天开六趟。") + chunk,
        more={"word/_rels/document.xml.rels": relation, "word/chunk.html": page},
    )
    reading = read(File("a.docx", data))
    assert [RemarkKind.LEFT_OUT] == [remark.kind for remark in reading.remarks]
    assert (lost,) == reading.remarks[0].passages
