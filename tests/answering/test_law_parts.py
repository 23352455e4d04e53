"""The paragraphs and items within the articles of a law, asked for as lawyers do."""

from functools import cache

import pytest
from shelves import shelf

from bot.answering.answerer import Answerer
from bot.model import Article, Heading, NotFound, PassageAnswer, Previous, Question, Source, Verdict
from bot.reply.lists import quoted_text

LAW = Article(
    Source(title="青河县渡船管理条例"),
    "第一章\u3000总则\n第一条\u3000为了管好渡船，制定本条例。\n"
    "第二条\u3000渡船由渡口所管理。\n渡口所应当有下列器具：\n（一）救生圈；\n（二）长篙；\n（三）铜锣。\n器具每年查验一次。\n"
    "第三条\u3000船工应当具备下列条件：（一）会水；（二）满十八岁；（三）无眼疾。\n第二章\u3000过渡\n"
    "第四条\u3000有下列情形之一的，不得开船：\n（一）大雾；\n（二）大风，其中：\n1. 春季以五级为限；\n2. 冬季以四级为限。\n（三）夜间。\n"
    "第五条\u3000过渡收费。\n学生免费。\n第六条\u3000本条例自公布之日起施行。",
    headings=(Heading(1, 1), Heading(10, 1)),
)
ACT = Article(
    Source(title="The Ferry Act", language="en"),
    "Article 1\nName\nThis is the ferry act of the county.\n"
    "Article 2\nDuties\n1. The ferryman shall keep (a) a boat, (b) a pole and (c) a lamp.\n2. He shall ring the bell at noon.\n3. He shall sweep the pier.\n"
    "Article 3\nCrossings cost a penny.\nPupils cross for nothing.\nArticle 4\nNo ferry runs in fog.",
)
RULES = Article(
    Source(title="石桥镇借书管理办法"),
    "第一条\u3000为了方便借书，制定本办法。\n第二条\u3000凭借书证借书。\n借书证每年换一次。\n"
    "有下列情形之一的，不得借书：\n（一）逾期不还的；\n（二）损坏不赔的；\n（三）转借借书证的。\n第三条\u3000周一闭馆。",
)
_ASKED = (
    (LAW, "第二条第一款", "第二条\u3000渡船由渡口所管理。"),
    (LAW, "第二条第一款规定了什么", "第二条\u3000渡船由渡口所管理。"),
    (LAW, "渡船管理条例第2条第2款是什么", "渡口所应当有下列器具：\n（一）救生圈；\n（二）长篙；\n（三）铜锣。"),
    (LAW, "第２條第１款是什麼", "第二条\u3000渡船由渡口所管理。"),
    (LAW, "第二条前两款", "第二条\u3000渡船由渡口所管理。\n渡口所应当有下列器具：\n（一）救生圈；\n（二）长篙；\n（三）铜锣。"),
    (LAW, "第二条第三款", "器具每年查验一次。"),
    (LAW, "第二条的第三款讲什么", "器具每年查验一次。"),
    (LAW, "第二条第三款是怎么规定的", "器具每年查验一次。"),
    (LAW, "第二条第一、三款", "第二条\u3000渡船由渡口所管理。…\n器具每年查验一次。"),
    (LAW, "第二条最后一款", "器具每年查验一次。"),
    (LAW, "第二条第二款规定了哪些器具", "渡口所应当有下列器具：\n（一）救生圈；\n（二）长篙；\n（三）铜锣。"),
    (LAW, "第二条第二款包括哪些", "渡口所应当有下列器具：\n（一）救生圈；\n（二）长篙；\n（三）铜锣。"),
    (LAW, "第四条第（二）项第2目是什么情形", "2. 冬季以四级为限。"),
    (RULES, "借书办法第三条", "第三条\u3000周一闭馆。"),
    (RULES, "借书办法的第三条规定了什么", "第三条\u3000周一闭馆。"),
    (RULES, "借书办法第二条第二款是什么", "借书证每年换一次。"),
    (RULES, "借书办法第二条（三）项", "（三）转借借书证的。"),
    (LAW, "第二条第二款第三项", "（三）铜锣。"),
    (LAW, "第二条第二款第（三）项", "（三）铜锣。"),
    (LAW, "第二条第二款（三）", "（三）铜锣。"),
    (LAW, "第二条（二）项", "（二）长篙；"),
    (LAW, "第二条第一款和第三款", "第二条\u3000渡船由渡口所管理。…\n器具每年查验一次。"),
    (LAW, "第二条第二款第一项和第三项", "（一）救生圈；…\n（三）铜锣。"),
    (LAW, "第三条第二项", "（二）满十八岁；"),
    (LAW, "第三条第一款第三项是什么", "（三）无眼疾。"),
    (LAW, "第四条第（二）项第2目", "2. 冬季以四级为限。"),
    (LAW, "第四条（三）", "（三）夜间。"),
    (LAW, "第五条第二款", "学生免费。"),
    (ACT, "What does Article 2(2) say?", "2. He shall ring the bell at noon."),
    (ACT, "Article 2(1)(c)", "(c) a lamp."),
    (ACT, "article 2, paragraph 3", "3. He shall sweep the pier."),
    (ACT, "article 3, paragraph 2", "Pupils cross for nothing."),
    (ACT, "Article 3(2)", "Pupils cross for nothing."),
    (ACT, "What is paragraph 2 of Article 3?", "Pupils cross for nothing."),
    (ACT, "the second paragraph of article 3", "Pupils cross for nothing."),
    (ACT, "item (b) of paragraph 1 of article 2", "(b) a pole and"),
)  # fmt: skip
_LACKED = (
    (LAW, "第二条第四款"),
    (LAW, "第二条第二款第四项"),
    (LAW, "第二条第一款第一项"),
    (LAW, "第一条第二款"),
    (LAW, "第四条第二款"),
    (LAW, "第五条第一项"),
    (LAW, "第九条第一款"),
    (LAW, "第三项是什么"),
    (ACT, "Article 2(4)"),
    (ACT, "Article 2(1)(d)"),
    (ACT, "article 3, paragraph 3"),
)


@cache
def _answerer(article: Article) -> Answerer:
    return Answerer(shelf(article), hits=20)


@pytest.mark.parametrize(("article", "question", "expected"), _ASKED)
def test_the_part_named_is_quoted_and_nothing_else(article: Article, question: str, expected: str) -> None:
    """For sure, and in focus."""
    answer = _answerer(article).ask(Question(question))
    assert isinstance(answer, PassageAnswer)
    hit = answer.hits[0]
    assert expected == quoted_text(hit)
    assert all(span.cut(hit.passage.text) in expected for span in hit.focus)
    assert (Verdict.SURE, ()) == (answer.verdict, answer.evidence.missing)


def test_a_law_may_be_named_by_its_title() -> None:
    """Though its text does not say where it holds."""
    answer = _answerer(LAW).ask(Question("《青河县渡船管理条例》第二条第二款第三项规定了什么"))
    assert isinstance(answer, PassageAnswer)
    assert (Verdict.SURE, "（三）铜锣。") == (answer.verdict, quoted_text(answer.hits[0]))


@pytest.mark.parametrize(("article", "question"), _LACKED)
def test_a_part_that_the_article_lacks_is_not_found(article: Article, question: str) -> None:
    """No other is quoted instead."""
    assert isinstance(_answerer(article).ask(Question(question)), NotFound)


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        ("第二条是什么", "第三款呢", "器具每年查验一次。"),
        ("第二条第一款", "那第三款呢", "器具每年查验一次。"),
        ("第二条第二款", "第三项呢", "（三）铜锣。"),
        ("第二条第二款第一项", "第三项呢", "（三）铜锣。"),
        ("第二条第三款", "第五条呢", "第五条\u3000过渡收费。\n学生免费。"),
        ("第二条是什么", "第三条呢", "第三条\u3000船工应当具备下列条件：（一）会水；（二）满十八岁；（三）无眼疾。"),
    ],
)  # fmt: skip
def test_a_part_is_asked_for_after_its_article(first: str, then: str, expected: str) -> None:
    """It is one of the article just quoted."""
    before = _answerer(LAW).ask(Question(first))
    answer = _answerer(LAW).ask(Question(then), Previous.after(before, None))
    assert isinstance(answer, PassageAnswer)
    assert expected == quoted_text(answer.hits[0])


def test_no_part_is_quoted_after_an_article_that_lacks_it() -> None:
    """Nor an article of that number."""
    before = _answerer(LAW).ask(Question("第五条是什么"))
    assert isinstance(_answerer(LAW).ask(Question("第三款呢"), Previous.after(before, None)), NotFound)
