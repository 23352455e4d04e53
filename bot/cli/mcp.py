"""`zhaiyin mcp`: serve an assistant."""

from bot.assistant.assistant import Assistant
from bot.assistant.links import Links
from bot.cli.opening import open_desk
from bot.errors import ConfigurationError
from bot.extras import how_to_install
from bot.settings import read_settings

__all__ = ["mcp"]


def mcp() -> None:
    """Serve an assistant over the Model Context Protocol on standard input and output."""
    try:
        from bot.chat import mcp as door
    except ImportError as error:
        raise ConfigurationError(f"mcp: {error.name} is not installed; {how_to_install('mcp')}") from error
    from bot.logs import configure

    settings = read_settings()
    configure(settings.log_level)
    links = Links(settings.public_url) if settings.public_url else None
    door.run(Assistant(open_desk(settings, watching=True), links=links))
