"""The terminal's door: each line is answered with the quotation and its source."""

import os
import re
import sys
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bot.errors import ArchiveUnavailable
from bot.language.questions import questions_in
from bot.locale import DEFAULT, Locale, locale
from bot.model import Answer, Hit, NotFound, PassageAnswer, Previous, Reason, ShelfRef
from bot.reply import Mark, Reply, locale_of, quotation, reply

if TYPE_CHECKING:
    from rich.console import Console

    from bot.assistant.assistant import Assistant

__all__ = ["Lines", "Screen", "chat", "screen", "show", "show_answer"]

_QUIT = frozenset(("exit", "quit", "bye", "退出", "再见", "再見"))
_HELP = frozenset(("help", "?", "？", "帮助", "幫助"))
_NEXT = frozenset(("n", "next", "下一条", "下一條"))
_MOST_QUESTIONS = 3
_CLAIM = re.compile(r"(?:/verify|/?核对|/?核對)(?=[\s:：,，])[\s:：,，]*", re.IGNORECASE)

_DECIDES = frozenset(("FORCE_COLOR", "TTY_COMPATIBLE"))
"""Variables by which rich takes for a terminal what is none."""

_STYLES = {
    Mark.FOCUS: "bold yellow",
    Mark.POINT: "yellow",
    Mark.TERM: "bold",
    Mark.DIFFERENCE: "bold red",
    Mark.SOURCE: "dim",
}


class Lines:
    """Output that is no terminal: every line as it is, without rich, which takes as long to load as an answer."""

    def print(self, text: str = "", *, style: str = "", markup: bool = False) -> None:  # noqa: ARG002
        """Print a line; what else a console may be told of it is of no use here."""
        print(text, flush=True)


Screen: TypeAlias = "Console | Lines"
"""Where answers are shown."""


def screen() -> Screen:
    """Return where answers are shown: standard output, with colours on a terminal."""
    if _is_plain():
        return Lines()
    from rich.console import Console

    return Console(highlight=False, soft_wrap=True, emoji=False)


def _is_plain() -> bool:
    """Return whether standard output takes any text, and no colours."""
    out = sys.stdout
    is_utf_8 = out is None or (out.encoding or "").lower() == "utf-8"
    return is_utf_8 and not (out is not None and out.isatty()) and not _DECIDES & os.environ.keys()


def chat(assistant: "Assistant", shelf: ShelfRef, history: Path) -> None:
    """Answer each line typed until an empty line, `exit` or the end; without a terminal, each line piped in.

    A line may lean on the one before and ask up to three questions; one that begins with 核对 or /verify is verified,
    and `next` shows the next passage.
    """
    say = locale(DEFAULT)
    console = screen()
    talk = _Talk(assistant, shelf, console)
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    if interactive:
        console.print(say("console.welcome"), style="dim")
    for line in _typed_lines(say("console.prompt"), history) if interactive else _piped_lines():
        if _command(line) in _QUIT:
            return
        talk.take(line)


class _Talk:
    """A conversation at a terminal: the question before, and how far its passages were shown."""

    def __init__(self, assistant: "Assistant", shelf: ShelfRef, console: Screen) -> None:
        # a single question is shown by this module too, and has no use for the notebook and its database
        from bot.assistant.conversation import Conversation
        from bot.notebook import ChatSettings

        self._assistant, self._console = assistant, console
        self._conversation = partial(Conversation, settings=ChatSettings(shelf=shelf))
        self._previous: Previous | None = None
        self._say = locale(DEFAULT)
        self._further: Iterator[Hit] = iter(())

    def take(self, line: str) -> None:
        """Print what a line wants: help, the next passage, a verified claim, answers; or that the archive is away."""
        try:
            self._take(line)
        except ArchiveUnavailable:
            self._console.print(locale_of(line)("chat.archive_away"), markup=False)
        self._console.print()

    def _take(self, line: str) -> None:
        if _command(line) in _HELP:
            self._console.print(self._say("console.help"), markup=False)
        elif _command(line) in _NEXT:
            self._show_next()
        elif claim := _CLAIM.match(line):
            self._verify(line[claim.end() :])
        else:
            questions = questions_in(line)[:_MOST_QUESTIONS]
            for question in questions:
                if len(questions) > 1:
                    self._console.print(self._say("console.prompt") + question, style="dim", markup=False)
                self._ask(question)

    def _ask(self, question: str) -> None:
        self._say = locale_of(question)
        conversation = self._conversation(say=self._say)
        answer = self._assistant.ask(conversation, question, previous=self._previous).answer
        self._previous = Previous.after(answer, self._previous)
        self._further = islice(answer.hits, 1, None) if isinstance(answer, PassageAnswer) else iter(())
        show_answer(self._console, answer, self._say)

    def _show_next(self) -> None:
        hit = next(self._further, None)
        if hit is None:
            self._console.print(self._say("console.no_next"), markup=False)
        else:
            show(self._console, quotation(hit, self._say))

    def _verify(self, words: str) -> None:
        from bot.reply.verifications import verification_reply  # a single question holds no claim

        conversation = self._conversation(say=locale_of(words))
        show(self._console, verification_reply(self._assistant.verify(conversation, words), conversation.say))


def _command(line: str) -> str:
    return line.removeprefix("/").casefold()


def show_answer(console: Screen, answer: Answer, say: Locale) -> None:
    """Print the answer; on an empty shelf, how to put something there."""
    show(console, reply(answer, say))
    if isinstance(answer, NotFound) and answer.reason is Reason.EMPTY_SHELF:
        console.print(say("console.add_how"), markup=False)


def show(console: Screen, message: Reply) -> None:
    """Print the reply: in colour on a terminal, elsewhere with the focus, or what differs, between `**`."""
    if not isinstance(console, Lines) and console.is_terminal:
        from rich.text import Text

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
