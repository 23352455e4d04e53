"""Which sentences of a passage answer, and which of its words the question holds."""

from bot.language.normalise import normalised
from bot.language.sentences import sentences
from bot.language.terms import content_words, question_terms, terms
from bot.model import Span

__all__ = ["focus", "matches"]


def focus(question: str, text: str) -> tuple[Span, ...]:
    asked = set(question_terms(question))
    spans = sentences(text)
    best = max(spans, key=lambda s: len(asked & set(terms(s.cut(text)))))
    return (best,)


def matches(question: str, text: str) -> tuple[Span, ...]:
    """Where words of the question stand in `text`, in order, touching ones joined."""
    folded_text = normalised(text)
    found = []
    for word in content_words(question):
        at = folded_text.text.find(word)
        while at >= 0:
            found.append(folded_text.original(Span(at, at + len(word))))
            at = folded_text.text.find(word, at + len(word))
    return tuple(sorted(found))
