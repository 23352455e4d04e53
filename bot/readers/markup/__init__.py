"""HTML → its blocks of text, with what stands within a line spelled out: figures, formulas, marks, lists, tables."""

from bot.readers.markup.blocks import Block, blocks, document

__all__ = ["Block", "blocks", "document"]
