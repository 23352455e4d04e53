"""Adding articles in a real Chromium."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from articles import LIBRARY
from stocked import stocked
from tools import HANG_S
from web.adder import PASSWORD, adding
from web.site import served

from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.chat.web import build
from bot.library import Library
from bot.retrieval.memory import MemoryEngine
from browser.axe import COLOURS, faults

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

FERRY = "渡口换船\n石渡渡口昨天换上了新渡船，一次能坐四十个人。\n船票还是两元，孩子和老人不收钱。"
MARKET = "集市搬家\n河西菜市场下周一搬家，新棚子有一百个摊位。"
MOST_PAGE_BYTES = 60_000


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """The address of a site with one article, where articles can be added."""
    library = Library.at(stocked(tmp_path / "zhaiyin.db", LIBRARY))
    with served(build(Assistant(Desk(library, MemoryEngine)), adding=adding())) as address:
        yield address
    library.close()


@pytest.fixture
def context(chromium: "Browser", site: str) -> Iterator["BrowserContext"]:
    """A phone of the narrowest kind."""
    viewport: dict[str, object] = {"viewport": {"width": 360, "height": 640}}
    context = chromium.new_context(locale="zh-CN", base_url=site, **viewport)  # type: ignore[arg-type]  # Playwright's own options
    context.set_default_timeout(HANG_S * 1000)
    yield context
    context.close()


def _is_sound(page: "Page") -> None:
    """Nothing for axe to find in light, in dark and in forced colours, nothing beyond the right edge."""
    assert [] == faults(page)
    page.emulate_media(color_scheme="dark")
    assert [] == faults(page, *COLOURS)
    page.emulate_media(color_scheme="light", forced_colors="active")
    assert [] == faults(page, *COLOURS)
    page.emulate_media(forced_colors="none")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_from_the_list_to_an_article_that_is_asked_and_removed(
    context: "BrowserContext", site: str, tmp_path: Path
) -> None:
    """The way of somebody with the password, on a phone; nothing but our own pages is loaded."""
    page, said, weight = context.new_page(), list[str](), list[int]()
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: None if request.url.startswith(site) else said.append(request.url))
    page.on("response", lambda response: weight.append(len(response.body())) if response.ok else None)
    page.goto("/a")
    page.get_by_role("link", name="添加文章").click()
    page.get_by_label("密码").fill("猜一个")
    said.clear()
    page.get_by_role("button", name="进入").click()
    page.get_by_text("密码不对。").wait_for()
    _is_sound(page)
    said.clear()  # Chromium tells of the status of a refusal
    page.get_by_label("密码").fill(PASSWORD)
    weight.clear()
    page.get_by_role("button", name="进入").click()
    files = [tmp_path / "渡口<b>.txt", tmp_path / "集市.txt"]
    for file, text in zip(files, (FERRY, MARKET), strict=True):
        file.write_text(text, encoding="utf-8")
    page.get_by_label("文件", exact=True).set_input_files(files)
    _is_sound(page)
    assert sum(weight) < MOST_PAGE_BYTES
    page.get_by_role("button", name="添加").click()
    card = page.get_by_role("region", name="渡口<b>.txt")
    card.get_by_text("读入了一篇文章：").wait_for()
    _is_sound(page)
    card.get_by_label("作者").fill("周一鸣")
    card.get_by_role("button", name="保存").click()
    page.get_by_text("作者：周一鸣").wait_for()
    page.get_by_role("region", name="集市.txt").get_by_role("button", name="撤销").click()
    page.get_by_text("已撤销").wait_for()
    page.get_by_role("link", name="再添加").click()
    page.get_by_label("或者粘贴文字").fill(FERRY)
    page.get_by_role("button", name="添加").click()
    page.get_by_text("这篇文章已经在书架上了：").wait_for()
    page.get_by_role("link", name="移除").click()
    _is_sound(page)
    page.get_by_role("button", name="确认移除").click()
    page.get_by_text("不在书架上了。").wait_for()
    _is_sound(page)
    page.get_by_role("button", name="退出").click()
    page.get_by_label("密码").wait_for()
    assert ([], []) == (said, context.cookies())


def test_without_scripts_an_article_is_added_and_is_the_only_thing_that_has_a_cookie(
    chromium: "Browser", site: str
) -> None:
    """The cookie goes to these pages alone."""
    context = chromium.new_context(locale="en", base_url=site, java_script_enabled=False)
    context.set_default_timeout(HANG_S * 1000)
    page, told = context.new_page(), dict[str, bool]()
    page.on(
        "request", lambda one: told.__setitem__(one.url.removeprefix(site), "cookie" in one.all_headers())
    )
    page.goto("/add")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Or a text").fill(FERRY)
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name="Ask this article").click()
    page.get_by_role("heading", name="渡口换船").wait_for()
    assert told["/add/done/1"]
    assert not any(sent for path, sent in told.items() if not path.startswith("/add"))
    context.close()
