"""Pages opened as Telegram opens them, in a real Chromium."""

import json
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from articles import LIBRARY
from databases import sqlite
from identities import chat_id, person_id
from shelves import demo
from web.site import served
from web.telegram_says import SITE, TOKEN, said

from bot.answering.quoting.citation import STYLES
from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.assistant.links import Links
from bot.chat.web import build
from bot.library import Library
from bot.model import Article, PassageAnswer, Question, Source
from bot.notebook import WEB, Notebook
from bot.retrieval.memory import MemoryEngine
from browser.axe import COLOURS, faults
from browser.browsing import Site
from browser.windows import Windows, weighed

if TYPE_CHECKING:
    from playwright.sync_api import Page

ALICE, QUESTION = 7_000_001, "开馆以来接待了多少读者"
LEDGER = Article(
    Source(title="灯塔值守记", url="https://lighthouse.example/"),
    "八月的账本锁在灯塔的铁柜里，钥匙由老许保管。",
)
DAY = {
    "bg_color": "#ffffff",
    "secondary_bg_color": "#efeff3",
    "text_color": "#000000",
    "hint_color": "#999999",
    "link_color": "#2481cc",
    "button_color": "#2481cc",
    "button_text_color": "#ffffff",
}
NIGHT = {
    "bg_color": "#18222d",
    "secondary_bg_color": "#131415",
    "text_color": "#ffffff",
    "hint_color": "#b1c3d5",
    "link_color": "#62bcf9",
    "button_color": "#2ea6ff",
    "button_text_color": "#ffffff",
}
PROXY = """
    window.told = [];
    window.TelegramWebviewProxy = {postEvent: (type, data) => window.told.push([type, JSON.parse(data)])};
"""
Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notebook]:
    """What the site remembers."""
    notebook = Notebook.at(sqlite(tmp_path_factory.mktemp("app") / "zhaiyin.db"), styles=STYLES)
    yield notebook
    notebook.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, notebook: Notebook) -> Iterator[Desk]:
    """Two articles on the public shelf, one on Alice's own."""
    library = Library.at(sqlite(tmp_path_factory.mktemp("app") / "library.db"))
    library.add(demo())
    library.add(LIBRARY)
    library.add(LEDGER, notebook.own_shelf(chat_id(ALICE)))
    yield Desk(library, MemoryEngine)
    library.close()


@pytest.fixture(scope="module")
def site(desk: Desk, notebook: Notebook) -> Iterator[Site]:
    """A site on loopback that Telegram may open."""
    with served(
        build(Assistant(desk, notebook), notebook, public_url=SITE, token=TOKEN, per_minute=10_000)
    ) as address:
        yield Site(address, desk)


@pytest.fixture
def opened(windows: Windows) -> Iterator[Open]:
    """Opens a page as Telegram on a phone does; complaints and requests to other hosts fail the test."""

    def open_(path: str, theme: dict[str, str] = DAY, init: str = "", proxy: str = PROXY) -> "Page":
        return windows.open(f"{path}#{_hash(theme, init)}", script=proxy)

    yield open_
    assert [] == [line for line in windows.give_back() if "404" not in line]


def _hash(theme: dict[str, str], init: str) -> str:
    told = {
        "tgWebAppData": init,
        "tgWebAppVersion": "8.0",
        "tgWebAppPlatform": "ios",
        "tgWebAppThemeParams": json.dumps(theme),
    }
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in told.items())


def _colour(page: "Page", name: str) -> str:
    return str(
        page.evaluate("n => getComputedStyle(document.documentElement).getPropertyValue(n).trim()", name)
    )


def _reader(desk: Desk) -> tuple[str, int]:
    """Return the address behind the button 原文, without the site, and the paragraph it leads to."""
    answer = desk.ask(Question(QUESTION))
    assert isinstance(answer, PassageAnswer)
    hit = answer.hits[0]
    return Links().passage(hit.article, hit.passage, QUESTION).partition("#")[0], hit.passage.paragraph


@pytest.mark.parametrize("theme", [DAY, NIGHT], ids=["day", "night"])
def test_the_reader_has_telegram_s_colours_and_shows_the_paragraph(
    theme: dict[str, str], opened: Open, desk: Desk
) -> None:
    """The passage is marked and in view although Telegram uses the #; the page says it is ready."""
    address, paragraph = _reader(desk)
    page = opened(address, theme)
    assert (theme["bg_color"], theme["text_color"]) == (_colour(page, "--paper"), _colour(page, "--ink"))
    scheme = "dark" if theme is NIGHT else "light"
    assert scheme == page.evaluate("document.documentElement.style.colorScheme")
    here = page.locator(f"#p{paragraph}.here")
    assert here.locator("mark").count()
    page.wait_for_function("() => scrollY > 0")
    box = here.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 720
    assert [["web_app_ready", {}], ["web_app_expand", {}]] == page.evaluate("told")


def test_the_colours_go_along_to_the_next_page(opened: Open) -> None:
    """Its address no longer holds Telegram's parameters."""
    page = opened(f"/a/{demo().id}", NIGHT)
    page.locator(".brand").click()
    page.wait_for_url("**/")
    assert NIGHT["bg_color"] == _colour(page, "--paper")


@pytest.mark.parametrize(
    "theme", [DAY, NIGHT, {**DAY, "text_color": "#fefefe", "button_text_color": "#2482cd"}]
)
def test_axe_finds_no_fault_in_any_theme(theme: dict[str, str], opened: Open) -> None:
    """Colours that could not be read are made darker or lighter until they can."""
    page = opened("/", theme)
    found = {}
    for path in (f"/?q={QUESTION}", "/?q=天气", f"/a/{LIBRARY.id}?q=书", "/a"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert _shown(theme["bg_color"]) == page.evaluate("getComputedStyle(document.body).backgroundColor")
        # the rest does not depend on the theme
        found[path] = faults(page, *(() if theme is DAY else COLOURS))
    assert {} == {path: some for path, some in found.items() if some}


def _shown(colour: str) -> str:
    """Return the colour as a browser writes it."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"


def test_only_colours_are_taken_for_colours(opened: Open) -> None:
    """Anything else is ignored; without a background colour the page keeps its own."""
    page = opened("/", {**DAY, "text_color": "url(//evil.example)"})
    assert ("#ffffff", "#000000") == (_colour(page, "--paper"), _colour(page, "--ink"))
    for paper in ("red", "#fff", "#ffffff;}", "url(https://evil.example)", "#12345g"):
        page.goto(f"/#{_hash({**DAY, 'bg_color': paper}, '')}")
        page.reload()
        assert "#faf7f1" == _colour(page, "--paper")


def test_a_vote_in_telegram_is_that_person_s(opened: Open, notebook: Notebook) -> None:
    """It stands where it stands everywhere; whose it is Telegram says."""
    page = opened(f"/?q={QUESTION}", init=said(ALICE, time.time()))
    page.get_by_text("更多").click()
    page.get_by_role("button", name="有帮助", exact=True).click()
    page.locator("#said", has_text="已记下 👍 1").wait_for(state="attached")
    assert 1 == notebook.stored_counts(WEB, person_id(ALICE)).votes


def test_one_s_own_article_opens_without_a_key_in_the_link(opened: Open, notebook: Notebook) -> None:
    """For the person that Telegram names, and nobody else; other sites open outside."""
    page = opened(f"/a/{LEDGER.id}", init=said(ALICE, time.time()))
    page.wait_for_url(f"**/a/{LEDGER.id}?key={notebook.key(chat_id(ALICE))}")
    assert "铁柜" in (page.locator("#p1").text_content() or "")
    page.get_by_role("link", name="原文链接").click()
    assert ["web_app_open_link", {"url": "https://lighthouse.example/"}] == page.evaluate("told.at(-1)")
    for init in (said(ALICE + 1, time.time()), said(ALICE, 0), "nonsense"):
        page = opened(f"/a/{LEDGER.id}", init=init)
        page.wait_for_function(
            "() => performance.getEntriesByType('resource').some(e => e.name.endsWith('/key'))"
        )
        assert "404" == page.locator(".status").text_content()


def test_outside_telegram_nothing_is_told_and_nothing_changed(opened: Open) -> None:
    """The page keeps its own colours, and `miniApp` is not defined."""
    page = opened("/", proxy="")
    page.evaluate("sessionStorage.clear()")
    page.goto("/?q=书")
    assert "" == page.evaluate("document.documentElement.style.cssText")
    assert page.evaluate("window.miniApp === undefined")


def test_the_script_weighs_little(opened: Open) -> None:
    """With it a first page and an answer are still less than sixty kilobytes."""
    page = opened("/")
    with weighed(page) as weights:
        page.goto(f"/?q={QUESTION}")
        page.wait_for_load_state("networkidle")
    assert 0 < sum(weights) < 60_000
