"""Verbs about people and places: who exists, who is where, what becomes of a group."""

from __future__ import annotations

from dataclasses import replace

from .errors import ApiError
from .model import Chat, Json, Message, User
from .state import ADMINS, PRESENT, Room, State
from .updates import chat_json, member_json, user_json


class People(State):
    """Users, chats and memberships."""

    def user(
        self,
        first_name: str,
        *,
        username: str | None = None,
        language_code: str | None = "zh-hans",
        is_bot: bool = False,
        started: bool = True,
    ) -> User:
        """A new user with a private chat; `started=False` is one who never wrote to the bot."""
        with self.changed:
            user = User(1_000 + self.fresh(), first_name, username, language_code, is_bot)
            self.users[user.id] = user
            room = self.open_room(Chat(user.id, "private", username=username, first_name=first_name))
            if started and not is_bot:
                room.statuses[self.bot.id] = "member"
        return user

    def private(self, user: User) -> Chat:
        """The private chat of a user with the bot."""
        return self.room(user).chat

    def group(
        self,
        title: str,
        *members: User,
        kind: str = "supergroup",
        forum: bool = False,
        bot: str | None = "member",
        username: str | None = None,
    ) -> Chat:
        """A new group of these members, the first its creator; `bot` is the bot's status, None for absent."""
        with self.changed:
            number = 5_000 + self.fresh()
            chat_id = -number if kind == "group" else -1_000_000_000_000 - number
            room = self.open_room(Chat(chat_id, kind, title, username, is_forum=forum))
            for user in members:
                room.statuses[user.id] = "member" if len(room.statuses) else "creator"
            if bot is not None:
                room.statuses[self.bot.id] = bot
        return room.chat

    def channel(self, title: str, *, bot: str | None = "administrator", username: str | None = None) -> Chat:
        """A new channel."""
        return self.group(title, kind="channel", bot=bot, username=username)

    def topic(self, group: Chat, name: str, by: User | None = None) -> int:
        """A new topic of a forum: its thread id, also the id of the service message that opens it."""
        with self.changed:
            room = self.room(group)
            thread = next(room.ids)
            room.topics[thread] = True
            extra: Json = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
            opening = Message(
                room.chat,
                thread,
                int(self.now()),
                by or self._owner(room),
                thread_id=thread,
                is_topic_message=True,
            )
            self._service(room, replace(opening, extra=extra))
        return thread

    def close_topic(self, group: Chat, thread_id: int) -> None:
        """Close a topic: only admins may write in it."""
        self.room(group).topics[thread_id] = False

    def reopen_topic(self, group: Chat, thread_id: int) -> None:
        """Open a closed topic again: a service message in it."""
        with self.changed:
            room = self.room(group)
            room.topics[thread_id] = True
            message = Message(
                room.chat, next(room.ids), int(self.now()), self._owner(room), thread_id=thread_id
            )
            self._service(room, replace(message, is_topic_message=True, extra={"forum_topic_reopened": {}}))

    def refuse(self, chat: Chat | User, method: str, code: int, description: str) -> None:
        """Refuse every call of a method in a chat, in these words, until it is allowed again."""
        with self.changed:
            self.room(chat).refusals[method.lower()] = ApiError(code, description)

    def allow(self, chat: Chat | User) -> None:
        """Refuse nothing in a chat any more."""
        with self.changed:
            self.room(chat).refusals.clear()

    def slow_mode(self, group: Chat, seconds: float) -> None:
        """Let the bot write in a group only so many seconds after it last did; 0 for as it likes."""
        self.room(group).slow_mode_s = seconds

    def delete_topic(self, group: Chat, thread_id: int) -> None:
        """Delete a topic with its messages."""
        with self.changed:
            room = self.room(group)
            del room.topics[thread_id]
            room.messages = {k: m for k, m in room.messages.items() if m.thread_id != thread_id}

    def join(self, user: User, group: Chat) -> None:
        """A user joins: a service message, and chat_member for a bot that is admin and asked for it."""
        with self.changed:
            room = self.room(group)
            self._member_changes(room, user, "member", by=user)
            self._announce(
                room, user, {"new_chat_members": [user_json(user)], "new_chat_member": user_json(user)}
            )

    def leave(self, user: User, group: Chat) -> None:
        """A user leaves."""
        with self.changed:
            room = self.room(group)
            self._member_changes(room, user, "left", by=user)
            self._announce(room, user, {"left_chat_member": user_json(user)})

    def promote(self, user: User, group: Chat, status: str = "administrator") -> None:
        """Give a user that status in a group."""
        with self.changed:
            self._member_changes(self.room(group), user, status, by=self._owner(self.room(group)))

    def my_chat_member(self, chat: Chat | User, status: str, by: User | None = None) -> None:
        """Give the bot that status: `my_chat_member`, and a service message when it is added to a group."""
        with self.changed:
            room = self.room(chat)
            before, actor = self.bot_status(room), by or self._owner(room)
            room.statuses[self.bot.id] = status
            self._report("my_chat_member", room, actor, self.bot, before, status)
            if room.chat.is_group and before not in PRESENT and status in PRESENT:
                self._announce(room, actor, {"new_chat_members": [user_json(self.bot)]})

    def block(self, user: User) -> None:
        """A user blocks the bot."""
        self.my_chat_member(user, "kicked", by=user)

    def unblock(self, user: User) -> None:
        """A user unblocks the bot."""
        self.my_chat_member(user, "member", by=user)

    def migrate(self, group: Chat) -> Chat:
        """Turn a basic group into a supergroup: the new chat. Both service messages reach the bot."""
        with self.changed:
            old = self.room(group)
            new = self.room(self.group(group.title or "", bot=None))
            new.statuses.update(old.statuses)
            old.migrated_to = new.chat.id
            owner = self._owner(old)
            self._announce(old, owner, {"migrate_to_chat_id": new.chat.id})
            self._announce(new, owner, {"migrate_from_chat_id": old.chat.id})
        return new.chat

    def _owner(self, room: Room) -> User:
        people = [self.users[i] for i in room.statuses if i != self.bot.id]
        return people[0] if people else self.users.get(room.chat.id, User(900, "Owner"))

    def _announce(self, room: Room, actor: User, extra: Json) -> None:
        self._service(room, Message(room.chat, next(room.ids), int(self.now()), actor, extra=extra))

    def _service(self, room: Room, message: Message) -> None:
        self.store(message)
        if self.bot_status(room) in PRESENT:
            self.notify("message", self.json_of(message))

    def _member_changes(self, room: Room, user: User, status: str, by: User) -> None:
        before = room.statuses.get(user.id, "left")
        room.statuses[user.id] = status
        if self.bot_status(room) in ADMINS:
            self._report("chat_member", room, by, user, before, status)

    def _report(self, kind: str, room: Room, by: User, user: User, before: str, after: str) -> None:
        self.notify(
            kind,
            {
                "chat": chat_json(room.chat),
                "from": user_json(by),
                "date": int(self.now()),
                "old_chat_member": member_json(user, "left" if before == "none" else before),
                "new_chat_member": member_json(user, after),
            },
        )
