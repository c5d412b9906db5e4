"""random.h, through ctypes."""

from ctypes import CDLL

import numpy as np
from numpy.typing import NDArray

from triptych.panels import compiled
from triptych.panels.c.types import DOUBLE, SIZE, WORD, Array

STREAM = (WORD, WORD, WORD, WORD)  # seed, purpose, major, minor
SIGNATURES: dict[str, tuple] = {
    "random_threefry": (None, Array, Array, Array),
    "random_uniform": (DOUBLE, *STREAM),
    "random_symmetric": (DOUBLE, DOUBLE, *STREAM),
    "random_normal": (DOUBLE, *STREAM),
    "random_integer": (SIZE, SIZE, *STREAM),
    "random_shuffle": (None, SIZE, SIZE, WORD, WORD, WORD, Array),
}


class Random:
    """The functions of random.h, one call for each draw."""

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
