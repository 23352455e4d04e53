"""Verbs about what waits for an answer: pressed buttons, inline queries, guest messages; and reactions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .model import Chat, Json, Message, Query, User
from .reading import Reading
from .state import ADMINS, PRESENT
from .text import detected
from .updates import chat_json, inaccessible_json, user_json


@dataclass(frozen=True, slots=True)
class _Cached:
    """An inline answer that Telegram serves again without asking the bot."""

    answer: Json
    user_id: int
    until: float


class Queries(Reading):
    """Presses, inline mode, guest mode, reactions."""

    def __init__(
        self, *, bot_id: int = 7_000_001, username: str = "zhaiyin_bot", first_name: str = "摘引"
    ) -> None:
        super().__init__(bot_id=bot_id, username=username, first_name=first_name)
        self._cache: dict[tuple[str, str], list[_Cached]] = {}

    def press(self, user: User, message: Message, button: str) -> Query:
        """A user presses a button, named by its callback_data or its label: the query to answer.

        The keyboard is the one `message` shows, so an old copy presses an old button; a deleted message is
        carried as inaccessible. Raises LookupError when there is no such button with callback_data.
        """
        data = _callback_data(message, button)
        with self.changed:
            query = self._ask("callback", user, text=data, message=message)
            body: Json = {
                "id": query.id,
                "from": user_json(user),
                "chat_instance": str(message.chat.id),
                "data": data,
            }
            if message.inline_message_id is not None:
                body["inline_message_id"] = message.inline_message_id
            else:
                standing = self.current(message)
                body["message"] = self.json_of(standing) if standing else inaccessible_json(message)
            self.notify("callback_query", body)
        return query

    def inline(
        self, user: User, text: str, offset: str = "", *, chat_type: str | None = None, use_cache: bool = True
    ) -> Query:
        """A user types `@bot text` in some chat. A cached answer comes at once, unseen by the bot."""
        with self.changed:
            query = self._ask("inline", user, text=text, offset=offset)
            if use_cache and (known := self._cached(user, text, offset)):
                self.answers[query.id] = known
                return query
            body: Json = {"id": query.id, "from": user_json(user), "query": text, "offset": offset}
            self.notify("inline_query", body | ({"chat_type": chat_type} if chat_type else {}))
        return query

    def choose(self, user: User, query: Query, result: int | str, chat: Chat | User) -> Message:
        """A user picks a result of an answered inline query, by place or id: the message it becomes.

        It has an inline_message_id only if it carries a keyboard, as on Telegram.
        """
        with self.changed:
            answer = self.answers.get(query.id)
            if answer is None:
                raise LookupError("the inline query is not answered")
            picked = _result(answer["results"], result)
            message = self._inline_message(user, chat, picked, {"via_bot": user_json(self.bot)})
            if self.inline_feedback:
                body = {"result_id": picked["id"], "from": user_json(user), "query": query.text}
                inline_id = message.inline_message_id
                self.notify(
                    "chosen_inline_result", body | ({"inline_message_id": inline_id} if inline_id else {})
                )
            return self.deliver(message)

    def guest(
        self,
        user: User,
        chat: Chat | User,
        text: str,
        *,
        reply_to: Message | None = None,
        entities: Sequence[Json] | None = None,
    ) -> Query:
        """A user writes `@bot …` in a chat that the bot is not in: the query to answer with answerGuestQuery.

        `chat` may be the private chat of any other user. No update is made while `supports_guests` is off.
        """
        with self.changed:
            room = self.room(chat)
            marks = detected(text) if entities is None else tuple(entities)
            message = Message(room.chat, next(room.ids), int(self.now()), user, text=text, entities=marks)
            query = self._ask("guest", user, text=text, message=None)
            extra: Json = {"guest_query_id": query.id}
            message = replace(message, reply_to=reply_to.message_id if reply_to else None, extra=extra)
            query = replace(query, message=message)
            self.queries[query.id] = query
            self.store(message)
            if self.supports_guests:
                self.notify("guest_message", self.json_of(message))
        return query

    def react(self, user: User, message: Message, emoji: str | None) -> None:
        """A user reacts to a message; in a group only a bot that is admin is told, if it asked for it."""
        with self.changed:
            room = self.room(message.chat)
            if room.chat.is_group and self.bot_status(room) not in ADMINS:
                return
            new = [{"type": "emoji", "emoji": emoji}] if emoji else []
            body = {"chat": chat_json(room.chat), "message_id": message.message_id, "date": int(self.now())}
            self.notify(
                "message_reaction", body | {"user": user_json(user), "old_reaction": [], "new_reaction": new}
            )

    def raw(self, kind: str, payload: Json) -> None:
        """Make an update of any kind with any content."""
        self.notify(kind, payload)

    # what the methods need

    def remember_inline(self, query: Query, answer: Json, cache_s: int, personal: bool) -> None:
        """Keep an inline answer, for its asker or for everyone, and in the cache for so long."""
        self.answers[query.id] = answer
        entry = _Cached(answer, query.user.id if personal else 0, self.now() + cache_s)
        self._cache.setdefault((query.text, query.offset), []).append(entry)

    def guest_answer(self, query: Query, result: Json) -> Message:
        """Put the answer to a guest message into its chat."""
        if query.message is None:
            raise LookupError("not a guest query")
        extra = {"guest_bot_caller_user": user_json(query.user)}
        message = self._inline_message(self.bot, query.message.chat, result, extra, always_id=True)
        return self.store(replace(message, reply_to=query.message.message_id))

    def _ask(
        self, kind: str, user: User, *, text: str, offset: str = "", message: Message | None = None
    ) -> Query:
        query = Query(f"{kind}-{self.fresh()}", kind, user, self.now(), text, offset, message)
        self.queries[query.id] = query
        return query

    def _cached(self, user: User, text: str, offset: str) -> Json | None:
        entries = self._cache.get((text, offset), [])
        fit = [e.answer for e in entries if e.until > self.now() and e.user_id in (0, user.id)]
        return fit[-1] if fit else None

    def _inline_message(
        self, sender: User, chat: Chat | User, result: Json, extra: Json, always_id: bool = False
    ) -> Message:
        room, content = self.room(chat), result.get("input_message_content", {})
        markup = result.get("reply_markup")
        inline_id = f"inline-{self.fresh()}" if markup or always_id else None
        message = Message(
            room.chat,
            next(room.ids),
            int(self.now()),
            sender,
            text=content.get("message_text"),
            entities=tuple(content.get("entities") or detected(content.get("message_text", ""))),
            reply_markup=markup,
            inline_message_id=inline_id,
            extra=extra,
        )
        if inline_id:
            self.inline_messages[inline_id] = (room.chat.id, message.message_id)
        if room.chat.is_group and self.bot_status(room) in PRESENT:
            room.statuses.setdefault(sender.id, "member")
        return message


def _callback_data(message: Message, button: str) -> str:
    for candidate in message.buttons:
        if "callback_data" in candidate and button in (candidate["callback_data"], candidate["text"]):
            return str(candidate["callback_data"])
    raise LookupError(
        f"no button {button!r} with callback_data; there are {[b['text'] for b in message.buttons]}"
    )


def _result(results: list[Json], wanted: int | str) -> Json:
    if isinstance(wanted, int):
        return results[wanted]
    return next(result for result in results if result["id"] == wanted)
