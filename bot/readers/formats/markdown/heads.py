"""The head of a Markdown file → its fields and the text after it: YAML, TOML, JSON, or Pandoc's lines of %.

A scalar is taken as it is written, so `edition: 011` is "011" and not the octal number nine.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date, time
from typing import TYPE_CHECKING

from bot.errors import UnreadableArticle

if TYPE_CHECKING:
    import yaml

__all__ = ["parse"]

_UNCLOSED = re.compile(r"---[ \t]*\n\s*\w+[ \t]*:")
_BOUNDARY = re.compile(r"^(?:-{3,}|\.{3})[ \t]*$", re.MULTILINE)
_TOML = re.compile(r"\A\+\+\+[ \t]*\n(?P<head>(?:.*\n)*?)\+\+\+[ \t]*(?:\n|\Z)")
_PANDOC = re.compile(r"\A(?:%[^\n]*(?:\n[ \t]+\S[^\n]*)*(?:\n|\Z)){1,3}")
_PANDOC_FIELDS = ("title", "author", "date")
_MAX_HEAD_CHARACTERS = 100_000


def parse(name: str, text: str) -> tuple[Mapping[str, object], str]:
    """Return the fields in the head of `text` and its body; no fields if it has no head.

    Raises UnreadableArticle if the head is broken: the file `name`, the line and what to do.
    """
    if text.startswith("+++"):
        return _toml(name, text)
    if text.startswith("{"):
        return _json(text)
    if text.startswith("%"):
        return _pandoc(text)
    return _yaml(name, text)


def _toml(name: str, text: str) -> tuple[Mapping[str, object], str]:
    match = _TOML.match(text[:_MAX_HEAD_CHARACTERS])
    if match is None:
        return {}, text
    try:
        fields = tomllib.loads(match["head"])
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UnreadableArticle(
            f"{name}: the front matter is not TOML ({' '.join(str(error).split())}); correct or quote it"
        ) from error
    return _as_written(fields), text[match.end() :]


def _as_written(fields: Mapping[str, object]) -> dict[str, object]:
    """Return TOML's dates and numbers as text, as they are in YAML here."""
    return {key: _value(value) for key, value in fields.items()}


def _value(value: object) -> object:
    if isinstance(value, dict):
        return _as_written(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value) if isinstance(value, (int, float)) else value


def _json(text: str) -> tuple[Mapping[str, object], str]:
    try:
        fields, end = json.JSONDecoder().raw_decode(text[:_MAX_HEAD_CHARACTERS])
    except (ValueError, RecursionError):
        return {}, text
    # an article may open with a brace, too
    if not isinstance(fields, dict) or (text[end : end + 1].strip(" \t\n")):
        return {}, text
    return _as_written(fields), text[end:].lstrip("\n")


def _pandoc(text: str) -> tuple[Mapping[str, object], str]:
    match = _PANDOC.match(text[:_MAX_HEAD_CHARACTERS])
    if match is None or not text.startswith(("% ", "%\n")):
        return {}, text
    values = [" ".join(part.split()) for part in re.split(r"^%", match[0], flags=re.MULTILINE)[1:]]
    fields: dict[str, object] = dict(zip(_PANDOC_FIELDS, values, strict=False))
    authors = [one.strip() for one in str(fields.get("author", "")).split(";") if one.strip()]
    return {**fields, "author": authors or None}, text[match.end() :]


def _yaml(name: str, text: str) -> tuple[Mapping[str, object], str]:
    import yaml
    from frontmatter.default_handlers import YAMLHandler

    handler = YAMLHandler()
    if not handler.detect(text):
        return {}, text
    ends = list(_first_two(text))
    if len(ends) < 2:
        if _UNCLOSED.match(text):
            raise UnreadableArticle(
                f"{name}: the front matter has no end; close it with a line of ---"
            ) from None
        return {}, text
    head, body = text[ends[0].end() : ends[1].start()], text[ends[1].end() :].strip()
    try:
        fields = handler.load(head, Loader=_scalars_as_written())
    except (yaml.YAMLError, RecursionError) as error:
        raise UnreadableArticle(
            f"{name}: the front matter is not YAML{_place(error)}; correct or quote it"
        ) from error
    return (fields, body) if isinstance(fields, dict) else ({}, text)


def _first_two(text: str) -> "list[re.Match[str]]":
    """Return the lines that open and close the head, as far as they are there."""
    found: list[re.Match[str]] = []
    for match in _BOUNDARY.finditer(text):
        found.append(match)
        if len(found) == 2:
            break
    return found


def _place(error: Exception) -> str:
    """Return the line of `error` and its cause, as far as PyYAML knows them."""
    mark = getattr(error, "problem_mark", None)
    # The front matter starts one line below its marker, and PyYAML counts lines from 0.
    line = f" at line {mark.line + 1}" if mark else ""
    return f"{line} ({getattr(error, 'problem', None) or type(error).__name__})"


def _scalars_as_written() -> "type[yaml.SafeLoader]":
    """Return a safe loader that reads every scalar but null as text."""
    import yaml

    null = "tag:yaml.org,2002:null"

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers = {  # noqa: RUF012  # PyYAML's way to say how scalars are read
            first: [(tag, pattern) for tag, pattern in pairs if tag == null]
            for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    return Loader
