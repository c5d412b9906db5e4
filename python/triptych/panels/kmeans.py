"""k-means in any language: arguments checked, results as triptych.kmeans returns them."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from triptych import kmeans
from triptych.panels import checks
from triptych.panels.documented import documented_as


class Kmeans:
    """The functions of k-means in one language.

    Parameters
    ----------
    raw : module or object
        The same functions, unchecked.
    dtype : float32 or float64
    """

    def __init__(self, raw: Any, dtype: np.dtype) -> None:
        self._raw = raw
        self._dtype = dtype

    @documented_as(kmeans.squared_distance)
    def squared_distance(self, a: ArrayLike, b: ArrayLike) -> NDArray:
        a = checks.points("a", a, self._dtype)
        b = checks.points("b", b, self._dtype)
        if a.shape[-1] != b.shape[-1]:
            raise checks.fault("b", f"shape (..., {a.shape[-1]}), as a has", f"shape {b.shape}")
        return self._raw.squared_distance(a, b)

    @documented_as(kmeans.init_random)
    def init_random(self, x: ArrayLike, k: int, seed: int, restart: int = 0) -> NDArray:
        return self._raw.init_random(*self._start(x, k, seed, restart))

    @documented_as(kmeans.init_plusplus)
    def init_plusplus(self, x: ArrayLike, k: int, seed: int, restart: int = 0) -> NDArray:
        return self._raw.init_plusplus(*self._start(x, k, seed, restart))

    @documented_as(kmeans.assign)
    def assign(self, x: ArrayLike, centroids: ArrayLike) -> tuple[NDArray[np.int32], NDArray]:
        x = checks.samples("x", x, self._dtype)
        return self._raw.assign(x, checks.centroids(centroids, x))

    @documented_as(kmeans.update)
    def update(
        self, x: ArrayLike, labels: ArrayLike, centroids: ArrayLike
    ) -> tuple[NDArray, float]:
        x = checks.samples("x", x, self._dtype)
        start = checks.centroids(centroids, x).copy()
        labels = checks.labels(labels, len(x), len(start))
        return self._raw.update(x, labels, start)

    @documented_as(kmeans.lloyd)
    def lloyd(
        self, x: ArrayLike, centroids: ArrayLike, max_iter: int, tol: float
    ) -> tuple[NDArray, NDArray[np.int32], NDArray[np.float64], int]:
        x = checks.samples("x", x, self._dtype)
        start = checks.centroids(centroids, x).copy()
        max_iter = checks.integer("max_iter", max_iter, 0, checks.LARGEST - 1)
        return self._raw.lloyd(x, start, max_iter, checks.number("tol", tol, 0))

    def _start(self, x: ArrayLike, k: int, seed: int, restart: int) -> tuple:
        x = checks.samples("x", x, self._dtype)
        k = checks.integer("k", k, 1, len(x))
        seed = checks.integer("seed", seed, 0, checks.WORD)
        return x, k, seed, checks.integer("restart", restart, 0, checks.WORD)
