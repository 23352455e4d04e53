"""/settings: one message whose buttons say how the chat is set and change that in place."""

import asyncio
import re
from collections.abc import Mapping

from telegram import Chat, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.answering.quoting.citation import STYLES
from bot.chat.telegram.addressing import PLATFORM
from bot.chat.telegram.door import Door, say_for
from bot.chat.telegram.transport.rendering import rendered
from bot.locale import DEFAULT, Locale, languages, locale
from bot.notebook import Adding, ChatId, ChatSettings, Length, Quiet
from bot.reply import Reply

__all__ = ["CHANGES", "Preferences"]

CHANGES = re.compile(r"set:([a-z_]{1,20}):([A-Za-z0-9-]{1,20})")
"""The callback data of these buttons: the setting, and what it is to be; never "the next one", since two admins
who press at once would skip one."""

_AUTO = "auto"
_SWITCH: Mapping[str, object] = {"on": True, "off": False}
_IN_GROUPS = ("quiet", "lookup", "adding")


class Preferences:
    """The handlers of /settings and of its buttons."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def settings(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Show how the chat is set, to whom it is theirs to change."""
        message = update.effective_message
        if message is None:
            return
        settings = await self._door.settings(message.chat_id)
        say = say_for(settings, message.from_user)
        if await self._door.may_rule(message.chat, message.from_user, message.sender_chat):
            private = message.chat.type == Chat.PRIVATE
            await self._door.reply_to(message, _text(private, say), _keyboard(settings, private, say))
        else:
            await self._door.reply_to(message, Reply(say("telegram.admins_only")))

    async def press(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Change what the button names, and show it; whoever presses must be an admin now."""
        query = update.callback_query
        if query is None or query.message is None or not await self._door.may_press(query):
            return
        chat, delivery = query.message.chat, self._door.delivery
        private = chat.type == Chat.PRIVATE
        settings = await self._changed(chat.id, private, query.data or "")
        say = say_for(settings, query.from_user)
        await delivery.answer_callback(query.id)
        text, entities = rendered(_text(private, say))
        markup = _keyboard(settings, private, say)
        await delivery.edit(chat.id, query.message.message_id, text, entities, markup=markup)

    async def _changed(self, chat_id: int, private: bool, data: str) -> ChatSettings:
        """The chat's settings after the press; as they are for callback data that was forged or has aged."""
        match = CHANGES.fullmatch(data)
        choices = _choices(private).get(match[1], {}) if match else {}
        if match is None or match[2] not in choices:
            return await self._door.settings(chat_id)
        return await asyncio.to_thread(
            self._door.notebook.change, ChatId(PLATFORM, chat_id), **{match[1]: choices[match[2]]}
        )


def _choices(private: bool) -> dict[str, Mapping[str, object]]:
    """The settings in the order of their buttons: for each what it can be, under the word for it."""
    others = (language for language in reversed(languages()) if language != DEFAULT)
    everything: dict[str, Mapping[str, object]] = {
        "language": {_AUTO: None, **{language: language for language in (DEFAULT, *others)}},
        "citation_style": {style: style for style in STYLES},
        "length": {str(length): length for length in Length},
        "quiet": {str(quiet): quiet for quiet in Quiet},
        "buttons": _SWITCH,
        "lookup": _SWITCH,
        "adding": {str(adding): adding for adding in Adding},
    }
    return {name: words for name, words in everything.items() if not private or name not in _IN_GROUPS}


def _text(private: bool, say: Locale) -> Reply:
    return Reply(say("settings.private" if private else "settings.group"))


def _keyboard(settings: ChatSettings, private: bool, say: Locale) -> InlineKeyboardMarkup:
    choices = _choices(private).items()
    return InlineKeyboardMarkup([[_button(name, words, settings, say)] for name, words in choices])


def _button(
    name: str, words: Mapping[str, object], settings: ChatSettings, say: Locale
) -> InlineKeyboardButton:
    """The setting with what it is; pressed, it becomes the next that it can be."""
    known, present = list(words), getattr(settings, name)
    at = next((at for at, word in enumerate(known) if words[word] == present), 0)
    label = say(f"settings.{name}", value=_word(name, known[at], say))
    return InlineKeyboardButton(label, callback_data=f"set:{name}:{known[(at + 1) % len(known)]}")


def _word(name: str, word: str, say: Locale) -> str:
    if name == "citation_style":
        return say(f"buttons.{word}")
    if name == "language" and word != _AUTO:
        return locale(word)("settings.own_name")
    return say(f"settings.{word}")
