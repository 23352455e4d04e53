"""A web address → a `File`, within limits and from public addresses only."""

import re
import ssl
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote, urlsplit

from bot.errors import NotPublic, TooLarge, UnknownFormat, Unreachable
from bot.language.graphemes import shortened
from bot.readers import suffixes
from bot.readers.fetching.connections import Address, CheckedNetwork, Deadline, Limits, is_public
from bot.readers.fetching.feed import MAX_FEED_BYTES
from bot.readers.file import File
from bot.readers.media_types import suffix_for

if TYPE_CHECKING:
    import httpcore
    import httpx

    _Make = Callable[[httpx.URL, dict[bytes, str], bytes, Deadline], File]

__all__ = ["Address", "Limits", "fetch", "fetch_feed", "is_public"]

_UNSURE_TYPES = ("", "application/octet-stream", "binary/octet-stream", "application/zip", "text/plain")
_REDIRECT_STATUSES = (301, 302, 303, 307, 308)
_AGENT = "Mozilla/5.0 (compatible; Zhaiyin; reads one page on a person's request)"
_CHUNK_BYTES = 65_536


def fetch(
    url: str, limits: Limits | None = None, *, is_allowed: Callable[[Address], bool] = is_public
) -> File:
    """Return the file at `url`, with the address that the redirects ended at.

    Every address that a name stands for must be allowed, and the connection goes to one that was checked; the
    same holds after each redirect. Proxies and cookies are not used. Raises UnreadableArticle with the reason.
    """
    return _fetched(url, limits or Limits(), is_allowed, _file)


def fetch_feed(
    url: str, limits: Limits | None = None, *, is_allowed: Callable[[Address], bool] = is_public
) -> File:
    """Return the feed at `url`, whatever type its site calls it, by the rules of `fetch`."""
    return _fetched(url, limits or Limits(size_bytes=MAX_FEED_BYTES), is_allowed, _feed_file)


def _fetched(url: str, limits: Limits, is_allowed: Callable[[Address], bool], make: "_Make") -> File:
    import httpcore

    deadline = Deadline(_display_url(url), limits)
    try:
        with httpcore.ConnectionPool(
            ssl_context=_trusted(),
            network_backend=cast("httpcore.NetworkBackend", CheckedNetwork(deadline, is_allowed)),
            retries=0,
        ) as pool:
            return _follow(pool, _web_url(url), deadline, make)
    except (httpcore.TimeoutException, TimeoutError) as error:
        raise deadline.over() from error
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
        why = "its certificate is not valid" if "CERTIFICATE" in str(error) else "the site cannot be reached"
        raise Unreachable(f"{deadline.name}: {why}; check the address, or send the file itself") from error


@cache
def _trusted() -> ssl.SSLContext:
    """Whom to trust: to read that takes 50 ms, and a feed names hundreds of pages."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


def _follow(pool: "httpcore.ConnectionPool", url: "httpx.URL", deadline: Deadline, make: "_Make") -> File:
    for _ in range(deadline.limits.redirects + 1):
        headers: dict[bytes | str, bytes | str] = {
            "Host": url.netloc.decode("ascii"),
            "User-Agent": _AGENT,
            "Accept": "text/html,application/xhtml+xml,application/pdf,*/*;q=0.5",
            "Accept-Encoding": "gzip",
        }
        with pool.stream("GET", str(url), headers=headers) as response:
            received = {key.lower(): _header(value) for key, value in response.headers}
            if response.status in _REDIRECT_STATUSES and b"location" in received:
                target = received[b"location"]
            elif response.status == 200:
                return make(url, received, _body(response, received, deadline), deadline)
            else:
                raise Unreachable(
                    f"{deadline.name}: the site answers {response.status}; check the address, or send the file itself"
                )
        url = _redirect_url(url, target, deadline)
    raise Unreachable(
        f"{deadline.name}: leads on more than {deadline.limits.redirects} times; give the address where it ends"
    )


def _header(value: bytes) -> str:
    """Return the value of a header; many sites write addresses there in plain UTF-8."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _body(response: "httpcore.Response", headers: dict[bytes, str], deadline: Deadline) -> bytes:
    """Return the body, decompressed. Raises TooLarge before the end of one that is too large."""
    body = bytearray()
    for chunk in _unzip(response.iter_stream(), headers.get(b"content-encoding", ""), deadline):
        body += chunk
        deadline.left()
        if len(body) > deadline.limits.size_bytes:
            limit = f"{deadline.limits.size_bytes / 1e6:g} MB"
            raise TooLarge(f"{deadline.name}: is larger than {limit}; give a smaller file")
    return bytes(body)


def _unzip(chunks: Iterator[bytes], encoding: str, deadline: Deadline) -> Iterator[bytes]:
    """Yield `chunks` as they were before compression, each of at most `_CHUNK_BYTES`."""
    if encoding.strip().lower() in ("", "identity"):
        yield from chunks
        return
    if encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        raise Unreachable(f"{deadline.name}: is packed as {encoding[:20]}; send the file itself")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                yield unpacker.decompress(rest, _CHUNK_BYTES)
                rest = unpacker.unconsumed_tail
        yield unpacker.flush()
    except zlib.error as error:
        raise Unreachable(
            f"{deadline.name}: came damaged; try again later, or send the file itself"
        ) from error


def _file(url: "httpx.URL", headers: dict[bytes, str], body: bytes, deadline: Deadline) -> File:
    """Return the file under its name on the site, with the suffix of its type."""
    kind = headers.get(b"content-type", "").partition(";")[0].strip().lower()
    path = PurePath(unquote(url.path))
    own = path.suffix.lower()
    known = suffixes()
    suffix = own if own in known and kind in _UNSURE_TYPES else suffix_for(kind, own)
    if suffix not in known:
        raise UnknownFormat(
            f"{deadline.name}: is {kind or 'of no known type'}, which there is no reader for; known: {' '.join(known)}"
        )
    stem = path.stem if own in (*known, ".shtml", ".php", ".asp", ".aspx", ".jsp") else path.name
    return File(f"{stem or url.host}{suffix}", body, str(url))


def _feed_file(url: "httpx.URL", _: dict[bytes, str], body: bytes, __: Deadline) -> File:
    return File(PurePath(unquote(url.path)).name or url.host, body, str(url))


def _web_url(url: str) -> "httpx.URL":
    """Return `url` without its fragment. Raises NotPublic unless it is a plain web address."""
    import httpx

    try:
        parsed = httpx.URL(url.strip())
        urlsplit(str(parsed)).port  # noqa: B018  # raises above 65535, as httpx does not
        host = parsed.host  # raises if it is not Punycode
    except (httpx.InvalidURL, TypeError, ValueError) as error:
        raise NotPublic(
            f"{_display_url(url)}: is no address of the web; give one like https://example.com/page"
        ) from error
    if parsed.scheme not in ("http", "https") or not host:
        raise NotPublic(
            f"{_display_url(url)}: only http and https are read; give an address like https://example.com/page"
        )
    if parsed.userinfo:
        raise NotPublic(f"{_display_url(url)}: holds a user name; give the address without one")
    return parsed.copy_with(fragment=None)


def _redirect_url(url: "httpx.URL", target: str, deadline: Deadline) -> "httpx.URL":
    import httpx

    try:
        return _web_url(str(url.join(target)))
    except httpx.InvalidURL as error:
        raise Unreachable(f"{deadline.name}: leads on to what is no address; send the file itself") from error


def _display_url(url: str) -> str:
    """Return `url` as messages show it: one line, no password, at most 100 characters."""
    flat = re.sub(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+", "", url)
    with suppress(ValueError):
        parts = urlsplit(flat)
        flat = flat.replace(f"{parts.netloc.rpartition('@')[0]}@", "", 1) if "@" in parts.netloc else flat
    return shortened(flat, 100)
