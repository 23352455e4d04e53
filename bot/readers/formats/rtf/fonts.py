"""The fonts of an RTF document: in which encoding its text is written, and which are fonts of symbols."""

from dataclasses import dataclass, field

from bot.readers.encoding import DAMAGED
from bot.readers.formats.rtf.words import encoding_of_charset
from bot.readers.symbols import in_symbol_font, is_symbol_font

__all__ = ["Fonts"]


@dataclass
class Fonts:
    """What is known of the fonts by their numbers; `encoding` is that of the document."""

    encoding: str = "cp1252"
    _encodings: dict[int, str] = field(default_factory=dict)
    _symbols: dict[int, str] = field(default_factory=dict)

    def set_charset(self, font: int, charset: int) -> None:
        """Note the character set of a font."""
        if encoding := encoding_of_charset(charset):
            self._encodings[font] = encoding

    def set_name(self, font: int, name: str) -> None:
        """Note the name of a font, as its entry ends."""
        name = name.strip().rstrip(";").strip()
        if is_symbol_font(name):
            self._symbols[font] = name

    def text(self, font: int, data: bytes) -> str:
        """Return what bytes in that font show."""
        if font in self._symbols:
            return in_symbol_font(self._symbols[font], data.decode("latin-1"))
        encoding = self._encodings.get(font, self.encoding)
        return data.decode(encoding, "replace").replace("\ufffd", DAMAGED)

    def character(self, font: int, char: str) -> str:
        """Return what a character in that font shows."""
        return in_symbol_font(self._symbols[font], char) if font in self._symbols else char
