"""Text with `[[…]]` in it, each bracket replaced by the citation of the words inside."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.answering.quoting.citation import cite
from bot.model import Article

__all__ = ["MOST", "Inserted", "inserted", "numbered"]

MOST = 10

# Chinese keyboards type 【【 】】 for [[ ]]. Inside, single brackets count in pairs only: of nested
# brackets the innermost are meant, and one that is never closed stays text. Possessive, so that no text is slow.
_BRACKETS = re.compile(r"\[\[((?:[^\[\]]|\[[^\[\]]*+\])++)\]\]|【【((?:[^【】]|【[^【】]*+】)++)】】")
_MARK = re.compile(r"\[(\d{1,4})\]")


@dataclass(frozen=True, slots=True)
class Inserted:
    """A text with its citations, and the words in brackets, in order, as they were typed."""

    text: str
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    """Words that were not looked up, because there were more brackets than `MOST`."""


def inserted(text: str, cite_of: Callable[[str], str | None]) -> Inserted:
    """Replace every bracket of `text` by what `cite_of` returns for the words in it.

    If that is None, the bracket stays as it is, as do blank ones and those after the first ten.
    """
    outcome: dict[str, list[str]] = {"found": [], "missing": [], "left": []}
    known: dict[str, str | None] = {}

    def replaced(match: re.Match[str]) -> str:
        words = (match[1] or match[2]).strip()
        if not words:
            return match[0]
        if sum(map(len, outcome.values())) >= MOST:
            outcome["left"].append(words)
            return match[0]
        if words not in known:
            known[words] = cite_of(words)
        cited = known[words]
        outcome["missing" if cited is None else "found"].append(words)
        return match[0] if cited is None else cited

    whole = _BRACKETS.sub(replaced, text)
    return Inserted(whole, *(tuple(outcome[name]) for name in ("found", "missing", "left")))


def numbered(
    text: str, article_of: Callable[[str], Article | None], reference: Callable[[Article], str] = cite
) -> Inserted:
    """Replace brackets by `[1]`, `[2]` … with the references below the text (GB/T 7714-2015, 9.1).

    Articles are numbered as they first come up, each once, from above any `[n]` that stands in `text` already.
    """
    taken = max((int(number) for number in _MARK.findall(text)), default=0)
    articles: dict[str, Article] = {}

    def mark(words: str) -> str | None:
        article = article_of(words)
        if article is None:
            return None
        articles.setdefault(article.id, article)
        return f"[{taken + 1 + list(articles).index(article.id)}]"

    marked = inserted(text, mark)
    references = [f"[{n}] {reference(article)}" for n, article in enumerate(articles.values(), taken + 1)]
    whole = "\n\n".join(part for part in (marked.text, "\n".join(references)) if part)
    return Inserted(whole, marked.found, marked.missing, marked.left)
