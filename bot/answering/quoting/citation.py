"""A source, formatted in a style of citation."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from bot.language.utf16 import head, units
from bot.model import Article, Source

__all__ = ["STYLES", "authors", "cite", "short"]

Style = Callable[[Article, date | None], str]

_MONTHS = "January February March April May June July August September October November December".split()
_MLA_MONTHS = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()
_BIBTEX_SPECIAL = str.maketrans(
    {c: f"\\{c}" for c in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
_URL_SPECIAL = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C", " ": "%20"})
_SEPARATOR = re.compile(
    r"[、，,；;]\s*(?:(?:and|&)\s+)?|\s+(?:and|&)\s+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])"
)
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,3}")
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
_MOST_UNITS = 256


def cite(article: Article, style: str = "gbt7714", accessed: date | None = None) -> str:
    """Return the citation of `article` in one of `STYLES`, without fields that are not known.

    `accessed` is the day its address was opened; styles that have no place for it leave it out.
    """
    return STYLES[style](article, accessed)


def authors(source: Source) -> tuple[str, ...]:
    """Return the names of the author field, separated by 、，,；; and & or, if Chinese, by blanks."""
    return tuple(name.strip() for name in _SEPARATOR.split(source.author or "") if name.strip())


def short(article: Article, paragraph: int) -> str:
    """Return the GB/T 7714 citation with the paragraph in at most 256 UTF-16 units, for a button.

    If it is too long, the address goes first, then the middle of the title, then the end.
    """
    source = article.source
    number = f" 第{paragraph}段" if _chinese(source.title) else f" para. {paragraph}"
    text = gbt7714(article) + number
    if units(text) > _MOST_UNITS:
        text = gbt7714(article, link=False) + number
    room = units(source.title) - (units(text) - _MOST_UNITS) - 1
    if units(text) > _MOST_UNITS and room > 0:
        title = head(source.title, (room + 1) // 2) + "…" + head(source.title[::-1], room // 2)[::-1]
        text = gbt7714(replace(article, source=replace(source, title=title)), link=False) + number
    return text if units(text) <= _MOST_UNITS else head(text, _MOST_UNITS - 1) + "…"


def gbt7714(article: Article, accessed: date | None = None, *, link: bool = True) -> str:
    """GB/T 7714-2015, numeric style.

    A newspaper's article is [N] (4.4.2), a web page [EB/OL] (4.6.2), anything else [Z].

    No stop after an address: the standard leaves the last one free, and it would be copied with the address.
    """
    source = article.source
    kind = ("N" if source.publication else "EB" if source.url else "Z") + ("/OL" if source.url else "")
    names = [_family_first(name, "{FAMILY} {initials}") for name in authors(source)]
    more = [] if len(names) <= 3 else ["等" if any(map(_chinese, names)) else "et al"]
    day = source.published.isoformat() if source.published else ""
    page = f"({source.edition})" if source.edition and source.publication else ""
    where = ", ".join(part for part in (source.publication, day) if part) + page
    if kind == "EB/OL" and day:
        where = f"({day})"
    where += f"[{accessed.isoformat()}]" if accessed and source.url else ""
    url = source.url if link else None
    parts = (", ".join(names[:3] + more), f"{source.title}[{kind}]", where, url)
    return ". ".join(part for part in parts if part) + ("" if url else ".")


def apa(article: Article, accessed: date | None = None) -> str:
    """APA, 7th edition, newspaper article (10.1, example 16).

    The day of access stands only behind a web page without a date (9.16).
    """
    source, day = article.source, article.source.published
    when = f"({day.year}, {_MONTHS[day.month - 1]} {day.day})" if day else "(n.d.)"
    names = [_family_first(name, "{family}, {stopped}") for name in authors(source)]
    last = ", . . . " if len(names) > 20 else ", & "
    who = last.join(filter(None, [", ".join(names[:19] if len(names) > 20 else names[:-1]), *names[-1:]]))
    title = source.title + (" [Digest]" if source.digest else "")
    where = ", ".join(part for part in (source.publication, source.publication and source.edition) if part)
    text = " ".join(_stopped(p) for p in ((who, when, title, where) if who else (title, when, where)) if p)
    seen = (
        f"Retrieved {_MONTHS[accessed.month - 1]} {accessed.day}, {accessed.year}, from " if accessed else ""
    )
    return f"{text} {seen if not day and not source.publication else ''}{source.url}" if source.url else text


def mla(article: Article, accessed: date | None = None) -> str:
    """MLA, 9th edition; long months are abridged, quotation marks in a title are single."""
    source = article.source
    first, *others = authors(source) or ("",)
    names = [_family_first(first, "{family}, {given}"), *(["et al"] if len(others) > 1 else others)]
    who = (", " if len(others) > 1 else ", and ").join(names)
    title = source.title.translate(str.maketrans("“”", "‘’"))
    page = f"p. {source.edition}" if source.edition and source.publication else ""
    when = _mla_day(source.published) if source.published else ""
    where = ", ".join(part for part in (source.publication, when, page, source.url) if part)
    seen = f"Accessed {_mla_day(accessed)}" if accessed and source.url else ""
    rest = (where, seen, "Digest" if source.digest else "")
    return " ".join(
        [*filter(None, [who and _stopped(who)]), f"“{_stopped(title)}”", *(f"{p}." for p in rest if p)]
    )


def bibtex(article: Article, accessed: date | None = None) -> str:
    """A BibTeX entry, keyed by the article's id.

    `@article` for what was published, `@misc` otherwise.
    """
    source, day = article.source, article.source.published
    fields = {
        "author": " and ".join(_bibtex_name(name) for name in authors(source)),
        "title": f"{{{_bibtex(source.title)}}}",
        "journal": _bibtex(source.publication or ""),
        "year": str(day.year) if day else "",
        "month": str(day.month) if day else "",
        "day": str(day.day) if day else "",
        "pages": _bibtex(source.edition or "") if source.publication else "",
        "url": (source.url or "").translate(_URL_SPECIAL),
        "urldate": accessed.isoformat() if accessed and source.url else "",
        "note": "Quoted from a digest, not from the published text" if source.digest else "",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{'article' if source.publication else 'misc'}{{{article.id},\n{lines}}}"


STYLES: Mapping[str, Style] = MappingProxyType({"gbt7714": gbt7714, "apa": apa, "mla": mla, "bibtex": bibtex})


def _person(name: str) -> tuple[str, str] | None:
    """Return family and given name of a person in Latin letters.

    None for Chinese names and bodies.
    """
    words = name.split()
    if _chinese(name) or not _PERSON.fullmatch(name) or _BODIES & {word.lower() for word in words}:
        return None
    if words[0].lower() in _FAMILIES and words[-1].lower() not in _FAMILIES:
        return words[0], " ".join(words[1:])
    # van, de, von belong to the family name
    start = next((i for i, word in enumerate(words[1:-1], 1) if word[0].islower()), len(words) - 1)
    return " ".join(words[start:]), " ".join(words[:start])


def _family_first(name: str, form: str) -> str:
    """Return a Latin person's name in `form`; any other name as it is."""
    person = _person(name)
    if not person:
        return name
    family, given = person
    letters = [word[0].upper() for word in re.split(r"[\s.]+", given) if word]
    initials, stopped = " ".join(letters), " ".join(f"{letter}." for letter in letters)
    return form.format(family=family, FAMILY=family.upper(), given=given, initials=initials, stopped=stopped)


def _bibtex_name(name: str) -> str:
    """Braces keep a name whole; a Latin person's is left for BibTeX to take apart."""
    return _bibtex(_family_first(name, "{family}, {given}")) if _person(name) else f"{{{_bibtex(name)}}}"


def _bibtex(text: str) -> str:
    return text.translate(_BIBTEX_SPECIAL)


def _mla_day(day: date) -> str:
    return f"{day.day} {_MLA_MONTHS[day.month - 1]} {day.year}"


def _stopped(text: str) -> str:
    """Return `text` with a full stop, unless it ends in a mark that ends a sentence."""
    return text if text.endswith((".", "?", "!", "。", "？", "！", "…")) else f"{text}."


def _chinese(text: str) -> bool:
    return re.search(r"[\u3400-\u9fff]", text) is not None
