"""The door for assistants, through the official client."""

import json
import sys
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest
from articles import LIBRARY, NOTE

from bot.answering.quoting.citation import cite
from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.assistant.links import Links
from bot.errors import ArchiveUnavailable
from bot.locale import locale
from bot.model import Question
from bot.reply.record import record
from bot.reply.shapes import AnswerObject, VerificationObject


@pytest.fixture
def mcp() -> ModuleType:
    """The library, which no other test needs and which takes long to load; the test is skipped if it is missing."""
    found: ModuleType = pytest.importorskip("mcp", reason="needs the extra mcp")
    return found


QUESTION = "三件事是什么"


async def test_a_search_gives_the_object_that_ask_json_prints(mcp: ModuleType, desk: Desk) -> None:
    """The passage word for word, with its source."""
    from bot.chat.mcp import server

    async with mcp.Client(server(Assistant(desk))) as client:
        result = await client.call_tool("search_passages", {"question": QUESTION})
    expected = record(desk.ask(Question(QUESTION)), locale("zh-Hans"))
    assert json.loads(json.dumps(expected)) == result.structured_content


async def test_a_search_may_lean_on_the_questions_before(mcp: ModuleType, desk: Desk) -> None:
    """They are an argument of their own."""
    from bot.chat.mcp import server

    async with mcp.Client(server(Assistant(desk))) as client:
        asked = {"question": "那第二个呢", "after": QUESTION}
        result = (await client.call_tool("search_passages", asked)).structured_content
    assert (QUESTION, True) == (result["after"], "识字班" in result["focus"])


async def test_a_claim_is_verified(mcp: ModuleType, desk: Desk) -> None:
    """What it says is beside what the article says."""
    from bot.chat.mcp import server

    async with mcp.Client(server(Assistant(desk))) as client:
        result = (await client.call_tool("verify_claim", {"claim": "藏书三万五千册"})).structured_content
    [quotation] = result["quotations"]
    [stretch] = quotation["stretches"]
    assert ("nearly", "藏书三万二千册") == (result["outcome"], stretch["original"])
    assert [("五", "二")] == [(d["claimed"], d["original"]) for d in stretch["differences"]]


async def test_articles_are_listed_and_read(mcp: ModuleType, desk: Desk) -> None:
    """The public ones only, a long one in parts; an id that is none of theirs is an error that says what to do."""
    from bot.chat.mcp import server

    async with mcp.Client(server(Assistant(desk))) as client:
        listed = (await client.call_tool("list_articles", {"words": "林知远"})).structured_content
        asked = {"article_id": LIBRARY.id, "limit": 2}
        first = (await client.call_tool("read_article", asked)).structured_content
        rest = (await client.call_tool("read_article", {**asked, "first": first["next"]})).structured_content
        other = await client.call_tool("read_article", {"article_id": NOTE.id})
    assert [LIBRARY.id] == [article["id"] for article in listed["articles"]]
    assert LIBRARY.text.split("\n") == first["text"] + rest["text"]
    assert None is rest["next"]
    assert other.is_error
    assert "list_articles" in other.content[0].text


async def test_an_assistant_is_told_what_there_is(mcp: ModuleType, desk: Desk) -> None:
    """The version, how to use it, each field and what comes back; nothing longer than elsewhere is taken."""
    from bot.chat.mcp import server

    async with mcp.Client(server(Assistant(desk))) as client:
        assert version("zhaiyin") == client.server_info.version
        assert "word for word" in (client.instructions or "")
        tools = (await client.list_tools()).tools
        refused = await client.call_tool("search_passages", {"question": "长" * 2001})
        unknown = await client.call_tool("verify_claim", {"claim": "藏书三万二千册", "style": "none"})
    fields = [field for tool in tools for field in tool.input_schema["properties"].values()]
    assert all(field.get("description") for field in fields if "$ref" not in field)
    shapes = {tool.name: set(tool.output_schema["properties"]) for tool in tools if tool.output_schema}
    assert set(AnswerObject.model_fields) == shapes["search_passages"]
    assert set(VerificationObject.model_fields) == shapes["verify_claim"]
    assert (True, True) == (refused.is_error, unknown.is_error)


async def test_an_answer_links_to_the_pages_if_they_are_public(mcp: ModuleType, desk: Desk) -> None:
    """And is cited in the style that is wanted, with as many passages."""
    from bot.chat.mcp import server

    async with mcp.Client(server(Assistant(desk, links=Links("https://said.example")))) as client:
        asked = {"question": QUESTION, "style": "apa", "limit": 1}
        result = (await client.call_tool("search_passages", asked)).structured_content
    assert (cite(LIBRARY, "apa"), []) == (result["citation"], result["others"])
    assert result["source"]["link"].startswith(f"https://said.example/a/{LIBRARY.id}?at=2.")


async def test_the_command_serves_an_assistant(
    mcp: ModuleType, environment: dict[str, str], tmp_path: Path
) -> None:
    """`zhaiyin mcp` as a process: nothing but the protocol on standard output."""
    command = mcp.StdioServerParameters(
        command=sys.executable, args=["-m", "bot", "mcp"], env=environment, cwd=tmp_path
    )
    async with mcp.Client(command) as client:
        tools = (await client.list_tools()).tools
        result = await client.call_tool("search_passages", {"question": "三个率先"})
    assert ["search_passages", "verify_claim", "list_articles", "read_article"] == [
        tool.name for tool in tools
    ]
    assert "三个率先" in result.structured_content["passage"]


async def test_an_assistant_is_told_that_the_archive_is_away(mcp: ModuleType, desk: Desk) -> None:
    """Not that nothing was found, nor what the cluster said."""
    from bot.chat.mcp import server

    class Away(Assistant):
        def ask(self, *_: object, **__: object) -> NoReturn:
            raise ArchiveUnavailable("http://a-secret:9200 takes no connection")

    async with mcp.Client(server(Away(desk))) as client:
        result = await client.call_tool("search_passages", {"question": QUESTION})
    assert (True, True) == (result.is_error, "暂时查不了资料库" in result.content[0].text)
    assert "secret" not in result.content[0].text
