"""Random numbers as a pure function: (seed, purpose, major, minor) -> number.

Threefry-2x32-20 of Salmon et al. (2011), Parallel random numbers: as easy as
1, 2, 3, SC'11, doi:10.1145/2063384.2063405. Nothing is remembered between two
draws, so a draw depends on no thread and on no order.

Every argument called `minor`, and the `major` of uniform and integer, may be one integer
or an array of them, which broadcast: one draw each. Seed, purpose, major and minor lie
in 0 ... 2**32 - 1.
"""

from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Purpose(IntEnum):
    """What a draw is for: the second word of the key."""

    SPLIT = 0
    INIT_RANDOM = 1
    INIT_PLUSPLUS = 2
    VISITING_ORDER = 3
    BALANCING = 4
    WEIGHTS = 5
    AUGMENTATION = 6
    NOISE = 7
    MADE_DATA = 8
    DROPOUT = 256  # plus the layer's number


ODD, EVEN = (13, 15, 26, 6), (17, 29, 16, 24)  # how far four rounds rotate


def threefry(
    key: tuple[int, int], counter: tuple[ArrayLike, ArrayLike]
) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return 64 random bits as two words: the block cipher itself."""
    k0, k1 = np.atleast_1d(np.uint32(key[0])), np.atleast_1d(np.uint32(key[1]))
    keys = (k0, k1, np.uint32(0x1BD11BDA) ^ k0 ^ k1)
    a = np.atleast_1d(np.asarray(counter[0], np.uint32)) + keys[0]
    b = np.atleast_1d(np.asarray(counter[1], np.uint32)) + keys[1]
    for s, rotations in enumerate((ODD, EVEN, ODD, EVEN, ODD), 1):  # four rounds, then the key
        for places in rotations:
            a = a + b
            b = (b << np.uint32(places) | b >> np.uint32(32 - places)) ^ a
        a = a + keys[s % 3]
        b = b + (keys[(s + 1) % 3] + np.uint32(s))
    return a, b


def uniform(seed: int, purpose: int, major: ArrayLike, minor: ArrayLike) -> NDArray[np.float64]:
    """Return numbers uniform in 0 <= u < 1, with 53 random bits, shaped like `major + minor`."""
    a, b = threefry((seed, purpose), (minor, major))
    u = ((a >> np.uint32(5)) * 67108864.0 + (b >> np.uint32(6))) / 9007199254740992.0
    return u.reshape(np.broadcast_shapes(np.shape(major), np.shape(minor)))


def symmetric(
    r: float, seed: int, purpose: int, major: int, minor: ArrayLike
) -> NDArray[np.float64]:
    """Return numbers uniform in -r ... r."""
    return (2.0 * uniform(seed, purpose, major, minor) - 1.0) * r


def normal(seed: int, purpose: int, major: int, minor: ArrayLike) -> NDArray[np.float64]:
    """Return normal numbers, mean 0 and variance 1 (Box and Muller 1958); minor < 2**31."""
    minor = np.asarray(minor)
    u = uniform(seed, purpose, major, 2 * minor)
    v = uniform(seed, purpose, major, 2 * minor + 1)
    return np.sqrt(-2.0 * np.log(1.0 - u)) * np.cos(6.283185307179586 * v)


def integer(
    n: ArrayLike, seed: int, purpose: int, major: ArrayLike, minor: ArrayLike
) -> NDArray[np.int64]:
    """Return integers uniform among 0 ... n-1; `n` may be an array like `minor`."""
    return (uniform(seed, purpose, major, minor) * np.asarray(n)).astype(np.int64)


def shuffle(n: int, k: int, seed: int, purpose: int, major: int) -> NDArray[np.int32]:
    """Return 0 ... n-1 after the first k steps of a Fisher-Yates shuffle.

    The first k entries are a sample without replacement; k = n shuffles all.
    """
    order = list(range(n))
    steps = np.arange(min(k, n - 1))
    chosen = steps + integer(n - steps, seed, purpose, major, steps)
    for i, j in enumerate(chosen.tolist()):
        order[i], order[j] = order[j], order[i]
    return np.array(order, np.int32)
