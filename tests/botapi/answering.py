"""The methods that answer: answerCallbackQuery, answerInlineQuery, answerGuestQuery."""

from __future__ import annotations

import re
from typing import Any

from .checks import is_url, marked_text
from .errors import bad
from .keyboards import checked_markup
from .model import Json, Query
from .params import Params
from .text import units
from .world import World

RESULTS = 50
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


def answer_callback(world: World, params: Params) -> bool:
    """answerCallbackQuery: True."""
    query = _open(world, params.text("callback_query_id"), "callback", world.callback_deadline_s)
    if units(params.text("text")) > 200:
        raise bad("MESSAGE_TOO_LONG")
    if params.text("url") and not is_url(params.text("url")):
        raise bad("URL_INVALID")
    world.answers[query.id] = params.plain()
    return True


def answer_inline(world: World, params: Params) -> bool:
    """answerInlineQuery: True. The answer is cached as Telegram does: for all askers unless is_personal."""
    query = _open(world, params.text("inline_query_id"), "inline", world.inline_deadline_s)
    results = checked_results(params.array("results"))
    if len(params.text("next_offset").encode()) > 64:
        raise bad("NEXT_OFFSET_INVALID")
    _check_button(params.object("button"))
    answer = params.plain() | {"results": results}
    world.remember_inline(query, answer, params.integer("cache_time", 300), params.flag("is_personal"))
    return True


def answer_guest(world: World, params: Params) -> Json:
    """answerGuestQuery: the SentGuestMessage. One answer a query."""
    query = _open(world, params.text("guest_query_id"), "guest", world.guest_deadline_s)
    result = checked_results([params.object("result")])[0]
    world.answers[query.id] = params.plain() | {"result": result}
    return {"inline_message_id": world.guest_answer(query, result).inline_message_id}


def _open(world: World, query_id: str, kind: str, deadline_s: float) -> Query:
    query = world.queries.get(query_id)
    answered = query_id in world.answers
    if query is None or query.kind != kind or answered or world.now() - query.asked_at > deadline_s:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    return query


def checked_results(results: list[Any] | None) -> list[Json]:
    """The inline results with their contents cleaned; raises when Telegram would refuse one."""
    if results is None:
        raise bad("can't parse inline query results: results must be an Array")
    if len(results) > RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    ids = [str(result.get("id", "")) if isinstance(result, dict) else "" for result in results]
    if any(not 1 <= len(result_id.encode()) <= 64 for result_id in ids):
        raise bad("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad("RESULT_ID_DUPLICATE")
    return [_checked_result(result) for result in results]


def _checked_result(result: Json) -> Json:
    checked = dict(result)
    if result.get("type") == "article" and not str(result.get("title", "")).strip():
        raise bad("ARTICLE_TITLE_EMPTY")
    if result.get("type") == "article" and "input_message_content" not in result:
        raise bad('can\'t parse inline query result: field "input_message_content" is required')
    if "message_text" in result.get("input_message_content", {}):
        checked["input_message_content"] = _checked_content(result["input_message_content"])
    checked["reply_markup"] = checked_markup(result.get("reply_markup"), private=False, inline_only=True)
    return {name: value for name, value in checked.items() if value is not None}


def _checked_content(content: Json) -> Json:
    text, entities = marked_text(
        str(content["message_text"]), content.get("entities"), content.get("parse_mode") or ""
    )
    return content | {"message_text": text, "entities": list(entities)}


def _check_button(button: Json | None) -> None:
    if button is None:
        return
    if not str(button.get("text", "")).strip():
        raise bad("SWITCH_PM_TEXT_EMPTY")
    if ("web_app" in button) == ("start_parameter" in button):
        raise bad("can't parse inline query results button: exactly one action is expected")
    if "start_parameter" in button and not _START_PARAMETER.fullmatch(str(button["start_parameter"])):
        raise bad("START_PARAM_INVALID")
