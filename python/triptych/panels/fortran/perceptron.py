"""The module perceptron, through f2py."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from triptych.panels.checks import succeed


class Perceptron:
    """The procedures of perceptron."""

    def __init__(self, module: Any) -> None:
        self._f = module

    def activate(self, x_i: NDArray, w: NDArray) -> tuple[NDArray, NDArray]:
        return self._f.activate(x_i, w.T)

    def correct(self, x_i: NDArray, a: NDArray, t_i: NDArray, rate: float, w: NDArray) -> NDArray:
        self._f.correct(x_i, a, t_i, rate, w.T)
        return w

    def train_epoch(
        self, x: NDArray, t: NDArray, order: NDArray[np.int32], rate: float, w: NDArray
    ) -> tuple[NDArray, int]:
        errors, status = self._f.train_epoch(x.T, t.T, order, rate, w.T)
        succeed(status)
        return w, errors

    def train(
        self, x: NDArray, t: NDArray, rate: float, first: int, epochs: int, seed: int, w: NDArray
    ) -> tuple[NDArray, NDArray[np.int32]]:
        errors, done, status = self._f.train(x.T, t.T, rate, first, epochs, seed, w.T)
        succeed(status)
        return w, errors[:done].copy()

    def predict(self, x: NDArray, w: NDArray) -> NDArray[np.int32]:
        labels, status = self._f.predict(x.T, w.T)
        succeed(status)
        return labels
