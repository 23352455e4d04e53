"""Formulas → a line of characters: MathML, and the simpler part of TeX."""

import re
from collections.abc import Callable
from typing import Any

from bot.model import UNREADABLE
from bot.readers.markup.small_type import lowered, raised
from bot.readers.markup.tags import tag_name

__all__ = ["formula", "plain_tex"]

_ROWS = frozenset("math semantics mrow mstyle mpadded menclose mtd merror".split())
_LEAVES = frozenset("mi mn mo mtext ms".split())
_EMPTY = frozenset("mspace mphantom none mprescripts maligngroup malignmark".split())
_UNSEEN = dict.fromkeys(map(ord, "\u2061\u2062\u2063\u2064"))
_ATOM = re.compile(r"[\w.,%°′]*|[(（].*[)）]")
_MAX_CHARACTERS = 2_000
_MAX_DEPTH = 60

_TEX_SHELL = re.compile(
    r"^\s*(?:\\\[|\\\(|\${1,2})?\s*(?:\{\s*\\(?:display|text|script)style\s*(?P<inner>.*)\}|(?P<plain>.*?))\s*(?:\\\]|\\\)|\${1,2})?\s*$",
    re.DOTALL,
)
_TEX_SIGNS = {
    "times": "×", "cdot": "·", "div": "÷", "pm": "±", "mp": "∓", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠",
    "neq": "≠", "approx": "≈", "sim": "∼", "infty": "∞", "sum": "∑", "int": "∫", "prod": "∏", "partial": "∂", "in": "∈",
    "to": "→", "rightarrow": "→", "ldots": "…", "cdots": "⋯", "dots": "…", "circ": "°", "percent": "%", "quad": " ",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ",
    "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ",
    "Lambda": "Λ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    "sin": "sin", "cos": "cos", "tan": "tan", "log": "log", "ln": "ln", "lim": "lim", "max": "max", "min": "min",
    "left": "", "right": "", "displaystyle": "", ",": " ", ";": " ", "!": "", " ": " ", "%": "%", "{": "{", "}": "}",
}  # fmt: skip
_TEX_COMMAND = re.compile(r"\\([A-Za-z]+ ?|[,;! %{}])")
_TEX_WRAPPED = re.compile(r"\\(?:mathrm|mathbf|mathit|text|operatorname|boldsymbol)\s*\{([^{}\\]*)\}")
_TEX_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}\\]*)\}\s*\{([^{}\\]*)\}")
_TEX_ROOT = re.compile(r"\\sqrt\s*\{([^{}\\]*)\}")
_TEX_SMALL = re.compile(r"([\^_])(?:\{([^{}\\]*)\}|([0-9A-Za-z]))")


def formula(math: Any) -> str:
    """Return the element `math` as a line: 3x, x², (a+b)/2; else its own words for it, else 〔…〕."""
    try:
        text = _linear(math, 0)
    except _Strange:
        text = _told(math)
    return text if 0 < len(text) <= _MAX_CHARACTERS else UNREADABLE


def plain_tex(tex: str) -> str:
    """Return `tex` without its shell, and as plain characters if they can say it."""
    tex = " ".join(tex.split())
    if len(tex) > _MAX_CHARACTERS:
        return UNREADABLE
    shell = _TEX_SHELL.match(tex)
    bare = (shell["inner"] or shell["plain"] or "").strip() if shell else tex.strip()
    plain = _TEX_WRAPPED.sub(r"\1", bare)
    plain = _TEX_COMMAND.sub(lambda match: _TEX_SIGNS.get(match[1].strip() or " ", match[0]), plain)
    plain = _TEX_FRACTION.sub(lambda match: f"{_atom(match[1])}/{_atom(match[2])}", plain)
    plain = _TEX_ROOT.sub(lambda match: f"√{_atom(match[1])}", plain)
    plain = _TEX_SMALL.sub(_small_tex, plain)
    return " ".join((bare if "\\" in plain else plain.replace("{", "").replace("}", "")).split())


class _Strange(Exception):
    """The formula holds what a line cannot say."""


def _linear(element: Any, depth: int) -> str:
    name = tag_name(element)
    if depth > _MAX_DEPTH:
        raise _Strange
    if name in _LEAVES:
        return "".join(element.itertext()).translate(_UNSEEN).strip()
    if name in _EMPTY:
        return ""
    parts = [child for child in element if tag_name(child)][: 1 if name == "semantics" else None]
    said = [_linear(part, depth + 1) for part in parts]
    if name in _ROWS:
        return "".join(said) if parts else (element.text or "").strip()
    return _shape(element, name, said)


def _shape(element: Any, name: str, said: list[str]) -> str:
    if name in _SHAPES and len(said) == _SHAPES[name][0]:
        return _SHAPES[name][1](*said)
    if name == "msqrt":
        return f"√{_atom(''.join(said))}"
    if name == "mfenced":
        between = (element.get("separators") or ",")[:1]
        return f"{element.get('open', '(')}{between.join(said)}{element.get('close', ')')}"
    raise _Strange


def _atom(text: str) -> str:
    return text if _ATOM.fullmatch(text) else f"({text})"


_SHAPES: dict[str, tuple[int, Callable[..., str]]] = {
    "mfrac": (2, lambda above, below: f"{_atom(above)}/{_atom(below)}"),
    "msup": (2, lambda base, power: f"{base}{raised(power)}"),
    "msub": (2, lambda base, index: f"{base}{lowered(index)}"),
    "msubsup": (3, lambda base, index, power: f"{base}{lowered(index)}{raised(power)}"),
    "munder": (2, lambda base, below: f"{base}_({below})"),
    "munderover": (3, lambda base, below, above: f"{base}_({below})^({above})"),
    "mroot": (2, lambda base, degree: f"{raised(degree)}√{_atom(base)}"),
}


def _told(math: Any) -> str:
    """Return what the formula says of itself in TeX or in words."""
    notes = [
        "".join(note.itertext()) for note in math.iter() if tag_name(note) == "annotation" and _is_tex(note)
    ]
    said = next((text for text in (*notes, math.get("alttext") or "") if text.strip()), "")
    return plain_tex(said)


def _is_tex(note: Any) -> bool:
    return "tex" in (note.get("encoding") or "").lower()


def _small_tex(match: re.Match[str]) -> str:
    text = match[2] if match[2] is not None else match[3]
    return raised(text) if match[1] == "^" else lowered(text)
