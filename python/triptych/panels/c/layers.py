"""layers.h, through ctypes."""

from ctypes import CDLL

import numpy as np
from numpy.typing import NDArray

from triptych.panels import compiled
from triptych.panels.c.types import DOUBLE, INT, REAL, SIZE, WORD, Array

SIGNATURES: dict[str, tuple] = {
    "layers_sigmoid": (REAL, REAL, REAL),
    "layers_sigmoid_slope": (REAL, REAL, REAL),
    **{
        f"layers_{name}{slope}": (REAL, REAL)
        for name in ("tanh", "relu", "leaky_relu")
        for slope in ("", "_slope")
    },
    "layers_softmax": (None, SIZE, SIZE, Array, Array),
    "layers_activate": (None, INT, SIZE, SIZE, Array, REAL, Array),
    "layers_activate_backward": (None, INT, SIZE, SIZE, Array, Array, REAL, Array),
    "layers_dropout": (None, SIZE, SIZE, DOUBLE, WORD, WORD, WORD, Array),
    "layers_quadratic_loss": (None, SIZE, SIZE, Array, Array, Array, Array),
    "layers_cross_entropy": (None, INT, SIZE, SIZE, Array, Array, Array, REAL, Array, Array),
    "layers_sgd_step": (None, SIZE, REAL, REAL, Array, Array, Array),
}


class Layers:
    """The functions of layers.h."""

    def __init__(self, library: CDLL) -> None:
        self._c = library

    def sigmoid(self, h: NDArray, beta: float) -> NDArray:
        return compiled.draws(lambda v: self._c.layers_sigmoid(v, beta), h.dtype, h)

    def sigmoid_slope(self, a: NDArray, beta: float) -> NDArray:
        return compiled.draws(lambda v: self._c.layers_sigmoid_slope(v, beta), a.dtype, a)

    def tanh(self, h: NDArray) -> NDArray:
        return compiled.draws(self._c.layers_tanh, h.dtype, h)

    def tanh_slope(self, a: NDArray) -> NDArray:
        return compiled.draws(self._c.layers_tanh_slope, a.dtype, a)

    def relu(self, h: NDArray) -> NDArray:
        return compiled.draws(self._c.layers_relu, h.dtype, h)

    def relu_slope(self, a: NDArray) -> NDArray:
        return compiled.draws(self._c.layers_relu_slope, a.dtype, a)

    def leaky_relu(self, h: NDArray) -> NDArray:
        return compiled.draws(self._c.layers_leaky_relu, h.dtype, h)

    def leaky_relu_slope(self, a: NDArray) -> NDArray:
        return compiled.draws(self._c.layers_leaky_relu_slope, a.dtype, a)

    def softmax(self, h: NDArray) -> NDArray:
        a = np.empty_like(h)
        self._c.layers_softmax(*h.shape, h, a)
        return a

    def activate(self, kind: int, h: NDArray, beta: float) -> NDArray:
        a = np.empty_like(h)
        self._c.layers_activate(kind, *h.shape, h, beta, a)
        return a

    def activate_backward(self, kind: int, a: NDArray, da: NDArray, beta: float) -> NDArray:
        dh = np.empty_like(a)
        self._c.layers_activate_backward(kind, *a.shape, a, da, beta, dh)
        return dh

    def dropout(self, p: float, seed: int, layer: int, batch: int, a: NDArray) -> NDArray:
        self._c.layers_dropout(*a.shape, p, seed, layer, batch, a)
        return a

    def quadratic_loss(self, a: NDArray, t: NDArray) -> tuple[float, NDArray]:
        loss, da = np.empty(1), np.empty_like(a)
        self._c.layers_quadratic_loss(*a.shape, a, t, loss, da)
        return float(loss[0]), da

    def cross_entropy(
        self, kind: int, h: NDArray, a: NDArray, t: NDArray, beta: float
    ) -> tuple[float, NDArray]:
        loss, dh = np.empty(1), np.empty_like(h)
        self._c.layers_cross_entropy(kind, *h.shape, h, a, t, beta, loss, dh)
        return float(loss[0]), dh

    def sgd_step(
        self, rate: float, momentum: float, gradient: NDArray, velocity: NDArray, params: NDArray
    ) -> tuple[NDArray, NDArray]:
        self._c.layers_sgd_step(len(params), rate, momentum, gradient, velocity, params)
        return velocity, params
