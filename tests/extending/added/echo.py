"""A chat platform of one room: a line of input is a message, `Ada: text`; a reply is a line of output."""

import sys

from bot.assistant.assistant import Assistant
from bot.assistant.conversation import Conversation
from bot.locale import locale
from bot.notebook import ChatId, GivenAnswer, Notebook, PersonId
from bot.reply import reply

ROOM = ChatId("echo", 1)


def open_door(assistant: Assistant, notebook: Notebook) -> None:
    """Answer each line until they end; a line `Ada: +` votes for the last answer."""
    last: GivenAnswer | None = None
    for number, line in enumerate(sys.stdin, 1):
        name, _, text = line.strip().partition(": ")
        conversation = Conversation(
            say=locale("en"),
            chat=ROOM,
            person=PersonId(ROOM.platform, name),
            private=False,
            settings=notebook.settings(ROOM),
        )
        if text == "+" and last is not None and conversation.person is not None:
            _, tally = assistant.vote(last.number, conversation.person, 1)
            print(f"{tally.up} up")
            continue
        exchange = assistant.ask(conversation, text, message_id=number)
        last = exchange.given
        print(reply(exchange.answer, conversation.say).text)
    print(f"gaps: {[gap.questions[0] for gap in notebook.gaps(ROOM)]}")
