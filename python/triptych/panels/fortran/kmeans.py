"""The module kmeans, through f2py."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from triptych.panels import compiled
from triptych.panels.checks import succeed


class Kmeans:
    """The procedures of kmeans."""

    def __init__(self, module: Any) -> None:
        self._f = module

    def squared_distance(self, a: NDArray, b: NDArray) -> NDArray:
        return compiled.distances(self._f.squared_distance, a, b)

    def init_random(self, x: NDArray, k: int, seed: int, restart: int) -> NDArray:
        centroids, status = self._f.init_random(k, x.T, seed, restart)
        succeed(status)
        return centroids.T

    def init_plusplus(self, x: NDArray, k: int, seed: int, restart: int) -> NDArray:
        centroids, status = self._f.init_plusplus(k, x.T, seed, restart)
        succeed(status)
        return centroids.T

    def assign(self, x: NDArray, centroids: NDArray) -> tuple[NDArray[np.int32], NDArray]:
        labels, distances, status = self._f.assign(x.T, centroids.T)
        succeed(status)
        return labels, distances

    def update(
        self, x: NDArray, labels: NDArray[np.int32], centroids: NDArray
    ) -> tuple[NDArray, float]:
        movement, status = self._f.update(x.T, labels, centroids.T)
        succeed(status)
        return centroids, movement

    def lloyd(
        self, x: NDArray, centroids: NDArray, max_iter: int, tol: float
    ) -> tuple[NDArray, NDArray[np.int32], NDArray[np.float64], int]:
        labels, history, n_iter, status = self._f.lloyd(x.T, max_iter, tol, centroids.T)
        succeed(status)
        return centroids, labels, history.T[: n_iter + 1].copy(), n_iter
