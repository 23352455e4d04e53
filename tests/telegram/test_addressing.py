"""Which messages ask the bot, what, and where the answer belongs."""

from collections.abc import Mapping
from typing import Any

import pytest
from botapi.text import detected, units
from hypothesis import example, given
from hypothesis import strategies as st
from telegram import Message

from bot.chat.telegram.addressing import Me, Request, request_of

ME = Me(7, "Zhaiyin_Bot")
Json = dict[str, Any]

_ALICE = {"id": 11, "is_bot": False, "first_name": "Alice"}
_BOT = {"id": 7, "is_bot": True, "first_name": "摘引", "username": "zhaiyin_bot"}
_OTHER = {"id": 8, "is_bot": True, "first_name": "Other", "username": "other_bot"}
_AS_GROUP = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
_AS_CHANNEL = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
_TELEGRAM = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
_PRIVATE = {"id": 11, "type": "private", "first_name": "Alice"}
_GROUP = {"id": -1001, "type": "supergroup", "title": "读报"}
_CHANNEL = {"id": -1002, "type": "channel", "title": "日报"}


def group(text: str | None = None, **more: Any) -> Json:
    """Message 50 of a group, by Alice unless told otherwise, its entities found as Telegram finds them."""
    body = {"message_id": 50, "date": 1, "chat": _GROUP, "from": _ALICE}
    if text is not None:
        body |= {"text": text, "entities": list(detected(text))}
    return body | more


def private(text: str | None = None, **more: Any) -> Json:
    """The same in private."""
    return group(text, **{"chat": _PRIVATE, **more})


def captioned(text: str, **more: Any) -> Json:
    """A document with a caption, in the group."""
    document = {"file_id": "f", "file_unique_id": "u"}
    return group(document=document, caption=text, caption_entities=list(detected(text)), **more)


def under(replied: Json, text: str, quote: str | None = None, **more: Any) -> Json:
    """A message that replies to another one, with a part of it quoted by hand where told."""
    quoted = {"quote": {"text": quote, "position": 0, "is_manual": True}} if quote else {}
    return group(text, reply_to_message=replied, **quoted, **more)


def topic(text: str, thread: int, **more: Any) -> Json:
    """A message in a forum's topic; it "replies" to the message that opened the topic unless told otherwise."""
    opening = group(message_id=thread, forum_topic_created={"name": "读报", "icon_color": 1})
    inside = {"message_thread_id": thread, "is_topic_message": True}
    return group(text, **{"reply_to_message": opening | inside, **inside, **more})


def marked(body: Json, kind: str, words: str, **more: Any) -> Json:
    """The same message with one entity over `words`, and no other."""
    at = units(body["text"][: body["text"].index(words)])
    return body | {"entities": [{"type": kind, "offset": at, "length": units(words), **more}]}


def asked(text: str, reply_to: int = 50, **more: Any) -> Request:
    """What the bot is asked."""
    return Request(text, reply_to, **more)


def quoted(text: str, reply_to: int = 40, **more: Any) -> Request:
    """What the bot is asked by pointing at message 40."""
    return asked(text, reply_to, quoted=True, **more)


_BOBS = group("水位为什么上涨？", message_id=40)
_MINE = group("三个率先", message_id=40, **{"from": _BOT})
_POST = group(
    "头版文章",
    message_id=40,
    **{"from": _TELEGRAM, "sender_chat": _CHANNEL, "is_automatic_forward": True},
)
_OUTSIDE = {"origin": {"type": "user", "sender_user": _ALICE, "date": 1}, "chat": _CHANNEL, "message_id": 9}
_ELSEWHERE = _BOBS | {"chat": _CHANNEL}

ROWS: Mapping[str, tuple[Json, Request | None]] = {
    "private text": (private("水位"), asked("水位")),
    "private caption": (captioned("水位", chat=_PRIVATE), asked("水位")),
    "private sticker": (private(), None),
    "private /ask": (private("/ask 水位"), asked("水位", command="ask")),
    "private /ask alone": (private("/ask"), asked("", command="ask")),
    "private /ask glued to Chinese": (private("/ask水位"), asked("水位", command="ask")),
    "private /verify": (private("/verify 原话"), asked("原话", command="verify")),
    "private /start": (private("/start p_1_2"), None),
    "private /asking": (private("/asking 水位"), None),
    "private path": (private("/etc/hosts 是什么"), asked("/etc/hosts 是什么")),
    "private /ask of another bot": (private("/ask@other_bot 水位"), None),
    "private Chinese command": (private("/问水位"), asked("水位", command="ask")),
    "private Chinese command before Latin": (private("/问GDP"), asked("GDP", command="ask")),
    "private traditional command": (private("/問 水位"), asked("水位", command="ask")),
    "private word for verify": (private("核对：原话"), asked("原话", command="verify")),
    "private word that goes on": (private("核对一下水位"), asked("核对一下水位")),
    "private mention": (private("@zhaiyin_bot 水位"), asked("水位")),
    "private forward": (
        private("原话", forward_origin={"type": "user", "sender_user": _ALICE, "date": 1}),
        asked("原话"),
    ),
    "private reply with /ask alone": (
        under(_BOBS | {"chat": _PRIVATE}, "/ask", chat=_PRIVATE),
        quoted("水位为什么上涨？", command="ask"),
    ),
    "private via the bot itself": (private("水位", via_bot=_BOT), None),
    "private via another bot": (private("水位", via_bot=_OTHER), asked("水位")),
    "private through a business account": (private("水位", business_connection_id="b"), None),
    "private topic": (
        private("水位", message_thread_id=5, is_topic_message=True),
        asked("水位", thread_id=5),
    ),
    "group chatter": (group("水位"), None),
    "group /ask": (group("/ask 水位"), asked("水位", command="ask")),
    "group /ask in capitals": (group("/ASK 水位"), asked("水位", command="ask")),
    "group /ask of this bot": (group("/ask@zhaiyin_bot 水位"), asked("水位", command="ask")),
    "group /ask of this bot in any case": (group("/ask@ZHAIYIN_BOT 水位"), asked("水位", command="ask")),
    "group /ask of another bot": (group("/ask@other_bot 水位"), None),
    "group /ask over lines": (group("/ask\n水位\n第二行"), asked("水位\n第二行", command="ask")),
    "group /ask in a caption": (captioned("/ask 水位"), asked("水位", command="ask")),
    "group Chinese command": (group("/问 水位"), asked("水位", command="ask")),
    "group Chinese command of this bot": (group("/问@zhaiyin_bot 水位"), asked("水位", command="ask")),
    "group Chinese command of another bot": (group("/问@other_bot 水位"), None),
    "group unknown command": (group("/help"), None),
    "group mention then command": (group("@zhaiyin_bot /ask 水位"), asked("水位", command="ask")),
    "group mention then another bot's command": (group("@zhaiyin_bot /ask@other_bot 水位"), None),
    "group mention first": (group("@zhaiyin_bot 水位"), asked("水位")),
    "group mention last": (group("水位 @zhaiyin_bot"), asked("水位")),
    "group mention amid": (group("请问 @zhaiyin_bot 水位"), asked("请问 水位")),
    "group mention in any case": (group("@ZhaiYin_BOT 水位"), asked("水位")),
    "group mention after emoji": (group("😀👨‍👩‍👧 @zhaiyin_bot 水位"), asked("😀👨‍👩‍👧 水位")),
    "group mention before emoji": (group("@zhaiyin_bot 水😀位"), asked("水😀位")),
    "group mention and a comma": (group("@zhaiyin_bot，水位"), asked("水位")),
    "group mention glued to Chinese": (group("@zhaiyin_bot水位"), asked("水位")),
    "group mention twice": (group("@zhaiyin_bot 水位 @zhaiyin_bot"), asked("水位")),
    "group mention over lines": (group("@zhaiyin_bot\n水位\n第二行"), asked("水位\n第二行")),
    "group mention alone": (group("@zhaiyin_bot"), asked("")),
    "group mention in a caption": (captioned("水位 @zhaiyin_bot"), asked("水位")),
    "group mention beside another bot": (group("@zhaiyin_bot @other_bot 水位"), asked("@other_bot 水位")),
    "group mention and the word for verify": (
        group("@zhaiyin_bot 核对 原话"),
        asked("原话", command="verify"),
    ),
    "group text mention": (
        marked(group("😀 摘引 水位"), "text_mention", "摘引", user=_BOT),
        asked("😀 水位"),
    ),
    "group text mention of somebody": (
        marked(group("Alice 水位"), "text_mention", "Alice", user=_ALICE),
        None,
    ),
    "group mention of a longer name": (group("@zhaiyin_bot2 水位"), None),
    "group address of a mail": (group("me@zhaiyin_bot 水位"), None),
    "group mention in code": (marked(group("`@zhaiyin_bot` 水位"), "code", "@zhaiyin_bot"), None),
    "group mention in a link": (group("https://example.org/@zhaiyin_bot"), None),
    "group mention by another bot": (group("@zhaiyin_bot 水位", **{"from": _OTHER}), None),
    "group mention by nobody": (group("@zhaiyin_bot 水位", **{"from": None}), None),
    "group mention via the bot itself": (group("@zhaiyin_bot 水位", via_bot=_BOT), None),
    "group mention by an anonymous admin": (
        group("@zhaiyin_bot 水位", sender_chat=_GROUP, **{"from": _AS_GROUP}),
        asked("水位"),
    ),
    "group mention by somebody as a channel": (
        group("@zhaiyin_bot 水位", sender_chat=_CHANNEL, **{"from": _AS_CHANNEL}),
        asked("水位"),
    ),
    "group mention in an automatic forward": (
        _POST | {"text": "@zhaiyin_bot 水位", "entities": list(detected("@zhaiyin_bot 水位"))},
        None,
    ),
    "group service message": (group(new_chat_members=[_BOT]), None),
    "channel post": (group("@zhaiyin_bot 水位", chat=_CHANNEL, **{"from": None}), None),
    "channel post with an author": (group("/ask 水位", chat=_CHANNEL), None),
    "guest query": (group("@zhaiyin_bot 水位", guest_query_id="g"), asked("水位")),
    "guest query without an entity": (group("水位", guest_query_id="g", entities=[]), asked("水位")),
    "guest query alone, in reply": (under(_BOBS, "@zhaiyin_bot", guest_query_id="g"), quoted(_BOBS["text"])),
    "reply to the bot": (under(_MINE, "作者是谁"), asked("作者是谁")),
    "reply to the bot, a part quoted": (under(_MINE, "作者是谁", "率先"), asked("作者是谁")),
    "reply to the bot with a sticker": (group(reply_to_message=_MINE), None),
    "reply to the bot that mentions another one": (under(_MINE, "@other_bot 你看"), None),
    "reply to the bot that names another one": (
        marked(under(_MINE, "Other 你看"), "text_mention", "Other", user=_OTHER),
        None,
    ),
    "reply to the bot that mentions a person": (under(_MINE, "@alice 是谁"), asked("@alice 是谁")),
    "reply to the bot that commands another one": (under(_MINE, "/ask@other_bot 你看"), None),
    "reply to the bot that commands another one later": (under(_MINE, "看 /go@other_bot"), None),
    "reply to the bot with a command of no use here": (under(_MINE, "/settings"), None),
    "reply to the bot with a mention alone": (under(_MINE, "@zhaiyin_bot"), asked("")),
    "reply to the bot, a part quoted, a mention alone": (
        under(_MINE, "@zhaiyin_bot", "率先"),
        quoted("率先"),
    ),
    "reply to the bot with /verify": (under(_MINE, "/verify"), quoted("三个率先", command="verify")),
    "reply to another bot": (under(_MINE | {"from": _OTHER}, "作者是谁"), None),
    "reply to somebody": (under(_BOBS, "不知道"), None),
    "reply to somebody with a mention alone": (under(_BOBS, "@zhaiyin_bot"), quoted(_BOBS["text"])),
    "reply to somebody with a mention and a mark": (under(_BOBS, "@zhaiyin_bot ？"), quoted(_BOBS["text"])),
    "reply to somebody with a mention and words": (under(_BOBS, "@zhaiyin_bot 谁写的"), asked("谁写的")),
    "reply to somebody with /ask alone": (under(_BOBS, "/ask"), quoted(_BOBS["text"], command="ask")),
    "reply to somebody with /问 alone": (under(_BOBS, "/问"), quoted(_BOBS["text"], command="ask")),
    "reply to somebody with /verify": (under(_BOBS, "/verify"), quoted(_BOBS["text"], command="verify")),
    "reply to somebody with the word for verify": (
        under(_BOBS, "@zhaiyin_bot 核对"),
        quoted(_BOBS["text"], command="verify"),
    ),
    "reply to somebody, a part quoted": (under(_BOBS, "@zhaiyin_bot", "上涨"), quoted("上涨")),
    "reply to somebody, a part quoted by itself": (
        under(_BOBS, "@zhaiyin_bot", quote=None) | {"quote": {"text": "上涨", "position": 4}},
        quoted(_BOBS["text"]),
    ),
    "reply to a caption": (
        under(captioned("头版", message_id=40), "@zhaiyin_bot"),
        quoted("头版"),
    ),
    "reply to a sticker": (under(group(message_id=40), "@zhaiyin_bot"), asked("")),
    "reply to an unanswered /ask": (
        under(group("/ask 水位", message_id=40), "@zhaiyin_bot"),
        quoted("水位"),
    ),
    "reply to an unanswered mention": (
        under(group("@zhaiyin_bot 水位", message_id=40), "/ask"),
        quoted("水位", command="ask"),
    ),
    "reply to a channel's post": (under(_POST, "@zhaiyin_bot"), quoted("头版文章")),
    "reply to another chat": (group("@zhaiyin_bot", external_reply=_OUTSIDE), asked("")),
    "reply to another chat, a part quoted": (
        group("/ask", external_reply=_OUTSIDE, quote={"text": "上涨", "position": 0, "is_manual": True}),
        quoted("上涨", 50, command="ask"),
    ),
    "reply to a message that stands elsewhere": (under(_ELSEWHERE, "@zhaiyin_bot"), asked("")),
    "topic": (topic("/ask 水位", 30), asked("水位", thread_id=30, command="ask")),
    "topic, General": (topic("/ask 水位", 1, reply_to_message=None), asked("水位", command="ask")),
    "topic, chatter": (topic("水位", 30), None),
    "topic, mention alone": (topic("@zhaiyin_bot", 30), asked("", thread_id=30)),
    "topic opened by the bot": (
        topic("水位", 30, reply_to_message=_MINE | {"message_id": 30, "text": None}),
        None,
    ),
    "topic, reply to the bot": (topic("水位", 30, reply_to_message=_MINE), asked("水位", thread_id=30)),
    "topic, reply to somebody": (
        topic("@zhaiyin_bot", 30, reply_to_message=_BOBS),
        quoted(_BOBS["text"], thread_id=30),
    ),
    "thread of replies that is no topic": (
        under(_MINE, "水位", message_thread_id=40),
        asked("水位"),
    ),
}


@pytest.mark.parametrize(("body", "expected"), ROWS.values(), ids=ROWS.keys())
def test_a_message_asks(body: Json, expected: Request | None) -> None:
    """What is asked, and where the answer belongs; None where nothing is."""
    message = Message.de_json(body, None)
    assert expected == request_of(message, ME)


_ANY = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("😀👨\u200d@/. \n_bot"), max_size=12
)


@given(_ANY, _ANY, st.sampled_from(["@zhaiyin_bot", "@ZHAIYIN_BOT"]))
@example("@zhaiyin_", "bot", "@zhaiyin_bot")
def test_a_mention_is_taken_out_of_any_text(before: str, after: str, mention: str) -> None:
    """Whatever stands around it: nothing of it is left, and nothing else is lost but white space and marks."""
    body = marked(group(f"{before}\n{mention}\n{after}"), "mention", f"\n{mention}\n")
    entity = body["entities"][0]
    body["entities"] = [entity | {"offset": entity["offset"] + 1, "length": entity["length"] - 2}]
    text = getattr(request_of(Message.de_json(body, None), ME), "text", "")
    assert mention not in text
    assert _letters(text) in (_letters(before + after), "")


@given(_ANY.filter(str.strip), st.integers(0, 40), st.integers(1, 40), st.sampled_from(["mention", "code"]))
def test_no_entity_is_fatal(text: str, offset: int, length: int, kind: str) -> None:
    """Also one that begins inside a character or ends after the text."""
    body = private(text, entities=[{"type": kind, "offset": offset, "length": length}])
    message = Message.de_json(body, None)
    found = request_of(message, ME)
    assert found is None or found.reply_to == message.message_id


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
