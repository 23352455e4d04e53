"""What axe finds fault with on a page: rules of accessibility that a program can check."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["COLOURS", "faults"]


COLOURS = ("color-contrast", "link-in-text-block")
"""The rules whose outcome hangs on the colours."""


def faults(page: "Page", *rules: str) -> list[tuple[str, str]]:
    """Return each rule that is broken, with the first place; if `rules` are given, only those are tried."""
    # only who has the browser has this
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    options = {
        "resultTypes": ["violations"],
        **({"runOnly": {"type": "rule", "values": rules}} if rules else {}),
    }
    # half a megabyte, which stays in the page
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    broken = page.evaluate("options => axe.run(options)", options)["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in broken]
