"""Init data signed as Telegram documents it, with an invented token."""

import hashlib
import hmac
import json
from urllib.parse import quote

__all__ = ["SITE", "TOKEN", "fields_of", "said", "signed"]

TOKEN = "123456:an-invented-token"
SITE = "https://zhaiyin.example"


def fields_of(person: int, auth_date: float) -> dict[str, str]:
    """Return the fields that Telegram sends about the person who opened the page."""
    user = {"id": person, "first_name": "爱丽丝 & Co=1", "language_code": "zh-hans"}
    return {
        "query_id": "AAHdF6IQAAAAAN0XohDhrOrc",
        "user": json.dumps(user, ensure_ascii=False, separators=(",", ":")),
        "auth_date": str(int(auth_date)),
        "signature": "T8aGLlGIWqc7wWiLgMv5eGgqBgs68CM9",
    }


def signed(fields: dict[str, str], token: str = TOKEN) -> str:
    """Return the fields as a query string, with their hash."""
    secret_key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    data_check_string = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    sign = hmac.new(secret_key, data_check_string.encode(), hashlib.sha256).hexdigest()
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in {**fields, "hash": sign}.items())


def said(person: int, auth_date: float) -> str:
    """Return the init data of a person."""
    return signed(fields_of(person, auth_date))
