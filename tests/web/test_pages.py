"""The pages as a browser without JavaScript reads them."""

import json
import re
from dataclasses import replace
from html import unescape

import httpx
import pytest
from articles import LIBRARY, NOTE, edition
from listed import VILLAGE
from shelves import demo

from bot.answering.quoting.citation import STYLES, cite
from bot.assistant.desk import Desk
from bot.assistant.links import Links
from bot.chat.web.answer_view import answer_view
from bot.library import Library
from bot.locale import locale
from bot.model import Article, Heading, PassageAnswer, Question, Source, Span
from bot.readers import File, read
from web.site import client_of, marked, words

QUESTION = "三件事是什么"


def _answered(desk: Desk, question: str = QUESTION) -> PassageAnswer:
    answer = desk.ask(Question(question))
    assert isinstance(answer, PassageAnswer)
    return answer


async def test_the_first_page_has_a_form_samples_and_the_shelf(client: httpx.AsyncClient, desk: Desk) -> None:
    """A plain form that asks this page, links that ask samples, the articles; no other shelf's."""
    page = (await client.get("/")).text
    assert re.search(r'<form class="ask" action="/" method="get"', page)
    assert '<label class="unseen" for="q">' in page
    assert all(term in page for term in desk.suggestions())
    assert demo().source.title in page
    assert LIBRARY.source.title in page
    assert NOTE.source.title not in page


@pytest.mark.parametrize("address", ["/", "/answer"])
async def test_an_answer_is_the_passage_word_for_word_with_its_focus_marked(
    address: str, client: httpx.AsyncClient, desk: Desk
) -> None:
    """The first quotation is the passage, what is marked in it is the focus."""
    hit = _answered(desk).hits[0]
    page = (await client.get(address, params={"q": QUESTION})).text
    quotation = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", page, re.DOTALL)[0]
    assert hit.passage.text == words(quotation)
    assert [span.cut(hit.passage.text) for span in hit.focus] == marked(quotation)
    assert hit.article.source.title in page


@pytest.mark.parametrize(("expected", "matches"), [([False], ()), ([True, False], (Span(0, 1),))])
def test_a_further_passage_without_a_word_of_the_question_has_nothing_marked(
    expected: list[bool], matches: tuple[Span, ...], desk: Desk
) -> None:
    """It may be near in meaning, but answers nothing; one that holds a word has its focus marked."""
    answer = _answered(desk)
    other = replace(answer.hits[1], focus=(Span(0, 4),), matches=matches, listing=None)
    view = answer_view(replace(answer, hits=(answer.hits[0], other)), locale("zh-Hans"), Links())
    assert expected == [stretch.focus for stretch in view.other_hits[0].text]


async def test_a_claim_stands_beside_the_articles_own_words(client: httpx.AsyncClient) -> None:
    """What differs is marked in both, what stands nowhere is named, and the source leads to its paragraph."""
    claim = "听邻居讲，<b>藏书三万五千册，每周开放六十小时，还送牛奶"
    page = (await client.get("/verify", params={"q": claim})).text
    [claimed] = re.findall(r'<p class="claimed">(.*?)</p>', page, re.DOTALL)
    [original] = re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", page, re.DOTALL)
    assert (["五"], ["二"]) == (marked(claimed), marked(original))
    assert "藏书三万二千册，每周开放六十小时" == words(original)
    assert "书架上没有：「听邻居讲" in page
    assert "<b>藏书" not in page
    assert re.search(rf'class="to-source" href="/a/{LIBRARY.id}\?at=[^"]*#p1"', page)
    assert "<blockquote" not in (await client.get("/verify")).text
    assert 'href="/verify"' in (await client.get("/")).text


async def test_the_citation_stands_there_in_every_style(client: httpx.AsyncClient, desk: Desk) -> None:
    """As text that can be selected, and on buttons that scripts can serve."""
    page = unescape((await client.get("/answer", params={"q": QUESTION})).text)
    article = _answered(desk).hits[0].article
    for style in STYLES:
        assert f"<code>{cite(article, style)}</code>" in page
        assert f'data-copy="{cite(article, style)}"' in page


async def test_a_question_about_the_source_is_answered_from_its_record(client: httpx.AsyncClient) -> None:
    """With a link to the article."""
    page = (await client.get("/answer", params={"q": f"《{LIBRARY.source.title}》的作者是谁"})).text
    assert "<li>作者：林知远</li>" in page
    assert [] == marked(page)
    assert f'href="/a/{LIBRARY.id}"' in page


async def test_what_is_not_there_is_not_found_and_nothing_is_quoted(client: httpx.AsyncClient) -> None:
    """Questions to ask are offered instead."""
    page = (await client.get("/answer", params={"q": "今天比特币多少钱"})).text
    assert "文章里没有找到。" in page
    assert "<blockquote" not in page
    assert "data-ask=" in page


async def test_the_source_leads_to_its_paragraph_in_the_reader(client: httpx.AsyncClient, desk: Desk) -> None:
    """There the paragraph is marked as the one asked, and the same focus in it."""
    hit = _answered(desk).hits[0]
    page = (await client.get("/answer", params={"q": QUESTION})).text
    [link] = re.findall(r'class="to-source" href="([^"]+)"', page)
    assert link.endswith(f"#p{hit.passage.paragraph}")
    reader = (await client.get(unescape(link))).text
    [here] = re.findall(r'<li id="(p\d+)" class="paragraph here">(.*?)</li>', reader, re.DOTALL)
    assert f"p{hit.passage.paragraph}" == here[0]
    assert [span.cut(hit.passage.text) for span in hit.focus] == marked(here[1]) == marked(reader)


async def test_the_reader_shows_every_paragraph_word_for_word(client: httpx.AsyncClient) -> None:
    """Numbered from 1, with a question or without."""
    article = demo()
    for question in ("", "图书", "<mark>"):
        page = (await client.get(f"/a/{article.id}", params={"q": question})).text
        shown = re.findall(r'<li id="p(\d+)".*?<p>(.*?)</p>', page, re.DOTALL)
        assert [(n, span.cut(article.text)) for n, span in enumerate(article.paragraphs, 1)] == [
            (int(number), words(text)) for number, text in shown
        ]


async def test_the_reader_has_an_outline_key_terms_and_a_strip(client: httpx.AsyncClient) -> None:
    """The strip only if the question's words occur; it has one bar per paragraph."""
    address = f"/a/{LIBRARY.id}"
    without, asked = (
        (await client.get(address)).text,
        (await client.get(address, params={"q": "识字班"})).text,
    )
    assert "青石镇图书馆去年开馆，藏书三万二千册，每周开放六十小时。" in without.split('id="outline"')[1]
    assert "图书馆" in without.split('class="chips small"')[1]
    assert "<svg" not in without
    assert len(LIBRARY.paragraphs) == len(re.findall(r'<rect class="heat\d"', asked))
    assert 1 == len(re.findall(r'<rect class="heat4"', asked))


async def test_headings_make_the_outline_and_are_headings_in_the_reader(
    client: httpx.AsyncClient, library: Library
) -> None:
    """No depth is skipped, whatever levels the author gave; other paragraphs are not in the outline."""
    article = read(
        File("a.md", "# 手册\n\n导语在此。\n\n## 借书\n\n凭门牌。\n\n#### 归还\n\n一个月。".encode())
    ).article
    library.add(article)
    page = (await client.get(f"/a/{article.id}")).text
    assert "<h2>借书</h2>" in page
    assert "<h3>归还</h3>" in page
    found = re.findall(r'<li class="depth(\d)"><a href="#p(\d)">(.*?)</a>', page)
    assert [("1", "2", "借书"), ("2", "4", "归还")] == found


async def test_a_digest_is_marked_as_one_and_says_where_the_original_was(
    client: httpx.AsyncClient, desk: Desk, library: Library
) -> None:
    """In the reader and under a quotation."""
    digest = replace(LIBRARY, source=replace(LIBRARY.source, digest=True, url="https://example.org/a"))
    library.add(digest)
    reader = (await client.get(f"/a/{digest.id}")).text
    assert 'class="digest"' in reader
    assert "青石日报" in reader
    assert 'href="https://example.org/a"' in reader
    assert "（摘要，非原文）" in (await client.get("/answer", params={"q": "书不怕旧"})).text


async def test_a_permalink_survives_a_new_edition(client: httpx.AsyncClient, library: Library) -> None:
    """A paragraph that moved is found by its words; one that is gone is said to be gone."""
    page = (await client.get(f"/a/{LIBRARY.id}")).text
    second, third = (
        unescape(re.findall(rf'class="number" href="([^"]+#p{number})"', page)[0]) for number in (2, 3)
    )
    paragraphs = LIBRARY.text.split("\n")
    newer = edition("\n".join(["新写的开头。", paragraphs[0], paragraphs[1], "结尾也换了。"]))
    library.take(newer, replace_near=True)
    moved = (await client.get(second)).text
    assert 'id="p3" class="paragraph here"' in moved
    assert "链接里的第2段现在是第3段。" in moved
    gone = (await client.get(third)).text
    assert 'class="paragraph here"' not in gone
    assert "第3段已经改动或移除" in gone


@pytest.mark.parametrize("at", ["", "0.12345678", "9", "1.1234567", "1.123456789", "x", "３.12345678"])
async def test_a_link_that_was_never_ours_leads_to_the_article(at: str, client: httpx.AsyncClient) -> None:
    """Nothing is marked, nothing is claimed."""
    response = await client.get(f"/a/{LIBRARY.id}", params={"at": at})
    assert 200 == response.status_code
    assert 'class="changed"' not in response.text


@pytest.mark.parametrize("headings", [0, 2000])
async def test_a_book_is_read_leaf_by_leaf(
    headings: int, client: httpx.AsyncClient, library: Library
) -> None:
    """Four thousand paragraphs, each once, each with its own link; no leaf is heavy, whatever is asked."""
    text = "\n".join(f"第{number}回，说的是书车，书车又来了。" for number in range(1, 4001))
    every = tuple(Heading(number, 1) for number in range(1, 2 * headings, 2))
    book = Article(Source(title="长书"), text, headings=every)
    library.add(book)
    address, links, weights = f"/a/{book.id}?q=书车&from=1", list[str](), list[int]()
    while address:
        page = (await client.get(address)).text
        weights.append(len(page.encode()))
        links += re.findall(r'class="number" href="[^"]+at=(\d+)\.[0-9a-f]{8}#p\d+"', page)
        address = unescape("".join(re.findall('rel="next" href="([^"]+)"', page)))
    assert [str(number) for number in range(1, 4001)] == links
    assert 250_000 > max(weights)


async def test_a_text_too_long_for_one_page_is_whole_in_volumes(
    client: httpx.AsyncClient, library: Library
) -> None:
    """Each paragraph once, and nothing of it taken for markup; a few pages a minute, whatever else is read."""
    text = "\n".join(f"<b>{number}</b>&" for number in range(1, 6_101))
    book = Article(Source(title="长书"), text)
    library.add(book)
    address, read, volumes = f"/a/{book.id}/whole", list[str](), 0
    while address:
        page = (await client.get(address)).text
        volumes += 1
        read += [unescape(found) for found in re.findall(r"<p>(&lt;b.*?)</p>", page)]
        address = unescape("".join(re.findall('rel="next" href="([^"]+)"', page)))
    assert (text.split("\n"), 2) == (read, volumes)
    assert 404 == (await client.get("/a/aaaaaaaaaa/whole")).status_code
    statuses = [(await client.get("/a/aaaaaaaaaa/whole")).status_code for _ in range(12)]
    assert (429, 200) == (statuses[-1], (await client.get("/a")).status_code)


async def test_a_link_into_a_book_opens_its_leaf(client: httpx.AsyncClient, library: Library) -> None:
    """By the paragraph's own link, by its number, by a question; a number beyond the end opens the last leaf."""
    lines = [f"第{number}回，说的是寻常事。" for number in range(1, 1001)]
    lines[776] = "忽然来了一头大象。"
    book = Article(Source(title="长书"), "\n".join(lines))
    library.add(book)
    by_question = (await client.get(f"/a/{book.id}", params={"q": "大象"})).text
    [own] = re.findall(r'class="number" href="([^"]+#p777)"', by_question)
    pages = [
        by_question,
        (await client.get(unescape(own))).text,
        (await client.get(f"/a/{book.id}", params={"from": "777"})).text,
    ]
    assert [1, 1, 1] == [page.count('<li id="p777"') for page in pages]
    assert [1, 1, 0] == [page.count('id="p777" class="paragraph here"') for page in pages]
    assert '<li id="p1000"' in (await client.get(f"/a/{book.id}", params={"from": "9999999"})).text
    assert '<li id="p1"' in (await client.get(f"/a/{book.id}", params={"from": "x"})).text


@pytest.mark.parametrize(
    ("lines", "tables", "items"),
    [
        (["摊位如下", "档次\u3000租金", "甲等\u3000三百元", "乙等\u3000二百元", "另有说明。"], [3], 0),
        (["a | b", "1 | ", " | 2", "x\u3000y\u3000z", "1\u30002\u30003"], [3, 2], 0),
        (["须具备：", "（一）在职满一年；", "（二）有固定住处；", "完。"], [], 2),
        (["1. one thing", "2. another", "3.5 tons of it"], [], 2),
        (["• 先", "• 后", "第三条 职工须知", "第四条 会费"], [], 4),
        (["\u3000\u3000开头空两格的正文。", "\u3000\u3000又一段正文。"], [], 0),
        (["一行\u3000两格", "别的话。"], [], 0),
        (["一、只有一条", "别的话。"], [], 0),
    ],
)
async def test_tables_stand_as_tables_and_lists_as_lists(
    lines: list[str], tables: list[int], items: int, client: httpx.AsyncClient, library: Library
) -> None:
    """Rows and items that follow one another; each paragraph keeps its number, and no word is lost."""
    article = Article(Source(title="样子"), "\n".join(lines))
    library.add(article)
    page = (await client.get(f"/a/{article.id}")).text
    assert tables == [table.count("<tr ") for table in re.findall("<table>(.*?)</table>", page, re.DOTALL)]
    assert items == page.count('class="paragraph item"')
    assert [str(n) for n in range(1, len(lines) + 1)] == re.findall(r'<(?:li|tr) id="p(\d+)"', page)
    rows = re.findall(r'<tr id="p(\d+)".*?</td>(.*?)<td><span class="tools"', page, re.DOTALL)
    assert sum(tables) == len(rows)
    for number, row in rows:
        cells = [words(cell) for cell in re.findall("<td>(.*?)</td>", row)]
        assert re.split("\u3000| [|] ", lines[int(number) - 1]) == cells


async def test_a_cell_is_marked_where_it_answers(client: httpx.AsyncClient, library: Library) -> None:
    """And the words of the question in it, also where a mark goes over several cells."""
    article = Article(Source(title="摊位"), "档次\u3000租金\n甲等摊位\u3000三百元\n乙等摊位\u3000二百元")
    library.add(article)
    page = (await client.get(f"/a/{article.id}", params={"q": "甲等摊位的租金是多少"})).text
    assert ["甲等摊位", "三百元"] == [text for text in marked(page) if text in ("甲等摊位", "三百元")]
    assert '<b class="term">甲等' in page


async def test_without_a_script_one_goes_from_match_to_match(client: httpx.AsyncClient) -> None:
    """And back to the answer; the strip is one stop for the keyboard."""
    lone = (await client.get(f"/a/{LIBRARY.id}", params={"q": "书"})).text
    strip = re.findall(r'<a href="#p\d" tabindex="(0|-1)"', lone)
    assert ("0", {"-1"}) == (strip[0], set(strip[1:]))
    assert re.search('<a class="act quiet" href="/[?]q=[^"]+">← 回到回答</a>', lone)
    page, seen = lone, list[str]()
    for by in ("-1", "-1", "-1", "1", "1", "1"):
        onward = re.findall(rf'data-step="{by}" href="([^"]+)"', page)
        if onward:
            page = (await client.get(unescape(onward[0]))).text
            seen += re.findall(r'id="p(\d)" class="paragraph here"', page)
    assert ["1", "2", "3"] == seen[-3:]


async def test_shared_links_start_at_the_public_address(desk: Desk) -> None:
    """The others stay on the host they are read on."""
    async with client_of(desk, public_url="https://zhaiyin.example") as client:
        page = (await client.get("/answer", params={"q": QUESTION, "lang": "en"})).text
    [shared] = re.findall(r'class="act share" href="([^"]+)"', page)
    assert shared.startswith("https://zhaiyin.example/a/")
    assert "lang=" not in shared
    assert 'class="to-source" href="/a/' in page


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
async def test_programs_are_told_how_to_ask(language: str, client: httpx.AsyncClient) -> None:
    """With an example that can be run as it stands, its answer, the limits, and every parameter in the reader's language."""
    page = unescape((await client.get("/api", params={"lang": language})).text)
    described = (await client.get("/api/openapi.json")).json()["paths"]
    assert [f"GET {path}" for path in described] == re.findall("<h2[^>]*><code>(.*?)</code>", page)
    parameters = [p["name"] for methods in described.values() for p in methods["get"]["parameters"]]
    assert parameters == re.findall('<dt lang="en"><code>(.*?)</code>', page)
    [question] = re.findall('curl -G http://zhaiyin.test/api/ask --data-urlencode "q=(.*?)"', page)
    [shown] = re.findall('aria-label="[^"]*"><code>(.*?)</code></pre>', page, re.DOTALL)
    answer = (await client.get("/api/ask", params={"q": question})).json()
    assert (True, answer["passage"]) == (json.loads(shown)["found"], json.loads(shown)["passage"])
    assert "120" in page


async def test_a_question_of_blanks_leaves_the_form_empty(client: httpx.AsyncClient) -> None:
    """It shows the same page as without a question."""
    page = (await client.get("/", params={"q": " \u3000\n"})).text
    assert 'name="q" type="text" value=""' in page
    assert 'class="answer' not in page.replace('class="answers"', "")


async def test_a_long_question_goes_along_in_no_link_that_is_passed_on(client: httpx.AsyncClient) -> None:
    """The reader would repeat it for every paragraph; the links still lead to the paragraphs."""
    question = f"{QUESTION}？" + "请告诉我，" * 30
    reader = (await client.get(f"/a/{LIBRARY.id}", params={"q": question})).text
    numbers = re.findall(r'class="number" href="([^"]+)"', reader)
    answer = (await client.get("/answer", params={"q": question})).text
    shared = re.findall(r'class="act share" href="([^"]+)"', answer)
    assert [len(LIBRARY.paragraphs), 1] == [len(numbers), len(shared)]
    assert [] == [link for link in numbers + shared if "q=" in link or "at=" not in link]


async def test_a_long_shelf_has_pages(client: httpx.AsyncClient, library: Library) -> None:
    """Fifty on each, none twice; a page beyond the last is not there."""
    for number in range(60):
        library.add(Article(Source(title=f"第 {number} 篇"), f"这是编号 {number} 的文章。"))
    first, second = [(await client.get("/a", params={"page": str(n)})).text for n in (1, 2)]
    linked = [re.findall(r'href="/a/([a-z2-7]{10})"', page) for page in (first, second)]
    assert [50, 12] == [len(ids) for ids in linked]
    assert 62 == len({*linked[0], *linked[1]})
    assert 404 == (await client.get("/a", params={"page": "3"})).status_code
    assert 400 == (await client.get("/a", params={"page": "0"})).status_code


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"q": "青石日報 2024"}, [LIBRARY.source.title]),
        ({"q": "没有这样的"}, []),
        ({"order": "title"}, [LIBRARY.source.title, demo().source.title]),
        ({"order": "published"}, [demo().source.title, LIBRARY.source.title]),
    ],
)
async def test_an_article_is_found_on_the_shelf(
    query: dict[str, str], titles: list[str], client: httpx.AsyncClient, library: Library
) -> None:
    """By a plain form, which keeps what was typed; each says when it was added and can be asked alone."""
    page = (await client.get("/a", params=query)).text
    assert titles == re.findall(r'<li>\s*<a href="/a/[^"]+" lang="[^"]*">(.*?)</a>', page)
    assert f'value="{query.get("q", "")}"' in page
    added = library.added_at()[LIBRARY.id]
    assert len(titles) == page.count(f"{added.year}年{added.month}月{added.day}日放上书架")
    assert len(titles) == len(re.findall(r'class="ask-it" href="/a/[a-z2-7]{10}#q">问这篇文章', page))
    if "q" in query:
        assert f"找到 {len(titles)} 篇，共 2 篇文章" in page


async def test_the_pages_of_what_was_found_go_on(client: httpx.AsyncClient, library: Library) -> None:
    """With the same words in the same order."""
    for number in range(60):
        library.add(Article(Source(title=f"第 {number} 篇"), f"这是编号 {number} 的文章。"))
    first = (await client.get("/a", params={"q": "篇", "order": "title"})).text
    [onward] = re.findall('rel="next" href="([^"]+)"', first)
    second = (await client.get(unescape(onward))).text
    assert [50, 10] == [page.count('class="ask-it"') for page in (first, second)]


@pytest.mark.parametrize("address", ["/", "/a", "/answer?q=书车"])
@pytest.mark.parametrize(("language", "said"), [("zh-Hans", "放上文章"), ("en", "To add one")])
async def test_an_empty_shelf_says_how_to_add_an_article(
    address: str, language: str, said: str, client: httpx.AsyncClient, library: Library
) -> None:
    """With the command to type; also to whoever asks."""
    for article in library.articles():
        library.remove(article.id)
    page = (await client.get(address, headers={"Accept-Language": language})).text
    assert said in page
    assert "zhaiyin add" in page


async def test_a_list_over_paragraphs_is_quoted_item_by_item(desk: Desk, library: Library) -> None:
    """On the page, in the reader's text and in JSON alike, each item word for word."""
    library.add(VILLAGE)
    async with client_of(desk) as client:
        page = (await client.get("/", params={"q": "三个先行是啥"})).text
        told = (await client.get("/api/ask", params={"q": "三个先行是啥"})).json()
        reader = (await client.get(f"/a/{VILLAGE.id}", params={"q": "三个先行是啥"})).text
    items = ["一是道路先行。", "二是用水先行。", "三是教育先行。"]
    assert items == [item["text"] for item in told["items"]]
    assert all(
        item["whole"] in VILLAGE.text and item["whole"].startswith(item["text"]) for item in told["items"]
    )
    assert items == marked(page)[:3]
    assert all(any(item in text for text in marked(reader)) for item in items)


async def test_the_items_asked_for_by_their_places_are_those_in_focus(desk: Desk, library: Library) -> None:
    """On the page and in JSON, with … where another stands between."""
    library.add(VILLAGE)
    question = {"q": "三个先行的第一个和第三个是什么"}
    async with client_of(desk) as client:
        page = (await client.get("/", params=question)).text
        told = (await client.get("/api/ask", params=question)).json()
    items = ["一是道路先行。", "三是教育先行。"]
    assert items == marked(page)[:2]
    assert (items, "…\n".join(items)) == ([item["text"] for item in told["items"]], told["focus"])
