"""`zhaiyin run`: start the bot on Telegram, in the browser, or at the end of a pipe."""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Annotated

import typer

from bot import chat
from bot.assistant.assistant import Assistant
from bot.assistant.clock import PlatformClock
from bot.assistant.desk import Desk
from bot.assistant.hook import Hook
from bot.assistant.links import Links
from bot.assistant.privacy import Privacy
from bot.assistant.pulse import Pulse
from bot.assistant.retention import Retention
from bot.assistant.way import Way
from bot.chat import console
from bot.cli.ending import terminated
from bot.cli.opening import open_desk, open_notebook, open_replica, waited_for
from bot.cli.output import print_aside
from bot.errors import ConfigurationError
from bot.extras import how_to_install
from bot.meter import Meter
from bot.model import PUBLIC
from bot.notebook import Notebook
from bot.readers import File
from bot.settings import Settings, read_settings

if TYPE_CHECKING:
    from bot.chat import web
    from bot.replicas.replica import Replica

__all__ = ["run"]

_FOR_TELEGRAM = (
    "For Telegram, put TELEGRAM_BOT_TOKEN=… (from @BotFather) into the environment or .env; "
    "this runs without one."
)


Door = Annotated[
    str | None,
    typer.Option(
        "--door", metavar="NAME", help="Open this door instead: a module of bot/chat/ with open_door()."
    ),
]


Webhook = Annotated[
    bool,
    typer.Option("--webhook", help="Let Telegram post its updates under PUBLIC_URL instead of polling it."),
]


Polling = Annotated[
    bool,
    typer.Option(
        "--polling", help="Poll Telegram, and remove a webhook that is set; without it that one stays."
    ),
]


def run(door: Door = None, webhook: Webhook = False, polling: Polling = False) -> None:
    """Start the bot: on Telegram if TELEGRAM_BOT_TOKEN is set, and in the browser.

    Without a token it also answers questions from a pipe or a file, one per line, until they end.
    """
    from bot.logs import configure

    settings = read_settings()
    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else ""
    configure(settings.log_level, secrets=settings.secrets, as_json=settings.log_format == "json")
    if webhook and polling:
        raise ConfigurationError(
            "--webhook and --polling: the bot is told its updates or asks for them; choose one"
        )
    adding, hook = _adding(settings), _hook(settings, door) if webhook else None
    if token and door is None:
        print_aside(f"starting the Telegram bot at {settings.telegram_api_base_url}; Ctrl-C stops it.")
    clock = PlatformClock()
    notebook = waited_for(partial(open_notebook, settings, clock))
    links = Links(settings.public_url) if settings.public_url else None
    desk = waited_for(partial(open_desk, settings, watching=True))
    meter = _meter(settings, desk)
    with (
        terminated(),
        closing(notebook),
        closing(desk.library),
        _sharing(settings, token, door, meter) as replica,
    ):
        way = Way(hook, replica, insistent=polling)
        _open_doors(settings, Assistant(desk, notebook, links, meter), notebook, clock, door, adding, way)


@contextmanager
def _sharing(settings: Settings, token: str, door: str | None, meter: Meter) -> "Iterator[Replica | None]":
    """Yield what shares chats and rates with other processes; None where there can be no others."""
    replica = (
        waited_for(partial(open_replica, settings, token.partition(":")[0] or None)) if door is None else None
    )
    if replica is None:
        yield None
        return
    meter.watch("slots", lambda: len(replica.held))
    meter.watch("replicas", lambda: replica.live)
    replica.start()
    try:
        yield replica
    finally:
        replica.close()


def _hook(settings: Settings, door: str | None) -> Hook:
    """Return where Telegram posts its updates. Raises ConfigurationError if a setting is missing for that."""
    given = {
        "TELEGRAM_BOT_TOKEN": settings.telegram_bot_token,
        "WEBHOOK_SECRET": settings.webhook_secret,
        "PUBLIC_URL": settings.public_url,
        "WEB_PORT": settings.web_port,
    }
    if missing := [name for name, value in given.items() if not value]:
        raise ConfigurationError(f"--webhook: it needs {', '.join(missing)}; set what is missing")
    if door is not None:
        raise ConfigurationError("--webhook: it is Telegram's alone; leave out --door")
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    return Hook(settings.public_url or "", secret)


def _meter(settings: Settings, desk: Desk) -> Meter:
    """Return what counts; figures are served from now on if the operator wants them. Raises ConfigurationError."""
    if not settings.metrics_port:
        return Meter()
    try:
        from bot.metrics import Metrics
    except ImportError as error:
        lacking = f"METRICS_PORT: {error.name} is not installed"
        raise ConfigurationError(f"{lacking}; {how_to_install('metrics')}") from None
    metrics = Metrics()
    metrics.watch("generation", lambda: desk.generation)
    metrics.serve(settings.metrics_host, settings.metrics_port)
    return metrics


def _open_doors(
    settings: Settings,
    assistant: Assistant,
    notebook: Notebook,
    clock: PlatformClock,
    door: str | None,
    adding: "web.Adding | None",
    way: Way,
) -> None:
    token = settings.telegram_bot_token.get_secret_value() if settings.telegram_bot_token else ""
    if not (token and door is None):
        clock.note(None)
    _retention(settings, assistant, notebook, clock).start()
    if door is not None:
        _door_named(door)(assistant, notebook)
    elif token:
        pulse = Pulse(way="polling" if way.hook is None else "webhook")
        end_pages = _serve_pages_beside(settings, assistant, notebook, adding, way, token, pulse)
        try:
            _answer_on_telegram(settings, assistant, notebook, token, clock, pulse, way)
        finally:
            end_pages()
    else:
        _answer_without_telegram(settings, assistant, notebook, adding, way)


def _door_named(name: str) -> Callable[[Assistant, Notebook], None]:
    """Return what opens the door of that name. Raises ConfigurationError if there is none."""
    known = name in (info.name for info in iter_modules(chat.__path__))
    opening = getattr(import_module(f"bot.chat.{name}"), "open_door", None) if known else None
    if opening is None:
        raise ConfigurationError(
            f"--door {name}: no such door; write bot/chat/{name}.py with open_door(assistant, notebook)"
        )
    door: Callable[[Assistant, Notebook], None] = opening
    return door


def _answer_on_telegram(
    settings: Settings,
    assistant: Assistant,
    notebook: Notebook,
    token: str,
    clock: PlatformClock,
    pulse: Pulse,
    way: Way,
) -> None:
    from bot.chat import telegram

    telegram.run(
        assistant,
        notebook,
        token,
        settings.telegram_api_base_url,
        settings.zhaiyin_retention_days,
        telegram.Quota(settings.zhaiyin_chat_articles, settings.zhaiyin_chat_characters),
        _fetch(settings),
        clock,
        pulse,
        way.hook,
        way.replica,
        way.insistent,
    )


def _fetch(settings: Settings) -> Callable[[str], File] | None:
    """Return what fetches the pages that chats may add; None if the operator does not allow it."""
    if not settings.zhaiyin_chat_urls:
        return None
    from bot.readers.fetching.fetch import fetch

    return fetch


def _answer_without_telegram(
    settings: Settings, assistant: Assistant, notebook: Notebook, adding: "web.Adding | None", way: Way
) -> None:
    if settings.web_port and not _questions_are_piped():
        _serve_pages(settings, assistant, notebook, adding, way)
        return
    print_aside(f"answering here, one question per line. {_FOR_TELEGRAM}")
    _serve_pages_beside(settings, assistant, notebook, adding, way)
    console.chat(assistant, PUBLIC, settings.history_file)


def _questions_are_piped() -> bool:
    """Return whether standard input is a pipe or a file, not a terminal or the null device."""
    return not stat.S_ISCHR(os.fstat(sys.stdin.fileno()).st_mode)


def _serve_pages(
    settings: Settings, assistant: Assistant, notebook: Notebook, adding: "web.Adding | None", way: Way
) -> None:
    """Serve the pages until interrupted. Raises ConfigurationError if the port is taken."""
    # uvicorn and Jinja take a fifth of a second to import, and no other command needs them
    from bot.chat import web

    address = _address(settings)
    ready = partial(print_aside, f"open {address.url} in a browser; Ctrl-C stops it. {_FOR_TELEGRAM}")
    web.serve(assistant, notebook, address, ready, adding, way.replica)


def _serve_pages_beside(
    settings: Settings,
    assistant: Assistant,
    notebook: Notebook,
    adding: "web.Adding | None",
    way: Way,
    token: str | None = None,
    pulse: Pulse | None = None,
) -> Callable[[], None]:
    """Serve the pages beside another door, unless WEB_PORT is 0; return what ends that in order.

    If the port is taken, that is reported and the other door opens all the same, unless it is told its updates there: then ConfigurationError is raised. `token` is the bot's, if that door is Telegram.
    """
    if settings.web_port == 0:
        return _nothing
    from bot.chat import web

    address = _address(settings)
    try:
        end = web.serve_beside(assistant, notebook, address, token, adding, pulse, way.hook, way.replica)
    except ConfigurationError as error:
        if way.hook is not None:
            raise
        print_aside(str(error))
        return _nothing
    print_aside(f"the same answers in a browser: {address.url}")
    return end


def _nothing() -> None:
    """Do nothing: there are no pages to end."""


def _address(settings: Settings) -> "web.Address":
    from bot.chat import web

    return web.Address(settings.web_host, settings.web_port, settings.public_url, settings.web_proxies)


def _adding(settings: Settings) -> "web.Adding | None":
    """Return what adding articles in the browser needs; None if the operator set no password, or serves no pages.

    Raises ConfigurationError if the password's file is wrong: whoever set one wants it to work.
    """
    if settings.web_password_file is None or not settings.web_port:
        return None
    from bot.assistant.password import Password
    from bot.chat import web
    from bot.readers.fetching.fetch import fetch

    return web.Adding(Password.at(settings.web_password_file), fetch)


def _retention(
    settings: Settings, assistant: Assistant, notebook: Notebook, clock: PlatformClock
) -> Retention:
    """Return what forgets every day what is too old, until the process ends."""
    privacy = Privacy(assistant.desk, notebook)
    return Retention(
        privacy, settings.zhaiyin_retention_days, lambda error: print_aside(str(error)), clock.wait
    )
