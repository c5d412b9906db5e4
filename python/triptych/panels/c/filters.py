"""filters.h, through ctypes."""

from ctypes import CDLL

import numpy as np
from numpy.typing import NDArray

from triptych.filters import Layer
from triptych.panels.c.types import SIZE, Array

SIGNATURES: dict[str, tuple] = {
    "filters_count_inputs": (SIZE, Array),
    "filters_count_outputs": (SIZE, Array),
    "filters_count_weights": (SIZE, Array),
    "filters_conv_forward": (None, SIZE, Array, Array, Array, Array),
    "filters_conv_backward": (None, SIZE, Array, Array, Array, Array),
    "filters_conv_gradient": (None, SIZE, Array, Array, Array, Array),
    "filters_pool_forward": (None, SIZE, Array, Array, Array),
    "filters_pool_backward": (None, SIZE, Array, Array, Array, Array),
}


class Filters:
    """The functions of filters.h."""

    def __init__(self, library: CDLL) -> None:
        self._c = library

    def count_inputs(self, layer: Layer) -> int:
        return self._c.filters_count_inputs(_row(layer))

    def count_outputs(self, layer: Layer) -> int:
        return self._c.filters_count_outputs(_row(layer))

    def count_weights(self, layer: Layer) -> int:
        return self._c.filters_count_weights(_row(layer))

    def conv_forward(self, layer: Layer, x: NDArray, w: NDArray) -> NDArray:
        h = np.empty((len(x), *layer[4:7]), x.dtype)
        self._c.filters_conv_forward(len(x), _row(layer), x, w, h)
        return h

    def conv_backward(self, layer: Layer, w: NDArray, dh: NDArray) -> NDArray:
        dx = np.empty((len(dh), *layer[1:4]), dh.dtype)
        self._c.filters_conv_backward(len(dh), _row(layer), w, dh, dx)
        return dx

    def conv_gradient(self, layer: Layer, x: NDArray, dh: NDArray) -> NDArray:
        dw = np.empty(self.count_weights(layer), x.dtype)
        self._c.filters_conv_gradient(len(x), _row(layer), x, dh, dw)
        return dw

    def pool_forward(self, layer: Layer, x: NDArray) -> NDArray:
        a = np.empty((len(x), *layer[4:7]), x.dtype)
        self._c.filters_pool_forward(len(x), _row(layer), x, a)
        return a

    def pool_backward(self, layer: Layer, x: NDArray, da: NDArray) -> NDArray:
        dx = np.empty_like(x)
        self._c.filters_pool_backward(len(x), _row(layer), x, da, dx)
        return dx


def _row(layer: Layer) -> NDArray[np.int32]:
    return np.array(layer, np.int32)
