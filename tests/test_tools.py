"""Tests for which a machine lacks a tool."""

import pytest
from tools import unavailable


def test_what_lacks_a_tool_is_skipped_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests by hand reads what is missing."""
    monkeypatch.delenv("ZHAIYIN_CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no browser"):
        unavailable("no browser")


def test_what_lacks_a_tool_fails_where_every_test_must_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing passes there unseen."""
    monkeypatch.setenv("ZHAIYIN_CI", "1")
    with pytest.raises(pytest.fail.Exception, match="no browser"):
        unavailable("no browser")
