"""`zhaiyin` without flood control, so that the work is measured and not the waiting: `python -m bench.unlimited run`."""

from collections.abc import Callable, Coroutine
from typing import Any

from bot.chat.telegram import application
from bot.chat.telegram.transport.flood import ChatRateLimiter
from bot.cli import main


class _Unlimited(ChatRateLimiter):
    """Lets everything through at once."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        *_: object,
        **__: object,
    ) -> Any:
        """Return what the call returns."""
        return await callback(*args, **kwargs)

    def wait_s(self, chat_id: int, ahead: int) -> float:  # noqa: ARG002  # as the limiter has it
        """Return 0."""
        return 0.0


if __name__ == "__main__":
    application.ChatRateLimiter = _Unlimited  # type: ignore[attr-defined]  # of this process alone
    main()
