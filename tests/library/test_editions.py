"""Several articles of one title, paper and day, and editions of one article."""

from dataclasses import replace
from datetime import date
from itertools import permutations
from pydoc_data.topics import topics
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ArticleNotFound
from bot.language.overlap import share_held, share_kept
from bot.library import Added, Editions, Library
from bot.model import Article, Source

BRIEF = Source(title="简讯", publication="石渡日报", published=date(2024, 5, 29))
UNDATED = Source(title="值班记录")
FERRY = "石渡渡口昨天换上了新渡船，一次能坐四十个人。\n船票还是两元，孩子和老人不收钱。\n老船留在岸边，给孩子们当教室。"
MARKET = "河西菜市场下周一搬家，新棚子有一百个摊位。\n卖鱼的都在东头，卖菜的在西头，中间是豆腐摊。"
SCHOOL = "柳湾小学的操场铺好了，跑道有六条。\n学生们下午放学以后可以留下来打球，七点关门。"
LAMPS = "河堤上的路灯换成了太阳能的，一共六十八盏。\n灯杆是旧船的桅杆改的，天黑自己亮。"
TEXTS = (FERRY, MARKET, SCHOOL, LAMPS)
ADDRESS = "https://example.org/a/1"


def _article(text: str, **fields: object) -> Article:
    """A brief of that text, with another source in part."""
    return Article(replace(BRIEF, **fields), text)  # type: ignore[arg-type]  # the tables name fields


GROWN = f"{FERRY}\n第一班船早上六点开。"
MENDED = FERRY.replace("四十个人", "四十二个人").replace("两元", "三元")
HALF = (
    f"{FERRY.splitlines()[0]}\n新船是本地船厂造的，用了半年，船工们试了十几趟。\n码头也修过了，下雨天不再滑。"
)


@pytest.mark.parametrize(
    ("earlier", "newer", "sure"),
    [
        pytest.param(_article(FERRY), _article(MARKET), None, id="another brief"),
        pytest.param(_article(FERRY), _article(MENDED), True, id="figures corrected"),
        pytest.param(_article(FERRY), _article(GROWN), True, id="grown"),
        pytest.param(_article(GROWN), _article(FERRY.splitlines()[0]), False, id="cut short"),
        pytest.param(_article(FERRY), _article(HALF), False, id="a third of it new"),
        pytest.param(_article(FERRY), _article(FERRY.replace("，", "、")), True, id="other punctuation"),
        pytest.param(_article(FERRY, title="简 讯"), _article(MENDED), True, id="title spaced"),
        pytest.param(_article(FERRY), _article(MENDED, published=date(2024, 5, 30)), None, id="another day"),
        pytest.param(_article(FERRY), _article(FERRY, publication="石渡晚报"), None, id="another paper's copy"),
        pytest.param(_article("说的是渡船。", digest=True), _article(FERRY), True, id="digest and original"),
        pytest.param(_article(FERRY, url=ADDRESS), _article(MENDED, url=ADDRESS, title="渡船"), True, id="its address"),
        pytest.param(_article(FERRY, url=ADDRESS), _article(MARKET, url=ADDRESS), None, id="another of one page"),
        pytest.param(Article(UNDATED, FERRY), Article(UNDATED, MENDED), False, id="no paper, no day"),
        pytest.param(Article(UNDATED, FERRY), Article(UNDATED, MARKET), None, id="another without paper"),
        pytest.param(_article(FERRY, published=None), _article(FERRY), True, id="its day became known"),
        pytest.param(_article("🚢🚢🚢🚢"), _article("🌉🌉🌉🌉"), None, id="no letters"),
    ],
)  # fmt: skip
def test_an_edition_is_known_by_its_record_and_its_text(
    earlier: Article, newer: Article, sure: bool | None
) -> None:
    """Surely one, perhaps one, or another article."""
    match = Editions([earlier]).match(newer)
    assert sure == (None if match is None else match.sure)


def test_of_two_originals_a_digest_may_mean_either() -> None:
    """So it takes the place of neither by itself."""
    match = Editions([_article(FERRY), _article(MARKET)]).match(_article("说的是渡船。", digest=True))
    assert match is not None
    assert not match.sure


def test_two_briefs_of_one_day_stand_side_by_side(library: Library) -> None:
    """Of one title and one paper, each under an id of its own."""
    assert [Added.NEW] * 2 == [library.add(_article(text)) for text in (FERRY, MARKET)]
    assert [FERRY, MARKET] == [article.text for article in library.articles()]


@pytest.mark.parametrize("newer", [MENDED, GROWN])
def test_a_new_edition_takes_the_place_and_keeps_the_id(library: Library, newer: str) -> None:
    """Added twice it is there already, and another article is not touched."""
    library.add(_article(FERRY))
    library.add(_article(MARKET))
    outcomes = [library.take(_article(newer)) for _ in range(2)]
    assert [Added.REPLACED, Added.SAME] == [outcome.added for outcome in outcomes]
    assert [(_article(FERRY).id, newer), (_article(MARKET).id, MARKET)] == [
        (article.id, article.text) for article in library.articles()
    ]


def test_what_may_be_an_edition_is_kept_beside_unless_told(library: Library) -> None:
    """The outcome names the one that it is like; replacing keeps its id, and doing so twice changes nothing."""
    library.add(_article(FERRY))
    taken = library.take(_article(HALF))
    assert (Added.NEW, _article(FERRY)) == (taken.added, taken.near)
    library.remove(taken.article.id)
    outcomes = [library.take(_article(HALF), replace_near=True).added for _ in range(2)]
    assert [Added.REPLACED, Added.SAME] == outcomes
    assert [(_article(FERRY).id, HALF)] == [(article.id, article.text) for article in library.articles()]


def test_one_article_is_put_in_the_place_of_another(library: Library) -> None:
    """Under the earlier one's id and in its place; what is not there is an error, and nothing is lost by it."""
    for text in (FERRY, MARKET, HALF):
        library.add(_article(text))
    earlier, newer = _article(FERRY).id, _article(HALF).id
    library.supersede(newer, earlier)
    assert [(earlier, HALF), (_article(MARKET).id, MARKET)] == [
        (article.id, article.text) for article in library.articles()
    ]
    with pytest.raises(ArticleNotFound):
        library.supersede(earlier, newer)
    assert 2 == library.size().articles


OLD_ID = "abcdefghij"


def test_an_id_of_an_earlier_version_of_the_program_stays(library: Library) -> None:
    """The same text is there already, a corrected one takes its place, another brief does not."""
    library.put(_article(FERRY).under(OLD_ID))
    assert Added.SAME == library.add(_article(FERRY))
    assert Added.REPLACED == library.add(_article(MENDED))
    assert Added.NEW == library.add(_article(MARKET))
    assert [(OLD_ID, MENDED), (_article(MARKET).id, MARKET)] == [
        (article.id, article.text) for article in library.articles()
    ]


def test_what_became_known_of_a_source_stays_known(library: Library) -> None:
    """Of the same text, added again from a file that does not say it."""
    library.add(Article(UNDATED, LAMPS))
    library.add(Article(replace(UNDATED, author="周一鸣", publication="石渡日报"), LAMPS))
    assert Added.SAME == library.add(Article(UNDATED, LAMPS))
    [article] = library.articles()
    assert ("周一鸣", "石渡日报") == (article.source.author, article.source.publication)


def test_an_edition_of_a_public_article_has_its_id_on_another_shelf(library: Library) -> None:
    """So that both count as one where the shelves are asked together; another brief has its own."""
    library.add(_article(FERRY))
    assert _article(FERRY).id == library.take(_article(MENDED), "club").article.id
    assert _article(MARKET).id == library.take(_article(MARKET), "club").article.id


@pytest.mark.parametrize("order", list(permutations(TEXTS[:3])))
def test_distinct_articles_make_the_same_shelf_in_any_order(library: Library, order: tuple[str, ...]) -> None:
    """The same ids with the same texts, also with what came twice and was corrected last."""
    for text in (*order, *order):
        library.add(_article(text))
    library.add(_article(MENDED))
    expected = {_article(FERRY).id: MENDED, _article(MARKET).id: MARKET, _article(SCHOOL).id: SCHOOL}
    assert expected == {article.id: article.text for article in library.articles()}


WORDS = st.text("石渡口新船票桥灯河堤学校市场开门", min_size=1, max_size=60)


@settings(max_examples=30)
@given(articles=st.lists(st.builds(_article, WORDS), min_size=1, max_size=6), random=st.randoms())
def test_articles_that_are_not_alike_never_replace_each_other(
    library: Library, articles: list[Article], random: Random
) -> None:
    """Whatever the order, a shelf of them is the same."""
    distinct: list[Article] = []
    for article in articles:
        if all(_unlike(article, other) for other in distinct):
            distinct.append(article)
    shuffled = random.sample(distinct, len(distinct))
    assert set(distinct) == _shelf_of(library, distinct) == _shelf_of(library, shuffled)


def _unlike(one: Article, other: Article) -> bool:
    return Editions([one]).sure(other) is None and Editions([other]).sure(one) is None


def _shelf_of(library: Library, articles: list[Article]) -> set[Article]:
    for article in articles:
        library.add(article, "club")
    shelf = set(library.articles("club"))
    library.drop("club")
    return shelf


@pytest.mark.parametrize("text", ["…", "渡", "长" * 500])
def test_a_text_is_wholly_in_itself(text: str) -> None:
    """However short, or monotonous."""
    assert 1 == share_kept(text, text)


def test_a_long_text_that_was_cut_is_not_whole() -> None:
    """Though only the beginnings of very long texts are compared."""
    assert 0.5 == share_kept("长" * 600_000, "长" * 300_000)


@pytest.mark.parametrize("at", [0, 190_000, 198_000, 396_000, 498_000])
def test_a_part_is_found_wherever_it_stands(at: int) -> None:
    """In a whole of any length; what stands there only by halves is held by half."""
    whole = "".join(map(chr, Random(1).choices(range(0x4E00, 0x9FA5), k=500_000)))  # no stretch comes twice
    part = whole[at : at + 2000]
    assert 1 == share_held(part, whole)
    assert 0.45 < share_held(part[:1000] + "渡" * 1000, whole) < 0.55


@pytest.mark.parametrize("topic", ["debugger", "formatstrings", "import"])
def test_a_long_text_does_not_hold_another_of_its_language(topic: str) -> None:
    """Though an English book has nearly all runs of three letters that there are."""
    part = topics[topic][:3000]
    book = "\n".join(text for text in topics.values() if part[500:700] not in text)
    assert len(book) > 100_000
    assert share_held(part, book) < 0.75
