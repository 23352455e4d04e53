"""The list that a question asks for, among the articles whose passages rank."""

from collections.abc import Sequence
from itertools import islice

from bot.answering.index.indexed import IndexedArticle
from bot.answering.index.shelf import ShelfIndex
from bot.answering.lists.choosing import Choice, fit, may_fit
from bot.answering.lists.law_parts import law_listing
from bot.answering.lists.list_questions import ListQuestion
from bot.answering.lists.listing import brought, listing, place
from bot.answering.ranking.ranked import RankedPassage
from bot.language.item_places import ANY_PLACES, numbered
from bot.model import Listing, Span

__all__ = ["chosen_list", "lacks_places", "list_of"]

_MOST_ARTICLES = 3
"""Articles whose lists are looked through: to find those of twenty takes longer than to rank them."""


def chosen_list(
    asked: ListQuestion, ranked: Sequence[RankedPassage], shelf: ShelfIndex
) -> tuple[RankedPassage, Choice] | None:
    """Return the passage in which the list asked for begins, and the list; None if there is none.

    A list that its announcement does not surely name must stand in the first article.
    """
    best: tuple[float, RankedPassage, Choice] | None = None
    first: dict[int, RankedPassage] = {}
    for one in ranked:
        first.setdefault(one.article, one)
    # where nothing is named of which the list should be, its announcement cannot name it for sure
    many = 1 if asked.words and not asked.noun else _MOST_ARTICLES
    shelf.bring(list(first)[:many])
    for rank, passage in enumerate(islice(first.values(), many)):
        indexed = passage.features.indexed
        choice = _fitting(asked, indexed)
        if choice is None or not (choice.is_strong or passage.article == ranked[0].article):
            continue
        if choice.is_only and len(first) == 1:
            choice = choice._replace(is_strong=True)
        score = choice.score + 1 / (1 + rank)
        if best is None or score > best[0]:
            found = _quoted(choice, asked, indexed)
            if found is None:
                continue
            number = indexed.passage_at(place(found))
            best = score, passage._replace(number=number), choice
    return best[1:] if best else None


def lacks_places(asked: ListQuestion, ranked: Sequence[RankedPassage], shelf: ShelfIndex) -> bool:
    """Return whether a list that is surely meant lacks the places asked for, and its article too: 第九条 of five."""
    if asked.places is None:
        return False
    whole = asked._replace(parts=())
    if asked.parts and (found := chosen_list(whole, ranked, shelf)) is not None and found[1].is_strong:
        return True  # the article is there, and has no such paragraph or item
    found = chosen_list(whole._replace(places=ANY_PLACES), ranked, shelf)
    if found is None or not found[1].is_strong:
        return False
    # of a law in excerpts the list ends at the first gap, and a fourth phase may be told of after a list of three
    return not asked.places.single & numbered(found[0].features.indexed.lists.text)


def list_of(
    asked: ListQuestion | None, indexed: IndexedArticle, number: int, focus: Sequence[Span]
) -> Listing | None:
    """Return the list that a hit on passage `number` quotes: the one asked for, if it begins there,
    one that lies in the focus, or what the passage brings along."""
    passage = indexed.passages[number]
    if asked is not None:
        choice = _fitting(asked, indexed)
        found = _quoted(choice, asked, indexed) if choice else None
        if found and indexed.passage_at(place(found)) == number:
            return found
        inside = [
            one
            for one in indexed.lists.enumerations
            for span in focus
            if not one.is_too_long
            and passage.start + span.start <= one.stretch.start
            and one.stretch.end <= passage.start + span.end
        ]
        if (
            len(inside) == 1
            and choice is None
            and not asked.noun
            and asked.places is None
            and asked.number is None
        ):
            return listing(inside[0], asked)
    return brought(passage, focus, indexed.lists.laid_out)


def _quoted(choice: Choice, asked: ListQuestion, indexed: IndexedArticle) -> Listing | None:
    """Return what is quoted of the list; None if it lacks the parts of its article that are asked for."""
    found = listing(choice.enumeration, asked)
    if not asked.parts:
        return found
    if len(found.items) != 1:
        return None
    return law_listing(indexed.article, indexed.lists.enumerations, found.items[0].whole, asked.parts)


def _fitting(asked: ListQuestion, indexed: IndexedArticle) -> Choice | None:
    lists = indexed.lists
    if not may_fit(asked, lists.text, lists.title):
        return None
    return fit(asked, indexed.article, lists.enumerations)
