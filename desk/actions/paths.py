"""Functions referenced by dotted path, so that a module can name a function without importing it."""

from collections.abc import Callable
from importlib import import_module
from typing import Any


def resolve(path: str) -> Callable[..., Any]:
    """The function at a path, imported on first use. path: `package.module:function`."""
    module, _, name = path.partition(":")
    function: Callable[..., Any] = getattr(import_module(module), name)
    return function
