"""What reading a file gives: its articles, and what whoever hands it over should know of them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from bot.model import Article, Heading, Source
from bot.readers.encoding import DAMAGED
from bot.readers.file import File

__all__ = ["UNREADABLE_CHARACTER", "Bundle", "Reading", "Remark", "RemarkKind"]

UNREADABLE_CHARACTER = DAMAGED
"""Stands where one character is damaged."""


class RemarkKind(StrEnum):
    """What a reader can have to say of its own work."""

    UNREADABLE = "unreadable"
    """Places that cannot be read; `number` counts them."""
    BAD_CHARACTERS = "bad_characters"
    """Characters that are damaged in the file; `number` counts them."""
    LEFT_OUT = "left_out"
    """Text that another reading of the file has and the articles lack; `number` is its share in percent."""
    MISSING_PART = "missing_part"
    """Parts that the file names and does not hold; `number` counts them."""
    MACHINE_READ = "machine_read"
    """The text was recognised in pictures by a program, which guesses."""

    UNREAD_FILES = "unread_files"
    """Files in an archive that could not be read; `number` counts them, `passages` are their names."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark of one kind, the pages that it is about if there are pages, and a few of the passages."""

    kind: RemarkKind
    number: int = 0
    pages: tuple[int, ...] = ()
    passages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of other formats that are in a file, in its order, at least one; and what is not read of it."""

    files: tuple[File, ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The articles of a file, in its order, at least one; and the remarks of its reader."""

    articles: tuple[Article, ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def article(self) -> Article:
        """The first article, for most files the only one."""
        return self.articles[0]

    def record(self) -> dict[str, Any]:
        """Return the reading as JSON can hold it."""
        fields: dict[str, Any] = asdict(self)
        for article in fields["articles"]:
            published = article["source"]["published"]
            article["source"]["published"] = published and published.isoformat()
        return fields

    @classmethod
    def of_record(cls, fields: Mapping[str, Any]) -> Self:
        """Return the reading that `record` made into `fields`."""
        remarks = (
            Remark(
                RemarkKind(remark["kind"]),
                remark["number"],
                tuple(remark["pages"]),
                tuple(remark["passages"]),
            )
            for remark in fields["remarks"]
        )
        return cls(tuple(map(_article, fields["articles"])), tuple(remarks))


def _article(fields: Mapping[str, Any]) -> Article:
    source = dict(fields["source"])
    source["published"] = source["published"] and date.fromisoformat(source["published"])
    headings = tuple(Heading(*heading) for heading in fields["headings"])
    return Article(Source(**source), fields["text"], fields["kept_id"], headings)
