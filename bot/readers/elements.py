"""Elements of XML by their local names: transitional, strict and old documents differ in their namespaces."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["attribute", "child", "children", "elements", "local_name", "value_of"]


def local_name(element: "Element") -> str:
    """Return the name of `element` without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: "Element", name: str) -> str:
    """Return the attribute of that local name; "" if there is none."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def children(element: "Element | None", name: str) -> Iterator["Element"]:
    """Yield the children of that local name; none of no element."""
    return (one for one in (element if element is not None else ()) if local_name(one) == name)


def child(element: "Element | None", *path: str) -> "Element | None":
    """Return the first element down the `path` of local names, or None."""
    for name in path:
        element = next(children(element, name), None)
    return element


def value_of(element: "Element | None", *path: str) -> str:
    """Return the attribute `val` of the element down the `path`; "" if there is none."""
    found = child(element, *path)
    return "" if found is None else attribute(found, "val")


def elements(root: "Element | None", name: str) -> Iterator["Element"]:
    """Yield all elements of that local name under `root` and itself, in order; none of no element."""
    return (one for one in (root.iter() if root is not None else ()) if local_name(one) == name)
