"""Convolution and pooling in any language: arguments checked, results as triptych.filters'."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from triptych import filters
from triptych.filters import Kind, Layer
from triptych.panels import checks
from triptych.panels.documented import documented_as

POOLS = (Kind.MAX_POOL, Kind.AVERAGE_POOL)


class Filters:
    """The functions of convolution and pooling in one language.

    Parameters
    ----------
    raw : module or object
        The same functions, unchecked.
    dtype : float32 or float64
    """

    def __init__(self, raw: Any, dtype: np.dtype) -> None:
        self._raw = raw
        self._dtype = dtype

    @documented_as(filters.count_inputs)
    def count_inputs(self, layer: ArrayLike) -> int:
        return self._raw.count_inputs(_layer(layer, *Kind))

    @documented_as(filters.count_outputs)
    def count_outputs(self, layer: ArrayLike) -> int:
        return self._raw.count_outputs(_layer(layer, *Kind))

    @documented_as(filters.count_weights)
    def count_weights(self, layer: ArrayLike) -> int:
        return self._raw.count_weights(_layer(layer, *Kind))

    @documented_as(filters.conv_forward)
    def conv_forward(self, layer: ArrayLike, x: ArrayLike, w: ArrayLike) -> NDArray:
        row = _layer(layer, Kind.CONVOLUTION)
        return self._raw.conv_forward(row, self._inputs(row, x), self._weights(row, w))

    @documented_as(filters.conv_backward)
    def conv_backward(self, layer: ArrayLike, w: ArrayLike, dh: ArrayLike) -> NDArray:
        row = _layer(layer, Kind.CONVOLUTION)
        return self._raw.conv_backward(row, self._weights(row, w), self._errors("dh", row, dh))

    @documented_as(filters.conv_gradient)
    def conv_gradient(self, layer: ArrayLike, x: ArrayLike, dh: ArrayLike) -> NDArray:
        row = _layer(layer, Kind.CONVOLUTION)
        x = self._inputs(row, x)
        return self._raw.conv_gradient(row, x, self._errors("dh", row, dh, len(x)))

    @documented_as(filters.pool_forward)
    def pool_forward(self, layer: ArrayLike, x: ArrayLike) -> NDArray:
        row = _layer(layer, *POOLS)
        return self._raw.pool_forward(row, self._inputs(row, x))

    @documented_as(filters.pool_backward)
    def pool_backward(self, layer: ArrayLike, x: ArrayLike, da: ArrayLike) -> NDArray:
        row = _layer(layer, *POOLS)
        x = self._inputs(row, x)
        return self._raw.pool_backward(row, x, self._errors("da", row, da, len(x)))

    def _inputs(self, layer: Layer, x: ArrayLike) -> NDArray:
        return checks.shaped("x", x, (_rows("x", x), *layer[1:4]), self._dtype)

    def _errors(self, name: str, layer: Layer, value: ArrayLike, n: int | None = None) -> NDArray:
        n = _rows(name, value) if n is None else n
        return checks.shaped(name, value, (n, *layer[4:7]), self._dtype)

    def _weights(self, layer: Layer, w: ArrayLike) -> NDArray:
        return checks.shaped("w", w, (filters.count_weights(layer),), self._dtype)


def _pools(layer: Layer) -> bool:
    """Tell whether a pool keeps its channels apart, and steps by its own size."""
    return layer.c_in == layer.c_out and layer[9:13] == (*layer[7:9], 0, 0)


def fits(layer: Layer) -> bool:
    """Tell whether the entries of a layer's row go together."""
    if min(layer[1:9]) < 1 or layer.kind not in tuple(Kind) or layer.activation > 5:
        return False
    if layer.kind == Kind.DENSE:
        return layer[2:4] == layer[5:7] == (1, 1)
    if layer.kind in POOLS and not _pools(layer):
        return False
    if layer.kind == Kind.CONVOLUTION and layer.kh * layer.kw > filters.KERNEL_MOST:
        return False
    axes = zip(layer[2:4], layer[11:13], layer[7:9], layer[9:11], layer[5:7])
    return all(
        pad < kernel <= size + 2 * pad
        and stride >= 1
        and places == (size + 2 * pad - kernel) // stride + 1
        for size, pad, kernel, stride, places in axes
    )


def _layer(value: ArrayLike, *kinds: Kind) -> Layer:
    row = checks.integers("layer", value, 0, checks.LARGEST, np.int32)
    if row.shape != (len(Layer._fields),):
        raise checks.fault("layer", f"shape ({len(Layer._fields)},)", f"shape {row.shape}")
    layer = Layer(*row.tolist())
    if layer.kind not in kinds:
        raise checks.fault(
            "layer", f"kind {' or '.join(str(int(k)) for k in kinds)}", str(layer[0])
        )
    if not fits(layer):
        raise checks.fault("layer", "entries that go together", str(tuple(layer)))
    return layer


def _rows(name: str, value: ArrayLike) -> int:
    """Return the number of images of a batch, at least 1."""
    try:
        n = len(np.asarray(value))
    except (TypeError, ValueError):
        n = 1
    if n < 1:
        raise checks.fault(name, "at least 1 image", "none")
    return n
