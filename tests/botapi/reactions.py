"""The emoji that Telegram takes as reactions (Bot API, ReactionTypeEmoji)."""

from __future__ import annotations

_SINGLE = """
    👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 🌚 🌭 💯 🤣 ⚡ 🍌 🏆
    💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄
    😘 💊 🙊 😎 👾 🤷 😡
"""
# joined by U+200D; with and without the variation selector
_JOINED = "❤\u200d🔥 ❤\ufe0f\u200d🔥 👨\u200d💻 🤷\u200d♂ 🤷\u200d♂\ufe0f 🤷\u200d♀ 🤷\u200d♀\ufe0f"

ALLOWED = frozenset(_SINGLE.split() + _JOINED.split())
