"""Quoted words, held against the articles."""

import re
from functools import partial

import pytest
from articles import LIBRARY, NOTE, edition
from hypothesis import assume, given
from hypothesis import strategies as st
from work import work

from bot.answering.quoting.comparison import Difference, Kind
from bot.answering.quoting.quotation import Fragment, Outcome, Verification
from bot.answering.quoting.verification import Verifier, verify
from bot.model import Article, Source

SHELF = Verifier([LIBRARY, NOTE])
WRONG = "囧"


def only(found: Verification) -> Fragment:
    """The one part of the one quotation."""
    ((part,),) = [quotation.fragments for quotation in found.quotations]
    return part


def differing(found: Verification) -> list[tuple[Kind, str, str, bool]]:
    """Each difference as the characters on both sides."""
    part = only(found)
    text = part.places[0].article.text
    return [(d.kind, d.words.cut(found.text), d.original.cut(text), d.in_words) for d in part.differences]


def note(text: str) -> Article:
    """An article that is only a text."""
    return Article(Source(title="笔记"), text)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("藏书三万二千册", Outcome.EXACT),
        ("  「藏书三万二千册」 ", Outcome.EXACT),
        ("『“藏书三万二千册，每周开放六十小时”』", Outcome.EXACT),
        ("藏書三萬二千册，每周開放", Outcome.SAME_WORDS),
        ("藏书三万二千册,每周 开放", Outcome.SAME_WORDS),
        ("二十年。", Outcome.TOO_SHORT),
        ("藏书三万三千册", Outcome.NEARLY),
        ("藏书三万二千多册", Outcome.NEARLY),
        ("藏书三万千册", Outcome.NEARLY),
        ("这里从来没有写过的句子", Outcome.NOT_FOUND),
        ("三件事", Outcome.TOO_SHORT),
        ("……！？“”", Outcome.TOO_SHORT),
        ("", Outcome.TOO_SHORT),
    ],
)
def test_words_stand_exactly_nearly_or_not(words: str, expected: Outcome) -> None:
    """Marks and blanks around the words do not count; too little to tell is refused."""
    assert expected == SHELF.verify(words).outcome


def test_an_empty_shelf_holds_nothing() -> None:
    """Neither is it an error, nor are articles without text."""
    assert Outcome.NOT_FOUND == verify("藏书三万二千册", []).outcome
    assert Outcome.NOT_FOUND == verify("藏书三万二千册", [note(""), note("\n")]).outcome


def test_a_place_is_a_paragraph_and_a_slice_of_it() -> None:
    """Numbered from 1; the same slice in the article and in the paragraph."""
    (place,) = only(SHELF.verify("书不怕旧，就怕没人看")).places
    assert (LIBRARY, 3) == (place.article, place.paragraph)
    assert place.span.cut(LIBRARY.text) == "书不怕旧，就怕没人看"
    assert place.within.cut(LIBRARY.paragraphs[2].cut(LIBRARY.text)) == "书不怕旧，就怕没人看"


def test_words_that_stand_in_several_places_have_them_all() -> None:
    """In the order of the shelf."""
    found = verify("藏书三万二千册", [NOTE, LIBRARY, note("又说藏书三万二千册，藏书三万二千册。")])
    assert [11, 2, 10] == [place.span.start for place in only(found).places]


def test_an_exact_place_comes_before_one_in_other_characters() -> None:
    """Even where the other stands first."""
    part = only(verify("藏书三万二千册", [note("藏書三萬二千册"), LIBRARY]))
    assert (Outcome.EXACT, [LIBRARY]) == (part.outcome, [place.article for place in part.places])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("藏书三万三千册，每周", [(Kind.CHANGED, "三", "二", True)]),
        ("藏书三万二千多册，每周", [(Kind.ADDED, "多", "", True)]),
        ("藏书三万二册，每周开放", [(Kind.MISSING, "", "千", True)]),
        ("开放六十小时半", [(Kind.ADDED, "半", "", True)]),
        ("藏书三万二千册，每周开放六十小吋", [(Kind.CHANGED, "吋", "时", True)]),
        ("藏書三万二千册；每周", [(Kind.CHANGED, "書", "书", False), (Kind.CHANGED, "；", "，", False)]),
        ("藏書三万三千册，每周", [(Kind.CHANGED, "書", "书", False), (Kind.CHANGED, "三", "二", True)]),
    ],
)
def test_what_differs_is_marked_on_both_sides(words: str, expected: list[object]) -> None:
    """Added, missing or changed; other forms of the same words are told apart."""
    assert expected == differing(SHELF.verify(words))


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("增速在15%以上", "增速在16%以上", Outcome.NEARLY),
        ("增速在１５％以上", "增速在15%以上", Outcome.SAME_WORDS),
        ("增速在35%以上", "增速在3.5%以上", Outcome.NEARLY),
        ("增速在3.5%以上", "增速在35%以上", Outcome.NEARLY),
        ("增速在15‰以上", "增速在15%以上", Outcome.NEARLY),
        ("气温在-5度以下", "气温在5度以下", Outcome.NEARLY),
        ("面积是102平方米", "面积是10²平方米", Outcome.NEARLY),
        ("打造3-5个特色场景", "打造3—5个特色场景", Outcome.SAME_WORDS),
        ("打造35个特色场景", "打造3—5个特色场景", Outcome.NEARLY),
        ("预算为1,200元整", "预算为1200元整", Outcome.SAME_WORDS),
        ("A quick Brown fox", "a quick brown fox", Outcome.SAME_WORDS),
    ],
)
def test_a_number_is_never_quite_right(words: str, text: str, expected: Outcome) -> None:
    """A digit, a decimal point, a sign or a unit that differs makes it nearly, and is marked."""
    found = verify(words, [note(text)])
    assert expected == found.outcome
    assert (expected is Outcome.NEARLY) == any(d.in_words for d in only(found).differences)


def test_the_place_with_the_right_number_is_preferred() -> None:
    """Plain text alone cannot tell 3.5 from 35."""
    part = only(verify("增速３．５％以上", [note("增速35%以上"), note("增速3.5%以上")]))
    assert (Outcome.SAME_WORDS, "增速3.5%以上") == (part.outcome, part.places[0].article.text)


def test_what_is_quoted_in_a_message_is_verified_one_by_one() -> None:
    """The person's own words are not."""
    found = SHELF.verify("他说“藏书三万二千册”，又说「每周开放七十小时」，是吗？")
    assert ["藏书三万二千册", "每周开放七十小时"] == [q.words.cut(found.text) for q in found.quotations]
    assert [Outcome.EXACT, Outcome.NEARLY] == [q.outcome for q in found.quotations]
    assert Outcome.NEARLY == found.outcome


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("今年要办好“三件事”。一是给十二个村各送一辆流动书车", Outcome.EXACT),
        ("馆里的老管理员说：“书不怕旧，就怕没人看。”他守着这间屋子", Outcome.EXACT),
        ("馆里的新管理员说：“书不怕旧，就怕没人看。”他守着这间屋子", Outcome.NEARLY),
    ],
)
def test_a_passage_with_quotation_marks_in_it_is_one_quotation(words: str, expected: Outcome) -> None:
    """If the words around the marks are the article's too."""
    found = SHELF.verify(words)
    assert (1, expected) == (len(found.quotations), found.outcome)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("“青石镇图书馆……一是给十二个村各送一辆流动书车……没人看”", Outcome.EXACT),
        ("青石镇图书馆...一是给十二个村各送一辆流动书车", Outcome.EXACT),
        ("青石镇图书馆[…]一是给十三个村各送一辆流动书车", Outcome.NEARLY),
        ("一是给十二个村各送一辆流动书车……青石镇图书馆", Outcome.JOINED),
        ("青石镇图书馆……大家同意买松木的", Outcome.JOINED),
        ("藏书……三万", Outcome.SAME_WORDS),
        ("藏书……开放", Outcome.TOO_SHORT),
        ("藏书三万……开放", Outcome.EXACT),
    ],
)
def test_parts_between_ellipses_stand_in_one_article_in_order(words: str, expected: Outcome) -> None:
    """Each part is looked at by itself, after the one before."""
    assert expected == SHELF.verify(words).outcome


def test_an_ellipsis_of_the_author_is_no_gap() -> None:
    """It stands in the article."""
    part = only(verify("我想……还是算了吧", [note("他说：我想……还是算了吧。")]))
    assert (Outcome.EXACT, "我想……还是算了吧") == (
        part.outcome,
        part.places[0].span.cut(part.places[0].article.text),
    )


def test_words_over_two_thousand_characters_are_cut_and_said_to_be() -> None:
    """The rest is not looked at."""
    article = note("".join(chr(0x4E00 + i) for i in range(3000)))
    found = verify(article.text, [article])
    assert (True, 2000, Outcome.EXACT) == (found.cut, len(found.text), found.outcome)
    assert not verify(article.text[:2000], [article]).cut


@pytest.mark.parametrize("filler", ["啊", "ab ", "天地玄黄宇宙洪荒，"])
def test_a_million_characters_do_no_harm(filler: str) -> None:
    """Looking words up is no more work than in half as many; indexing them is twice the work."""
    half, text = ((filler * size)[:size] for size in (500_000, 1_000_000))
    small, large = Verifier([note(half)]), Verifier([note(text)])
    assert work(lambda: Verifier([note(text)])) < 2.1 * work(lambda: Verifier([note(half)]))
    for words, outcome in ((text[:100], Outcome.EXACT), (text[:60] + WRONG + text[61:100], Outcome.NEARLY)):
        assert outcome == large.verify(words).outcome
        assert work(partial(large.verify, words)) <= 1.1 * work(partial(small.verify, words))


ARTICLES = st.text(
    st.sampled_from("书山路天地人ABab12。，“” \n\u3000é𠮷…萬万"), min_size=12, max_size=120
).map(edition)


@given(ARTICLES, st.data())
def test_any_slice_of_an_article_is_exact(article: Article, data: st.DataObject) -> None:
    """If it is long enough; and the place cuts exactly the quoted words."""
    start = data.draw(st.integers(0, len(article.text)))
    end = data.draw(st.integers(start, len(article.text)))
    found = verify(article.text[start:end], [NOTE, article])
    assert found.outcome in (Outcome.EXACT, Outcome.TOO_SHORT)
    for quotation in found.quotations:
        for part in quotation.fragments:
            assert {part.words.cut(found.text)} >= {
                place.span.cut(place.article.text) for place in part.places
            }


@given(st.data())
def test_one_wrong_character_is_exactly_what_is_marked(data: st.DataObject) -> None:
    """In any stretch of one paragraph, on both sides."""
    paragraph = data.draw(st.sampled_from(LIBRARY.paragraphs))
    start = data.draw(st.integers(paragraph.start, paragraph.end - 9))
    end = data.draw(st.integers(start + 9, paragraph.end))
    at = data.draw(st.sampled_from([i for i in range(start, end) if LIBRARY.text[i].isalpha()]))
    written = LIBRARY.text[start:end]
    # of 某人说：“…”, and of a quotation with a character or two around it, only what is quoted is looked for
    around = [char for char in re.sub("“[^”]*”", "", written) if char.isalnum()]
    assume("：“" not in written and len(around) not in (1, 2))
    found = SHELF.verify(LIBRARY.text[start:at] + WRONG + LIBRARY.text[at + 1 : end])
    assert [(Kind.CHANGED, WRONG, LIBRARY.text[at], True)] == differing(found)
    assert Outcome.NEARLY == found.outcome


@given(st.text("藏书三万二千册每周开放六十小时，。“”…「」 \na1", max_size=60))
def test_spans_stay_within_their_texts(words: str) -> None:
    """With the article's side of all differences, any words become the article's slice."""
    found = SHELF.verify(words)
    for part in (part for quotation in found.quotations for part in quotation.fragments if part.places):
        text = part.places[0].article.text
        assert part.places[0].span.cut(text) == restored(found.text, part, text)


def restored(words: str, part: Fragment, text: str) -> str:
    """The part's words with every difference undone."""
    done, out = part.words.start, ""
    difference: Difference
    for difference in part.differences:
        out += words[done : difference.words.start] + difference.original.cut(text)
        done = difference.words.end
    return out + words[done : part.words.end]


def test_words_are_found_in_a_thousand_articles_with_a_few_thousand_calls() -> None:
    """Not with some for each article, of 3,000 characters here."""
    articles = [
        note("".join(chr(0x4E00 + (i * j * 7 + i + j // 3) % 900) for j in range(3000))) for i in range(1000)
    ]
    verifier = Verifier(articles)
    words = articles[700].text[100:140]
    for said, outcome in ((words, Outcome.EXACT), (words[:20] + WRONG + words[21:], Outcome.NEARLY)):
        assert outcome == verifier.verify(said).outcome
        assert work(partial(verifier.verify, said)) < 10_000
