"""kmeans.h, through ctypes."""

from collections.abc import Callable
from ctypes import CDLL

import numpy as np
from numpy.typing import NDArray

from triptych.panels import compiled
from triptych.panels.c.types import DOUBLE, INT, REAL, SIZE, WORD, Array
from triptych.panels.checks import succeed

NDK = (SIZE, SIZE, SIZE)  # n, d, k
SIGNATURES: dict[str, tuple] = {
    "kmeans_squared_distance": (REAL, SIZE, Array, Array),
    "kmeans_init_random": (INT, *NDK, Array, WORD, WORD, Array),
    "kmeans_init_plusplus": (INT, *NDK, Array, WORD, WORD, Array),
    "kmeans_assign": (INT, *NDK, Array, Array, Array, Array),
    "kmeans_update": (INT, *NDK, Array, Array, Array, Array),
    "kmeans_lloyd": (INT, *NDK, Array, SIZE, DOUBLE, Array, Array, Array, Array),
}


class Kmeans:
    """The functions of kmeans.h."""

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


def _start(init: Callable, x: NDArray, k: int, seed: int, restart: int) -> NDArray:
    n, d = x.shape
    centroids = np.empty((k, d), x.dtype)
    succeed(init(n, d, k, x, seed, restart, centroids))
    return centroids
