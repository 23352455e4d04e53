"""Windows of a real browser, each lent to one test and wiped for the next: to open one takes longer than most tests."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tools import HANG_S

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

__all__ = ["CLIPBOARD", "Open", "Windows", "weighed"]

Open = Callable[..., "Page"]
CLIPBOARD = ("clipboard-read", "clipboard-write")
"""What a page must be permitted for a test to read what was copied."""
_WIDE: "ViewportSize" = {"width": 1280, "height": 720}
_NOTHING = "/healthz"
"""A page of a site that has no script, whose storage is the site's."""


class Windows:
    """Windows at one site, each with a storage of its own."""

    def __init__(self, browser: "Browser", site: str) -> None:
        self._browser, self._site = browser, site
        self._free: dict[str, list[Page]] = defaultdict(list)
        self._lent: list[tuple[Page, list[Page] | None]] = []
        self.said = list[str]()
        """Errors, what stands in the consoles, and addresses of other hosts that were asked, until windows are given back."""

    def open(
        self,
        path: str = "/",
        *,
        script: str = "",
        viewport: "ViewportSize" = _WIDE,
        permissions: tuple[str, ...] = (),
        color_scheme: str = "light",
        forced_colors: str = "none",
        **kind: object,
    ) -> "Page":
        """Return a page at `path`; `script` runs before those of any page, and `kind` is what no window can change."""
        # few tests need another kind, and a window that is open costs something all the time
        free = None if kind else self._free[script]
        page = free.pop() if free else self._new(script, kind)
        self._lent.append((page, free))
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=color_scheme, forced_colors=forced_colors)  # type: ignore[arg-type]  # one of Playwright's own
        if permissions:
            page.context.grant_permissions(permissions)
        page.goto(path)
        return page

    def give_back(self) -> list[str]:
        """Take back all that is lent; return what was said meanwhile. No cookie was set."""
        for page, free in self._lent:
            assert [] == page.context.cookies()
            if free is None:
                page.context.close()
            else:
                self._wipe(page)
                free.append(page)
        said = self.said.copy()
        self._lent.clear()
        self.said.clear()
        return said

    def close(self) -> None:
        """Close every window."""
        for pages in self._free.values():
            for page in pages:
                page.context.close()

    def _new(self, script: str, kind: dict[str, object]) -> "Page":
        context = self._browser.new_context(**{"locale": "zh-CN", "base_url": self._site, **kind})  # type: ignore[arg-type]  # Playwright's own options
        context.set_default_timeout(HANG_S * 1000)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(self._site) else self.said.append(r.url))
        return page

    def _wipe(self, page: "Page") -> None:
        page.context.set_offline(False)
        page.context.clear_permissions()
        page.emulate_media(media="null")
        for opened in page.context.pages[1:]:
            opened.close()
        page.goto(_NOTHING)
        page.evaluate("localStorage.clear(), sessionStorage.clear()")


@contextmanager
def weighed(page: "Page") -> Iterator[list[int]]:
    """The bytes of each response that came, as they are sent."""
    weights = list[int]()

    def weigh(response: object) -> None:
        weights.append(len(response.body()))  # type: ignore[attr-defined]  # Playwright's type is there only where it is

    page.on("response", weigh)
    yield weights
    page.remove_listener("response", weigh)
