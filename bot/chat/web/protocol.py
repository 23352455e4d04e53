"""HTTP/1.1 as people type it: a question in the address with its characters as they are."""

import re

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

__all__ = ["PlainAddresses"]

_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
_HELP = (
    "This request could not be read. Write what is not a letter or a digit of an address in its percent form; curl does"
    ' it with: curl -G URL --data-urlencode "q=QUESTION"\n'
)


class PlainAddresses(HttpToolsProtocol):
    """Uvicorn's protocol, which takes `GET /?q=会费` too; what it cannot read is answered with what to do."""

    _is_within = False
    """Whether a request has begun and not ended: then what comes is part of it, whatever it looks like."""

    def on_message_begin(self) -> None:
        """Note that a request begins."""
        self._is_within = True
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """Note that it ends."""
        self._is_within = False
        super().on_message_complete()

    def data_received(self, data: bytes) -> None:
        """Pass the bytes on, those of a request line beyond ASCII in their percent form."""
        if not self._is_within and data.startswith((b"GET ", b"HEAD ")):
            line, end, rest = data.partition(b"\r\n")
            data = _BEYOND_ASCII.sub(_percent_form, line) + end + rest
        super().data_received(data)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 # says less
        """Say what to do about a request that cannot be read."""
        super().send_400_response(_HELP)


def _percent_form(beyond: "re.Match[bytes]") -> bytes:
    return "".join(f"%{byte:02X}" for byte in beyond[0]).encode()
