"""The JSON door, fuzzed from its own description."""

from typing import TYPE_CHECKING, Any

import pytest
from articles import LIBRARY
from databases import sqlite
from hypothesis import given, settings

from bot.assistant.assistant import Assistant
from bot.assistant.desk import Desk
from bot.chat.web import build
from bot.library import Library
from bot.retrieval.memory import MemoryEngine

if TYPE_CHECKING:
    from schemathesis import Case
    from schemathesis.specs.openapi.schemas import OpenApiSchema


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> "OpenApiSchema":
    """The description as the door gives it."""
    import schemathesis  # which takes long, and no other test needs it

    library = Library.at(sqlite(tmp_path_factory.mktemp("fuzz") / "zhaiyin.db"))
    library.add(LIBRARY)
    app = build(Assistant(Desk(library, MemoryEngine)), per_minute=10**6)
    return schemathesis.openapi.from_asgi("/api/openapi.json", app)


def test_whatever_is_asked_is_answered_as_described(described: "OpenApiSchema") -> None:
    """No server error, no status and no shape that is not described."""
    from schemathesis.core.result import Ok

    operations = [found.ok() for found in described.get_all_operations() if isinstance(found, Ok)]
    assert 4 == len(operations)
    for operation in operations:

        @settings(max_examples=30)
        @given(case=operation.as_strategy())
        def fuzz(case: "Case[Any]") -> None:
            case.call_and_validate()

        fuzz()
