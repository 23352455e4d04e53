"""News pasted as plain text: its lines 标题：, 作者：, 来源：, 日期： and 2024-03-05 09:30 南屏晚报."""

import re
from collections.abc import Sequence

from bot.model import Source
from bot.readers.newspaper.byline import author_of, names_in
from bot.readers.newspaper.furniture import DATE
from bot.readers.newspaper.masthead import day_of, publication_in

__all__ = ["labelled"]

_NAMES = {
    "title": "标题|標題|题目|題目|题名|Title",
    "author": "作者|记者|記者|撰文|文|Author|By",
    "publication": "来源|來源|稿源|出处|出處|转自|媒体|报纸|刊物|Source",
    "published": "日期|时间|時間|发布时间|發布時間|发布日期|发表时间|发表日期|刊发日期|Date",
    "url": "链接|鏈接|网址|網址|原文链接|原文|URL|Link",
    "column": "栏目|欄目",
    "edition": "版次|版面",
    "": "责任编辑|責任編輯|责编|编辑|编者|阅读量?|浏览量?|点击量?",
}
_KEYS = {name.lower(): key for key, names in _NAMES.items() for name in names.split("|") if "?" not in name}
_LABEL = re.compile(
    rf"(?:^|(?<=[\s|｜/／]))(?P<name>{'|'.join(_NAMES.values())})[ \t\u3000]?[:：][ \t\u3000]*", re.IGNORECASE
)
_CLOCK = re.compile(r"\s*(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?|(?:星期|周)[一二三四五六日天])\s*")
_BETWEEN = " \t\u3000\u00a0|｜/／·,，;；"
_TOP_PARAGRAPHS = 12
_MAX_LINE_CHARACTERS = 120
_MAX_TITLE_CHARACTERS = 60
_SENTENCE = re.compile(r"[。！？]")


def labelled(texts: Sequence[str]) -> tuple[Source | None, Sequence[str]]:
    """Return what the labels at the top say, and the other paragraphs; None if nothing there is labelled.

    A title may stand above the labels without one.
    """
    fields: dict[str, str] = {}
    taken = set[int]()
    for i, text in enumerate(texts[:_TOP_PARAGRAPHS]):
        found = _fields(text)
        if found is not None:
            fields = {**found, **fields}
            taken.add(i)
        elif taken or i:
            break
    if not taken or len(taken) == len(texts):
        return None, texts
    if "title" not in fields and 0 not in taken and len(texts[0]) <= _MAX_TITLE_CHARACTERS:
        fields["title"] = texts[0]
        taken.add(0)
    rest = [text for i, text in enumerate(texts) if i not in taken]
    if "author" not in fields and len(rest) > 1 and (author := author_of(rest[0])):
        fields["author"], rest = author, rest[1:]
    return _source(fields), rest


def _source(fields: dict[str, str]) -> Source:
    author = fields.get("author")
    return Source(
        title=fields.get("title", ""),
        author=(author and (names_in(author) or author_of(author) or author)) or None,
        publication=fields.get("publication"),
        edition=fields.get("edition"),
        column=fields.get("column"),
        published=day_of(fields.get("published", "")),
        url=fields.get("url"),
        language="",
    )


def _fields(line: str) -> dict[str, str] | None:
    """Return what a line of labels, dates and names of papers says; None for a line that says anything else."""
    if len(line) > _MAX_LINE_CHARACTERS or _SENTENCE.search(line):
        return None
    labels = list(_LABEL.finditer(line))
    ends = [*(label.start() for label in labels[1:]), len(line)]
    fields = {
        _KEYS.get(label["name"].lower(), ""): line[label.end() : end].strip(_BETWEEN)
        for label, end in zip(labels, ends, strict=True)
    } if labels else {}  # fmt: skip
    before = line[: labels[0].start()] if labels else line
    loose = _loose(before)
    if loose is None or (not labels and not loose):
        return None
    fields = {**fields, **loose}
    for key in ("publication", "author"):
        # a date that stands behind a name on its line
        value = fields.get(key, "")
        if match := DATE.search(value):
            fields[key] = value[: match.start()].strip(_BETWEEN)
            fields.setdefault("published", match[0])
    return {key: value for key, value in fields.items() if key and value}


def _loose(text: str) -> dict[str, str] | None:
    """Return the date that `text` opens with, and a paper behind it; None if it says anything else."""
    text = text.strip(_BETWEEN + "（）()")
    if not text:
        return {}
    match = DATE.match(text)
    if match is None:
        return None
    rest = _CLOCK.sub(" ", text[match.end() :]).strip(_BETWEEN)
    if not rest:
        return {"published": match[0]}
    return {"published": match[0], "publication": rest} if publication_in([rest]) == rest else None
