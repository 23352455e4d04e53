"""A question put to one article of a shelf."""

from bot.answering.source_record import asked_fields
from bot.chat.desk import Desk
from bot.language.normalise import folded
from bot.model import Answer, Article, PassageAnswer, Question, SourceAnswer

__all__ = ["asked_within"]


def asked_within(desk: Desk, article: Article, question: Question) -> Answer:
    """The shelf's answer where it quotes the article; else what the article alone answers, its source record included."""
    answer = desk.ask(question)
    if isinstance(answer, PassageAnswer) and any(hit.article.id == article.id for hit in answer.hits):
        return answer
    fields = asked_fields(question.text, article)
    if any(article.source.knows(field) for field in fields):
        return SourceAnswer(question, article, fields)
    # what the filter of a question cannot hold is left out of the title; the rest of it still finds the article
    title = max(folded(article.source.title).split('"'), key=len).strip()
    return desk.ask(Question(f'title:"{title}" {question.text}', question.shelf)) if title else answer
