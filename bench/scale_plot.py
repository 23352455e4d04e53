"""A plot of what `bench.scale` measured, as SVG: both axes grow by factors of ten."""

from collections.abc import Mapping, Sequence
from html import escape
from math import log10
from typing import Any

__all__ = ["plot"]

_WIDTH, _HEIGHT, _LEFT, _TOP = 320, 240, 60, 40
_COLOURS = {"plain": "#999999", "bm25s": "#e69f00", "tantivy": "#0072b2", "Zhaiyin": "#d55e00"}
_PANELS = (("p50 ms", "question → answer, median ms"), ("memory MB", "memory of the process, MB"))


def plot(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the plot of the rows: a line for each system, its time and its memory by the number of passages."""
    panels = "".join(
        f'<g transform="translate({_LEFT + number * (_WIDTH + 2 * _LEFT)},{_TOP})">{_panel(rows, name, title)}</g>'
        for number, (name, title) in enumerate(_PANELS)
    )
    width, height = 2 * (_WIDTH + 2 * _LEFT), _HEIGHT + 2 * _TOP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="12"><rect width="100%" height="100%" fill="white"/>{panels}</svg>\n'
    )


def _panel(rows: Sequence[Mapping[str, Any]], name: str, title: str) -> str:
    sizes = [row["passages"] for row in rows]
    values = [_value(row[name]) for row in rows]
    across, up = _scale(sizes, _WIDTH), _scale(values, _HEIGHT)
    parts = [
        f'<text y="-12">{escape(title)}</text><rect width="{_WIDTH}" height="{_HEIGHT}" fill="none" stroke="#ccc"/>'
    ]
    for size in sorted(set(sizes)):
        parts.append(f'<text x="{across(size):.0f}" y="{_HEIGHT + 16}" text-anchor="middle">{size:,}</text>')
    for power in range(-2, 6):
        if min(values) <= 10**power <= max(values):
            y = _HEIGHT - up(10**power)
            parts.append(
                f'<path d="M0 {y:.0f}H{_WIDTH}" stroke="#eee"/><text x="-6" y="{y + 4:.0f}" text-anchor="end">{10**power:g}</text>'
            )
    for system in dict.fromkeys(row["system"] for row in rows):
        own = [row for row in rows if row["system"] == system]
        points = [(across(row["passages"]), _HEIGHT - up(_value(row[name]))) for row in own]
        line, colour = " ".join(f"{x:.0f},{y:.0f}" for x, y in points), _COLOURS.get(system, "#000")
        x, y = points[-1]
        parts.append(
            f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>'
            f'<text x="{x + 4:.0f}" y="{y + 4:.0f}" fill="{colour}">{escape(system)}</text>'
        )
    return "".join(parts)


def _scale(values: Sequence[float], length: float) -> "_Scale":
    return _Scale(log10(min(values)), log10(max(values)), length)


class _Scale:
    """A place on an axis for each value."""

    def __init__(self, least: float, most: float, length: float) -> None:
        self._least, self._length = least, length
        self._range = (most - least) or 1.0

    def __call__(self, value: float) -> float:
        return (log10(value) - self._least) / self._range * self._length


def _value(cell: Any) -> float:
    return max(0.01, float(cell[0] if isinstance(cell, list) else cell))
