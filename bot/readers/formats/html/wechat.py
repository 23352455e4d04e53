"""What an article of WeChat says of itself: the account that published it, its author and its day."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any, NamedTuple

__all__ = ["Account", "account_in"]

_NICKNAME = re.compile(r"\bnickname\s*=\s*(?:htmlDecode\(\s*)?[\"'](?P<name>[^\"'\n]{1,60})[\"']")
_DAY = re.compile(r"\b(?:ct|create_time|publish_time)\s*=\s*[\"'](?P<second>\d{10})[\"']")
_MAX_SCRIPT_CHARACTERS = 500_000
_CHINA = timedelta(hours=8)


class Account(NamedTuple):
    """Who published the article, who wrote it, and when; None for what the page does not say."""

    name: str | None
    author: str | None
    published: date | None


def account_in(root: Any) -> Account | None:
    """Return what the WeChat article under `root` says of itself; None for any other page."""
    if not root.xpath("//*[@id='js_content' or @id='activity-name' or @id='js_name']"):
        return None
    script = "\n".join((script.text or "")[:_MAX_SCRIPT_CHARACTERS] for script in root.iter("script"))
    nickname, second = _NICKNAME.search(script), _DAY.search(script)
    return Account(
        name=_text(root, "js_name") or (unescape(nickname["name"]).strip() if nickname else None) or None,
        author=_text(root, "js_author_name") or None,
        published=(datetime.fromtimestamp(int(second["second"]), UTC) + _CHINA).date() if second else None,
    )


def _text(root: Any, name: str) -> str:
    found = root.xpath(f"//*[@id='{name}']")
    return " ".join("".join(found[0].itertext()).split()) if found else ""
