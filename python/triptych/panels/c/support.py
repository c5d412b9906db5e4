"""rows.h, normalize.h, confusion.h and threads.h, through ctypes."""

from ctypes import CDLL

import numpy as np
from numpy.typing import DTypeLike, NDArray

from triptych.panels.c.types import INT, SIZE, WORD, Array
from triptych.panels.checks import succeed
from triptych.support.normalize import KINDS

SIGNATURES: dict[str, tuple] = {
    "threads_set": (None, INT),
    "threads_count": (INT,),
    "rows_split": (INT, SIZE, SIZE, Array, Array, WORD, Array, Array),
    "rows_balance": (INT, SIZE, SIZE, Array, WORD, WORD, Array),
    "rows_one_hot": (None, SIZE, SIZE, Array, Array),
    "normalize_fit": (None, INT, SIZE, SIZE, Array, Array, Array),
    "normalize_apply": (None, SIZE, SIZE, Array, Array, Array),
    "confusion_count": (None, SIZE, SIZE, Array, Array, Array),
    "confusion_rates": (None, SIZE, Array, Array, Array, Array),
}


class Threads:
    """The functions of threads.h."""

    def __init__(self, library: CDLL) -> None:
        self.set = library.threads_set
        self.count = library.threads_count


class Rows:
    """The functions of rows.h."""

    def __init__(self, library: CDLL) -> None:
        self._c = library

    def split(
        self,
        n: int,
        classes: int,
        labels: NDArray[np.int32],
        fractions: NDArray[np.float64],
        seed: int,
    ) -> tuple[NDArray[np.int32], NDArray]:
        order, counts = np.empty(n, np.int32), np.empty(3, np.uintp)
        succeed(self._c.rows_split(n, classes, labels, fractions, seed, order, counts))
        return order, counts.astype(np.int64)

    def balance(
        self, n: int, classes: int, labels: NDArray[np.int32], seed: int, epoch: int
    ) -> NDArray[np.int32]:
        order = np.empty(n, np.int32)
        succeed(self._c.rows_balance(n, classes, labels, seed, epoch, order))
        return order

    def one_hot(self, classes: int, labels: NDArray[np.int32], dtype: DTypeLike) -> NDArray:
        t = np.empty((len(labels), classes), dtype)
        self._c.rows_one_hot(len(labels), classes, labels, t)
        return t


class Normalize:
    """The functions of normalize.h."""

    def __init__(self, library: CDLL) -> None:
        self._c = library

    def fit(self, kind: str, x: NDArray) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        m, s = np.empty(x.shape[1]), np.empty(x.shape[1])
        self._c.normalize_fit(KINDS.index(kind), *x.shape, x, m, s)
        return m, s

    def apply(self, m: NDArray[np.float64], s: NDArray[np.float64], x: NDArray) -> NDArray:
        self._c.normalize_apply(*x.shape, m, s, x)
        return x


class Confusion:
    """The functions of confusion.h."""

    def __init__(self, library: CDLL) -> None:
        self._c = library

    def count(
        self, classes: int, truth: NDArray[np.int32], predicted: NDArray[np.int32]
    ) -> NDArray[np.int32]:
        counts = np.empty((classes, classes), np.int32)
        self._c.confusion_count(len(truth), classes, truth, predicted, counts)
        return counts

    def rates(
        self, counts: NDArray[np.int32]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
        recall, precision, accuracy = np.empty(len(counts)), np.empty(len(counts)), np.empty(1)
        self._c.confusion_rates(len(counts), counts, recall, precision, accuracy)
        return recall, precision, float(accuracy[0])
