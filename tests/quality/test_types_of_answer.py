"""Questions in everyday words for every kind of quantity, on texts made for them."""

from functools import cache

import pytest
from shelves import shelf

from bot.answering.answerer import Answerer
from bot.answering.index.memory_shelf import MemoryShelf
from bot.model import Article, NotFound, Question, Source
from bot.retrieval.memory import MemoryEngine

BRIDGE = Article(
    Source(title="柳溪步行桥"),
    "柳溪步行桥每天6时至22时开放。全长386米，宽5米，桥面离水9米高。桥上不许骑车，遛狗要牵绳。\n"
    "步行桥2021年3月12日动工，总投资4200万元。施工用了14个月，耗钢650吨。设计师顾蔚然当年三十二岁。\n"
    "桥东的柳溪园向市民开放。园子占地23亩，种了一百六十棵柳树。门票每位8元，六十岁以上免费。咨询电话是0571-8800123。\n"
    "柳溪园的花展每年办2次。上一届来了3.6万人次，本地人占七成。花房常年保持在24度。观光车时速15公里，离码头1.2公里。",
)
KINDS = (
    (
        "386米",
        "步行桥有多长|步行桥多长啊|步行桥全长多少|步行桥全长多少米|步行橋有多長|步行桥长度是多少|步行桥的总长呢",
    ),
    ("宽5米", "步行桥有多宽|步行桥多宽呀|步行桥宽度是多少|步行橋多寬"),
    ("9米高", "步行桥有多高|步行桥离水多高"),
    (
        "6时至22时",
        "步行桥几点开放|步行桥几点到几点开放|步行桥什么时候开放|步行桥开放时间|步行桥啥时候开放|步行橋幾點開放",
    ),
    (
        "2021年3月12日",
        "步行桥哪天动工的|步行桥几号动工|步行桥哪年动工|步行桥动工日期|步行桥什么时候动工的|步行桥啥时候动的工",
    ),
    ("4200万元", "步行桥总投资多少|步行桥花了多少钱|步行桥造价多少|步行桥花费是多少|步行橋花了多少錢"),
    ("14个月", "步行桥施工用了多久|步行桥施工几个月|步行桥施工多长时间|步行桥施工花了几个月|步行桥的工期"),
    ("650吨", "步行桥耗钢多少吨|步行桥用的钢有多重|步行桥耗钢几吨"),
    ("三十二岁", "设计师多大年纪|设计师几岁|设计师多大了|设计师年龄多大|顾蔚然那年多大岁数"),
    ("顾蔚然", "设计师是谁|设计师是哪位|设计师叫啥"),
    (
        "23亩",
        "柳溪园有多大|柳溪园多大|柳溪园面积多少|柳溪园占地多少|柳溪園多大|柳溪园占地几亩|柳溪园面积是多少亩",
    ),
    (
        "8元",
        "柳溪园门票多少钱|门票几块钱|门票几块钱一张|柳溪园票价多少|門票多少錢|柳溪园怎么收费|柳溪园费用是多少",
    ),
    ("0571-8800123", "柳溪园电话多少|柳溪园联系方式是什么|柳溪园咨询电话是多少|柳溪园怎么联系"),
    ("2次", "花展每年办几次|花展一年几回|花展办多少次"),
    ("七成", "本地人占几成|本地人占百分之几|本地人的比例是多少|本地人占比"),
    ("24度", "花房多少度|花房温度是多少|花房几度"),
    ("15公里", "观光车多快|观光车时速多少|观光车速度是多少"),
    ("1.2公里", "码头离园子多远|离码头有多远|离码头多少公里|離碼頭多遠"),
)
QUESTIONS = [(answer, question) for answer, questions in KINDS for question in questions.split("|")]
ENGLISH = Article(
    Source(title="The Willow Bridge"),
    "The Willow Bridge opens daily at 6 am. It is 386 metres long. Building took 14 months.\n"
    "Tickets for the garden cost 8 yuan. The garden covers 23 acres. Cities nearby send automated trams.",
)


@cache
def _answerer() -> Answerer:
    return Answerer(shelf(BRIDGE))


def _focus(answerer: Answerer, question: str) -> str:
    """Return the focus of what is closest, shown or not."""
    answer = answerer.ask(Question(question))
    hits = answer.closest if isinstance(answer, NotFound) else getattr(answer, "hits", ())
    return "".join(span.cut(hit.passage.text) for hit in hits[:1] for span in hit.focus)


def test_there_are_enough_questions() -> None:
    """Of eighteen kinds."""
    assert 60 <= len(QUESTIONS)


def test_nearly_all_questions_get_the_quantity_that_they_ask_for() -> None:
    """Beside sentences that name the thing with another quantity."""
    wrong = [
        (question, answer) for answer, question in QUESTIONS if answer not in _focus(_answerer(), question)
    ]
    assert len(wrong) <= 0.05 * len(QUESTIONS), wrong


@pytest.mark.parametrize(
    ("answer", "question"),
    [
        ("386 metres", "How long is the bridge?"),
        ("6 am", "What time does the bridge open?"),
        ("8 yuan", "How much is a ticket?"),
        ("23 acres", "How large is the garden?"),
        ("Cities", "Which city has automation?"),
    ],
)
def test_english_questions_get_their_quantity_too(answer: str, question: str) -> None:
    """And words in other forms than the article's."""
    answerer = Answerer(MemoryShelf((ENGLISH,), MemoryEngine))
    assert answer in _focus(answerer, question)
