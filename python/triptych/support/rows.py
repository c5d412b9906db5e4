"""Which rows of a data set are for what: parts, visits and targets."""

import numpy as np
from numpy.typing import DTypeLike, NDArray

from triptych.support import random
from triptych.support.random import Purpose


def split(
    n: int, classes: int, labels: NDArray[np.int32], fractions: NDArray[np.float64], seed: int
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Split n rows at random into training, validation and test rows.

    Of n shuffled rows the first floor(f0 n + 0.5) are for training, those before
    floor((f0 + f1) n + 0.5) for validation.

    Parameters
    ----------
    n : int, at least 1
    classes : int
        If above 0 the split is done within each class (stratified), if 0 the
        labels are not looked at.
    labels : int32 array, shape (n,), 0 ... classes-1
    fractions : float64 array, shape (3,)
        Of training, validation and test rows; they sum to 1.
    seed : int, 0 ... 2**32 - 1

    Returns
    -------
    order : int32 array, shape (n,)
        The rows of the first part, then of the second, then of the third.
    counts : int array, shape (3,)
        How many rows each part has.
    """
    # Exercise 1. Shuffle the rows, then deal them out to the three parts.
    shuffled = random.shuffle(n, n, seed, Purpose.SPLIT, 0)
    group = labels[shuffled] if classes > 0 else np.zeros(n, np.int32)

    part = np.empty(n, np.int64)
    for c in range(max(classes, 1)):
        members = np.flatnonzero(group == c)
        cuts = np.floor(np.array([fractions[0], fractions[0] + fractions[1]]) * len(members) + 0.5)
        part[members] = np.searchsorted(cuts, np.arange(len(members)), side="right")
    order = shuffled[np.argsort(part, kind="stable")]
    return order, np.bincount(part, minlength=3)
    # End of exercise 1.


def balance(
    n: int, classes: int, labels: NDArray[np.int32], seed: int, epoch: int
) -> NDArray[np.int32]:
    """Draw n visits so that every class is visited equally often: a class first,
    then one of its rows. Every class must have a row.

    Returns
    -------
    order : int32 array, shape (n,), 0 ... n-1
    """
    by_class = np.argsort(labels, kind="stable")
    counts = np.bincount(labels, minlength=classes)
    first = np.cumsum(counts) - counts

    # Exercise 2. Draw each visit: a class first, then one of its rows.
    visits = np.arange(n)
    c = random.integer(classes, seed, Purpose.BALANCING, epoch, 2 * visits)
    member = random.integer(counts[c], seed, Purpose.BALANCING, epoch, 2 * visits + 1)
    return by_class[first[c] + member].astype(np.int32)
    # End of exercise 2.


def one_hot(classes: int, labels: NDArray[np.int32], dtype: DTypeLike) -> NDArray:
    """Targets one-hot, shape (n, classes): t_io = 1 if o is the label of i, else 0."""
    return np.eye(classes, dtype=dtype)[labels]
