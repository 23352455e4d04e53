"""A chat as a page to take a picture of. It is a drawing of ours, after Telegram's apps, of messages that were really sent."""

import re
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from bench.said import Message

__all__ = ["drawn"]

_WORDS = {"zh": ("摘引", "我", "输入消息"), "en": ("Zhaiyin", "You", "Message")}
"""What an app itself says around the messages: the bot's name, who asks, and the empty field."""


def drawn(messages: Sequence[Message], language: str) -> str:
    """Return the page with the messages; its header and its field are in the language, too."""
    name, asker, prompt = _WORDS[language]
    return _template().render(messages=messages, language=language, name=name, asker=asker, prompt=prompt)


def blocks(html: str) -> Markup:
    """Return Telegram's HTML with its quotations as blocks, each on lines of its own already."""
    inside = re.sub(r"<blockquote( expandable)?>(.*?)</blockquote>\n?", _quotation, html, flags=re.DOTALL)
    return Markup(inside)  # python-telegram-bot has escaped the text


def _quotation(found: re.Match[str]) -> str:
    return f"<blockquote{found[1] or ''}><span>{found[2].rstrip()}</span></blockquote>"


def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["blocks"] = blocks
    return environment.get_template("drawn.html")
