"""Which questions lean on the one before, by their words alone."""

import pytest

from bot.language.follow_up import Leaning, follow_up

ALONE, ASKS, MORE, NEAR, WHOLE, ITEM = Leaning

_LEANING = [
    # nothing of its own
    ("为什么", ASKS),
    ("为什么呢？", ASKS),
    ("为啥啊", ASKS),
    ("什么时候", ASKS),
    ("什么时候开始的？", ASKS),
    ("那是什么时候", ASKS),
    ("在哪里", ASKS),
    ("谁", ASKS),
    ("是谁做的", ASKS),
    ("怎么办", ASKS),
    ("那该怎么办呢", ASKS),
    ("多少钱", ASKS),
    ("有多少人", ASKS),
    ("多久", ASKS),
    ("有哪些", ASKS),
    ("為什麼", ASKS),
    ("why?", ASKS),
    ("And when was that?", ASKS),
    ("how many?", ASKS),
    ("why not", ASKS),
    # something of its own
    ("它的面积呢", ASKS),
    ("它有多长", ASKS),
    ("它们分别叫什么", ASKS),
    ("他后来去了哪里", ASKS),
    ("她什么时候退休", ASKS),
    ("那隧道呢", ASKS),
    ("面积呢", ASKS),
    ("價格呢", ASKS),
    ("其实际面积是多少", ASKS),
    ("为什么它被称为母亲河的源头", ASKS),
    ("谁设计的", ASKS),
    ("什么时候开始施行", ASKS),
    ("怎么申请", ASKS),
    ("什么时候通车", ASKS),
    ("怎么收费", ASKS),
    ("票价多少", ASKS),
    ("由谁负责", ASKS),
    ("这是为什么", ASKS),
    ("这个怎么申请", ASKS),
    ("what about the tunnel?", ASKS),
    ("Who designed it?", ASKS),
    ("and its area?", ASKS),
    ("how much did they cost", ASKS),
    # more of the same
    ("还有呢", MORE),
    ("还有吗？", MORE),
    ("还有没有", MORE),
    ("还有别的办法吗", MORE),
    ("还有其他原因吗", MORE),
    ("还有什么", MORE),
    ("还有哪些措施", MORE),
    ("其他的呢", MORE),
    ("其余的是什么", MORE),
    ("就这些吗", MORE),
    ("没别的了吗", MORE),
    ("換一個", MORE),
    ("下一个", MORE),
    ("anything else?", MORE),
    ("what else", MORE),
    ("are there any other ways", MORE),
    ("Is that all?", MORE),
    # the passages around, and all of this one
    ("上一段", NEAR),
    ("前一段说了什么", NEAR),
    ("下一段呢", NEAR),
    ("那后来呢", NEAR),
    ("然后呢", NEAR),
    ("接下来怎么样了", NEAR),
    ("后面怎么说的", NEAR),
    ("继续", NEAR),
    ("next paragraph", NEAR),
    ("what happened then?", NEAR),
    ("展开说说", WHOLE),
    ("能详细一点吗", WHOLE),
    ("再具体说说", WHOLE),
    ("說詳細點", WHOLE),
    ("这是什么意思", WHOLE),
    ("tell me more about it", WHOLE),
    ("can you elaborate", WHOLE),
    # an item of the list
    ("那第二个呢", ITEM),
    ("第三条是什么", ITEM),
    ("第2点", ITEM),
    ("最后一个呢", ITEM),
    ("第一項說了什麼", ITEM),
    ("And the second?", ITEM),
    ("the 3rd one", ITEM),
    ("what is the last one", ITEM),
]

_ALONE = [
    "为什么要建设驾驶舱",
    "第二个率先是什么",
    "还有哪些部门参与了改革",
    "什么时候开始施行数据条例",
    "三个率先是什么",
    "第一书记是谁",
    "第二段高速公路什么时候通车",
    "第三产业占比多少",
    "最后一个环节是什么",
    "下一步工作怎么安排",
    "下一代互联网是什么",
    "后来的总统是谁",
    "然后开车去哪里加油",
    "上一届大会在哪里举行",
    "上半年产值是多少",
    "前面的广场叫什么",
    "继续教育有什么规定",
    "接下来两年的目标是什么",
    "展开调查的部门是哪个",
    "详细规划由谁编制",
    "具体措施有哪些",
    "其他部门怎么配合改革",
    "还有多少居民没有搬迁",
    "还有几个村没有通公交车",
    "其中有多少辆公交车",
    "其实步行桥的面积不大吧",
    "这个系统一共有几个模块",
    "这篇文章讲了什么",
    "那座步行桥有多长",
    "那曲市的海拔是多少",
    "作者对他的评价是什么",
    "李明说他什么时候退休",
    "谁设计的步行桥",
    "多少人参加了会议",
    "多少钱一张门票",
    "怎么申请居住证",
    "在哪里可以办理护照",
    "什么时候通车的地铁线路最多",
    "图书馆的开放时间呢是从几点到几点",
    "明天的天气怎么样",
    "步行桥多长",
    "怎么修理自行车",
    "谁是馆长",
    "你好",
    "谢谢",
    "你是谁",
    "作者是谁",
    "全文有多少字",
    "更多的人选择了什么出行方式",
    "多说普通话有什么好处",
    "此次改革从哪里开始",
    "換乘地鐵要多少錢",
    "why was the granary built",
    "who designed the library",
    "when did the library open",
    "what is the second reform",
    "more volunteers are needed where",
    "the next election is when",
    "what else did the mayor promise to the farmers",
    "what about",
    "the first library in the county",
    "？！",
    "",
    "那" * 5000,
]


@pytest.mark.parametrize(("question", "expected"), _LEANING)
def test_a_question_that_leans_is_told_by_its_words(question: str, expected: Leaning) -> None:
    """In simplified and traditional Chinese and in English, with and without punctuation."""
    assert expected is follow_up(question, "怎么减少拥堵").leaning


@pytest.mark.parametrize("question", _ALONE)
def test_a_question_that_only_looks_so_stands_alone(question: str) -> None:
    """What says itself what it is about is asked as it stands."""
    assert ALONE is follow_up(question, "怎么减少拥堵").leaning


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("它的面积呢", "面积"),
        ("那隧道呢", "隧道"),
        ("这个怎么申请", "怎么申请"),
        ("谁设计的", "谁设计的"),
        ("what about the tunnel?", "the tunnel"),
        ("还有别的办法吗", "办法"),
    ],
)
def test_what_the_question_says_itself_is_left(question: str, expected: str) -> None:
    """Without the words that only lean."""
    assert expected == follow_up(question).own


@pytest.mark.parametrize(("question", "expected"), [("上一段", -1), ("下一段", 1)])
def test_the_way_to_a_passage_near_is_told(question: str, expected: int) -> None:
    """Back or on."""
    assert expected == follow_up(question).step


_OF_FIVE = {
    "第二个呢": [2],
    "第两个": [2],
    "最后一个呢": [5],
    "最后的呢": [5],
    "首个是什么": [1],
    "头一条": [1],
    "the 4th": [4],
    "那前两个呢": [1, 2],
    "最后两个呢": [4, 5],
    "后两个": [4, 5],
    "第二到第四个呢": [2, 3, 4],
    "第2-4个": [2, 3, 4],
    "倒数第三个呢": [3],
    "倒数第二呢": [4],
    "第一、三个呢": [1, 3],
    "第一个和第三个分别是什么": [1, 3],
    "除了第一个呢": [2, 3, 4, 5],
    "前三条以外还有哪些": [4, 5],
    "and the last two?": [4, 5],
    "the second to last one": [4],
    "the first and the third": [1, 3],
    "steps 2 to 4": [2, 3, 4],
    "number 4?": [4],
    "all but the first": [2, 3, 4, 5],
    "从第二个到第四个呢": [2, 3, 4],
    "再说说最后两个": [4, 5],
    "只要前两个": [1, 2],
    "just the last two": [4, 5],
    "what are the first two": [1, 2],
    "第九个呢": [],
    "前八个呢": [],
    "倒数第七个": [],
}


@pytest.mark.parametrize("question", _OF_FIVE)
def test_the_items_asked_for_are_read(question: str) -> None:
    """In figures and in words, from the front and from the end, one or several."""
    places = follow_up(question).places
    assert places is not None
    assert _OF_FIVE[question] == [index + 1 for index in places.of(5)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [("剩下的两条呢", True), ("其余三个是什么", True), ("the other two", True), ("还有别的吗", False)],
)
def test_the_rest_of_a_list_is_more_of_it(question: str, expected: bool) -> None:
    """With or without how many are left."""
    follow = follow_up(question)
    assert (MORE, expected) == (follow.leaning, follow.is_of_rest)


def test_more_of_a_thing_the_question_before_names_leans() -> None:
    """But 还有哪些 of another thing asks anew."""
    assert MORE is follow_up("还有哪些部门", "改革涉及哪些部门").leaning
    assert MORE is not follow_up("还有哪些部门", "步行桥有多长").leaning


@pytest.mark.parametrize("row", ["看", "应该", "嗯", "能不能", "那么", "呢", "在", "什么"])
def test_a_row_of_leaning_words_ends(row: str) -> None:
    """However it is read: a stranger may send anything."""
    assert follow_up(row * (40 // len(row))).leaning in Leaning
