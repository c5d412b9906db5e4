"""mlp.h and cnn.h, through ctypes: the same functions, on networks of other rows."""

from ctypes import CDLL

import numpy as np
from numpy.typing import NDArray

from triptych.panels import compiled
from triptych.panels.c.types import INT, REAL, SIZE, WORD, Array
from triptych.panels.checks import succeed

NETWORK = (Array, Array, REAL)  # network, drop, beta
FUNCTIONS: dict[str, tuple] = {
    "forward": (INT, SIZE, SIZE, *NETWORK, Array, Array, WORD, WORD, Array, Array),
    "backward": (
        *(INT, SIZE, SIZE, *NETWORK, INT, Array, Array, Array, Array, Array),
        *(WORD, WORD, Array, Array),
    ),
    "train_epoch": (
        *(INT, SIZE, SIZE, SIZE, *NETWORK, INT, SIZE, Array, Array, Array),
        *(REAL, REAL, WORD, WORD, Array, Array, Array),
    ),
    "predict": (INT, SIZE, SIZE, Array, REAL, Array, Array, Array),
}
SIGNATURES = {
    f"{header}_{name}": types for header in ("mlp", "cnn") for name, types in FUNCTIONS.items()
}


class Mlp:
    """The functions of mlp.h, or of cnn.h."""

    def __init__(self, library: CDLL, header: str = "mlp") -> None:
        self._c = {name: getattr(library, f"{header}_{name}") for name in FUNCTIONS}

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
        n, layers = len(x), len(network)
        h, a = (np.empty(n * int(compiled.outputs(network).sum()), x.dtype) for _ in range(2))
        succeed(self._c["forward"](n, layers, network, drop, beta, x, params, seed, step, h, a))
        return compiled.cut(network, n, h), compiled.cut(network, n, a)

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
        gradient, loss = np.empty_like(params), np.empty(1)
        succeed(
            self._c["backward"](
                *(len(x), len(network), network, drop, beta, loss_kind, x, t, params),
                *(compiled.join(h), compiled.join(a), seed, step, gradient, loss),
            )
        )
        return gradient, float(loss[0])

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
        loss = np.empty(1)
        succeed(
            self._c["train_epoch"](
                *(len(x), len(network), len(order), network, drop, beta, loss_kind, batch),
                *(x, t, order, rate, momentum, seed, step, params, velocity, loss),
            )
        )
        return params, velocity, float(loss[0])

    def predict(
        self, network: NDArray[np.int32], beta: float, x: NDArray, params: NDArray
    ) -> NDArray:
        outputs = np.empty((len(x), compiled.outputs(network)[-1]), x.dtype)
        succeed(self._c["predict"](len(x), len(network), network, beta, x, params, outputs))
        return outputs
