"""Authors and sentences as every citation style needs them."""

import re

from bot.language.expressions import expression
from bot.language.han import has_han
from bot.model import Source

__all__ = ["authors", "family_first", "is_person", "with_stop"]

_SEPARATOR = expression(
    r"[、，,；;]\s*(?:(?:and|&)\s+)?|\s+(?:and|&)\s+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])"
)
_PERSON = expression(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3}")
_BODIES = frozenset(
    "agency association board bureau centre center china college committee correspondent daily department desk "
    "editorial group institute ministry news office press reporter reuters staff the times university xinhua".split()
)
# In pinyin the family name comes first: Li Ming is Li, M. These are the most frequent family names.
_FAMILIES = frozenset(
    "bai cai cao chen cheng cui dai deng ding dong du duan fan fang feng fu gao ge gu guo hao he hou hu huang "
    "jia jiang jin kong lai lei li liang liao lin liu lu luo ma mao meng pan peng qian qin qiu ren shao shen "
    "shi song su sun tan tang tao tian wan wang wei wen wu xi xia xiao xie xiong xu xue yan yang yao ye yi yin yu "
    "yuan zeng zhang zhao zheng zhong zhou zhu zou".split()
)


def authors(source: Source) -> tuple[str, ...]:
    """Return the names in the author field, which 、，,；; and & or, between Chinese names, blanks separate."""
    return tuple(name.strip() for name in _SEPARATOR.split(source.author or "") if name.strip())


def is_person(name: str) -> bool:
    """Return whether `name` is a person's, in Latin letters."""
    return _person(name) is not None


def family_first(name: str, form: str) -> str:
    """Return a person's name in Latin letters in `form`, any other name as it is.

    `form` may hold {family}, {FAMILY}, {given}, {initials} (J R) and {stopped} (J. R.).
    """
    person = _person(name)
    if not person:
        return name
    family, given = person
    letters = [word[0].upper() for word in re.split(r"[\s.]+", given) if word]
    initials, stopped = " ".join(letters), " ".join(f"{letter}." for letter in letters)
    return form.format(family=family, FAMILY=family.upper(), given=given, initials=initials, stopped=stopped)


def with_stop(text: str) -> str:
    """Return `text` with a full stop, unless it ends in a mark that ends a sentence."""
    return text if text.endswith((".", "?", "!", "。", "？", "！", "…")) else f"{text}."


def _person(name: str) -> tuple[str, str] | None:
    """Return the family and given name of a person; None for Chinese names and for bodies."""
    words = name.split()
    if has_han(name) or not _PERSON.fullmatch(name) or _BODIES & {word.lower() for word in words}:
        return None
    if words[0].lower() in _FAMILIES and words[-1].lower() not in _FAMILIES:
        return words[0], " ".join(words[1:])
    # van, de, von belong to the family name
    start = next((i for i, word in enumerate(words[1:-1], 1) if word[0].islower()), len(words) - 1)
    return " ".join(words[start:]), " ".join(words[:start])
