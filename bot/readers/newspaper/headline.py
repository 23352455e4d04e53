"""Title, subtitle, column and author, between a page's frame and its body."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.readers.newspaper.byline import author_of, is_name, names_in, post_of
from bot.readers.newspaper.furniture import Kind, Line, squeeze

__all__ = ["Headline", "headline_in"]

_DASH = re.compile(r"^\s*(?:——|--|―+|—|──)\s*(?=\S)")
_SHELL = re.compile(r"^[【（(\[\uff3b\u3014■●◆▌★☆▲◎○□\s]+|[】）)\]\uff3d\u3015\s]+$")
_COLUMN_LABEL = re.compile(r"^(?:栏目|欄目|专栏)(?:名称)?\s*[:：]\s*")
_COLUMN_END = re.compile(
    r"(?:谈|談|手记|手記|观察|觀察|笔记|论坛|論壇|时评|评论|評論|茶座|视点|之窗|专栏|周刊|札记|随笔|随想|纪事|连线|聚焦|关注|访谈|讲堂"
    r"|天地|园地|广角|视窗|快评|锐评|故事|风采|深度|特稿|文苑|书评|笔会|之声|进行时|视野|话题|头条|理论|思考|体会|心得|感悟)$"
)
_WORDS = (Kind.SHORT, Kind.PROSE)
_MAX_COLUMN_CHARACTERS = 8
_MAX_NAME_CHARACTERS = 4
_MAX_LINES_BELOW = 16
"""As many lines may stand between a title and its body: subtitle, by-line, date, buttons."""
_BRACKETED = re.compile(r"\s*[（(【\[〔](?P<inner>[^（()）【】\[\]]{2,12})[)）】\]〕]\s*")


@dataclass(frozen=True, slots=True)
class Headline:
    """The title with its subtitle, and the column, author and author's post if they are there."""

    title: str
    column: str | None
    author: str | None
    post: str | None


def headline_in(
    above: Sequence[Line], below: Sequence[Line], publication: str | None, title: str = ""
) -> Headline | None:
    """Return the headline that ends the lines `above` a body, or None if no line can be a title.

    The title is the one that is known, else the line nearest the body that the page's list of headlines repeats,
    on lines of its own or run together; on a page without a list, it is the line above the by-line.
    """
    if known := _known(above, publication, squeeze(title)):
        return _headline(*known, in_list=False)
    texts = [line.text for line in above if line.kind in _WORDS and not _is_name_of(publication, line.text)]
    block = _last_block(above, publication) or texts
    pool = [squeeze(line.text) for line in (*above, *below) if line.kind in _WORDS]
    place = _listed(block, pool)
    if place is None and (elsewhere := _listed(texts, pool)) and not _fit(block):
        block, place = texts, elsewhere
    place = place or _above_by_line(block)
    return _headline(block, place, in_list=block is texts) if place else None


def _known(above: Sequence[Line], publication: str | None, title: str) -> tuple[list[str], range] | None:
    """Return the lines about the known `title` nearest the body, and its place among them; None if it is not near."""
    for stop in range(len(above), max(0, len(above) - _MAX_LINES_BELOW), -1):
        for start in range(max(0, stop - 3), stop):
            if title and squeeze("".join(line.text for line in above[start:stop])) == title:
                before = _last_block(above[:start], publication)
                after = [line.text for line in above[stop:] if line.kind in _WORDS or _is_by_line(line)]
                texts = [line.text for line in above[start:stop]]
                return [*before, *texts, *after], range(len(before), len(before) + len(texts))
    return None


def _is_by_line(line: Line) -> bool:
    return line.kind is Kind.ASIDE and author_of(line.text, bare=False) is not None


def _last_block(above: Sequence[Line], publication: str | None) -> list[str]:
    """Return the lines after the last one of the frame."""
    start = 0
    for i, line in enumerate(above):
        if line.kind in (Kind.FURNITURE, Kind.MASTHEAD) or _is_name_of(publication, line.text):
            start = i + 1
    return [line.text for line in above[start:] if line.kind in _WORDS]


def _fit(block: Sequence[str]) -> list[str]:
    """Return the lines of `block` that can be a title at all."""
    return [
        text
        for text in block
        if re.search(r"[^\W\d_]", text)
        and not author_of(text, bare=False)
        and not _DASH.match(text)
        and not post_of(text)
    ]


def _listed(block: Sequence[str], pool: Sequence[str]) -> range | None:
    """Return the last lines of `block` that the page elsewhere repeats as one headline."""
    for stop in range(len(block), 0, -1):
        for size in (3, 2, 1):
            place = range(max(0, stop - size), stop)
            if len(place) == size and _is_listed([block[i] for i in place], pool):
                return place
    return None


def _is_listed(texts: Sequence[str], pool: Sequence[str]) -> bool:
    if len(_fit(texts)) < len(texts):
        return False
    letters, unclaimed = squeeze("".join(texts)), list(pool)
    for line in map(squeeze, texts):
        if line in unclaimed:
            unclaimed.remove(line)
    contains = len(texts) == 1 and len(letters) > _MAX_NAME_CHARACTERS
    return bool(letters) and any(letters == entry or (contains and letters in entry) for entry in unclaimed)


def _above_by_line(block: Sequence[str]) -> range | None:
    """Return the title's line on a page without a list: the one above subtitle and by-line."""
    places = [i for i, text in enumerate(block) if text in _fit(block)]
    names = [i for i in places[1:] if author_of(block[i]) and not _COLUMN_END.search(block[i])]
    stop = next(
        (i for i, text in enumerate(block) if _DASH.match(text) or author_of(text, bare=False)), len(block)
    )
    stop = min([stop, *names[:1]])
    before = [i for i in places if i < stop] or places
    return range(before[-1], before[-1] + 1) if before else None


def _headline(block: Sequence[str], place: range, *, in_list: bool) -> Headline:
    title = _joined_title([block[i] for i in place])
    after = list(block[place.stop :])
    subtitles = [text for text in after if _DASH.match(text)]
    after_column = next((text for text in after if _is_column(text)), None)
    authors = [name for text in after if not _is_column(text) and (name := author_of(text, certain=True))]
    labelled = [name for text in block[: place.start] if (name := author_of(text, bare=False))]
    posts = [post for text in after if (post := post_of(text))]
    return Headline(
        title="——".join([title, *(_DASH.sub("", text) for text in subtitles)]),
        column=_column(block[: place.start], marked_only=in_list)
        or (after_column and _SHELL.sub("", after_column).strip("（()） ")),
        author="、".join(dict.fromkeys(authors or labelled)) or None,
        post=next(iter(posts), None),
    )


def _is_column(text: str) -> bool:
    """Return whether a line in brackets is the name of a column, as in （人民时评）, and not an author's."""
    match = _BRACKETED.fullmatch(text)
    if not match or author_of(match["inner"], bare=False) or post_of(text):
        return False
    names = names_in(match["inner"])
    return bool(_COLUMN_END.search(match["inner"])) or not (names and all(map(is_name, names.split("、"))))


def _joined_title(parts: Sequence[str]) -> str:
    return " ".join(part.lstrip("·•●■◆ ").strip() for part in parts)


def _column(before: Sequence[str], *, marked_only: bool) -> str | None:
    """Return the column: a short line above the title, marked or named as one if need be."""
    for text in before:
        name = _SHELL.sub("", _COLUMN_LABEL.sub("", text)).strip()
        marked = _COLUMN_LABEL.match(text) or text[0] in "【[\uff3b\u3014" or _COLUMN_END.search(name)
        longest = 2 * _MAX_COLUMN_CHARACTERS if marked else 0 if marked_only else _MAX_COLUMN_CHARACTERS
        if (
            1 < len(name) <= longest
            and not re.search(r"[，。！？、,!?]", name)
            and not author_of(text, bare=False)
        ):
            return name
    return None


def _is_name_of(publication: str | None, text: str) -> bool:
    """Return whether it is a line of the masthead that says no more than the publication's name."""
    return (
        bool(publication)
        and re.fullmatch(rf"\W*{re.escape(publication or '')}社?\W*(?:数字报|电子版)?\W*.{{0,8}}", text)
        is not None
    )
