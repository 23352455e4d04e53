"""A call's parameters, whatever way they came: form, multipart, JSON or query string."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .errors import bad
from .model import Json, Upload


class Params:
    """Typed access to the parameters of one call; a wrong type raises the refusal Telegram gives."""

    def __init__(self, values: Mapping[str, Any], files: Mapping[str, Upload] | None = None) -> None:
        self._values = dict(values)
        self.files = dict(files or {})

    def __contains__(self, name: str) -> bool:
        return name in self._values or name in self.files

    def text(self, name: str) -> str:
        """A string; empty when absent."""
        value = self._values.get(name, "")
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; the default when absent or empty."""
        value = self._values.get(name, default)
        try:
            return default if value in ("", None) else int(value)
        except (TypeError, ValueError):
            raise bad(f'invalid parameter "{name}": a number is expected') from None

    def flag(self, name: str) -> bool:
        """A boolean as forms and JSON write it."""
        return str(self._values.get(name, "")).lower() in ("true", "1", "yes")

    def object(self, name: str) -> Json | None:
        """A JSON object; None when absent."""
        value = self._decoded(name)
        if value is not None and not isinstance(value, dict):
            raise bad(f"can't parse {name} JSON object")
        return value

    def array(self, name: str) -> list[Any] | None:
        """A JSON array; None when absent."""
        value = self._decoded(name)
        if value is not None and not isinstance(value, list):
            raise bad(f"can't parse {name} JSON array")
        return value

    def chat_id(self, name: str = "chat_id") -> int | str:
        """A chat id, or a @username."""
        value = str(self._values.get(name, ""))
        if not value:
            raise bad(f"{name} is empty")
        return value if value.startswith("@") else self.integer(name)

    def plain(self) -> Json:
        """Everything with its JSON decoded where it is JSON, for the log."""
        return {name: _loose(name, value) for name, value in self._values.items()} | {
            name: upload.filename for name, upload in self.files.items()
        }

    def _decoded(self, name: str) -> Any:
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad(f"can't parse {name} JSON object") from None


_TEXTS = (
    "text",
    "caption",
    "callback_query_id",
    "inline_query_id",
    "guest_query_id",
    "next_offset",
    "file_id",
    "url",
)


def _loose(name: str, value: Any) -> Any:
    if not isinstance(value, str) or name in _TEXTS:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
