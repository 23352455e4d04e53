"""A real Chromium, for the bench and for the tests of the pages."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["lacking", "lacking_fonts", "launched", "without_glyph"]

_NAMES = ("chromium", "chromium-browser", "google-chrome")
# root has no sandbox, and a closed network none of the services that Chromium looks for at its start
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
    "--disable-default-apps --no-first-run --font-render-hinting=none --force-color-profile=srgb"
).split()


def lacking() -> str | None:
    """Return a line on what to install before a browser can start here; None if all is there."""
    if find_spec("playwright") is None:
        return 'needs Playwright: pip install -e ".[dev]"'
    return None if _chromium() else "needs Chromium: apt-get install chromium"


def lacking_fonts() -> str | None:
    """Return a line on what to install before Chinese and the signs on buttons can be shown; None if all is there."""
    if without_glyph("字"):
        return "needs a Chinese font: apt-get install fontconfig fonts-noto-cjk"
    return "needs a font of emoji: apt-get install fonts-noto-color-emoji" if without_glyph("👍") else None


def without_glyph(text: str) -> set[str]:
    """Return the characters of the text that no font has; all of them where fonts cannot be listed."""
    return {
        char
        for char in set(text)
        if char.isprintable() and not char.isspace() and ord(char) not in _drawable()
    }


@cache
def _drawable() -> frozenset[int]:
    """The code points that the fonts together have; fontconfig lists them in hexadecimal, and ranges of them."""
    listed = shutil.which("fc-list") and subprocess.run(
        ["fc-list", "--format", "%{charset} "], capture_output=True, encoding="utf-8", check=False
    )
    ranges = (
        [[int(end, 16) for end in part.split("-")] for part in set(listed.stdout.split())] if listed else []
    )
    return frozenset(code for ends in ranges for code in range(ends[0], ends[-1] + 1))


@contextmanager
def launched() -> Iterator["Browser"]:
    """Start the browser, closed afterwards; only to be called if nothing is lacking."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=_FLAGS)
        yield browser
        browser.close()


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, _NAMES)), None)
