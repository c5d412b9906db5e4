"""The module dense, through f2py."""

from typing import Any

from numpy.typing import NDArray


class Dense:
    """The procedures of dense."""

    def __init__(self, module: Any) -> None:
        self._f = module

    def forward(self, x: NDArray, w: NDArray) -> NDArray:
        return self._f.forward(x.T, w.T).T

    def backward(self, w: NDArray, dh: NDArray) -> NDArray:
        return self._f.backward(w.T, dh.T).T

    def gradient(self, x: NDArray, dh: NDArray) -> NDArray:
        return self._f.gradient(x.T, dh.T).T
