"""The JSON door."""

import json
from datetime import date, datetime

import httpx
import pytest
from articles import LIBRARY, NOTE
from hypothesis import given, settings
from shelves import demo
from texts import texts

from bot.answering.quoting.citation import STYLES, cite
from bot.assistant.desk import Desk
from bot.assistant.links import Links
from bot.language.script import language_of
from bot.library import Library
from bot.locale import DEFAULT, locale
from bot.model import Article, PassageAnswer, Question, Source
from bot.reply.record import References, article_record, record
from bot.reply.shapes import AnswerObject, ArticleList, ArticleText, VerificationObject
from bot.reply.verification_record import verification_record
from bot.retrieval.memory import MemoryEngine
from web.site import client_of

_SITE = Links("http://zhaiyin.test")
HERE = References(link=lambda article, paragraph: _SITE.article(article, paragraph=paragraph))

QUESTIONS = [
    "三件事是什么",
    "作者是谁",
    "今天比特币多少钱",
    "?",
    "",
    "谁写的《把书送到山里去》",
    "where is it",
    "三件事是什麼，請問",
]


@pytest.mark.parametrize("question", QUESTIONS)
async def test_an_answer_is_what_ask_json_prints(
    question: str, client: httpx.AsyncClient, desk: Desk
) -> None:
    """The same object, and the shape that OpenAPI describes: no key more or less."""
    given = (await client.get("/api/ask", params={"q": question})).json()
    expected = record(desk.ask(Question(question)), locale(language_of(question) or DEFAULT), HERE)
    assert json.loads(json.dumps(expected)) == given
    assert given == AnswerObject.model_validate(given, strict=True, extra="forbid").model_dump()


CLAIMS = [
    "藏书三万五千册",
    "有人说青石镇图书馆每周开放六十小时，藏书三万二千册",
    "每周开放六十小时，一是给十二个村各送一辆流动书车，还送了牛奶",
    "从来没有写过的句子",
    "短",
    "",
]


@pytest.mark.parametrize("claim", CLAIMS)
async def test_a_claim_is_verified_as_described(claim: str, client: httpx.AsyncClient, desk: Desk) -> None:
    """The object that `zhaiyin verify --json` prints, with all that OpenAPI describes and no more."""
    given = (await client.get("/api/verify", params={"q": claim})).json()
    verification = desk.shelf().answerer.verifier.verify(claim)
    assert json.loads(json.dumps(verification_record(verification, HERE))) == given
    assert given == VerificationObject.model_validate(given, strict=True, extra="forbid").model_dump()


async def test_articles_are_listed_and_read(client: httpx.AsyncClient) -> None:
    """The public ones only, with the time they were added, and with their text paragraph by paragraph."""
    listed = (await client.get("/api/articles")).json()
    assert listed == ArticleList.model_validate(listed, extra="forbid").model_dump()
    articles = {article["id"]: article for article in listed["articles"]}
    added = articles[LIBRARY.id].pop("added")
    assert datetime.fromisoformat(added).tzinfo is not None
    assert article_record(LIBRARY, HERE) == articles[LIBRARY.id]
    assert NOTE.id not in articles
    read = (await client.get(f"/api/articles/{LIBRARY.id}")).json()
    assert LIBRARY.text.split("\n") == read["text"]
    assert read == ArticleText.model_validate(read, extra="forbid").model_dump()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, ["丙辰纪事", "Apples", "把书送到山里去"]),
        ({"order": "title"}, ["Apples", "把书送到山里去", "丙辰纪事"]),
        ({"order": "published"}, ["Apples", "把书送到山里去", "丙辰纪事"]),
        ({"limit": "1", "page": "2"}, ["Apples"]),
        ({"q": "APPLES"}, ["Apples"]),
        ({"q": "林知遠"}, ["把书送到山里去"]),
        ({"q": "青石 2024-03"}, ["把书送到山里去"]),
        ({"q": "2024年3月8日"}, ["把书送到山里去"]),
        ({"q": "2024年03月"}, ["把书送到山里去"]),
        ({"q": "没有这样的"}, []),
    ],
)
async def test_articles_are_found_by_what_is_known_of_them(
    query: dict[str, str], titles: list[str], library: Library
) -> None:
    """By title, author, publication, date, in either script; added last first, by title as it is spelled, or by date."""
    library.remove(demo().id)
    library.add(Article(Source(title="Apples", published=date(2025, 1, 2)), "An apple a day."))
    library.add(Article(Source(title="丙辰纪事"), "那一年下了大雪。"))
    async with client_of(Desk(library, MemoryEngine)) as client:
        listed = (await client.get("/api/articles", params=query)).json()
    assert titles == [article["title"] for article in listed["articles"]]


@pytest.mark.parametrize(
    "address", ["/api/articles/{}", "/a/{}", "/a/{}?q=松木", "/api/articles/{}?shelf=secret"]
)
async def test_what_is_not_on_the_public_shelf_is_not_there(address: str, client: httpx.AsyncClient) -> None:
    """Whoever knows its id learns nothing."""
    response = await client.get(address.format(NOTE.id))
    assert 404 == response.status_code
    assert "松木的" not in response.text


async def test_another_shelf_cannot_be_asked(client: httpx.AsyncClient) -> None:
    """There is no parameter for it."""
    given = (await client.get("/api/ask", params={"q": "松木书架的预算", "shelf": "secret"})).json()
    assert "八百元" not in json.dumps(given, ensure_ascii=False)


async def test_the_description_names_every_address(client: httpx.AsyncClient) -> None:
    """OpenAPI 3.1, and a page for people made from it."""
    described = (await client.get("/api/openapi.json")).json()
    assert {"/api/ask", "/api/verify", "/api/articles", "/api/articles/{article_id}"} == set(
        described["paths"]
    )
    page = (await client.get("/api")).text
    assert all(path in page for path in described["paths"])


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/ask", 400, "no_question"),
        ("/api/verify", 400, "no_question"),
        ("/api/verify?q=" + "长" * 2001, 400, "question_too_long"),
        ("/api/ask?q=" + "长" * 2001, 400, "question_too_long"),
        ("/api/ask?q=a&after=" + "长" * 2001, 400, "after_too_long"),
        ("/api/ask?q=a&article=../x", 400, "bad_article"),
        ("/api/ask?q=a&limit=21", 400, "bad_limit"),
        ("/api/ask?q=a&style=vancouver", 400, "unknown_style"),
        ("/api/articles?page=0", 400, "bad_page"),
        ("/api/articles?order=random", 400, "unknown_order"),
        ("/api/ask?q=a&x=" + "y" * 40_000, 400, "request_too_long"),
        ("/api/nothing", 404, "not_found"),
        ("/api/articles/x", 404, "not_found"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
async def test_a_fault_is_a_problem_with_a_code(
    address: str, status: int, code: str, language: str, client: httpx.AsyncClient
) -> None:
    """The code is the same in every language, the sentence for a person is not; the page about the API names the code."""
    response = await client.get(address, headers={"accept-language": language})
    problem = response.json()
    assert (status, "application/problem+json") == (response.status_code, response.headers["content-type"])
    assert (status, code, f"/api#{code}") == (problem["status"], problem["code"], problem["type"])
    assert ("en" == language) == problem["detail"].isascii()
    assert f'id="{code}"' in (await client.get("/api")).text


async def test_an_answer_links_to_the_reader_and_is_cited_as_wanted(client: httpx.AsyncClient) -> None:
    """Every source has a whole address, which opens at its paragraph."""
    asked = {"q": "三件事是什么", "article": LIBRARY.id}
    for style in STYLES:
        answer = (await client.get("/api/ask", params={**asked, "style": style})).json()
        assert cite(LIBRARY, style) == answer["citation"]
        claim = (await client.get("/api/verify", params={"q": "藏书三万二千册", "style": style})).json()
        assert cite(LIBRARY, style) == claim["quotations"][0]["stretches"][0]["citation"]
    link = answer["source"]["link"]
    assert link.startswith(f"http://zhaiyin.test/a/{LIBRARY.id}?at=2.")
    assert 'id="p2" class="paragraph here"' in (await client.get(link)).text


@pytest.mark.parametrize("limit", [1, 2, 20])
async def test_so_many_passages_are_given_as_are_wanted(
    limit: int, client: httpx.AsyncClient, desk: Desk
) -> None:
    """The one that answers counts too."""
    answer = (await client.get("/api/ask", params={"q": "图书馆", "limit": str(limit)})).json()
    expected = desk.ask(Question("图书馆"))
    assert isinstance(expected, PassageAnswer)
    assert min(limit, len(expected.hits)) == 1 + len(answer["others"])


async def test_the_public_address_is_the_one_that_links_have(desk: Desk) -> None:
    """Whatever host a request names."""
    async with client_of(desk, public_url="https://said.example") as client:
        answer = (await client.get("/api/ask", params={"q": "三件事是什么"})).json()
    assert answer["source"]["link"].startswith("https://said.example/a/")


@pytest.mark.parametrize("address", ["/api/ask?q=书车", "/", f"/a/{LIBRARY.id}", "/api/openapi.json"])
async def test_what_a_reader_has_already_is_not_sent_again(address: str, client: httpx.AsyncClient) -> None:
    """The tag is the same compressed or not, and another one in another language or for another answer."""
    first = await client.get(address)
    plain = await client.get(address, headers={"accept-encoding": "identity"})
    assert ("gzip", None) == (first.headers.get("content-encoding"), plain.headers.get("content-encoding"))
    assert first.headers["etag"] == plain.headers["etag"]
    again = await client.get(address, headers={"if-none-match": f'"other", {first.headers["etag"]}'})
    assert (304, b"", first.headers["etag"]) == (again.status_code, again.content, again.headers["etag"])
    assert 200 == (await client.get(address, headers={"if-none-match": 'W/"other"'})).status_code


async def test_a_question_may_lean_on_those_before(client: httpx.AsyncClient) -> None:
    """They are given by name; without them it stands alone, and too many characters of them are refused."""
    leaning = {"q": "那第二个呢", "after": "你好\n三件事是什么"}
    answer = (await client.get("/api/ask", params=leaning)).json()
    assert ("三件事是什么", True) == (answer["after"], "识字班" in answer["focus"])
    assert None is (await client.get("/api/ask", params={"q": "那第二个呢"})).json()["after"]
    assert 400 == (await client.get("/api/ask", params={"q": "还有呢", "after": "长" * 2001})).status_code


async def test_the_page_carries_the_questions_before_without_a_script(client: httpx.AsyncClient) -> None:
    """In a hidden field of the form, escaped; the answer says which question it leaned on."""
    first = (await client.get("/", params={"q": "三件事是什么<b>"})).text
    assert '<input type="hidden" name="after" value="三件事是什么&lt;b&gt;">' in first
    second = (await client.get("/", params={"q": "那第二个呢", "after": "三件事是什么"})).text
    assert "接着“三件事是什么”：" in second
    assert 'name="after" value="三件事是什么\n那第二个呢"' in second


async def test_the_door_says_that_it_is_well(client: httpx.AsyncClient) -> None:
    """For whoever watches over it."""
    assert {"status": "ok", "articles": 2} == (await client.get("/health")).json()


@settings(max_examples=40)
@given(question=texts(max_size=60))
async def test_any_question_at_all_is_answered(question: str, client: httpx.AsyncClient) -> None:
    """Never a fault, whatever characters it holds."""
    for address in ("/api/ask", "/answer", "/", f"/a/{LIBRARY.id}"):
        asked = question.encode("utf-8", "replace")
        assert 200 == (await client.get(address, params={"q": asked})).status_code
