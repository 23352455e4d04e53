"""The properties of a Word document → what is known of its source: a title, and an author who is a person."""

from typing import TYPE_CHECKING

from bot.model import Source
from bot.readers.elements import local_name
from bot.readers.office import source_of_record
from bot.readers.prose import tidy_paragraphs

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["known_source"]


def known_source(core: "Element | None") -> Source:
    """Return what the core properties say of an article."""
    fields = {
        local_name(field): " ".join(tidy_paragraphs([field.text or ""]))
        for field in (core if core is not None else ())
    }
    return source_of_record(fields.get("title", ""), fields.get("creator", ""))
