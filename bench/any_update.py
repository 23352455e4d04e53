"""Updates of every type with anything in every field, made of python-telegram-bot's own classes."""

import datetime as dtm
import inspect
import types
import typing
from collections.abc import Sequence
from random import Random
from typing import Any

import telegram
from telegram import Chat, Message, TelegramObject, Update

__all__ = ["any_text", "any_update"]

_DEPTH = 5
_PIECES = (
    "三件事是什么", "/start ", "/verify ", "/add", "/forget", "/settings", "@zhaiyin_bot ", "？", "\n", "《", "》", "“", "”", "[[", "]]",
    "author:", "from:2024-02-30 ", "第99999999999999999999个", "那第二个呢", "https://127.0.0.1/x ", "a" * 300, "书" * 500, "🙂", "\u202e", "\0",
    "\ud800", "e\u0301", "\U00020000", "١٢٣", "set:quiet:", "hit", "u:1:0:0", "of:1:", "keep:chat:yes", "12", "-1", "text/plain", ".pdf", "group",
)  # fmt: skip
_KINDS = ("private", "group", "supergroup", "channel")
_WORDS: dict[str, object] = {
    name: value for name, value in vars(telegram).items() if isinstance(value, type)
} | {"dtm": dtm, "Sequence": Sequence}


def any_text(rng: Random, most: int = 6) -> str:
    """Return anything that could be typed, or never should be."""
    pieces = (
        rng.choice(_PIECES) if rng.random() < 0.7 else chr(rng.randrange(1, 0x30000))
        for _ in range(rng.randrange(most))
    )
    return "".join(pieces)


def any_update(rng: Random, number: int) -> Update:
    """Return the update of that number, of a type by chance."""
    hints = _hints(Update)
    kind = rng.choice([name for name in hints if name != "update_id"])
    content: dict[str, Any] = {kind: _value(hints[kind], kind, rng, 0)}  # of any type
    return Update(number, **content)


def _object(kind: type[TelegramObject], rng: Random, depth: int) -> TelegramObject:
    below = [one for one in kind.__subclasses__() if one.__module__.startswith("telegram.")]
    if below and (kind is not Message or rng.random() < 0.1):
        return _object(rng.choice(below), rng, depth)
    parameters = inspect.signature(kind).parameters
    values: dict[str, Any] = {}  # what the class asks for, which differs
    for name, hint in _hints(kind).items():
        if parameters[name].default is inspect.Parameter.empty or rng.random() < _share(name, depth):
            values[name] = _value(hint, name, rng, depth + 1)
    if kind is Chat:
        values["type"] = rng.choice(_KINDS)
    try:
        return kind(**values)
    except TypeError:  # a later version of the Bot API requires what the signature does not
        missing = {name: hint for name, hint in _hints(kind).items() if name not in values}
        values |= {name: _value(hint, name, rng, depth + 1) for name, hint in missing.items()}
        return kind(**values)


def _share(name: str, depth: int) -> float:
    """Return how often an optional field is there."""
    if name in ("text", "from_user", "data", "message"):
        return 0.8
    return 0.12 if depth < _DEPTH else 0.0


def _hints(kind: type[TelegramObject]) -> dict[str, object]:
    """Return the types of what the class is made of; what it cannot tell is left out."""
    found = {}
    for name, parameter in inspect.signature(kind).parameters.items():
        if name in ("api_kwargs", "args", "kwargs"):
            continue
        try:
            words = vars(inspect.getmodule(kind)) | _WORDS
            found[name] = (
                eval(parameter.annotation, words)
                if isinstance(parameter.annotation, str)
                else parameter.annotation
            )
        except (NameError, TypeError):
            if parameter.default is inspect.Parameter.empty:
                raise
    return found


def _value(hint: Any, name: str, rng: Random, depth: int) -> object:  # hints are of any form
    if isinstance(hint, str | typing.ForwardRef):  # a name within a generic type is left as it is
        name_of = hint if isinstance(hint, str) else hint.__forward_arg__
        return _value(_WORDS.get(name_of, str), name, rng, depth)
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if dtm.timedelta in parts:
        return _plain(dtm.timedelta, rng)
    if origin in (typing.Union, types.UnionType):
        return _value(
            rng.choice([part for part in parts if part is not type(None)] or [str]), name, rng, depth
        )
    if origin is not None and issubclass(origin, Sequence):
        least = depth < _DEPTH
        return [_value(parts[0], name, rng, depth + 1) for _ in range(rng.randrange(3) if least else 0)]
    if origin is typing.Literal:
        return rng.choice(parts)
    if isinstance(hint, type) and issubclass(hint, TelegramObject):
        return _object(hint, rng, depth)
    return _plain(hint, rng)


def _plain(hint: object, rng: Random) -> object:
    if hint is bool:
        return rng.random() < 0.5
    if hint is int:
        return rng.choice((0, 1, 2, 7, -1, -1001, rng.randrange(1 << 31), rng.randrange(1 << 52)))
    if hint is float:
        return rng.uniform(-200, 200)
    if hint is dtm.datetime:
        return dtm.datetime.now(dtm.UTC) - dtm.timedelta(seconds=rng.choice((0, 5, 86400, 1 << 30)))
    if hint is dtm.timedelta:
        return dtm.timedelta(seconds=rng.randrange(9999))
    return any_text(rng)
