"""The threshold between found and not found, for one shelf and without labels.

On one article hardly a word of an off-topic question turns up; among thousands many do. So each
shelf is asked a list of everyday questions that no article is likely to answer, and the threshold
lies above nearly all of them.
"""

from collections.abc import Callable
from functools import cache
from importlib.resources import files

__all__ = ["LOWEST_THRESHOLD", "off_topic_questions", "threshold_for_shelf"]

LOWEST_THRESHOLD = -2.5
"""The lowest threshold, in ln(odds): one of thirteen questions there is about the shelf."""
_SHARE = 0.95
_MARGIN = 0.6


def threshold_for_shelf(relevance: Callable[[str], float], highest: float) -> float:
    """Return the ln(odds) of relevance from which on a shelf is about a question.

    `relevance` gives that of a question on this shelf, `highest` is the most that comes back. The threshold lies a margin above all but a twentieth of
    the off-topic questions, since a shelf may well be about one of them, and never below LOWEST_THRESHOLD.
    """
    odds = sorted(relevance(question) for question in off_topic_questions())
    return min(highest, max(LOWEST_THRESHOLD, odds[int(_SHARE * len(odds))] + _MARGIN))


@cache
def off_topic_questions() -> tuple[str, ...]:
    """Return everyday questions that no article is likely to answer."""
    return tuple((files("bot.answering.ranking") / "off_topic.txt").read_text(encoding="utf-8").splitlines())
