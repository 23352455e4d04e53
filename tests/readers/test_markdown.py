"""Markdown in, article out, and back."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UnreadableArticle
from bot.model import Article, Heading, Source
from bot.readers import File, read_path
from bot.readers.formats import markdown
from bot.readers.heading import Paragraph, compose

CORPUS = sorted((Path(__file__).parents[2] / "corpus").glob("*.md"))

_chars = st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf", "Cn"))
_MARKUP = ("---", "***", "1. ", "- ", "&amp;", "](", "<b>", "http://a.b/c_d")
_markup = st.sampled_from([*"$%^{}#*_`[]()<>!&;\\-+=~|:\"'.1 ab甲，", *_MARKUP])
_paragraph = (
    st.lists(st.one_of(_markup, _chars), min_size=1, max_size=24).map("".join).map(str.strip).filter(bool)
)
_value = _paragraph
_cell = st.one_of(
    st.just(""), _paragraph.filter(lambda text: "\u3000" not in text and text[-1] not in "。！？!?")
)
_structured = st.one_of(
    _paragraph,
    st.builds(
        "{}{}".format,
        st.sampled_from(["• ", "1. ", "2. ", "12) ", "（一）", "☐ ", "^", "[^1]", ": "]),
        _paragraph,
    ),
    st.lists(_cell, min_size=2, max_size=3).filter(any).map("\u3000".join),
)
_maybe = st.none() | _value
sources = st.builds(
    Source,
    title=_value,
    author=_maybe,
    author_post=_maybe,
    publication=_maybe,
    edition=st.none() | st.sampled_from(["011", "A03", "7", "0x1", "1e3"]) | _value,
    edition_name=_maybe,
    column=_maybe,
    published=st.none() | st.dates(min_value=date(1000, 1, 1)),
    url=_maybe,
    language=st.sampled_from(["zh-Hans", "zh-Hant", "en"]),
    rights=_maybe,
    digest=st.booleans(),
)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Some of whose paragraphs are headings, and one of them perhaps the title once more."""
    source, texts = draw(sources), draw(st.lists(_structured, min_size=1, max_size=5))
    texts += [source.title] * draw(st.integers(0, 1))
    levels = draw(st.lists(st.integers(0, 6), min_size=len(texts), max_size=len(texts)))
    # a row is no heading
    levels = [0 if text.strip("\u3000") != text else level for text, level in zip(texts, levels, strict=True)]
    return compose(source, list(map(Paragraph, texts, levels)))


def read(text: str) -> Article:
    """The article in `text` as a file named a.md."""
    return markdown.read(File("a.md", text.encode()))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of the article in `text`."""
    return read(text).text.split("\n")


@given(articles())
def test_reading_what_was_written_gives_the_article_back(article: Article) -> None:
    """No character of text or record is taken as markup, lost or changed on the way."""
    assert article == read(markdown.write(article))


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_corpus_survives_a_round_trip(path: Path) -> None:
    """An article of the corpus, written and read, is itself."""
    article = read_path(path).article
    assert article == read(markdown.write(article))


@pytest.mark.parametrize("title", ["两行\u2028的题目", "👨\u200d👩\u200d👧的一天", "看不见\u200b"])
def test_a_title_that_needs_quotes_leaves_the_date_a_date(title: str) -> None:
    """Every field is quoted then."""
    article = Article(Source(title=title, published=date(2024, 3, 8)), "文。")
    assert article.source == markdown.read(File("a.md", markdown.write(article).encode())).source


def test_plain_paragraphs_are_written_as_they_are() -> None:
    """Nothing is escaped that needs no escape."""
    text = "他说：“1+5+N”是办法[1]；a_b 与 3*4。"
    assert text.replace("*", r"\*") in markdown.write(Article(Source(title="题"), text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲\n乙", ["甲乙"]),
        ("one\ntwo", ["one two"]),
        ("> 引用\n\n- 一\n- 二\n\n3. 三", ["引用", "• 一", "• 二", "3. 三"]),
        ("甲\n\n## 小标题\n\n乙", ["甲", "小标题", "乙"]),
        ("**粗**_ 斜_ [链接](http://a.b) ![图](c.png) `码`", ["粗_ 斜_ 链接 图 码"]),
        ("甲<!-- 注 -->乙<b>丙</b>", ["甲乙丙"]),
        ("<div><p>甲</p><script>alert(1)</script><p>乙 &amp; 丙</p></div>", ["甲", "乙 & 丙"]),
        ("　　甲。\n　　乙。", ["甲。", "乙。"]),
        ("甲  \n乙", ["甲", "乙"]),
        ("```\nx = 1\n\ny = 2\n```", ["x = 1", "y = 2"]),
        ("|甲|乙|\n|-|-|\n|1|2|", ["甲　乙", "1　2"]),
        ("甲\n\n---\n\n乙", ["甲", "乙"]),
    ],
)
def test_markup_is_reduced_to_its_text(text: str, expected: list[str]) -> None:
    """Blocks become paragraphs, soft breaks join, and the marks go."""
    assert expected == paragraphs(text)


def test_first_heading_is_the_title_and_no_paragraph() -> None:
    """Without front matter the heading of level 1 is the title; with the same title in both it is not repeated."""
    assert Article(Source(title="题"), "文") == read("# 题\n\n文")
    assert Article(Source(title="题"), "文") == read("---\ntitle: 题\n---\n# 题\n\n文")
    assert "春天来了" == read("春天来了，山里的花都开了。").source.title


def test_headings_are_paragraphs_that_are_known_as_headings() -> None:
    """By number and level; one that ends as a sentence does, or is long, is no heading."""
    article = read(f"# 题\n\n导语。\n\n## 一、缘起\n\n文。\n\n细节\n---\n\n### 说完了。\n\n# {'长' * 99}")
    assert ["导语。", "一、缘起", "文。", "细节", "说完了。", "长" * 99] == article.text.split("\n")
    assert (Heading(2, 2), Heading(4, 2)) == article.headings


def test_front_matter_is_taken_as_written() -> None:
    """An edition of 011 keeps its zero; an empty key is None; an unknown key is ignored."""
    source = read(
        "---\ntitle: 2024\nedition: 011\nauthor:\nfoo: [1]\npublished: 2023-05-29\nkind: digest\n---\n文"
    ).source
    assert Source(title="2024", edition="011", published=date(2023, 5, 29), digest=True) == source


@pytest.mark.parametrize(
    "day",
    ["2023-05-29", "2023-5-29", "2023/5/29", "2023.05.29", "2023年5月29日", "二〇二三年五月二十九日", "20230529", "2023-05-29 08:00"],
)  # fmt: skip
def test_date_in_front_matter_is_read_as_people_write_it(day: str) -> None:
    """With dashes, strokes or characters; an hour after it says nothing more."""
    assert date(2023, 5, 29) == read(f"---\npublished: {day}\n---\n文").source.published


def test_what_yaml_smuggles_into_a_field_stays_out_of_it() -> None:
    """NUL, half a surrogate pair and a terminal's escape are no characters of a title."""
    assert "[31m春天" == read('---\ntitle: "\\0\\e[31m春\\uD800天"\n---\n文').source.title


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: [甲]\n---\n文", "title is a list"),
        ("---\nauthor: {甲: 乙}\n---\n文", "author is a dict"),
        ("---\npublished: 2023-13-01\n---\n文", "published is '2023-13-01'"),
        ("---\nkind: essay\n---\n文", "kind is 'essay'"),
        ("---\ntitle: a: b\n---\n文", "not YAML at line 2"),
        ("---\ntitle: " + "[" * 1000 + "\n---\n文", "not YAML"),
        ("---\ntitle: 甲\n\n文", "no end"),
        ("# 题", "no text under its title"),
    ],
)
def test_broken_front_matter_is_named(text: str, message: str) -> None:
    """The error names the file, the key or line, and what to do, in one line."""
    with pytest.raises(UnreadableArticle, match=rf"^a\.md: .*{message}.*; ") as error:
        read(text)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("渡口[^1]。\n\n[^1]: 在镇东。\n    又名东渡。\n\n完。", ["渡口。", "在镇东。又名东渡。", "完。"]),
        ("渡口^[在镇东。]每天开。\n\n完。", ["渡口每天开。", "在镇东。", "完。"]),
        ("没有这个注[^甲]。", ["没有这个注[^甲]。"]),
        ("1. 甲\n1. 乙\n1. 丙", ["1. 甲", "2. 乙", "3. 丙"]),
        ("2. 甲\n4. 乙\n   - 丙\n   - 丁", ["2. 甲", "4. 乙", "• 丙", "• 丁"]),
        ("- （一）甲\n- [ ] 乙\n- [x] 丙", ["（一）甲", "☐ 乙", "☑ 丙"]),
        ("甲**“乙”**丙，**丁：**戊。", ["甲“乙”丙，丁：戊。"]),
        ("a * b * c 与 2*3*4", ["a * b * c 与 2*3*4"]),
        ("10^4^ 与 H~2~O、10<sup>-6</sup>", ["10⁴ 与 H₂O、10⁻⁶"]),
        ("设 $a_1 * b_2 * c$ 为 $\\{x\\}$", ["设 $a_1 * b_2 * c$ 为 $\\{x\\}$"]),
        ("见[[甲#乙|丙]]与[[丁]]。![[图.png]]", ["见丙与丁。"]),
        ("==甲**乙**==丙%%不给人看%% ^b1", ["甲乙丙"]),
        ("甲\n\n%%\n不给人看\n%%\n\n乙", ["甲", "乙"]),
        ("```\n%%\n[^1]: x\n```", ["%%", "[^1]: x"]),
        ("> [!warning]- 小心\n> 风大。", ["小心", "风大。"]),
        ("术语\n: 它的意思\n\n完", ["术语", "它的意思", "完"]),
        ("|甲|乙|\n|-|-|\n|1<br>2||\n||3|", ["甲\u3000乙", "1 2\u3000", "\u30003"]),
        ('<table><tr><td rowspan="2">上</td><td>1</td></tr><tr><td>2</td></tr><tr><td colspan=2>完</td></tr></table>',
         ["上\u30001", "上\u30002", "完"]),
        ("* TOC\n{:toc}\n\n甲\n{: .lead}\n\n乙 {不是记号}", ["甲", "乙 {不是记号}"]),
        ("# 题\n\n## 甲 {#a .b}\n\n### 乙 {不是记号} ###", ["甲", "乙 {不是记号}"]),
        ("::: tip 小心\n风大。\n:::\n\n完", ["小心", "风大。", "完"]),
        ("```\n{: .lead}\n::: tip\n甲:: 乙\n```", ["{: .lead}", "::: tip", "甲:: 乙"]),
        ("上级:: [[甲]]\n乙\nstd::string 丙", ["上级:: 甲", "乙std::string 丙"]),
        (">" * 5_000 + "甲", ["甲"]),
    ],
)  # fmt: skip
def test_other_markdowns_are_read_as_their_readers_see_them(text: str, expected: list[str]) -> None:
    """Notes stand by themselves, numbers stay, comments are for nobody, powers are powers."""
    assert expected == paragraphs(text)


@pytest.mark.parametrize(
    "text",
    [
        "- 甲\n\n- 乙",
        "1. 甲\n\n2. 乙\n\n丙",
        "| 甲 | 乙 |\n| --- | --- |\n| 1 |  |\n|  | 2 \\| 3 |",
        "## 一、甲\n\n设 $a*b$。",
    ],
)
def test_lists_and_tables_are_exported_as_they_were_put_in(text: str) -> None:
    """Character for character."""
    assert markdown.write(read(f"# 题\n\n{text}")).endswith(f"---\n{text}\n")


_WHO = ("春天来了", "何苗、周远山", date(2024, 3, 5))


@pytest.mark.parametrize(
    "head",
    [
        "---\ntitle: 春天来了\nauthors: [何苗, 周远山]\ndate: 2024-03-05T09:30:00+08:00\ntags: [a]\n---\n",
        "---\ntitle: 春天来了\nauthor:\n  - name: 何苗\n    email: a@b.example\n  - name: 周远山\npublishDate: 2024-03-05 09:30\n---\n",
        "---\n标题: 春天来了\n作者: 何苗、周远山\n日期: 2024年3月5日\n...\n",
        "---\ntitle: 春天来了\nauthor: ['[[何苗]]', '[[人物/周|周远山]]']\ndate: 2024/3/5\npublished: true\n---\n",
        '+++\ntitle = "春天来了"\ndate = 2024-03-05T09:30:00Z\nauthors = ["何苗", "周远山"]\ndraft = false\n+++\n',
        '+++\ntitle = "春天来了"\ndate = 2024-03-05\n[params]\nauthor = ["何苗", "周远山"]\n+++\n',
        '{\n "title": "春天来了", "author": ["何苗", "周远山"], "date": "2024-03-05"\n}\n\n',
        "% 春天来了\n% 何苗; 周远山\n% 2024-03-05\n\n",
    ],
)
def test_the_head_that_other_programs_write_tells_the_source(head: str) -> None:
    """Of Hugo, Jekyll, Hexo, Obsidian and Pandoc, in YAML, TOML, JSON or lines of their own."""
    source = read(head + "山里的花都开了。").source
    assert _WHO == (source.title, source.author, source.published)


@pytest.mark.parametrize(
    ("fields", "publication", "url"),
    [
        ("source: 山里晚报\nlink: https://a.example/1", "山里晚报", "https://a.example/1"),
        ("source: https://a.example/1", None, "https://a.example/1"),
        ("来源: 山里晚报 https://a.example/1", "山里晚报", "https://a.example/1"),
        ("canonicalURL: https://a.example/1\npublisher: 山里晚报", "山里晚报", "https://a.example/1"),
        ("url: /posts/1\nslug: 1", None, None),
        ("link: 首页\nsource: [1, 2]", None, None),
    ],
)
def test_a_source_is_an_address_or_a_publication(
    fields: str, publication: str | None, url: str | None
) -> None:
    """Told apart by how it looks; what is neither is left out."""
    source = read(f"---\ntitle: 春\n{fields}\n---\n山里的花都开了。").source
    assert (publication, url) == (source.publication, source.url)


@pytest.mark.parametrize(
    "day",
    [
        "March 8, 2024",
        "8 March 2024",
        "Mar. 8th, 2024",
        "Fri, 08 Mar 2024 10:00:00 GMT",
        "friday, 8 of march, 2024",
    ],
)
@pytest.mark.parametrize("key", ["date", "published"])
def test_a_day_may_be_written_in_english_words(key: str, day: str) -> None:
    """As other programs and people write it, with a weekday and a time or without."""
    text = f"---\ntitle: 渡口\n{key}: {day}\n---\n木船每天开六趟。\n"
    assert date(2024, 3, 8) == read(text).source.published


@pytest.mark.parametrize("day", ["Smarch 8, 2024", "February 30, 2024", "March 2024", "8 ma 2024"])
def test_what_is_no_day_in_english_is_none(day: str) -> None:
    """A month that is not, or a day that it lacks, is left out."""
    text = f"---\ntitle: 渡口\ndate: {day}\n---\n木船每天开六趟。\n"
    assert read(text).source.published is None
