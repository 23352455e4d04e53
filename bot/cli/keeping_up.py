"""Bring the index of a large shelf up to date, with a bar at the terminal."""

from rich.console import Console
from rich.progress import Progress

from bot.assistant.large_shelves import LargeShelves
from bot.cli.output import print_aside
from bot.retrieval.found_writer import IndexBusy

__all__ = ["bring_up"]


def bring_up(archive: LargeShelves, shelf: str, *, anew: bool = False) -> bool:
    """Index what changed on the shelf, or all of it `anew`; return whether it is large enough to have an index.

    If another process does so already, that is told and nothing else is done.
    """
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("indexing", total=None)
        try:
            return archive.bring_up(
                shelf, lambda done, of: bar.update(task, completed=done, total=of), anew=anew
            )
        except IndexBusy:
            print_aside(f"the index of '{shelf}' is being built by another process")
            return True
