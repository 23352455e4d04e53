"""The methods that send: sendMessage, sendDocument, copyMessage, forwardMessage."""

from __future__ import annotations

from dataclasses import replace

from .checks import marked_caption, marked_text
from .destination import Place, check_slow_mode, place, writable_room
from .ephemeral import receiver_of
from .errors import ApiError, bad
from .keyboards import checked_markup
from .model import Json, Message
from .params import Params
from .updates import origin_json
from .world import World

UPLOAD_BYTES = 50 * 1024 * 1024


def send_message(world: World, params: Params) -> Json:
    """sendMessage: the Message."""
    text, entities = marked_text(params.text("text"), params.array("entities"), params.text("parse_mode"))
    message = _outgoing(world, place(world, params), params)
    message = replace(message, text=text, entities=entities)
    receiver = receiver_of(world, message.chat, params)
    if receiver is not None:
        message = replace(message, ephemeral_id=world.fresh(), receiver_id=receiver)
    return world.json_of(_publish(world, message))


def send_document(world: World, params: Params) -> Json:
    """sendDocument: the Message. Takes an upload or a known file_id; fetching from a URL is not modelled."""
    caption, entities = marked_caption(
        params.text("caption"), params.array("caption_entities"), params.text("parse_mode")
    )
    message = _outgoing(world, place(world, params), params)
    document = _document(world, params)
    return world.json_of(
        _publish(world, replace(message, caption=caption or None, entities=entities, document=document))
    )


def copy_message(world: World, params: Params) -> Json:
    """copyMessage: the new MessageId."""
    source = _source(world, params, "copy")
    message = _outgoing(world, place(world, params), params)
    message = replace(message, text=source.text, caption=source.caption, entities=source.entities)
    return {"message_id": _publish(world, replace(message, document=source.document)).message_id}


def forward_message(world: World, params: Params) -> Json:
    """forwardMessage: the Message with its forward_origin."""
    source = _source(world, params, "forward")
    message = _outgoing(world, place(world, params), params)
    message = replace(message, text=source.text, caption=source.caption, entities=source.entities)
    extra = {"forward_origin": origin_json(source)}
    return world.json_of(_publish(world, replace(message, document=source.document, extra=extra)))


def _outgoing(world: World, where: Place, params: Params) -> Message:
    markup = checked_markup(params.object("reply_markup"), private=where.private)
    return Message(
        where.room.chat,
        next(where.room.ids),
        int(world.now()),
        world.bot,
        thread_id=where.thread_id,
        is_topic_message=where.thread_id is not None,
        reply_to=where.reply_to,
        quote=where.quote,
        reply_markup=markup,
        extra={"external_reply": where.external} if where.external else {},
        parameters=params.plain(),
    )


def _publish(world: World, message: Message) -> Message:
    check_slow_mode(world, world.room(message.chat))
    world.room(message.chat).last_bot = world.bot.id
    return world.store(message)


def _source(world: World, params: Params, verb: str) -> Message:
    writable_room(world, params.chat_id())
    found = world.find_room(params.chat_id("from_chat_id")).messages.get(params.integer("message_id"))
    if found is None:
        raise bad(f"message to {verb} not found")
    return found


def _document(world: World, params: Params) -> Json:
    name = params.text("document").removeprefix("attach://") or "document"
    upload = params.files.get(name)
    if upload is None:
        return _known_document(world, name)
    if not upload.content:
        raise bad("file must be non-empty")
    if len(upload.content) > UPLOAD_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    return world.keep_file(upload.filename, upload.content)


def _known_document(world: World, file_id: str) -> Json:
    known = world.files.get(file_id)
    if known is None:
        raise bad("wrong file identifier/HTTP URL specified")
    return {
        "file_id": file_id,
        "file_unique_id": file_id[-8:],
        "file_name": known.filename,
        "file_size": known.size,
    }
