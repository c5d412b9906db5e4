"""k-means in any language: arguments checked, results as triptych.kmeans returns them."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from triptych.panels import checks


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

    def squared_distance(self, a: ArrayLike, b: ArrayLike) -> NDArray:
        """Squared Euclidean distance of points, shapes (..., d): see triptych.kmeans."""
        a = checks.points("a", a, self._dtype)
        b = checks.points("b", b, self._dtype)
        if a.shape[-1] != b.shape[-1]:
            raise checks.fault("b", f"shape (..., {a.shape[-1]}), as a has", f"shape {b.shape}")
        return self._raw.squared_distance(a, b)

    def init_random(self, x: ArrayLike, k: int, seed: int, restart: int = 0) -> NDArray:
        """Start from k distinct samples drawn at random: see triptych.kmeans."""
        return self._raw.init_random(*self._start(x, k, seed, restart))

    def init_plusplus(self, x: ArrayLike, k: int, seed: int, restart: int = 0) -> NDArray:
        """Start from samples far apart (k-means++): see triptych.kmeans."""
        return self._raw.init_plusplus(*self._start(x, k, seed, restart))

    def assign(self, x: ArrayLike, centroids: ArrayLike) -> tuple[NDArray[np.int32], NDArray]:
        """Give each sample the label of its nearest centroid: see triptych.kmeans."""
        x = checks.samples("x", x, self._dtype)
        return self._raw.assign(x, checks.centroids(centroids, x))

    def update(
        self, x: ArrayLike, labels: ArrayLike, centroids: ArrayLike
    ) -> tuple[NDArray, float]:
        """Move each centroid to the mean of its samples: see triptych.kmeans."""
        x = checks.samples("x", x, self._dtype)
        start = checks.centroids(centroids, x).copy()
        labels = checks.labels(labels, len(x), len(start))
        return self._raw.update(x, labels, start)

    def lloyd(
        self, x: ArrayLike, centroids: ArrayLike, max_iter: int, tol: float
    ) -> tuple[NDArray, NDArray[np.int32], NDArray[np.float64], int]:
        """Repeat update and assign until the centroids rest: see triptych.kmeans."""
        x = checks.samples("x", x, self._dtype)
        start = checks.centroids(centroids, x).copy()
        max_iter = checks.integer("max_iter", max_iter, 0, checks.LARGEST - 1)
        return self._raw.lloyd(x, start, max_iter, checks.number("tol", tol, 0))

    def _start(self, x: ArrayLike, k: int, seed: int, restart: int) -> tuple:
        x = checks.samples("x", x, self._dtype)
        k = checks.integer("k", k, 1, len(x))
        seed = checks.integer("seed", seed, 0, checks.WORD)
        return x, k, seed, checks.integer("restart", restart, 0, checks.WORD)
