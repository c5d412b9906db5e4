"""The Fortran panel: the modules of fortran/, called through f2py.

Sizes are taken from the arrays and results are returned; nothing is checked here. Fortran names
the axes in reverse, so an array goes there and comes back as its transpose: a view of the same
memory, never a copy. This is the only place where layout needs a `.T`.
"""

from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from triptych.panels import compiled
from triptych.panels.checks import succeed


def load(precision: str, variant: str) -> SimpleNamespace:
    """Return the functions of one precision and variant, as kmeans, random and threads."""
    module = _module(f"fortran_f{precision[-2:]}_{variant}")
    return SimpleNamespace(
        kmeans=Kmeans(module.kmeans),
        random=Random(module.random),
        threads=SimpleNamespace(set=module.threads.threads_set, count=module.threads.threads_count),
    )


def _module(name: str) -> ModuleType:
    spec = spec_from_file_location(f"triptych.panels.{name}", compiled.find(name))
    assert spec is not None and spec.loader is not None  # it has the suffix of an extension
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Kmeans:
    """The module kmeans."""

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


class Random:
    """The module random, one call for each draw."""

    def __init__(self, module: Any) -> None:
        self._f = module

    def threefry(self, key: tuple, counter: tuple) -> tuple[NDArray, NDArray]:
        def bits(first: int, second: int) -> NDArray[np.int64]:
            return self._f.random_threefry(key, (first, second))

        return compiled.words(bits, counter)

    def uniform(self, seed: int, purpose: int, major: int, minor: NDArray) -> NDArray:
        def draw(m: int) -> float:
            return self._f.random_uniform(seed, purpose, major, m)

        return compiled.draws(draw, np.float64, minor)

    def symmetric(self, r: float, seed: int, purpose: int, major: int, minor: NDArray) -> NDArray:
        def draw(m: int) -> float:
            return self._f.random_symmetric(r, seed, purpose, major, m)

        return compiled.draws(draw, np.float64, minor)

    def normal(self, seed: int, purpose: int, major: int, minor: NDArray) -> NDArray:
        def draw(m: int) -> float:
            return self._f.random_normal(seed, purpose, major, m)

        return compiled.draws(draw, np.float64, minor)

    def integer(self, n: NDArray, seed: int, purpose: int, major: int, minor: NDArray) -> NDArray:
        def draw(limit: int, m: int) -> int:
            return self._f.random_integer(limit, seed, purpose, major, m)

        return compiled.draws(draw, np.int64, n, minor)

    def shuffle(self, n: int, k: int, seed: int, purpose: int, major: int) -> NDArray:
        return self._f.random_shuffle(n, k, seed, purpose, major)
