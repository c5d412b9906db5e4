"""The layers of a network in any language: arguments checked, results as triptych.layers'."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from triptych.panels import checks

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

    def sigmoid(self, h: ArrayLike, beta: float = 1.0) -> NDArray:
        """Sigmoid: see triptych.layers."""
        return self._raw.sigmoid(self._points("h", h), checks.number("beta", beta, 0))

    def sigmoid_slope(self, a: ArrayLike, beta: float = 1.0) -> NDArray:
        """Slope of the sigmoid, from its value: see triptych.layers."""
        return self._raw.sigmoid_slope(self._points("a", a), checks.number("beta", beta, 0))

    def tanh(self, h: ArrayLike) -> NDArray:
        """Hyperbolic tangent: see triptych.layers."""
        return self._raw.tanh(self._points("h", h))

    def tanh_slope(self, a: ArrayLike) -> NDArray:
        """Slope of the hyperbolic tangent, from its value: see triptych.layers."""
        return self._raw.tanh_slope(self._points("a", a))

    def relu(self, h: ArrayLike) -> NDArray:
        """Rectifier: see triptych.layers."""
        return self._raw.relu(self._points("h", h))

    def relu_slope(self, a: ArrayLike) -> NDArray:
        """Slope of the rectifier, from its value: see triptych.layers."""
        return self._raw.relu_slope(self._points("a", a))

    def leaky_relu(self, h: ArrayLike) -> NDArray:
        """Leaky rectifier: see triptych.layers."""
        return self._raw.leaky_relu(self._points("h", h))

    def leaky_relu_slope(self, a: ArrayLike) -> NDArray:
        """Slope of the leaky rectifier, from its value: see triptych.layers."""
        return self._raw.leaky_relu_slope(self._points("a", a))

    def softmax(self, h: ArrayLike) -> NDArray:
        """Softmax of each row: see triptych.layers."""
        return self._raw.softmax(self._samples("h", h))

    def activate(self, kind: int, h: ArrayLike, beta: float = 1.0) -> NDArray:
        """Activations of a layer: see triptych.layers."""
        kind = checks.integer("kind", kind, 0, KINDS)
        return self._raw.activate(kind, self._samples("h", h), checks.number("beta", beta, 0))

    def activate_backward(
        self, kind: int, a: ArrayLike, da: ArrayLike, beta: float = 1.0
    ) -> NDArray:
        """Gradient with respect to the weighted inputs: see triptych.layers."""
        kind = checks.integer("kind", kind, 0, KINDS)
        a = self._samples("a", a)
        da = self._shaped("da", da, a.shape)
        return self._raw.activate_backward(kind, a, da, checks.number("beta", beta, 0))

    def dense_forward(self, x: ArrayLike, w: ArrayLike) -> NDArray:
        """Weigh the inputs: see triptych.layers."""
        w = self._samples("w", w)
        return self._raw.dense_forward(checks.inputs(x, len(w) - 1, self._dtype), w)

    def dense_backward(self, w: ArrayLike, dh: ArrayLike) -> NDArray:
        """Pass the error back to the inputs: see triptych.layers."""
        w, dh = self._samples("w", w), self._samples("dh", dh)
        return self._raw.dense_backward(w, self._shaped("dh", dh, (len(dh), w.shape[1])))

    def dense_gradient(self, x: ArrayLike, dh: ArrayLike) -> NDArray:
        """Gradient of the weights: see triptych.layers."""
        x, dh = self._samples("x", x), self._samples("dh", dh)
        return self._raw.dense_gradient(x, self._shaped("dh", dh, (len(x), dh.shape[1])))

    def dropout(self, p: float, seed: int, layer: int, batch: int, a: ArrayLike) -> NDArray:
        """Silence each neuron with probability p: see triptych.layers."""
        numbers = (
            checks.integer(name, value, 0, checks.WORD)
            for name, value in (("seed", seed), ("layer", layer), ("batch", batch))
        )
        return self._raw.dropout(checks.share("p", p), *numbers, self._samples("a", a).copy())

    def quadratic_loss(self, a: ArrayLike, t: ArrayLike) -> tuple[float, NDArray]:
        """Quadratic error, mean over the rows: see triptych.layers."""
        a = self._samples("a", a)
        return self._raw.quadratic_loss(a, self._shaped("t", t, a.shape))

    def cross_entropy(
        self, kind: int, h: ArrayLike, a: ArrayLike, t: ArrayLike, beta: float = 1.0
    ) -> tuple[float, NDArray]:
        """Cross-entropy, mean over the rows: see triptych.layers."""
        kind = checks.integer("kind", kind, 0, KINDS)
        h = self._samples("h", h)
        a, t = self._shaped("a", a, h.shape), self._shaped("t", t, h.shape)
        return self._raw.cross_entropy(kind, h, a, t, checks.number("beta", beta, 0))

    def sgd_step(
        self,
        rate: float,
        momentum: float,
        gradient: ArrayLike,
        velocity: ArrayLike,
        params: ArrayLike,
    ) -> tuple[NDArray, NDArray]:
        """Step down the gradient with momentum: see triptych.layers."""
        rate, momentum = checks.number("rate", rate, 0), checks.number("momentum", momentum, 0)
        params = self._points("params", params).copy()
        gradient = self._shaped("gradient", gradient, params.shape)
        velocity = self._shaped("velocity", velocity, params.shape).copy()
        return self._raw.sgd_step(rate, momentum, gradient, velocity, params)

    def _points(self, name: str, value: ArrayLike) -> NDArray:
        return checks.points(name, np.atleast_1d(value), self._dtype)

    def _samples(self, name: str, value: ArrayLike) -> NDArray:
        return checks.samples(name, value, self._dtype)

    def _shaped(self, name: str, value: ArrayLike, shape: tuple[int, ...]) -> NDArray:
        return checks.shaped(name, value, shape, self._dtype)
