"""Figures for Prometheus, on a port of their own."""

from collections.abc import Callable
from http import HTTPStatus

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server

from bot.errors import ConfigurationError
from bot.meter import Meter

__all__ = ["Metrics"]

_SECONDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)
_WATCHED = {
    "queue": "Updates that are received and not yet done.",
    "slots": "The parts of the chats that this process answers, of 64 in all.",
    "replicas": "The processes that the bot has.",
    "generation": "The revision of the public shelf that answers.",
}


class Metrics(Meter):
    """Counts for Prometheus: questions, seconds, calls, refusals, the queue, the index's generation."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._questions = Counter(
            "zhaiyin_questions", "Questions answered.", ["door", "verdict"], registry=self._registry
        )
        self._seconds = Histogram(
            "zhaiyin_seconds", "Time a stage took.", ["stage"], buckets=_SECONDS, registry=self._registry
        )
        self._calls = Counter("zhaiyin_calls", "Calls to the platform.", ["method"], registry=self._registry)
        self._refused = Counter(
            "zhaiyin_too_many_requests", "Calls refused with 429.", registry=self._registry
        )

    def answered(self, door: str, verdict: str) -> None:
        """Count the question."""
        self._questions.labels(door, verdict).inc()

    def took(self, stage: str, seconds: float) -> None:
        """Count the time."""
        self._seconds.labels(stage).observe(seconds)

    def called(self, method: str, status: int) -> None:
        """Count the call, and the refusal if it is one."""
        self._calls.labels(method).inc()
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            self._refused.inc()

    def watch(self, name: str, value: Callable[[], float]) -> None:
        """Show the value as it is when somebody reads the figures."""
        Gauge(f"zhaiyin_{name}", _WATCHED[name], registry=self._registry).set_function(value)

    def serve(self, host: str, port: int) -> Callable[[], None]:
        """Serve the figures in a thread; return what ends that. Raises ConfigurationError if the port is taken."""
        try:
            server, _ = start_http_server(port, host, self._registry)
        except OSError as error:
            reason = error.strerror or "no such host"
            raise ConfigurationError(
                f"METRICS_PORT: cannot serve {host}:{port} ({reason}); set another METRICS_PORT, or 0 for no figures"
            ) from None
        return server.shutdown
