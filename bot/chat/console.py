"""The terminal's door: one question per line, answered with the quotation and its source."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.assistant.assistant import Assistant
from bot.assistant.conversation import Conversation
from bot.locale import DEFAULT, locale
from bot.model import Previous, ShelfRef
from bot.notebook import ChatSettings
from bot.reply import Mark, Reply, locale_of, reply, verification_reply

__all__ = ["chat", "show"]

_CLAIM = re.compile(r"(?:/verify|/?核对|/?核對)(?=[\s:：,，])[\s:：,，]*", re.IGNORECASE)

_STYLES = {
    Mark.FOCUS: "bold yellow",
    Mark.POINT: "yellow",
    Mark.TERM: "bold",
    Mark.DIFFERENCE: "bold red",
    Mark.SOURCE: "dim",
}


def chat(assistant: Assistant, shelf: ShelfRef, history: Path) -> None:
    """Answer each line typed until an empty line or the end; without a terminal, each line piped in.

    A line may lean on the one before; one that begins with 核对 or /verify is verified.
    """
    say, settings = locale(DEFAULT), ChatSettings(shelf=shelf)
    console = Console(highlight=False, soft_wrap=True)
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    if interactive:
        console.print(say("console.welcome"), style="dim")
    previous = None
    for line in _typed_lines(say("console.prompt"), history) if interactive else _piped_lines():
        conversation = Conversation(say=locale_of(line), settings=settings)
        if claim := _CLAIM.match(line):
            verification = assistant.verify(conversation, line[claim.end() :])
            show(console, verification_reply(verification, conversation.say))
            console.print()
            continue
        answer = assistant.ask(conversation, line, previous=previous).answer
        previous = Previous.after(answer, previous)
        show(console, reply(answer, conversation.say))
        console.print()


def show(console: Console, message: Reply) -> None:
    """Print the reply: in colour on a terminal, elsewhere with the focus, or what differs, between `**`."""
    if console.is_terminal:
        text = Text(message.text)
        for marked in message.marks:
            text.stylize(_STYLES.get(marked.mark, ""), marked.span.start, marked.span.end)
        console.print(text)
    else:
        console.print(_with_stars(message), markup=False)


def _with_stars(message: Reply) -> str:
    text = message.text
    for marked in sorted(message.marks, key=lambda m: m.span.start, reverse=True):
        if marked.mark in (Mark.FOCUS, Mark.DIFFERENCE):
            start, end = marked.span
            text = f"{text[:start]}**{text[start:end]}**{text[end:]}"
    return text


def _typed_lines(prompt: str, history: Path) -> Iterator[str]:
    # prompt_toolkit takes a seventh of a second to import, and a piped chat does not need it
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory

    history.parent.mkdir(parents=True, exist_ok=True)
    session: PromptSession[str] = PromptSession(history=FileHistory(str(history)))
    while True:
        try:
            line = session.prompt(prompt).strip()
        except (EOFError, KeyboardInterrupt):
            return
        if not line:
            return
        yield line


def _piped_lines() -> Iterator[str]:
    for line in sys.stdin:
        if line.strip():
            yield line.strip()
