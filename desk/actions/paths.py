"""Functions that are named by their dotted paths, as data: what names one imports nothing of it."""

from collections.abc import Callable
from importlib import import_module
from typing import Any


def resolve(path: str) -> Callable[..., Any]:
    """The function of a path, imported when it is used first. path: `package.module:function`."""
    module, _, name = path.partition(":")
    function: Callable[..., Any] = getattr(import_module(module), name)
    return function
