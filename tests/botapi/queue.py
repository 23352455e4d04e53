"""The bot's updates: which kinds it asked for, what waits, what was confirmed, what comes a second time."""

from __future__ import annotations

from collections.abc import Iterable

from .model import Json, Update

_KINDS = """
    message edited_message channel_post edited_channel_post business_connection business_message
    edited_business_message deleted_business_messages message_reaction message_reaction_count inline_query
    chosen_inline_result callback_query shipping_query pre_checkout_query purchased_paid_media poll
    poll_answer my_chat_member chat_member chat_join_request chat_boost removed_chat_boost managed_bot
    guest_message
"""
KINDS = frozenset(_KINDS.split())
DEFAULT_KINDS = KINDS - {"chat_member", "message_reaction", "message_reaction_count"}


class UpdateQueue:
    """Updates in the order of their ids. The kinds asked for are applied when an update is made."""

    def __init__(self, first_id: int = 700_000_001) -> None:
        self._next_id = first_id
        self._allowed = DEFAULT_KINDS
        self._pending: list[Update] = []
        self._again: list[Update] = []
        self.history: list[Update] = []

    @property
    def pending(self) -> tuple[Update, ...]:
        """What the bot has not confirmed yet."""
        return (*self._again, *self._pending)

    @property
    def allowed(self) -> frozenset[str]:
        """The kinds of update that are made."""
        return self._allowed

    def allow(self, kinds: Iterable[str] | None) -> None:
        """Remember which kinds the bot wants: None keeps the earlier choice, an empty list the default."""
        if kinds is not None:
            self._allowed = (frozenset(kinds) & KINDS) or DEFAULT_KINDS

    def push(self, kind: str, payload: Json) -> Update | None:
        """Queue an update; None when the bot did not ask for its kind."""
        if kind not in self._allowed:
            return None
        update = Update(self._next_id, kind, payload)
        self._next_id += 1
        self._pending.append(update)
        self.history.append(update)
        return update

    def push_again(self, update: Update) -> None:
        """Deliver an update once more, under the same id, whatever was confirmed."""
        self._again.append(update)

    def confirm(self, offset: int) -> None:
        """Forget what lies below an offset; a negative one keeps that many from the end; 0 does nothing."""
        if offset < 0:
            self._pending = self._pending[offset:]
        elif offset > 0:
            self._pending = [update for update in self._pending if update.update_id >= offset]

    def batch(self, limit: int) -> list[Update]:
        """At most `limit` updates; what is delivered again comes first and only once."""
        again, self._again = self._again[:limit], self._again[limit:]
        return again + self._pending[: limit - len(again)]

    def done(self, update: Update) -> None:
        """Confirm a single update, as a webhook's 200 does."""
        if update in self._again:
            self._again.remove(update)
        else:
            self._pending = [other for other in self._pending if other.update_id != update.update_id]

    def drop(self) -> None:
        """Forget everything that waits."""
        self._pending, self._again = [], []
