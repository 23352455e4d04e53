"""Plain prose: its title, its author, its paragraphs."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import UnreadableArticle
from bot.readers import File, read, read_path
from bot.readers.reading import RemarkKind

PLAIN = sorted((Path(__file__).parents[1] / "fixtures" / "plain").glob("*.json"))
PROSE = "修伞要先看骨。一把伞有八根骨，断一根，其余七根就要多担一份力。"


def text_of(text: str) -> tuple[str, str | None, list[str]]:
    """Title, author and paragraphs of `text` as a file named a.txt."""
    article = read(File("a.txt", text.encode())).article
    return article.source.title, article.source.author, article.text.split("\n")


@pytest.mark.parametrize("path", PLAIN, ids=lambda path: path.stem)
def test_plain_files(path: Path) -> None:
    """Every file gives the title and paragraphs that stand in its JSON."""
    want = json.loads(path.read_text(encoding="utf-8"))
    article = read_path(next(p for p in path.parent.glob(f"{path.stem}.*") if p.suffix != ".json")).article
    assert want["paragraphs"] == article.text.split("\n")
    assert want["title"] in (article.source.title, None)
    assert want["author"] == article.source.author


def test_title_and_by_line() -> None:
    """A short first line is the title, a by-line below it the author; neither is a paragraph."""
    assert ("修伞记", "何苗", [PROSE]) == text_of(f"修伞记\n作者：何苗\n\n　　{PROSE}\n")


def test_text_without_title_is_named_by_its_opening() -> None:
    """The opening words up to the first punctuation are the title, and stay in the text."""
    assert ("修伞要先看骨", None, [PROSE, PROSE]) == text_of(f"{PROSE}\n{PROSE}")


def test_hard_wrapped_lines_are_joined() -> None:
    """Blocks whose lines are broken at one width become a paragraph each."""
    wrapped = (
        "It was late in the afternoon when\nthe two of them came down to the\nharbour and sat on the wall.\n"
    )
    joined = wrapped.strip().replace("\n", " ")
    assert [joined, joined] == text_of(f"{wrapped}\n{wrapped}")[2]


def test_lines_that_are_paragraphs_stay_apart() -> None:
    """A line that ends a sentence, or is indented, is a paragraph of its own."""
    assert [PROSE, PROSE, PROSE] == text_of(f"{PROSE}\n{PROSE}\n　　{PROSE}")[2]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (PROSE, "zh-Hans"),
        ("書倉分三層，這裡來的時候還沒開門。", "zh-Hant"),
        ("A plain English sentence.", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    """Simplified, traditional and mostly Latin text are told apart."""
    assert language == read(File("a.txt", text.encode())).article.source.language


@pytest.mark.parametrize(
    "head",
    [
        "标题：修伞记\n作者：何苗\n来源：南屏晚报\n日期：2024-03-05\n\n",
        "修伞记\n来源：南屏晚报　作者：何苗　2024年3月5日\n\n",
        "修伞记\n2024-03-05 09:30　来源：南屏晚报\n作者：何苗\n责任编辑：周远山\n\n",
        "题目: 修伞记\n发布时间: 2024/3/5 9:30\n出处: 南屏晚报\n记者: 何苗\n",
        "修伞记\n2024年03月05日 08:15 南屏晚报\n记者 何苗\n",
    ],
)
def test_pasted_news_says_its_source(head: str) -> None:
    """Labels and the line of date and paper are no paragraphs."""
    article = read(File("a.txt", f"{head}{PROSE}\n{PROSE}".encode())).article
    source = article.source
    assert ("修伞记", "何苗", "南屏晚报", "2024-03-05", f"{PROSE}\n{PROSE}") == (
        source.title, source.author, source.publication, str(source.published), article.text,
    )  # fmt: skip


def test_prose_with_a_colon_is_no_label() -> None:
    """A sentence stays one, however it begins."""
    assert [f"时间：{PROSE}", PROSE] == text_of(f"时间：{PROSE}\n{PROSE}")[2]


def test_a_book_of_gutenberg_is_what_stands_between_its_marks() -> None:
    """The record above tells title and author; the licence is no text."""
    text = (
        "The Project Gutenberg EBook of 修伞记\n\nTitle: 修伞记\n\nAuthor: 何苗\n\nLanguage: Chinese\n\n"
        f"*** START OF THE PROJECT GUTENBERG EBOOK 修伞记 ***\n\nProduced by a volunteer\n\n{PROSE}\n\n{PROSE}\n\n"
        "*** END OF THE PROJECT GUTENBERG EBOOK 修伞记 ***\n\nUpdated editions will replace the previous one."
    )
    assert ("修伞记", "何苗", [PROSE, PROSE]) == text_of(text)


def test_chapters_and_numbered_lines_are_headings() -> None:
    """By their rank; one that stands alone, or is a sentence, is none."""
    lines = [
        "第一章 骨",
        PROSE,
        "一、竹骨",
        PROSE,
        "二、铁骨",
        PROSE,
        "第二章 布",
        PROSE,
        "一、油布是贵的。",
        "（一）只有一处",
    ]
    article = read(File("a.txt", "\n".join(lines).encode())).article
    assert (lines, [(1, 1), (3, 2), (5, 2), (7, 1)]) == (article.text.split("\n"), list(article.headings))


@pytest.mark.parametrize("indent", ["　　", "    ", "\t"])
def test_wrapped_paragraphs_whose_first_line_is_set_in_are_joined(indent: str) -> None:
    """Without a blank line between them."""
    texts = [PROSE * 3, (PROSE + "风大就收。") * 2]
    lines = []
    for text in texts:
        lines += [indent + text[:28], *(text[i : i + 30] for i in range(28, len(text), 30))]
    assert texts == text_of("修伞记\n\n" + "\n".join(lines))[2]


@pytest.mark.parametrize(
    ("encoding", "damage"),
    [
        ("utf-8", lambda data: data[:31] + b"\xff" + data[31:]),
        ("utf-8", lambda data: data[:30] + data[31:]),
        ("utf-8", lambda data: data[:60] + b"\0" + data[60:]),
        ("gb18030", lambda data: data[:20] + data[21:]),
        ("gb18030", lambda data: data[:20] + b"\xff" + data[20:]),
        ("gb18030", lambda data: data[:41] + b"\x20" + data[42:]),
    ],
)  # fmt: skip
def test_a_damaged_byte_costs_a_character_and_not_the_text(
    encoding: str, damage: Callable[[bytes], bytes]
) -> None:
    """It is marked and told; all other characters are as they were."""
    text = f"{PROSE}他只收换面的钱。\n" * 6
    reading = read(File("a.txt", damage(text.encode(encoding))))
    (remark,) = reading.remarks
    assert (RemarkKind.BAD_CHARACTERS, 1) == (remark.kind, remark.number)
    assert len(Counter(text.replace("\n", "")) - Counter(reading.article.text)) <= 2
    assert not Counter(reading.article.text.replace("〔?〕", "")) - Counter(text)


def test_the_euro_of_windows_is_one() -> None:
    """The byte 0x80 stands for it in what Windows calls GBK."""
    data = f"{PROSE}一把十@。{PROSE}".encode("gbk").replace(b"@", b"\x80")
    assert f"{PROSE}一把十€。{PROSE}" == read(File("a.txt", data)).article.text


_MISREAD = [
    ("utf-8", "gbk"),
    ("utf-8", "cp1252"),
    ("utf-8", "latin-1"),
    ("utf-8", "mac-roman"),
    ("gbk", "latin-1"),
]


@pytest.mark.parametrize(("written", "taken"), _MISREAD)
def test_text_that_was_saved_in_a_wrong_encoding_is_refused(written: str, taken: str) -> None:
    """The message says which it was and which it was taken for."""
    data = (PROSE * 3).encode(written).decode(taken, "ignore").encode()
    with pytest.raises(
        UnreadableArticle, match=r"^a\.txt: was written in .* and saved after it was read as "
    ):
        read(File("a.txt", data))


@pytest.mark.parametrize(("written", "taken"), _MISREAD)
def test_a_page_that_was_saved_in_a_wrong_encoding_is_refused(written: str, taken: str) -> None:
    """Its markup is sound, and its words are not."""
    words = (PROSE * 3).encode(written).decode(taken, "ignore")
    page = f"<html><head><meta charset=utf-8><title>x</title></head><body><p>{words}</p></body></html>"
    with pytest.raises(UnreadableArticle, match=r"^a\.html: was written in "):
        read(File("a.html", page.encode()))


def test_traditional_text_that_was_taken_for_latin_is_refused() -> None:
    """The message names Big5."""
    data = (
        ("推開鐵門，最先看見的不是書，而是一面用舊船板拼成的牆。" * 3)
        .encode("big5")
        .decode("latin-1")
        .encode()
    )
    with pytest.raises(UnreadableArticle, match="was written in BIG5"):
        read(File("a.txt", data))


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
@pytest.mark.parametrize("again", ["utf-8", "gbk"])
def test_text_whose_characters_were_lost_is_refused(name: str, again: str) -> None:
    """Replacement characters, or 锟斤拷, stand where its words were."""
    lost = (PROSE * 3).encode("gbk").decode("utf-8", "replace").encode().decode(again, "ignore")
    with pytest.raises(UnreadableArticle, match=r"lost its characters|was written in"):
        read(File(name, f"<p>{lost}</p>".encode() if name == "a.html" else lost.encode()))


@pytest.mark.parametrize(
    "text",
    ["Où est le café ? À côté de la gare, près du théâtre. " * 9, "ЭТО ОБЫЧНЫЙ ТЕКСТ. " * 9, "😀🎉☑→" * 20],
)
def test_text_that_is_merely_not_chinese_is_read(text: str) -> None:
    """Accents, Cyrillic and pictures are no sign of a wrong encoding."""
    assert text.strip() == read(File("a.txt", text.encode())).article.text


def test_a_byte_more_that_shifts_a_line_unseen_is_told() -> None:
    """In GB18030 what follows on its line is valid again, and says something else."""
    line = "岸上的票亭卖票，票亭旁边有一棵槐树，树下坐着船夫，他等人坐满了才解开缆绳。"
    data = bytearray(f"{line}\n{line}\n{line}".encode("gb18030"))
    data.insert(len(data) // 2, 0x81)
    reading = read(File("a.txt", bytes(data)))
    assert [line, line] == [text for text in reading.article.text.split("\n") if text == line]
    assert RemarkKind.BAD_CHARACTERS in {remark.kind for remark in reading.remarks}
    assert len(Counter(line * 3) - Counter(reading.article.text)) <= 2


def test_rare_characters_are_no_damage() -> None:
    """Names hold what is hardly ever written."""
    text = f"朱镕基与陈喆来了，𠮷野也来了。{PROSE}\n他姓㼆，名叫旻昇。{PROSE}"
    reading = read(File("a.txt", text.encode("gb18030")))
    assert (text, ()) == (reading.article.text, reading.remarks)
