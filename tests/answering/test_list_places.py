"""Which items are quoted of a list where a question names their places, in lists of every shape."""

from functools import cache

import pytest
from shelves import shelf

from bot.answering.answerer import Answerer
from bot.model import (
    Answer,
    Article,
    Heading,
    Hit,
    NotFound,
    PassageAnswer,
    Previous,
    Question,
    Source,
    Verdict,
)
from bot.reply.lists import quoted_text

HARBOUR = Article(
    Source(title="渔港安全守则"),
    "渔港码头靠岸的船要守规矩。\n出海前要做好五项准备：\n（一）检查发动机，加足柴油；\n（二）带齐救生衣，每人一件；\n（三）查看当天的天气预报；\n"
    "（四）向值班室报告航线；\n（五）备好三天的淡水和干粮。\n晒网场分给东湾、西湾、南角、北角、灯塔五个小组使用。\n"
    "冬季检修有五个步骤。一是把船拖上岸；二是刮掉船底的贝壳；三是补好裂缝；四是刷两遍桐油；五是晾干半个月。",
)
HIVE = Article(
    Source(title="Raising bees", language="en"),
    "Anybody may keep bees on a roof. A new hive needs six steps:\n1. choose a sunny corner;\n2. paint the boxes white;\n3. hang the frames;\n"
    "4. pour the swarm in at dusk;\n5. feed it syrup for a week;\n6. leave it in peace.\n"
    "The club has four goals. First, it lends tools. Second, it teaches children. Third, it sells honey. Fourth, it counts wild bees.",
)
NESTED = Article(
    Source(title="水库巡查办法"),
    "巡查人员承担四项职责：\n一、看水位。\n1. 每天早晚各记一次；\n2. 汛期每小时记一次；\n二、看坝体。\n1. 找裂缝；\n2. 找蚁穴；\n3. 找渗水；\n"
    "三、看闸门。\n四、写日志。\n",
)
FERRY = Article(
    Source(title="渡口票价"),
    "渡口的票价如下：\n票种\u3000价格\n成人票\u300012元\n学生票\u30006元\n老人票\u30000元\n行李票\u30002元\n渡船早上六点开始摆渡。",
)
_MARKET_RULES = "为了管好集市制定本条例。|集市每逢周六开放。|摊主要有固定住处。|不得占用消防通道。|卖熟食的要办健康证。|秤要每年检定。|垃圾由摊主自带。".split(
    "|"
)
_NUMBERS = "一 二 三 四 五 六 七 八 九".split()
MARKET = Article(
    Source(title="青河县集市管理条例"),
    "\n".join(
        ["第一章\u3000总则"]
        + [f"第{_NUMBERS[n]}条\u3000{rule}" for n, rule in enumerate(_MARKET_RULES[:4])]
        + ["第二章\u3000摊主"]
        + [f"第{_NUMBERS[n]}条\u3000{rule}" for n, rule in enumerate(_MARKET_RULES[4:], 4)]
    ),
    headings=(Heading(1, 1), Heading(6, 1)),
)


def _numeral(number: int) -> str:
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    digits = ["", *_NUMBERS]
    said = f"{digits[hundreds]}百" if hundreds else ""
    said += (
        ("零" if hundreds and ones else "")
        if not tens
        else (digits[tens] if hundreds or tens > 1 else "") + "十"
    )
    return said + digits[ones]


LAW = Article(
    Source(title="码头摊位规定"),
    "\n".join(f"第{_numeral(n)}条 {n}号摊位由第{n * 7}组看管。" for n in range(1, 121)),
)

_ASKED = (
    # paragraphs with numbers
    (HARBOUR, "五项准备的倒数第三项是什么", "查看当天"),
    (HARBOUR, "出海的准备最末一项是什么", "淡水"),
    (HARBOUR, "五项准备的前三项是什么", "发动机|救生衣|查看当天"),
    (HARBOUR, "五项准备的前三项是哪三项", "发动机|救生衣|查看当天"),
    (HARBOUR, "出海前三项准备是什么", "发动机|救生衣|查看当天"),
    (HARBOUR, "五项准备的最后两项", "航线|淡水"),
    (HARBOUR, "五项准备的第一和第三项是什么", "发动机|查看当天"),
    (HARBOUR, "五項準備的第１、３、５項是什麼", "发动机|查看当天|淡水"),
    (HARBOUR, "五项准备除了第一项还有哪些", "救生衣|查看当天|航线|淡水"),
    (HARBOUR, "五项准备里前三项以外的是什么", "航线|淡水"),
    (HARBOUR, "五项准备的前五项是什么", "发动机|救生衣|查看当天|航线|淡水"),
    (HARBOUR, "五项准备从第二项到第四项", "救生衣|查看当天|航线"),
    (HARBOUR, "五项准备中排在第三的是什么", "查看当天"),
    (HARBOUR, "五项准备的首项", "发动机"),
    # names joined by 、
    (HARBOUR, "晒网场五个小组的第一个和第三个是什么", "东湾|南角"),
    (HARBOUR, "晒网场五个小组里头两个是什么", "东湾|西湾"),
    (HARBOUR, "晒网场的小组倒数第二个是什么", "北角"),
    # 一是 … 二是 …
    (HARBOUR, "检修的步骤倒数第二是什么", "桐油"),
    (HARBOUR, "检修的步骤排在最后的是什么", "晾干"),
    (HARBOUR, "检修步骤第二到第四个是什么", "贝壳|裂缝|桐油"),
    (HARBOUR, "检修的前两步是什么", "拖上岸|贝壳"),
    (HARBOUR, "检修最后一步是什么", "晾干"),
    (HARBOUR, "检修第一步先做什么", "拖上岸"),
    # in English
    (HIVE, "What is the second to last step for a new hive?", "syrup"),
    (HIVE, "what is the last but one step for a new hive", "syrup"),
    (HIVE, "What is the sixth step for a new hive?", "peace"),
    (HIVE, "the 6th step for a new hive", "peace"),
    (HIVE, "What are the first three steps for a new hive?", "sunny|white|frames"),
    (HIVE, "What are the last two steps for a new hive?", "syrup|peace"),
    (HIVE, "steps 2 to 4 for a new hive", "white|frames|swarm"),
    (HIVE, "What are the goals of the club except the first?", "teaches|honey|counts"),
    (HIVE, "the first and third goal of the club", "tools|honey"),
    # lists within lists
    (NESTED, "四项职责的倒数第二项是什么", "看闸门"),
    (NESTED, "四项职责的第一和第四项是什么", "看水位|写日志"),
    (NESTED, "四项职责的前两项是什么", "看水位|看坝体"),
    # rows of a table
    (FERRY, "渡口票价的前两种是什么", "成人票|学生票"),
    (FERRY, "渡口票价的最后一种是什么", "行李票"),
    # articles of laws
    (MARKET, "第四条是什么", "消防通道"),
    (MARKET, "前两条讲了什么", "制定本条例|周六"),
    (MARKET, "最后一条规定了什么", "垃圾"),
    (MARKET, "集市管理条例第６條是什么", "秤"),
    (LAW, "第十二条是什么", "12号摊位"),
    (LAW, "第二十条是什么", "20号摊位"),
    (LAW, "第一百零二条讲什么", "102号摊位"),
    (LAW, "第102条是什么", "102号摊位"),
    (LAW, "倒数第二条是什么", "119号摊位"),
)
_LACKED = (
    (HARBOUR, "五项准备的第九项是什么"),
    (HARBOUR, "五项准备的前八项是什么"),
    (HARBOUR, "五项准备的倒数第七项是什么"),
    (HARBOUR, "五项准备的第四到第六项是什么"),
    (HIVE, "What is the ninth step for a new hive?"),
    (MARKET, "第九十条是什么"),
    (MARKET, "第四十条讲什么"),
    (LAW, "第一百三十条是什么"),
)


@cache
def _answerer(article: Article) -> Answerer:
    return Answerer(shelf(article), hits=20)


@pytest.mark.parametrize(("article", "question", "expected"), _ASKED)
def test_the_items_at_the_places_named_are_quoted(article: Article, question: str, expected: str) -> None:
    """They and no others, in the article's own words, for sure."""
    answer = _answerer(article).ask(Question(question))
    assert isinstance(answer, PassageAnswer)
    items = [item.whole.cut(article.text) for item in answer.items]
    wanted = expected.split("|")
    assert len(wanted) == len(items), items
    assert all(words in item for words, item in zip(wanted, items, strict=True)), items
    assert (Verdict.SURE, ()) == (answer.verdict, answer.evidence.missing)


@pytest.mark.parametrize(("article", "question"), _LACKED)
def test_a_place_that_the_list_lacks_is_not_found(article: Article, question: str) -> None:
    """No other item is quoted instead."""
    assert isinstance(_answerer(article).ask(Question(question)), NotFound)


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("第一条 集市周六开。\n第二条 秤要检定。\n第二十条 摊主推选代表。", "第二十条是什么", "推选代表"),
        (
            "水渠工程分三个阶段：一是测量；二是挖土；三是衬砌。\n明年第四阶段给水渠装闸门。",
            "水渠工程的第四阶段做什么",
            "闸门",
        ),
    ],
)
def test_a_place_that_only_the_text_has_is_looked_for_there(text: str, question: str, expected: str) -> None:
    """The list of a law in excerpts ends at the first gap, and a later phase is told of after the list."""
    answer = _answerer(Article(Source(title="摘登"), text)).ask(Question(question))
    assert isinstance(answer, PassageAnswer)
    assert expected in quoted_text(answer.hits[0])


def test_the_first_ever_is_no_item_of_a_list_by_the_way() -> None:
    """A sentence says who it was."""
    text = "南湖学堂建在湖边，是青河县第一所新式学堂，到停办时南湖学堂已有算学、格致、体操三门课。\n学堂的钟楼现在还在。"
    answer = _answerer(Article(Source(title="学堂旧事"), text)).ask(Question("青河县第一所新式学堂是哪一所"))
    assert isinstance(answer, PassageAnswer)
    assert "南湖学堂建在湖边" in quoted_text(answer.hits[0])


def test_what_lies_between_the_items_is_left_out() -> None:
    """With … where it stood; the others are not in focus."""
    hit = _first_hit("晒网场五个小组的第一个和第三个是什么")
    assert "东湾…南角" == quoted_text(hit)
    assert ["东湾", "南角"] == [span.cut(hit.passage.text) for span in hit.focus]
    hit = _first_hit("五项准备的第一和第三项是什么")
    assert "（一）检查发动机，加足柴油；…\n（三）查看当天的天气预报；" == quoted_text(hit)


def test_an_item_ends_before_the_next_chapter() -> None:
    """Its heading is none of the item."""
    answer = _answerer(MARKET).ask(Question("第四条是什么"))
    assert isinstance(answer, PassageAnswer)
    assert "第二章" not in answer.items[0].whole.cut(MARKET.text)


_AFTER_THE_LIST = {
    "那前两个呢": "拖上岸|贝壳",
    "最后两个呢": "桐油|晾干",
    "第二到第四个呢": "贝壳|裂缝|桐油",
    "倒数第三个呢": "裂缝",
    "第一和第三个呢": "拖上岸|裂缝",
    "除了第一个呢": "贝壳|裂缝|桐油|晾干",
    "and the last two?": "桐油|晾干",
    "steps 2 to 4": "贝壳|裂缝|桐油",
}


def _last(*questions: str) -> Answer:
    previous = None
    for question in questions:
        answer = _answerer(HARBOUR).ask(Question(question), previous)
        previous = Previous.after(answer, previous)
    return answer


def _first_hit(question: str) -> Hit:
    answer = _last(question)
    assert isinstance(answer, PassageAnswer)
    return answer.hits[0]


@pytest.mark.parametrize("question", _AFTER_THE_LIST)
def test_items_of_the_list_just_quoted_are_asked_for_by_their_places(question: str) -> None:
    """Without naming the list again."""
    _is_told(_AFTER_THE_LIST[question], "检修有哪五个步骤", question)


@pytest.mark.parametrize("question", ["剩下的两个呢", "其余的是什么", "the other two"])
def test_the_rest_of_a_list_is_what_the_answer_before_left_out(question: str) -> None:
    """Whether all of it was shown before or not."""
    _is_told("桐油|晾干", "检修有哪五个步骤", "前三个呢", question)
    _is_told("桐油|晾干", "检修的前三步是什么", question)


@pytest.mark.parametrize("question", ["第九个呢", "前八个呢", "倒数第七个呢", "第四到第六个"])
def test_no_item_is_quoted_for_a_place_that_the_list_before_lacks(question: str) -> None:
    """That is said."""
    assert isinstance(_last("检修有哪五个步骤", question), NotFound)


def _is_told(expected: str, *questions: str) -> None:
    answer = _last(*questions)
    assert isinstance(answer, PassageAnswer)
    items = [item.whole.cut(HARBOUR.text) for item in answer.items]
    wanted = expected.split("|")
    assert len(wanted) == len(items), items
    assert all(words in item for words, item in zip(wanted, items, strict=True)), items


_ONE_LIST = (
    ("渔船靠岸要守规矩。\n出海前要做好准备：\n（一）检查发动机；\n（二）带齐救生衣；\n（三）查看天气。\n码头上不得晒网。", "第三项是什么", "（三）查看天气。"),
    ("出海前要做好准备：a) 检查发动机；b) 带齐救生衣；c) 查看天气。码头上不得晒网。", "第二个是什么", "b) 带齐救生衣；"),
    ("一、看船。\n(a) 看底板；\n(b) 看桅杆。\n二、看网。", "第二条讲什么", "二、看网。"),
    ("A hive is set up.\n1. choose a corner;\n2. paint the boxes;\n3. hang the frames.\nLeave it in peace.", "What is item 3?", "3. hang the frames."),
    ("A hive is set up.\n1. choose a corner;\n2. paint the boxes;\n3. hang the frames.\nLeave it in peace.", "the last one", "3. hang the frames."),
)  # fmt: skip


@pytest.mark.parametrize(("text", "question", "expected"), _ONE_LIST)
def test_an_item_of_the_only_list_is_asked_for_without_naming_it(
    text: str, question: str, expected: str
) -> None:
    """Whatever its marks are; of lists within lists the outer one is meant."""
    answer = _answerer(Article(Source(title="题"), text)).ask(Question(question))
    assert isinstance(answer, PassageAnswer)
    assert (Verdict.SURE, expected) == (answer.verdict, quoted_text(answer.hits[0]))


@pytest.mark.parametrize("question", ["第九项是什么", "第三名是谁", "第三项", "谁是第一个"])
def test_what_no_single_list_has_is_not_found(question: str) -> None:
    """Of several lists none is meant more than the others."""
    text = "出海前要准备：\n（一）看船；\n（二）看网；\n（三）看天。\n回来后要收拾：\n1. 洗船；\n2. 晒网；\n3. 锁门。"
    assert isinstance(_answerer(Article(Source(title="题"), text)).ask(Question(question)), NotFound)


def test_no_item_is_quoted_for_an_article_that_a_law_in_excerpts_lacks() -> None:
    """Though the excerpt has only one list."""
    text = "第八条 摊主应当：\n（一）守时；\n（二）守秤；\n（三）守信。\n第十二条 秤每年检定。"
    answer = _answerer(Article(Source(title="摘登"), text)).ask(Question("第三条是什么"))
    assert not (isinstance(answer, PassageAnswer) and answer.verdict is Verdict.SURE and answer.items)
