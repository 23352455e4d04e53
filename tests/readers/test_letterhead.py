"""Documents of offices: their title, who issued them and when."""

from datetime import date

import pytest
from samples import docx, paragraph

from bot.model import Source
from bot.readers import File, read

BODY = "渡口的木船每天开六趟，早上第一趟六点半，晚上最后一趟七点，风大就停。"
SIGNED = ["柳湾镇人民政府", "2023年4月6日"]
WHOLE = ("柳湾镇人民政府关于渡船班次的通知", "柳湾镇人民政府", date(2023, 4, 6))


def source_of(lines: list[str]) -> Source:
    """The source of the document; the same as Word and as plain text."""
    plain = read(File("a.txt", "\n".join(lines).encode())).article
    word = read(File("a.docx", docx("".join(map(paragraph, lines))))).article
    assert (word.source, word.text) == (plain.source, plain.text)
    return plain.source


@pytest.mark.parametrize(
    "lines",
    [
        ["柳湾镇人民政府文件", "柳政发〔2023〕7号", WHOLE[0], "各村：", BODY, *SIGNED],
        ["000012", "机密★1年", "特急", "柳湾镇人民政府文件", "柳政发〔2023〕7号　　签发人：何苗", WHOLE[0], "各村：", BODY, *SIGNED],
        ["柳 湾 镇 人 民 政 府 文 件", "柳政发[2023]7号", "柳湾镇人民政府关于", "渡船班次的通知", "各村：", BODY, *SIGNED],
        ["柳湾镇人民政府", "柳政函〔2023〕7号", "柳湾镇人民政府", "关于渡船班次的通知", "各村：", BODY, "柳湾镇人民政府　　2023年4月6日"],
        [WHOLE[0], "柳政发〔2023〕7号", "各村：", BODY, *SIGNED, "附件：班次表"],
        ["柳政发〔2023〕7号", WHOLE[0], "各村：", BODY, "柳湾镇人民政府", "二〇二三年四月六日"],
        ["柳湾镇人民政府关于渡船班次", "的通知", "各村：", BODY, *SIGNED],
        [WHOLE[0], "各村：", BODY, *SIGNED, "柳湾镇人民政府办公室　2023年4月8日印发"],
    ],
)  # fmt: skip
def test_an_office_s_document_has_its_title_its_issuer_and_its_day(lines: list[str]) -> None:
    """Whatever stands in its letterhead, and however many lines its title takes."""
    source = source_of(lines)
    assert WHOLE == (source.title, source.author, source.published)


def test_the_number_and_all_below_the_title_stay_in_the_text() -> None:
    """Who asks for the number of the document finds it."""
    lines = ["柳湾镇人民政府文件", "柳政发〔2023〕7号", WHOLE[0], "各村：", BODY, *SIGNED]
    assert [lines[1], *lines[3:]] == read(File("a.txt", "\n".join(lines).encode())).article.text.split("\n")


def test_several_offices_issue_one_document() -> None:
    """All of them are named."""
    lines = [
        "柳湾镇人民政府",
        "柳湾镇财政所",
        "文件",
        "柳政发〔2023〕8号",
        "关于渡船补贴的通知",
        "各村：",
        BODY,
        "柳湾镇人民政府　柳湾镇财政所",
        "2023年4月6日",
    ]
    source = source_of(lines)
    assert ("关于渡船补贴的通知", "柳湾镇人民政府、柳湾镇财政所") == (source.title, source.author)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["我的一份报告", BODY, BODY, "何苗", "2023年4月6日"], "我的一份报告"),
        (["渡船的规定", BODY, BODY], "渡船的规定"),
        (["关于春天的几点意见", BODY, BODY], "关于春天的几点意见"),
        (["渡口四十年", "这是一个文件", BODY, BODY], "渡口四十年"),
    ],
)
def test_what_is_no_office_s_document_keeps_its_title_and_has_no_issuer(lines: list[str], title: str) -> None:
    """An essay may call itself a report."""
    source = source_of(lines)
    assert (title, None) == (source.title, source.author)
