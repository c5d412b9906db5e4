"""The modules mlp and cnn, through f2py: the same procedures, on networks of other rows."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from triptych.panels import compiled
from triptych.panels.checks import succeed


class Mlp:
    """The procedures of mlp, or of cnn."""

    def __init__(self, module: Any) -> None:
        self._f = module

    def forward(
        self,
        network: NDArray[np.int32],
        drop: NDArray[np.float64],
        beta: float,
        x: NDArray,
        params: NDArray,
        seed: int,
        step: int,
    ) -> tuple[list[NDArray], list[NDArray]]:
        neurons = int(compiled.outputs(network).sum())
        h, a, status = self._f.forward(neurons, network.T, drop, beta, x.T, params, seed, step)
        succeed(status)
        return compiled.cut(network, len(x), h), compiled.cut(network, len(x), a)

    def backward(
        self,
        network: NDArray[np.int32],
        drop: NDArray[np.float64],
        beta: float,
        loss_kind: int,
        x: NDArray,
        t: NDArray,
        params: NDArray,
        h: list[NDArray],
        a: list[NDArray],
        seed: int,
        step: int,
    ) -> tuple[NDArray, float]:
        neurons = int(compiled.outputs(network).sum())
        gradient, loss, status = self._f.backward(
            *(neurons, network.T, drop, beta, loss_kind, x.T, t.T, params),
            *(compiled.join(h), compiled.join(a), seed, step),
        )
        succeed(status)
        return gradient, loss

    def train_epoch(
        self,
        network: NDArray[np.int32],
        drop: NDArray[np.float64],
        beta: float,
        loss_kind: int,
        batch: int,
        x: NDArray,
        t: NDArray,
        order: NDArray[np.int32],
        rate: float,
        momentum: float,
        seed: int,
        step: int,
        params: NDArray,
        velocity: NDArray,
    ) -> tuple[NDArray, NDArray, float]:
        loss, status = self._f.train_epoch(
            *(network.T, drop, beta, loss_kind, batch, x.T, t.T, order),
            *(rate, momentum, seed, step, params, velocity),
        )
        succeed(status)
        return params, velocity, loss

    def predict(
        self, network: NDArray[np.int32], beta: float, x: NDArray, params: NDArray
    ) -> NDArray:
        m = int(compiled.outputs(network)[-1])
        outputs, status = self._f.predict(m, network.T, beta, x.T, params)
        succeed(status)
        return outputs.T
