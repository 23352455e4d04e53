"""A note of how a folder was mirrored, so that one that did not change is not read at every start."""

from contextlib import suppress
from pathlib import Path

from bot.errors import UnknownShelf, UnreadableArticle
from bot.folder_state import folder_state, is_noted, noted
from bot.library.corpus import mirror
from bot.library.library import Library

__all__ = ["mirror_changes"]


def mirror_changes(library: Library, folder: Path, note: Path) -> tuple[UnreadableArticle, ...]:
    """Mirror `folder`, unless the file `note` says that the shelf was like it and neither changed since.

    Returns the errors of the files that cannot be read. The note is written once mirroring changed nothing and
    all files could be read. Raises ConfigurationError if `folder` is not a folder.
    """
    state, revision = folder_state(folder), _revision(library)
    if is_noted(note, state, revision):
        return ()
    failures = mirror(library, folder)
    if state and not failures and revision is not None and revision == _revision(library):
        with suppress(OSError):
            note.write_text(noted(state, revision), encoding="ascii")
    return failures


def _revision(library: Library) -> int | None:
    try:
        return library.revision()
    except UnknownShelf:
        return None
