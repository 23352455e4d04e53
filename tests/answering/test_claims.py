"""Claims held against articles: what of them stands where, what differs, what stands nowhere."""

from itertools import pairwise

import pytest
from articles import LIBRARY, NOTE
from work import work

from bot.answering.quoting.quotation import Outcome, Quotation
from bot.answering.quoting.verification import LONGEST, Verifier
from bot.model import Article, Source

NOODLES = Article(
    Source(title="面馆"),
    "老槐树下的面馆开了二十三年，掌柜姓秦，和面的手艺是从父亲那里学来的。\n"
    "去年冬天，面馆的锅炉坏了，街坊们凑了一万八千元换了一口新的。\n"
    "掌柜把名字一个个写在墙上，说要记一辈子。The new boiler burns 30% less coal than the old one.",
)
FERRY = Article(
    Source(title="渡口"),
    "渡口每天开六班船，头班早上五点四十分，末班晚上七点。票价两元，学生免费。\n"
    "船工老范今年六十一岁，撑了四十年船，没有误过一班。",
)
SHELF = Verifier([NOODLES, FERRY])

E, S, N, J, P, NOT = (
    Outcome.EXACT,
    Outcome.SAME_WORDS,
    Outcome.NEARLY,
    Outcome.JOINED,
    Outcome.PARTLY,
    Outcome.NOT_FOUND,
)

# the claim; the outcome; the article's words shown; what differs, claimed/original; what stands nowhere
ROWS: list[tuple[str, Outcome, list[str], list[str], list[str]]] = [
    # as it stands
    ("掌柜姓秦，和面的手艺", E, ["掌柜姓秦，和面的手艺"], [], []),
    ("掌柜姓秦和面的手艺", S, ["掌柜姓秦，和面的手艺"], [], []),
    ("船工老范今年六十一岁", E, ["船工老范今年六十一岁"], [], []),
    ("票價兩元，學生免費", S, ["票价两元，学生免费"], [], []),
    # one wrong figure
    ("面馆开了二十五年", N, ["面馆开了二十三年"], ["五/三"], []),
    ("街坊们凑了一万六千元", N, ["街坊们凑了一万八千元"], ["六/八"], []),
    ("渡口每天开八班船", N, ["渡口每天开六班船"], ["八/六"], []),
    ("船工老范今年六十五岁", N, ["船工老范今年六十一岁"], ["五/一"], []),
    ("头班早上五点二十分，末班晚上七点", N, ["头班早上五点四十分，末班晚上七点"], ["二/四"], []),
    ("撑了三十年船，没有误过一班", N, ["撑了四十年船，没有误过一班"], ["三/四"], []),
    ("boiler burns 50% less coal", N, ["boiler burns 30% less coal"], ["5/3"], []),
    # one word changed, added, left out
    ("手艺是从母亲那里学来的", N, ["手艺是从父亲那里学来的"], ["母/父"], []),
    ("去年秋天，面馆的锅炉坏了", N, ["去年冬天，面馆的锅炉坏了"], ["秋/冬"], []),
    ("掌柜把名字一个个刻在墙上", N, ["掌柜把名字一个个写在墙上"], ["刻/写"], []),
    ("没有误过三班船工", NOT, [], [], []),
    ("票价不是两元，学生免费", N, ["票价两元，学生免费"], ["不是/"], []),
    ("面馆的锅炉没坏了，街坊们", N, ["面馆的锅炉坏了，街坊们"], ["没/"], []),
    ("渡口每天开船，头班早上五点四十分", N, ["渡口每天开六班船，头班早上五点四十分"], ["/六班"], []),
    ("the new boiler burns 30% more coal than the old one", N, ["The new boiler burns 30% less coal than the old one"], ["more/less"], []),
    # a changed word at the end of its clause
    ("末班晚上九点", N, ["末班晚上七点"], ["九/七"], []),
    ("去年冬天，面馆的锅炉炸了", N, ["去年冬天，面馆的锅炉坏了"], ["炸/坏"], []),
    # words around a quotation, and marks that merely stress
    ("老槐树下的“面馆里”开了二十三年，掌柜姓“秦”，和面的手艺", N, ["老槐树下的面馆开了二十三年，掌柜姓秦，和面的手艺"], ["里”/"], []),
    ("他说：“掌柜姓秦，和面的手艺”", E, ["掌柜姓秦，和面的手艺"], [], []),
    ("文章写道「街坊们凑了一万八千元」。", E, ["街坊们凑了一万八千元"], [], []),
    ("他说：“街坊们凑了一万九千元”", N, ["街坊们凑了一万八千元"], ["九/八"], []),
    ("“末班晚上七点”和“学生免费”", E, ["末班晚上七点", "学生免费"], [], []),
    ("有人说船工老范今年六十一岁", P, ["船工老范今年六十一岁"], [], ["有人说"]),
    ("有人说船工老范今年六十二岁", P, ["船工老范今年六十一岁"], ["二/一"], ["有人说"]),
    ("据当地日报报道，渡口每天开六班船", P, ["渡口每天开六班船"], [], ["据当地日报报道"]),
    ("据说街坊们凑了一万八千元换了一口新的，真叫人感动", P, ["街坊们凑了一万八千元换了一口新的"], ["据说/"], ["真叫人感动"]),
    ("听邻居讲，掌柜把名字一个个写在墙上，这事传遍了全城", P, ["掌柜把名字一个个写在墙上"], [], ["听邻居讲", "这事传遍了全城"]),
    ("According to the paper, the new boiler burns 30% less coal", P, ["The new boiler burns 30% less coal"], [], ["According to", "paper"]),
    # two places joined
    ("面馆开了二十三年，街坊们凑了一万八千元换了一口新的", J, ["面馆开了二十三年", "街坊们凑了一万八千元换了一口新的"], [], []),
    ("渡口每天开六班船，船工老范今年六十一岁", J, ["渡口每天开六班船", "船工老范今年六十一岁"], [], []),
    ("老范撑了四十年船，掌柜把名字一个个写在墙上", J, ["撑了四十年船", "掌柜把名字一个个写在墙上"], ["老范/"], []),
    ("掌柜把名字一个个写在墙上，票价两元，学生免费", J, ["掌柜把名字一个个写在墙上", "票价两元，学生免费"], [], []),
    ("末班晚上七点，面馆的锅炉坏了", J, ["末班晚上七点", "面馆的锅炉坏了"], [], []),
    ("没有误过一班，说要记一辈子", J, ["没有误过一班", "说要记一辈子"], [], []),
    ("渡口每天开六班船，街坊们凑了一万九千元换了一口新的", J, ["渡口每天开六班船", "街坊们凑了一万八千元换了一口新的"], ["九/八"], []),
    ("船工老范今年六十一岁……掌柜把名字一个个写在墙上", J, ["船工老范今年六十一岁", "掌柜把名字一个个写在墙上"], [], []),
    # the order turned around
    ("掌柜姓秦，老槐树下的面馆开了二十三年", J, ["掌柜姓秦", "老槐树下的面馆开了二十三年"], [], []),
    # a paraphrase with a long common run
    ("那家店的老板把名字一个个写在墙上，他永远不会忘", P, ["把名字一个个写在墙上"], [], ["那家店的老板", "他永远不会忘"]),
    ("因为天冷，街坊们凑了一万八千元，给他买了煤", P, ["街坊们凑了一万八千元"], [], ["因为天冷", "给他买了煤"]),
    ("那位老船工今年六十一岁，撑了四十年船，从来没出过事", P, ["今年六十一岁，撑了四十年船"], [], ["那位老船工", "从来没出过事"]),
    # some stands, some nowhere
    ("票价两元，学生免费，老人半价优惠", P, ["票价两元，学生免费"], [], ["老人半价优惠"]),
    ("渡口每天开六班船，节日加开夜航班次", P, ["渡口每天开六班船"], [], ["节日加开夜航班次"]),
    ("老槐树下的面馆开了二十三年，去年评上了百年名店，生意越来越好", P, ["老槐树下的面馆开了二十三年"], [], ["去年评上了百年名店，生意越来越好"]),
    ("省里拨款三百万元修了新码头，渡口每天开六班船", P, ["渡口每天开六班船"], [], ["省里拨款三百万元修了新码头"]),
    # nowhere
    ("镇上新开了一家电影院", NOT, [], [], []),
    ("图书馆周末不开门也不借书", NOT, [], [], []),
    ("面馆和渡口都很有名气", NOT, [], [], []),
    ("A library opened in the next town last spring", NOT, [], [], []),
    ("掌柜的儿子不想接班", NOT, [], [], []),
    ("他说：“省里拨款三百万元”", NOT, [], [], []),
    ("去年冬天很冷的时候", NOT, [], [], []),
]  # fmt: skip


def _only(claim: str, shelf: Verifier = SHELF) -> Quotation:
    """The verdict on a claim; of several quotations, all their fragments in one."""
    found = shelf.verify(claim).quotations
    if len(found) == 1:
        return found[0]
    return Quotation(found[0].words, tuple(part for one in found for part in one.fragments))


@pytest.mark.parametrize(("claim", "outcome", "shown", "differing", "nowhere"), ROWS)
def test_a_claim_is_shown_beside_what_the_articles_say(
    claim: str, outcome: Outcome, shown: list[str], differing: list[str], nowhere: list[str]
) -> None:
    """The stretches that stand somewhere, in the claim's order, what differs in them, and the rest."""
    told = _only(claim)
    parts = [(part, part.places[0]) for part in told.fragments if part.places]
    assert outcome == told.outcome
    assert shown == [place.span.cut(place.article.text) for _, place in parts]
    assert differing == [
        f"{d.words.cut(claim)}/{d.original.cut(place.article.text)}"
        for part, place in parts
        for d in part.differences
        if d.in_words
    ]
    assert nowhere == [span.cut(claim) for span in told.nowhere]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_nothing_of_a_claim_is_both_found_and_nowhere(
    row: tuple[str, Outcome, list[str], list[str], list[str]],
) -> None:
    """Neither do the stretches overlap."""
    told = _only(row[0])
    spans = sorted([*(part.words for part in told.fragments if part.places), *told.nowhere])
    assert all(before.end <= after.start for before, after in pairwise(spans))


def test_what_no_article_says_is_told_only_if_none_does() -> None:
    """Short words that stand somewhere are not said to stand nowhere."""
    told = _only("票价两元，学生免费，掌柜")
    assert () == told.nowhere


def test_shelves_together_are_one_for_a_claim_and_the_first_is_shown() -> None:
    """A claim may join them; what stands on both is shown where the first has it."""
    both = Verifier.together([Verifier([NOODLES]), Verifier([FERRY, NOODLES])])
    joined = _only("渡口每天开六班船，街坊们凑了一万八千元换了一口新的", both)
    assert (Outcome.JOINED, ["渡口", "面馆"]) == (
        joined.outcome,
        [part.places[0].article.source.title for part in joined.fragments],
    )
    assert NOODLES is _only("掌柜姓秦，和面的手艺", both).fragments[0].places[0].article


@pytest.mark.parametrize(
    "claim",
    [
        "的" * LONGEST,
        "船" * LONGEST,
        "掌柜姓秦，" * 400,
        "渡口每天开八班船，老范姓秦，" * 150,
        "12.5%、" * 400,
        "“掌柜姓王”" * 300,
    ],
    ids=lambda claim: claim[:8],
)
def test_a_long_claim_takes_bounded_work(claim: str) -> None:
    """Whatever it repeats, on a shelf that repeats it too."""
    shelf = Verifier(
        [LIBRARY, NOTE, Article(Source(title="船"), "\n".join([FERRY.text, NOODLES.text] * 200))]
    )
    shelf.verify("掌柜")
    assert 600_000 > work(lambda: shelf.verify(claim))
