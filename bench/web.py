"""How fast the web door answers on loopback, and what a first page with an answer weighs: `python -m bench.web`.

One server process on the shipped article, eight connections kept open, different questions in turn.
"""

import asyncio
import multiprocessing
import socket
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import uvicorn

from bot.chat.desk import Desk
from bot.chat.web import built
from bot.library import Library
from bot.library.corpus import mirror
from bot.retrieval.memory import MemoryEngine
from bot.settings import read_settings

CONNECTIONS, REQUESTS = 8, 4000
QUESTIONS = [
    "三个率先是什么",
    "环保码是做什么用的",
    "九龙坡有多少人口",
    "作者是谁",
    "园区面积多大",
    "今天天气怎么样",
]


def serve(listening: socket.socket) -> None:
    """Serve the shipped article until the process is ended."""
    library = Library.at(f"sqlite:///{Path(tempfile.mkdtemp()) / 'zhaiyin.db'}")
    mirror(library, read_settings().zhaiyin_corpus_dir)
    app = built(Desk(library, MemoryEngine), per_minute=10**9)
    uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False)).run([listening])


async def fetched(port: int, paths: list[str]) -> list[tuple[float, int]]:
    """Seconds and bytes of each answer, one after the other on one connection."""
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


async def measured(port: int, address: str) -> str:
    """Answers a second and their percentiles, for one kind of address."""
    paths = [address + quote(QUESTIONS[i % len(QUESTIONS)]) for i in range(REQUESTS // CONNECTIONS)]
    await fetched(port, paths[:50])
    start = time.perf_counter()
    runs = await asyncio.gather(*(fetched(port, paths) for _ in range(CONNECTIONS)))
    seconds = time.perf_counter() - start
    cuts = statistics.quantiles((took for run in runs for took, _ in run), n=100)
    rate = CONNECTIONS * len(paths) / seconds
    return (
        f"{address:<14} {rate:7.0f} a second   p50 {cuts[49] * 1000:5.1f} ms   p99 {cuts[98] * 1000:5.1f} ms"
    )


async def weight(port: int) -> int:
    """Bytes, headers included, of a page with an answer and all that it loads."""
    files = [f"/static/{name}" for name in ("style.css", "page.js", "mini-app.js", "icon.svg")]
    return sum(size for _, size in await fetched(port, [f"/?q={quote(QUESTIONS[0])}", *files]))


async def main(port: int) -> None:
    """Print the figures."""
    print(f"a page with an answer weighs {await weight(port) / 1000:.1f} kB")
    for address in ("/api/ask?q=", "/answer?q=", "/?q="):
        print(await measured(port, address))


if __name__ == "__main__":
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = multiprocessing.get_context("fork").Process(target=serve, args=(listening,), daemon=True)
        server.start()
        asyncio.run(main(listening.getsockname()[1]))
        server.terminate()
    sys.exit(0)
