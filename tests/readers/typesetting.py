"""Pages of PDFs as typesetters lay them out: paragraphs in lines, and what is read from them."""

from samples import Set, pdf

from bot.readers import File, Reading, read

__all__ = ["column", "reading"]


def reading(*pages: list[Set], embedded: bool = True, info: str = "", more: str = "") -> Reading:
    """What is read from a PDF of these pages."""
    return read(File("a.pdf", pdf(pages, embedded=embedded, info=info, more=more)))


def column(
    text: str, *, top: float, width: int = 30, x: float = 70, indent: int = 2, size: float = 10
) -> list[Set]:
    """A paragraph set in lines of `width` characters, the first of them set in."""
    first = width - indent
    lines = [text[:first], *(text[i : i + width] for i in range(first, len(text), width))]
    return [
        Set(x + (size * indent if n == 0 else 0), top + 1.5 * size * n, line, size)
        for n, line in enumerate(lines)
    ]
