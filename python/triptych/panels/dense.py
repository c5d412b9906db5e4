"""The dense layer in any language: arguments checked, results as triptych.dense's."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from triptych import dense
from triptych.panels import checks
from triptych.panels.documented import documented_as


class Dense:
    """The functions of the dense layer in one language.

    Parameters
    ----------
    raw : module or object
        The same functions, unchecked.
    dtype : float32 or float64
    """

    def __init__(self, raw: Any, dtype: np.dtype) -> None:
        self._raw = raw
        self._dtype = dtype

    @documented_as(dense.forward)
    def forward(self, x: ArrayLike, w: ArrayLike) -> NDArray:
        w = self._samples("w", w)
        return self._raw.forward(checks.inputs(x, len(w) - 1, self._dtype), w)

    @documented_as(dense.backward)
    def backward(self, w: ArrayLike, dh: ArrayLike) -> NDArray:
        w, dh = self._samples("w", w), self._samples("dh", dh)
        return self._raw.backward(w, self._shaped("dh", dh, (len(dh), w.shape[1])))

    @documented_as(dense.gradient)
    def gradient(self, x: ArrayLike, dh: ArrayLike) -> NDArray:
        x, dh = self._samples("x", x), self._samples("dh", dh)
        return self._raw.gradient(x, self._shaped("dh", dh, (len(x), dh.shape[1])))

    def _samples(self, name: str, value: ArrayLike) -> NDArray:
        return checks.samples(name, value, self._dtype)

    def _shaped(self, name: str, value: ArrayLike, shape: tuple[int, ...]) -> NDArray:
        return checks.shaped(name, value, shape, self._dtype)
