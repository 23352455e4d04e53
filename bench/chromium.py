"""A real Chromium, for the bench and for the tests of the pages."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["lacking", "lacking_fonts", "launched"]

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
    """Return a line on what to install before Chinese can be shown; None if all is there."""
    fonts = shutil.which("fc-list") and subprocess.run(
        ["fc-list", ":lang=zh"], capture_output=True, check=False
    )
    return None if fonts and fonts.stdout.strip() else "needs a Chinese font: apt-get install fonts-noto-cjk"


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
