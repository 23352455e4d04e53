"""A heading is answered by what stands below it."""

import pytest
from shelves import demo

from bot.answering.answerer import Answerer
from bot.answering.index.memory_shelf import MemoryShelf
from bot.answering.ranking.sections import section
from bot.model import Article, PassageAnswer, Question
from bot.readers import File, read
from bot.retrieval.memory import MemoryEngine

TEXT = """# 社区手册

本手册每年修订一次，由居委会保管。

## 垃圾分类

### 投放时间

早上七点到九点，晚上六点到八点。

厨余另装，大件先打电话。

## 借书办法

凭门牌号登记，一次三本，一个月归还。

## 附录
"""
HANDBOOK = read(File("handbook.md", TEXT.encode())).article


def quoted(question: str, *articles: Article) -> list[str]:
    """The passages that answer, best first."""
    answer = Answerer(MemoryShelf(articles or [HANDBOOK], MemoryEngine)).ask(Question(question))
    assert isinstance(answer, PassageAnswer)
    return [hit.passage.text for hit in answer.hits]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("投放时间", "早上七点到九点，晚上六点到八点。"),
        ("垃圾分类", "早上七点到九点，晚上六点到八点。"),
        ("借书办法", "凭门牌号登记，一次三本，一个月归还。"),
    ],
)
def test_what_is_told_below_a_heading_is_quoted_in_its_place(question: str, told: str) -> None:
    """The first paragraph of the section, also below a heading within it."""
    assert told == quoted(question)[0]


def test_the_paragraph_of_a_section_that_says_it_best_is_quoted() -> None:
    """Not the first one, where another holds words of the question; and none twice."""
    found = quoted("投放时间 厨余")
    assert "厨余另装，大件先打电话。" == found[0]
    assert len(found) == len(set(found))


def test_a_heading_with_nothing_below_it_is_quoted_itself() -> None:
    """There is nothing else to quote."""
    assert "附录" == quoted("附录")[0]


def test_a_section_ends_where_one_of_its_level_begins() -> None:
    """Numbers of paragraphs, those of its own headings among them."""
    assert range(3, 6) == section(HANDBOOK, 2)
    assert range(4, 6) == section(HANDBOOK, 3)
    assert range(9, 9) == section(HANDBOOK, 8)


def test_an_article_without_headings_is_quoted_as_before() -> None:
    """The very same text, its headings unknown, gives the heading's own paragraph."""
    unknown = Article(HANDBOOK.source, HANDBOOK.text)
    assert "投放时间" == quoted("投放时间", unknown)[0]
    assert quoted("灶台讲堂", demo())[0].startswith("书屋最受欢迎的")
