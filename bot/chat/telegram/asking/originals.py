"""The target of the button 原文, and the address in a citation."""

import re
from dataclasses import dataclass

from telegram import InlineKeyboardButton, WebAppInfo

from bot.assistant.assistant import Reach
from bot.assistant.links import Links, carried
from bot.chat.telegram.deep_links import OpenParagraph, link_to
from bot.locale import Locale
from bot.model import Article, Hit

__all__ = ["Originals", "originals_within"]

# one button with an address that Telegram refuses would cost all of them, so its host needs a dot
_LINK = re.compile(r"https?://(?:[\w-]+\.)+[\w-]+(?::\d{1,5})?(?:[/?#]\S{0,1000})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Originals:
    """The ways for a hit's readers to open it: the bot `username`, and its page at `links`.

    `username` and `links` are None if they may not. `inside` tells whether the page opens within Telegram, as a
    Mini App: Telegram allows that only in private chats.
    """

    username: str | None = None
    links: Links | None = None
    inside: bool = False

    def button(self, hit: Hit, say: Locale, question: str = "") -> InlineKeyboardButton | None:
        """Return the button that opens the hit with the question; None if there is nothing to open."""
        address = self.address(hit, question)
        if address is None:
            return None
        if self.inside and self._has_pages() and address.startswith("https://"):
            # Telegram replaces the paragraph's number by its own data; the page does without it
            page = WebAppInfo(address.partition("#")[0])
            return InlineKeyboardButton(say("buttons.original"), web_app=page)
        return InlineKeyboardButton(say("buttons.original"), url=address)

    def address(self, hit: Hit, question: str = "") -> str | None:
        """Return the hit's page on this site, the article's own page, or its paragraph in the bot."""
        if self.links is not None and self._has_pages():
            return self.links.passage(hit.article, hit.passage, carried(question))
        url = hit.article.source.url or ""
        if _LINK.fullmatch(url):
            return url
        target = OpenParagraph(hit.article.id, hit.passage.paragraph)
        return self.username and link_to(target, self.username)

    def cited(self, article: Article) -> Article:
        """Return the article for a citation: with its page's address if it has none of its own."""
        return self.links.cited(article) if self.links is not None else article

    def _has_pages(self) -> bool:
        """Return whether Telegram accepts the pages' addresses."""
        return self.links is not None and _LINK.fullmatch(self.links.base) is not None


def originals_within(reach: Reach, username: str, *, inside: bool = False) -> Originals:
    """Return the originals within `reach`; in the bot `username` only if they are public."""
    return Originals(username if reach.public else None, reach.links, inside)
