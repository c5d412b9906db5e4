"""dense.h, through ctypes."""

from ctypes import CDLL

import numpy as np
from numpy.typing import NDArray

from triptych.panels.c.types import SIZE, Array

SIZES = (SIZE, SIZE, SIZE)  # n, d_in, d_out
SIGNATURES: dict[str, tuple] = {
    "dense_forward": (None, *SIZES, Array, Array, Array),
    "dense_backward": (None, *SIZES, Array, Array, Array),
    "dense_gradient": (None, *SIZES, Array, Array, Array),
}


class Dense:
    """The functions of dense.h."""

    def __init__(self, library: CDLL) -> None:
        self._c = library

    def forward(self, x: NDArray, w: NDArray) -> NDArray:
        h = np.empty((len(x), w.shape[1]), x.dtype)
        self._c.dense_forward(*x.shape, w.shape[1], x, w, h)
        return h

    def backward(self, w: NDArray, dh: NDArray) -> NDArray:
        dx = np.empty((len(dh), len(w) - 1), w.dtype)
        self._c.dense_backward(*dx.shape, w.shape[1], w, dh, dx)
        return dx

    def gradient(self, x: NDArray, dh: NDArray) -> NDArray:
        dw = np.empty((x.shape[1] + 1, dh.shape[1]), x.dtype)
        self._c.dense_gradient(*x.shape, dh.shape[1], x, dh, dw)
        return dw
