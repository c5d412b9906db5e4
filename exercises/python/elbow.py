"""The elbow: how many clusters are in the data?

More clusters always make the inertia smaller. As long as they split real groups it
falls steeply, afterwards slowly: the bend, the elbow, is the number of groups. It is
the point furthest below the straight line from the first to the last.
"""

import numpy as np
from numpy.typing import NDArray

from triptych.kmeans import init_plusplus, lloyd

MAX_ITER = 100


def smallest_inertia(x: NDArray, k: int, restarts: int, seed: int) -> float:
    """Return the smallest inertia of a few restarts with k clusters."""
    inertias = []
    for restart in range(restarts):
        start = init_plusplus(x, k, seed, restart)
        _, _, history, _ = lloyd(x, start, MAX_ITER, 0.0)
        inertias.append(history[-1, 1])
    return min(inertias)


def choose_k(x: NDArray, k_max: int, restarts: int, seed: int) -> tuple[NDArray[np.float64], int]:
    """Find the k where the curve of the inertias lies furthest below its chord.

    Parameters
    ----------
    x : float array, shape (n, d)
    k_max : int, 3 ... n
    restarts : int, at least 1
    seed : int, 0 ... 2**32 - 1

    Returns
    -------
    inertias : float64 array, shape (k_max,)
        The smallest of all restarts for k = 1 ... k_max clusters.
    best_k : int
    """
    # Exercise 1. Find the smallest inertia for each k, then the elbow.
    inertias = np.array([smallest_inertia(x, k, restarts, seed) for k in range(1, k_max + 1)])
    chord = np.linspace(inertias[0], inertias[-1], k_max)
    return inertias, 1 + int(np.argmax(chord - inertias))
    # End of exercise 1.
