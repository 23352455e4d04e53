"""The README's pictures, taken of the pages as they are and of a chat as we draw it: `make screenshots`.

They show the shipped digest and two articles for tests, all in our own words. The same pages and messages give the
same pictures: fonts are named, and nothing moves.
"""

import io
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from bench.chromium import lacking, lacking_fonts, launched, without_glyph
from bench.drawn import drawn
from bench.said import Chat, said
from bench.site import served
from bot.readers import read_path

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PICTURES = Path(__file__).parent / "pictures"
_FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures"
DEMO = _FIXTURES / "demo-article.md"
MUSEUM = _FIXTURES / "quality" / "articles" / "museum.md"
CHATS = {
    "zh": Chat(DEMO, "zh-hans", ("改造花了多少钱", "停车费多少")),
    "en": Chat(MUSEUM, "en", ("When do guided tours start?", "Is there a car park?")),
}
"""The chats that are drawn, by their language: one question that the article answers and one that it does not."""
_COLOURS = 96
_PATIENCE_MS = 300_000
"""A busy machine may take a while to read its dictionaries."""
_FONTS = (
    ':root, :lang(zh-Hant) { --sans: "Noto Sans CJK SC"; --serif: "Noto Serif CJK SC"; }'
    # the marks of quotation of the Chinese fonts are as wide as a character
    ':root:lang(en) { --sans: "Noto Sans CJK KR"; --serif: "Noto Serif CJK KR"; }'
)


class Picture(NamedTuple):
    """A page, how it is looked at, and what is scrolled to the top of it; of a chat, its language as path."""

    name: str
    path: str
    width: int
    height: int
    scheme: str = "light"
    language: str = "zh-Hans"
    top: str = ""


def pictures() -> list[Picture]:
    """Return the README's pictures, in its order; those of the first screen in two languages, by day and by night."""
    reader = f"/a/{read_path(DEMO).article.id}?q={quote('改造花了多少钱')}"
    return [
        *_first_screen("zh", "zh-Hans", "开馆以来接待了多少读者"),
        *_first_screen("en", "en", "Who founded the museum?"),
        Picture("reader", reader, 1280, 800, top=".find"),
        Picture("phone", f"/?q={quote('开馆以来接待了多少读者')}", 360, 740, language="en"),
        Picture("phone-dark", reader, 360, 740, scheme="dark", top=".strip"),
    ]


def _first_screen(chat: str, language: str, question: str) -> list[Picture]:
    """The chat and the page, which stand beside each other."""
    shades = (("", "light"), ("-dark", "dark"))
    return [
        *(Picture(f"telegram-{chat}{end}", chat, 360, 780, scheme) for end, scheme in shades),
        *(
            Picture(f"chat-{chat}{end}", f"/?q={quote(question)}", 680, 780, scheme, language)
            for end, scheme in shades
        ),
    ]


def taken(browser: "Browser", address: str, picture: Picture, drawings: Mapping[str, str]) -> bytes:
    """Return the picture as a PNG: of a drawing, or of a page at the address; on a phone two pixels a point."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=2 if picture.width < 500 else 1,
        color_scheme="dark" if picture.scheme == "dark" else "light",
        reduced_motion="reduce",
        bypass_csp=True,
    )
    context.set_default_timeout(_PATIENCE_MS)
    page = context.new_page()
    if picture.path in drawings:
        page.set_content(drawings[picture.path])
    else:
        page.goto(f"{picture.path}&lang={picture.language}")
        page.add_style_tag(content=_FONTS)
    _settle(page, picture.top)
    shot = page.screenshot(animations="disabled", caret="hide")
    _check_glyphs(page, picture)
    context.close()
    return shot


def _settle(page: "Page", top: str) -> None:
    """Wait for the fonts, and scroll to the top of the picture."""
    page.evaluate("document.fonts.ready.then(() => true)")
    if top:
        page.evaluate("at => document.querySelector(at).scrollIntoView({ block: 'start' })", top)


def _check_glyphs(page: "Page", picture: Picture) -> None:
    """Raise SystemExit if a character of the page has no glyph in any font, and a box stands in its place."""
    if lost := without_glyph(page.locator("body").inner_text()):
        raise SystemExit(f"{picture.name}: no font has {' '.join(sorted(lost))}")


def light(picture: bytes) -> bytes:
    """Return the picture in as few colours as text needs, which is a third of the bytes."""
    from PIL import Image

    written = io.BytesIO()
    few = Image.open(io.BytesIO(picture)).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(written, "PNG", optimize=True)
    return written.getvalue()


def main() -> int:
    """Write the pictures; return 1 if something has to be installed first."""
    if why := lacking() or lacking_fonts():
        print(f"screenshots: {why}", file=sys.stderr)
        return 1
    PICTURES.mkdir(exist_ok=True)
    # the server is forked before anything here has threads
    with served([DEMO, MUSEUM]) as port:
        drawings = {language: drawn(said(chat), language) for language, chat in CHATS.items()}
        _write(f"http://127.0.0.1:{port}", drawings)
    return 0


def _write(address: str, drawings: Mapping[str, str]) -> None:
    with launched() as browser:
        for picture in pictures():
            file = PICTURES / f"{picture.name}.png"
            file.write_bytes(light(taken(browser, address, picture, drawings)))
            print(f"{file.name}: {file.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    sys.exit(main())
