"""The README's pictures, taken of the pages as they are: `python -m bench.screenshots`.

They show the shipped digest and the demonstration article, both in our own words. The same pages give the same
pictures: fonts are named, and nothing moves.
"""

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from bench.chromium import lacking, lacking_fonts, launched
from bench.site import served
from bot.readers import read_path

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PICTURES = Path(__file__).parent / "pictures"
DEMO = Path(__file__).parents[1] / "tests" / "fixtures" / "demo-article.md"
_COLOURS = 96
_FONTS = ':root, :lang(zh-Hant) { --sans: "Noto Sans CJK SC"; --serif: "Noto Serif CJK SC"; }'


class Picture(NamedTuple):
    """A page, how it is looked at, and what is scrolled to the top of it."""

    name: str
    path: str
    width: int
    height: int
    scheme: str = "light"
    language: str = "zh-Hans"
    top: str = ""


def pictures() -> list[Picture]:
    """Return the README's pictures, in its order."""
    reader = f"/a/{read_path(DEMO).article.id}?q={quote('改造花了多少钱')}"
    return [
        Picture("chat", f"/?q={quote('环保码是做什么用的')}", 1120, 760),
        Picture("reader", reader, 1280, 800, top=".find"),
        Picture("phone", f"/?q={quote('开馆以来接待了多少读者')}", 360, 740, language="en"),
        Picture("phone-dark", reader, 360, 740, scheme="dark", top=".strip"),
    ]


def taken(browser: "Browser", address: str, picture: Picture) -> bytes:
    """Return the picture as a PNG; on a phone two pixels a point."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=2 if picture.width < 500 else 1,
        color_scheme="dark" if picture.scheme == "dark" else "light",
        reduced_motion="reduce",
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto(f"{picture.path}&lang={picture.language}")
    page.add_style_tag(content=_FONTS)
    _settle(page, picture.top)
    shot = page.screenshot(animations="disabled", caret="hide")
    context.close()
    return shot


def _settle(page: "Page", top: str) -> None:
    """Wait for the fonts, and scroll to the top of the picture."""
    page.evaluate("document.fonts.ready.then(() => true)")
    if top:
        page.evaluate("at => document.querySelector(at).scrollIntoView({ block: 'start' })", top)


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
    with served([DEMO]) as port, launched() as browser:
        for picture in pictures():
            file = PICTURES / f"{picture.name}.png"
            file.write_bytes(light(taken(browser, f"http://127.0.0.1:{port}", picture)))
            print(f"{file.name}: {file.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
