"""The runs of a Word paragraph → its text, and the notes that it calls."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from bot.readers.elements import attribute, child, children, local_name, value_of
from bot.readers.formats.docx.shown import PICTURES, Field, formulas_in, shown_by
from bot.readers.formats.docx.styles import Styles
from bot.readers.raised import placed
from bot.readers.symbols import in_symbol_font, is_symbol_font

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["UNREAD", "Inline", "NoteCall", "boxes", "inline", "is_on"]

UNREAD = frozenset("del moveFrom delText rt pPr rPr sdtPr Fallback sectPr instrText".split())
"""Deleted and moved text, readings above characters, and the second version of a drawing."""
_CHARACTERS = {"tab": " ", "noBreakHyphen": "-", "cr": "\n", "br": "\n"}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_SCRIPTS = {"superscript": "super", "subscript": "sub"}


class NoteCall(NamedTuple):
    """The kind of a note, footnote or endnote, and its id."""

    kind: str
    id: str


class Inline(NamedTuple):
    """The text of a paragraph, with line feeds where its author broke lines, and the notes it calls."""

    text: str
    notes: tuple[NoteCall, ...]


@dataclass
class _Walk:
    """The state of a walk through a paragraph: pieces of text, each with its place above or below the line."""

    styles: Styles
    pieces: list[tuple[str, str]] = field(default_factory=list)
    notes: list[NoteCall] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)

    def enter(self, element: "Element") -> None:
        """Walk through a paragraph, or anything in one that is no run."""
        for one in element:
            name = local_name(one)
            if name == "r":
                self._run(one)
            elif name in ("oMath", "oMathPara"):
                self._add(formulas_in(one))
            elif name not in UNREAD and name != "txbxContent":
                self._inner(one)

    def end(self) -> None:
        """Give out what fields hold that never end."""
        for one in self.fields:
            self.pieces += one.held
        self.fields.clear()

    def _run(self, run: "Element") -> None:
        head = child(run, "rPr")
        if is_on(head, "vanish"):
            return
        place = value_of(head, "vertAlign") or self.styles.setting(value_of(head, "rStyle"), "vertAlign")
        font = _font(head)
        for one in run:
            self._piece(one, font, place)

    def _inner(self, element: "Element") -> None:
        """Walk through what is neither a run nor skipped."""
        if local_name(element) == "AlternateContent":
            for one in children(element, "Choice"):
                self.enter(one)
        elif local_name(element) == "t":
            self._add(element.text or "")
        else:
            self.enter(element)

    def _piece(self, one: "Element", font: str, place: str) -> None:
        name = local_name(one)
        if name == "t":
            self._add(in_symbol_font(font, one.text or "") if font else one.text or "", place)
        elif name in _CHARACTERS:
            self._add(_CHARACTERS[name])
        elif name in _NOTES:
            self.notes.append(NoteCall(_NOTES[name], attribute(one, "id")))
        elif name == "fldChar":
            self._field_mark(one)
        elif name == "instrText":
            self._code(one.text or "")
        elif name in PICTURES:
            self._add(PICTURES[name](one))
            self._inner(one)
        elif name not in UNREAD and name != "txbxContent":
            self._inner(one)

    def _code(self, text: str) -> None:
        if self.fields and not self.fields[-1].has_result:
            self.fields[-1].code += text

    def _field_mark(self, mark: "Element") -> None:
        kind = attribute(mark, "fldCharType")
        if kind == "begin":
            self.fields.append(Field(mark))
        elif self.fields and kind == "separate":
            self.fields[-1].has_result = True
            self.fields[-1].held.clear()
        elif self.fields and kind == "end":
            done = self.fields.pop()
            shown = "" if any(text.strip() for text, _ in done.held) and done.has_result else shown_by(done)
            for text, place in [(shown, "")] if shown else done.held:
                self._add(text, place)

    def _add(self, text: str, place: str = "") -> None:
        if text:
            (self.fields[-1].held if self.fields else self.pieces).append((text, place))


def inline(paragraph: "Element", styles: Styles) -> Inline:
    """Return the text of `paragraph` without the boxes anchored there; what may be the mark of a note is marked."""
    walk = _Walk(styles)
    walk.enter(paragraph)
    walk.end()
    texts = [
        placed("".join(text for text, _ in group), _SCRIPTS.get(place, ""))
        for place, group in groupby(walk.pieces, key=lambda piece: piece[1])
    ]
    return Inline("".join(texts), tuple(walk.notes))


def boxes(element: "Element") -> list["Element"]:
    """Return the text boxes anchored in a paragraph, each once."""
    found: list[Element] = []
    for one in element:
        if local_name(one) == "txbxContent":
            found.append(one)
        elif local_name(one) not in UNREAD:
            found += boxes(one)
    return found


def is_on(settings: "Element | None", name: str) -> bool:
    """Return whether a setting that is on or off is there and on."""
    found = child(settings, name)
    return found is not None and attribute(found, "val") not in ("0", "false", "off")


def _font(settings: "Element | None") -> str:
    """Return the font of a run's narrow characters if it is a symbol font, else ""."""
    fonts = child(settings, "rFonts")
    font = "" if fonts is None else attribute(fonts, "ascii") or attribute(fonts, "hAnsi")
    return font if is_symbol_font(font) else ""
