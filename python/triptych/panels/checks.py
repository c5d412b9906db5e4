"""Checks of arguments, the same for the three languages.

Each returns the argument in the form the languages take, or raises a ValueError that names the
argument, what was expected and what was found. An array that has that form already is returned
as it is, without a copy.
"""

import operator
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

LARGEST = 2**31 - 1  # of a size: Fortran's integer, int32 labels
WORD = 2**32 - 1  # of what the random stream takes


def fault(name: str, expected: str, found: str) -> ValueError:
    """Return the error to raise."""
    return ValueError(f"{name}: expected {expected}, found {found}")


def succeed(status: int) -> None:
    """Raise what a C or Fortran function's status means."""
    if status == 1:
        raise ValueError("a size, an index or a label is out of range")
    if status == 2:
        raise MemoryError("out of memory")
    if status == 3:
        raise NotImplementedError("this function is still to be written")


def word(name: str, value: Any, words: tuple[str, ...]) -> None:
    """Check one of several words."""
    if value not in words:
        quoted = [f'"{each}"' for each in words]
        raise fault(name, ", ".join(quoted[:-1]) + f" or {quoted[-1]}", shown(value))


def shown(value: Any) -> str:
    """Return a short text for a value of any type."""
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 20 else f'"{value[:20]}..."'
    if value is None or isinstance(value, (bool, int, float, np.number)):
        return str(value)
    return f"{type(value).__name__}"


def integer(name: str, value: Any, low: int, high: int) -> int:
    """Check an integer from low to high."""
    try:
        number = operator.index(value)
    except TypeError:
        number = None
    if number is None or isinstance(value, bool) or not low <= number <= high:
        raise fault(name, f"an integer from {low} to {high}", shown(value))
    return number


def number(name: str, value: Any, low: float) -> float:
    """Check a number of at least low."""
    try:
        result = float(value) if not isinstance(value, (str, bytes)) else np.nan
    except (TypeError, ValueError):
        result = np.nan
    if not result >= low:
        raise fault(name, f"a number of at least {low}", shown(value))
    return result


def integers(name: str, value: Any, low: int, high: int, dtype: DTypeLike) -> NDArray:
    """Check one integer or an array of them, each from low to high."""
    array = _array(name, value, "integers", "iu")
    if array.size and (array.min() < low or array.max() > high):
        worst = array.min() if array.min() < low else array.max()
        raise fault(name, f"integers from {low} to {high}", str(worst))
    return np.require(array, dtype, ["C", "A", "E"])


def points(name: str, value: Any, dtype: np.dtype) -> NDArray:
    """Check an array of points, shape (..., d), d at least 1: finite numbers."""
    array = _array(name, value, "numbers", "fiub")
    if array.ndim < 1 or array.shape[-1] < 1:
        raise fault(name, "shape (..., d), d at least 1", f"shape {array.shape}")
    return _finite(name, array, dtype)


def samples(name: str, value: Any, dtype: np.dtype) -> NDArray:
    """Check samples, shape (n, d), n and d at least 1: finite numbers."""
    array = _array(name, value, "numbers", "fiub")
    if array.ndim != 2 or not all(1 <= size <= LARGEST for size in array.shape):
        raise fault(name, "shape (n, d), n and d at least 1", f"shape {array.shape}")
    return _finite(name, array, dtype)


def shaped(name: str, value: Any, shape: tuple[int, ...], dtype: np.dtype) -> NDArray:
    """Check an array of that very shape: finite numbers."""
    array = _array(name, value, "numbers", "fiub")
    if array.shape != shape:
        raise fault(name, f"shape {shape}", f"shape {array.shape}")
    return _finite(name, array, dtype)


def inputs(value: Any, d: int, dtype: np.dtype) -> NDArray:
    """Check samples x for weights that take d features."""
    array = samples("x", value, dtype)
    if array.shape[1] != d:
        raise fault("x", f"shape (n, {d}), as the weights have", f"shape {array.shape}")
    return array


def share(name: str, value: Any) -> float:
    """Check a probability, 0 <= p < 1."""
    result = number(name, value, 0)
    if result >= 1:
        raise fault(name, "a number below 1", shown(value))
    return result


def centroids(value: Any, x: NDArray) -> NDArray:
    """Check centroids, shape (k, d), for the samples x."""
    array = samples("centroids", value, x.dtype)
    if array.shape[1] != x.shape[1]:
        raise fault("centroids", f"shape (k, {x.shape[1]}), as x has", f"shape {array.shape}")
    return array


def labels(value: Any, n: int, k: int) -> NDArray[np.int32]:
    """Check labels, shape (n,), from 0 to k - 1."""
    array = integers("labels", value, 0, k - 1, np.int32)
    if array.shape != (n,):
        raise fault("labels", f"shape ({n},), one for each sample", f"shape {array.shape}")
    return array


def _array(name: str, value: Any, expected: str, kinds: str) -> NDArray:
    try:
        array = np.asarray(value)
    except (TypeError, ValueError):  # rows of different lengths
        array = np.asarray(None)
    if array.dtype.kind not in kinds:
        found = shown(value) if array.dtype.kind == "O" else f"dtype {array.dtype}"
        raise fault(name, f"an array of {expected}", found)
    return array


def _finite(name: str, array: NDArray, dtype: np.dtype) -> NDArray:
    with np.errstate(all="ignore"):
        result = np.require(array, dtype, ["C", "A", "E"])
        # A sum is quick and needs no memory; it may overflow though every number is finite.
        suspicious = not np.isfinite(result.sum())
    if suspicious and not np.isfinite(result).all():
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(result))[0])
        raise fault(name, f"finite {dtype} numbers", f"{array[where]} at {where}")
    return result
