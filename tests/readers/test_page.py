"""What a saved page of a newspaper's digital edition gives: the article's own words and its source."""

import json
import random
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.readers import File, read, read_path
from bot.readers.newspaper.page import article_in

HERE = Path(__file__)
PAGES = sorted((HERE.parents[1] / "fixtures" / "pages").glob("*.txt"))
REAL = HERE.parents[3] / "shared" / "article" / "000_7af1be7117cace04.txt"
FIELDS = ("title", "author", "author_post", "publication", "edition", "edition_name", "column")


def expected(path: Path) -> dict[str, Any]:
    """What the fixture's JSON says, as it was written by hand."""
    found: dict[str, Any] = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_gives_its_paragraphs_and_nothing_else(path: Path) -> None:
    """Every paragraph of the article is kept as it stands, and none of the furniture."""
    want, text = expected(path), read_path(path).article.text
    assert want["paragraphs"] == text.split("\n")
    assert [] == [held for held in want["must_not_hold"] if held in text]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_gives_its_source(path: Path) -> None:
    """Title, author, post, publication, edition, column, date and rights are found, or are None."""
    want, source = expected(path), read_path(path).article.source
    assert {key: want[key] for key in FIELDS} == {key: getattr(source, key) for key in FIELDS}
    assert want["published"] == (str(source.published) if source.published else None)
    assert (want["rights_holds"] or "") in (source.rights or "")


@pytest.mark.skipif(not REAL.exists(), reason="the saved page lies beside the project, not in it")
def test_real_page() -> None:
    """A page saved from a newspaper's site gives the whole record and its four paragraphs."""
    article = read_path(REAL).article
    source = article.source
    assert "致力在数字重庆建设的新赛道中跑出加速度" == source.title
    assert ("李春奎", "中共九龙坡区委书记") == (source.author, source.author_post)
    assert ("重庆日报", "011", "思想周刊·知行") == (source.publication, source.edition, source.edition_name)
    assert ("领导干部学习笔谈", date(2023, 5, 29)) == (source.column, source.published)
    assert "zh-Hans" == source.language
    assert "版权所有" in (source.rights or "")
    saved = REAL.read_text(encoding="utf-8").split("\n")
    indented = [line.strip() for line in saved if re.match(r" {2}\S", line) and "作者系" not in line]
    assert indented == article.text.split("\n")


SENTENCES = (
    "山路修到村口那天，二十六户人家都放了鞭炮。",
    "有人问他图什么，他说：“图个心安。”",
    "去年全县新修水渠37公里，灌溉面积扩大了两成。",
    "做事要先想清楚为谁做，再想清楚怎么做；想不清楚，宁可慢一点。",
    "这笔账不难算，难的是有没有人愿意坐下来算。",
    "电话打了三遍，地址问了两回，信终于寄到了。",
)
TITLES = ("慢下来的力量", "把水引到最后一块田", "一盏灯照亮一条巷", "山里来了新医生", "老桥的第二次生命")
NAMES = ("周远山", "何苗", "欧阳静", "林小禾、陈一", "阿依·古丽")


class Composer:
    """Composes pages of one article from furniture in random order and wording."""

    def __init__(self, seed: int) -> None:
        self.any = random.Random(seed)
        self.titles = self.any.sample(TITLES, 4)
        self.author = self.any.choice(NAMES)
        self.paragraphs = [self._paragraph() for _ in range(self.any.randint(2, 6))]

    def page(self) -> str:
        """The whole page."""
        frame = [self._edition(), self._date(), self._turner(), self._headlines(), self._masthead()]
        self.any.shuffle(frame)
        blank = self.any.choice(["\n", "\n\n"])
        indent = self.any.choice(["　　", "    ", "\u00a0\u00a0\u00a0\u00a0"])
        body = blank.join(indent + paragraph for paragraph in self.paragraphs)
        head = f"{self.titles[0]}{blank}{self._by_line()}"
        parts = [*frame, self._turner(), head, body, self._turner(), *self._footers()]
        return "\n".join(parts) + "\n"

    def _paragraph(self) -> str:
        return "".join(self.any.sample(SENTENCES, self.any.randint(2, 5)))

    def _edition(self) -> str:
        return self.any.choice(["第A07版：评论", "第 A07 版:评论", "A07版：评论", "第A07版 评论"])

    def _date(self) -> str:
        day = self.any.choice(
            ["2024 年 03 月 09 日", "2024-03-09", "2024/3/9", "2024年3月9日", "二〇二四年三月九日"]
        )
        return day + self.any.choice(["", " 星期六", " 星期 放大 缩小 默认"])

    def _turner(self) -> str:
        turners = [
            "上一版 下一版",
            "3上一篇  下一篇4",
            "上一篇 下一篇",
            "放大 缩小 默认",
            "上一版\u00a0下一版\u00a0",
        ]
        return self.any.choice(turners)

    def _headlines(self) -> str:
        listed = list(self.titles)
        self.any.shuffle(listed)
        label = self.any.choice(["", "标题导航\n", "本版其他文章\n"])
        return label + self.any.choice(
            ["".join(listed), "\n".join(listed), "".join(listed) + "\n" + "\n".join(listed)]
        )

    def _masthead(self) -> str:
        return self.any.choice(["南屏日报 | 南屏晚报", "南屏日报", "南屏日报社主办", "南屏日报数字报"])

    def _by_line(self) -> str:
        shape = self.any.choice(["{}", "□ {}", "作者：{}", "文/{}", "本报记者 {}", "■ {}"])
        return shape.format(self.author.replace("、", " "))

    def _footers(self) -> list[str]:
        footers = [
            self.any.choice(
                ["南屏日报版权所有 未经授权 不得转载", "版权所有：南屏日报社", "南屏日报社 版权所有"]
            ),
            "地址：南屏市河西路1号 邮编：000123",
            self.any.choice(["技术支持：方正电子", "技术支持:某某电子有限公司  备案号：南ICP备00000009号"]),
        ]
        self.any.shuffle(footers)
        return footers


@pytest.mark.parametrize("seed", range(200))
def test_furniture_in_any_order_and_wording(seed: int) -> None:
    """Whatever stands around the body and wherever, the paragraphs and the record come out the same."""
    composer = Composer(seed)
    page = composer.page()
    article = article_in(page)
    assert article is not None, f"seed {seed}:\n{page}"
    assert composer.paragraphs == article.text.split("\n"), f"seed {seed}:\n{page}"
    source = article.source
    want = (composer.titles[0], composer.author, "南屏日报", "A07", "评论", date(2024, 3, 9))
    found = (
        source.title,
        source.author,
        source.publication,
        source.edition,
        source.edition_name,
        source.published,
    )
    assert want == found, f"seed {seed}:\n{page}"


@pytest.mark.parametrize(
    ("line", "post"),
    [
        ("（作者系南屏大学教授）", "南屏大学教授"),
        ("(作者为南屏县县长)", "南屏县县长"),
        ("（作者单位：南屏市委党校）", "南屏市委党校"),
        ("（作者分别系南屏大学教授、讲师）", "南屏大学教授、讲师"),
        ("（执笔：周远山 何苗）", "周远山 何苗"),
    ],
)
def test_post_is_read_without_its_shell(line: str, post: str) -> None:
    """The line that names the author's post goes to the record and not into the text."""
    page = f"第01版：要闻\n2024-03-09\n上一篇 下一篇\n\n山里来了新医生\n何苗\n\n　　{SENTENCES[0]}\n　　{line}\n上一篇 下一篇\n"
    article = read(File("page.txt", page.encode())).article
    assert (SENTENCES[0], post) == (article.text, article.source.author_post)


def test_prose_that_speaks_of_newspapers_is_no_page() -> None:
    """The words of the furniture inside sentences make no page."""
    assert (
        article_in("上一篇说到版权，下一篇要说地址。\n\n放大来看，第一版的电话是2024年3月9日装的。\n") is None
    )


def page_of(head: str, body: str) -> str:
    """A page of one article between the usual frame."""
    frame = "第05版：理论\n山里来了新医生 老桥有了第二次生命\n把水引到最后一块田\n2024-03-09\n放大 缩小 默认"
    return f"{frame}\n{head}\n{body}\n上一篇 下一篇\n南屏日报版权所有\n"


def test_title_broken_over_two_lines_is_one_title() -> None:
    """Lines that the list of headlines holds as one are one title; the short line above is the column."""
    body = "\n".join(f"　　{sentence}" for sentence in SENTENCES)
    article = article_in(page_of("理论前沿\n山里来了新医生\n老桥有了第二次生命\n周远山 何苗", body))
    assert article is not None
    assert "山里来了新医生 老桥有了第二次生命" == article.source.title
    assert ("理论前沿", "周远山、何苗") == (article.source.column, article.source.author)


def test_asides_within_the_body_are_dropped_and_do_not_end_it() -> None:
    """Captions, rows of stars and jumps go; intertitles, numbered or not, stay."""
    kept = ["一、先说第一件事", SENTENCES[0], "2", SENTENCES[1], "再说第二件事", SENTENCES[2]]
    body = [
        *kept[:2],
        "图①：老桥旧貌",
        "本报记者 何苗 摄",
        *kept[2:4],
        "＊　＊　＊",
        *kept[4:],
        "（下转第6版）",
    ]
    article = article_in(page_of("把水引到最后一块田\n周远山", "\n".join(f"　　{line}" for line in body)))
    assert article is not None
    assert kept == article.text.split("\n")


@pytest.mark.parametrize(
    "line", ["本报记者何苗摄", "本报记者 何苗摄", "通讯员何苗、周远山摄", "（本报记者 何苗摄）", "何苗 摄"]
)
def test_who_took_the_picture_is_no_paragraph(line: str) -> None:
    """A photographer's line at the end of a body goes, with a space in it or without."""
    article = article_in(page_of("把水引到最后一块田\n周远山", f"　　{SENTENCES[0]}\n　　{line}"))
    assert article is not None
    assert (SENTENCES[0], "周远山") == (article.text, article.source.author)


@pytest.mark.parametrize("line", ["本报记者在桥头拍摄。", "照片由记者何苗摄。", "记者随船跟摄"])
def test_a_sentence_about_taking_pictures_stays(line: str) -> None:
    """Only a line that names who took one is a photographer's."""
    article = article_in(page_of("把水引到最后一块田\n周远山", f"　　{line}\n　　{SENTENCES[0]}"))
    assert article is not None
    assert [line, SENTENCES[0]] == article.text.split("\n")


def test_post_that_names_the_authors_is_the_post() -> None:
    """A last line in brackets that calls the authors by name is no paragraph."""
    article = article_in(
        page_of("把水引到最后一块田\n周远山", f"　　{SENTENCES[0]}\n　　（周远山系南屏大学教授）")
    )
    assert article is not None
    assert (SENTENCES[0], "周远山系南屏大学教授") == (article.text, article.source.author_post)


def test_short_sentences_of_an_unindented_body_stay() -> None:
    """A body set flush left keeps its short paragraphs, the first and the last as well."""
    kept = ["父亲是木匠。", SENTENCES[3], "他话少。", SENTENCES[2], "我懂了！"]
    article = article_in(page_of("把水引到最后一块田\n何苗", "\n".join(kept)))
    assert article is not None
    assert kept == article.text.split("\n")
