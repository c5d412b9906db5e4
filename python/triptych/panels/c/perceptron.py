"""perceptron.h, through ctypes."""

from ctypes import CDLL

import numpy as np
from numpy.typing import NDArray

from triptych.panels.c.types import INT, REAL, SIZE, WORD, Array
from triptych.panels.checks import succeed

NDM = (SIZE, SIZE, SIZE)  # n, d, m
SIGNATURES: dict[str, tuple] = {
    "perceptron_activate": (None, SIZE, SIZE, Array, Array, Array, Array),
    "perceptron_correct": (None, SIZE, SIZE, Array, Array, Array, REAL, Array),
    "perceptron_train_epoch": (INT, *NDM, SIZE, Array, Array, Array, REAL, Array, Array),
    "perceptron_train": (INT, *NDM, Array, Array, REAL, SIZE, SIZE, WORD, Array, Array, Array),
    "perceptron_predict": (INT, *NDM, Array, Array, Array),
}


class Perceptron:
    """The functions of perceptron.h."""

    def __init__(self, library: CDLL) -> None:
        self._c = library

    def activate(self, x_i: NDArray, w: NDArray) -> tuple[NDArray, NDArray]:
        d, m = len(x_i), w.shape[1]
        h, a = np.empty(m, w.dtype), np.empty(m, w.dtype)
        self._c.perceptron_activate(d, m, x_i, w, h, a)
        return h, a

    def correct(self, x_i: NDArray, a: NDArray, t_i: NDArray, rate: float, w: NDArray) -> NDArray:
        self._c.perceptron_correct(len(x_i), w.shape[1], x_i, a, t_i, rate, w)
        return w

    def train_epoch(
        self, x: NDArray, t: NDArray, order: NDArray[np.int32], rate: float, w: NDArray
    ) -> tuple[NDArray, int]:
        (n, d), m = x.shape, w.shape[1]
        errors = np.empty(1, np.int32)
        succeed(self._c.perceptron_train_epoch(n, d, m, len(order), x, t, order, rate, w, errors))
        return w, int(errors[0])

    def train(
        self, x: NDArray, t: NDArray, rate: float, first: int, epochs: int, seed: int, w: NDArray
    ) -> tuple[NDArray, NDArray[np.int32]]:
        (n, d), m = x.shape, w.shape[1]
        errors = np.empty(max(epochs - first, 1), np.int32)
        done = np.empty(1, np.uintp)
        succeed(self._c.perceptron_train(n, d, m, x, t, rate, first, epochs, seed, w, errors, done))
        return w, errors[: int(done[0])].copy()

    def predict(self, x: NDArray, w: NDArray) -> NDArray[np.int32]:
        (n, d), m = x.shape, w.shape[1]
        labels = np.empty(n, np.int32)
        succeed(self._c.perceptron_predict(n, d, m, x, w, labels))
        return labels
