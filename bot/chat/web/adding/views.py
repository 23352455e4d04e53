"""What was handed over, and an article that was added, as the templates print them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.assistant.additions import shelving_lines
from bot.assistant.own_shelves import MOST_ARTICLES
from bot.assistant.public_shelf import PublicShelf
from bot.chat.web.adding.receipts import Receipt
from bot.locale import Locale
from bot.model import Article
from bot.reply import RecordLine, record_lines
from bot.reply.cards import card_record, first_words
from bot.reply.refusals import refusal_line
from bot.reply.remarks import remark_line

__all__ = ["FIELDS", "Card", "ReceiptView", "card", "receipt_view"]

FIELDS = ("title", "author", "publication", "published", "url")
"""What can be filled in or corrected."""
_FIRST_WORDS_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Card:
    """An article with its source record; `lead` says what became of it."""

    article: Article
    lead: str
    record: Sequence[RecordLine]
    first_words: str
    can_be_changed: bool
    """False if it comes from `corpus/`."""
    fields: Sequence[tuple[str, str]]
    lacks: bool
    near: Article | None = None


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """What became of one file, text or address: lines, the card of an only article, or links to several new ones."""

    name: str
    lines: Sequence[str] = ()
    card: Card | None = None
    articles: Sequence[Article] = ()
    new: int = 0
    """How many articles can be taken off the shelf again."""


def card(
    article: Article, shelf: PublicShelf, say: Locale, lead: str, typed: Mapping[str, str] | None = None
) -> Card:
    """Return the card of the article, with its values or those that were `typed` in the fields."""
    source = article.source
    values = typed or {name: str(getattr(source, name) or "") for name in FIELDS}
    return Card(
        article,
        lead,
        record_lines(card_record(article), say),
        first_words(article, _FIRST_WORDS_CHARACTERS),
        shelf.added(article.id) is not None,
        [(name, values.get(name, "")) for name in FIELDS],
        not all(getattr(source, name) for name in FIELDS[:-1]),
    )


def receipt_view(receipt: Receipt, shelf: PublicShelf, say: Locale) -> ReceiptView:
    """Return what became of the receipt, as its articles are now."""
    if receipt.error is not None:
        return ReceiptView(receipt.name, (refusal_line(receipt.error, say),))
    if receipt.undone:
        return ReceiptView(receipt.name, (_undone_line(receipt, say),))
    remarks = [remark_line(remark, say) for remark in receipt.remarks]
    if len(receipt.shelvings) > 1:
        found = [shelf.find(article_id) for article_id in receipt.new_ids]
        new = [article for article in found if article is not None]
        left = [say("adding.left", count=receipt.left, most=MOST_ARTICLES)] if receipt.left else []
        lines = (*shelving_lines(receipt.shelvings, say, 0), *left, *remarks)
        return ReceiptView(receipt.name, lines, articles=new, new=len(new))
    article = shelf.find(receipt.shelvings[0].article_id)
    if article is None:
        return ReceiptView(receipt.name, (say("articles.gone"),))
    return ReceiptView(
        receipt.name, remarks, _card_of_receipt(receipt, article, shelf, say), new=len(receipt.new_ids)
    )


def _card_of_receipt(receipt: Receipt, article: Article, shelf: PublicShelf, say: Locale) -> Card:
    [shelving] = receipt.shelvings
    near = shelf.find(shelving.near) if shelving.near else None
    return replace(card(article, shelf, say, say(f"articles.{shelving.added}")), near=near)


def _undone_line(receipt: Receipt, say: Locale) -> str:
    if receipt.undone_title:
        return say("articles.undone", title=receipt.undone_title)
    return say("articles.undone_all", count=receipt.undone)
