"""Questions on the command line, put to a small shelf as it lies there or else to the library, and their answers printed."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from functools import partial

from bot.answering.answerer import Answerer
from bot.chat.console import screen, show_answer
from bot.cli.at_rest import answerer_at_rest
from bot.cli.output import print_json
from bot.language.normalise import readable
from bot.model import PUBLIC_SHELF, Answer, Question, ShelfRef, is_found
from bot.places import read_places
from bot.reply import locale_of
from bot.storage.shelf_file import MOST_CHARACTERS

__all__ = ["status_of"]

FOUND, NOT_FOUND = 0, 1


def status_of(asked: str, *, as_json: bool, shelf: str = PUBLIC_SHELF, of: str = "") -> int:
    """Print the answer to what is asked, `-` for every line of standard input; return the exit status.

    If the shelf has an article of the id `of`, it alone is asked.
    """
    with _answering(ShelfRef.parse(shelf), of, single=asked != "-") as answer:
        found = [_answered(answer, line, as_json) for line in _lines(asked)]
    return FOUND if any(found) else NOT_FOUND


def _lines(question: str) -> Iterable[str]:
    """Return the question, or those on standard input as they come."""
    if question != "-":
        return [readable(question)]
    return filter(None, (line.strip() for line in sys.stdin))


@contextmanager
def _answering(shelf: ShelfRef, of: str, *, single: bool) -> Iterator[Callable[[Question], Answer]]:
    """Yield what answers questions; for a single one the library is opened only if that is necessary."""
    answerer = _at_rest(shelf) if single else None
    if answerer is not None:
        article = answerer.article(of) if of else None
        yield partial(answerer.ask_of, article) if article else answerer.ask
        return
    # with SQLAlchemy and pydantic these take as long to import as everything else
    from bot.cli.opening import open_desk
    from bot.settings import read_settings

    settings = read_settings()
    desk = open_desk(settings)
    with closing(desk.library):
        yield lambda question: desk.ask(question, shelf, of)


def _at_rest(shelf: ShelfRef) -> Answerer | None:
    """Return what answers from a small shelf as it lies there; None if the library has to be opened."""
    places = read_places()
    if places is None:
        from bot.settings import read_settings

        settings = read_settings()
        if settings.zhaiyin_disk_characters <= MOST_CHARACTERS:
            return None  # even a small shelf may have its index on disk then
        places = settings.places
    return answerer_at_rest(places, shelf)


def _answered(answered: Callable[[Question], Answer], line: str, as_json: bool) -> bool:
    """Print the answer; return whether something was found."""
    answer = answered(Question(line))
    say = locale_of(line)
    if as_json:
        from bot.reply.record import record  # with the styles of citations

        print_json(record(answer, say))
    else:
        show_answer(screen(), answer, say)
    return is_found(answer)
