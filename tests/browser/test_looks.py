"""How answers look in a real Chromium: at a glance, in forced colours and on paper."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from articles import LIBRARY
from shelves import demo

from bot.answering.quoting.citation import cite
from bot.model import Article
from browser.axe import faults
from browser.browsing import Site, site_of
from browser.windows import Open

if TYPE_CHECKING:
    from playwright.sync_api import Page

SURE, UNSURE, NONE = "开馆以来接待了多少读者", "识字班的老师姓什么", "火星移民计划"
ORIGINAL = Article(
    replace(LIBRARY.source, title="渡口的船", url="https://example.org/ferry"),
    "渡口的船每天开六班，末班在傍晚五点。\n雨天停航，船票退还。",
)
_LOOK = """answer => {
    const mark = answer.querySelector(":scope > blockquote mark");
    const style = (element, pseudo) => getComputedStyle(element, pseudo);
    return {
        sign: style(answer.querySelector(".state"), "::before").content,
        frame: style(answer).borderTopStyle,
        marked: mark && [style(mark).backgroundColor, style(mark).textDecorationStyle].join(" "),
    };
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Three articles on the public shelf."""
    with site_of(tmp_path_factory.mktemp("looks"), LIBRARY, demo(), ORIGINAL) as site:
        yield site


def _looks(page: "Page") -> list[dict[str, str | None]]:
    """Return how the answers to a sure, an unsure and a lost question look."""
    looks = []
    for state, question in (("sure", SURE), ("unsure", UNSURE), ("none", NONE)):
        page.goto(f"/?q={question}")
        answer = page.locator(".answer")
        assert state == answer.get_attribute("data-state")
        looks.append(answer.evaluate(_LOOK))
    return looks


@pytest.mark.parametrize(
    "colours", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}]
)
def test_sure_unsure_and_not_found_look_different(colours: dict[str, str], opened: Open) -> None:
    """By the sign, the frame and what is marked, so that no colour is needed to tell them apart."""
    looks = _looks(opened("/a", **colours))
    for feature in ("sign", "frame", "marked"):
        assert 3 == len({look[feature] for look in looks}), feature


def test_axe_finds_no_fault_in_forced_colours(opened: Open) -> None:
    """In any state of an answer, unfolded, and in the reader."""
    page = opened("/a", forced_colors="active")
    found = {}
    for path in ("/", *(f"/?q={question}" for question in (SURE, UNSURE, NONE)), f"/a/{LIBRARY.id}?q=书"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        found[path] = faults(page)
    assert {} == {path: some for path, some in found.items() if some}


def _printed(page: "Page") -> list[str]:
    """Return the lines that would stand on paper."""
    page.emulate_media(media="print")
    return [line.strip() for line in page.locator("body").inner_text().splitlines() if line.strip()]


def test_an_article_on_paper_is_its_source_its_citation_and_its_whole_text(opened: Open, site: Site) -> None:
    """With the address of the page, the day and the original's address; nothing else, whatever was unfolded."""
    page = opened(f"/a/{ORIGINAL.id}?q=船票")
    page.locator(".cite summary").click()
    title, imprint, *original, citation, address, first, second = _printed(page)
    assert (ORIGINAL.source.title, cite(ORIGINAL)) == (title, citation)
    assert "青石日报" in imprint
    assert address.startswith(f"{site.address}/a/{ORIGINAL.id}（")
    assert address.endswith("日打印）")
    assert ORIGINAL.text.split("\n") == [first, second]
    where = "getComputedStyle(document.querySelector('header a[rel]'), '::after').content"
    assert "https://example.org/ferry" in page.evaluate(where)
    assert {line for line in original if "青石镇" not in line} <= {"原文链接", "栏目：基层来信"}


def test_an_answer_on_paper_is_the_question_the_quotation_and_its_source(opened: Open, site: Site) -> None:
    """With citation, short address and day; what was unfolded to read around it stands there too, no button does."""
    page = opened(f"/?q={SURE}")
    _, question, *rest = _printed(page)
    quotation, source, citation, address = rest
    assert [SURE, cite(demo())] == [question, citation]
    assert quotation in demo().text
    assert demo().source.title in source
    assert re.fullmatch(rf"{site.address}/a/{demo().id}\?at=[\w.]+#p\d+（\d+年\d+月\d+日打印）", address)
    page.emulate_media(media="screen")
    page.get_by_text("更多").click()
    around = _printed(page)[4:-2]
    assert around
    assert set(around) <= set(demo().text.split("\n"))


def test_on_paper_what_is_unsure_says_so(opened: Open) -> None:
    """Also where there is no screen to show how sure an answer is."""
    assert "不确定，这一段最接近：" in _printed(opened(f"/?q={UNSURE}"))


def test_a_verified_claim_on_paper_has_its_sources_with_address_and_day(opened: Open, site: Site) -> None:
    """The claim, what differs, the quotation; the form that it was sent with stays away."""
    page = opened("/verify?q=渡口的船每天开七班，末班在傍晚五点")
    title, verdict, claimed, quoted, source, address = _printed(page)
    assert ("核对", "与原文接近，标出的字不同：") == (title, verdict)
    assert "每天开七班" in claimed
    assert quoted in ORIGINAL.text
    assert ORIGINAL.source.title in source
    assert address.startswith(f"{site.address}/a/{ORIGINAL.id}?at=")
    assert "日打印" in address


def test_a_phone_on_its_side_is_left_to_the_answer(opened: Open) -> None:
    """The header scrolls away, and the field takes a fifth of the height at most."""
    page = opened(f"/?q={SURE}", viewport={"width": 844, "height": 390})
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    header, field = (page.locator(one).bounding_box() for one in (".top", ".chat .ask"))
    assert header is not None
    assert field is not None
    assert 0 >= header["y"] + header["height"]
    assert 390 / 5 >= field["height"]
