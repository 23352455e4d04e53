"""Guest queries: the bot is mentioned where it is no member, and has one answer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from articles import LIBRARY, NOTE
from botapi import BotApiServer, Chat, Json, Message, Query, User, World, units
from botapi.clients import at_work
from identities import chat_id
from stocked import stocked

from bot.answering.quoting.citation import STYLES
from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.chat.telegram.addressing import Me
from bot.chat.telegram.application import build
from bot.chat.telegram.asking.guest import inline_result, source_button
from bot.chat.telegram.asking.originals import Originals
from bot.library import Library
from bot.locale import locale
from bot.model import Article, Hit, Passage, ShelfRef, Source, Span
from bot.notebook import Notebook
from bot.reply import Mark, Marked, Reply
from bot.retrieval.memory import MemoryEngine


@dataclass(frozen=True, slots=True)
class Scene:
    """A bot that is a guest, its world and what it works with."""

    world: World
    library: Library
    notebook: Notebook

    async def told(self, query: Query) -> Message:
        """The message that the bot's answer became."""
        answer = await self.world.eventually(lambda: self.world.answer(query))
        [message] = [m for m in self.world.messages(_chat(query)) if m.sender == self.world.bot]
        assert answer is not None
        return message


@asynccontextmanager
async def visiting(folder: Path, *articles: Article) -> AsyncIterator[Scene]:
    """The real application, polling a world, with the articles on its public shelf."""
    url, world = stocked(folder / "zhaiyin.db", *articles), World()
    library, notebook = Library.at(url), Notebook.at(url, styles=STYLES)
    me = Me(world.bot.id, world.bot.username or "")
    async with BotApiServer(world) as server:
        application = build(
            Assistant(Desk(library, MemoryEngine), notebook), notebook, world.token, server.url, me, 365
        )
        async with at_work(world, application, ["message", "guest_message"]):
            yield Scene(world, library, notebook)
    notebook.close()
    library.close()


def _chat(query: Query) -> Chat:
    assert query.message is not None
    return query.message.chat


def _elsewhere(world: World, *users: User) -> Chat:
    return world.group("别处", *users, bot=None)


async def test_a_guest_answers_with_the_quotation(tmp_path: Path) -> None:
    """As in private: the focus, its paragraph to unfold, the source; and a button that needs no chat."""
    async with visiting(tmp_path, LIBRARY, NOTE) as scene:
        alice = scene.world.user("Alice", started=False)
        query = scene.world.guest(alice, _elsewhere(scene.world, alice), "@zhaiyin_bot 流动书车")
        told = await scene.told(query)
    assert "十二个村各送一辆流动书车" in told.marked("blockquote")[0]
    assert (LIBRARY.paragraphs[1].cut(LIBRARY.text),) == told.marked("expandable_blockquote")
    assert "流动书车" in told.marked("bold")
    assert (told.text or "").endswith("——林知远《把书送到山里去》，青石日报，2024年3月8日，第006版，第2段")
    assert [f"https://t.me/zhaiyin_bot?start=p_{LIBRARY.id}_2"] == [b.get("url") for b in told.buttons]
    assert query.message is not None
    assert query.message.message_id == told.reply_to
    content = scene.world.answers[query.id]["result"]["input_message_content"]
    assert {"is_disabled": True} == content["link_preview_options"]


async def test_an_unsure_guest_says_that_it_is(tmp_path: Path) -> None:
    """Before the passage, and which words are missing after it."""
    async with visiting(tmp_path, LIBRARY) as scene:
        alice = scene.world.user("Alice")
        query = scene.world.guest(alice, _elsewhere(scene.world, alice), "@zhaiyin_bot 流动书车有几辆轮船")
        told = await scene.told(query)
    assert (told.text or "").startswith("不确定，这一段最接近：")
    assert "轮船" in (told.text or "").splitlines()[-1]


async def test_between_two_people_a_guest_answers_too(tmp_path: Path) -> None:
    """In the private chat of others, the mention anywhere, after an emoji."""
    async with visiting(tmp_path, LIBRARY) as scene:
        alice, bob = scene.world.user("Alice"), scene.world.user("Bob")
        told = await scene.told(scene.world.guest(alice, bob, "😀 流动书车有几辆 @ZHAIYIN_bot"))
    assert "流动书车" in told.marked("bold")


async def test_a_guest_that_finds_nothing_says_so_in_a_line(tmp_path: Path) -> None:
    """One honest line without buttons, in the asker's language."""
    async with visiting(tmp_path, LIBRARY) as scene:
        bob = scene.world.user("Bob", language_code="en")
        told = await scene.told(scene.world.guest(bob, _elsewhere(scene.world, bob), "@zhaiyin_bot quantum"))
    assert ("The article does not say.", ()) == (told.text, told.buttons)


async def test_a_guest_that_is_not_asked_anything_says_what_could_be(tmp_path: Path) -> None:
    """A mention alone gets suggestions."""
    async with visiting(tmp_path, LIBRARY) as scene:
        alice = scene.world.user("Alice")
        told = await scene.told(scene.world.guest(alice, _elsewhere(scene.world, alice), "@zhaiyin_bot"))
    assert "可以问：" in (told.text or "")


async def test_a_bare_mention_takes_the_message_that_it_replies_to(tmp_path: Path) -> None:
    """Its words are the question; with 核对 they are verified."""
    async with visiting(tmp_path, LIBRARY) as scene:
        alice, bob = scene.world.user("Alice"), scene.world.user("Bob")
        one, two = _elsewhere(scene.world, alice, bob), _elsewhere(scene.world, alice, bob)
        asked = scene.world.say(bob, one, "流动书车有几辆", deliver=False)
        claimed = scene.world.say(bob, two, "书不怕旧，只怕没人看", deliver=False)
        answer = await scene.told(scene.world.guest(alice, one, "@zhaiyin_bot", reply_to=asked))
        verdict = await scene.told(scene.world.guest(alice, two, "@zhaiyin_bot 核对", reply_to=claimed))
    assert "流动书车" in answer.marked("bold")
    assert (verdict.text or "").startswith("与原文接近")


async def test_a_guest_quotes_from_the_public_shelf_only(tmp_path: Path) -> None:
    """What the asker's private chat is bound to is not for a chat of others; its language is the asker's."""
    async with visiting(tmp_path, LIBRARY) as scene:
        alice = scene.world.user("Alice")
        scene.library.add(NOTE, "alice")
        scene.notebook.change(
            chat_id(alice.id), shelf=ShelfRef(("alice",)), language="zh-Hant", citation_style="apa"
        )
        hidden = scene.world.guest(alice, _elsewhere(scene.world, alice), "@zhaiyin_bot 松木的预算")
        public = scene.world.guest(alice, _elsewhere(scene.world, alice), "@zhaiyin_bot 作者是谁")
        hidden_told, public_told = await scene.told(hidden), await scene.told(public)
    assert "八百元" not in (hidden_told.text or "")
    assert hidden_told.text == "文章裡沒有找到。"
    assert ("作者：林知远",) == public_told.marked("bold")


async def test_a_query_that_came_too_late_is_let_go(tmp_path: Path) -> None:
    """Telegram refuses the answer, and the next guest is answered."""
    async with visiting(tmp_path, LIBRARY) as scene:
        alice = scene.world.user("Alice")
        scene.world.fail_next("answerGuestQuery", 400, "Bad Request: query is too old")
        scene.world.guest(alice, _elsewhere(scene.world, alice), "@zhaiyin_bot 流动书车")
        await scene.world.eventually(lambda: scene.world.calls("answerGuestQuery"))
        told = await scene.told(
            scene.world.guest(alice, _elsewhere(scene.world, alice), "@zhaiyin_bot 流动书车")
        )
    assert "流动书车" in told.marked("bold")


async def test_bots_are_no_askers(tmp_path: Path) -> None:
    """Two guests do not talk to one another."""
    async with visiting(tmp_path, LIBRARY) as scene:
        other = scene.world.user("Other", username="other_bot", is_bot=True)
        query = scene.world.guest(other, _elsewhere(scene.world), "@zhaiyin_bot 流动书车")
        await scene.world.settled()
    assert scene.world.answer(query) is None


def _hit(url: str | None) -> Hit:
    article = Article(Source(title="水位", url=url), "水位。")
    return Hit(Passage(article.id, 1, 0, 3, "水位。"), article, 1.0)


@pytest.mark.parametrize(
    ("url", "links"),
    [
        ("https://example.org", True),
        ("HTTPS://news.例子.中国:8443/a?b=c#d", True),
        ("http://10.0.0.1/a", True),
        ("http://localhost/a", False),
        ("https://例子", False),
        ("https://example.org/a b", False),
        ("ftp://example.org/a", False),
        ("javascript:alert(1)", False),
        ("https://example.org/" + "a" * 3000, False),
        ("", False),
        (None, False),
    ],
)
def test_a_button_links_to_what_telegram_takes(url: str | None, links: bool) -> None:
    """Any other address gives way to the paragraph in private; a shelf of one's own has no such link."""

    def button(originals: Originals) -> Json | None:
        markup = source_button(_hit(url), originals, locale())
        return markup.inline_keyboard[0][0].to_dict() if markup else None

    deep = f"https://t.me/zhaiyin_bot?start=p_{_hit(url).article.id}_1"
    public, own = button(Originals("zhaiyin_bot")), button(Originals())
    assert public is not None
    assert (url if links else deep) == public["url"]
    assert links == (own is not None)


def test_a_result_is_as_long_as_a_message_may_be() -> None:
    """The text, its marks and what describes it are cut to Telegram's limits."""
    marks = tuple(Marked(Span(at, at + 2), Mark.TERM) for at in range(1, 9000, 3))
    result = inline_result("a", "水位", Reply("😀水位" * 3000, marks), "😀" * 500).to_dict()
    content = result["input_message_content"]
    assert units(content["message_text"]) <= 4096
    assert len(content["entities"]) <= 100
    assert units(result["description"]) <= 120
