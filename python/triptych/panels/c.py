"""The C panel: the functions of the headers in c/, called through ctypes.

Sizes are taken from the arrays and results are returned; nothing is checked here. The arrays
come from checks.py, so their memory is handed over as it is.
"""

from collections.abc import Callable
from ctypes import CDLL, c_double, c_float, c_int, c_size_t, c_uint32
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from triptych.panels import compiled
from triptych.panels.checks import succeed


class Array:
    """The type of an argument that is an array: C gets the address of its first entry."""

    @staticmethod
    def from_param(array: NDArray) -> Any:
        return array.ctypes


NDK = (c_size_t, c_size_t, c_size_t)  # n, d, k
STREAM = (c_uint32, c_uint32, c_uint32, c_uint32)  # seed, purpose, major, minor

# The result and the arguments of each function, as the headers declare them.
SIGNATURES: dict[str, tuple] = {
    "threads_set": (None, c_int),
    "threads_count": (c_int,),
    "random_threefry": (None, Array, Array, Array),
    "random_uniform": (c_double, *STREAM),
    "random_symmetric": (c_double, c_double, *STREAM),
    "random_normal": (c_double, *STREAM),
    "random_integer": (c_size_t, c_size_t, *STREAM),
    "random_shuffle": (None, c_size_t, c_size_t, c_uint32, c_uint32, c_uint32, Array),
    "kmeans_squared_distance": ("real", c_size_t, Array, Array),
    "kmeans_init_random": (c_int, *NDK, Array, c_uint32, c_uint32, Array),
    "kmeans_init_plusplus": (c_int, *NDK, Array, c_uint32, c_uint32, Array),
    "kmeans_assign": (c_int, *NDK, Array, Array, Array, Array),
    "kmeans_update": (c_int, *NDK, Array, Array, Array, Array),
    "kmeans_lloyd": (c_int, *NDK, Array, c_size_t, c_double, Array, Array, Array, Array),
}


def load(precision: str, variant: str) -> SimpleNamespace:
    """Return the functions of one precision and variant, as kmeans, random and threads."""
    library = CDLL(str(compiled.find(f"c_f{precision[-2:]}_{variant}")))
    real = c_float if precision == "float32" else c_double
    for name, (result, *arguments) in SIGNATURES.items():
        function = getattr(library, name)
        function.restype = real if result == "real" else result
        function.argtypes = arguments
    return SimpleNamespace(kmeans=Kmeans(library), random=Random(library), threads=Threads(library))


class Kmeans:
    """kmeans.h."""

    def __init__(self, library: CDLL) -> None:
        self._c = library

    def squared_distance(self, a: NDArray, b: NDArray) -> NDArray:
        def distance(a_i: NDArray, b_i: NDArray) -> float:
            return self._c.kmeans_squared_distance(len(a_i), a_i, b_i)

        return compiled.distances(distance, a, b)

    def init_random(self, x: NDArray, k: int, seed: int, restart: int) -> NDArray:
        return _start(self._c.kmeans_init_random, x, k, seed, restart)

    def init_plusplus(self, x: NDArray, k: int, seed: int, restart: int) -> NDArray:
        return _start(self._c.kmeans_init_plusplus, x, k, seed, restart)

    def assign(self, x: NDArray, centroids: NDArray) -> tuple[NDArray[np.int32], NDArray]:
        n, d = x.shape
        k = len(centroids)
        labels = np.empty(n, np.int32)
        distances = np.empty(n, x.dtype)
        succeed(self._c.kmeans_assign(n, d, k, x, centroids, labels, distances))
        return labels, distances

    def update(
        self, x: NDArray, labels: NDArray[np.int32], centroids: NDArray
    ) -> tuple[NDArray, float]:
        n, d = x.shape
        k = len(centroids)
        movement = np.empty(1)
        succeed(self._c.kmeans_update(n, d, k, x, labels, centroids, movement))
        return centroids, float(movement[0])

    def lloyd(
        self, x: NDArray, centroids: NDArray, max_iter: int, tol: float
    ) -> tuple[NDArray, NDArray[np.int32], NDArray[np.float64], int]:
        n, d = x.shape
        k = len(centroids)
        labels = np.empty(n, np.int32)
        history = np.empty((max_iter + 1, 2))
        n_iter = np.empty(1, np.uintp)
        succeed(self._c.kmeans_lloyd(n, d, k, x, max_iter, tol, centroids, labels, history, n_iter))
        steps = int(n_iter[0])
        return centroids, labels, history[: steps + 1].copy(), steps


class Random:
    """random.h, one call for each draw."""

    def __init__(self, library: CDLL) -> None:
        self._c = library

    def threefry(self, key: tuple, counter: tuple) -> tuple[NDArray, NDArray]:
        def bits(first: int, second: int) -> NDArray[np.uint32]:
            out = np.empty(2, np.uint32)
            words = np.array([first, second], np.uint32)
            self._c.random_threefry(np.array(key, np.uint32), words, out)
            return out

        return compiled.words(bits, counter)

    def uniform(self, seed: int, purpose: int, major: int, minor: NDArray) -> NDArray:
        def draw(m: int) -> float:
            return self._c.random_uniform(seed, purpose, major, m)

        return compiled.draws(draw, np.float64, minor)

    def symmetric(self, r: float, seed: int, purpose: int, major: int, minor: NDArray) -> NDArray:
        def draw(m: int) -> float:
            return self._c.random_symmetric(r, seed, purpose, major, m)

        return compiled.draws(draw, np.float64, minor)

    def normal(self, seed: int, purpose: int, major: int, minor: NDArray) -> NDArray:
        def draw(m: int) -> float:
            return self._c.random_normal(seed, purpose, major, m)

        return compiled.draws(draw, np.float64, minor)

    def integer(self, n: NDArray, seed: int, purpose: int, major: int, minor: NDArray) -> NDArray:
        def draw(limit: int, m: int) -> int:
            return self._c.random_integer(limit, seed, purpose, major, m)

        return compiled.draws(draw, np.int64, n, minor)

    def shuffle(self, n: int, k: int, seed: int, purpose: int, major: int) -> NDArray:
        order = np.empty(n, np.int32)
        self._c.random_shuffle(n, k, seed, purpose, major, order)
        return order


class Threads:
    """threads.h."""

    def __init__(self, library: CDLL) -> None:
        self.set = library.threads_set
        self.count = library.threads_count


def _start(init: Callable, x: NDArray, k: int, seed: int, restart: int) -> NDArray:
    n, d = x.shape
    centroids = np.empty((k, d), x.dtype)
    succeed(init(n, d, k, x, seed, restart, centroids))
    return centroids
