"""HTML → its blocks of text, with what stands within a line spelled out: figures, formulas, marks, lists, tables."""

from bot.readers.markup.block import Block
from bot.readers.markup.blocks import blocks
from bot.readers.markup.document import document

__all__ = ["Block", "blocks", "document"]
