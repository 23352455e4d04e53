"""The parts of a document that is a zip archive of XML, within bounds that no bomb gets past."""

import io
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.errors import Damaged, Protected, TooComplex, UnreadableArticle
from bot.readers.extras import optional_import
from bot.readers.file import File

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["Archive"]

_MAX_PARTS = 10_000
_UNIX = 3
"""The system that a zip archive names where modes of files are noted."""
_MAX_UNPACKED_BYTES = 200_000_000
_MAX_PART_BYTES = 20_000_000


class Archive:
    """The parts of `file` by name. All methods raise UnreadableArticle for damage and bombs."""

    def __init__(self, file: File, kind: str) -> None:
        self._file, self._kind = file, kind
        with self._zip_errors():
            self._zip = zipfile.ZipFile(io.BytesIO(file.data))
        infos = self._zip.infolist()
        if len(infos) > _MAX_PARTS:
            raise self._refusal(f"holds {len(infos):,} parts", f"the limit is {_MAX_PARTS:,}", TooComplex)
        if (size := sum(info.file_size for info in infos)) > _MAX_UNPACKED_BYTES:
            raise self._refusal(
                f"unpacks to {size / 1e6:,.0f} MB",
                f"the limit is {_MAX_UNPACKED_BYTES / 1e6:.0f} MB",
                TooComplex,
            )
        self.names = frozenset(info.filename for info in infos)
        self._folded = {_folded(name): name for name in sorted(self.names, reverse=True)}

    def real_name(self, name: str) -> str | None:
        """Return the part that `name` means, whatever the case and the form of its letters; None if there is none."""
        if name in self.names:
            return name
        return self._folded.get(_folded(name))

    def part(self, name: str) -> bytes:
        """Return the bytes of the part `name`."""
        with self._zip_errors():
            info = self._zip.getinfo(self.real_name(name) or name)
            if info.file_size > _MAX_PART_BYTES:
                raise self._refusal(
                    f"{name} unpacks to {info.file_size / 1e6:,.0f} MB",
                    f"the limit is {_MAX_PART_BYTES / 1e6:.0f} MB",
                    TooComplex,
                )
            if info.flag_bits & 1:
                raise self._refusal("is protected by a password", "save it without one", Protected)
            if info.create_system == _UNIX and stat.S_ISLNK(info.external_attr >> 16):
                # its bytes are the path that it leads to
                raise self._refusal(f"{name} is a link", "put the file itself into it")
            return self._zip.read(info)

    def xml(self, name: str, *, typed: bool = False) -> "Element":
        """Return the root of the XML part `name`; entities are refused, and so is a document type unless `typed`."""
        with optional_import(self._file.name, "defusedxml", self._kind):
            from defusedxml import DefusedXmlException
            from defusedxml.ElementTree import ParseError, fromstring
        try:
            root: Element = fromstring(self.part(name), forbid_dtd=not typed)
        except DefusedXmlException as error:
            raise self._refusal(
                f"{name} declares a document type or entities", "save it anew from its program"
            ) from error
        except (ParseError, ValueError, LookupError) as error:
            raise self._refusal(f"{name} is no XML", "save it anew from its program") from error
        return root

    def optional_xml(self, name: str, *, typed: bool = False) -> "Element | None":
        """Return the root of the XML part `name`, or None if there is no such part."""
        return self.xml(name, typed=typed) if self.real_name(name) else None

    @contextmanager
    def _zip_errors(self) -> Iterator[None]:
        """Translate what zipfile raises."""
        try:
            yield
        except KeyError as error:
            raise self._refusal("lacks a part that it needs", f"save it anew as .{self._kind}") from error
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            ValueError,
            RuntimeError,
            NotImplementedError,
            OSError,
        ) as error:
            raise self._refusal(
                f"is damaged, or no .{self._kind} file at all", "save it anew from its program"
            ) from error

    def _refusal(self, what: str, advice: str, kind: type[UnreadableArticle] = Damaged) -> UnreadableArticle:
        return kind(f"{self._file.name}: {what}; {advice}")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().lstrip("/")
