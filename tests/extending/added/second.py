"""A second engine, which answers as the first one does."""

from bot.retrieval.memory import MemoryEngine

__all__ = ["SecondEngine"]


class SecondEngine(MemoryEngine):
    """The engine in memory under a name of its own."""
