"""Libraries that not everybody needs: how to install them where this program is installed."""

import sys

__all__ = ["how_to_install"]


def how_to_install(extra: str) -> str:
    """Return the command that installs the libraries of this extra for the Python that runs now."""
    libraries = " ".join(f'"{library}"' for library in _libraries(extra)) or f'".[{extra}]"'
    return f"{sys.executable} -m pip install {libraries}"


def _libraries(extra: str) -> list[str]:
    """Return the extra's requirements as pip takes them; none if the program is not installed as a package."""
    # every command imports this module, and only one that fails needs these
    from importlib.metadata import PackageNotFoundError, requires

    from packaging.requirements import Requirement

    try:
        wanted = [Requirement(line) for line in requires("zhaiyin") or ()]
    except PackageNotFoundError:
        return []
    return [
        f"{library.name}{'[' + ','.join(sorted(library.extras)) + ']' if library.extras else ''}{library.specifier}"
        for library in wanted
        if library.marker is not None
        and library.marker.evaluate({"extra": extra})
        and not library.marker.evaluate({"extra": ""})
    ]
