"""The types of C's arguments, as ctypes takes them."""

from collections.abc import Callable
from ctypes import CDLL, c_double, c_float, c_int, c_size_t, c_uint32
from typing import Any

from numpy.typing import NDArray

REAL = "real"  # float or double: the library's precision


class Array:
    """The type of an argument that is an array: C gets the address of its first entry."""

    @staticmethod
    def from_param(array: NDArray) -> Any:
        return array.ctypes


SIZE = c_size_t
INT = c_int
WORD = c_uint32
DOUBLE = c_double


def declare(library: CDLL, precision: str, signatures: dict[str, tuple]) -> None:
    """Tell ctypes the result and the arguments of each function of a header."""
    real = c_float if precision == "float32" else c_double
    for name, types in signatures.items():
        result, *arguments = (real if each == REAL else each for each in types)
        function: Callable = getattr(library, name)
        function.restype = result  # type: ignore[attr-defined]
        function.argtypes = arguments  # type: ignore[attr-defined]
