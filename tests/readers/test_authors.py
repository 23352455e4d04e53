"""Who is an author, of what records call one."""

import pytest

from bot.readers.authors import believed_author

MAKERS_AND_PAGES = [
    ("何苗", "何苗"),
    ("何苗; 周远山", "何苗、周远山"),
    ("何苗、周远山", "何苗、周远山"),
    ("欧阳望舒", "欧阳望舒"),
    ("本报记者 何苗 周远山", "何苗、周远山"),
    ("作者：何苗", "何苗"),
    ("何苗（河东镇镇长）", "何苗"),
    ("何苗 <hemiao@example.com>", "何苗"),
    ("乔治·石桥", "乔治·石桥"),
    ("[法]乔治·石桥", "乔治·石桥"),
    ("Jane Doe", "Jane Doe"),
    ("Émile Durand", "Émile Durand"),
    ("J. R. Rivers", "J. R. Rivers"),
    ("Jane Hauser", "Jane Hauser"),
    ("Administrator", None),
    ("admin", None),
    ("user", None),
    ("user_01", None),
    ("微软用户", None),
    ("Windows 用户", None),
    ("Microsoft Office User", None),
    ("DELL-20190101", None),
    ("zhangsan-PC", None),
    ("104363", None),
    ("hemiao@example.com", None),
    ("name, email@example.com", None),
    ("https://example.com/u/1", None),
    ("python-docx", None),
    ("Adobe InDesign CC", None),
    ("(anonymous)", None),
    ("佚名", None),
    ("未知", None),
    ("何苗 译", None),
    ("译者：何苗", None),
    ("摄影：何苗", None),
    ("何苗 摄", None),
    ("责任编辑：何苗", None),
    ("小编", None),
    ("南浦在线", None),
    ("某某有限公司", None),
    ("", None),
]


@pytest.mark.parametrize("is_maker", [True, False], ids=["who made the file", "whom the page names"])
@pytest.mark.parametrize(("name", "author"), MAKERS_AND_PAGES)
def test_a_person_is_an_author_and_an_account_is_none(
    name: str, author: str | None, *, is_maker: bool
) -> None:
    """Whatever kind of record names them, without title, post and address."""
    assert author == believed_author(name, is_maker=is_maker)


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("新华社", "新华社"),
        ("本报评论员", "本报评论员"),
        ("南浦大学河流研究所", "南浦大学河流研究所"),
        ("河东镇政府办公室", "河东镇政府办公室"),
        ("山本さくら", "山本さくら"),
        ("Rivers", "Rivers"),
    ],
)
def test_a_body_or_a_single_word_is_an_author_of_a_page_only(name: str, author: str) -> None:
    """Who made a file may be the owner of the computer, or an account."""
    assert (author, None) == (believed_author(name), believed_author(name, is_maker=True))


def test_the_names_of_a_page_s_site_are_no_author() -> None:
    """Nor is a part of them."""
    assert believed_author("何苗", sites=["何苗家的书房"]) is None
