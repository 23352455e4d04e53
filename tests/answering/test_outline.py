"""The outline of an article: slices of its text, not too many, none of them furniture."""

from datetime import date

import pytest
from articles import LIBRARY

from bot.answering.sources.outline import outline
from bot.model import Article, Heading, OutlineAnswer, Question, Source
from bot.readers import File, read

ASKED = Question("讲了什么")
MARKDOWN = "# 河堤修好了\n\n## 缘起\n\n去年涨水，河堤塌了一段。\n\n## 经过\n\n### 备料\n\n石头从后山运来。\n\n### 施工\n\n三十个人干了两个月。\n"


def _told(answer: OutlineAnswer) -> list[str]:
    return [point.span.cut(answer.article.text) for point in answer.points]


def test_headings_are_the_outline_without_the_title() -> None:
    """With their depths; what stands below them is one tap away."""
    answer = outline(read(File("a.md", MARKDOWN.encode())).article, ASKED)
    assert ["缘起", "经过", "备料", "施工"] == _told(answer)
    assert [1, 1, 2, 2] == [point.depth for point in answer.points]


def test_without_headings_each_paragraph_begins_as_it_does() -> None:
    """With its first sentence."""
    answer = outline(LIBRARY, ASKED)
    assert [1, 2, 3] == [point.paragraph for point in answer.points]
    assert "今年要办好“三件事”。" == _told(answer)[1]


def test_furniture_is_no_point() -> None:
    """Captions, credits, rules and pleas to share are left out."""
    text = "图：河堤（张三 摄）\n摄影：张三\n去年涨水，河堤塌了一段。\n***\n石头从后山运来。\n三十个人干了两个月。\n责任编辑：李四\n扫码关注我们"
    assert ["去年涨水，河堤塌了一段。", "石头从后山运来。", "三十个人干了两个月。"] == _told(
        outline(Article(Source(title="河堤"), text), ASKED)
    )


def test_a_single_long_paragraph_is_told_by_its_passages() -> None:
    """Each begins with a sentence."""
    text = "".join(f"第{number}天，三十个人从后山运来石头，把河堤又修高了一截。" for number in range(60))
    answer = outline(Article(Source(title="河堤"), text), ASKED)
    assert len(answer.points) > 2
    assert {1} == {point.paragraph for point in answer.points}


@pytest.mark.parametrize(
    "article",
    [
        Article(Source(title="日记"), "\n".join(f"第{n}天记下了河水涨落的第{n}个数目。" for n in range(200))),
        Article(Source(title="长句"), "\n".join("没有句号" * 500 for _ in range(5))),
        Article(
            Source(title="目录"),
            "\n".join(f"节{n}" for n in range(100)),
            headings=tuple(Heading(n, 2) for n in range(1, 101)),
        ),
        Article(Source(title="符号"), "***\n———"),
        Article(Source(title="一句", published=date(2024, 1, 1)), "只有一句。"),
    ],
)
def test_an_outline_is_bounded_and_made_of_slices(article: Article) -> None:
    """At most twenty points of eighty characters, in the article's order; how many are left out is told."""
    answer = outline(article, ASKED)
    assert 1 <= len(answer.points) <= 20
    assert sorted(answer.points) == list(answer.points)
    for point in answer.points:
        paragraph = article.paragraphs[point.paragraph - 1]
        assert paragraph.start <= point.span.start <= point.span.end <= paragraph.end
        assert point.span.end - point.span.start <= 80


def test_of_too_many_paragraphs_the_numbered_ones_are_the_outline() -> None:
    """They are what the author set as its structure."""
    numbered = ["一、先看水", "二、再看堤", "三、后看人"]
    text = "\n".join(
        line for head in numbered for line in (head, *(["河水一天天涨起来，大家都睡不着觉。"] * 10))
    )
    assert numbered == _told(outline(Article(Source(title="河堤"), text), ASKED))


def test_no_point_ends_in_the_middle_of_a_mark() -> None:
    """Of a sentence that is too long, the next item's mark goes with its item."""
    first = f"一、{'修屋顶' * 20}"
    text = f"{first}；二、{'换瓦' * 40}\n石头从后山运来。\n三十个人干了两个月。"
    assert [first, "石头从后山运来。", "三十个人干了两个月。"] == _told(
        outline(Article(Source(title="河堤"), text), ASKED)
    )
