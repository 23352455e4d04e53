"""Anybody may send any callback data and any deep link: nothing of another chat is shown, changed or counted."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

import pytest
from botapi import Chat, Message, User
from door import Door
from identities import chat_id, person_id

from bot.assistant.own_shelves import ShelfChoice
from bot.chat.telegram import deep_links
from bot.chat.telegram.callbacks import (
    AnswerAction,
    AnswerWish,
    AskInstead,
    ChangeSetting,
    ChoicePage,
    ChooseArticle,
    Correctable,
    CorrectSource,
    ForgetData,
    ForgetShelf,
    GapsPage,
    KeepBoth,
    ListPage,
    OpenArticle,
    RemoveArticle,
    ReplaceEarlier,
    SwitchShelf,
    UndoAdding,
    UndoAll,
    Wish,
)
from bot.chat.telegram.deep_links import ChooseShelf, Correction, DeepLink, OpenParagraph, ShowPage
from bot.model import Article, ShelfRef, Source

LEDGER = Article(
    Source(title="灯塔值守记"),
    "八月的账本锁在灯塔的铁柜里，钥匙由老许保管。\n老许每周三擦一次灯，风大的夜里不睡。",
)
CHART = Article(Source(title="航道图说"), "灯塔以北的航道宽九丈，退潮时只剩四丈。")
ASKED, ABOUT, UNASKED = "八月的账本锁在哪里", "文章是谁写的", "灯塔下面埋着什么宝藏"
OF_ANOTHER = ("灯塔", "铁柜", "老许", "航道", "宝藏", "key=")
GONE = "这条回答已经不在了，请重新提问。"


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it, and pages that others reach."""
    with Door(tmp_path, public_url="https://zhaiyin.example") as door:
        yield door


def _wishes(numbers: Sequence[int]) -> list[Wish]:
    """Every form that callback data has, about these answers and the other chat's articles."""
    of_answers = [wish for number in numbers for wish in _wishes_of_answer(number)]
    of_articles: Iterable[Wish] = (
        UndoAdding(LEDGER.id),
        UndoAll(),
        AskInstead(LEDGER.id),
        ReplaceEarlier(LEDGER.id, CHART.id),
        KeepBoth(LEDGER.id),
        *(CorrectSource(field, LEDGER.id) for field in get_args(Correctable)),
        OpenArticle(LEDGER.id, 0),
        *(RemoveArticle(LEDGER.id, 0, sure=sure) for sure in (False, True)),
    )
    of_chats: Iterable[Wish] = (
        ListPage(0),
        GapsPage(0),
        *(SwitchShelf(choice, shown=shown) for choice in ShelfChoice for shown in (True, False)),
        ChangeSetting("lookup", "on"),
        ForgetShelf(False),
        ForgetData("back"),
        *(ForgetData(what, sure) for what in ("me", "chat") for sure in (False, True)),
        ForgetShelf(True),
    )
    return [*of_answers, *of_articles, *of_chats]


def _wishes_of_answer(number: int) -> list[Wish]:
    return [
        *(AnswerWish(action, number) for action in get_args(AnswerAction)),
        AnswerWish("hit", number, 1),
        *(AnswerWish("near", number, 0, offset) for offset in (-1, 1)),
        AnswerWish("cite", number, style="apa"),
        ChoicePage(number, 0),
        *(ChooseArticle(number, article.id) for article in (LEDGER, CHART)),
    ]


def _links(shelf: str) -> list[DeepLink]:
    """Every form that a link has, about the other chat's article and shelf."""
    return [
        OpenParagraph(LEDGER.id, 1),
        ChooseShelf(shelf),
        *(Correction(field, LEDGER.id) for field in get_args(Correctable)),
        *(ShowPage(page) for page in ("privacy", "help")),
    ]


def _give(door: Door, chat: Chat | User) -> str:
    """Put two articles on the chat's own shelf, which it asks from then on; the shelf's name."""
    shelf = door.notebook.own_shelf(chat_id(chat.id))
    for article in (LEDGER, CHART):
        door.library.add(article, shelf)
    door.notebook.bind(chat_id(chat.id), ShelfRef.parse(shelf))
    return shelf


async def _given(door: Door, asker: User, chat: Chat | User) -> list[int]:
    """The numbers of the chat's answers: to a question, to one that may mean either article, and to none."""
    told = [await door.told(asker, chat, f"/ask {text}") for text in (ASKED, ABOUT)]
    door.world.say(asker, chat, f"/ask {UNASKED}")
    await door.quiet()
    data = [
        button["callback_data"].split(":")
        for one in told
        for button in one.buttons
        if "callback_data" in button
    ]
    numbers = {int(parts[1]) for parts in data}
    return [*numbers, max(numbers) + 1]


def _state(door: Door, chat: Chat | User, asker: User, shelf: str, numbers: Sequence[int]) -> list[Any]:
    """What is known of the chat, and what stands in it."""
    of = chat_id(chat.id)
    return [
        door.notebook.settings(of),
        door.library.articles(shelf),
        [door.notebook.answer(number) for number in numbers],
        door.notebook.stored_counts(of, person_id(asker.id)),
        door.notebook.gaps(of),
        [(message.content, message.reply_markup) for message in door.world.sent(chat)],
    ]


async def _inline(door: Door, user: User, chat: Chat) -> list[Message]:
    """A message that the user sent by the bot, and one in which the bot answered as a guest."""
    world = door.world
    query = world.inline(user, "图书馆每周开放多久")
    guest = world.guest(user, chat, f"@{world.bot.username} 图书馆每周开放多久")
    await world.eventually(lambda: world.answer(query) and world.answer(guest))
    chosen = world.choose(user, query, 0, chat)
    return [chosen, *world.sent(chat)]


def _forge(door: Door, user: User, message: Message, data: str) -> str:
    """Send a press with that data; the id of the query."""
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}
    return door.world.press(user, door.world.amend(message, reply_markup=markup), data).id


def _said(door: Door, chats: Sequence[Chat | User], queries: Sequence[str]) -> str:
    """All that the bot wrote in these chats, ever, and answered to these presses."""
    said = [
        message for chat in chats for message in door.world.messages(chat) if message.sender == door.world.bot
    ]
    versions = [version for message in said for version in (message, *message.previous)]
    shown = [f"{version.content} {version.entities} {version.parameters}" for version in versions]
    return "\n".join([*shown, *(str(door.world.answers.get(query)) for query in queries)])


def test_every_form_is_forged() -> None:
    """A form that is added to a grammar is added here, too."""
    assert set(get_args(Wish)) == {type(wish) for wish in _wishes([1])}
    assert set(get_args(DeepLink)) == {type(link) for link in _links("club")}
    assert all(deep_links.parse_link(link.payload()) == link for link in _links("club"))


@pytest.mark.parametrize("private", [True, False], ids=["of a person", "of a group"])
async def test_no_press_reaches_another_chat(door: Door, private: bool) -> None:
    """From another private chat, another group, an inline message and a guest's: all as it was, and not a word of it."""
    world = door.world
    alice, bob = world.user("Alice"), world.user("Bob")
    owner: Chat | User = alice if private else world.group("灯塔", alice)
    group, elsewhere = world.group("读报", bob), world.group("别处", bob, bot=None)
    shelf = _give(door, owner)
    async with door.opened():
        numbers = await _given(door, alice, owner)
        before = _state(door, owner, alice, shelf, numbers)
        ordinary = [await door.told(bob, chat, "/help") for chat in (bob, group)]
        # a press on a message that is none of the bot's own, and on each that is
        messages = [*ordinary, *await _inline(door, bob, elsewhere)]
        forged = [
            _forge(door, bob, message, wish.data()) for wish in _wishes(numbers) for message in messages
        ]
        for link in _links(shelf):
            for chat in (bob, group):
                world.say(bob, chat, f"/start {link.payload()}", deliver=True)
        await door.quiet()
        after = _state(door, owner, alice, shelf, numbers)
    assert before == after
    assert set(forged) <= set(world.answers)
    assert [] == [word for word in OF_ANOTHER if word in _said(door, (bob, group, elsewhere), forged)]


async def test_what_one_looked_up_alone_is_no_others(door: Door) -> None:
    """In the same group: a member who forges its number under another answer is told that it is gone."""
    world = door.world
    world.supports_ephemeral = True
    alice, bob = world.user("Alice"), world.user("Bob")
    group = world.group("灯塔", alice, bob, bot="administrator")
    _give(door, group)
    async with door.opened():
        other = await door.told(bob, group, "/ask 退潮时航道多宽")
        door.notebook.change(chat_id(group.id), lookup=True)
        alone = await door.told(alice, group, f"/ask {ASKED}")
        number = int(alone.buttons[0]["callback_data"].split(":")[1])
        forged = []
        for action in get_args(AnswerAction):
            forged.append(_forge(door, bob, other, AnswerWish(action, number).data()))
            await door.quiet()
    assert [GONE] * len(forged) == [world.answers[query]["text"] for query in forged]
    assert other.content == world.now_of(other).content
