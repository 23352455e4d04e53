"""A question put to the article that a page shows."""

from bot.assistant.desk import Desk
from bot.model import Answer, Article, PassageAnswer, Question

__all__ = ["asked_within"]


def asked_within(desk: Desk, article: Article, question: Question) -> Answer:
    """The shelf's answer where it quotes the article, so that both say the same; else what the article alone answers."""
    answerer = desk.shelf(question.shelf).answerer
    answer = answerer.ask(question)
    if isinstance(answer, PassageAnswer) and any(hit.article.id == article.id for hit in answer.hits):
        return answer
    # of a shelf that changed just now it may be gone
    return answer if answerer.article(article.id) is None else answerer.ask_of(article, question)
