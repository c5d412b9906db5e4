"""Second opinions: the same mathematics written once more, plainly, from the papers.

No line here calls Triptych. Everything is float64 and Python's whole numbers.
"""

import math
from itertools import accumulate

import numpy as np

MASK = 2**32 - 1


def threefry(key, counter):
    """Threefry-2x32-20: Salmon et al. (2011), section 4.2 and table 2."""
    words = [*key, 0x1BD11BDA ^ key[0] ^ key[1]]
    a, b = ((word + k) & MASK for word, k in zip(counter, key, strict=True))
    for injection in range(5):
        for rotation in ((13, 15, 26, 6), (17, 29, 16, 24))[injection % 2]:
            a = (a + b) & MASK
            b = ((b << rotation | b >> (32 - rotation)) & MASK) ^ a
        a = (a + words[(injection + 1) % 3]) & MASK
        b = (b + words[(injection + 2) % 3] + injection + 1) & MASK
    return a, b


def uniform(seed, purpose, major, minor):
    """53 bits: 27 from the first word, 26 from the second."""
    a, b = threefry((seed, purpose), (minor, major))
    return math.ldexp((a >> 5 << 26) + (b >> 6), -53)


def integer(n, seed, purpose, major, minor):
    """One of 0 ... n-1."""
    return math.floor(uniform(seed, purpose, major, minor) * n)


def shuffle(n, k, seed, purpose, major):
    """Fisher and Yates, from the front, k steps."""
    order = list(range(n))
    for i in range(min(k, n - 1)):
        j = i + integer(n - i, seed, purpose, major, i)
        order[i], order[j] = order[j], order[i]
    return order


def distances(x, centroids):
    """Squared distance of each sample to each centroid, (n, k), by differences."""
    x, centroids = np.asarray(x, np.float64), np.asarray(centroids, np.float64)
    return np.stack([((x - c) ** 2).sum(axis=1) for c in centroids], axis=1)


def update(x, labels, centroids):
    """Means of the samples of each label, and how far the centroids moved."""
    x, centroids = np.asarray(x, np.float64), np.asarray(centroids, np.float64)
    means = [x[labels == c].mean(axis=0) if c in labels else old for c, old in enumerate(centroids)]
    return np.array(means), ((np.array(means) - centroids) ** 2).sum()


def init_plusplus(x, k, seed, restart):
    """Return the indices of k samples: Arthur and Vassilvitskii (2007), section 2.2."""
    purpose = 2
    chosen = [integer(len(x), seed, purpose, restart, 0)]
    for c in range(1, k):
        weights = distances(x, x[chosen]).min(axis=1).tolist()
        running = list(accumulate(weights))  # in the order of the samples
        total = running[-1]
        target = total * uniform(seed, purpose, restart, c)
        crossing = (i for i, so_far in enumerate(running) if so_far > target)
        if total == 0:
            chosen.append(integer(len(x), seed, purpose, restart, c))
        else:
            chosen.append(next(crossing, len(x) - 1))
    return chosen
