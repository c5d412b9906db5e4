"""The layers of a network in any language: arguments checked, results as triptych.layers'."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from triptych import layers
from triptych.panels import checks
from triptych.panels.documented import documented_as

KINDS = 5  # the last kind of activation


class Layers:
    """The functions of the layers in one language.

    Parameters
    ----------
    raw : module or object
        The same functions, unchecked.
    dtype : float32 or float64
    """

    def __init__(self, raw: Any, dtype: np.dtype) -> None:
        self._raw = raw
        self._dtype = dtype

    @documented_as(layers.sigmoid)
    def sigmoid(self, h: ArrayLike, beta: float = 1.0) -> NDArray:
        return self._raw.sigmoid(self._points("h", h), checks.number("beta", beta, 0))

    @documented_as(layers.sigmoid_slope)
    def sigmoid_slope(self, a: ArrayLike, beta: float = 1.0) -> NDArray:
        return self._raw.sigmoid_slope(self._points("a", a), checks.number("beta", beta, 0))

    @documented_as(layers.tanh)
    def tanh(self, h: ArrayLike) -> NDArray:
        return self._raw.tanh(self._points("h", h))

    @documented_as(layers.tanh_slope)
    def tanh_slope(self, a: ArrayLike) -> NDArray:
        return self._raw.tanh_slope(self._points("a", a))

    @documented_as(layers.relu)
    def relu(self, h: ArrayLike) -> NDArray:
        return self._raw.relu(self._points("h", h))

    @documented_as(layers.relu_slope)
    def relu_slope(self, a: ArrayLike) -> NDArray:
        return self._raw.relu_slope(self._points("a", a))

    @documented_as(layers.leaky_relu)
    def leaky_relu(self, h: ArrayLike) -> NDArray:
        return self._raw.leaky_relu(self._points("h", h))

    @documented_as(layers.leaky_relu_slope)
    def leaky_relu_slope(self, a: ArrayLike) -> NDArray:
        return self._raw.leaky_relu_slope(self._points("a", a))

    @documented_as(layers.softmax)
    def softmax(self, h: ArrayLike) -> NDArray:
        return self._raw.softmax(self._samples("h", h))

    @documented_as(layers.activate)
    def activate(self, kind: int, h: ArrayLike, beta: float = 1.0) -> NDArray:
        kind = checks.integer("kind", kind, 0, KINDS)
        return self._raw.activate(kind, self._samples("h", h), checks.number("beta", beta, 0))

    @documented_as(layers.activate_backward)
    def activate_backward(
        self, kind: int, a: ArrayLike, da: ArrayLike, beta: float = 1.0
    ) -> NDArray:
        kind = checks.integer("kind", kind, 0, KINDS)
        a = self._samples("a", a)
        da = self._shaped("da", da, a.shape)
        return self._raw.activate_backward(kind, a, da, checks.number("beta", beta, 0))

    @documented_as(layers.dropout)
    def dropout(self, p: float, seed: int, layer: int, batch: int, a: ArrayLike) -> NDArray:
        numbers = (
            checks.integer(name, value, 0, checks.WORD)
            for name, value in (("seed", seed), ("layer", layer), ("batch", batch))
        )
        return self._raw.dropout(checks.share("p", p), *numbers, self._samples("a", a).copy())

    @documented_as(layers.quadratic_loss)
    def quadratic_loss(self, a: ArrayLike, t: ArrayLike) -> tuple[float, NDArray]:
        a = self._samples("a", a)
        return self._raw.quadratic_loss(a, self._shaped("t", t, a.shape))

    @documented_as(layers.cross_entropy)
    def cross_entropy(
        self, kind: int, h: ArrayLike, a: ArrayLike, t: ArrayLike, beta: float = 1.0
    ) -> tuple[float, NDArray]:
        kind = checks.integer("kind", kind, 0, KINDS)
        h = self._samples("h", h)
        a, t = self._shaped("a", a, h.shape), self._shaped("t", t, h.shape)
        return self._raw.cross_entropy(kind, h, a, t, checks.number("beta", beta, 0))

    @documented_as(layers.sgd_step)
    def sgd_step(
        self,
        rate: float,
        momentum: float,
        gradient: ArrayLike,
        velocity: ArrayLike,
        params: ArrayLike,
    ) -> tuple[NDArray, NDArray]:
        rate, momentum = checks.number("rate", rate, 0), checks.number("momentum", momentum, 0)
        weights = self._points("params", params).copy()
        gradient = self._shaped("gradient", gradient, weights.shape)
        v = self._shaped("velocity", velocity, weights.shape).copy()
        return self._raw.sgd_step(rate, momentum, gradient, v, weights)

    def _points(self, name: str, value: ArrayLike) -> NDArray:
        return checks.points(name, np.atleast_1d(value), self._dtype)

    def _samples(self, name: str, value: ArrayLike) -> NDArray:
        return checks.samples(name, value, self._dtype)

    def _shaped(self, name: str, value: ArrayLike, shape: tuple[int, ...]) -> NDArray:
        return checks.shaped(name, value, shape, self._dtype)
