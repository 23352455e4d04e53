"""Long texts that clients cut into several messages: one article, told of once."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from pydoc_data.topics import topics

import pytest
from botapi import Chat, Message, User
from cutting import CLIENTS, LIMIT, on_a_computer
from door import Door
from hypothesis import example, given
from hypothesis import strategies as st
from identities import chat_id

from bot.chat.telegram.uploads.split_texts import put_together
from bot.model import Article, Source

_SENTENCE = "水位在清晨又落了{n}寸，守闸的人把尺子擦干净，记下时辰，再去叫醒对岸的船工。"
_LATIN = "On day {n} the river fell again, and the keeper wrote the hour down before he went to wake the ferryman. "


def _chronicle(characters: int, paragraph: int = 7) -> str:
    """A chronicle of that many characters: a title, then paragraphs of so many sentences, no two alike."""
    lines, n = ["闸口纪事"], 0
    while sum(map(len, lines)) + len(lines) < characters:
        lines.append("".join(_SENTENCE.format(n=n + i) for i in range(paragraph)))
        n += paragraph
    return "\n".join(lines)[:characters]


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """A door with nobody at it."""
    with Door(tmp_path) as door:
        yield door


def _own(door: Door, chat: Chat | User) -> tuple[Article, ...]:
    name = door.notebook.own_shelf(chat_id(chat.id))
    return door.library.articles(name) if name in door.library.shelves() else ()


def _say(door: Door, user: User, chat: Chat | User, pieces: list[str]) -> list[Message]:
    return [door.world.say(user, chat, piece) for piece in pieces]


def _contents(door: Door, chat: Chat | User) -> list[str]:
    return [message.content for message in door.world.sent(chat)]


async def _told(door: Door, chat: Chat | User) -> None:
    await door.world.eventually(lambda: bool(door.world.sent(chat)))


async def _settled(door: Door, chat: Chat | User, text: str) -> None:
    """Return once the chat's only article ends as the text does."""

    def ends() -> bool:
        [*_, last] = _own(door, chat) or [None]
        return last is not None and last.text[-20:] == text[-20:]

    await door.world.eventually(ends)
    await door.quiet()


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("paragraph", [1, 7, 40, 1000])
@pytest.mark.parametrize("sentence", [_SENTENCE, _LATIN])
def test_what_a_client_cut_is_put_together_as_it_was(
    client: Callable[[str], list[str]], paragraph: int, sentence: str
) -> None:
    """Character for character, but for a line break where an English text was cut at a full stop."""
    lines = [
        "".join(sentence.format(n=n) for n in range(at, at + paragraph)).strip()
        for at in range(0, max(300, paragraph), paragraph)
    ]
    text = "\n".join(lines)
    whole = put_together(client(text))
    if sentence is _SENTENCE:
        assert text == whole
    assert text.split() == whole.split()


@example(["0", " ", "0", "0"])
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=3000), min_size=2, max_size=6
    )
)
def test_no_character_is_lost_or_invented(pieces: list[str]) -> None:
    """Whatever the pieces are: what is put between them is at most one blank or line break."""
    assert re.fullmatch(r"[ \n]?".join(map(re.escape, pieces)), put_together(pieces))


@pytest.mark.parametrize("count", [2, 3, 5])
async def test_pieces_of_a_text_are_one_article(door: Door, count: int) -> None:
    """Announced once; the announcement tells of the whole, and the whole is asked."""
    alice, text = door.world.user("Alice"), _chronicle(4000 * count - 2000)
    pieces = on_a_computer(text)
    async with door.opened():
        _say(door, alice, alice, pieces)
        await _settled(door, alice, text)
        [card] = door.world.sent(alice)
        answer = await door.told(alice, alice, "闸口纪事有多少字")
    assert count == len(pieces)
    [article] = _own(door, alice)
    assert ("闸口纪事", text.partition("\n")[2]) == (article.source.title, article.text)
    length = len(article.text.replace("\n", ""))
    assert f"篇幅：{length} 字，{len(article.paragraphs)} 段" in card.content
    assert "别人看不到它" in card.content
    assert "撤销" in [button["text"] for button in card.buttons]
    assert str(length) in answer.content


async def test_undo_takes_the_whole_off_again(door: Door) -> None:
    """Also in the midst of it: what comes after is passed over."""
    alice, text = door.world.user("Alice"), _chronicle(11_000)
    pieces = on_a_computer(text)
    async with door.opened():
        _say(door, alice, alice, pieces[:2])
        await _settled(door, alice, put_together(pieces[:2]))
        [card] = door.world.sent(alice)
        await door.pressed(alice, card, "撤销")
        _say(door, alice, alice, pieces[2:])
        await door.quiet()
        said = door.world.sent(alice)
    assert () == _own(door, alice)
    assert ["已撤销，《闸口纪事》不在书架上了。"] == [message.content for message in said]


async def test_another_message_in_between_ends_a_text(door: Door) -> None:
    """What comes after it is an article of its own; so is what comes much later."""
    alice, bob = door.world.user("Alice"), door.world.user("Bob")
    pieces = on_a_computer(_chronicle(7800))
    async with door.opened() as world:
        _say(door, alice, alice, [pieces[0], "图书馆每周开放多久", pieces[1]])
        world.say(bob, bob, pieces[0], date=world.now() - 60)
        world.say(bob, bob, pieces[1])
        await world.eventually(lambda: (len(_own(door, alice)), len(_own(door, bob))) == (2, 2))
        await door.quiet()
    assert (3, 2) == (len(door.world.sent(alice)), len(door.world.sent(bob)))


async def test_a_short_text_after_a_long_one_is_a_question(door: Door) -> None:
    """A message that had room for it was not cut there."""
    alice = door.world.user("Alice")
    async with door.opened():
        _say(door, alice, alice, [_chronicle(3000), "船工在对岸吗"])
        await door.world.eventually(lambda: len(door.world.sent(alice)) == 2)
    assert 1 == len(_own(door, alice))
    assert "船工" in door.world.sent(alice)[1].content


async def test_two_who_add_at_once_in_a_group_have_an_article_each(door: Door) -> None:
    """Where the bot sees all messages, their pieces may come in any mixture."""
    alice, bob = door.world.user("Alice"), door.world.user("Bob")
    door.world.privacy_mode = False
    group = door.world.group("读报", alice, bob)
    door.notebook.change(chat_id(group.id), adding="everybody")
    texts = [_chronicle(11_000), _chronicle(11_000, 5).replace("闸口", "渡口")]
    async with door.opened() as world:
        for mixed in zip(*map(on_a_computer, (f"/add {text}" for text in texts)), strict=True):
            for user, piece in zip((alice, bob), mixed, strict=True):
                world.say(user, group, piece)
        wanted = {text.partition("\n")[2] for text in texts}
        await world.eventually(lambda: {article.text for article in _own(door, group)} == wanted)
        await door.quiet()
    assert 2 == len(door.world.sent(group))
    assert {"闸口纪事", "渡口纪事"} == {article.source.title for article in _own(door, group)}


async def test_who_may_not_add_is_told_once(door: Door) -> None:
    """The other pieces are passed over."""
    alice, bob = door.world.user("Alice"), door.world.user("Bob")
    door.world.privacy_mode = False
    group = door.world.group("读报", alice, bob)
    async with door.opened():
        _say(door, bob, group, on_a_computer(f"/add {_chronicle(11_000)}"))
        await door.world.eventually(lambda: bool(door.world.sent(group)))
        await door.quiet()
    assert ["本群只有管理员能放文章"] == [
        message.content.partition("；")[0] for message in door.world.sent(group)
    ]
    assert () == _own(door, group)


async def test_a_reply_to_the_first_piece_adds_the_whole_that_was_seen(door: Door) -> None:
    """And where privacy mode hides the others, the bot says that there may be more."""
    alice, bob, text = door.world.user("Alice"), door.world.user("Bob"), _chronicle(11_000)
    groups = [door.world.group(name, alice, bob) for name in ("开", "关")]
    async with door.opened() as world:
        for group, hidden in zip(groups, (False, True), strict=True):
            world.privacy_mode = hidden
            first, *_ = _say(door, bob, group, on_a_computer(text))
            await door.quiet()
            world.say(alice, group, "/add", reply_to=first)
            await _told(door, group)
            await door.quiet()
    assert text.partition("\n")[2] == _own(door, groups[0])[0].text
    assert [False, True] == ["后面的几条我看不到" in door.world.sent(group)[0].content for group in groups]


async def test_forwarded_pieces_are_one_article(door: Door) -> None:
    """Of a person or of a channel, where they were sent right after one another; two posts of an hour are two."""
    people = alice, bob = door.world.user("Alice"), door.world.user("Bob")
    text = _chronicle(11_000)
    pieces = on_a_computer(text)
    channel = door.world.channel("河口观察", username="hekou")
    async with door.opened() as world:
        chat = world.group("别处", bob, bot=None)
        for message in [world.say(bob, chat, piece) for piece in pieces]:
            world.forward(alice, message, alice)
        posts = [world.post(channel, piece) for piece in pieces]
        for message in posts:
            world.forward(bob, message, bob)
        for user in people:
            await _settled(door, user, text)
        world.advance(3600)
        later = world.post(channel, _chronicle(4000, 3))
        for message in (posts[0], later):
            world.forward(alice, message, alice)
        await world.eventually(lambda: len(_own(door, alice)) == 3)
    assert text.partition("\n")[2] == _own(door, alice)[0].text
    [article] = _own(door, bob)
    assert ("河口观察", f"https://t.me/hekou/{posts[0].message_id}") == (
        article.source.publication,
        article.source.url,
    )
    assert 1 == len(door.world.sent(bob))


async def test_the_same_text_again_is_recognised(door: Door) -> None:
    """Once it is whole; nothing of it stands there twice."""
    alice, text = door.world.user("Alice"), _chronicle(7800)
    async with door.opened():
        _say(door, alice, alice, on_a_computer(text))
        await _settled(door, alice, text)
        door.world.advance(60)
        _say(door, alice, alice, on_a_computer(text))
        await door.world.eventually(lambda: "已经在书架上" in _contents(door, alice)[-1])
        await door.quiet()
    assert (1, 2) == (len(_own(door, alice)), len(_contents(door, alice)))


async def test_a_text_that_outgrows_the_quota_leaves_nothing(door: Door) -> None:
    """Its announcement says so, and the pieces after that are passed over; the shelf is as it was."""
    alice, text = door.world.user("Alice"), _chronicle(19_000)
    long = Article(Source(title="长"), "长" * 1_990_000)
    door.library.add(long, f"chat{alice.id}")
    async with door.opened():
        _say(door, alice, alice, on_a_computer(text))
        await door.world.eventually(lambda: "整篇都没有放" in "".join(_contents(door, alice)))
        await door.quiet()
    [said] = door.world.sent(alice)
    assert "现有 1990000 字" in said.content
    assert () == said.buttons
    assert (long,) == _own(door, alice)


async def test_an_edited_piece_changes_the_whole(door: Door) -> None:
    """Wherever it stood in it; told of as a new text."""
    alice, text = door.world.user("Alice"), _chronicle(7800)
    pieces = on_a_computer(text)
    async with door.opened() as world:
        messages = _say(door, alice, alice, pieces)
        await _settled(door, alice, text)
        world.edit(messages[1], pieces[1].replace("落了180寸", "落了八百寸"))
        await door.quiet()
    [changed] = _own(door, alice)
    assert text.partition("\n")[2].replace("落了180寸", "落了八百寸") == changed.text
    assert "文章换成了新的文本：" == door.world.sent(alice)[1].content.splitlines()[0]


@pytest.mark.parametrize("place", [0, 1, 2])
async def test_an_edited_piece_is_no_article_after_a_restart(door: Door, place: int) -> None:
    """Then nobody knows the other pieces: the bot says what to do, unless the edit was already made."""
    alice, text = door.world.user("Alice"), _chronicle(11_500)
    pieces = on_a_computer(text)
    async with door.opened():
        messages = _say(door, alice, alice, pieces)
        await _settled(door, alice, text)
    before = _own(door, alice)
    async with door.opened() as world:
        world.edit(messages[place], pieces[place])
        await door.quiet()
        said = len(door.world.sent(alice))
        world.edit(messages[place], pieces[place].replace("水位在清晨又落了", "水位昨天落了", 5))
        await door.quiet()
    assert (1, 2) == (said, len(door.world.sent(alice)))
    assert "几条消息合起来的" in door.world.sent(alice)[1].content
    assert before == _own(door, alice)


@pytest.mark.parametrize("place", [0, 1])
async def test_a_text_is_as_long_as_its_messages_count_it(door: Door, place: int) -> None:
    """A rare character takes the room of two: a piece of a text of few of them is a piece all the same."""
    rare = {
        ord(common): chr(0x20000 + ord(common))
        for common in "水位清晨落闸的人把尺子擦干净记下时辰再去叫醒对岸船工"
    }
    alice, text = door.world.user("Alice"), _chronicle(3600).translate(rare)
    lines = text.split("\n")
    pieces = ["\n".join(lines[:9]), "\n".join(lines[9:])]
    async with door.opened():
        messages = _say(door, alice, alice, pieces)
        await _settled(door, alice, text)
    before = _own(door, alice)
    async with door.opened() as world:
        world.edit(messages[place], pieces[place].replace("寸", "尺", 5))
        await door.quiet()
    assert len(text) < LIMIT - 400
    assert before == _own(door, alice)
    assert "几条消息合起来的" in door.world.sent(alice)[1].content


@pytest.mark.parametrize(
    ("place", "kept"),
    [(0, slice(-600)), (1, slice(-600)), (2, slice(-600)), (0, slice(600, None)), (1, slice(600, None))],
)
async def test_who_takes_a_bit_off_a_piece_after_a_restart_is_told(
    door: Door, place: int, kept: slice
) -> None:
    """What is left of it still stands in the article, which has what was to go."""
    alice, text = door.world.user("Alice"), _chronicle(11_500)
    pieces = on_a_computer(text)
    async with door.opened():
        messages = _say(door, alice, alice, pieces)
        await _settled(door, alice, text)
    async with door.opened() as world:
        world.edit(messages[place], pieces[place][kept])
        await door.quiet()
    assert "几条消息合起来的" in door.world.sent(alice)[1].content


async def test_an_edited_english_text_is_no_piece_of_a_book(door: Door) -> None:
    """It was taken off the shelf, and is there again as it reads now."""
    alice, text = door.world.user("Alice"), topics["debugger"][:2500]
    book = "\n".join(other for other in topics.values() if text[500:700] not in other)
    door.library.add(Article(Source(title="Book"), book), f"chat{alice.id}")
    async with door.opened() as world:
        message = world.say(alice, alice, text)
        await _told(door, alice)
        await door.quiet()
        await door.pressed(alice, world.sent(alice)[0], "撤销")
        world.edit(message, text.replace("debugger", "tracer"))
        await door.quiet()
    [_, added] = _own(door, alice)
    assert "tracer" in added.text


async def test_an_edited_text_of_one_message_is_changed_after_a_restart(door: Door) -> None:
    """Also where a longer article holds all that it said."""
    alice, text = door.world.user("Alice"), _chronicle(7800)
    door.library.add(Article(Source(title="长编"), f"{text}\n{text}"), f"chat{alice.id}")
    async with door.opened():
        message = door.world.say(alice, alice, text[:3000])
        await door.quiet()
    async with door.opened() as world:
        world.edit(message, text[:3000].replace("落了5寸", "落了五寸"))
        await door.quiet()
    assert "落了五寸" in _own(door, alice)[-1].text
    assert 2 == len(_own(door, alice))


async def test_a_long_quotation_to_verify_is_no_article(door: Door) -> None:
    """Nor is what goes on after it."""
    alice = door.world.user("Alice")
    async with door.opened():
        _say(door, alice, alice, on_a_computer(f"核对 {_chronicle(7800)}"))
        await door.world.eventually(lambda: bool(door.world.sent(alice)))
        await door.quiet()
    assert 1 == len(door.world.sent(alice))
    assert () == _own(door, alice)
