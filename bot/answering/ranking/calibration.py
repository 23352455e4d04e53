"""The line between found and not found, drawn for a shelf without labels: where questions about anything else fall.

On one article hardly a word of an off-topic question turns up; among thousands many do. So each
shelf is asked a list of everyday questions that no article is likely to answer, and the line runs
above nearly all of them.
"""

from collections.abc import Callable
from functools import cache
from importlib.resources import files

__all__ = ["LOWEST", "drawn", "off_topic_questions"]

LOWEST = -2.5
"""The lowest that the line may run, in ln(odds): one of thirteen questions there is about the shelf."""
_SHARE = 0.95
_MARGIN = 0.6


def drawn(relevance: Callable[[str], float], highest: float) -> float:
    """The line, in ln(odds), for a shelf on which `relevance` tells that of a question; between LOWEST and `highest`.

    A margin above all but a twentieth of the off-topic questions: a shelf may well be about one of them.
    """
    odds = sorted(relevance(question) for question in off_topic_questions())
    return min(highest, max(LOWEST, odds[int(_SHARE * len(odds))] + _MARGIN))


@cache
def off_topic_questions() -> tuple[str, ...]:
    """Everyday questions that no article is likely to answer."""
    return tuple((files("bot.answering.ranking") / "off_topic.txt").read_text(encoding="utf-8").splitlines())
