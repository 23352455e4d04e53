"""Articles added to the public shelf in the browser: read, corrected, taken off again."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from articles import LIBRARY
from samples import zipped
from tools import HANG_S

from bot.assistant.desk import Desk
from bot.library import Library
from bot.model import Article
from bot.readers import MAX_BYTES
from web.adder import Adder, adding
from web.site import client_of, words

HEAD = "---\ntitle: 简讯\nauthor: 周一鸣\npublication: 石渡日报\npublished: 2024-05-29\n---\n\n"
FERRY = "石渡渡口昨天换上了新渡船，一次能坐四十个人。\n\n船票还是两元，孩子和老人不收钱。\n\n老船留在岸边，给孩子们当教室。"
MARKET = "河西菜市场下周一搬家，新棚子有一百个摊位。\n\n卖鱼的都在东头，卖菜的在西头，中间是豆腐摊。"
NEAR = f"{FERRY.partition(chr(10))[0]}\n\n新船是本地船厂造的，用了半年。\n\n码头也修过了，下雨天不再滑，候船的棚子是木头的。"
BRIEFS = zipped({"a.txt": f"渡口换船\n{FERRY}", "b.txt": f"菜市场搬家\n{MARKET}"})


@pytest.fixture(autouse=True)
def _patient_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a slow machine, too, a file is read in time."""
    monkeypatch.setattr("bot.readers._TIME_S", HANG_S)


@pytest.fixture
async def adder(desk: Desk) -> AsyncIterator[Adder]:
    """Somebody who gave the password."""
    async with client_of(desk, adding=adding()) as client:
        yield await Adder(client).enter()


def _titled(library: Library, title: str) -> list[Article]:
    return [article for article in library.articles() if article.source.title == title]


async def test_a_pasted_text_is_read_shown_and_asked(adder: Adder) -> None:
    """Its first line is the title; the card has what the source lacks; everybody can ask it at once."""
    await adder.add(text=f"渡口换船\n{FERRY}")
    shown = words(adder.html)
    assert "读入了一篇文章：" in shown
    assert "标题：渡口换船" in shown
    assert "来源记录里没有作者。" in shown
    assert "石渡渡口昨天换上了新渡船" in shown
    assert "一次能坐四十个人" in words((await adder.client.get("/?q=新渡船一次能坐几个人")).text)


async def test_several_files_an_address_and_a_text_come_at_once(adder: Adder, library: Library) -> None:
    """Each has its own card, and a bad one spoils no other."""
    files = ("简讯.md", (HEAD + FERRY).encode()), ("坏.pdf", b"%PDF-1.7 no more"), ("表.xyz", b"?")
    await adder.add(*files, text=f"菜市场搬家\n{MARKET}", address="https://example.org/station")
    names = re.findall(r'<h2 id="name\d">(.*?)</h2>', adder.html)
    assert ["简讯.md", "坏.pdf", "表.xyz", "粘贴的文字", "https://example.org/station"] == names
    assert 2 == adder.html.count("没能读进来")
    assert {"简讯", "菜市场搬家", "一座小站的冬天"} <= {
        article.source.title for article in library.articles()
    }
    assert ["何苗"] == [article.source.author for article in _titled(library, "一座小站的冬天")]


@pytest.mark.parametrize(
    ("language", "told"),
    [("zh-Hans", "没能读进来"), ("zh-Hant", "沒能讀進來"), ("en", "I could not read that")],
)
async def test_why_something_is_not_taken_is_said_in_the_readers_language(
    adder: Adder, language: str, told: str
) -> None:
    """Also after the language was switched on the page."""
    await adder.add(address="example.org/nothing")
    assert adder.page is not None
    await adder.open(f"{adder.page.url.path}?lang={language}")
    assert told in adder.html


async def test_what_the_reader_remarks_is_told(adder: Adder) -> None:
    """A place that cannot be read, as in the chat."""
    await adder.add(text=f"渡口换船\n{FERRY}\n船长姓〔…〕。")
    assert "有 1 处读不出，文中写作〔…〕" in words(adder.html)


async def test_an_article_that_is_there_is_not_added_again(adder: Adder, library: Library) -> None:
    """And it can be neither undone nor asked about."""
    before = library.articles()
    await adder.add(("a.txt", f"又是它\n{LIBRARY.text}".encode()))
    assert "这篇文章已经在书架上了：" in adder.html
    assert ">撤销</button>" not in adder.html
    assert before == library.articles()


async def test_undo_takes_it_off_again(adder: Adder, library: Library) -> None:
    """And says so; a second time there is nothing to undo."""
    before = library.articles()
    await (await adder.add(text=f"渡口换船\n{FERRY}")).press("撤销")
    assert "已撤销，《渡口换船》不在书架上了。" in words(adder.html)
    assert before == library.articles()
    key = (await adder.open()).form_key
    assert 404 == (await adder.post("/add/done/1/0/undo", form_key=key)).status_code


async def test_several_articles_of_one_file_have_one_undo(adder: Adder, library: Library) -> None:
    """Their titles lead to their cards."""
    before = library.articles()
    await adder.add(("简讯.zip", BRIEFS))
    assert "读入了 2 篇文章：" in words(adder.html)
    assert 2 == len(re.findall(r'<li><a href="/add/[a-z2-7]{10}"', adder.html))
    await adder.press("全部撤销")
    assert "已撤销，这次读入的 2 篇都不在书架上了。" in words(adder.html)
    assert before == library.articles()


async def test_a_newer_edition_takes_the_place_of_the_one_it_surely_is(
    adder: Adder, library: Library
) -> None:
    """Under its id; what was there cannot be brought back by undoing."""
    await adder.add(("a.md", (HEAD + FERRY).encode()))
    [earlier] = _titled(library, "简讯")
    await adder.add(("a.md", (HEAD + FERRY.replace("四十", "五十")).encode()))
    [newer] = _titled(library, "简讯")
    assert "文章换成了新的文本：" in adder.html
    assert (earlier.id, True) == (newer.id, "五十" in newer.text)
    assert ">撤销</button>" not in adder.html


@pytest.mark.parametrize(("label", "left"), [("换掉旧的", 1), ("两篇都留", 2)])
async def test_whether_it_is_a_newer_edition_is_asked_where_it_may_be_one(
    adder: Adder, library: Library, label: str, left: int
) -> None:
    """Both stay until it is answered; then it is not asked again."""
    await adder.add(("a.md", (HEAD + FERRY).encode()))
    [earlier] = _titled(library, "简讯")
    await adder.add(("b.md", (HEAD + NEAR).encode()))
    assert "书架上有一篇相近的：《简讯》" in words(adder.html)
    assert 2 == len(_titled(library, "简讯"))
    await adder.press(label)
    kept = _titled(library, "简讯")
    assert left == len(kept)
    assert earlier.id in [article.id for article in kept]
    assert any("本地船厂" in article.text for article in kept)
    assert "相近的" not in adder.html


async def test_the_source_is_filled_in_and_corrected_on_the_card(adder: Adder, library: Library) -> None:
    """All five fields at once; what is left empty nobody knows."""
    await adder.add(text=f"渡口换船\n{FERRY}")
    [article] = _titled(library, "渡口换船")
    given = {"author": "周一鸣", "publication": "石渡日报", "published": "2024年5月29日"}
    await adder.fill_in(
        f"/add/{article.id}", title="《新渡船》", url="https://example.org/a", back="1-0", **given
    )
    [source] = [one.source for one in library.articles() if one.id == article.id]
    assert ("新渡船", "周一鸣", "石渡日报", "2024-05-29", "https://example.org/a") == (
        source.title,
        source.author,
        source.publication,
        source.published and source.published.isoformat(),
        source.url,
    )
    assert adder.page is not None
    assert "/add/done/1#receipt0" == f"{adder.page.url.path}#{adder.page.url.fragment}"
    await adder.fill_in(f"/add/{article.id}", title="新渡船")
    [source] = [one.source for one in library.articles() if one.id == article.id]
    assert (None, None, None, None) == (source.author, source.publication, source.published, source.url)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("title", "", "标题要有字"),
        ("author", "某" * 201, "作者最多 200 个字"),
        ("publication", "报" * 201, "报刊名最多 200 个字"),
        ("published", "去年春天", "没看懂这个日期"),
        ("url", "javascript:alert(1)", "这不是网址"),
    ],
)
async def test_a_value_that_makes_no_sense_changes_nothing(
    adder: Adder, library: Library, field: str, typed: str, told: str
) -> None:
    """The form comes back with what was typed, and says which field it is."""
    await adder.add(text=f"渡口换船\n{FERRY}")
    before = _titled(library, "渡口换船")
    values = {"title": "渡口换船", "author": "周一鸣", field: typed}
    await adder.fill_in(f"/add/{before[0].id}", **values)
    assert 400 == (adder.page and adder.page.status_code)
    assert told in adder.html
    assert f'id="wrong-{field}"' in adder.html
    assert typed in adder.html
    assert before == _titled(library, "渡口换船")


async def test_a_value_that_is_left_as_it_was_need_not_be_one_that_can_be_typed(
    adder: Adder, library: Library
) -> None:
    """A file may have a title of more than 200 characters."""
    title = "长" * 250
    await adder.add(("a.md", f"---\ntitle: {title}\n---\n\n{FERRY}".encode()))
    [article] = _titled(library, title)
    await adder.fill_in(f"/add/{article.id}", title=title, author="周一鸣")
    assert ["周一鸣"] == [one.source.author for one in _titled(library, title)]


async def test_removing_is_asked_about_first(adder: Adder, library: Library) -> None:
    """The question alone removes nothing."""
    await adder.add(text=f"渡口换船\n{FERRY}")
    [article] = _titled(library, "渡口换船")
    await adder.open(f"/add/{article.id}/remove")
    assert "要移除《渡口换船》吗？" in words(adder.html)
    assert [article] == _titled(library, "渡口换船")
    await adder.press("确认移除")
    assert [] == _titled(library, "渡口换船")
    assert "《渡口换船》不在书架上了。" in words(adder.html)
    assert "不在书架上了" not in (await adder.open()).html


async def test_what_was_added_is_listed_the_newest_first(adder: Adder, library: Library) -> None:
    """Also what a command added; each with a way to correct or remove it."""
    await adder.add(text=f"渡口换船\n{FERRY}")
    await adder.open()
    listed = re.findall(r'href="/add/([a-z2-7]{10})">更正或移除', adder.html)
    assert [article.id for article in reversed(library.articles())] == listed


async def test_a_long_list_of_what_was_added_comes_in_pages(adder: Adder, library: Library) -> None:
    """Fifty on a page."""
    for number in range(50):
        library.add(Article(LIBRARY.source.__class__(title=f"第 {number} 件"), f"第{number}件小事。"))
    await adder.open()
    assert 50 == adder.html.count("更正或移除")
    assert 'href="/add?page=2"' in adder.html
    assert 2 == (await adder.open("/add?page=2")).html.count("更正或移除")


async def test_what_comes_from_the_corpus_is_neither_corrected_nor_removed(
    adder: Adder, library: Library
) -> None:
    """Its card says where that is done."""
    article = Article(LIBRARY.source.__class__(title="文件夹里的"), "文件夹里的一段话。")
    library.add(article, origin="a.md")
    await adder.open(f"/add/{article.id}")
    assert "来自运营者的文章文件夹" in adder.html
    assert '<form class="fields"' not in adder.html
    await adder.open()
    for path, fields in ((f"/add/{article.id}", {"title": "改"}), (f"/add/{article.id}/remove", {})):
        await adder.open()
        await adder.fill_in(path, **fields)
        assert 404 == (adder.page and adder.page.status_code)
    assert [article] == _titled(library, "文件夹里的")


async def test_names_and_texts_are_only_text(adder: Adder) -> None:
    """Of a file, of an address, of an article."""
    evil = "\"'><img src=x onerror=alert(1)>"
    await adder.add((f"../{evil}.txt", f"{evil}\n{evil}{FERRY}".encode()), address=evil)
    assert "<img src=x" not in adder.html
    assert "&lt;img src=x" in adder.html
    assert "../" not in words(adder.html)
    assert "<img src=x" not in (await adder.open()).html


@pytest.mark.parametrize(
    "files",
    [
        pytest.param([(f"{number}.txt", b"a b") for number in range(11)], id="eleven files"),
        pytest.param([(f"{number}.txt", bytes(MAX_BYTES)) for number in range(4)], id="80 MB"),
    ],
)
async def test_too_much_at_once_is_refused_whole(
    adder: Adder, library: Library, files: list[tuple[str, bytes]]
) -> None:
    """And the form comes back with the bounds."""
    before = library.articles()
    await adder.add(*files)
    assert 400 == (adder.page and adder.page.status_code)
    assert "一次交来的太多了，什么都没有添加。最多 10 个文件、合计 60 MB" in words(adder.html)
    assert before == library.articles()


async def test_forms_that_were_refused_hold_up_no_other(adder: Adder, library: Library) -> None:
    """However many they were."""
    for _ in range(5):
        await adder.add(*[(f"{number}.txt", b"a b") for number in range(11)])
    await adder.add(text=f"渡口换船\n{FERRY}")
    assert 1 == len(_titled(library, "渡口换船"))


async def test_a_text_or_a_file_that_is_too_long_is_refused(adder: Adder, library: Library) -> None:
    """A pasted one with all that came with it, a file alone."""
    before = library.articles()
    await adder.add(text="长" * 700_000)
    assert "一次交来的太多了" in adder.html
    await adder.add(("a.txt", bytes(MAX_BYTES + 1)))
    assert "a.txt 太大，最多 20 MB" in words(adder.html)
    assert before == library.articles()


@pytest.mark.parametrize("text", ["", "  \n ", "……！"])
async def test_nothing_and_no_words_are_said_to_be_that(adder: Adder, library: Library, text: str) -> None:
    """Nothing is added."""
    before = library.articles()
    await adder.add(text=text)
    assert "请选一个文件" in adder.html or "请把文字发来" in adder.html
    assert before == library.articles()


async def test_the_list_of_articles_and_an_empty_shelf_lead_there(adder: Adder, library: Library) -> None:
    """In the language that was chosen."""
    link = '<a href="/add?lang=en">Add articles</a>'
    assert link in (await adder.client.get("/a?lang=en")).text
    for article in library.articles():
        library.remove(article.id)
    for path in ("/?lang=en", "/a?lang=en"):
        assert 'href="/add?lang=en">Add articles</a>' in (await adder.client.get(path)).text


async def test_a_form_may_not_be_whatever_it_likes(adder: Adder) -> None:
    """Another type, a body that is cut off, a number that was never given: refused, not broken."""
    key = (await adder.open()).form_key
    for kind in ("text/plain", "multipart/form-data", "multipart/form-data; boundary=x"):
        headers = {**adder.headers, "content-type": kind}
        cut = await adder.client.post("/add", content=b"--x\r\n", headers=headers)
        assert cut.status_code in (400, 403)
    paths = ("/add/done/9", f"/add/done/{'9' * 5000}", "/add/done/x", "/add/%00", "/add/aaaaaaaaaa")
    assert {404} == {(await adder.client.get(path)).status_code for path in paths}
    gone = await adder.post("/add/done/9/9/undo", form_key=key)
    assert 404 == gone.status_code


async def test_there_is_no_such_page_without_a_password(client: httpx.AsyncClient) -> None:
    """Nor a link to it."""
    headers = {"origin": "http://zhaiyin.test"}
    paths = ("/add", "/add/enter", "/add/done/1", f"/add/{LIBRARY.id}", f"/add/{LIBRARY.id}/remove")
    assert {404} == {(await client.get(path)).status_code for path in paths}
    assert {404} == {(await client.post(path, headers=headers)).status_code for path in paths}
    assert "/add" not in (await client.get("/a")).text
