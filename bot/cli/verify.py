"""`zhaiyin verify`: hold a claim against the articles."""

import sys
from contextlib import closing
from typing import Annotated

import typer

from bot.answering.quoting.quotation import Outcome
from bot.answering.quoting.verification import LONGEST
from bot.chat.console import screen, show
from bot.cli.opening import open_desk
from bot.cli.options import AsJson, Shelf
from bot.cli.output import print_json
from bot.language.normalise import readable
from bot.model import PUBLIC_SHELF, ShelfRef
from bot.reply import locale_of
from bot.reply.verification_record import verification_record
from bot.reply.verifications import verification_reply
from bot.settings import read_settings

__all__ = ["verify"]

STANDS, DIFFERS = 0, 1


def verify(
    claim: Annotated[
        str, typer.Argument(metavar="CLAIM", help="The words to verify; - reads them from standard input.")
    ],
    as_json: AsJson = False,
    shelf: Shelf = PUBLIC_SHELF,
) -> None:
    """Show where words stand, and what differs. Exit status 0: word for word, 1: otherwise, 2: wrong use."""
    words = sys.stdin.read(LONGEST + 1) if claim == "-" else readable(claim)
    desk = open_desk(read_settings())
    with closing(desk.library):
        verification = desk.shelf(ShelfRef.parse(shelf)).verify(words)
        if as_json:
            print_json(verification_record(verification))
        else:
            show(screen(), verification_reply(verification, locale_of(words)))
    raise typer.Exit(STANDS if verification.outcome in (Outcome.EXACT, Outcome.SAME_WORDS) else DIFFERS)
