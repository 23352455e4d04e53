"""CLUSTER_URL: hosts, what lets us in, and what of it is shown nowhere."""

import base64

import pytest

from bot.cluster_url import Host, cluster_secrets, hosts_in


def _basic(pair: str) -> str:
    return "Basic " + base64.b64encode(pair.encode()).decode()


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("http://127.0.0.1:9200", [Host("http://127.0.0.1:9200", "")]),
        ("http://a:1, http://b:2/", [Host("http://a:1", ""), Host("http://b:2", "")]),
        ("http://a:1,http://a:1", [Host("http://a:1", "")]),
        ("https://[::1]:9200", [Host("https://[::1]:9200", "")]),
        ("https://user:pa%40ss@a:1", [Host("https://a:1", _basic("user:pa@ss"))]),
        ("https://user:密码@a:1", [Host("https://a:1", _basic("user:密码"))]),
        ("https://apikey:QUJD%3D@a:1", [Host("https://a:1", "ApiKey QUJD=")]),
    ],
)
def test_hosts_are_read_with_what_lets_us_in(text: str, hosts: list[Host]) -> None:
    """User name and password, or an API key, never stay in the address."""
    assert hosts == list(hosts_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "127.0.0.1:9200",
        "ftp://a:1",
        "http://",
        "http://a:0",
        "http://a:99999",
        "http://a:1/path",
        "http://a:1?x=hidden",
        "http://a:1,,http://b:1",
        "http://user:hid,den@a:1",
        "http://user:hid/den@a:1",
        "http://user:hidden@a:1\nX: y",
        "http://[::1:9200",
    ],
)
def test_what_is_no_address_is_refused_without_showing_it(text: str) -> None:
    """A password with a comma or a slash in it as well."""
    with pytest.raises(ValueError, match=r"^give addresses") as refused:
        hosts_in(text)
    assert "hid" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "secrets"),
    [
        ("http://a:1", []),
        ("https://user:hidden@a:1", ["hidden", "user:hidden"]),
        ("https://u:first1@a:1,https://u:second2@b:1", ["first1", "second2"]),
        ("https://user:pa%40ss1@a:1", ["pa%40ss1", "pa@ss1"]),
        ("https://apikey:QUJDREVG@a:1", ["QUJDREVG"]),
    ],
)
def test_passwords_and_keys_are_secret_in_every_form(text: str, secrets: list[str]) -> None:
    """As they are written, as they are meant, and as they are sent."""
    shown = {one for one in secrets if one not in cluster_secrets(text) and ":" not in one}
    sent = {base64.b64encode(one.encode()).decode() for one in secrets if ":" in one}
    assert set() == shown | (sent - set(cluster_secrets(text)))
