"""Where the compiled parts are, and what the C and Fortran panels share."""

from collections.abc import Callable
from importlib.machinery import EXTENSION_SUFFIXES
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import DTypeLike, NDArray

SUFFIXES = (*EXTENSION_SUFFIXES, ".so", ".dylib", ".dll")
BUILD = Path(__file__).parents[3] / "build" / "native"  # of a checkout


def find(name: str) -> Path:
    """Return the compiled file of that name: in the package, else in the checkout.

    Raises
    ------
    ImportError
        If there is none.
    """
    package = files("triptych.panels")
    for folder in (package, BUILD / "c", BUILD / "fortran"):
        for suffix in SUFFIXES:
            path = Path(str(folder.joinpath(name + suffix)))
            if path.is_file():
                return path
    raise ImportError(
        f"{name} is not built: type make panels in the folder of Triptych, or, if pip installed "
        "it, install a compiler and then Triptych again"
    )


def outputs(network: NDArray[np.int32]) -> NDArray:
    """Return d_out of each layer: of an mlp's rows of 3 entries, or of a cnn's of 14."""
    if network.shape[1] == 3:
        return network[:, 1].astype(np.int64)
    return network[:, 4:7].prod(axis=1, dtype=np.int64)


def cut(network: NDArray[np.int32], n: int, flat: NDArray) -> list[NDArray]:
    """Return the part of each layer, shape (n, d_out), in one vector for n rows: views."""
    ends = np.cumsum(n * outputs(network)[:-1])
    return [part.reshape(n, -1) for part in np.split(flat, ends)]


def join(parts: list[NDArray]) -> NDArray:
    """Return the parts of all layers as one vector."""
    return np.concatenate([part.ravel() for part in parts])


def draws(draw: Callable, dtype: DTypeLike, *arguments: NDArray) -> NDArray:
    """Return draw(...) for each entry of the arguments, broadcast against each other."""
    arrays = np.broadcast_arrays(*arguments)
    values = [draw(*each) for each in zip(*(array.ravel().tolist() for array in arrays))]
    return np.array(values, dtype).reshape(arrays[0].shape)


def distances(distance: Callable, a: NDArray, b: NDArray) -> NDArray:
    """Return distance(a_i, b_i) for each pair of points, broadcast against each other."""
    a, b = (np.ascontiguousarray(array) for array in np.broadcast_arrays(a, b))
    pairs = zip(a.reshape(-1, a.shape[-1]), b.reshape(-1, b.shape[-1]))
    values = [distance(a_i, b_i) for a_i, b_i in pairs]
    return np.array(values, a.dtype).reshape(a.shape[:-1])[()]


def words(bits: Callable, counter: tuple) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the two words of bits(first, second) for each entry of the counter."""
    first, second = np.broadcast_arrays(*np.atleast_1d(*counter))
    pairs = [bits(*pair) for pair in zip(first.ravel().tolist(), second.ravel().tolist())]
    both = np.array(pairs, np.uint32).reshape(*first.shape, 2)
    return both[..., 0], both[..., 1]
