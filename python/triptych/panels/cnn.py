"""The convolutional network in any language: arguments checked, results as triptych.cnn's."""

from itertools import pairwise

from numpy.typing import NDArray

from triptych.filters import Kind, Layer, count_inputs, count_outputs, count_weights
from triptych.panels.filters import fits
from triptych.panels.mlp import Mlp


class Cnn(Mlp):
    """The functions of the convolutional network in one language: arguments as Mlp's.

    Parameters
    ----------
    raw : module or object
        The same functions, unchecked.
    dtype : float32 or float64
    """

    _entries = len(Layer._fields)

    def _fits(self, rows: NDArray) -> bool:
        layers = [Layer(*row) for row in rows.tolist()]
        return all(fits(layer) for layer in layers) and all(
            count_outputs(before) == count_inputs(layer)
            and (layer.kind == Kind.DENSE or before[4:7] == layer[1:4])
            for before, layer in pairwise(layers)
        )

    def _sizes(self, network: NDArray) -> tuple[int, list[int], int]:
        layers = [Layer(*row) for row in network.tolist()]
        outputs = [count_outputs(layer) for layer in layers]
        return count_inputs(layers[0]), outputs, sum(count_weights(layer) for layer in layers)
