"""k-means clustering: k centroids, each the mean of the samples nearest to it.

Lloyd (1982), Least squares quantization in PCM, IEEE Trans. Inf. Theory 28,
129; the start of Arthur and Vassilvitskii (2007), k-means++, SODA, 1027.

    n samples    x_i in x          (n, d)
    d features   x_ij
    k clusters   c in centroids    (k, d)
"""

import numpy as np
from numpy.typing import NDArray

from triptych.support import random
from triptych.support.random import Purpose


def squared_distance(a: NDArray, b: NDArray) -> NDArray:
    """Squared Euclidean distance: the sum over j of (a_j - b_j)^2.

    Parameters
    ----------
    a, b : float array, shape (..., d)
        Points; the leading axes broadcast.

    Returns
    -------
    distance : float array, shape (...)
    """
    # Exercise 1. Add up (a_j - b_j)^2 over the features.
    return np.sum((a - b) ** 2, axis=-1)
    # End of exercise 1.


def init_random(x: NDArray, k: int, seed: int, restart: int = 0) -> NDArray:
    """Start from k distinct samples drawn at random.

    Parameters
    ----------
    x : float array, shape (n, d)
    k : int, 1 ... n
    seed, restart : int, 0 ... 2**32 - 1
        The same pair gives the same centroids, in every language.

    Returns
    -------
    centroids : float array, shape (k, d)
    """
    order = random.shuffle(len(x), k, seed, Purpose.INIT_RANDOM, restart)
    return x[order[:k]]


def init_plusplus(x: NDArray, k: int, seed: int, restart: int = 0) -> NDArray:
    """Start from samples far apart: draw each next centroid with a probability
    proportional to the squared distance to the nearest one so far (k-means++).

    Parameters, Returns
    -------------------
    As for init_random.

    References
    ----------
    Arthur and Vassilvitskii (2007), k-means++, SODA, 1027, section 2.2.
    """
    # Exercise 5. Draw the first centroid, then each next one far from those before.
    n = len(x)

    # The first centroid is any sample.
    chosen = int(random.integer(n, seed, Purpose.INIT_PLUSPLUS, restart, 0))
    centroids = np.empty((k, x.shape[1]), x.dtype)
    centroids[0] = x[chosen]
    nearest = squared_distance(x, centroids[0])

    for c in range(1, k):
        # Choose sample i with probability nearest_i / total.
        running = np.cumsum(nearest, dtype=np.float64)
        total = running[-1]
        target = total * random.uniform(seed, Purpose.INIT_PLUSPLUS, restart, c)
        chosen = min(int(np.searchsorted(running, target, side="right")), n - 1)
        if total <= 0:  # every sample sits on a centroid: any will do
            chosen = int(random.integer(n, seed, Purpose.INIT_PLUSPLUS, restart, c))

        # The new centroid may be nearer than those before it.
        centroids[c] = x[chosen]
        nearest = np.minimum(nearest, squared_distance(x, centroids[c]))
    return centroids
    # End of exercise 5.


def assign(x: NDArray, centroids: NDArray) -> tuple[NDArray[np.int32], NDArray]:
    """Give each sample the label of its nearest centroid, the lowest on a tie.

    Parameters
    ----------
    x : float array, shape (n, d)
    centroids : float array, shape (k, d)

    Returns
    -------
    labels : int32 array, shape (n,), 0 ... k-1
    distances : float array, shape (n,)
        Squared distance of each sample to its centroid.
    """
    # Exercise 2. Find the nearest centroid of each sample, and how far it is.
    # Python: the loop over samples is inside NumPy, so the one over centroids is outside.
    labels = np.zeros(len(x), np.int32)
    smallest = squared_distance(x, centroids[0])
    for c in range(1, len(centroids)):
        distances = squared_distance(x, centroids[c])
        nearer = distances < smallest
        labels[nearer] = c
        smallest[nearer] = distances[nearer]
    return labels, smallest
    # End of exercise 2.


def update(x: NDArray, labels: NDArray[np.int32], centroids: NDArray) -> tuple[NDArray, float]:
    """Move each centroid to the mean of its samples; an empty cluster keeps its own.

    Parameters
    ----------
    x : float array, shape (n, d)
    labels : int32 array, shape (n,), 0 ... k-1
    centroids : float array, shape (k, d)

    Returns
    -------
    centroids : float array, shape (k, d)
        A new array.
    movement : float
        The sum over centroids of |new - old|^2.
    """
    # Exercise 3. Move each centroid to the mean of its samples; add up the movement.
    k, d = centroids.shape

    # Add up the samples of each cluster.
    counts = np.bincount(labels, minlength=k)
    sums = np.stack([np.bincount(labels, x[:, j], k) for j in range(d)], axis=1)

    # The mean is the sum divided by the count.
    means = (sums / np.maximum(counts, 1)[:, np.newaxis]).astype(x.dtype)
    moved = np.where(counts[:, np.newaxis] > 0, means, centroids)
    movement = np.sum((moved.astype(np.float64) - centroids) ** 2)
    return moved, float(movement)
    # End of exercise 3.


def lloyd(
    x: NDArray, centroids: NDArray, max_iter: int, tol: float
) -> tuple[NDArray, NDArray[np.int32], NDArray[np.float64], int]:
    """Repeat update and assign until the centroids move by no more than tol.

    Parameters
    ----------
    x : float array, shape (n, d)
    centroids : float array, shape (k, d)
        The start.
    max_iter : int, at least 0
        Do at most so many steps.
    tol : float, at least 0
        Stop after a step whose movement is at most tol: 0 waits until no label
        changes.

    Returns
    -------
    centroids : float array, shape (k, d)
    labels : int32 array, shape (n,)
        They belong to the centroids returned.
    history : float64 array, shape (n_iter + 1, 2)
        Movement and inertia (the sum of distances) after 0 ... n_iter steps.
    n_iter : int
        The number of steps done.

    References
    ----------
    Lloyd (1982), IEEE Trans. Inf. Theory 28, 129.
    """
    # Exercise 4. Repeat update and assign until the movement is at most tol.
    labels, distances = assign(x, centroids)
    history = [(0.0, np.sum(distances, dtype=np.float64))]  # what k-means makes small

    for _ in range(max_iter):
        centroids, movement = update(x, labels, centroids)
        labels, distances = assign(x, centroids)
        history.append((movement, np.sum(distances, dtype=np.float64)))
        if movement <= tol:
            break
    return centroids, labels, np.array(history), len(history) - 1
    # End of exercise 4.
