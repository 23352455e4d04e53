"""The words of a question that only ask."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelves import demo, shelf
from texts import texts

from bot.answering.ranking.evidence import evidence
from bot.language.normalise import folded
from bot.language.question_words import asking_mask
from bot.language.terms import content_words

# Pieces between strokes, in turn: what asks, what is asked about, what asks …
FORMS = """
|书屋|什么时候|开门| |书屋|什么时候|开|的 |书屋|啥时候|开门|呀 |书屋|啥时|开门 什么时间|开门| 几时|开门| 几点|开门| 几点钟|关门|呢
|书屋|几点半|关门|吗 |书屋|几号|开馆| 几月几号|开馆| 哪天|开馆|的 哪一天|竣工| 哪年|竣工|的 哪一年|竣工|啊 何时|竣工| 何年何月|竣工|
哪个月|竣工|的 哪会儿|开门|呀 星期几|休息| 礼拜几|休息|
|老葛|几岁| |老葛|几岁啊 |老葛|几岁了呀 |老葛|多大年纪 |老葛|多大年纪了呢 |老葛|多大岁数| |老葛|多大了 |园区|有多大 |园区|多大呀
|门票|多少钱 |门票|多少钱啊 |门票|几块钱 |门票|几块钱一张 |门票|几元 |门票|啥价 |门票|什么价钱 |门票|多少元| |改造花|了多少万元
|桥|多长 |桥|有多长呢 |桥|多宽啊 |桥|多高| |井|多深 |村子离这儿|多远 |展览|多久 |展览开|多长时间 |展览开|几天 |展览开|几个月
|志愿者|多少名 |志愿者|有几位呀 |图书|几本 |图书|多少册啊 |粮仓|几座 |粮仓|有几间 |讲堂办|了几次 |讲堂办|了几回 |讲堂办|了多少场
|讲堂|第几届|了 |讲堂|第几期| |楼|几层 |书屋|在几楼 |折扣|几折 |汉族占|几成 |汉族占|百分之几 |汉族占|百分之多少 |汉族|几分之几
|书屋|在哪儿 |书屋|在哪儿呀 |书屋|在哪里 |书屋|在哪边 |书屋|啥地方| |书屋|什么地方| |书屋|在何处 |书屋|在何地 |书屋|哪头| |老葛到|了哪一步
哪家|办|的 |讲堂|哪家的 哪位|设计| 谁|设计|的 谁家的|粮仓| |粮仓|是谁的 何人|设计| 什么人|设计| 哪国|引进|的 哪几位|设计| 哪些|村子参加|
|书屋|咋办 |书屋|咋办呀 |书屋|怎么|借书| |书屋|怎样|借书| |书屋|如何|借书| |书屋|咋|借书| |书屋|怎么样 |书屋|咋样了 |粮仓|咋整
|粮仓|怎么办 |粮仓|怎么搞|防潮|的 |粮仓|咋回事 |粮仓|怎么回事儿 干嘛|拆粮仓| 干吗|拆粮仓| 干什么|拆粮仓|
为什么|拆粮仓| 为啥|拆粮仓| 为何|拆粮仓| 凭什么|拆粮仓| 凭啥|拆粮仓| 缘何|拆粮仓| 因何|拆粮仓| |粮仓|干啥用的 |粮仓|有什么用
|粮仓|做什么用| |粮仓|图啥 |粮仓|什么样子 |粮仓|啥样 |粮仓|什么意思 |粮仓|什么原因 |粮仓|叫啥名字 |粮仓|什么东西 |粮仓出|啥事儿|
是不是|拆粮仓| 能不能|拆粮仓| 会不会|拆粮仓| 可不可以|拆粮仓| 要不要|买票| |粮仓|有没有|停车场||
|參觀|多少人次 |書屋|甚麼時候|開門| |書屋|什麼時候|開門|呢 |書屋|幾點|開門| |書屋|在哪裡 |書屋|在哪兒呀 |門票|幾塊錢 |老葛|幾歲
|橋|有多長 |橋|多長啊 為什麼|拆糧倉| 為何|拆糧倉| |糧倉|怎麼|防潮| |糧倉|是誰的 |糧倉|幹嘛用的 |糧倉|叫甚麼 |展覽|多久 |讲堂辦|了幾次
|書屋|在邊度 點解|拆糧倉| 邊個|設計| |門票|有幾多 |書屋|幾時|开门| |書屋|啥時候|开门| |拆|是何原因 |死伤|几何 |老葛伤成|啥样了
""".split()


def _kept(form: str) -> str:
    """Return the form without its marks."""
    return form.replace("|", "")


def test_there_are_enough_forms() -> None:
    """Of all the ways to ask, in simplified, traditional and mixed characters."""
    assert 120 <= len({_kept(form) for form in FORMS})


@pytest.mark.parametrize("form", FORMS)
def test_no_asking_word_is_content_or_named_as_missing(form: str) -> None:
    """Nor a measure of theirs; what is asked about is."""
    about = folded(" ".join(form.split("|")[1::2]))
    words = content_words(folded(_kept(form)))
    assert [] == [word for word in words if word not in about]
    named = evidence(_kept(form), shelf(demo()))
    assert [] == [word for word in (*named.missing, *named.present) if word not in about]
    assert bool(words) == bool(about.strip())


@pytest.mark.parametrize(
    ("word", "question"),
    [
        ("几内亚", "几内亚有多大"),
        ("哪吒", "哪吒是谁"),
        ("多伦多", "多伦多在哪儿"),
        ("平面几何", "平面几何怎么学"),
        ("茶几", "茶几多高"),
        ("几率", "几率多大"),
        ("多重", "多重影响是什么"),
        ("何时", "春花秋月何时了是谁写的"),
        ("人工智能", "什么人工智能"),
        ("少数民族", "多少少数民族"),
        ("办理", "怎么办理借书证"),
        ("人大代表", "几个人大代表"),
        ("多少", "《多少钱》是谁唱的"),
        ("公里", "3公里的路在哪里"),
        ("what", "what是什么"),
    ],
)
def test_a_name_that_looks_like_asking_stays(word: str, question: str) -> None:
    """So do titles, quoted words, and measures with a number."""
    assert word in content_words(question)


@pytest.mark.parametrize(
    ("words", "question"),
    [
        (("opening", "hours"), "What are the opening hours?"),
        (("fee",), "what's the fee"),
        (("open", "mondays"), "doesn't it open on Mondays?"),
        (("library",), "how old is the library?"),
        (("library", "tree"), "How tall is the library’s tree?"),
        (("bridge", "finished"), "which year was the bridge finished"),
        (("pay", "tickets"), "How do I pay for tickets?"),
        (("train",), "What time is the train?"),
    ],
)
def test_english_question_words_are_no_content(words: tuple[str, ...], question: str) -> None:
    """Contractions and how long, how old, what time are whole."""
    assert words == content_words(folded(question))


@pytest.mark.parametrize(
    ("words", "question"),
    [
        (("三个", "率先"), "What are the 三个率先?"),
        (("借书",), "请问 how can I 借书?"),
        (("借书证",), "借书证 means what?"),
        (("书架",), "Is there a 书架?"),
        (("it", "who"), "IT和WHO是什么"),
        (("it", "专家"), "IT专家在哪里"),
    ],
)
def test_words_that_ask_in_either_language_are_no_content(words: tuple[str, ...], question: str) -> None:
    """In an English question that names a thing in Chinese; in a Chinese one, English words are names."""
    assert words == content_words(folded(question))


@given(texts(max_size=40) | st.text(alphabet="几多少哪什么时候内亚何了《》“”人个't whatis", max_size=40))
def test_the_mask_covers_the_question(text: str) -> None:
    """A flag for each of its characters, whatever it is."""
    question = folded(text)
    assert len(question) == len(asking_mask(question))
