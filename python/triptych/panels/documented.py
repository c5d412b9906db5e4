"""One text for a function in every language."""

import inspect
from collections.abc import Callable
from typing import TypeVar

Function = TypeVar("Function", bound=Callable)

RAISES = """

Raises
------
ValueError
    If an argument is not as described, with its name, what was expected and what was found.
"""


def documented_as(original: Callable) -> Callable[[Function], Function]:
    """Give a method the documentation of the Python function whose arguments it checks."""

    def document(method: Function) -> Function:
        method.__doc__ = (inspect.getdoc(original) or "").rstrip() + RAISES
        return method

    return document
