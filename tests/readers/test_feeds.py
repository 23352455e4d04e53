"""Feeds and lists of addresses: the addresses of their entries."""

from collections.abc import Iterator

import pytest
from sites import Site, loopback, opened, sends

from bot.errors import UnreadableArticle
from bot.readers import File
from bot.readers.fetching.feed import addresses_in
from bot.readers.fetching.fetch import fetch_feed

A, B = "https://example.org/a", "https://example.org/b?x=1&y=2"
RSS = f"<rss><channel><link>https://example.org/</link><item><link> {A} </link></item><item><guid>{B.replace('&', '&amp;')}</guid></item><item><title>no address</title></item></channel></rss>"
ATOM = f'<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://example.org/"/><entry><link rel="enclosure" href="https://example.org/a.mp3"/><link href="{A}"/></entry><entry><link rel="alternate" href="{B.replace("&", "&amp;")}"/></entry></feed>'
RDF = f'<r:RDF xmlns:r="r" xmlns="http://purl.org/rss/1.0/"><channel><link>https://example.org/</link></channel><item><link>{A}</link></item><item><link>{B.replace("&", "&amp;")}</link></item></r:RDF>'


@pytest.fixture
def site() -> Iterator[Site]:
    """A site of its own for a test."""
    with opened() as site:
        yield site


@pytest.mark.parametrize(
    "text",
    [
        RSS,
        f'<?xml version="1.0" encoding="utf-8"?>\n{RSS}',
        f"<!DOCTYPE rss>{RSS}",
        ATOM,
        RDF,
        f'{{"version": "https://jsonfeed.org/version/1.1", "items": [{{"url": "{A}"}}, {{"external_url": "{B}"}}, 3]}}',
        f"# mine\n{A}\n\n{B} a note\n{A}\n",
    ],
    ids=["rss", "declared", "typed", "atom", "rdf", "json", "list"],
)
def test_the_addresses_of_the_entries_are_found_in_order(text: str) -> None:
    """Each once, and none of the site itself or of what is attached."""
    assert [A, B] == addresses_in(File("feed", text.encode()))


def test_a_feed_in_an_old_encoding_is_read() -> None:
    """As it declares."""
    text = f'<?xml version="1.0" encoding="gb2312"?><rss><item><title>渡口记</title><link>{A}</link></item></rss>'
    assert [A] == addresses_in(File("feed", text.encode("gb2312")))


@pytest.mark.parametrize(
    "data",
    [
        b"<rss><item>",
        b"<rss></rss>",
        b'{"items": 3}',
        b"{",
        b"[" * 100_000,
        b"{" + b'"a":[' * 100_000,
        b"# nothing",
        b"<!DOCTYPE html><html></html>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><rss><item><link>&b;</link></item></rss>',
        b"<rss>" + b" " * 6_000_000,
    ],
    ids=["cut", "empty", "strange", "brace", "deep list", "deep", "comment", "page", "entities", "large"],
)
def test_what_names_no_address_is_refused(data: bytes) -> None:
    """In one line that begins with its name."""
    with pytest.raises(UnreadableArticle, match=r"\Afeed: [^\n]+\Z"):
        addresses_in(File("feed", data))


def test_a_feed_is_fetched_whatever_its_site_calls_it(site: Site) -> None:
    """And its relative links are those of where it was found."""
    site.pages = {"/f": sends(b"<rss><item><link>/a</link></item></rss>", "application/rss+xml")}
    assert [f"{site.url}/a"] == addresses_in(fetch_feed(f"{site.url}/f", is_allowed=loopback))


def test_a_feed_on_a_private_network_is_not_fetched(site: Site) -> None:
    """As no page is."""
    with pytest.raises(UnreadableArticle, match="only public addresses are read"):
        fetch_feed(f"{site.url}/f")
