"""Verbs about messages: what people write, change, delete, forward and upload."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Sequence
from dataclasses import replace

from .model import Chat, Json, Message, StoredFile, Update, User
from .people import People
from .privacy import reaches_bot
from .state import PRESENT, Room
from .text import detected, units
from .updates import chat_json, origin_json, user_json

TELEGRAM = User(777000, "Telegram")
ANONYMOUS_ADMIN = User(1087968824, "Group", "GroupAnonymousBot", is_bot=True)


class Speech(People):
    """Messages of people."""

    def say(
        self,
        user: User,
        chat: Chat | User,
        text: str | None,
        *,
        entities: Sequence[Json] | None = None,
        reply_to: Message | int | None = None,
        quote: str | None = None,
        external_reply: Message | None = None,
        thread_id: int | None = None,
        date: float | None = None,
        sender_chat: Chat | None = None,
        via_bot: User | None = None,
        extra: Json | None = None,
        deliver: bool | None = None,
    ) -> Message:
        """A user writes: the message. It becomes an update if privacy mode lets it, or as `deliver` says.

        Entities are found as Telegram finds them unless given. A user as `chat` means the private chat with
        the bot; `external_reply` is a message of another chat; `text=None` with `extra` makes other content.
        """
        with self.changed:
            room = self.room(chat)
            self._enter(room, user)
            fields = dict(extra or {}) | ({"via_bot": user_json(via_bot)} if via_bot else {})
            if external_reply is not None:
                fields["external_reply"] = _external(external_reply)
            marks = detected(text or "") if entities is None else tuple(entities)
            message = Message(
                room.chat, next(room.ids), int(date or self.now()), user, sender_chat, text, marks
            )
            message = self._threaded(room, replace(message, extra=fields), reply_to, thread_id)
            if quote is not None:
                message = replace(message, quote=self._quote(room, message, quote, external_reply))
            return self.deliver(message, deliver)

    def deliver(self, message: Message, deliver: bool | None = None) -> Message:
        """Store a message and make its update where the bot gets to see it."""
        room = self.room(message.chat)
        self.store(message)
        if message.sender is not None and message.sender.is_bot:
            room.last_bot = message.sender.id
        if reaches_bot(self, room, message) if deliver is None else deliver:
            kind = "channel_post" if room.chat.type == "channel" else "message"
            self.notify(kind, self.json_of(message))
        return message

    def edit(self, message: Message, text: str, deliver: bool | None = None) -> Message:
        """The author changes the text: `edited_message` (or `edited_channel_post`) if the bot may see it."""
        with self.changed:
            room, now = self.room(message.chat), int(self.now())
            changed = replace(
                message,
                text=text,
                entities=detected(text),
                edit_date=now,
                previous=(*message.previous, message),
            )
            self.store(changed)
            if reaches_bot(self, room, changed) if deliver is None else deliver:
                kind = "edited_channel_post" if room.chat.type == "channel" else "edited_message"
                self.notify(kind, self.json_of(changed))
            return changed

    def delete(self, message: Message) -> None:
        """Somebody deletes a message: a bot is never told."""
        with self.changed:
            self.room(message.chat).messages.pop(message.message_id, None)
            self.wake()

    def post(self, channel: Chat, text: str) -> Message:
        """A channel publishes a post."""
        with self.changed:
            room = self.room(channel)
            message = Message(
                room.chat, next(room.ids), int(self.now()), None, room.chat, text, detected(text)
            )
            return self.deliver(message, self.bot_status(room) in PRESENT)

    def forward(self, user: User, message: Message, chat: Chat | User) -> Message:
        """A user forwards a message to a chat."""
        extra = {"forward_origin": origin_json(message)}
        shown = {"entities": message.entities, "extra": extra}
        if message.document is None:
            return self.say(user, chat, message.text, **shown)  # type: ignore[arg-type]
        with self.changed:
            room = self.room(chat)
            self._enter(room, user)
            copy = Message(
                room.chat, next(room.ids), int(self.now()), user, document=message.document, extra=extra
            )
            return self.deliver(replace(copy, caption=message.caption, entities=message.entities))

    def automatic_forward(self, post: Message, group: Chat, deliver: bool | None = True) -> Message:
        """A channel's post arrives in its discussion group by itself, in the name of user 777000."""
        extra: Json = {"forward_origin": origin_json(post), "is_automatic_forward": True}
        return self.say(
            TELEGRAM,
            group,
            post.text,
            entities=post.entities,
            sender_chat=post.chat,
            extra=extra,
            deliver=deliver,
        )

    def document(
        self,
        user: User,
        chat: Chat | User,
        filename: str,
        content: bytes,
        *,
        caption: str | None = None,
        mime_type: str | None = None,
        size: int | None = None,
        reply_to: Message | int | None = None,
        thread_id: int | None = None,
        deliver: bool | None = None,
    ) -> Message:
        """A user uploads a file; `size` may claim more bytes than there are."""
        with self.changed:
            room = self.room(chat)
            self._enter(room, user)
            document = self.keep_file(filename, content, mime_type, size)
            message = Message(
                room.chat, next(room.ids), int(self.now()), user, caption=caption, document=document
            )
            message = replace(message, entities=detected(caption or ""))
            return self.deliver(self._threaded(room, message, reply_to, thread_id), deliver)

    def keep_file(
        self, name: str, content: bytes, mime_type: str | None = None, size: int | None = None
    ) -> Json:
        """Keep a file: its Document object."""
        unique = hashlib.sha256(content + name.encode()).hexdigest()[:12]
        stored = StoredFile(
            f"BQAC{unique}{self.fresh()}", name, content, len(content) if size is None else size
        )
        self.files[stored.file_id] = stored
        return {
            "file_id": stored.file_id,
            "file_unique_id": unique,
            "file_name": name,
            "file_size": stored.size,
            "mime_type": mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream",
        }

    def redeliver(self, what: Update | Message | None = None) -> Update:
        """Deliver an update again under its own id: the given one, a message's, or the last one made."""
        with self.changed:
            update = what if isinstance(what, Update) else self._update_of(what)
            self.queue.push_again(update)
            self.wake()
        return update

    def _update_of(self, message: Message | None) -> Update:
        for update in reversed(self.queue.history):
            body = update.payload
            if message is None:
                return update
            if (body.get("message_id"), body.get("chat", {}).get("id")) == (
                message.message_id,
                message.chat.id,
            ):
                return update
        raise LookupError("no such update was made")

    def _enter(self, room: Room, user: User) -> None:
        """Writing to the bot starts it; writing in a group makes a member."""
        if room.chat.type == "private":
            room.statuses[self.bot.id] = "member"
        elif user not in (TELEGRAM, ANONYMOUS_ADMIN):
            room.statuses.setdefault(user.id, "member")

    def _threaded(
        self, room: Room, message: Message, reply: Message | int | None, thread: int | None
    ) -> Message:
        """The message with its reply and thread as Telegram fills them in.

        In a topic, a message that answers nothing "replies" to the message that opened the topic; in a
        supergroup that is no forum, a reply carries a message_thread_id without is_topic_message.
        """
        reply_id = reply.message_id if isinstance(reply, Message) else reply
        replied = room.messages.get(reply_id or 0)
        if reply_id is not None and replied is None:
            raise LookupError(f"message {reply_id} is not in the chat")
        if thread is None and replied is not None and replied.is_topic_message:
            thread = replied.thread_id
        if thread is not None:
            if thread not in room.topics:
                raise LookupError(f"topic {thread} is not in the chat")
            return replace(message, reply_to=reply_id or thread, thread_id=thread, is_topic_message=True)
        if replied is not None and room.chat.type == "supergroup":
            return replace(message, reply_to=reply_id, thread_id=replied.thread_id or reply_id)
        return replace(message, reply_to=reply_id)

    def _quote(self, room: Room, message: Message, quote: str, external: Message | None) -> Json:
        replied = external or room.messages.get(message.reply_to or 0)
        at = replied.content.find(quote) if replied is not None else -1
        if replied is None or at < 0:
            raise ValueError("the quote is not in the message that is replied to")
        return {"text": quote, "position": units(replied.content[:at]), "is_manual": True}


def _external(message: Message) -> Json:
    return {
        "origin": origin_json(message),
        "chat": chat_json(message.chat),
        "message_id": message.message_id,
    }
