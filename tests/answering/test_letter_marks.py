"""Lists whose marks are letters, Roman numbers, signs or names: found in every shape, and nowhere else."""

from functools import cache

import pytest
from shelves import shelf

from bot.answering.answerer import Answerer
from bot.answering.lists.enumerations import ArticleLists
from bot.model import Article, NotFound, PassageAnswer, Previous, Question, Source, Verdict
from bot.reply.lists import quoted_text

_ITEMS = ("把船拖上岸", "刮掉船底的贝壳", "补好裂缝")
_SERIES = (
    "A. |B. |C. ",
    "a) |b) |c) ",
    "(a) |(b) |(c) ",
    "（A）|（B）|（C）",
    "A、|B、|C、",
    "Ａ．|Ｂ．|Ｃ．",
    "I. |II. |III. ",
    "(i) |(ii) |(iii) ",
    "i. |ii. |iii. ",
    "i）|ii）|iii）",
    "Ⅰ、|Ⅱ、|Ⅲ、",
    "⑴|⑵|⑶",
    "⒈|⒉|⒊",
    "❶|❷|❸",
    "➀|➁|➂",
    "㈠|㈡|㈢",
    "㊀|㊁|㊂",
    "1）|2）|3）",
    "甲、|乙、|丙、",
    "（甲）|（乙）|（丙）",
    "壹、|贰、|叁、",
    "Step 1: |Step 2: |Step 3: ",
    "Step 1. |Step 2. |Step 3. ",
    "Phase one: |Phase two: |Phase three: ",
    "Part I. |Part II. |Part III. ",
    "Rule #1: |Rule #2: |Rule #3: ",
    "Plan A: |Plan B: |Plan C: ",
    "步骤1：|步骤2：|步骤3：",
    "步骤一、|步骤二、|步骤三、",
    "方案A：|方案B：|方案C：",
    "任务①：|任务②：|任务③：",
)
_AT_LINES = (
    "1：|2：|3：",
    "1: |2: |3: ",
    "一：|二：|三：",
    "Q1: |Q2: |Q3: ",
    "问1：|问2：|问3：",
    "Day 1 |Day 2 |Day 3 ",
    "误区一：|误区二：|误区三：",
)
_SHAPES = {
    "paragraphs": ("冬天修船如下：\n{}{};\n{}{};\n{}{}。\n修好了再刷油。", True),
    "sentences": ("冬天修船。{}{}。{}{}。{}{}。", False),
    "after a colon": ("冬天修船如下：{}{}；{}{}；{}{}。修好了再刷油。", False),
}


def _marked(text: str) -> list[list[str]]:
    """Return the items of each list that bears marks."""
    lists = ArticleLists(Article(Source(title="题"), text)).enumerations
    return [[item.whole.cut(text) for item in one.items] for one in lists if one.mark]


def _shaped(shape: str, marks: str) -> tuple[str, list[str]]:
    bears = marks.split("|")
    pairs = [part for pair in zip(bears, _ITEMS, strict=True) for part in pair]
    return _SHAPES[shape][0].format(*pairs), [bear + item for bear, item in zip(bears, _ITEMS, strict=True)]


@pytest.mark.parametrize("marks", _SERIES)
@pytest.mark.parametrize("shape", _SHAPES)
def test_marks_that_count_make_a_list(shape: str, marks: str) -> None:
    """In paragraphs, in sentences and within one sentence after what announces them."""
    text, expected = _shaped(shape, marks)
    (items,) = _marked(text)
    assert expected == [item.rstrip("；;。") for item in items]


@pytest.mark.parametrize("marks", _AT_LINES)
def test_some_marks_count_where_lines_begin(marks: str) -> None:
    """A figure before a colon is one, and so is any word with a number."""
    text, expected = _shaped("paragraphs", marks)
    (items,) = _marked(text)
    assert expected == [item.rstrip("；;。") for item in items]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (
            [["一、修船。\n(a) 拖上岸；\n(b) 刮贝壳；", "二、补网。\n(a) 晒干；\n(b) 找破洞。"], ["(a) 拖上岸；", "(b) 刮贝壳；"], ["(a) 晒干；", "(b) 找破洞。"]],
            "一、修船。\n(a) 拖上岸；\n(b) 刮贝壳；\n二、补网。\n(a) 晒干；\n(b) 找破洞。",
        ),
        (
            [["A. Boats\na. Haul it.\nb. Scrape it.", "B. Nets\na. Dry it.\nb. Mend it."], ["a. Haul it.", "b. Scrape it."], ["a. Dry it.", "b. Mend it."]],
            "A. Boats\na. Haul it.\nb. Scrape it.\nB. Nets\na. Dry it.\nb. Mend it.",
        ),
        (
            [["(a) nets: (i) dry, (ii) mended;", "(b) boats."], ["(i) dry,", "(ii) mended;"]],
            "Each year we check (i.e. look over) what we own:\n(a) nets: (i) dry, (ii) mended;\n(b) boats.",
        ),
    ],
)  # fmt: skip
def test_lists_stand_within_lists(expected: list[list[str]], text: str) -> None:
    """Capitals and small letters count by themselves."""
    assert sorted(expected) == sorted(_marked(text))


def test_letters_and_roman_numbers_are_told_apart() -> None:
    """By what stands before and after them of their kind."""
    letters = "\n".join(f"({letter}) rope {letter}" for letter in "abcdefghij")
    assert [10] == [len(items) for items in _marked(letters)]
    romans = "\n".join(f"({number}) rope" for number in "i ii iii iv v vi vii viii ix x".split())
    assert [10] == [len(items) for items in _marked(romans)]


@pytest.mark.parametrize(
    "text",
    """I. Newton wrote it in his garden. We read it in ours.
A. Smith and B. Jones wrote a book about boats.
A. Smith wrote it. B. Jones read it.
He met J. A. Hill. B. Stone came later.
Plan A. B is better, and C is best of all.
It has vitamin C. D is in the fish.
Use a net, i.e. a trap. It catches fish, e.g. ii. carp.
See paragraphs (a) and (b) of the rules.
The cases (a), (b) and (c) differ.
维生素A、B、C都要有。
A、B两村相邻。
甲、乙、丙三人同行。
甲、乙双方签字。
第A类和第B类分开放。
Part of the boat is wet. Part two was sold.
Question time begins. Rule by rule they read on.
He left on day 1. She left on day 2.
The points (0,1) and (1,2) lie on it.
船8:30开，9:15到。
图1：渔港。
We need step 1 and step 2.
问题一个接一个，任务一件接一件。
i. e. the boat; ii is the next.
A: 早。
Lemma (i) holds. Lemma (ii) holds.
The results (a) of the trial, and those (b) of the control, differ.
Henry I. ruled. Henry II. ruled.
He stayed two days. Days later he left.
B. C. D.""".splitlines(),
)
def test_no_list_is_made_where_there_is_none(text: str) -> None:
    """Initials, vitamins, plans, references and people called by letters."""
    assert [] == _marked(text)


def test_no_list_is_made_of_captions_and_days() -> None:
    """They are told of elsewhere."""
    assert [] == _marked("图1：渔港\n图2：渔船\n表1：渔获\n表2：渔网")
    assert [] == _marked("周一：晴\n周二：雨\n周三：晴")


REPAIRS = Article(
    Source(title="Mending a punt", language="en"),
    "A punt lies upside down all winter. In spring it is mended.\nStep 1: scrape off the moss;\nStep 2: sand the planks;\nStep 3: paint it twice.\n"
    "Phase one is for oak and takes a month. Phase two is for pine and takes a week.\nThe old varnish went into the shed.",
)
DYES = Article(
    Source(title="染布坊"),
    "染布坊重新开张，师傅写下做法。\n步骤一：泡蓝草两天；\n步骤二：捞渣加石灰；\n步骤三：把布浸三遍。\n若遇阴天，有别的办法。\n方案A：搭棚晾干。\n方案B：用炭火烘。\n"
    "账房先生不管这些。",
)
_ASKED = (
    (REPAIRS, "What are the steps?", "scrape|sand|paint"),
    (REPAIRS, "What is step 2?", "sand"),
    (REPAIRS, "steps 2 and 3", "sand|paint"),
    (REPAIRS, "the third step", "paint"),
    (REPAIRS, "What is the second phase?", "pine"),
    (DYES, "有哪些步骤", "泡蓝草|捞渣|浸三遍"),
    (DYES, "步骤二是什么", "捞渣"),
    (DYES, "第二个步骤是什么", "捞渣"),
    (DYES, "第三步骤是什么", "浸三遍"),
    (DYES, "步骤一和步骤三是什么", "泡蓝草|浸三遍"),
    (DYES, "方案B是什么", "炭火"),
    (DYES, "有哪些方案", "搭棚|炭火"),
)


@cache
def _answerer(article: Article) -> Answerer:
    return Answerer(shelf(article), hits=20)


def _told(answer: object, article: Article) -> list[str]:
    assert isinstance(answer, PassageAnswer)
    assert Verdict.SURE == answer.verdict
    return [item.whole.cut(article.text) for item in answer.items]


@pytest.mark.parametrize(("article", "question", "expected"), _ASKED)
def test_the_name_in_the_marks_is_what_the_list_is_of(article: Article, question: str, expected: str) -> None:
    """Its items are asked for by that name, and by their numbers or letters."""
    items = _told(_answerer(article).ask(Question(question)), article)
    wanted = expected.split("|")
    assert len(wanted) == len(items), items
    assert all(words in item for words, item in zip(wanted, items, strict=True)), items


def test_a_named_item_that_the_list_lacks_is_not_found() -> None:
    """No other is quoted for it."""
    assert isinstance(_answerer(DYES).ask(Question("步骤五是什么")), NotFound)
    assert isinstance(_answerer(REPAIRS).ask(Question("What is step 7?")), NotFound)


def test_an_item_is_asked_for_by_its_name_after_its_list() -> None:
    """Without what the list is about."""
    answer = _answerer(DYES).ask(Question("染布有哪些步骤"))
    following = _answerer(DYES).ask(Question("步骤二呢"), Previous.after(answer, None))
    assert isinstance(following, PassageAnswer)
    assert "步骤二：捞渣加石灰；" == quoted_text(following.hits[0])
