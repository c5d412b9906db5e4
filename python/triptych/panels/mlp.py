"""The multi-layer perceptron in any language: arguments checked, results as triptych.mlp's."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from triptych import mlp
from triptych.panels import checks
from triptych.panels.documented import documented_as


class Mlp:
    """The functions of the multi-layer perceptron in one language.

    Parameters
    ----------
    raw : module or object
        The same functions, unchecked.
    dtype : float32 or float64
    """

    _entries = 3  # of a layer's row

    def __init__(self, raw: Any, dtype: np.dtype) -> None:
        self._raw = raw
        self._dtype = dtype

    @documented_as(mlp.forward)
    def forward(
        self,
        network: ArrayLike,
        drop: ArrayLike,
        beta: float,
        x: ArrayLike,
        params: ArrayLike,
        seed: int = 0,
        step: int = 0,
    ) -> tuple[list[NDArray], list[NDArray]]:
        network, drop, beta = self._network(network, drop, beta)
        x, params = self._inputs(network, x), self._weights("params", network, params)
        return self._raw.forward(network, drop, beta, x, params, *_draw(seed, step))

    @documented_as(mlp.backward)
    def backward(
        self,
        network: ArrayLike,
        drop: ArrayLike,
        beta: float,
        loss_kind: int,
        x: ArrayLike,
        t: ArrayLike,
        params: ArrayLike,
        h: list[NDArray],
        a: list[NDArray],
        seed: int = 0,
        step: int = 0,
    ) -> tuple[NDArray, float]:
        network, drop, beta = self._network(network, drop, beta)
        loss_kind = checks.integer("loss_kind", loss_kind, 0, 1)
        x = self._inputs(network, x)
        t, params = self._targets(network, t, x), self._weights("params", network, params)
        h, a = self._parts("h", network, h, len(x)), self._parts("a", network, a, len(x))
        return self._raw.backward(
            network, drop, beta, loss_kind, x, t, params, h, a, *_draw(seed, step)
        )

    @documented_as(mlp.train_epoch)
    def train_epoch(
        self,
        network: ArrayLike,
        drop: ArrayLike,
        beta: float,
        loss_kind: int,
        batch: int,
        x: ArrayLike,
        t: ArrayLike,
        order: ArrayLike,
        rate: float,
        momentum: float,
        seed: int,
        step: int,
        params: ArrayLike,
        velocity: ArrayLike,
    ) -> tuple[NDArray, NDArray, float]:
        network, drop, beta = self._network(network, drop, beta)
        loss_kind = checks.integer("loss_kind", loss_kind, 0, 1)
        batch = checks.integer("batch", batch, 1, checks.LARGEST)
        x = self._inputs(network, x)
        t = self._targets(network, t, x)
        order = checks.integers("order", order, 0, len(x) - 1, np.int32)
        rate, momentum = checks.number("rate", rate, 0), checks.number("momentum", momentum, 0)
        params = self._weights("params", network, params).copy()
        velocity = self._weights("velocity", network, velocity).copy()
        return self._raw.train_epoch(
            *(network, drop, beta, loss_kind, batch, x, t, order, rate, momentum),
            *(*_draw(seed, step), params, velocity),
        )

    @documented_as(mlp.predict)
    def predict(self, network: ArrayLike, beta: float, x: ArrayLike, params: ArrayLike) -> NDArray:
        network, _, beta = self._network(network, np.zeros(len(np.atleast_1d(network))), beta)
        x, params = self._inputs(network, x), self._weights("params", network, params)
        return self._raw.predict(network, beta, x, params)

    def _inputs(self, network: NDArray, x: ArrayLike) -> NDArray:
        return checks.inputs(x, self._sizes(network)[0], self._dtype)

    def _targets(self, network: NDArray, t: ArrayLike, x: NDArray) -> NDArray:
        return checks.shaped("t", t, (len(x), self._sizes(network)[1][-1]), self._dtype)

    def _weights(self, name: str, network: NDArray, value: ArrayLike) -> NDArray:
        return checks.shaped(name, value, (self._sizes(network)[2],), self._dtype)

    def _parts(self, name: str, network: NDArray, value: list[NDArray], n: int) -> list[NDArray]:
        if len(value) != len(network):
            raise checks.fault(name, f"a list of {len(network)} layers", f"{len(value)}")
        return [
            checks.shaped(name, part, (n, d_out), self._dtype)
            for part, d_out in zip(value, self._sizes(network)[1], strict=True)
        ]

    def _network(
        self, network: ArrayLike, drop: ArrayLike, beta: float
    ) -> tuple[NDArray, NDArray, float]:
        rows = checks.integers("network", network, 0, checks.LARGEST, np.int32)
        entries = self._entries
        if rows.ndim != 2 or rows.shape[1] != entries or len(rows) < 1:
            expected = f"shape (layers, {entries}), layers at least 1"
            raise checks.fault("network", expected, f"shape {rows.shape}")
        if not self._fits(rows):
            raise checks.fault("network", "layers that take what the one before gives", "others")
        drop = checks.shaped("drop", drop, (len(rows),), np.dtype(np.float64))
        for p in drop:
            checks.share("drop", p)
        return rows, drop, checks.number("beta", beta, 0)

    def _fits(self, rows: NDArray) -> bool:
        chained = (rows[1:, 0] == rows[:-1, 1]).all()
        return bool((rows[:, :2] >= 1).all() and chained and rows[:, 2].max() <= 5)

    def _sizes(self, network: NDArray) -> tuple[int, list[int], int]:
        """Return the inputs, what each layer gives, and the number of weights."""
        d_in, d_out = network[:, 0].astype(int), network[:, 1].astype(int)
        return int(d_in[0]), d_out.tolist(), int(((d_in + 1) * d_out).sum())


def _draw(seed: int, step: int) -> tuple[int, int]:
    return (
        checks.integer("seed", seed, 0, checks.WORD),
        checks.integer("step", step, 0, checks.WORD),
    )
