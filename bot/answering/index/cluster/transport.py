"""One call to a cluster: put to another of its hosts where one fails, answered whole or not at all."""

import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar
from weakref import finalize

import httpx

from bot.cluster_url import Host
from bot.errors import ArchiveUnavailable

__all__ = ["Answer", "Call", "Refused", "Transport", "ignored", "unavailable"]

_CONNECT_S = 1.0
_REST_S = 10.0
"""How long a host that failed is asked last."""
_PAUSE_S = 0.05
"""Before a call is put again: in that time the others learn that a node is gone."""
_POOL = httpx.Limits(max_connections=64, max_keepalive_connections=64)
_JSON = "application/json"
_LINES = "application/x-ndjson"
# compressing takes longer than the network between neighbours
_HEADERS = {"Accept": _JSON, "Accept-Encoding": "identity"}
_BUSY = frozenset({408, 429, 500, 502, 503, 504})

Answer = Mapping[str, Any]
"""A JSON object as the cluster sent it."""

_log = logging.getLogger(__name__)


def unavailable(reason: str) -> ArchiveUnavailable:
    """Return the error to raise; the reason is for an operator."""
    return ArchiveUnavailable(f"the archive cannot be searched just now: {reason}")


class Refused(ArchiveUnavailable):
    """What no host of the cluster would do; `kind` is OpenSearch's word for why, empty if there is none."""

    def __init__(self, message: str, kind: str) -> None:
        super().__init__(message)
        self.kind = kind


class Call(NamedTuple):
    """What is asked: method, path, parameters, what is sent along, and the seconds that each host has for it."""

    method: str
    path: str
    seconds: float
    params: Mapping[str, str] = {}
    body: object = None
    """JSON, or lines that are JSON already, as bytes."""


_T = TypeVar("_T")


def ignored(_: Answer) -> None:
    """Read nothing of an answer: that it came is enough."""


class Transport:
    """Connections to all hosts of a cluster, for any number of threads."""

    def __init__(self, hosts: Sequence[Host], sleep: Callable[[float], None] = time.sleep) -> None:
        self._hosts = hosts
        self._sleep = sleep
        self._failed_at = dict[Host, float]()
        self._turn = 0
        safe = any(host.url.startswith("https:") for host in hosts)
        self._client = httpx.Client(
            headers=_HEADERS,
            limits=_POOL,
            trust_env=False,
            verify=httpx.create_ssl_context() if safe else False,
        )
        # a command leaves it to its end
        self.close = finalize(self, self._client.close)
        """Let go of the connections."""

    def answer(self, call: Call, read: Callable[[Answer], _T], missing_is_fine: bool = False) -> _T:
        """Return what `read` makes of the first answer that is fine, or of an empty one where what is asked for is missing.

        Each host has the call's seconds, all together twice as long. `read` raises ArchiveUnavailable for an answer that
        is not whole; one of another form is none either. Raises ArchiveUnavailable; Refused where no host would do it.
        """
        ends = time.monotonic() + 2 * call.seconds
        fault = unavailable("no host was tried in time")
        for tried, host in enumerate(self._order()):
            if tried:
                self._sleep(_PAUSE_S * tried)
            left = min(call.seconds, ends - time.monotonic())
            if left <= 0:
                break
            try:
                answer = self._asked(host, call if not tried else _anywhere(call), left, missing_is_fine)
                return _read(read, answer, host)
            except Refused:
                raise
            except ArchiveUnavailable as error:
                fault = error
        raise fault

    def _order(self) -> Iterator[Host]:
        """Each host in turn, those last that failed a moment ago; then the best of them once more."""
        self._turn += 1
        start = self._turn % len(self._hosts)
        turned = [*self._hosts[start:], *self._hosts[:start]]
        now = time.monotonic()
        order = sorted(turned, key=lambda host: now - self._failed_at.get(host, -_REST_S) < _REST_S)
        yield from order
        yield order[0]

    def _asked(self, host: Host, call: Call, seconds: float, missing_is_fine: bool) -> Answer:
        try:
            response = self._client.send(self._request(host, call, seconds))
        except httpx.TransportError as error:
            self._note_lost(host, _reason(error))
            raise unavailable(f"{host.url} {_reason(error)}") from error
        self._note_back(host)
        if response.status_code == 404 and missing_is_fine:
            return {}
        answer = _object(host, response)
        if response.status_code in _BUSY:
            raise unavailable(f"{host.url} says {_fault(response.status_code, answer)}")
        if not response.is_success:
            refused = unavailable(f"{host.url} refuses: {_fault(response.status_code, answer)}")
            raise Refused(str(refused), _kind(answer))
        return answer

    def _note_lost(self, host: Host, reason: str) -> None:
        """Ask the host last from now on; one line for an outage, and one for its end."""
        if host not in self._failed_at:
            _log.warning("cluster: %s %s, others are asked first", host.url, reason)
        self._failed_at[host] = time.monotonic()

    def _note_back(self, host: Host) -> None:
        if self._failed_at.pop(host, None) is not None:
            _log.warning("cluster: %s is back", host.url)

    def _request(self, host: Host, call: Call, seconds: float) -> httpx.Request:
        headers = {"Content-Type": _LINES if isinstance(call.body, bytes) else _JSON}
        if host.authorization:
            headers["Authorization"] = host.authorization
        return self._client.build_request(
            call.method,
            f"{host.url}/{call.path}",
            params=dict(call.params),
            content=_content(call.body),
            headers=headers,
            timeout=httpx.Timeout(seconds, connect=min(seconds, _CONNECT_S)),
        )


def _anywhere(call: Call) -> Call:
    """Return the call to any copies: those that it would rather ask may hang."""
    params = {name: value for name, value in call.params.items() if name != "preference"}
    return call._replace(params=params)


def _read(read: Callable[[Answer], _T], answer: Answer, host: Host) -> _T:
    try:
        return read(answer)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise unavailable(f"{host.url} does not speak as OpenSearch does") from error


def _content(body: object) -> bytes | None:
    if body is None or isinstance(body, bytes):
        return body
    # half a surrogate pair is no text that a cluster could hold
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")


def _object(host: Host, response: httpx.Response) -> Answer:
    """Return the answer's JSON object; an error of a server between us and the cluster need not have one."""
    try:
        answer = json.loads(response.content)
    except ValueError:
        answer = None
    if isinstance(answer, dict):
        return answer
    if not response.is_success:
        return {}
    raise unavailable(f"{host.url} does not speak as OpenSearch does")


def _fault(status: int, answer: Answer) -> str:
    """Return status and kind of an error, never what it quotes of the request."""
    return f"{status} {_kind(answer)}".rstrip()


def _kind(answer: Answer) -> str:
    error = answer.get("error")
    kind = error.get("type") if isinstance(error, dict) else None
    return kind if isinstance(kind, str) else ""


def _reason(error: httpx.TransportError) -> str:
    if isinstance(error, httpx.ConnectError):
        return "takes no connection"
    return "does not answer in time" if isinstance(error, httpx.TimeoutException) else "broke off"
