"""Visitors are the addresses that they are, however these are written."""

import pytest

from bot.chat.web.networks import Proxies, network_of


@pytest.mark.parametrize(
    ("network", "host"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7", "::ffff:192.0.2.7"),
        ("192.0.2.7", "::FFFF:c000:0207"),
        ("2001:db8:1:2::/64", "2001:db8:1:2:3:4:5:6"),
        ("2001:db8:1:2::/64", "2001:0DB8:1:2::9%eth0"),
        ("", ""),
        ("unknown", "unknown"),
        ("x" * 64, "x" * 9_000),
    ],
)
def test_a_visitor_counts_as_what_one_subscriber_has(network: str, host: str) -> None:
    """What is no address is kept short."""
    assert network == network_of(host)


@pytest.mark.parametrize(
    ("trusted", "listed", "host"),
    [
        (True, "127.0.0.1", "127.0.0.1"),
        (True, "127.0.0.1", "::ffff:127.0.0.1"),
        (True, "10.0.0.0/8, 2001:db8::/32", "::ffff:10.9.8.7"),
        (True, "10.0.0.0/8, 2001:db8::/32", "2001:db8::9"),
        (True, "::ffff:10.0.0.0/104", "10.9.8.7"),
        (True, "::ffff:127.0.0.1", "127.0.0.1"),
        (False, "10.0.0.0/8", "11.0.0.1"),
        (False, "10.0.0.0/8", "::ffff:11.0.0.1"),
        (False, "10.0.0.0/8", "2001:db8::9"),
        (False, "127.0.0.1", "localhost"),
        (False, "127.0.0.1", ""),
    ],
)
def test_a_proxy_is_known_over_either_protocol(trusted: bool, listed: str, host: str) -> None:
    """On a socket for both, IPv4 comes as IPv6."""
    assert trusted == (host in Proxies(listed))
