"""What could be asked, as questions in the reader's language."""

from collections.abc import Iterable

from bot.locale import Locale

__all__ = ["suggested_questions"]


def suggested_questions(suggestions: Iterable[str], say: Locale) -> tuple[str, ...]:
    """Return a question about each of what an article tells of; one that is a question already stays as it is."""
    return tuple(
        text if text.endswith(("?", "？")) else say("answer.ask_about", thing=text) for text in suggestions
    )
