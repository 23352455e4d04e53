"""The pages in a real Chromium."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from articles import LIBRARY
from shelves import demo
from tools import HANG_S

from bot.answering.quoting.citation import STYLES, cite
from bot.assistant.desk import Desk
from bot.model import Article, PassageAnswer, Question, Source
from bot.readers import File, read
from browser.axe import COLOURS, faults
from browser.browsing import Site, asked, site_of
from browser.windows import CLIPBOARD, Open, weighed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

QUESTION = "开馆以来接待了多少读者"
HANDBOOK = read(
    File(
        "a.md",
        f"# 手册\n\n导语。\n\n## 借书\n\n凭门牌。\n\n#### 归还\n\n{'一个月。' * 300}末了付押金。".encode(),
    )
).article
DIGEST = Article(
    replace(LIBRARY.source, title="书车", digest=True, url="https://example.org/original"),
    "书车每周三进村，车上有三百册书。\n老人先进识字班，再来借书。",
)
BOOK = Article(
    Source(title="长长的书"),
    "\n".join(
        [
            "名称\u3000数量",
            "甲\u3000一",
            "（一）先来；",
            "（二）后到。",
            *(f"第{n}回，寻常事。" for n in range(5, 301)),
        ]
    ),
)

PATHS = [
    "/verify?q=听邻居讲，藏书三万五千册，还送牛奶",
    "/",
    f"/?q={QUESTION}",
    "/a",
    "/a?q=书&order=title",
    f"/a/{LIBRARY.id}?q=书",
    f"/a/{HANDBOOK.id}",
    f"/a/{BOOK.id}?q=寻常",
    f"/a/{BOOK.id}/whole",
    f"/a/{DIGEST.id}",
    "/api",
]
_STATES = "answers => answers.map(answer => answer.dataset.state)"
UNFOLD = "document.querySelectorAll('details').forEach(d => d.open = true)"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Articles on the public shelf: one with headings and a long paragraph, a digest, and two more."""
    with site_of(tmp_path_factory.mktemp("web"), BOOK, HANDBOOK, DIGEST, LIBRARY, demo()) as site:
        yield site


@pytest.fixture
def desk(site: Site) -> Desk:
    """The desk that the site asks."""
    return site.desk


def _hit(desk: Desk, question: str = QUESTION) -> tuple[str, int]:
    answer = desk.ask(Question(question))
    assert isinstance(answer, PassageAnswer)
    hit = answer.hits[0]
    return hit.focus[0].cut(hit.passage.text), hit.passage.paragraph


def _asked(page: "Page", question: str = QUESTION) -> None:
    asked(page, question)


def test_ask_see_the_focus_follow_the_source_to_its_paragraph(opened: Open, desk: Desk) -> None:
    """Without a reload the answer stands there; its source leads to the same words in the article."""
    page = opened()
    page.evaluate("window.here = true")
    _asked(page)
    focus, paragraph = _hit(desk)
    assert page.evaluate("window.here")
    assert focus == page.locator(".answer > blockquote mark").text_content()
    page.locator(".to-source").click()
    page.wait_for_url(f"**/a/{demo().id}?**#p{paragraph}")
    there = page.locator(f"#p{paragraph}")
    assert focus == there.locator("mark").text_content()
    assert "here" in (there.get_attribute("class") or "")
    box = there.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 400


def test_several_questions_make_a_conversation_that_the_browser_remembers(opened: Open) -> None:
    """In order; the first page offers the earlier questions, and can forget them."""
    page = opened()
    for question in (QUESTION, "作者是谁", "<img src=x onerror=alert(1)>"):
        _asked(page, question)
    assert 3 == page.locator(".turn").count()
    assert "<img src=x" in (page.locator(".asked").last.text_content() or "")
    page.goto("/")
    page.locator("#earlier summary").click()
    assert 3 == page.locator("#earlier li").count()
    page.get_by_role("button", name="清除").click()
    assert page.locator("#earlier").is_hidden()


def test_a_sample_is_asked_with_a_tap(opened: Open, desk: Desk) -> None:
    """The chips of the first page are questions."""
    page = opened()
    page.locator(".welcome .chips a").first.click()
    page.locator(".answer").wait_for()
    assert desk.suggestions()[0] in (page.locator(".asked").text_content() or "")


def test_a_citation_is_copied(opened: Open) -> None:
    """In each style, character for character."""
    page = opened(f"/?q={QUESTION}", permissions=CLIPBOARD)
    page.get_by_text("更多").click()
    copied = {}
    for style, shown in zip(STYLES, page.locator(".cited > div").all(), strict=True):
        shown.get_by_role("button").click()
        shown.get_by_text("已复制").wait_for()
        copied[style] = page.evaluate("navigator.clipboard.readText()")
    assert {style: cite(demo(), style) for style in STYLES} == copied


def test_a_paragraph_and_a_link_are_copied(opened: Open, site: Site) -> None:
    """The citation with the paragraph's number; an address that others can open."""
    page = opened(f"/a/{demo().id}", permissions=CLIPBOARD)
    page.get_by_role("button", name="复制第2段的引用").click()
    page.get_by_text("已复制").first.wait_for()
    assert page.evaluate("navigator.clipboard.readText()").endswith("第2段")
    page.goto(f"/?q={QUESTION}")
    page.get_by_text("复制链接").click()
    page.get_by_text("已复制").first.wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(f"{site.address}/a/{demo().id}?q=")
    page.goto(link)
    assert 1 == page.locator(".paragraph.here").count()


def test_a_vote_is_cast_in_place_and_taken_back(opened: Open) -> None:
    """A screen reader says so; a reload shows it again, and the browser keeps only a random name."""
    page = opened(f"/?q={QUESTION}")
    page.get_by_text("更多").click()
    up = page.get_by_role("button", name="有帮助", exact=True)
    for pressed, said in (
        ("true", "已记下 👍 1 👎 0"),
        ("false", "已收回 👍 0 👎 0"),
        ("true", "已记下 👍 1 👎 0"),
    ):
        up.click()
        page.locator("#said", has_text=said).wait_for(state="attached")
        assert pressed == up.get_attribute("aria-pressed")
        assert said == page.locator(".votes .note").text_content()
    page.reload()
    page.get_by_text("更多").click()
    assert "true" == up.get_attribute("aria-pressed")
    page.get_by_role("button", name="没帮助").click()
    page.locator("#said", has_text="已记下 👍 0 👎 1").wait_for(state="attached")
    assert "false" == up.get_attribute("aria-pressed")
    assert page.evaluate("/^[0-9a-f]{32}$/.test(localStorage.getItem('zhaiyin.reader'))")


def test_without_javascript_the_vote_is_a_form(opened: Open) -> None:
    """It leads to a page with the tally, and back to the answer."""
    page = opened(f"/?q={QUESTION}", java_script_enabled=False)
    page.get_by_text("更多").click()
    page.get_by_role("button", name="有帮助", exact=True).click()
    page.get_by_role("heading", name="已记下 👍 1").wait_for()
    page.get_by_role("link", name="回到回答").click()
    page.locator(".answer > blockquote mark").wait_for()


def test_without_javascript_a_vote_counts_over_plain_http(chromium: "Browser", site: Site) -> None:
    """Beyond this machine too, when only the form's origin shows that it is ours; the site is the proxy."""
    context = chromium.new_context(proxy={"server": site.address}, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"http://zhaiyin.test/?q={QUESTION}")
    page.get_by_text("更多").click()
    page.get_by_role("button", name="没帮助").click()
    page.get_by_role("heading", name="已记下").wait_for()
    assert "http://zhaiyin.test/vote" == page.url
    context.close()


def test_the_language_is_changed_and_kept(opened: Open) -> None:
    """A choice replaces the browser's language, on the next page too."""
    page = opened(f"/?q={QUESTION}", locale="en-GB")
    assert "en" == page.locator("html").get_attribute("lang")
    page.get_by_role("link", name="繁體中文").click()
    assert "zh-Hant" == page.locator("html").get_attribute("lang")
    page.locator(".to-source").click()
    page.locator(".paragraph.here").wait_for()
    assert "zh-Hant" == page.locator("html").get_attribute("lang")


def test_another_language_keeps_what_was_asked_and_where_one_reads(opened: Open) -> None:
    """Also a question asked without a reload, and the paragraph in the address."""
    page = opened()
    _asked(page)
    page.get_by_role("link", name="English").click()
    page.locator("html[lang=en]").wait_for(state="attached")
    assert QUESTION in (page.locator(".asked").text_content() or "")
    page.goto(f"/a/{demo().id}#p3")
    page.get_by_role("link", name="English").click()
    page.wait_for_url(f"**/a/{demo().id}?lang=en#p3")


def test_a_question_that_fails_can_be_asked_again(opened: Open) -> None:
    """It is back in the field, and the reason stands in place of the answer."""
    page = opened()
    page.context.set_offline(True)
    page.locator("#q").fill(QUESTION)
    page.keyboard.press("Enter")
    page.get_by_text("没有连上，请再问一次。").wait_for()
    assert QUESTION == page.locator("#q").input_value()
    page.context.set_offline(False)
    assert 0 == page.locator(".waiting").count()
    page.get_by_role("button", name="再问一次").click()
    page.locator(".answer").wait_for()
    assert 1 == page.locator(".turn").count()


def test_a_conversation_outlasts_reload_language_and_the_way_back(opened: Open) -> None:
    """Its turns and its title are the same, in the language chosen; cleared, it is gone from the tab."""
    page = opened()
    _asked(page)
    _asked(page, "天气")
    assert "天气 · 摘引" == page.title()
    states = page.locator(".answer").evaluate_all(_STATES)
    page.reload()
    assert [QUESTION, "天气"] == [text[2:] for text in page.locator(".asked").all_text_contents()]
    page.locator(".to-source").click()
    page.locator(".paragraphs").wait_for()
    page.go_back()
    page.locator(".turn").nth(1).wait_for()
    page.get_by_role("link", name="English").click()
    page.locator(".asked [lang=en]").nth(1).wait_for(state="attached")
    assert [states[0], "none"] == page.locator(".answer").evaluate_all(_STATES)
    page.get_by_role("button", name="Clear it").click()
    assert 0 == page.locator(".turn").count()
    assert page.evaluate("sessionStorage.getItem('zhaiyin.turns')") is None


def test_what_is_too_long_is_cut_only_when_told_to(opened: Open) -> None:
    """The form says how long it is and sends nothing; one press keeps the beginning."""
    page = opened()
    page.locator("#q").fill("书" * 2345)
    page.keyboard.press("Enter")
    assert "2345" in (page.locator(".too-long").text_content() or "")
    assert 0 == page.locator(".turn").count()
    page.get_by_role("button", name="只留前 2000 字").click()
    assert "书" * 2000 == page.locator("#q").input_value()


def test_no_flag_is_cut_in_two(opened: Open) -> None:
    """The beginning ends before what has no room as a whole."""
    page = opened()
    page.locator("#q").fill("书" * 1999 + "🇨🇳" * 10)
    page.get_by_role("button", name="只留前 2000 字").click()
    assert "书" * 1999 == page.locator("#q").input_value()


def test_a_phone_s_keyboard_leaves_the_answer_free(opened: Open) -> None:
    """After a touch the field loses the focus; with a keyboard the next question can follow at once."""
    for touch, focused in ((True, False), (False, True)):
        page = opened(has_touch=touch, is_mobile=touch)
        _asked(page)
        assert focused == page.evaluate("document.activeElement.id === 'q'")


def test_what_was_asked_at_length_takes_one_line_of_the_history(opened: Open) -> None:
    """And no page grows wider for it."""
    page = opened(viewport={"width": 360, "height": 640})
    _asked(page, "书车" * 400)
    page.goto("/")
    page.locator("#earlier summary").click()
    box = page.locator("#earlier a").bounding_box()
    assert box is not None
    assert box["height"] < 50
    assert 360 >= page.evaluate("document.documentElement.scrollWidth")


def test_the_number_of_a_paragraph_stays_in_one_line(opened: Open) -> None:
    """Also in a book of thousands, on a phone and on a wide screen, and clear of the text."""
    for width in (360, 1280):
        page = opened(f"/a/{LIBRARY.id}", viewport={"width": width, "height": 640})
        page.evaluate("document.querySelector('#p1 .number').textContent = '1234'")
        number = page.locator("#p1 .number").bounding_box()
        text = page.locator("#p1 > p").bounding_box()
        assert number is not None
        assert text is not None
        assert number["height"] < 40
        assert number["x"] + number["width"] <= text["x"]


def test_a_text_reads_from_the_side_that_its_script_does(opened: Open) -> None:
    """Arabic from the right, beside Chinese from the left."""
    page = opened(f"/?q={QUESTION}")
    _asked(page, "مرحبا بالعالم؟")
    first, last = (page.locator(".asked").nth(at) for at in (0, -1))
    assert ["plaintext"] * 2 == [
        bubble.evaluate("bubble => getComputedStyle(bubble).unicodeBidi") for bubble in (first, last)
    ]


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en-US"])
def test_nothing_is_wider_than_a_small_phone(language: str, opened: Open) -> None:
    """360 pixels, everything unfolded, in every language."""
    page = opened(viewport={"width": 360, "height": 640}, locale=language)
    widths = {}
    for path in PATHS:
        page.goto(path)
        page.evaluate(UNFOLD)
        widths[path] = page.evaluate("document.documentElement.scrollWidth")
    assert {} == {path: width for path, width in widths.items() if width > 360}


def test_the_dark_is_dark(opened: Open) -> None:
    """If the system is set to dark."""
    page = opened("/", color_scheme="dark")
    red = page.evaluate("parseInt(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])")
    assert red < 60


def test_without_javascript_the_form_asks(opened: Open, desk: Desk) -> None:
    """The answer is there after a reload; no button is shown that would do nothing."""
    page = opened("/", java_script_enabled=False)
    page.locator("#q").fill(QUESTION)
    page.get_by_role("button", name="提问").click()
    page.locator(".answer").wait_for()
    assert _hit(desk)[0] == page.locator(".answer > blockquote mark").text_content()
    assert 0 == page.locator("button[data-copy]:visible").count()
    assert "链接" == page.locator(".share").text_content()
    page.get_by_text("更多").click()
    assert cite(demo()) == page.locator(".cited code").first.text_content()


def test_the_keyboard_is_enough(opened: Open, desk: Desk) -> None:
    """From the top of the page to the paragraph; the focused control is outlined."""
    page = opened()
    page.keyboard.press("/")
    page.keyboard.type("书车")
    page.keyboard.press("Enter")
    page.locator(".answer").wait_for()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.className") == "to-source":
            break
    assert "none" != page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.keyboard.press("Enter")
    page.locator(".paragraph.here").wait_for()


def test_a_citation_is_copied_without_a_mouse(opened: Open) -> None:
    """The skip link first, then from control to control, in the order of the page."""
    page = opened(f"/a/{LIBRARY.id}", permissions=CLIPBOARD)
    page.keyboard.press("Tab")
    assert "skip" == page.evaluate("document.activeElement.className")
    page.keyboard.press("Enter")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.copy ?? ''"):
            break
    page.keyboard.press("Enter")
    page.get_by_text("已复制").first.wait_for()
    assert page.evaluate("navigator.clipboard.readText()").endswith("第1段")


def test_a_screen_reader_is_told_of_an_answer(opened: Open) -> None:
    """It is added to a live log as an article, question first; its source is a link."""
    page = opened()
    _asked(page)
    log = page.get_by_role("log", name="问答")
    assert "polite" == log.get_attribute("aria-live")
    answer = log.get_by_role("article", name="回答")
    assert (answer.text_content() or "").strip().startswith("问：开馆以来")
    assert 1 == answer.get_by_role("blockquote").first.locator("mark").count()
    assert 1 == answer.get_by_role("link", name="把图书馆开在老粮仓里").count()


def test_a_key_term_is_searched_for_with_a_tap(opened: Open) -> None:
    """It is marked everywhere in the article, and the strip shows the places."""
    page = opened(f"/a/{demo().id}")
    assert 0 == page.locator(".strip").count()
    page.locator(".find .chips a", has_text="图书馆").click()
    page.locator(".strip").wait_for()
    assert "图书馆" == page.locator(".find .chips [aria-current]").text_content()
    assert demo().text.count("图书馆") == page.locator(".strip .tick").count()
    assert {"图书馆"} == set(page.locator(".paragraph .term").all_text_contents())


def test_a_heading_of_the_outline_leads_to_it(opened: Open) -> None:
    """Headings are real ones, and no level is skipped; on a phone a link leads to the outline."""
    page = opened(f"/a/{HANDBOOK.id}", viewport={"width": 360, "height": 640})
    page.get_by_role("link", name="目录 ↓").click()
    box = page.locator(".outline").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 640
    page.locator(".outline").get_by_role("link", name="归还").click()
    page.wait_for_url("**#p4")
    assert page.get_by_role("heading", name="归还", level=3).is_visible()
    assert page.get_by_role("button", name="复制第4段的引用").is_visible()


@pytest.mark.parametrize("path", [f"/a/{HANDBOOK.id}?q=押金", f"/a/{HANDBOOK.id}?q=押金#p5", "/?q=押金"])
def test_what_answers_is_seen_at_once_on_a_phone(path: str, opened: Open) -> None:
    """Also at the end of a paragraph that is longer than the screen, and not beneath the form."""
    page = opened(path, viewport={"width": 360, "height": 640})
    page.wait_for_function(
        "height => document.querySelector('mark')?.getBoundingClientRect().bottom < height", arg=640
    )
    box = page.locator("mark").first.bounding_box()
    assert box is not None
    assert 0 <= box["y"]
    assert box["y"] + box["height"] < 640


def test_the_reader_has_at_hand_what_one_needs(opened: Open) -> None:
    """Scrolled down: the field, the way back, the next match; where one reads is marked in the outline."""
    page = opened(f"/a/{HANDBOOK.id}?q=押金", viewport={"width": 1280, "height": 640})
    assert "p5" == page.evaluate("document.activeElement.id")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    for shown in (page.locator("#q"), page.get_by_role("link", name="回到回答")):
        box = shown.bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 300
    page.locator(".outline [aria-current]", has_text="归还").wait_for()
    page.get_by_role("link", name="回到回答").click()
    page.locator(".answer").wait_for()


def test_one_steps_from_match_to_match(opened: Open) -> None:
    """Without a reload, to the first and the last and no further; the strip is walked with arrows."""
    page = opened(f"/a/{demo().id}?q=图书馆&from=1")
    page.evaluate("window.here = true")
    numbers = (page.locator(".steps").get_attribute("data-matching") or "").split()
    before, after = page.get_by_text("上一处"), page.get_by_text("下一处")
    while before.get_attribute("href"):
        before.click()
    assert f"1/{len(numbers)} 段" == page.locator("[data-told]").text_content()
    for number in numbers[1:]:
        after.click()
        assert number == page.evaluate("location.hash.slice(2)")
    assert f"{len(numbers)}/{len(numbers)} 段" == page.locator("[data-told]").text_content()
    assert None is after.get_attribute("href")
    assert page.evaluate("window.here")
    stops = page.locator(".strip a[tabindex='0']")
    stops.focus()
    page.keyboard.press("ArrowRight")
    assert [1, numbers[1]] == [stops.count(), (stops.get_attribute("href") or "")[2:]]


def test_what_can_be_done_with_a_paragraph_shows_where_one_is(opened: Open) -> None:
    """Under the pointer, the focus or the last touch; the others are quiet."""
    page = opened(f"/a/{LIBRARY.id}", has_touch=True)
    seen = "all => all.filter(tools => getComputedStyle(tools).opacity === '1').map(tools => tools.parentElement.id)"
    tools = page.locator(".tools")
    assert [] == tools.evaluate_all(seen)
    page.locator("#p2 > p").tap(position={"x": 30, "y": 10})
    assert ["p2"] == tools.evaluate_all(seen)
    page.locator("#p1 .number").focus()
    assert "p1" in tools.evaluate_all(seen)


def test_a_book_comes_as_one_scrolls(opened: Open) -> None:
    """And a link to a paragraph far away opens it, also one that names only the number."""
    page = opened(f"/a/{BOOK.id}")
    assert 120 == page.locator(".paragraph").count()
    for number in (240, 300):
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.locator(f"#p{number}").wait_for()
    assert 300 == page.locator(".paragraph").count()
    assert 0 == page.locator(".onward").count()
    page.goto("/")
    page.goto(f"/a/{BOOK.id}#p250")
    page.wait_for_url("**from=250#p250")
    page.locator("#p250").wait_for()


def test_the_list_follows_what_is_typed(opened: Open) -> None:
    """The address too; a screen reader is told the count; the article found is asked with a tap, its field at hand."""
    page = opened("/a")
    every = page.locator(".shelf li").count()
    page.get_by_role("searchbox").press_sequentially("2024-03")
    page.locator("#said", has_text=f"找到 2 篇，共 {every} 篇文章").wait_for(state="attached")
    assert 2 == page.locator(".shelf li", has_text="2024年3月8日").count()
    assert "q=2024-03" in page.url
    assert "2024-03" == page.get_by_role("searchbox").input_value()
    page.get_by_role("combobox").select_option(label="按标题")
    page.wait_for_url("**order=title**")
    page.locator(".ask-it").first.click()
    page.wait_for_url("**#q")
    assert "q" == page.evaluate("document.activeElement.id")


def test_a_digest_says_so_and_where_the_original_is(opened: Open) -> None:
    """Under a quotation in brackets, in the reader at the top, with a link to the original."""
    page = opened("/?q=《书车》识字班")
    assert "（摘要，非原文）" in (page.locator(".answer .source").first.text_content() or "")
    page.goto(f"/a/{DIGEST.id}")
    assert page.locator(".digest").is_visible()
    assert "青石日报" in (page.locator("header .source").first.text_content() or "")
    assert "https://example.org/original" == page.get_by_role("link", name="原").get_attribute("href")


@pytest.fixture(scope="module")
def leafed(chromium: "Browser", site: Site) -> Iterator["Page"]:
    """One page for the tests that only look: to open another takes longer than most of them."""
    context = chromium.new_context(locale="zh-CN", base_url=site.address)
    context.set_default_timeout(HANG_S * 1000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    "path",
    [
        *PATHS,
        "/?q=天气",
        f"/a/{LIBRARY.id}?q=作者是谁",
        f"/a/{DIGEST.id}?lang=zh-Hant",
        "/a?lang=en",
        "/a/none",
    ],
)
def test_axe_finds_no_fault(path: str, leafed: "Page") -> None:
    """By the rules of accessibility that a program can check; in the dark only by those for colours."""
    leafed.emulate_media(color_scheme="light")
    leafed.goto(path)
    leafed.evaluate(UNFOLD)
    assert [] == faults(leafed)
    leafed.emulate_media(color_scheme="dark")
    assert [] == faults(leafed, *COLOURS)


def test_a_page_weighs_less_than_sixty_kilobytes(opened: Open) -> None:
    """All that is fetched for a first page and an answer, as it is sent."""
    page = opened()
    with weighed(page) as weights:
        page.goto(f"/?q={QUESTION}")
        page.wait_for_load_state("networkidle")
    assert 0 < sum(weights) < 60_000


def test_print_leaves_the_text(opened: Open) -> None:
    """No form, no half-empty pages; source and digest mark stay, the focus is underlined, on white."""
    page = opened(f"/a/{DIGEST.id}?q=识字班", permissions=CLIPBOARD, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("#p1").is_visible()
    assert page.locator(".digest").is_visible()
    assert page.locator("header .source").first.is_visible()
    assert page.locator("form, nav, button").locator("visible=true").count() == 0
    assert "underline" in page.evaluate("getComputedStyle(document.querySelector('mark')).textDecorationLine")
    assert "auto" == page.evaluate("getComputedStyle(document.querySelector('.paragraph')).breakInside")
    assert "#000" == page.evaluate("getComputedStyle(document.body).getPropertyValue('--term')")
    assert "rgb(255, 255, 255)" == page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_a_leaf_of_a_long_article_says_on_paper_what_it_lacks(opened: Open) -> None:
    """Nobody takes the sheet for the whole."""
    page = opened(f"/a/{BOOK.id}")
    page.emulate_media(media="print")
    assert "从第121段往后读" in page.locator("body").inner_text()


def test_a_long_book_is_printed_whole(opened: Open, site: Site) -> None:
    """By the link on any of its leaves: source, citation, address and all of the text, nothing else; rows stand as rows."""
    page = opened(f"/a/{BOOK.id}?from=200")
    page.get_by_role("link", name="全文（可打印）").click()
    page.get_by_role("button", name="打印").wait_for()
    page.emulate_media(media="print")
    printed = page.locator("main").inner_text().splitlines()
    title, citation, address, *text = [line for line in printed if line.strip()]
    assert (BOOK.source.title, cite(BOOK)) == (title, citation)
    assert address.startswith(f"{site.address}/a/{BOOK.id}（")
    assert BOOK.text.replace("\u3000", "\t").split("\n") == text
    assert 4 == page.locator("article td").count()
