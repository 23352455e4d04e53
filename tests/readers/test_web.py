"""Fetching from the web: what comes of an address, and what is never connected to."""

import gzip
import ipaddress
import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest
from sites import Answer, Site, drips, leads, loopback, opened, sends

from bot.errors import UnreadableArticle
from bot.readers import read
from bot.readers.fetching.fetch import Address, Limits, fetch, is_public

PAGE = "<html><title>小站</title><p>站台上只有两个人，一个是老周，另一个也是老周。</p></html>".encode()


@pytest.fixture
def site() -> Iterator[Site]:
    """A site of its own for a test."""
    with opened() as site:
        yield site


def refusal(url: str, limits: Limits | None = None) -> str:
    """The message with which `url` is refused, without the address in front."""
    with pytest.raises(UnreadableArticle) as error:
        fetch(url, limits, is_allowed=loopback)
    assert "\n" not in str(error.value)
    assert str(error.value).startswith(("http", "ftp", "file", "javascript", "x"))
    return str(error.value).partition(": ")[2]


def test_page_becomes_a_file_and_an_article_with_its_address(site: Site) -> None:
    """The suffix comes from what the site says it is; the article keeps the address it was found at in the end."""
    site.pages = {
        "/a": leads("/b/小站.shtml?id=1#x".encode().decode("latin-1")),
        "/b/%E5%B0%8F%E7%AB%99.shtml": sends(PAGE),
    }
    file = fetch(f"{site.url}/a", is_allowed=loopback)
    assert ("小站.html", PAGE) == (file.name, file.data)
    assert f"{site.url}/b/%E5%B0%8F%E7%AB%99.shtml?id=1" == read(file).article.source.url


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("/", "text/html; charset=gbk", "127.0.0.1.html"),
        ("/a.pdf", "application/octet-stream", "a.pdf"),
        ("/a", "application/pdf", "a.pdf"),
        ("/a.md", "text/plain", "a.md"),
        ("/a.php", "text/plain", "a.txt"),
        ("/v1.2", "text/html", "v1.2.html"),
    ],
)
def test_suffix_is_that_of_the_content(site: Site, path: str, kind: str, name: str) -> None:
    """The type that the site states counts; if it is vague, the suffix in the address does."""
    site.pages = {path: sends(b"x", kind)}
    assert name == fetch(f"{site.url}{path}", is_allowed=loopback).name


def test_packed_page_is_unpacked(site: Site) -> None:
    """Compression is undone."""
    site.pages = {"/": sends(gzip.compress(PAGE), Content_Encoding="gzip")}
    assert PAGE == fetch(site.url, is_allowed=loopback).data


def test_private_addresses_are_refused_by_default(site: Site) -> None:
    """Loopback, by name or number in any notation, is not connected to."""
    for host in (
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[0:0:0:0:0:ffff:7f00:0001]",
        "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "0.0.0.0",
        "0",
        "127.1",
        "0x7f.1",
        "0177.0.0.1",
        "017700000001",
        "127。0。0。1",
        "１２７.０.０.１",
        "LOCALHOST",
    ):
        with pytest.raises(
            UnreadableArticle, match=r"private network|no site of that name|cannot be reached|is no address"
        ):
            fetch(f"http://{host}:{site.port}/")
    assert [] == site.hosts


@pytest.mark.parametrize(
    "target", ["http://127.0.0.2:{}/", "http://10.0.0.1/", "//169.254.169.254/latest/meta-data"]
)
def test_redirect_into_a_private_network_is_refused(site: Site, target: str) -> None:
    """A redirect is checked as the first address was."""
    site.pages = {"/": leads(target.format(site.port))}
    assert refusal(site.url).startswith("leads into a private network")
    assert 1 == len(site.hosts)


def test_one_private_address_among_many_refuses_a_name(site: Site) -> None:
    """If a name stands for several addresses, each of them must be allowed."""
    refused = []

    def only_v6(address: Address) -> bool:
        refused.append(address)
        return address.version == 6

    with pytest.raises(UnreadableArticle, match="private network"):
        fetch(f"http://localhost:{site.port}/", is_allowed=only_v6)
    assert refused
    assert [] == site.hosts


def test_a_name_that_changes_what_it_stands_for_is_looked_up_once(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name may change between check and connection; the address that was checked is used."""
    answers = ["127.0.0.1", "127.0.0.2", "127.0.0.2"]
    looked_up = []

    def changing(host: str, port: int, *_: object, **__: object) -> list[object]:
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers[len(looked_up) - 1], port))]

    real = socket.getaddrinfo
    numbers = "127.0.0."
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *args, **more: (real if host.startswith(numbers) else changing)(host, *args, **more),
    )
    site.pages = {"/": sends(PAGE), "/on": leads(f"http://rebound.example:{site.port}/")}
    assert PAGE == fetch(f"http://rebound.example:{site.port}/", is_allowed=loopback).data
    assert ["rebound.example"] == looked_up
    assert refusal(f"http://rebound.example:{site.port}/on").startswith("leads into a private network")
    assert 1 == len(site.hosts)


def test_name_is_kept_where_the_checked_address_is_connected_to(site: Site) -> None:
    """The site learns the name that was asked for."""
    site.pages = {"/": sends(PAGE)}
    fetch(f"http://localhost:{site.port}/", is_allowed=lambda address: address.is_loopback)
    assert [f"localhost:{site.port}"] == site.hosts


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://127.0.0.1/a", "only http and https"),
        ("file:///etc/passwd", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("xyz", "only http and https"),
        ("http://", "only http and https"),
        ("http://xn--a/", "is no address"),
        ("http://127.0.0.1\\@example.com/", "holds a user name"),
        ("http://127.0.0.1:99999/", "is no address"),
        ("http://me:geheim@127.0.0.1/", "holds a user name"),
    ],
)
def test_what_is_no_plain_address_of_the_web_is_refused(url: str, message: str) -> None:
    """Other schemes and passwords are refused before anything is connected to; no password is repeated."""
    assert refusal(url).startswith(message) or message in refusal(url)
    assert "geheim" not in refusal(url)


def test_redirects_end(site: Site) -> None:
    """After five redirects the sixth is not followed; five are."""
    site.pages = {f"/{i}": leads(f"/{i + 1}") for i in range(6)} | {"/6": sends(PAGE)}
    assert refusal(f"{site.url}/0").startswith("leads on more than 5 times")
    assert PAGE == fetch(f"{site.url}/1", is_allowed=loopback).data


def test_redirect_to_another_scheme_is_refused(site: Site) -> None:
    """A redirect leads nowhere but the web."""
    site.pages = {"/": leads("file:///etc/passwd")}
    assert "only http and https" in refusal(site.url)


def test_size_is_bounded_before_and_after_unpacking(site: Site) -> None:
    """A page that grows under decompression is not unpacked to its end."""
    bomb = gzip.compress(b"\0" * 50_000_000)
    site.pages = {"/large": sends(b"x" * 3_000_000), "/bomb": sends(bomb, Content_Encoding="gzip")}
    limits = Limits(size_bytes=2_000_000)
    assert refusal(f"{site.url}/large", limits).startswith("is larger than 2 MB")
    assert refusal(f"{site.url}/bomb", limits).startswith("is larger than 2 MB")


@pytest.mark.parametrize("head", [b"", b"Content-Length: 1000000\r\n", b"Transfer-Encoding: chunked\r\n"])
def test_a_body_that_drips_is_left_when_the_time_is_up(site: Site, head: bytes) -> None:
    """However the site says how long it is."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + head + b"\r\n")
        for _ in range(100):
            request.wfile.write(b"1\r\nx\r\n" if b"chunked" in head else b"x")
            request.wfile.flush()
            time.sleep(0.05)

    site.pages = {"/": answer}
    assert refusal(site.url, Limits(time_s=2)).startswith("took longer than 2 s")


def test_a_body_without_end_is_left_at_the_limit(site: Site) -> None:
    """A site that sends for ever is not listened to for ever; nor one whose header never ends."""

    def sends_on(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            request.wfile.write(b"x" * 65_536)

    def heads_on(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            request.wfile.write(b"X-A: " + b"x" * 1000 + b"\r\n")

    site.pages = {"/": sends_on, "/head": heads_on}
    assert refusal(site.url, Limits(size_bytes=1_000_000)).startswith("is larger than 1 MB")
    assert refusal(f"{site.url}/head").startswith("the site cannot be reached")


def test_time_is_bounded_even_if_something_always_comes(site: Site) -> None:
    """A site that drips is left when the time is up."""
    site.pages = {"/": drips}
    assert refusal(site.url, Limits(time_s=2)).startswith("took longer than 2 s")
    assert site.left.wait(30)


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (sends(b"", status=404), "the site answers 404"),
        (sends(b"", status=500), "the site answers 500"),
        (sends(b"x", "image/png"), "is image/png, which there is no reader for; known: .doc .docx"),
        (sends(b"x", ""), "is of no known type"),
        (sends(b"not gzip", Content_Encoding="gzip"), "came damaged"),
        (sends(b"x", Content_Encoding="br"), "is packed as br"),
        (leads("http://127.0.0.1:99999/"), "is no address"),
    ],
)
def test_what_is_no_article_is_refused(site: Site, answer: Answer, message: str) -> None:
    """The message says what the site answered."""
    site.pages = {"/": answer}
    assert message in refusal(site.url)


def test_site_that_is_not_there_is_named() -> None:
    """A port without a site, and a name without an address."""
    assert "cannot be reached" in refusal("http://127.0.0.1:1/")
    assert "no site of that name" in refusal("http://nowhere.invalid/")


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 240.0.0.1 255.255.255.255 192.0.0.9"
    " 100.100.100.200 168.63.129.16 fd00:ec2::254 ::7f00:1 ::ffff:0:7f00:1 2002:a00:1::"
    " 198.18.0.1 203.0.113.5 ::1 :: fe80::1 fc00::1 ff02::1 ::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b:1::1 2002:7f00:1::1 2001:db8::1"
    " fec0::1 2001:0:4136:e378:8000:63bf:80ff:fffe".split(),
)
def test_address_that_is_not_public(address: str) -> None:
    """Private, loopback, link-local, shared, reserved, documentation and multicast, also inside an IPv6 address."""
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "64:ff9b::101:101"])
def test_address_that_is_public(address: str) -> None:
    """The rest of the internet is read."""
    assert is_public(ipaddress.ip_address(address))
