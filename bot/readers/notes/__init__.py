"""Notes that an author numbered by hand: their marks leave the sentences, each note follows its paragraph."""

from bot.readers.notes.below import Noted, with_notes_below

__all__ = ["Noted", "with_notes_below"]
