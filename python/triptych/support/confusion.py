"""The confusion matrix: what was predicted for the rows of each true class."""

import numpy as np
from numpy.typing import NDArray


def count(
    classes: int, truth: NDArray[np.int32], predicted: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Count the rows of each true class (line) that were given each class (column).

    Parameters
    ----------
    classes : int
    truth, predicted : int32 arrays, shape (n,), 0 ... classes-1

    Returns
    -------
    counts : int32 array, shape (classes, classes)
    """
    # Exercise 1. Count each pair of a true and a predicted class.
    cells = np.bincount(truth * classes + predicted, minlength=classes * classes)
    return cells.reshape(classes, classes).astype(np.int32)
    # End of exercise 1.


def rates(counts: NDArray[np.int32]) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Rates in percent.

    Returns
    -------
    recall : float64 array, shape (classes,)
        Of a true class, how much was found.
    precision : float64 array, shape (classes,)
        Of a predicted class, how much is right.
    accuracy : float
        Of all rows, how many are right. A rate of no rows at all is -1.
    """
    # Exercise 2. Find recall, precision and accuracy in percent.
    right = np.diag(counts)
    return (
        percent(right, counts.sum(axis=1)),
        percent(right, counts.sum(axis=0)),
        float(percent(right.sum(), counts.sum())),
    )
    # End of exercise 2.


def percent(part: NDArray, whole: NDArray) -> NDArray[np.float64]:
    """Return 100 part / whole, or -1 where the whole is nothing."""
    return np.where(whole > 0, 100 * part / np.maximum(whole, 1), -1.0)
