"""One browser for these tests, and windows at the site of each module."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from tools import unavailable

from bench.chromium import lacking, launched
from browser.browsing import Site
from browser.windows import Open, Windows

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_OFFLINE = "net::ERR_INTERNET_DISCONNECTED"
"""What Chromium itself says in the console where a test takes the network away."""


@pytest.fixture(scope="package")
def chromium() -> Iterator["Browser"]:
    """A real browser; the test is skipped if there is none."""
    if why := lacking():
        unavailable(why)
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def windows(chromium: "Browser", site: Site) -> Iterator[Windows]:
    """Windows at the module's site."""
    windows = Windows(chromium, site.address)
    yield windows
    windows.close()


@pytest.fixture
def opened(windows: Windows) -> Iterator[Open]:
    """Opens a page of the module's site; console messages and requests to other hosts fail the test."""
    yield windows.open
    assert [] == [line for line in windows.give_back() if _OFFLINE not in line]
