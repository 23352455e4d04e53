"""The tokens of an RTF document → its lines, and what its record says."""

import re
from dataclasses import dataclass, field, replace

from bot.model import UNREADABLE
from bot.readers.formats.rtf.flow import Flow, Set
from bot.readers.formats.rtf.fonts import Fonts
from bot.readers.formats.rtf.setting import set_after
from bot.readers.formats.rtf.state import State, after_word
from bot.readers.formats.rtf.tokens import Token
from bot.readers.formats.rtf.words import READ, SIGNS, UNREAD, encoding_of_page
from bot.readers.linear import field_formula
from bot.readers.office import Line

__all__ = ["Document"]

_MAX_DEPTH = 1_000
_COLLECTED = ("title", "author", "fldinst", "objclass")
_RECORDS = ("fonttbl", "stylesheet", *_COLLECTED)
_FORMULAS = ("moMath", "moMathPara")
_FALLBACK_SIGNS = 10


@dataclass
class Document:
    """What is read of a document, token by token."""

    title: str = ""
    author: str = ""
    too_deep: bool = False
    _fonts: Fonts = field(default_factory=Fonts)
    _styles: dict[int, str] = field(default_factory=dict)
    _state: State = field(default_factory=State)
    _around: list[State] = field(default_factory=list)
    _flows: list[Flow] = field(default_factory=lambda: [Flow()])
    _bytes: bytearray = field(default_factory=bytearray)
    _fallback: int = 0
    _starred: bool = False
    _record: list[str] = field(default_factory=list)
    _set: Set = field(default_factory=Set)
    _style: int = 0

    def read(self, data: bytes) -> list[Line]:
        """Return the lines of the document `data`."""
        for token in Token.all_in(data):
            self._take(token)
        self._flush()
        while len(self._flows) > 1:
            self._end_note()
        return self._flows[0].done()

    def _take(self, token: Token) -> None:
        text = token.text
        if self._fallback and text:
            skipped = min(self._fallback, len(text))
            self._fallback -= skipped
            text = text[skipped:]
        if token.text:
            self._bytes += text
        elif self._fallback and token.word in SIGNS:
            self._fallback -= 1
        else:
            self._flush()
            self._fallback = 0
            self._obey(token.word, token.number)

    def _obey(self, word: str, number: int | None) -> None:
        starred, self._starred = self._starred, word == "*"
        if word == "{":
            self.too_deep |= len(self._around) >= _MAX_DEPTH
            if not self.too_deep:
                self._around.append(self._state)
                self._state = replace(self._state, opens_note=False)
        elif word == "}":
            self._close()
        elif word == "u" and number is not None:
            self._add(self._fonts.character(self._state.font, chr(number % 0x10000)))
            self._fallback = min(self._state.fallbacks, _FALLBACK_SIGNS)
        elif word in SIGNS:
            self._add(SIGNS[word])
        elif word in UNREAD or word in _RECORDS or word in READ or starred:
            self._begin(word)
        elif not (self._is_of_head(word, number) or self._is_setting(word, number)):
            self._end(word)

    def _begin(self, word: str) -> None:
        """Begin what the group that opened is for."""
        if self._state.to == "unread" and word != "ud":
            return
        if word == "footnote" and self._state.to == "text":
            self._flows.append(Flow())
            self._state = replace(self._state, opens_note=True, script="")
        elif word in _FORMULAS:
            self._show(UNREADABLE)
            self._state = replace(self._state, to="unread")
        elif word in ("listtext", "pntext"):
            self._state = replace(self._state, to="label")
        elif word in _RECORDS:
            self._record = []
            self._state = replace(self._state, to=word)
        elif word == "ud":
            self._state = replace(self._state, to="text")
        elif word not in READ:
            self._state = replace(self._state, to="unread")

    def _close(self) -> None:
        part, begun = self._state.to, not self._around or self._around[-1].to != self._state.to
        if self._state.opens_note:
            self._end_note()
        if self._around:
            self._state = self._around.pop()
        if part in _COLLECTED and begun:
            self._keep(part, " ".join("".join(self._record).split()))

    def _keep(self, part: str, record: str) -> None:
        """Keep what the group of a record said, or show the formula that it stands for."""
        if part == "fldinst" and record.upper().startswith("EQ"):
            self._show(field_formula(record))
        elif part == "objclass" and re.search("equation|mathtype", record, re.IGNORECASE):
            self._show(UNREADABLE)
        elif part in ("title", "author"):
            setattr(self, part, record)

    def _show(self, text: str) -> None:
        """Add what stands in the text at this place."""
        if self._state.to == "text" and not self._state.hidden:
            self._flows[-1].add(text, "", self._state.size)

    def _end_note(self) -> None:
        note = self._flows.pop().done()
        self._flows[-1].notes += note

    def _is_of_head(self, word: str, number: int | None) -> bool:
        """Obey a word of the document's head: encodings, and the names of styles."""
        if word in ("ansicpg", "mac"):
            self._fonts.encoding = encoding_of_page(10000 if word == "mac" else number or 0)
        elif word == "fcharset" and self._state.to == "fonttbl":
            self._fonts.set_charset(self._state.font, number or 0)
        elif word == "s" and self._state.to == "stylesheet":
            self._style = number or 0
        else:
            return False
        return True

    def _is_setting(self, word: str, number: int | None) -> bool:
        """Obey a word that says how what follows is set."""
        if (state := after_word(self._state, word, number)) is None:
            return self._is_of_paragraph(word, number)
        self._state = state
        return True

    def _is_of_paragraph(self, word: str, number: int | None) -> bool:
        if (after := set_after(self._set, word, number, self._styles)) is None:
            return False
        self._set = after
        return True

    def _end(self, word: str) -> None:
        """Obey a word that ends a paragraph, a cell or a row, or defines one."""
        flow = self._flows[-1]
        if self._state.to not in ("text", "label"):
            return
        if word in ("par", "sect", "page", "column", "nestcell"):
            flow.end_paragraph(self._set if len(self._flows) == 1 else Set())
        elif word == "cell":
            flow.end_cell(self._set)
        elif word == "row":
            flow.end_row()
        elif word == "trowd":
            flow.begin_row()
        elif word in ("clmrg", "clvmrg"):
            flow.merge(word)
        elif word == "cellx":
            flow.end_definition()

    def _flush(self) -> None:
        """Read the bytes that came since the last word."""
        if self._bytes:
            text = self._fonts.text(self._state.font, bytes(self._bytes))
            self._bytes.clear()
            self._add(text)

    def _add(self, text: str) -> None:
        to, flow = self._state.to, self._flows[-1]
        if to == "text" and not self._state.hidden:
            flow.add(text, self._state.script, self._state.size)
        elif to == "label":
            flow.label += text.replace("\t", " ")
        elif to == "stylesheet" and text.strip().endswith(";"):
            self._styles[self._style] = text.strip().rstrip(";").strip()
            self._style = 0
        elif to == "fonttbl":
            self._fonts.set_name(self._state.font, text)
        elif to in _COLLECTED:
            self._record.append(text)
