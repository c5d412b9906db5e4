"""The module filters, through f2py."""

from math import prod
from typing import Any

from numpy.typing import NDArray

from triptych.filters import Layer


class Filters:
    """The procedures of filters: there an image is one vector."""

    def __init__(self, module: Any) -> None:
        self._f = module

    def count_inputs(self, layer: Layer) -> int:
        return self._f.count_inputs(layer)

    def count_outputs(self, layer: Layer) -> int:
        return self._f.count_outputs(layer)

    def count_weights(self, layer: Layer) -> int:
        return self._f.count_weights(layer)

    def conv_forward(self, layer: Layer, x: NDArray, w: NDArray) -> NDArray:
        h = self._f.conv_forward(prod(layer[4:7]), layer, _flat(x), w)
        return h.T.reshape(-1, *layer[4:7])

    def conv_backward(self, layer: Layer, w: NDArray, dh: NDArray) -> NDArray:
        dx = self._f.conv_backward(prod(layer[1:4]), layer, w, _flat(dh))
        return dx.T.reshape(-1, *layer[1:4])

    def conv_gradient(self, layer: Layer, x: NDArray, dh: NDArray) -> NDArray:
        return self._f.conv_gradient(self.count_weights(layer), layer, _flat(x), _flat(dh))

    def pool_forward(self, layer: Layer, x: NDArray) -> NDArray:
        a = self._f.pool_forward(prod(layer[4:7]), layer, _flat(x))
        return a.T.reshape(-1, *layer[4:7])

    def pool_backward(self, layer: Layer, x: NDArray, da: NDArray) -> NDArray:
        dx = self._f.pool_backward(layer, _flat(x), _flat(da))
        return dx.T.reshape(-1, *layer[1:4])


def _flat(images: NDArray) -> NDArray:
    return images.reshape(len(images), -1).T
