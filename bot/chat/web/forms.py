"""Forms that our pages send: their origin checked, their size limited."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

__all__ = ["check_origin", "read_form"]

_MAX_BYTES = 40_000
"""A question of 2,000 characters, each written as up to twelve bytes, and the voter."""
_MAX_FIELDS = 12


def check_origin(request: Request, public_url: str) -> None:
    """Raise HTTPException 403 unless a page of this site sent the request.

    Our forms name their origin, over plain HTTP too, because our Referrer-Policy lets them. If the origin is missing
    or `null`, Sec-Fetch-Site decides, which browsers send over HTTPS and on this machine (Fetch Metadata, 2.2).
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin", "null")
    hosts = {request.headers.get("host"), urlsplit(public_url).netloc} - {"", None}
    if origin != "null" and _host_of(origin) not in hosts:
        raise HTTPException(403)
    if site != "same-origin" and (site is not None or origin == "null"):
        raise HTTPException(403)


def _host_of(origin: str) -> str | None:
    """Return the host and port that the origin names; None if it is none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


async def read_form(request: Request) -> Mapping[str, str]:
    """Return the fields of the form. Raises HTTPException 400 for anything but a short form."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/x-www-form-urlencoded":
        raise HTTPException(400)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BYTES:
            raise HTTPException(400)
    try:
        return dict(parse_qsl(body.decode(errors="replace"), max_num_fields=_MAX_FIELDS))
    except ValueError:
        raise HTTPException(400) from None
