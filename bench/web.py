"""Measuring the web door on loopback, in bytes and in a browser: `python -m bench.web`.

The server is a process of its own with the shipped article, and this is its only client, over eight connections. All
questions are different, made of the article's own words with a fixed seed, so that nothing remembered answers them.
"""

import asyncio
import re
import statistics
import sys
import time
from collections.abc import Sequence
from urllib.parse import quote

import httpx

from bench.chromium import lacking
from bench.painted import first_answers
from bench.questions import questions
from bench.site import CORPUS, served
from bot.readers import read_path

CONNECTIONS, REQUESTS = 8, 1000
ADDRESSES = ("/api/ask?q=", "/answer?q=", "/?q=")
IN_THE_BROWSER = 20
_LOADED = re.compile(r'(?:src|rel="stylesheet" href)="(/static/[^"]+)"')


async def fetched(port: int, paths: Sequence[str]) -> list[tuple[float, int]]:
    """Return the seconds and bytes of each answer, one after the other on one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    measured = []
    for path in paths:
        start = time.perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if b" 200 " not in head.split(b"\r\n")[0]:
            raise SystemExit(f"{path}: {head.decode()}")
        body = await reader.readexactly(int(head.split(b"content-length: ")[1].split(b"\r\n")[0]))
        measured.append((time.perf_counter() - start, len(head) + len(body)))
    writer.close()
    return measured


async def measured(port: int, address: str, asked: Sequence[str]) -> str:
    """Return answers a second and their percentiles, for one kind of address."""
    paths = [address + quote(question) for question in asked]
    start = time.perf_counter()
    runs = await asyncio.gather(*(fetched(port, paths[n::CONNECTIONS]) for n in range(CONNECTIONS)))
    seconds = time.perf_counter() - start
    cuts = statistics.quantiles((took for run in runs for took, _ in run), n=100)
    return (
        f"{address:<14} {len(paths) / seconds:7.0f} a second   p50 {cuts[49] * 1000:5.1f} ms   "
        f"p99 {cuts[98] * 1000:5.1f} ms"
    )


async def weight(port: int, question: str) -> int:
    """Return the bytes, headers included, of a page with an answer and all that it loads."""
    page = f"/?q={quote(question)}"
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        files = set(_LOADED.findall((await client.get(page)).text))
    return sum(size for _, size in await fetched(port, [page, *sorted(files)]))


async def loaded(port: int, asked: Sequence[str]) -> None:
    """Print the figures of the load, each kind of address with questions of its own."""
    print(f"a page with an answer weighs {await weight(port, '三个率先是什么') / 1000:.1f} kB")
    for number, address in enumerate(ADDRESSES):
        print(await measured(port, address, asked[number :: len(ADDRESSES)]))


def painted(port: int, asked: Sequence[str]) -> str:
    """Return the line about the browser."""
    if why := lacking():
        return f"in the browser: not measured, {why}"
    took = first_answers(f"http://127.0.0.1:{port}", asked)
    return (
        f"in the browser, from Enter to the quotation painted: median {statistics.median(took):.0f} ms, "
        f"worst {max(took):.0f} ms of {len(took)}"
    )


def main() -> None:
    """Print all figures."""
    [article] = (read_path(file).article for file in sorted(CORPUS.glob("*.md")))
    asked = questions(article, REQUESTS * len(ADDRESSES) + IN_THE_BROWSER)
    with served() as port:
        print(painted(port, asked[:IN_THE_BROWSER]))
        asyncio.run(loaded(port, asked[IN_THE_BROWSER:]))


if __name__ == "__main__":
    main()
    sys.exit(0)
