"""The perceptron in any language: arguments checked, results as triptych.perceptron's."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from triptych.panels import checks


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

    def activate(self, x_i: ArrayLike, w: ArrayLike) -> tuple[NDArray, NDArray]:
        """Weigh the inputs of one sample (d,) and fire: see triptych.perceptron."""
        w = checks.samples("w", w, self._dtype)
        return self._raw.activate(self._shaped("x_i", x_i, (len(w) - 1,)), w)

    def correct(
        self, x_i: ArrayLike, a: ArrayLike, t_i: ArrayLike, rate: float, w: ArrayLike
    ) -> NDArray:
        """Correct the weights of the neurons that are wrong: see triptych.perceptron."""
        w = checks.samples("w", w, self._dtype).copy()
        d, m = len(w) - 1, w.shape[1]
        x_i = self._shaped("x_i", x_i, (d,))
        a, t_i = self._shaped("a", a, (m,)), self._shaped("t_i", t_i, (m,))
        return self._raw.correct(x_i, a, t_i, checks.number("rate", rate, 0), w)

    def train_epoch(
        self, x: ArrayLike, t: ArrayLike, order: ArrayLike, rate: float, w: ArrayLike
    ) -> tuple[NDArray, int]:
        """Show every sample once, and correct after each mistake: see triptych.perceptron."""
        x, t, w = self._training(x, t, w)
        order = checks.integers("order", order, 0, len(x) - 1, np.int32)
        return self._raw.train_epoch(x, t, order, checks.number("rate", rate, 0), w)

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
        """Repeat epochs until one passes without an error: see triptych.perceptron."""
        x, t, w = self._training(x, t, w)
        first = checks.integer("first", first, 0, checks.LARGEST)
        epochs = checks.integer("epochs", epochs, first, checks.LARGEST)
        seed = checks.integer("seed", seed, 0, checks.WORD)
        return self._raw.train(x, t, checks.number("rate", rate, 0), first, epochs, seed, w)

    def predict(self, x: ArrayLike, w: ArrayLike) -> NDArray[np.int32]:
        """Choose a class: see triptych.perceptron."""
        w = checks.samples("w", w, self._dtype)
        return self._raw.predict(checks.inputs(x, len(w) - 1, self._dtype), w)

    def _training(self, x: ArrayLike, t: ArrayLike, w: ArrayLike) -> tuple:
        w = checks.samples("w", w, self._dtype).copy()
        x = checks.inputs(x, len(w) - 1, self._dtype)
        return x, self._shaped("t", t, (len(x), w.shape[1])), w

    def _shaped(self, name: str, value: ArrayLike, shape: tuple[int, ...]) -> NDArray:
        return checks.shaped(name, value, shape, self._dtype)
