"""Questions that ask for the source record, and the fields they ask for."""

from datetime import date

import pytest
from articles import LIBRARY, NOTE, edition

from bot.answering.index.register import Register
from bot.answering.sources.source_record import SourceRecords, asked_fields
from bot.model import Article, Field, Source

AUTHOR, POST, PUBLISHED, EDITION = Field.AUTHOR, Field.AUTHOR_POST, Field.PUBLISHED, Field.EDITION
PUBLICATION, COLUMN, TITLE = Field.PUBLICATION, Field.COLUMN, Field.TITLE
URL, LENGTH, RIGHTS = Field.URL, Field.LENGTH, Field.RIGHTS

ASKED = {
    (
        AUTHOR,
    ): "作者是谁|谁写的|这篇文章是谁写的|谁的文章|執筆人是誰|作者叫什么名字|署名是谁|這篇是誰寫的|请问是哪位写的|出自谁的手笔|谁执笔的"
    "|作者姓名|who wrote this|Who is the author?|author|who wrote 这篇文章|who's the writer of this article",
    (POST,): "林知远是做什么的|林知遠是什麼職務|他是什么身份",
    (AUTHOR, POST): "作者是什么职务|作者的头衔|作者擔任什麼職務|What is the author's position",
    (
        PUBLICATION,
    ): "发表在哪里|哪家报纸|什么报|登在哪个报纸上|出处是哪里|来源|哪个媒体发的|發表在哪份報紙|在哪儿登的|哪里能看到原文"
    "|Which newspaper published it?|where was it published",
    (
        PUBLISHED,
    ): "什么时候发表的|哪天登的|发表日期|哪一年的文章|几月几号见报|何時發表|刊登日期是哪天|发表于何时|出版时间|多久以前写的"
    "|When was it published?|date of publication",
    (EDITION,): "第几版|在哪一版|版面|哪个版|登在第几版|刊在幾版|页码|版次是多少|Which page is it on?",
    (COLUMN,): "什么栏目|哪个栏目|栏目叫什么|專欄名稱是什麼|登在哪个专栏|属于什么栏目|which column",
    (TITLE,): "标题是什么|题目|文章叫什么|这篇文章叫什么名字|題目是什麼|文章标题|What is the title?",
    (URL,): "链接|原文链接|网址是多少|給我連結|有网页吗|原文在哪|link please|What's the URL?",
    (
        LENGTH,
    ): "多少字|文章有多长|字数是多少|全文有多少字|幾個段落|有几段|篇幅多大|How long is the article?|word count",
    (RIGHTS,): "版权归谁|可以转载吗|能不能转载|版權是誰的|转载要授权吗|copyright|Who owns the rights?",
    (TITLE, AUTHOR): "题目和作者|title and author",
    (AUTHOR, PUBLISHED): "作者和发表时间|who wrote it and when",
    (PUBLICATION, PUBLISHED): "哪天登在哪家报纸|青石日报",
    (PUBLICATION, EDITION): "登在哪家报纸第几版",
}
TO_THE_BOT = (
    "你是谁|你叫什么|你叫什么名字|你是什么|你是干什么的|你多大了|谁开发了你|你的作者是谁|你能做什么|你会干什么|您可以帮我做什么|你几岁|你好|谢谢"
    "|介绍一下你自己|你是哪家公司的|你是机器人吗|who are you|what is your name|who made you|what are you|how old are you|are you a bot"
)
ABOUT_THE_TEXT = (
    "图书馆谁建的|三件事是什么|书车什么时候送到|谁给老人上课|图书馆在哪里|老管理员是谁|哪年开馆的|作者认为书怎么样|作者为什么这样说|今天几号|现在几点"
    "|今天星期几|几点开门|藏书多少册|馆长是谁|书架多长|谁是老管理员|什么时候去送书|在哪个村|读书有什么用|作者提到了哪些人|文章的观点是什么|谁来写作业"
    "|when did the library open|where is the library|how long is the road|how many books are there|who is the librarian"
)


@pytest.mark.parametrize(
    ("wanted", "question"), [(wanted, q) for wanted, listed in ASKED.items() for q in listed.split("|")]
)
def test_a_question_about_the_source_asks_for_its_fields(wanted: tuple[Field, ...], question: str) -> None:
    """However phrased, in either script or in English; in the order of `Field`."""
    assert ((LIBRARY,), tuple(sorted(wanted, key=list(Field).index))) == SourceRecords(
        Register.of([LIBRARY])
    ).asked(question)


@pytest.mark.parametrize("question", f"{TO_THE_BOT}|{ABOUT_THE_TEXT}".split("|"))
def test_any_other_question_asks_for_no_field(question: str) -> None:
    """Questions about the text, the day or the bot ask nothing of the source."""
    assert SourceRecords(Register.of([LIBRARY])).asked(question) is None


@pytest.mark.parametrize("question", ["青石镇图书馆馆长是谁", "青石鎮圖書館館長是誰"])
def test_who_holds_the_authors_post_is_the_author(question: str) -> None:
    """The post stands in the source record, beside the name."""
    assert (AUTHOR,) == asked_fields(question, LIBRARY)


@pytest.mark.parametrize("question", ["林知远", "林知遠是誰", "“林知远”？"])
def test_the_authors_name_asks_who_that_is(question: str) -> None:
    """Name and post."""
    assert ((LIBRARY,), (AUTHOR, POST)) == SourceRecords(Register.of([LIBRARY])).asked(question)


def test_the_article_that_a_question_names_is_meant() -> None:
    """All of the shelf, newest first, where it names none."""
    newer = Article(
        Source(title="松木书架记", author="许一", published=date(2025, 1, 2)), "大家同意买松木的。"
    )
    records = SourceRecords(Register.of([LIBRARY, newer]))
    assert ((LIBRARY,), (AUTHOR,)) == records.asked("《把书送到山里去》是谁写的")
    assert ((newer,), (AUTHOR,)) == records.asked("《松木书架记》的作者是谁")
    assert ((newer, LIBRARY), (AUTHOR,)) == records.asked("谁写的")


def test_of_several_editions_the_newest_is_meant() -> None:
    """The one that was put on the shelf last."""
    newest = edition("新的一版。")
    assert ((newest,), (PUBLISHED,)) == SourceRecords(Register.of([LIBRARY, newest])).asked(
        "《把书送到山里去》哪天发表的"
    )


def test_a_field_that_nobody_knows_can_be_asked_for_too() -> None:
    """That it is unknown is an answer."""
    assert ((NOTE,), (AUTHOR,)) == SourceRecords(Register.of([NOTE])).asked("作者是谁")


@pytest.mark.parametrize("question", ["", "？", "🙂", " \n", "a" * 20_000, "谁写的" * 5000, "的" * 20_000])
def test_odd_questions_do_no_harm(question: str) -> None:
    """Neither empty nor endless ones."""
    assert SourceRecords(Register.of([])).asked(question) is None
    SourceRecords(Register.of([LIBRARY])).asked(question)
