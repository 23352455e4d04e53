"""Commands as their modules describe them, without loading these: all that help and completion tell of them."""

import ast
from collections.abc import Callable
from importlib.resources import files

__all__ = ["described"]


def described(module: str, name: str) -> Callable[[], None]:
    """Return a command that does nothing and has the docstring of the function `name` of that module."""
    source = files("bot.cli").joinpath(f"{module}.py").read_text(encoding="utf-8")
    functions = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))

    def command() -> None: ...

    command.__doc__ = next(ast.get_docstring(function) for function in functions if function.name == name)
    return command
