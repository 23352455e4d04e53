"""What holds until the end of a group of an RTF document, and the words that change it."""

from dataclasses import dataclass, replace

__all__ = ["State", "after_word"]

_SCRIPTS = {"super": "super", "up": "super", "sub": "sub", "dn": "sub", "nosupersub": ""}


@dataclass(frozen=True, slots=True)
class State:
    """Where the text of a group goes, and how it is set."""

    to: str = "text"
    """`text`, `label`, `unread`, or a part of the document's head."""
    script: str = ""
    hidden: bool = False
    font: int = -1
    size: float = 12.0
    fallbacks: int = 1
    """How many signs follow each Unicode character, for programs that cannot read it."""
    opens_note: bool = False


def after_word(state: State, word: str, number: int | None) -> State | None:
    """Return the state after a control word; None if the word does not change how text is set."""
    match word:
        case "f":
            return replace(state, font=number or 0)
        case "fs":
            return replace(state, size=(number or 24) / 2)
        case "uc":
            return replace(state, fallbacks=max(0, number or 0))
        case "plain":
            return replace(state, script="", hidden=False, size=12.0)
        case "v" | "deleted":
            return replace(state, hidden=number != 0)
    script = _SCRIPTS.get(word)
    return None if script is None else replace(state, script="" if number == 0 else script)
