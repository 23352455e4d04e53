"""The JSON door."""

import json

import httpx
import pytest
from articles import LIBRARY, NOTE
from hypothesis import given, settings
from texts import texts

from bot.assistant.desk import Desk
from bot.chat.web.schema import AnswerObject, ArticleObject, ArticleText, VerificationObject
from bot.language.script import language_of
from bot.locale import DEFAULT, locale
from bot.model import Question
from bot.reply.record import article_record, record
from bot.reply.verification_record import verification_record

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
    expected = record(desk.ask(Question(question)), locale(language_of(question) or DEFAULT))
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
    assert json.loads(json.dumps(verification_record(desk.shelf().answerer.verifier.verify(claim)))) == given
    assert given == VerificationObject.model_validate(given, strict=True, extra="forbid").model_dump()


async def test_articles_are_listed_and_read(client: httpx.AsyncClient) -> None:
    """The public ones only, with their text paragraph by paragraph."""
    listed = (await client.get("/api/articles")).json()
    assert article_record(LIBRARY) in listed
    assert NOTE.id not in {article["id"] for article in listed}
    assert [
        ArticleObject.model_validate(article, extra="forbid").model_dump() for article in listed
    ] == listed
    read = (await client.get(f"/api/articles/{LIBRARY.id}")).json()
    assert LIBRARY.text.split("\n") == read["text"]
    assert read == ArticleText.model_validate(read, extra="forbid").model_dump()


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
    ("address", "status"),
    [
        ("/api/ask", 400),
        ("/api/verify", 400),
        ("/api/verify?q=" + "长" * 2001, 400),
        ("/api/ask?q=" + "长" * 2001, 400),
        ("/api/nothing", 404),
        ("/api/articles/x", 404),
    ],
)
async def test_a_fault_is_an_object(address: str, status: int, client: httpx.AsyncClient) -> None:
    """With one sentence for a person."""
    response = await client.get(address)
    assert status == response.status_code
    assert ["error"] == list(response.json())


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
