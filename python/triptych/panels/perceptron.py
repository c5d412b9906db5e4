"""The perceptron in any language: arguments checked, results as triptych.perceptron's."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from triptych import perceptron
from triptych.panels import checks
from triptych.panels.documented import documented_as


class Perceptron:
    """The functions of the perceptron in one language.

    Parameters
    ----------
    raw : module or object
        The same functions, unchecked.
    dtype : float32 or float64
    """

    def __init__(self, raw: Any, dtype: np.dtype) -> None:
        self._raw = raw
        self._dtype = dtype

    @documented_as(perceptron.activate)
    def activate(self, x_i: ArrayLike, w: ArrayLike) -> tuple[NDArray, NDArray]:
        weights = checks.samples("w", w, self._dtype)
        return self._raw.activate(self._shaped("x_i", x_i, (len(weights) - 1,)), weights)

    @documented_as(perceptron.correct)
    def correct(
        self, x_i: ArrayLike, a: ArrayLike, t_i: ArrayLike, rate: float, w: ArrayLike
    ) -> NDArray:
        weights = checks.samples("w", w, self._dtype).copy()
        d, m = len(weights) - 1, weights.shape[1]
        x_i = self._shaped("x_i", x_i, (d,))
        a, t_i = self._shaped("a", a, (m,)), self._shaped("t_i", t_i, (m,))
        return self._raw.correct(x_i, a, t_i, checks.number("rate", rate, 0), weights)

    @documented_as(perceptron.train_epoch)
    def train_epoch(
        self, x: ArrayLike, t: ArrayLike, order: ArrayLike, rate: float, w: ArrayLike
    ) -> tuple[NDArray, int]:
        samples, targets, weights = self._training(x, t, w)
        order = checks.integers("order", order, 0, len(samples) - 1, np.int32)
        rate = checks.number("rate", rate, 0)
        return self._raw.train_epoch(samples, targets, order, rate, weights)

    @documented_as(perceptron.train)
    def train(
        self,
        x: ArrayLike,
        t: ArrayLike,
        rate: float,
        first: int,
        epochs: int,
        seed: int,
        w: ArrayLike,
    ) -> tuple[NDArray, NDArray[np.int32]]:
        samples, targets, weights = self._training(x, t, w)
        first = checks.integer("first", first, 0, checks.LARGEST)
        epochs = checks.integer("epochs", epochs, first, checks.LARGEST)
        seed = checks.integer("seed", seed, 0, checks.WORD)
        rate = checks.number("rate", rate, 0)
        return self._raw.train(samples, targets, rate, first, epochs, seed, weights)

    @documented_as(perceptron.predict)
    def predict(self, x: ArrayLike, w: ArrayLike) -> NDArray[np.int32]:
        w = checks.samples("w", w, self._dtype)
        return self._raw.predict(checks.inputs(x, len(w) - 1, self._dtype), w)

    def _training(self, x: ArrayLike, t: ArrayLike, w: ArrayLike) -> tuple:
        weights = checks.samples("w", w, self._dtype).copy()
        samples = checks.inputs(x, len(weights) - 1, self._dtype)
        targets = self._shaped("t", t, (len(samples), weights.shape[1]))
        return samples, targets, weights

    def _shaped(self, name: str, value: ArrayLike, shape: tuple[int, ...]) -> NDArray:
        return checks.shaped(name, value, shape, self._dtype)
