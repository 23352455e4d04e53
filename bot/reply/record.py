"""An answer as a JSON object, the same on every door that speaks JSON."""

from typing import Any

from bot.answering.quoting.citation import cite
from bot.locale import Locale
from bot.model import Answer, Article, Evidence, Hit, NotFound, PassageAnswer, SourceAnswer, is_found
from bot.reply import quoted_text, record_lines

__all__ = ["article_record", "record"]

Json = dict[str, Any]


def record(answer: Answer, say: Locale) -> Json:
    """The answer as JSON types, always with the same keys; what it does not have is null or empty.

    `passage`, `focus` and the other passages are the article's own characters; for a question about
    the source they are lines of the source record. `items` are those of a list, which `focus` quotes with …
    where it leaves some out. `confidence` is a probability, 0 to 1.
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
        case SourceAnswer(article=article):
            lines = "\n".join(record_lines(answer, say))
            return _object(answer, kind="source", article=article, record=lines, confidence=1.0)
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
    source = {key: value for key, value in _source(article, None).items() if key != "paragraph"}
    return {**source, "paragraphs": len(article.paragraphs), "characters": len(article.text)}


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
) -> Json:
    return {
        "question": answer.question.text,
        "found": is_found(answer),
        "kind": kind,
        "verdict": str(answer.verdict) if isinstance(answer, PassageAnswer) else None,
        "reason": str(answer.reason) if isinstance(answer, NotFound) else None,
        "passage": hit.passage.text if hit else record,
        "focus": quoted_text(hit) if hit else record,
        "items": _items(hit) if hit else [],
        "source": _source(article, hit.passage.paragraph if hit else None) if article else None,
        "citation": cite(article) if article else None,
        "score": round(hit.score, 4) if hit else None,
        "confidence": round(confidence, 4),
        "evidence": {"found": list(evidence.present), "missing": list(evidence.missing)},
        "others": others or [],
        "suggestions": list(suggestions),
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
        "source": _source(hit.article, hit.passage.paragraph),
        "score": round(hit.score, 4),
    }


def _source(article: Article, paragraph: int | None) -> Json:
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
