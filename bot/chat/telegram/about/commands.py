"""/start, /help and /about, and the deep links that arrive as /start with a payload."""

import asyncio

from bot.chat.telegram.about.privacy import PrivacyHandlers
from bot.chat.telegram.deep_links import ChooseShelf, OpenParagraph, ShowPage, parse_link
from bot.chat.telegram.door import Door, IncomingMessage
from bot.chat.telegram.transport.rendering import render
from bot.model import Hit, Passage, ShelfRef
from bot.reply import Reply, quotation, source_line

__all__ = ["CommandHandlers"]

_MAX_LISTED_ARTICLES = 20


class CommandHandlers:
    """The handlers of the commands that introduce the bot."""

    def __init__(self, door: Door, privacy: PrivacyHandlers) -> None:
        self._door, self._privacy = door, privacy

    async def start(self, incoming: IncomingMessage) -> None:
        """Open what a deep link names; without one, say what the bot does."""
        match parse_link(incoming.arguments):
            case OpenParagraph() as target:
                await self._open(incoming, target)
            case ChooseShelf(shelf):
                await self._bind(incoming, ShelfRef((shelf,)))
            case ShowPage("privacy"):
                await self._privacy.show(incoming)
            case _:
                await self._welcome(incoming)

    async def help(self, incoming: IncomingMessage) -> None:
        """Say how to ask, in private and in a group."""
        text = incoming.say("telegram.help", username=self._door.me.username)
        await self._door.reply_to(incoming.message, Reply(text))

    async def unknown(self, incoming: IncomingMessage) -> None:
        """Say in one line that there is no such command."""
        await self._door.reply_to(incoming.message, Reply(incoming.say("telegram.unknown_command")))

    async def about(self, incoming: IncomingMessage) -> None:
        """List the articles on the chat's shelf with their sources."""
        articles, count = await asyncio.to_thread(self._listed, incoming)
        text = incoming.say("chat.about", count=count, articles=articles)
        await self._door.reply_to(incoming.message, Reply(text))

    async def _welcome(self, incoming: IncomingMessage) -> None:
        articles, _ = await asyncio.to_thread(self._listed, incoming)
        desk, say = self._door.assistant.desk, incoming.say
        suggestions = await asyncio.to_thread(desk.suggestions, incoming.conversation.shelf)
        separator = say("not_found.suggestion_separator")
        text = say("chat.start", articles=articles, suggestions=separator.join(suggestions))
        await self._door.reply_to(incoming.message, Reply(text))

    async def _open(self, incoming: IncomingMessage, target: OpenParagraph) -> None:
        message, number = incoming.message, target.paragraph
        shelf = await asyncio.to_thread(self._door.assistant.desk.shelf, incoming.conversation.shelf)
        article = shelf.article(target.article_id)
        if article is None or not 0 < number <= len(article.paragraphs):
            await self._door.reply_to(message, Reply(incoming.say("chat.no_paragraph")))
            return
        span = article.paragraphs[number - 1]
        passage = Passage(article.id, number, span.start, span.end, span.cut(article.text))
        text, entities = render(quotation(Hit(passage, article, 0.0), incoming.say))
        await self._door.delivery.send(message.chat_id, text, entities, reply_to=message.message_id)

    async def _bind(self, incoming: IncomingMessage, shelf: ShelfRef) -> None:
        message, chat = incoming.message, incoming.conversation.chat
        if chat is None or not await self._door.is_admin(message):
            await self._door.reply_to(message, Reply(incoming.say("chat.admins_only")))
            return
        if not await asyncio.to_thread(self._door.shelves.may_ask, chat, shelf):
            await self._door.reply_to(message, Reply(incoming.say("chat.no_shelf", shelf=shelf)))
            return
        await asyncio.to_thread(self._door.notebook.bind, chat, shelf)
        conversation = await self._door.conversation(message)
        await self._welcome(IncomingMessage(message, incoming.request, conversation))

    def _listed(self, incoming: IncomingMessage) -> tuple[str, int]:
        """Return the shelf's first articles, one per line, and how many there are in all."""
        say, articles = incoming.say, self._door.assistant.desk.articles(incoming.conversation.shelf)
        lines = [
            say("chat.about_line", number=number, source=source_line(article, say))
            for number, article in enumerate(articles[:_MAX_LISTED_ARTICLES], start=1)
        ]
        if len(articles) > _MAX_LISTED_ARTICLES:
            lines.append(say("chat.about_more", count=len(articles) - _MAX_LISTED_ARTICLES))
        return "\n".join(lines), len(articles)
