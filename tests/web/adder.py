"""Somebody who knows the operator's password and adds articles in a browser without JavaScript."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import httpx
from argon2 import PasswordHasher
from shelves import FIXTURES

from bot.assistant.password import Password
from bot.chat.web import Adding
from bot.errors import Unreachable
from bot.readers import File

__all__ = ["PASSWORD", "Adder", "adding"]

PASSWORD = "四 把 旧 椅子 和 一盏 灯"
_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)  # as cheap as can be
_PAGE = "https://example.org/station"


def adding(pages: Mapping[str, File] = MappingProxyType({})) -> Adding:
    """The password, and a web of one page and these."""

    def fetch(url: str) -> File:
        if url in pages:
            return pages[url]
        if url != _PAGE:
            raise Unreachable(f"{url}: the site cannot be reached; check the address")
        return File("news.html", (FIXTURES / "formats" / "news.html").read_bytes(), url)

    return Adding(Password(_HASH), fetch)


@dataclass(slots=True)
class Adder:
    """A browser, and the page that it shows."""

    client: httpx.AsyncClient
    page: httpx.Response | None = None

    @property
    def html(self) -> str:
        """What it shows."""
        assert self.page is not None
        return self.page.text

    async def open(self, path: str = "/add") -> "Adder":
        """Open a page."""
        self.page = await self.client.get(path, follow_redirects=True)
        return self

    async def enter(self, password: str = PASSWORD) -> "Adder":
        """Give a password."""
        self.page = await self.post("/add/enter", password=password)
        return self

    async def add(self, *files: tuple[str, bytes], text: str = "", address: str = "") -> "Adder":
        """Hand over files, a text or an address."""
        await self.open()
        fields = {"form_key": self.form_key, "text": text, "address": address}
        # a browser sends a part without a name where no file was chosen
        sent = [("file", (name, data)) for name, data in files] or [("file", ("", b""))]
        self.page = await self.client.post(
            "/add", data=fields, files=sent, headers=self.headers, follow_redirects=True
        )
        return self

    async def press(self, label: str) -> "Adder":
        """Press the only button of that label, with nothing but what its form holds."""
        forms = re.findall(r'<form[^>]* action="([^"]+)" method="post">(.*?)</form>', self.html, re.DOTALL)
        [(action, inside)] = [form for form in forms if f">{label}</button>" in form[1]]
        self.page = await self.post(action, **dict(_HIDDEN.findall(inside)))
        return self

    async def fill_in(self, action: str, **values: str) -> "Adder":
        """Send a form of the page with these values."""
        self.page = await self.post(action, form_key=self.form_key, **values)
        return self

    async def post(self, path: str, **fields: str) -> httpx.Response:
        """Send a form from a page of this site."""
        return await self.client.post(path, data=fields, headers=self.headers, follow_redirects=True)

    @property
    def headers(self) -> dict[str, str]:
        """What a browser tells of the page that sends a form."""
        return {"origin": str(self.client.base_url).rstrip("/")}

    @property
    def form_key(self) -> str:
        """The key in the forms of the page."""
        fields: dict[str, str] = dict(_HIDDEN.findall(self.html))
        return fields["form_key"]


_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
