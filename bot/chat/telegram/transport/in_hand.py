"""The update in hand: what its handler did so far, and how long its answer is of use."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass, field, replace

from telegram import Chat, Message, Update

from bot.errors import LibraryUnavailable
from bot.notebook import Event, Post, State, state_after

__all__ = [
    "CHAT_CLOSED",
    "IN_DOUBT_TWICE",
    "OLD",
    "TOO_MANY",
    "Aside",
    "Hand",
    "author_of",
    "current",
    "hold",
    "is_too_late",
    "put_at",
]

OLD, TOO_MANY = "old", "too many ask"
"""Why a question is given up that came too late, or whose answer would: what was asked before it takes too long."""

_PRIVATE_USE_S, _GROUP_USE_S = 3600.0, 600.0
"""How long after the question an answer is of use."""

CHAT_CLOSED, IN_DOUBT_TWICE = "chat closed", "in doubt twice"
"""Why an update is given up whose answer its chat does not take; the log has a line of it once an hour a chat."""

_NO_POST = Post(0, "", state=State.IN_HAND)


def _keep_on() -> None:
    """Let nobody else go on: nobody waits."""


Keep = Callable[[Post, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Aside:
    """Where an answer goes that its chat does not take: to whoever asked, in private, below a line of ours."""

    chat_id: int
    line: str


@dataclass(slots=True)
class Hand:
    """One update being handled. Without `keep`, as for an inline query, nothing is noted of it."""

    keep: Keep | None = None
    post: Post = _NO_POST
    since: float = 0.0
    """When the question was put, in Unix time; 0 if that does not matter."""
    fault: LibraryUnavailable | None = None
    """What the database did to its handler; then the update is handled anew."""
    reason: str = ""
    """Why it is given up; empty as long as it is not."""
    person: int = 0
    """Whose update it is, by the id of the user or of the chat that writes as itself; 0 if nobody's."""
    urgent: bool = False
    """Whether its messages go before all that wait in their chat."""
    grace_s: float = 0.0
    """How much later than others it may be handled: it was let in, and then others came between."""
    waved: bool = False
    """Whether the one who waits may see that it was noticed."""
    let_go: Callable[[], None] = _keep_on
    """Called before a wait for Telegram: others, who need not wait for it, go on."""
    aside: Aside | None = None
    acknowledged: bool = False
    """Whether whoever pressed was shown something: Telegram takes one answer to a press."""
    overtaken: bool = False
    """Whether it is a press for another page of a message of which its person wants yet another by now."""
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while a new message leaves: of one update only one does at a time."""
    task: "asyncio.Task[object] | None" = None
    """What handles it, once its turn is awaited."""
    _tasks: "list[asyncio.Task[None]]" = field(default_factory=list)
    _passed: int = 0

    @property
    def again(self) -> bool:
        """Whether a handler began it before, so that some of it may be done."""
        return self.post.starts > 0

    @property
    def is_sending(self) -> bool:
        """Whether a new message is on its way."""
        return self.post.state in (State.SENDING, State.SENDING_AGAIN)

    def until(self, private: bool, now: float) -> float:
        """Return when its answer is no longer of use; what is old already gets the whole time from now."""
        use_s = _PRIVATE_USE_S if private else _GROUP_USE_S
        return (self.since if now < self.since + use_s else now) + use_s

    async def note(self, event: Event, message_id: int | None = None) -> State:
        """Note the event, and a message that was sent; return the update's state after that."""
        if message_id is not None:
            self.post = replace(self.post, sent=(*self.post.sent, message_id))
            self._passed += 1
        self.post = replace(self.post, state=state_after(self.post.state, event))
        if event is Event.LOSE and self.post.state is State.GIVEN_UP:
            self.reason = IN_DOUBT_TWICE
        if self.keep is not None:
            await self.keep(self.post, self.reason)
        return self.post.state

    def next_sent(self) -> int | None:
        """Return the id of its next message if that was sent when it was handled before; otherwise None."""
        if self._passed == len(self.post.sent):
            return None
        self._passed += 1
        return self.post.sent[self._passed - 1]

    def pass_over(self, message_id: int) -> None:
        """Count the message, and what was sent before it, as met again; others than its own are no matter."""
        if message_id in self.post.sent:
            self._passed = max(self._passed, self.post.sent.index(message_id) + 1)

    def attend(self, task: "asyncio.Task[None]") -> None:
        """Count the update as in hand until the task ends, too."""
        self._tasks.append(task)

    async def attended(self) -> None:
        """Return once every such task has ended."""
        while self._tasks:
            tasks, self._tasks = self._tasks, []
            await asyncio.gather(*tasks, return_exceptions=True)

    def cut(self) -> None:
        """End what handles it."""
        for task in (self.task, *self._tasks):
            if task is not None:
                task.cancel()

    def begin_anew(self) -> None:
        """Forget the fault; what was sent so far counts as sent."""
        self.fault, self._passed = None, 0
        self.post = replace(self.post, starts=max(self.post.starts, 1))


_current: ContextVar[Hand | None] = ContextVar("hand", default=None)


def current() -> Hand:
    """Return the update that the running task handles; if there is none, one of which nothing is stored."""
    return _current.get() or Hand()


def hold(hand: Hand) -> None:
    """Let the running task, and the tasks that it starts, handle this update."""
    _current.set(hand)


def author_of(update: Update) -> int:
    """Return whose update it is: the id of the user, or of the chat that writes as itself; 0 if nobody's."""
    message = update.effective_message if update.callback_query is None else None
    author = (message.sender_chat if message is not None else None) or update.effective_user
    return author.id if author is not None else 0


def put_at(update: Update) -> float:
    """Return when the message was written or edited, in Unix time; 0 for any other update."""
    message = update.message or update.edited_message or update.guest_message
    return (message.edit_date or message.date).timestamp() if message is not None else 0.0


def is_too_late(message: Message, now: float) -> bool:
    """Return whether an answer to the message is of no use any more."""
    private = message.chat.type == Chat.PRIVATE and message.guest_query_id is None
    use_s = _PRIVATE_USE_S if private else _GROUP_USE_S
    return now - (message.edit_date or message.date).timestamp() > use_s
