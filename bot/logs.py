"""Logging: one line per event, on standard error, without secrets."""

import json
import logging
import re
import sys
from collections.abc import Sequence

import structlog
from structlog.types import Processor

__all__ = ["configure"]

_JSON: tuple[Processor, ...] = (structlog.processors.JSONRenderer(ensure_ascii=False, default=str),)
_KEY = re.compile(r"(?<=[?&]key=)[\w%-]+", re.ASCII)


def configure(level: str, secrets: Sequence[str] = (), *, as_json: bool = False) -> None:
    """Log to standard error from `level` up, libraries from warnings up, `secrets` blacked out; `as_json`, one object a line.

    Below warnings, httpx logs addresses that hold the token, and python-telegram-bot logs whole messages.
    """
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=False),
    ]
    formatter = _Formatter(
        secrets,
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            *(_JSON if as_json else [_for_people()]),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("bot").setLevel(level)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def _for_people() -> Processor:
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Blacks out secrets, and keys in addresses, in the finished line and its traceback."""

    def __init__(
        self, secrets: Sequence[str], processors: Sequence[Processor], foreign_pre_chain: Sequence[Processor]
    ) -> None:
        super().__init__(processors=processors, foreign_pre_chain=foreign_pre_chain)
        # as they are, and as they stand in a JSON string
        written = {
            form
            for secret in secrets
            if secret
            for form in (secret, json.dumps(secret, ensure_ascii=False)[1:-1])
        }
        self._secrets = tuple(sorted(written, key=len, reverse=True))

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "***")
        return _KEY.sub("***", line)
