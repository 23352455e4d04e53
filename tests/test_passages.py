"""Article → passages."""

from hypothesis import given
from hypothesis import strategies as st

from bot.model import Article, Source
from bot.passages import passages

PARAGRAPHS = st.lists(st.text(alphabet="数字。！“”（）ab 一", min_size=1, max_size=120), max_size=6)


@given(PARAGRAPHS, st.integers(5, 60))
def test_offsets_cut_exactly_the_passage_and_nothing_is_lost(paragraphs: list[str], longest: int) -> None:
    """Every passage is the slice it says, and the passages of a paragraph make the paragraph."""
    article = Article(Source(title="题"), "\n".join(paragraphs))
    found = passages(article, longest)
    assert [p.text for p in found] == [article.text[p.start : p.end] for p in found]
    for number, span in enumerate(article.paragraphs, start=1):
        assert span.cut(article.text) == "".join(p.text for p in found if p.paragraph == number)


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    """No piece is over the limit and each ends with its sentence."""
    article = Article(Source(title="题"), "这是第一句话。" * 40)
    found = passages(article, 100)
    assert all(len(p.text) <= 100 and p.text.endswith("。") for p in found)


def test_a_single_sentence_is_never_cut() -> None:
    """One sentence over the limit stays whole."""
    article = Article(Source(title="题"), "很" * 300 + "。")
    assert ["很" * 300 + "。"] == [p.text for p in passages(article, 100)]


def test_an_article_without_text_has_no_passages() -> None:
    """Nothing in, nothing out."""
    assert () == passages(Article(Source(title="题"), ""))
