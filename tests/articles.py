"""Articles for tests, in our own words."""

from datetime import date

from bot.model import Article, Source

LIBRARY = Article(
    Source(
        title="把书送到山里去",
        author="林知远",
        author_post="青石镇图书馆馆长",
        publication="青石日报",
        edition="006",
        edition_name="文化",
        column="基层来信",
        published=date(2024, 3, 8),
    ),
    "青石镇图书馆去年开馆，藏书三万二千册，每周开放六十小时。\n"
    "今年要办好“三件事”。一是给十二个村各送一辆流动书车；二是为老人开设识字班；三是让孩子们周末有地方读书。\n"
    "馆里的老管理员说：“书不怕旧，就怕没人看。”他守着这间屋子已经二十年。",
)

NOTE = Article(Source(title="会议记录"), "周三下午讨论了新书架的尺寸。\n大家同意买松木的，预算八百元。")


def edition(text: str) -> Article:
    """Another text from the source of `LIBRARY`; an edition of it, if much of that stands in it."""
    return Article(LIBRARY.source, text)


def corrected(addition: str) -> Article:
    """An edition of `LIBRARY` that has grown by a sentence."""
    return edition(f"{LIBRARY.text}\n{addition}")
