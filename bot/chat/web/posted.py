"""What a form of ours sends: from a page of ours, of a size that makes sense."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

__all__ = ["check_ours", "form"]

_LONGEST = 40_000
"""Bytes: a question of 2,000 characters, each written as up to twelve bytes, and who votes."""
_FIELDS = 12


def check_ours(request: Request, public_url: str) -> None:
    """Raises HTTPException 403 unless a page of this site sent the request.

    Our forms name their origin, also over plain HTTP, as pages of ours may name themselves to this site. What names none
    or `null` is told apart by Sec-Fetch-Site, which browsers send over HTTPS and on this machine (Fetch Metadata, 2.2).
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin", "null")
    hosts = {request.headers.get("host"), urlsplit(public_url).netloc} - {"", None}
    if origin != "null" and urlsplit(origin).netloc not in hosts:
        raise HTTPException(403)
    if site != "same-origin" and (site is not None or origin == "null"):
        raise HTTPException(403)


async def form(request: Request) -> Mapping[str, str]:
    """The fields of the form. Raises HTTPException 400 for anything but a short form."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/x-www-form-urlencoded":
        raise HTTPException(400)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST:
            raise HTTPException(400)
    try:
        return dict(parse_qsl(body.decode(errors="replace"), max_num_fields=_FIELDS))
    except ValueError:
        raise HTTPException(400) from None
