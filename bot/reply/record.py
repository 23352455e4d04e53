"""An answer as a JSON object, the same on every door that speaks JSON."""

from typing import Any

from bot.answering.quoting.citation import cite
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

__all__ = ["article_record", "record", "source_record"]

Json = dict[str, Any]


def record(answer: Answer, say: Locale) -> Json:
    """The answer as JSON types, always with the same keys; what it does not have is null or empty.

    `passage`, `focus` and the other passages are the article's own characters; for a question about the source they
    are lines of the source record, for an outline its points, one a line. `items` are those of a list, which `focus`
    quotes with … where it leaves some out. `note` is in our own words and no quotation. `confidence` is a probability,
    0 to 1.
    """
    match answer:
        case PassageAnswer(hits=hits):
            return _object(
                answer,
                kind="passage",
                hit=hits[0],
                article=hits[0].article,
                confidence=answer.confidence,
                evidence=answer.evidence,
                others=[_other(hit) for hit in hits[1:5]],
            )
        case SourceAnswer():
            return _of_record(answer, say)
        case OutlineAnswer(article=article, points=points):
            outline = [_point(article, point) for point in points]
            lines = "\n".join(point["text"] for point in outline)
            return _object(
                answer, kind="outline", article=article, record=lines, confidence=1.0, outline=outline
            )
        case ChoiceAnswer(articles=articles):
            return _object(
                answer,
                kind="choice",
                note=say("choice.which", count=len(articles)),
                choices=[article_record(article) for article in articles[:CHOICES_PER_PAGE]],
            )
        case NotFound():
            return _object(
                answer,
                kind="not_found",
                confidence=answer.confidence,
                evidence=answer.evidence,
                suggestions=answer.suggestions,
            )


def article_record(article: Article) -> Json:
    """The article's id, source and length (characters, paragraphs) as JSON types."""
    source = {key: value for key, value in source_record(article, None).items() if key != "paragraph"}
    return {**source, "paragraphs": len(article.paragraphs), "characters": len(article.text)}


def _of_record(answer: SourceAnswer, say: Locale) -> Json:
    lines = record_lines(answer, say)
    return _object(
        answer,
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
        "source": source_record(article, hit.passage.paragraph if hit else None) if article else None,
        "citation": cite(article) if article and is_found(answer) else None,
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


def _other(hit: Hit) -> Json:
    return {
        "passage": hit.passage.text,
        "focus": quoted_text(hit),
        "source": source_record(hit.article, hit.passage.paragraph),
        "score": round(hit.score, 4),
    }


def source_record(article: Article, paragraph: int | None) -> Json:
    """The article's id and source, and the paragraph that is quoted, as JSON types."""
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
        "paragraph": paragraph,
    }
