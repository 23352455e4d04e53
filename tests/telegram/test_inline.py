"""Inline queries in any chat: what is listed as one types, what each choice sends, and to whom."""

import statistics
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from articles import LIBRARY, NOTE, edition
from botapi import BotApiServer, Json, Query, User, World, units
from botapi.answering import checked_results
from botapi.clients import at_work
from hypothesis import example, given
from hypothesis import strategies as st
from identities import chat_id
from stocked import stocked
from texts import texts
from work import work

from bot.answering.answerer import Answerer
from bot.answering.index.memory_shelf import MemoryShelf
from bot.answering.quoting.citation import STYLES, cite
from bot.assistant.assistant import Assistant
from bot.assistant.conversation import Conversation
from bot.assistant.desk import Desk, Shelf
from bot.chat.telegram.addressing import Me
from bot.chat.telegram.application import build
from bot.chat.telegram.asking.inline import Asker, ResultPage, result_page
from bot.chat.telegram.asking.originals import Originals
from bot.evaluation.question_set import read_question_set
from bot.library import Library
from bot.locale import languages, locale
from bot.model import PUBLIC, Article, ShelfRef, Source
from bot.notebook import ChatSettings, Length, Notebook
from bot.readers import read_path
from bot.retrieval.memory import MemoryEngine

_DIGEST = Path(__file__).parents[2] / "corpus" / "2023-05-29-shuzi-chongqing.md"
_DEFAULTS = ChatSettings()
_KINDS = ("full", "words", "source")
RIVER = Article(
    Source(title="水位志", publication="江河日报", published=date(2024, 6, 1)),
    "\n".join(f"第{n}号水文站的水位在六月上涨了{n}厘米，站长记了下来。" for n in range(1, 61)),
)
LONG = Article(
    Source(title="长" * 400, author="作" * 300, url="https://example.org/" + "长" * 300),
    "😀水位😀" * 900 + "。\n" + "😀" * 30 + "雨量站" + "长" * 1600 + "。",
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A bot that answers inline queries, its world and what it works with."""

    world: World
    library: Library
    notebook: Notebook
    desk: Desk

    async def typed(self, user: User, text: str, offset: str = "") -> tuple[Query, Json]:
        """The query that a user types, and the bot's answer."""
        query = self.world.inline(user, text, offset)
        return query, await self.world.eventually(lambda: self.world.answer(query) or {})


@asynccontextmanager
async def answering(folder: Path, *articles: Article) -> AsyncIterator[Scene]:
    """The real application, polling a world, with the articles on its public shelf."""
    url, world = stocked(folder / "zhaiyin.db", *articles), World()
    library, notebook = Library.at(url), Notebook.at(url, styles=STYLES)
    desk, me = Desk(library, MemoryEngine), Me(world.bot.id, world.bot.username or "")
    async with BotApiServer(world) as server:
        application = build(Assistant(desk, notebook), notebook, world.token, server.url, me, 365)
        async with at_work(world, application, ["message", "inline_query"]):
            yield Scene(world, library, notebook, desk)
    notebook.close()
    library.close()


def _contents(answer: Json) -> list[str]:
    return [result["input_message_content"]["message_text"] for result in answer["results"]]


class _Assistant(Assistant):
    """One whose desk is a single shelf."""

    def __init__(self, shelf: Shelf) -> None:
        super().__init__(_Counter(shelf))


class _Counter(Desk):
    """A desk that knows one shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._only = shelf

    def shelf(self, ref: ShelfRef = PUBLIC) -> Shelf:
        """The one shelf."""
        return self._only


@cache
def _asker(*articles: Article, chosen: ChatSettings = _DEFAULTS, language: str = "zh-Hans") -> Asker:
    answerer = Answerer(MemoryShelf(articles, MemoryEngine), hits=20)
    shelf = Shelf(PUBLIC, (1,), answerer)
    conversation = Conversation(say=locale(language), settings=chosen)
    return Asker(_Assistant(shelf), shelf, conversation, Originals("zhaiyin_bot"))


def _refusable(shown: ResultPage) -> list[Json]:
    """The page's results as the strict server takes them; raises where it refuses."""
    assert len(shown.next_offset.encode()) <= 64
    assert shown.button is None or 0 < units(shown.button) <= 64
    return checked_results([result.to_dict() for result in shown.results])


async def test_each_choice_sends_what_it_says(tmp_path: Path) -> None:
    """The quotation with its source, the passage alone, or the citation alone, into any chat."""
    async with answering(tmp_path, LIBRARY, NOTE) as scene:
        alice, bob = scene.world.user("Alice"), scene.world.user("Bob")
        group = scene.world.group("别处", alice, bob, bot=None)
        query, answer = await scene.typed(alice, "流动书车")
        whole, words, source = (scene.world.choose(alice, query, place, group) for place in range(3))
    passage = LIBRARY.paragraphs[1].cut(LIBRARY.text)
    assert "一是给十二个村各送一辆流动书车" in whole.marked("blockquote")[0]
    assert (passage,) == whole.marked("expandable_blockquote")
    assert (whole.text or "").endswith("——林知远《把书送到山里去》，青石日报，2024年3月8日，第006版，第2段")
    assert passage == words.text
    assert ((passage,), "流动书车") == (words.marked("blockquote"), words.marked("bold")[0])
    assert cite(LIBRARY) == source.text
    assert ["原文＋出处", "原文", "仅出处"] == [r["title"].split(" · ")[0] for r in answer["results"][:3]]
    assert "流动书车" in answer["results"][0]["description"]


async def test_what_is_typed_so_far_lists_passages(tmp_path: Path) -> None:
    """Every beginning of a question has its results; three characters find the right passage first."""
    async with answering(tmp_path, read_path(_DIGEST).article) as scene:
        alice = scene.world.user("Alice")
        begun = [_contents((await scene.typed(alice, "三个率先是啥"[:end]))[1])[1] for end in range(2, 7)]
    assert "三个" in begun[0]
    assert all("“三个率先”" in passage for passage in begun[1:])


async def test_the_words_of_a_digest_are_marked_as_such(tmp_path: Path) -> None:
    """They are nobody's original words, with or without a source line."""
    async with answering(tmp_path, read_path(_DIGEST).article) as scene:
        _, answer = await scene.typed(scene.world.user("Alice"), "三个率先")
    assert all(text.endswith("（摘要，非原文）") for text in _contents(answer)[:2])


async def test_no_choice_shows_a_link_preview(tmp_path: Path) -> None:
    """A citation with an address stays as small as it is."""
    linked = Article(replace(LIBRARY.source, url="https://example.org/1"), LIBRARY.text)
    async with answering(tmp_path, linked) as scene:
        _, answer = await scene.typed(scene.world.user("Alice"), "流动书车")
    previews = [r["input_message_content"]["link_preview_options"] for r in answer["results"]]
    assert [{"is_disabled": True}] * len(previews) == previews
    [[button]] = answer["results"][0]["reply_markup"]["inline_keyboard"]
    assert ("原文", "https://example.org/1") == (button["text"], button["url"])


async def test_an_address_that_telegram_refuses_costs_no_results(tmp_path: Path) -> None:
    """The button then opens the paragraph with the bot."""
    linked = Article(replace(LIBRARY.source, url="http://localhost:8000/1"), LIBRARY.text)
    async with answering(tmp_path, linked) as scene:
        _, answer = await scene.typed(scene.world.user("Alice"), "流动书车")
    [[button]] = answer["results"][0]["reply_markup"]["inline_keyboard"]
    assert f"https://t.me/zhaiyin_bot?start=p_{linked.id}_2" == button["url"]


async def test_scrolling_shows_every_hit_once(tmp_path: Path) -> None:
    """More than fifty results come page by page, none twice, until there are no more."""
    async with answering(tmp_path, RIVER) as scene:
        alice, offset, results = scene.world.user("Alice"), "", []
        while True:
            _, answer = await scene.typed(alice, "水位上涨", offset)
            results += answer["results"]
            offset = answer["next_offset"] if answer.get("next_offset") else ""
            if not offset:
                break
        assert 0 < len(answer["results"]) <= 50
    assert 60 == len({result["id"] for result in results}) == len(results)
    assert list(_KINDS) * 20 == [result["id"].rsplit(":", 1)[1] for result in results]


async def test_ids_stay_until_the_article_changes(tmp_path: Path) -> None:
    """The same passage has the same id in every answer, and another one in another edition."""
    async with answering(tmp_path, LIBRARY) as scene:
        alice = scene.world.user("Alice")
        _, first = await scene.typed(alice, "流动书车")
        _, second = await scene.typed(alice, "流动书车几辆")
        scene.library.add(edition(LIBRARY.text.replace("二十年", "三十年")))
        _, third = await scene.typed(alice, "流动书车")
    ids = [answer["results"][0]["id"] for answer in (first, second, third)]
    assert ids[0] == ids[1] != ids[2]


async def test_after_a_change_of_the_shelf_scrolling_begins_again(tmp_path: Path) -> None:
    """A place among hits that are no longer those means nothing, and neither does an offset made up."""
    async with answering(tmp_path, RIVER) as scene:
        alice = scene.world.user("Alice")
        _, first = await scene.typed(alice, "水位上涨")
        scene.library.add(NOTE)
        _, again = await scene.typed(alice, "水位上涨", first["next_offset"])
        made_up = [(await scene.typed(alice, "水位上涨", offset))[1] for offset in ("x", "1-5", "-1", "٣-٣")]
    assert again["next_offset"] != first["next_offset"]
    expected = [result["id"] for result in first["results"]]
    assert [expected] * 5 == [[result["id"] for result in answer["results"]] for answer in (again, *made_up)]


async def test_everybody_is_answered_by_their_own_settings(tmp_path: Path) -> None:
    """Two who type the same in one moment get their own style and language, whoever comes first."""
    async with answering(tmp_path, LIBRARY) as scene:
        alice = scene.world.user("Alice")
        bob = scene.world.user("Bob", language_code="en")
        carol = scene.world.user("Carol")
        scene.notebook.change(
            chat_id(carol.id), citation_style="bibtex", language="zh-Hant", length=Length.FULL
        )
        answers = [(await scene.typed(user, "流动书车"))[1] for user in (alice, bob, carol, alice)]
    contents = [_contents(answer) for answer in answers]
    assert contents[0] == contents[3]
    assert "——林知远" in contents[0][0]
    assert "— 林知远, “把书送到山里去”" in contents[1][0]
    assert "Source only" == answers[1]["results"][2]["title"].split(" · ")[0]
    assert cite(LIBRARY, "bibtex").strip() == contents[2][2]
    assert "僅出處" == answers[2]["results"][2]["title"].split(" · ")[0]
    assert 1 == contents[2][0].count("流动书车"), "in full, the passage stands there once"
    assert all(answer["is_personal"] for answer in answers)


async def test_a_changed_setting_holds_at_once(tmp_path: Path) -> None:
    """No answer of before is served from a cache."""
    async with answering(tmp_path, LIBRARY) as scene:
        alice = scene.world.user("Alice")
        await scene.typed(alice, "流动书车")
        scene.notebook.change(chat_id(alice.id), citation_style="apa", buttons=False)
        _, answer = await scene.typed(alice, "流动书车")
    assert cite(LIBRARY, "apa") == _contents(answer)[2]
    assert "reply_markup" not in answer["results"][0]


async def test_the_shelf_is_that_of_the_private_chat(tmp_path: Path) -> None:
    """What one person's shelf holds is for nobody else, and no button leads others to it."""
    async with answering(tmp_path, LIBRARY) as scene:
        alice, bob = scene.world.user("Alice"), scene.world.user("Bob")
        scene.library.add(NOTE, "alice")
        scene.notebook.bind(chat_id(alice.id), ShelfRef.parse("alice"))
        _, hers = await scene.typed(alice, "松木的预算")
        _, his = await scene.typed(bob, "松木的预算")
    assert "大家同意买松木的，预算八百元。" == _contents(hers)[1]
    assert "reply_markup" not in hers["results"][0]
    assert not any("八百元" in content for content in _contents(his))


async def test_finding_nothing_sends_nothing(tmp_path: Path) -> None:
    """Only a button, which says why and opens the private chat."""
    async with answering(tmp_path, LIBRARY) as scene:
        alice = scene.world.user("Alice")
        query, answer = await scene.typed(alice, "😀 quantum chromodynamics")
        with pytest.raises(IndexError):
            scene.world.choose(alice, query, 0, alice)
    assert [] == answer["results"]
    why = "没有找到，点这里看看怎么问 · 没有出现：quantum、chromodynamics"
    assert {"text": why, "start_parameter": "help"} == answer["button"]


@pytest.mark.parametrize("text", ["", " ", "？！", "😀"])
async def test_before_anything_is_asked_the_button_says_what_could_be(tmp_path: Path, text: str) -> None:
    """Suggestions, and nothing to send."""
    async with answering(tmp_path, LIBRARY) as scene:
        _, answer = await scene.typed(scene.world.user("Alice"), text)
    assert [] == answer["results"]
    assert answer["button"]["text"].startswith("可以问：")


async def test_an_empty_shelf_says_so(tmp_path: Path) -> None:
    """In the button."""
    async with answering(tmp_path) as scene:
        _, answer = await scene.typed(scene.world.user("Alice"), "水位")
    assert ([], "书架上还没有文章") == (answer["results"], answer["button"]["text"])


async def test_a_question_about_the_source_has_one_result(tmp_path: Path) -> None:
    """The lines of the record, with where they come from."""
    async with answering(tmp_path, LIBRARY) as scene:
        query, answer = await scene.typed(scene.world.user("Alice"), "作者是谁")
        sent = scene.world.choose(scene.world.user("Bob"), query, 0, scene.world.user("Carol"))
    assert ["作者：林知远"] == [result["title"] for result in answer["results"]]
    assert ("作者：林知远",) == sent.marked("bold")
    assert "《把书送到山里去》" in (sent.text or "")


async def test_brackets_become_citations(tmp_path: Path) -> None:
    """In their places, or numbered with the references below; what stands nowhere stays and is told."""
    async with answering(tmp_path, LIBRARY, NOTE) as scene:
        alice = scene.world.user("Alice")
        text = "😀 甲[[书不怕旧，就怕没人看]]，乙[[书不怕旧、只怕没人看]]，丙[[讨论了新书架的尺寸]]，丁[[外星人来了]]。"
        query, answer = await scene.typed(alice, text)
        there, below = (scene.world.choose(alice, query, place, alice).text for place in range(2))
    one, two = cite(LIBRARY), cite(NOTE)
    assert f"😀 甲{one}，乙{one}，丙{two}，丁[[外星人来了]]。" == there
    assert f"😀 甲[1]，乙[1]，丙[2]，丁[[外星人来了]]。\n\n[1] {one}\n[2] {two}" == below
    assert ["插入引文", "编号引文 [1]"] == [result["title"] for result in answer["results"]]
    told = "3 处换成了引文；没有找到：外星人来了"
    assert [told, told] == [result["description"] for result in answer["results"]]


async def test_a_question_in_brackets_is_cited_where_the_answer_is_sure(tmp_path: Path) -> None:
    """The words need not be the author's; in the asker's style."""
    async with answering(tmp_path, LIBRARY, NOTE) as scene:
        alice = scene.world.user("Alice")
        scene.notebook.change(chat_id(alice.id), citation_style="mla")
        _, answer = await scene.typed(alice, "听说[[图书馆藏书多少册]]")
    assert f"听说{cite(LIBRARY, 'mla')}" == _contents(answer)[0]


async def test_brackets_that_match_nothing_send_nothing(tmp_path: Path) -> None:
    """The text as it was would only be sent by mistake."""
    async with answering(tmp_path, LIBRARY) as scene:
        _, answer = await scene.typed(scene.world.user("Alice"), "甲[[外星人来了]]乙")
    assert ([], "没有找到：外星人来了") == (answer["results"], answer["button"]["text"])


def test_more_than_ten_brackets_are_counted() -> None:
    """Ten are looked up; the others stay."""
    shown = result_page("[[松木]]" * 12, "", _asker(LIBRARY, NOTE))
    assert "10 处换成了引文；另有 2 处没有查，一次最多 10 处" == shown.results[0].description


@pytest.mark.parametrize("style", STYLES)
def test_ten_long_citations_fit_into_a_message(style: str) -> None:
    """Those too long for their share are shortened, and no bracket is lost."""
    articles = [
        Article(replace(LONG.source, title=f"{n}{LONG.source.title}"), f"第{n}座桥今年通车了。")
        for n in range(10)
    ]
    asker = _asker(*articles, chosen=ChatSettings(citation_style=style))
    shown = result_page("".join(f"[[第{n}座桥今年通车]]" for n in range(10)) + "完", "", asker)
    there, below = (result["input_message_content"]["message_text"] for result in _refusable(shown))
    assert there.endswith("完")
    assert "[1][2][3][4][5][6][7][8][9][10]完\n\n[1] " in below
    assert "\n[10] " in below
    assert not any(text.endswith("…") and "[[" in text for text in (there, below))


@pytest.mark.parametrize("length", Length)
@pytest.mark.parametrize(
    "text", ["水位", "😀", "雨量站", "长长长", "作者是谁", "标题和链接", "[[雨量站]]" * 9]
)
def test_long_passages_and_emoji_stay_within_limits(text: str, length: Length) -> None:
    """Telegram takes every result, and a quotation cuts no character in two."""
    for offset in ("", "1-1"):
        shown = result_page(text, offset, _asker(LONG, LIBRARY, chosen=ChatSettings(length=length)))
        for result in _refusable(shown):
            assert units(result["input_message_content"]["message_text"]) <= 4096
            assert units(result.get("description", "")) <= 120


_PIECES = st.sampled_from(
    ["水位", "[[", "]]", "【【", "】】", "书车", "作者", "是谁", "😀", "\n", "松木", "\ud83d", "\0"]
)
_TEXTS = st.text(st.characters(), max_size=256) | st.lists(_PIECES, max_size=60).map("".join)


@cache
def _three() -> Asker:
    return _asker(LIBRARY, NOTE, LONG)


@given(_TEXTS, texts(max_size=64), st.sampled_from(languages()))
@example("[[" * 128, "", "en")
@example("[[水位]]" * 42, "", "en")
@example("\ud800[[书不怕旧\udc00]]", "", "zh-Hans")
@example("水位" * 4000, "0-0", "zh-Hans")
@example("[[松木]]" * 1200, "", "zh-Hant")
def test_any_text_has_an_answer_that_telegram_takes(text: str, offset: str, language: str) -> None:
    """Results or a button; never both missing, never an exception."""
    shown = result_page(text, offset, replace(_three(), conversation=Conversation(say=locale(language))))
    assert _refusable(shown) or shown.button


def _work(asker: Asker, text: str) -> int:
    return work(lambda: result_page(text, "", asker))


@pytest.mark.parametrize(
    "text", ["三个率先", "四个高效是什么", "环保码", "作者是谁", "[[三个率先]][[环保码]]"]
)
def test_the_digest_is_answered_with_little_work(text: str) -> None:
    """A tenth of a second at most on a slow machine."""
    asker = _asker(read_path(_DIGEST).article)
    result_page(text, "", asker)  # dictionaries are read at the first question, before a bot polls
    assert _work(asker, text) < 60_000


def test_five_hundred_articles_are_hardly_more_work_than_a_quarter_of_them(shared: Path) -> None:
    """For questions half typed, whole and several at once, on 508 news articles."""
    news = read_question_set(shared / "data" / "retrieval" / "news-train")
    articles = tuple(news.articles.values())
    few, many = _asker(*articles[: len(articles) // 4]), _asker(*articles)
    asked = [question.text for question in news.questions[:20]]
    halves = [text[: len(text) // 2] for text in asked]
    bracketed = ["".join(f"[[{text[:21]}]]" for text in asked[at : at + 10])[:256] for at in (0, 10)]
    for asked_texts in (asked, halves, bracketed, ["".join(asked)[:256]]):
        on_few, on_many = (
            statistics.median(_work(asker, text) for text in asked_texts) for asker in (few, many)
        )
        assert on_many < 2 * on_few
        assert on_many < 300_000


def test_an_outline_is_one_result() -> None:
    """Ready to be sent, in the article's own words."""
    page = result_page("讲了啥", "", _asker(LIBRARY))
    [content] = _contents({"results": [result.to_dict() for result in page.results]})
    assert "2. 今年要办好“三件事”。" in content


@pytest.mark.parametrize("question", ["谁写的", "讲了啥"])
def test_of_several_articles_each_gives_its_own_answer(question: str) -> None:
    """Five at a time, newest first."""
    notes = [Article(Source(title=f"手记{n}", author=f"甲{n}"), f"第{n}天河水涨了。") for n in range(7)]
    asker = _asker(*notes)
    first = result_page(question, "", asker)
    rest = result_page(question, first.next_offset, asker)
    contents = _contents({"results": [result.to_dict() for result in (*first.results, *rest.results)]})
    assert (5, 2, "") == (len(first.results), len(rest.results), rest.next_offset)
    assert [n in content for n, content in zip("6543210", contents, strict=True)] == [True] * 7
