"""The modules rows, normalize and confusion, through f2py."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from triptych.panels.checks import succeed
from triptych.support.normalize import KINDS


class Rows:
    """The procedures of rows."""

    def __init__(self, module: Any) -> None:
        self._f = module

    def split(
        self,
        n: int,
        classes: int,
        labels: NDArray[np.int32],
        fractions: NDArray[np.float64],
        seed: int,
    ) -> tuple[NDArray[np.int32], NDArray]:
        order, counts, status = self._f.rows_split(classes, labels, fractions, seed, n)
        succeed(status)
        return order, counts

    def balance(
        self, n: int, classes: int, labels: NDArray[np.int32], seed: int, epoch: int
    ) -> NDArray[np.int32]:
        order, status = self._f.rows_balance(classes, labels, seed, epoch, n)
        succeed(status)
        return order

    def one_hot(self, classes: int, labels: NDArray[np.int32], dtype: DTypeLike) -> NDArray:
        return self._f.rows_one_hot(classes, labels).T


class Normalize:
    """The procedures of normalize."""

    def __init__(self, module: Any) -> None:
        self._f = module

    def fit(self, kind: str, x: NDArray) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return self._f.normalize_fit(KINDS.index(kind), x.T)

    def apply(self, m: NDArray[np.float64], s: NDArray[np.float64], x: NDArray) -> NDArray:
        self._f.normalize_apply(m, s, x.T)
        return x


class Confusion:
    """The procedures of confusion."""

    def __init__(self, module: Any) -> None:
        self._f = module

    def count(
        self, classes: int, truth: NDArray[np.int32], predicted: NDArray[np.int32]
    ) -> NDArray[np.int32]:
        return self._f.confusion_count(classes, truth, predicted).T

    def rates(
        self, counts: NDArray[np.int32]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
        return self._f.confusion_rates(counts.T)
