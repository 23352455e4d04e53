"""Tests that need a tool which a machine may lack."""

import pytest
from tools import unavailable


def test_a_test_that_lacks_its_tool_is_skipped_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    """People who run the tests by hand read what is missing."""
    monkeypatch.delenv("ZHAIYIN_CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no browser"):
        unavailable("no browser")


def test_a_test_that_lacks_its_tool_fails_if_every_test_must_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is skipped unseen there."""
    monkeypatch.setenv("ZHAIYIN_CI", "1")
    with pytest.raises(pytest.fail.Exception, match="no browser"):
        unavailable("no browser")
