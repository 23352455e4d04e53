"""Logging: one line per event, on standard error, without secrets."""

import logging
import re
import sys
from collections.abc import Sequence

import structlog
from structlog.types import Processor

__all__ = ["configure"]

_KEY = re.compile(r"(?<=[?&]key=)[\w%-]+", re.ASCII)


def configure(level: str, secrets: Sequence[str] = ()) -> None:
    """Log to standard error from `level` up, libraries from warnings up, `secrets` blacked out.

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
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
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


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Blacks out secrets, and keys in addresses, in the finished line and its traceback."""

    def __init__(
        self, secrets: Sequence[str], processors: Sequence[Processor], foreign_pre_chain: Sequence[Processor]
    ) -> None:
        super().__init__(processors=processors, foreign_pre_chain=foreign_pre_chain)
        self._secrets = tuple(secret for secret in secrets if secret)

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, "***")
        return _KEY.sub("***", line)
