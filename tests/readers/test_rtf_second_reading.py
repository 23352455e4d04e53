"""What an RTF document holds and its reader passes over is told; what it passes over on purpose is not."""

import pytest
from samples import rtf

from bot.readers import File, read
from bot.readers.reading import Remark, RemarkKind

FIRST = r"头一段先说路。\par "
LOST = "没有人读到的一段话在这里"


def told(body: str, head: str = "") -> tuple[Remark, ...]:
    """What is told of a document."""
    return read(File("a.rtf", rtf(FIRST + body, head=head))).remarks


@pytest.mark.parametrize(
    "body",
    [
        rf"{{\*\somegroup {LOST}}}",
        rf"{{\*\outer{{\inner {LOST}}}}}",
        rf"{{\*\somegroup {''.join(f'{chr(92)}u{ord(char)}?' for char in LOST)}}}",
        rf"{{\template {LOST}}}",
    ],
    ids=["passed over", "deeper", "by number", "not a text"],
)
def test_text_in_a_group_that_is_not_read_is_told(body: str) -> None:
    """With the passage."""
    (remark,) = told(body)
    assert RemarkKind.LEFT_OUT is remark.kind
    assert LOST in remark.passages[0]


@pytest.mark.parametrize(
    "body",
    [
        rf"{{\header {LOST}}}{{\footerr {LOST}}}",
        rf"{{\*\annotation {LOST}}}{{\*\atnauthor {LOST}}}",
        rf"{{\v {LOST}}}{{\deleted {LOST}}}",
        r"{\field{\*\fldinst HYPERLINK {http://example.org/a/long/address}}{\fldrslt 章程}}\par",
        r"{\*\bkmkstart 书签一二三四五六七八}{\*\bkmkend 书签一二三四五六七八}",
        r"{\*\wpsdata 0105000002000000170000004d6963726f736f6674}",
        r"{\pict\wmetafile8 010009000003ffff}{\object{\*\objdata 01050000}}",
        r"{\upr{???????????}{\*\ud 书车停在东门那棵槐树下}}\par",
        r"{\footnote\pard{\super\chftn} 指北渡，今天已经没有了。}\par",
        r"{\*\pn\pnlvlbody{\pntxta 后缀后缀后缀后缀}}开门。\par",
        r"甲{\super 1}乙{\super 2}丙{\super 3}丁{\super 4}戊。\par {\super 1}注。\par{\super 2}注。\par{\super 3}注。\par{\super 4}注。\par",
    ],
)  # fmt: skip
def test_what_is_left_out_on_purpose_is_not_told(body: str) -> None:
    """Running heads, comments, what is hidden or data, the marks of notes."""
    assert () == told(body)


@pytest.mark.parametrize("charset", [(134, "gbk"), (136, "big5"), (128, "cp932")])
def test_both_readings_take_the_encoding_of_a_font(charset: tuple[int, str]) -> None:
    """In a document of another code page."""
    number, encoding = charset
    codes = "".join(rf"\'{byte:02x}" for byte in "河山水石木日月山川田".encode(encoding))
    head = rf"{{\fonttbl{{\f0\fnil Song;}}{{\f5\fnil\fcharset{number} Other;}}}}"
    data = rtf(rf"The first line.\par {{\f5 {codes}}}\par", page=1252, head=head)
    reading = read(File("a.rtf", data))
    assert ("河山水石木日月山川田", ()) == (reading.article.text.split("\n")[-1], reading.remarks)
