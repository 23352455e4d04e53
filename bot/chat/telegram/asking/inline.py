"""Inline queries in any chat: passages, a source record, or the typed text with its citations."""

import asyncio
import re
import zlib
from dataclasses import dataclass
from functools import cache

from telegram import InlineQueryResultArticle, InlineQueryResultsButton, Update
from telegram.ext import ContextTypes

from bot.answering.quoting.citation import cite, short
from bot.answering.quoting.insertion import MOST, Inserted, inserted, numbered
from bot.answering.quoting.quotation import Outcome
from bot.assistant.assistant import Assistant
from bot.assistant.conversation import Conversation
from bot.assistant.desk import Shelf
from bot.chat.telegram.asking.guest import inline_result, source_button
from bot.chat.telegram.asking.originals import Originals, originals_within
from bot.chat.telegram.deep_links import ShowPage
from bot.chat.telegram.door import Door
from bot.chat.telegram.transport.fitting import MAX_MESSAGE_UNITS, shorten
from bot.language.graphemes import head
from bot.language.utf16 import units
from bot.locale import Locale
from bot.model import (
    Article,
    ChoiceAnswer,
    Hit,
    NotFound,
    OutlineAnswer,
    PassageAnswer,
    Question,
    Reason,
    SourceAnswer,
    Span,
    Verdict,
)
from bot.notebook import ChatSettings, Length
from bot.reply import (
    Mark,
    Marked,
    Reply,
    quotation,
    quoted_text,
    record_lines,
    reply,
    runs_over,
    source_line,
    why_line,
)

__all__ = ["Asker", "InlineQueries", "ResultPage", "asker_of", "result_page"]

# fifteen results; Telegram takes fifty, but a short answer comes sooner at each letter typed
_HITS_PER_PAGE = 5
_MAX_TITLE_UNITS, _MAX_BUTTON_UNITS, _MAX_BRACKET_CHARACTERS = 120, 64, 20
_NUMBERING_UNITS = 16  # the most units around a numbered reference: `[10009]` twice and a blank
_MATCHING_OUTCOMES = (Outcome.EXACT, Outcome.SAME_WORDS, Outcome.NEARLY)
_OFFSET = re.compile(r"(\d{1,10})-(\d{1,4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asker:
    """A person with their private chat's shelf and settings, and what everybody may open."""

    assistant: Assistant
    shelf: Shelf
    conversation: Conversation
    originals: Originals

    @property
    def settings(self) -> ChatSettings:
        """The settings of the private chat."""
        return self.conversation.settings

    @property
    def say(self) -> Locale:
        """The bot's messages in the asker's language."""
        return self.conversation.say


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Results to choose from, the offset of the next ones, and a button's text."""

    results: tuple[InlineQueryResultArticle, ...] = ()
    next_offset: str = ""
    button: str | None = None


class InlineQueries:
    """The handler of inline queries."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def answer(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer according to the settings of the asker's private chat.

        Telegram would show a shared answer to all who type the same words, whatever their language and
        settings, so each answer is personal. None is cached, since settings and shelves may change.
        """
        query = update.inline_query
        if query is None:
            return
        asker = await asker_of(self._door, await self._door.unremembered(query.from_user))
        shown = await asyncio.to_thread(result_page, query.query, query.offset, asker)
        start = ShowPage("help").payload()
        button = InlineQueryResultsButton(shown.button, start_parameter=start) if shown.button else None
        await self._door.delivery.answer_inline(
            query.id, shown.results, cache_s=0, personal=True, next_offset=shown.next_offset, button=button
        )


async def asker_of(door: Door, conversation: Conversation) -> Asker:
    """Return the asker of the conversation."""
    assistant = door.assistant
    shelf = await asyncio.to_thread(assistant.desk.shelf, conversation.shelf)
    originals = originals_within(assistant.public_reach(shelf), door.me.username)
    return Asker(assistant, shelf, conversation, originals)


def result_page(text: str, offset: str, asker: Asker) -> ResultPage:
    """Return the results from `offset` on; an offset of another shelf or revision counts as 0."""
    text = text.encode("utf-8", "replace").decode()  # a lone surrogate cannot be encoded
    if results := _citation_results(text, asker):
        return results
    answer = asker.assistant.ask(asker.conversation, text).answer
    match answer:
        case PassageAnswer():
            return _hits(answer, offset, asker)
        case SourceAnswer():
            return ResultPage((_record(answer, asker.say),))
        case OutlineAnswer():
            return ResultPage((_outline(answer, asker.say),))
        case ChoiceAnswer():
            return _choices(answer, offset, asker)
        case NotFound():
            return ResultPage(button=_button_text(answer, asker.say))


def _hits(answer: PassageAnswer, offset: str, asker: Asker) -> ResultPage:
    start, end, next_offset = _stretch(offset, len(answer.hits), asker)
    results = tuple(result for hit in answer.hits[start:end] for result in _results(hit, asker))
    return ResultPage(results, next_offset)


def _choices(answer: ChoiceAnswer, offset: str, asker: Asker) -> ResultPage:
    """Return for each article that may be meant its own answer."""
    start, end, next_offset = _stretch(offset, len(answer.articles), asker)
    articles = answer.articles[start:end]
    told = (asker.shelf.answerer.about_article(article, answer.question) for article in articles)
    results = (
        _outline(one, asker.say) if isinstance(one, OutlineAnswer) else _record(one, asker.say)
        for one in told
        if one is not None
    )
    return ResultPage(tuple(results), next_offset)


def _stretch(offset: str, count: int, asker: Asker) -> tuple[int, int, str]:
    """Return the first result of the page, its end, and the offset of the next page."""
    stamp = zlib.crc32(f"{asker.shelf.revision} {asker.shelf.ref}".encode())
    match = _OFFSET.fullmatch(offset)
    start = int(match[2]) if match and int(match[1]) == stamp else 0
    end = start + _HITS_PER_PAGE
    return start, end, f"{stamp}-{end}" if end < count else ""


def _results(hit: Hit, asker: Asker) -> tuple[InlineQueryResultArticle, ...]:
    """Return three results: the passage with its source, the passage, the source."""
    say, passage, article = asker.say, hit.passage, hit.article
    place = f"{passage.article_id}:{passage.paragraph}:{passage.start}:{article.text_hash[:8]}"
    title = say("source.title", title=article.source.title)
    where = f"{title} {say('source.paragraph', paragraph=passage.paragraph)}"
    focus = quoted_text(hit) or passage.text
    whole = quotation(hit, say, folded=runs_over(hit) or asker.settings.length is Length.SHORT)
    shown = focus if runs_over(hit) else passage.text
    terms = () if runs_over(hit) else (Marked(span, Mark.TERM) for span in hit.matches)
    # a digest says that it is one wherever its words go
    text = shown + (f"\n{say('source.digest').strip()}" if article.source.digest else "")
    words = Reply(text, (Marked(Span(0, len(shown)), Mark.QUOTE), *terms))
    citation = cite(asker.originals.cited(article), asker.settings.citation_style)
    # what was typed is private, so the address in the chat does not contain it
    button = source_button(hit, asker.originals, say) if asker.settings.buttons else None
    return (
        inline_result(f"{place}:full", f"{say('inline.full')} · {where}", whole, focus, button),
        inline_result(f"{place}:words", f"{say('inline.words')} · {where}", words, focus),
        inline_result(f"{place}:source", f"{say('inline.source')} · {title}", Reply(citation), citation),
    )


def _record(answer: SourceAnswer, say: Locale) -> InlineQueryResultArticle:
    fields = zlib.crc32(" ".join(answer.fields).encode())
    name = f"{answer.article.id}:{fields}:{answer.article.text_hash[:8]}:record"
    title = shorten(record_lines(answer, say)[0].text, _MAX_TITLE_UNITS)
    return inline_result(name, title, reply(answer, say), source_line(answer.article, say))


def _outline(answer: OutlineAnswer, say: Locale) -> InlineQueryResultArticle:
    name = f"{answer.article.id}:{answer.article.text_hash[:8]}:outline"
    title = shorten(say("source.title", title=answer.article.source.title), _MAX_TITLE_UNITS)
    return inline_result(name, title, reply(answer, say), source_line(answer.article, say))


def _button_text(answer: NotFound, say: Locale) -> str:
    """Return the button's text if there is nothing to send."""
    if answer.reason is Reason.NO_WORDS and answer.suggestions:
        suggestions = say("not_found.suggestion_separator").join(answer.suggestions)
        return shorten(say("not_found.suggestions", suggestions=suggestions), _MAX_BUTTON_UNITS)
    lines = (say(f"inline.{answer.reason}"), why_line(answer, say))
    return shorten(" · ".join(filter(None, lines)), _MAX_BUTTON_UNITS)


def _citation_results(text: str, asker: Asker) -> ResultPage | None:
    """Return the text with citations, or numbers, for its brackets; None if it has none."""
    brackets = len(inserted(text, lambda _: None).missing)
    if not brackets:
        return None
    room = (MAX_MESSAGE_UNITS - units(text)) // brackets - _NUMBERING_UNITS
    paragraphs: dict[str, int] = {}

    @cache
    def article_of(words: str) -> Article | None:
        article, paragraph = _place(words, asker.shelf) or (None, 0)
        if article is not None:
            paragraphs.setdefault(article.id, paragraph)
            return asker.originals.cited(article)
        return None

    def reference(article: Article) -> str:
        citation = cite(article, asker.settings.citation_style)
        return citation if units(citation) <= room else short(article, paragraphs[article.id])

    def cited(words: str) -> str | None:
        article = article_of(words)
        return reference(article) if article else None

    whole, say = inserted(text, cited), asker.say
    summary = _insertion_summary(whole, say)
    if not whole.found:
        return ResultPage(button=shorten(summary, _MAX_BUTTON_UNITS))
    listed, name = numbered(text, article_of, reference), zlib.crc32(whole.text.encode())
    cited_result = inline_result(f"{name}:cited", say("inline.cited"), Reply(whole.text), summary)
    return ResultPage(
        (cited_result, inline_result(f"{name}:numbered", say("inline.numbered"), Reply(listed.text), summary))
    )


def _place(words: str, shelf: Shelf) -> tuple[Article, int] | None:
    """Return the article and paragraph that contain nearly these words, or surely answer them."""
    verification = shelf.verify(words)
    parts = [part for quotation in verification.quotations for part in quotation.fragments if part.places]
    if verification.outcome in _MATCHING_OUTCOMES and parts:
        return parts[0].places[0].article, parts[0].places[0].paragraph
    answer = shelf.ask(Question(words))
    if isinstance(answer, PassageAnswer) and answer.verdict is Verdict.SURE:
        return answer.hits[0].article, answer.hits[0].passage.paragraph
    return None


def _insertion_summary(whole: Inserted, say: Locale) -> str:
    """Return a message on how many brackets were replaced, and which stay."""
    missing = say("answer.word_separator").join(
        head(words, _MAX_BRACKET_CHARACTERS) for words in whole.missing
    )
    parts = (
        say("inline.found", found=len(whole.found)) if whole.found else "",
        say("inline.missing", words=missing) if missing else "",
        say("inline.left", left=len(whole.left), most=MOST) if whole.left else "",
    )
    return say("inline.separator").join(part for part in parts if part)
