"""Where the button 原文 leads, and the address that a citation gives."""

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
    """What those who see a hit may open: its paragraph in the bot `username`, its page at `links`.

    `username` and `links` are None where they could not. `inside` is true where the page opens within Telegram,
    as a Mini App: Telegram allows that in private chats only.
    """

    username: str | None = None
    links: Links | None = None
    inside: bool = False

    def button(self, hit: Hit, say: Locale, question: str = "") -> InlineKeyboardButton | None:
        """The button that opens the hit, the question along with it; None where there is nothing to open."""
        address = self.address(hit, question)
        if address is None:
            return None
        if self.inside and self._has_pages() and address.startswith("https://"):
            # Telegram puts its own data where the paragraph's number stands; the page finds it without
            page = WebAppInfo(address.partition("#")[0])
            return InlineKeyboardButton(say("buttons.original"), web_app=page)
        return InlineKeyboardButton(say("buttons.original"), url=address)

    def address(self, hit: Hit, question: str = "") -> str | None:
        """The hit's page here; else the article's own page; else its paragraph in the bot."""
        if self.links is not None and self._has_pages():
            return self.links.passage(hit.article, hit.passage, carried(question))
        url = hit.article.source.url or ""
        if _LINK.fullmatch(url):
            return url
        target = OpenParagraph(hit.article.id, hit.passage.paragraph)
        return self.username and link_to(target, self.username)

    def cited(self, article: Article) -> Article:
        """The article as one cites it: with its page's address where it has none of its own."""
        return self.links.cited(article) if self.links is not None else article

    def _has_pages(self) -> bool:
        """Whether Telegram takes the addresses of the pages."""
        return self.links is not None and _LINK.fullmatch(self.links.base) is not None


def originals_within(reach: Reach, username: str, *, inside: bool = False) -> Originals:
    """What may be opened within `reach`: only what is public in the bot itself, under its `username`."""
    return Originals(username if reach.public else None, reach.links, inside)
