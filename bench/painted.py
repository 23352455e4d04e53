"""Measuring a browser from a press of Enter until the answer is painted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bench.chromium import launched

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["first_answers"]

# the frame after the one that the answer is laid out for begins when that one is painted
_WATCH = """() => {
  window.painted = new Promise((done) => {
    let pressed = 0;
    addEventListener("keydown", (event) => { if (event.key === "Enter") pressed = event.timeStamp; }, true);
    new MutationObserver(() => {
      if (!document.querySelector(".turn:not(.waiting)")) return;
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - pressed)));
    }).observe(document.querySelector("#answers"), { childList: true });
  });
}"""


def first_answers(address: str, asked: Sequence[str]) -> list[float]:
    """Return the milliseconds for each question, asked first on a page opened anew."""
    with launched() as browser:
        page = browser.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN").new_page()
        page.goto(address)
        return [_first(page, address, question) for question in asked]


def _first(page: "Page", address: str, question: str) -> float:
    page.goto(address)
    page.evaluate(_WATCH)
    page.locator("#q").fill(question)
    page.keyboard.press("Enter")
    took: float = page.evaluate("window.painted")
    return took
