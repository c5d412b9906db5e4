"""The random stream in any language: arguments checked, results as support.random's."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from triptych.panels import checks
from triptych.panels.documented import documented_as
from triptych.support import random


class Random:
    """The draws of one language, all float64.

    Parameters
    ----------
    raw : module or object
        The same functions, unchecked.
    """

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    @documented_as(random.threefry)
    def threefry(
        self, key: tuple[int, int], counter: tuple[ArrayLike, ArrayLike]
    ) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        if len(key) != 2 or len(counter) != 2:
            raise checks.fault("key, counter", "2 words each", f"{len(key)} and {len(counter)}")
        words = tuple(checks.integer("key", each, 0, checks.WORD) for each in key)
        return self._raw.threefry(words, tuple(_words("counter", each) for each in counter))

    @documented_as(random.uniform)
    def uniform(self, seed: int, purpose: int, major: int, minor: ArrayLike) -> NDArray[np.float64]:
        return self._raw.uniform(*_stream(seed, purpose, major), _words("minor", minor))

    @documented_as(random.symmetric)
    def symmetric(
        self, r: float, seed: int, purpose: int, major: int, minor: ArrayLike
    ) -> NDArray[np.float64]:
        r = checks.number("r", r, 0)
        return self._raw.symmetric(r, *_stream(seed, purpose, major), _words("minor", minor))

    @documented_as(random.normal)
    def normal(self, seed: int, purpose: int, major: int, minor: ArrayLike) -> NDArray[np.float64]:
        minor = checks.integers("minor", minor, 0, checks.LARGEST, np.int64)
        return self._raw.normal(*_stream(seed, purpose, major), minor)

    @documented_as(random.integer)
    def integer(
        self, n: ArrayLike, seed: int, purpose: int, major: int, minor: ArrayLike
    ) -> NDArray[np.int64]:
        n = checks.integers("n", n, 1, checks.LARGEST, np.int64)
        return self._raw.integer(n, *_stream(seed, purpose, major), _words("minor", minor))

    @documented_as(random.shuffle)
    def shuffle(self, n: int, k: int, seed: int, purpose: int, major: int) -> NDArray[np.int32]:
        n = checks.integer("n", n, 1, checks.LARGEST)
        k = checks.integer("k", k, 0, n)
        return self._raw.shuffle(n, k, *_stream(seed, purpose, major))


def _stream(seed: int, purpose: int, major: int) -> tuple[int, int, int]:
    return (
        checks.integer("seed", seed, 0, checks.WORD),
        checks.integer("purpose", purpose, 0, checks.WORD),
        checks.integer("major", major, 0, checks.WORD),
    )


def _words(name: str, value: ArrayLike) -> NDArray[np.int64]:
    return checks.integers(name, value, 0, checks.WORD, np.int64)
