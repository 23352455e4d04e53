"""What a file gave, for whoever asks before it is shelved: its articles, and its reader's remarks with passages."""

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from bot.cli.output import counted
from bot.folder import printable
from bot.locale import INTERNATIONAL, locale
from bot.readers import Reading
from bot.reply.remarks import remark_line

__all__ = ["print_report"]


def print_report(source: str, reading: Reading) -> None:
    """Print a line for each article in the file `source`, and a table of the remarks if there are any."""
    for article in reading.articles:
        author = f", {article.source.author}" if article.source.author else ""
        size = f"{counted(len(article.paragraphs), 'paragraph')}, {counted(len(article.text), 'character')}"
        print(f"{printable(source)}: {article.source.title}{author} ({size})", flush=True)
    if reading.remarks:
        Console(highlight=False, markup=False, emoji=False).print(_table(reading))
    else:
        print("nothing to remark", flush=True)


def _table(reading: Reading) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("remark", "passages"):
        table.add_column(heading, overflow="fold")
    for remark in reading.remarks:
        passages = Group(*(Text(f"…{passage}…") for passage in remark.passages))
        table.add_row(Text(remark_line(remark, locale(INTERNATIONAL))), passages)
    return table
