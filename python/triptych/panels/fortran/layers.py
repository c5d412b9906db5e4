"""The module layers, through f2py."""

from typing import Any

from numpy.typing import NDArray

from triptych.panels import compiled


class Layers:
    """The procedures of layers."""

    def __init__(self, module: Any) -> None:
        self._f = module

    def sigmoid(self, h: NDArray, beta: float) -> NDArray:
        return compiled.draws(lambda v: self._f.sigmoid(v, beta), h.dtype, h)

    def sigmoid_slope(self, a: NDArray, beta: float) -> NDArray:
        return compiled.draws(lambda v: self._f.sigmoid_slope(v, beta), a.dtype, a)

    def tanh(self, h: NDArray) -> NDArray:
        return compiled.draws(self._f.tanh_of, h.dtype, h)  # Fortran has a tanh

    def tanh_slope(self, a: NDArray) -> NDArray:
        return compiled.draws(self._f.tanh_slope, a.dtype, a)

    def relu(self, h: NDArray) -> NDArray:
        return compiled.draws(self._f.relu, h.dtype, h)

    def relu_slope(self, a: NDArray) -> NDArray:
        return compiled.draws(self._f.relu_slope, a.dtype, a)

    def leaky_relu(self, h: NDArray) -> NDArray:
        return compiled.draws(self._f.leaky_relu, h.dtype, h)

    def leaky_relu_slope(self, a: NDArray) -> NDArray:
        return compiled.draws(self._f.leaky_relu_slope, a.dtype, a)

    def softmax(self, h: NDArray) -> NDArray:
        return self._f.softmax(h.T).T

    def activate(self, kind: int, h: NDArray, beta: float) -> NDArray:
        return self._f.activate(kind, h.T, beta).T

    def activate_backward(self, kind: int, a: NDArray, da: NDArray, beta: float) -> NDArray:
        return self._f.activate_backward(kind, a.T, da.T, beta).T

    def dropout(self, p: float, seed: int, layer: int, batch: int, a: NDArray) -> NDArray:
        self._f.dropout(p, seed, layer, batch, a.T)
        return a

    def quadratic_loss(self, a: NDArray, t: NDArray) -> tuple[float, NDArray]:
        loss, da = self._f.quadratic_loss(a.T, t.T)
        return loss, da.T

    def cross_entropy(
        self, kind: int, h: NDArray, a: NDArray, t: NDArray, beta: float
    ) -> tuple[float, NDArray]:
        loss, dh = self._f.cross_entropy(kind, h.T, a.T, t.T, beta)
        return loss, dh.T

    def sgd_step(
        self, rate: float, momentum: float, gradient: NDArray, velocity: NDArray, params: NDArray
    ) -> tuple[NDArray, NDArray]:
        self._f.sgd_step(rate, momentum, gradient, velocity, params)
        return velocity, params
