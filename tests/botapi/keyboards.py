"""What Telegram refuses in keyboards."""

from __future__ import annotations

from typing import Any

from .checks import is_url
from .errors import ApiError, bad
from .model import Json
from .text import units

BUTTONS = 100
BUTTONS_PER_ROW = 8
_ACTIONS = """
    url callback_data web_app login_url switch_inline_query switch_inline_query_current_chat
    switch_inline_query_chosen_chat copy_text callback_game pay
"""
ACTIONS = _ACTIONS.split()


def checked_markup(markup: Json | None, *, private: bool, inline_only: bool = False) -> Json | None:
    """The markup as it will stand, None for none; raises when Telegram would refuse it."""
    if not markup:
        return None
    if "inline_keyboard" in markup:
        return _checked_inline(markup["inline_keyboard"], private)
    if inline_only:
        raise bad("inline keyboard expected")
    if units(str(markup.get("input_field_placeholder", ""))) > 64:
        raise bad("input field placeholder is too long")
    if not any(kind in markup for kind in ("keyboard", "remove_keyboard", "force_reply")):
        raise bad("object expected as reply markup")
    return markup


def _checked_inline(rows: Any, private: bool) -> Json | None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    rows = [row for row in rows if row]
    if sum(map(len, rows)) > BUTTONS or any(len(row) > BUTTONS_PER_ROW for row in rows):
        raise bad("REPLY_MARKUP_TOO_LONG")
    for row in rows:
        for button in row:
            _check_button(button, private)
    return {"inline_keyboard": rows} if rows else None


def _check_button(button: Any, private: bool) -> None:
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise _unparsed("text must be non-empty")
    actions = [action for action in ACTIONS if action in button]
    if not actions:
        raise _unparsed("text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _unparsed(f"exactly one action is expected, got {' and '.join(actions)}")
    if "style" in button and button["style"] not in ("primary", "success", "danger"):
        raise _unparsed("unknown button style")
    _check_action(actions[0], button[actions[0]], private)


def _check_action(action: str, value: Any, private: bool) -> None:
    if action == "callback_data" and not 1 <= len(str(value).encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if action == "url" and not is_url(str(value)):
        raise bad("BUTTON_URL_INVALID")
    if action == "copy_text" and not 1 <= units(str(value.get("text", ""))) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    if action == "web_app" and not private:
        raise bad("BUTTON_TYPE_INVALID")
    if action == "web_app" and not _is_web_app(str(value.get("url", ""))):
        raise bad("inline keyboard button web app URL is invalid: only HTTPS links are allowed")
    if action.startswith("switch_inline") and units(_query_of(value)) > 256:
        raise bad("BUTTON_SWITCH_QUERY_TOO_LONG")


def _is_web_app(url: str) -> bool:
    return url.startswith("https://") and is_url(url)


def _query_of(value: Any) -> str:
    return str(value.get("query", "")) if isinstance(value, dict) else str(value)


def _unparsed(reason: str) -> ApiError:
    return bad(f"can't parse inline keyboard button: {reason}")
