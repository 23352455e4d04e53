"""An answer as a JSON object, the same on every door that speaks JSON."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.answering.quoting.citation import DEFAULT_STYLE, cite
from bot.locale import Locale
from bot.model import (
    Answer,
    Article,
    ChoiceAnswer,
    Evidence,
    Hit,
    NotFound,
    OutlineAnswer,
    PassageAnswer,
    Point,
    SourceAnswer,
    is_found,
)
from bot.reply import CHOICES_PER_PAGE, quoted_text, record_lines

__all__ = ["PASSAGES", "PLAIN", "References", "article_record", "listing_record", "record"]

Json = dict[str, Any]
PASSAGES = 5
"""How many passages an object has at most, unless more or fewer are asked for."""


@dataclass(frozen=True, slots=True)
class References:
    """How an object refers to articles: in which citation style, and with which link to the reader, if there is one."""

    style: str = DEFAULT_STYLE
    link: Callable[[Article, int | None], str] | None = None

    def source(self, article: Article, paragraph: int | None = None) -> Json:
        """Return the article's id, source and link, and the paragraph that is quoted, as JSON types."""
        link = self.link(article, paragraph) if self.link else None
        return {**_source(article), "link": link, "paragraph": paragraph}

    def citation(self, article: Article) -> str:
        """Return the citation."""
        return cite(article, self.style)


PLAIN = References()
"""A citation in the default style, and no link."""


def record(answer: Answer, say: Locale, references: References = PLAIN, *, limit: int = PASSAGES) -> Json:
    """The answer as JSON types, always with the same keys; what it does not have is null or empty.

    `passage`, `focus` and the other passages are the article's own characters; for a question about the source they
    are lines of the source record, for an outline its points, one a line. `items` are those of a list, which `focus`
    quotes with … where it leaves some out. `note` is in our own words and no quotation. `confidence` is a probability,
    0 to 1. There are at most `limit` passages.
    """
    match answer:
        case PassageAnswer(hits=hits):
            return _object(
                answer,
                references,
                kind="passage",
                hit=hits[0],
                article=hits[0].article,
                confidence=answer.confidence,
                evidence=answer.evidence,
                others=[_other(hit, references) for hit in hits[1:limit]],
            )
        case SourceAnswer():
            return _of_record(answer, say, references)
        case OutlineAnswer(article=article, points=points):
            outline = [_point(article, point) for point in points]
            lines = "\n".join(point["text"] for point in outline)
            return _object(
                answer,
                references,
                kind="outline",
                article=article,
                record=lines,
                confidence=1.0,
                outline=outline,
            )
        case ChoiceAnswer(articles=articles):
            return _object(
                answer,
                references,
                kind="choice",
                note=say("choice.which", count=len(articles)),
                choices=[article_record(article, references) for article in articles[:CHOICES_PER_PAGE]],
            )
        case NotFound():
            return _object(
                answer,
                references,
                kind="not_found",
                confidence=answer.confidence,
                evidence=answer.evidence,
                suggestions=answer.suggestions,
            )


def article_record(article: Article, references: References = PLAIN) -> Json:
    """The article's id, source, link and length (characters, paragraphs) as JSON types."""
    source = {key: value for key, value in references.source(article).items() if key != "paragraph"}
    return {**source, "paragraphs": len(article.paragraphs), "characters": len(article.text)}


def listing_record(
    articles: Sequence[Article], added: Mapping[str, datetime], references: References, page: int, limit: int
) -> Json:
    """A page, from 1, of `limit` articles as JSON types, each with the time at which it was added."""
    shown = articles[(page - 1) * limit : page * limit]
    return {
        "articles": [
            {
                **article_record(article, references),
                "added": day.isoformat() if (day := added.get(article.id)) else None,
            }
            for article in shown
        ],
        "total": len(articles),
        "page": page,
        "pages": -(-len(articles) // limit),
    }


def _of_record(answer: SourceAnswer, say: Locale, references: References) -> Json:
    lines = record_lines(answer, say)
    return _object(
        answer,
        references,
        kind="source",
        article=answer.article,
        record="\n".join(line.text for line in lines if line.is_recorded) or None,
        note="\n".join(line.text for line in lines if not line.is_recorded) or None,
        confidence=1.0,
    )


def _point(article: Article, point: Point) -> Json:
    return {"paragraph": point.paragraph, "depth": point.depth, "text": point.span.cut(article.text)}


def _object(
    answer: Answer,
    references: References,
    *,
    kind: str,
    article: Article | None = None,
    hit: Hit | None = None,
    record: str | None = None,
    confidence: float = 0.0,
    evidence: Evidence = Evidence(),  # noqa: B008 # frozen
    others: list[Json] | None = None,
    suggestions: tuple[str, ...] = (),
    note: str | None = None,
    outline: list[Json] | None = None,
    choices: list[Json] | None = None,
) -> Json:
    return {
        "question": answer.question.text,
        "after": answer.light or None,
        "found": is_found(answer),
        "kind": kind,
        "verdict": str(answer.verdict) if isinstance(answer, PassageAnswer) else None,
        "reason": str(answer.reason) if isinstance(answer, NotFound) else None,
        "passage": hit.passage.text if hit else record,
        "focus": quoted_text(hit) if hit else record,
        "items": _items(hit) if hit else [],
        "source": references.source(article, hit.passage.paragraph if hit else None) if article else None,
        "citation": references.citation(article) if article and is_found(answer) else None,
        "score": round(hit.score, 4) if hit else None,
        "confidence": round(confidence, 4),
        "evidence": {
            "found": list(evidence.present),
            "missing": list(evidence.missing),
            "understood": [{"asked": asked, "found": found} for asked, found in evidence.understood],
        },
        "others": others or [],
        "suggestions": list(suggestions),
        "note": note,
        "outline": outline or [],
        "choices": choices or [],
    }


def _items(hit: Hit) -> list[Json]:
    """Return the items of the list that is quoted; `whole` is longer than `text` where only its lead is."""
    text = hit.article.text
    return [
        {"text": item.span.cut(text), "whole": item.whole.cut(text), "paragraph": item.paragraph}
        for item in (hit.listing.items if hit.listing else ())
    ]


def _other(hit: Hit, references: References) -> Json:
    return {
        "passage": hit.passage.text,
        "focus": quoted_text(hit),
        "source": references.source(hit.article, hit.passage.paragraph),
        "score": round(hit.score, 4),
    }


def _source(article: Article) -> Json:
    source = article.source
    return {
        "id": article.id,
        "title": source.title,
        "author": source.author,
        "author_post": source.author_post,
        "publication": source.publication,
        "edition": source.edition,
        "edition_name": source.edition_name,
        "column": source.column,
        "published": source.published.isoformat() if source.published else None,
        "url": source.url,
        "digest": source.digest,
    }
