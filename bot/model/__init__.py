"""The values everything else speaks of: articles, passages, questions, hits, answers.

All are frozen; offsets count characters (code points), ends are exclusive.
"""

from bot.model.answer import (
    MOST_HITS,
    Answer,
    ChoiceAnswer,
    Evidence,
    Hit,
    Item,
    Listing,
    NotFound,
    OutlineAnswer,
    PassageAnswer,
    Point,
    Question,
    Reason,
    SourceAnswer,
    Verdict,
    is_found,
)
from bot.model.article import UNREADABLE, Article, Field, Heading, Passage, Source, Span, squeezed
from bot.model.previous import Previous
from bot.model.shelf import PUBLIC, PUBLIC_SHELF, ShelfRef

__all__ = [
    "MOST_HITS",
    "PUBLIC",
    "PUBLIC_SHELF",
    "UNREADABLE",
    "Answer",
    "Article",
    "ChoiceAnswer",
    "Evidence",
    "Field",
    "Heading",
    "Hit",
    "Item",
    "Listing",
    "NotFound",
    "OutlineAnswer",
    "Passage",
    "PassageAnswer",
    "Point",
    "Previous",
    "Question",
    "Reason",
    "ShelfRef",
    "Source",
    "SourceAnswer",
    "Span",
    "Verdict",
    "is_found",
    "squeezed",
]
