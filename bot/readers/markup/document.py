"""HTML → the root of its elements, with what is no plain character spelled out."""

import re
from typing import Any

from bot.errors import TooComplex
from bot.readers.markup.inline import spell_out

__all__ = ["document"]

_MAX_DEPTH = 250
"""Elements in elements; a page nests 40 deep."""
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


def document(name: str, html: str) -> Any:
    """Return the root element of `html`, lxml's own and so untyped, or None if there is none.

    Powers, formulas and pictures of characters are text in it, marks of notes are gone. Raises ImportError without
    lxml, and TooComplex for the file `name` if elements nest too deep.
    """
    from lxml import etree
    from lxml import html as lxml

    # Without `huge_tree` the parser silently drops what follows an attribute or a text of 10 MB.
    parser = lxml.HTMLParser(huge_tree=True)
    try:
        # lxml would take a declaration in front of the page for one of its encoding.
        root = lxml.document_fromstring(_XML_DECLARATION.sub("", html, count=1), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = None
    if any("depth" in entry.message for entry in parser.error_log) or _is_deep(root):
        raise TooComplex(f"{name}: nests too deep; copy its text into a .txt file")
    if root is not None:
        spell_out(root)
    return root


def _is_deep(root: Any) -> bool:
    """Return whether the elements under `root` nest too deep to walk through."""
    level = [] if root is None else [root]
    for _ in range(_MAX_DEPTH):
        level = [child for element in level for child in element]
    return bool(level)
