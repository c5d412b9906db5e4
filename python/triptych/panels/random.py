"""The random stream in any language: arguments checked, results as support.random's."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from triptych.panels import checks


class Random:
    """The draws of one language, all float64.

    Parameters
    ----------
    raw : module or object
        The same functions, unchecked.
    """

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def threefry(
        self, key: tuple[int, int], counter: tuple[ArrayLike, ArrayLike]
    ) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """Return 64 random bits as two words: see triptych.support.random."""
        if len(key) != 2 or len(counter) != 2:
            raise checks.fault("key, counter", "2 words each", f"{len(key)} and {len(counter)}")
        words = tuple(checks.integer("key", each, 0, checks.WORD) for each in key)
        return self._raw.threefry(words, tuple(_words("counter", each) for each in counter))

    def uniform(self, seed: int, purpose: int, major: int, minor: ArrayLike) -> NDArray[np.float64]:
        """Return numbers uniform in 0 <= u < 1: see triptych.support.random."""
        return self._raw.uniform(*_stream(seed, purpose, major), _words("minor", minor))

    def symmetric(
        self, r: float, seed: int, purpose: int, major: int, minor: ArrayLike
    ) -> NDArray[np.float64]:
        """Return numbers uniform in -r ... r: see triptych.support.random."""
        r = checks.number("r", r, 0)
        return self._raw.symmetric(r, *_stream(seed, purpose, major), _words("minor", minor))

    def normal(self, seed: int, purpose: int, major: int, minor: ArrayLike) -> NDArray[np.float64]:
        """Return normal numbers; minor < 2**31: see triptych.support.random."""
        minor = checks.integers("minor", minor, 0, checks.LARGEST, np.int64)
        return self._raw.normal(*_stream(seed, purpose, major), minor)

    def integer(
        self, n: ArrayLike, seed: int, purpose: int, major: int, minor: ArrayLike
    ) -> NDArray[np.int64]:
        """Return integers uniform among 0 ... n-1: see triptych.support.random."""
        n = checks.integers("n", n, 1, checks.LARGEST, np.int64)
        return self._raw.integer(n, *_stream(seed, purpose, major), _words("minor", minor))

    def shuffle(self, n: int, k: int, seed: int, purpose: int, major: int) -> NDArray[np.int32]:
        """Return 0 ... n-1 after k steps of a shuffle: see triptych.support.random."""
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
