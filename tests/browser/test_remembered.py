"""What a browser remembers for its reader, and says when something fails, in a real Chromium."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from articles import LIBRARY
from shelves import ENGLISH, demo

from bot.answering.quoting.citation import STYLES, cite
from browser.browsing import Site, asked, site_of
from browser.windows import CLIPBOARD, Open

if TYPE_CHECKING:
    from playwright.sync_api import Page

FIRST, SECOND = "开馆以来接待了多少读者", "三件事是什么"
NO_CLIPBOARD = """
    Object.defineProperty(navigator, "clipboard", {value: undefined});
    document.execCommand = () => false;
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Articles in Chinese and one in English on the public shelf."""
    with site_of(tmp_path_factory.mktemp("remembered"), LIBRARY, demo(), ENGLISH) as site:
        yield site


def _questions(page: "Page") -> list[str]:
    """Return the questions of the turns, in order."""
    return [text.removeprefix("问：") for text in page.locator(".asked").all_text_contents()]


def test_the_citation_style_that_was_copied_stands_first_from_then_on(opened: Open) -> None:
    """Under the next answer, in the reader, after a reload, on paper, and for a single paragraph."""
    page = opened(f"/?q={FIRST}", permissions=CLIPBOARD)
    usual, *_, chosen = STYLES
    page.get_by_text("更多").click()
    styles = page.locator(".cited > div")
    assert usual == styles.first.get_attribute("data-style")
    page.locator(f"[data-style={chosen}] button").click()
    asked(page, SECOND)
    assert chosen == page.locator(".cited").last.locator("div").first.get_attribute("data-style")
    page.reload()
    assert chosen == styles.first.get_attribute("data-style")
    assert cite(demo(), chosen) == page.locator(".printed p").first.text_content()
    page.goto(f"/a/{demo().id}")
    assert chosen == styles.first.get_attribute("data-style")
    assert cite(demo(), chosen) == page.locator(".printed p").first.text_content()
    page.get_by_role("button", name="复制第2段的引用").click()
    page.wait_for_function(
        "async text => text === await navigator.clipboard.readText()", arg=f"{cite(demo(), chosen)} 第2段"
    )


def test_a_record_is_copied_as_a_citation_in_the_chosen_style(opened: Open) -> None:
    """The usual one of the language until another was copied."""
    page = opened(f"/?q=《{LIBRARY.source.title}》的作者是谁", permissions=CLIPBOARD)
    copied = "async text => text === await navigator.clipboard.readText()"
    cited = page.get_by_text("复制引用")
    cited.click()
    page.wait_for_function(copied, arg=cite(LIBRARY))
    page.get_by_text("更多").click()
    page.locator("[data-style=bibtex] button").click()
    page.wait_for_function(copied, arg=cite(LIBRARY, "bibtex"))
    page.locator("[data-style=mla] button").click()
    page.wait_for_function(copied, arg=cite(LIBRARY, "mla"))
    page.evaluate("navigator.clipboard.writeText('')")
    cited.click()
    page.wait_for_function(copied, arg=cite(LIBRARY, "mla"))


def test_a_copy_that_fails_says_so(opened: Open) -> None:
    """On the button and to a screen reader, and the focus stays where it was."""
    page = opened(f"/?q={FIRST}", script=NO_CLIPBOARD)
    for button in (page.get_by_text("复制引文"), page.get_by_text("复制链接")):
        button.click()
        page.locator("#said", has_text="没能复制").wait_for(state="attached")
        assert "没能复制" in page.evaluate("document.activeElement.textContent")


def test_what_failed_is_still_there_after_a_reload_and_asked_again_with_one_press(opened: Open) -> None:
    """In its place among the turns, without a sign that it still waits, and the turns before it stay."""
    page = opened()
    asked(page, FIRST)
    page.context.set_offline(True)
    asked(page, SECOND)
    page.context.set_offline(False)
    page.reload()
    assert [FIRST, SECOND] == _questions(page)
    assert (1, 0) == (page.locator(".failed").count(), page.locator("[aria-busy]").count())
    page.get_by_role("button", name="再问一次").click()
    page.locator(".answer").nth(1).wait_for()
    assert [FIRST, SECOND] == _questions(page)


def test_suggestions_after_nothing_was_found_are_in_the_question_s_language(opened: Open, site: Site) -> None:
    """Of an English question they are of an English article; each is a question, and its press is answered."""
    page = opened("/?q=How tall is the mayor?", locale="en-GB")
    chip = page.locator(".answer .chips a").first
    thing = site.desk.suggestions(language="en")[0]
    assert f"What is said about {thing}?" == chip.text_content()
    chip.click()
    page.locator(".answer[data-state=sure]").wait_for()
