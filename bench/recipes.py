"""Recipes to measure against: the usual plain one, and the best untrained one we know."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

import numpy as np

from bot.language.normalise import folded
from bot.language.sentences import sentences
from bot.language.terms import question_terms, terms
from bot.model import Article
from bot.retrieval.engine import lucene_idf
from bot.retrieval.memory import MemoryEngine

__all__ = ["RECIPES", "Plain", "Ranking", "Recipe", "Reference"]

_KEPT = 50
_SENTENCE = 0.5
_KINDS = frozenset("wcb")


class Ranking(NamedTuple):
    """At most fifty documents by name, best first, and how sure the recipe is of the first one."""

    documents: tuple[str, ...]
    confidence: float


class Recipe(Protocol):
    """Ranks whole documents for a question. Never refuses, knows no passages."""

    def __init__(self, documents: Mapping[str, Article]) -> None: ...

    def ranked(self, question: str) -> Ranking:
        """Return the documents for the question; ties keep the documents' order."""


class Plain:
    """rank_bm25's Okapi as it comes, over jieba's words of documents; sure by its top score."""

    def __init__(self, documents: Mapping[str, Article]) -> None:
        import jieba
        from rank_bm25 import BM25Okapi

        jieba.setLogLevel("WARNING")
        self._cut = jieba.lcut
        self._names = tuple(documents)
        self._index = BM25Okapi([self._cut(_whole(article)) for article in documents.values()])

    def ranked(self, question: str) -> Ranking:
        """Return the documents for the question; ties keep the documents' order."""
        scores = self._index.get_scores(self._cut(question))
        order = np.argsort(-scores, kind="stable")[:_KEPT]
        return Ranking(tuple(self._names[i] for i in order), float(scores[order[0]]))


class Reference:
    """BM25 of whole documents by words, characters and pairs, and half that of their best sentence.

    Lucene's idf, question words and function characters left out; sure by its top score as a share of
    the idf of all that is asked, unknown terms at the highest.
    """

    def __init__(self, documents: Mapping[str, Article]) -> None:
        self._names = tuple(documents)
        found = [
            [span.cut(article.text) for span in sentences(article.text)] for article in documents.values()
        ]
        self._documents = MemoryEngine.build([[_terms(_whole(article))] for article in documents.values()])
        self._sentences = MemoryEngine.build([[_terms(text)] for texts in found for text in texts])
        self._of = [document for document, texts in enumerate(found) for _ in texts]

    def ranked(self, question: str) -> Ranking:
        """Return the documents for the question; ties keep the documents' order."""
        asked = {term: 1.0 for term in question_terms(folded(question)) if term[0] in _KINDS}
        scores = dict(self._documents.search(asked, len(self._documents)))
        best: dict[int, float] = {}
        for sentence, score in self._sentences.search(asked, len(self._sentences)):
            best.setdefault(self._of[sentence], score)
        for document, score in best.items():
            scores[document] = scores.get(document, 0.0) + _SENTENCE * score
        order = sorted(scores, key=lambda document: (-scores[document], document))[:_KEPT]
        held = self._documents.frequencies(list(asked))
        total = sum(lucene_idf(often, len(self._documents)) for often in held) or 1.0
        return Ranking(tuple(self._names[i] for i in order), scores[order[0]] / total if order else 0.0)


RECIPES: Mapping[str, type[Recipe]] = {"plain": Plain, "reference": Reference}


def _whole(article: Article) -> str:
    return f"{article.source.title}\n{article.text}"


def _terms(text: str) -> list[str]:
    return [term for term in terms(text) if term[0] in _KINDS]
