"""The module random, through f2py."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from triptych.panels import compiled


class Random:
    """The procedures of random, one call for each draw."""

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
