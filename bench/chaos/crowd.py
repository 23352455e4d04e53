"""Who asks what, and where: invented facts, one a question, in private chats, groups and topics."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from botapi import Chat, Message, User, World

__all__ = ["Addition", "Asked", "Crowd", "Fact", "facts", "write_corpus"]

_FIRST = "望枫柳松桥泉石沙青白红黄金银铁铜东西南北上下前后大小长高清平安和"
_SECOND = "湾坡坪滩塘岭沟岩洞坝渡港湖溪林园田庄寨堡屯铺店坊窑井亭台阁岗峰崖"
_THINGS = ("水塔", "磨坊", "钟楼", "渡船", "粮仓", "戏台", "凉亭", "水车", "邮亭", "灯塔", "果园", "石桥")
_FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华"
_GIVEN = "守仁立德明达志远思齐文彬景行长庚伯安仲平叔和季常"
_FEWEST_FACTS = 600
"""So many that their index is kept from one start to the next."""
_FACTS_A_FILE = 50
_GROUP_PEOPLE = 4


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence of the corpus, and the question that it alone answers."""

    question: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was asked; `message` is the person's."""

    message: Message
    person: User
    fact: Fact


@dataclass(frozen=True, slots=True)
class Addition:
    """An article as it was handed over."""

    message: Message
    text: str


@dataclass(frozen=True, slots=True)
class _Place:
    chat: Chat
    people: tuple[User, ...]
    thread: int | None = None


def facts(count: int, chance: Random) -> list[Fact]:
    """Return so many facts, each about a village of its own."""
    villages = [f"{first}{second}村" for first in _FIRST for second in _SECOND]
    return [_fact(village, chance) for village in chance.sample(villages, max(count, _FEWEST_FACTS))]


def _fact(village: str, chance: Random) -> Fact:
    thing, keeper = chance.choice(_THINGS), chance.choice(_FAMILY) + "".join(chance.sample(_GIVEN, 2))
    return Fact(f"{village}的{thing}由谁看管", f"{village}的{thing}由{keeper}看管。")


def write_corpus(folder: Path, known: Sequence[Fact]) -> None:
    """Write the facts down as articles, a paragraph each."""
    folder.mkdir(parents=True)
    for start in range(0, len(known), _FACTS_A_FILE):
        lines = "\n\n".join(fact.sentence for fact in known[start : start + _FACTS_A_FILE])
        head = f"---\ntitle: 村志第{start // _FACTS_A_FILE + 1}册\n---\n\n"
        (folder / f"{start:04}.md").write_text(f"{head}{lines}\n", encoding="utf-8")


class Crowd:
    """People in so many chats of a world: three fifths of them private, the others groups, half of these with topics."""

    def __init__(self, world: World, chats: int, known: Sequence[Fact], chance: Random) -> None:
        self._world, self._chance = world, chance
        self._facts: Iterator[Fact] = iter(known)
        self._places = [place for number in range(chats) for place in self._places_of(number)]
        self.asked: list[Asked] = []
        self.added: list[Addition] = []

    @property
    def said(self) -> list[Message]:
        """Every message that wants an answer."""
        return [*(one.message for one in self.asked), *(one.message for one in self.added)]

    @property
    def groups(self) -> list[Chat]:
        """The groups, each once."""
        return list(dict.fromkeys(place.chat for place in self._places if place.chat.is_group))

    @property
    def topics(self) -> list[tuple[Chat, int]]:
        """Every topic of every group."""
        return [(place.chat, place.thread) for place in self._places if place.thread is not None]

    @property
    def people(self) -> list[User]:
        """Those who talk to the bot in private."""
        return [place.people[0] for place in self._places if not place.chat.is_group]

    def ask(self) -> None:
        """Let somebody ask what nobody asked before."""
        place, fact = self._chance.choice(self._places), next(self._facts)
        person = self._chance.choice(place.people)
        text = f"{self._world.bot.mention} {fact.question}" if place.chat.is_group else fact.question
        message = self._world.say(person, place.chat, text, thread_id=place.thread)
        self.asked.append(Asked(message, person, fact))

    def add(self) -> None:
        """Let somebody who may hand over an article: as a file, or as a text."""
        place, number = self._chance.choice(self._places), len(self.added)
        text = self._article(number)
        who = place.people[0]
        if place.chat.is_group:
            said = f"/add{self._world.bot.mention} {text}"
            message = self._world.say(who, place.chat, said, thread_id=place.thread)
        elif self._chance.random() < 0.5:
            message = self._world.say(who, place.chat, text)
        else:
            message = self._world.document(who, place.chat, f"notes-{number}.txt", text.encode())
        self.added.append(Addition(message, text))

    def _article(self, number: int) -> str:
        """Return a text that nobody takes for a question, and that no question is about."""
        days = [
            f"第{day}天，队员们清点了{self._chance.randrange(10, 99)}件器材，写了一页日志，傍晚收队。"
            for day in range(1, self._chance.randrange(8, 30))
        ]
        return "\n\n".join((f"第{number + 1}号营地的记录", *days))

    def _places_of(self, number: int) -> list[_Place]:
        if number % 5 < 3:
            person = self._world.user(f"Person {number}")
            return [_Place(self._world.private(person), (person,))]
        people = tuple(self._world.user(f"Member {number} {one}") for one in range(_GROUP_PEOPLE))
        forum = number % 5 == 4
        group = self._world.group(f"Group {number}", *people, forum=forum)
        threads = [self._world.topic(group, name) for name in ("east", "west")] if forum else [None]
        return [_Place(group, people, thread) for thread in threads]
