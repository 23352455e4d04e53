"""The values of the small world: users, chats, messages, updates, calls. A change makes a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

# Bot API objects are open: which fields they have depends on the method and on the server's age.
Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False

    @property
    def mention(self) -> str:
        """`@username`; raises ValueError for a user without one."""
        if self.username is None:
            raise ValueError(f"user {self.id} has no username")
        return f"@{self.username}"


@dataclass(frozen=True, slots=True)
class Chat:
    """A private chat, group, supergroup or channel; `type` is the Bot API's word for it."""

    id: int
    type: str
    title: str | None = None
    username: str | None = None
    first_name: str | None = None
    is_forum: bool = False

    @property
    def is_group(self) -> bool:
        """Whether it is a group or a supergroup."""
        return self.type in ("group", "supergroup")


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands now; `previous` holds what it was before each edit, oldest first.

    `reply_to` is a message id of the same chat, `extra` holds further fields under the Bot API's names,
    `parameters` what the bot's call carried (JSON already decoded), `reactions` the bot's own.
    """

    chat: Chat
    message_id: int
    date: int
    sender: User | None = None
    sender_chat: Chat | None = None
    text: str | None = None
    entities: tuple[Json, ...] = ()
    caption: str | None = None
    document: Json | None = None
    thread_id: int | None = None
    is_topic_message: bool = False
    reply_to: int | None = None
    quote: Json | None = None
    reply_markup: Json | None = None
    edit_date: int | None = None
    inline_message_id: str | None = None
    ephemeral_id: int | None = None
    receiver_id: int | None = None
    reactions: tuple[str, ...] = ()
    previous: tuple[Message, ...] = ()
    extra: Json = field(default_factory=dict)
    parameters: Json = field(default_factory=dict)

    @property
    def content(self) -> str:
        """The text, or the caption, or an empty string."""
        return self.text or self.caption or ""

    @property
    def reply_parameters(self) -> Json | None:
        """The `reply_parameters` of the bot's call."""
        value: Json | None = self.parameters.get("reply_parameters")
        return value

    @property
    def buttons(self) -> tuple[Json, ...]:
        """The inline keyboard's buttons, row after row."""
        rows = (self.reply_markup or {}).get("inline_keyboard", [])
        return tuple(button for row in rows for button in row)

    def marked(self, kind: str) -> tuple[str, ...]:
        """The slices of the text under entities of that type, in order."""
        raw = self.content.encode("utf-16-le")
        spans = [
            (e["offset"] * 2, (e["offset"] + e["length"]) * 2) for e in self.entities if e["type"] == kind
        ]
        return tuple(raw[start:end].decode("utf-16-le") for start, end in spans)


@dataclass(frozen=True, slots=True)
class Update:
    """One update: `payload` is the object under the key `kind`."""

    update_id: int
    kind: str
    payload: Json

    def json(self) -> Json:
        """The update as getUpdates and a webhook hand it over."""
        return {"update_id": self.update_id, self.kind: self.payload}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came in a multipart body."""

    filename: str
    content: bytes


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on the server; `size` may be claimed larger than the content to test a limit."""

    file_id: str
    filename: str
    content: bytes
    size: int


@dataclass(frozen=True, slots=True)
class Query:
    """A question that waits for the bot's answer: kind is `callback`, `inline` or `guest`."""

    id: str
    kind: str
    user: User
    asked_at: float
    text: str = ""
    offset: str = ""
    message: Message | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a method: its decoded parameters and how it ended, code 200 when it was carried out."""

    method: str
    parameters: Mapping[str, Any]
    at: float
    code: int
    description: str = ""
    result: Any = None

    @property
    def ok(self) -> bool:
        """Whether the call was carried out."""
        return self.code == 200
