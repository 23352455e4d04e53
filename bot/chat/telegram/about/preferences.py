"""/settings: one message whose buttons show the chat's settings and change them in place."""

import asyncio
from collections.abc import Mapping

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering.quoting.citation import STYLES
from bot.chat.telegram.callbacks import ChangeSetting
from bot.chat.telegram.door import Door, IncomingMessage, Press, say_for
from bot.locale import DEFAULT, Locale, languages, locale
from bot.notebook import Adders, ChatSettings, Length, Quiet
from bot.reply import Reply

__all__ = ["Preferences"]

_AUTO_LANGUAGE = "auto"
_SWITCH_VALUES: Mapping[str, object] = {"on": True, "off": False}
_GROUP_SETTINGS = ("quiet", "lookup", "adding")


class Preferences:
    """The handlers of /settings and of its buttons."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def show(self, incoming: IncomingMessage) -> None:
        """Show the chat's settings to those who may change them."""
        conversation, say = incoming.conversation, incoming.say
        if await self._door.is_admin(incoming.message):
            markup = _keyboard(conversation.settings, conversation.private, say)
            await self._door.reply_to(incoming.message, _text(conversation.private, say), markup)
        else:
            await self._door.reply_to(incoming.message, Reply(say("chat.admins_only")))

    async def change(self, press: Press) -> None:
        """Change the setting that the button names, and show it; only for whoever is an admin now."""
        if not await self._door.admits(press):
            return
        private = press.conversation.private
        settings = await self._apply(press)
        say = say_for(settings, press.query.from_user)
        await self._door.delivery.answer_callback(press.query.id)
        await self._door.replace(press.message, _text(private, say), _keyboard(settings, private, say))

    async def _apply(self, press: Press) -> ChatSettings:
        """Return the settings after the press; unchanged if its callback data is forged or outdated."""
        wish, conversation = press.wish, press.conversation
        values = _choices(conversation.private).get(wish.name, {}) if isinstance(wish, ChangeSetting) else {}
        if not isinstance(wish, ChangeSetting) or wish.value not in values or conversation.chat is None:
            return conversation.settings
        change = {wish.name: values[wish.value]}
        return await asyncio.to_thread(self._door.notebook.change, conversation.chat, **change)


def _choices(private: bool) -> dict[str, Mapping[str, object]]:
    """Return the settings in the order of their buttons: each one's values, by the word for each."""
    others = (language for language in reversed(languages()) if language != DEFAULT)
    choices: dict[str, Mapping[str, object]] = {
        "language": {_AUTO_LANGUAGE: None, **{language: language for language in (DEFAULT, *others)}},
        "citation_style": {style: style for style in STYLES},
        "length": {str(length): length for length in Length},
        "quiet": {str(quiet): quiet for quiet in Quiet},
        "buttons": _SWITCH_VALUES,
        "lookup": _SWITCH_VALUES,
        "adding": {str(adding): adding for adding in Adders},
    }
    return {name: words for name, words in choices.items() if not private or name not in _GROUP_SETTINGS}


def _text(private: bool, say: Locale) -> Reply:
    return Reply(say("settings.private" if private else "settings.group"))


def _keyboard(settings: ChatSettings, private: bool, say: Locale) -> InlineKeyboardMarkup:
    choices = _choices(private).items()
    return InlineKeyboardMarkup([[_button(name, words, settings, say)] for name, words in choices])


def _button(
    name: str, words: Mapping[str, object], settings: ChatSettings, say: Locale
) -> InlineKeyboardButton:
    """Return a button that shows the setting's value and, when pressed, changes it to the next one."""
    choices, value = list(words), getattr(settings, name)
    at = next((at for at, word in enumerate(choices) if words[word] == value), 0)
    change = ChangeSetting(name, choices[(at + 1) % len(choices)])
    label = say(f"settings.{name}", value=_word(name, choices[at], say))
    return InlineKeyboardButton(label, callback_data=change.data())


def _word(name: str, word: str, say: Locale) -> str:
    if name == "citation_style":
        return STYLES[word].LABEL
    if name == "language" and word != _AUTO_LANGUAGE:
        return locale(word)("language.name")
    return say(f"settings.{word}")
