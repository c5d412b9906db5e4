"""The nearest centroid of many samples at the same time.

n samples    x_i in x          (n, d)
d features   x_ij
k clusters   c in centroids    (k, d)
"""

import numpy as np
from numpy.typing import NDArray

from triptych.kmeans import squared_distance


def assign_threads(x: NDArray, centroids: NDArray) -> tuple[NDArray[np.int32], NDArray]:
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
    # Exercise 1. Find the nearest centroids of all samples at once: OpenMP, OpenACC, NumPy.
    labels = np.zeros(len(x), np.int32)
    smallest = squared_distance(x, centroids[0])
    for c in range(1, len(centroids)):
        distances = squared_distance(x, centroids[c])
        nearer = distances < smallest
        labels[nearer] = c
        smallest[nearer] = distances[nearer]
    return labels, smallest
    # End of exercise 1.
