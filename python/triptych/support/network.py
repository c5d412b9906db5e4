"""A network as a sentence, `I-8.8, C-6.3, P-2, D-10`: docs/training.md has its grammar."""

import math
import os
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike, NDArray

from triptych import filters
from triptych.filters import Kind
from triptych.support import random, text, values
from triptych.support.program import Failure
from triptych.support.random import Purpose

LARGEST = 2147483647
INITS = ("uniform", "xavier", "he")  # the words for where weights start
Image = tuple[int, int, int]  # channels, height, width
EXPECTED_INPUTS = "I-WIDTH, I-WIDTH.HEIGHT or I-WIDTH.HEIGHT.CHANNELS at entry 0"
EXPECTED_IN_IMAGE = "C-FILTERS.SIZE[_sSTRIDE][_v], P-SIZE[_a] or D-UNITS[_dP]"


@dataclass(frozen=True)
class Layer:
    """One layer.

    Parameters
    ----------
    row : filters.Layer
        As the convolutional network wants it; its activation is not said here.
    drop : float
        The probability that dropout silences a neuron.
    """

    row: filters.Layer
    drop: float = 0.0

    @property
    def d_in(self) -> int:
        """How many numbers come in."""
        return filters.count_inputs(self.row)

    @property
    def d_out(self) -> int:
        """How many numbers go out."""
        return filters.count_outputs(self.row)

    @property
    def weights(self) -> int:
        """How many, the biases too."""
        return filters.count_weights(self.row)

    @property
    def seen(self) -> int:
        """How many numbers a neuron or a filter sees at a place."""
        return self.row.c_in * self.row.kh * self.row.kw


@dataclass(frozen=True)
class Network:
    """What a sentence says.

    Parameters
    ----------
    sentence : str
        Its entries as typed, joined by `, `.
    inputs : int
    layers : tuple of Layer
    """

    sentence: str
    inputs: int
    layers: tuple[Layer, ...]

    @property
    def outputs(self) -> int:
        """How many neurons the last layer has."""
        return self.layers[-1].d_out

    @property
    def weights(self) -> int:
        """How many, of all layers."""
        return sum(layer.weights for layer in self.layers)


def sees_images(program: str) -> bool:
    """Tell whether a network of that program may have filters and pools."""
    return program == "cnn"


def parse(where: str, sentence: str, program: str = "") -> Network:
    """Read a sentence.

    Parameters
    ----------
    where : str
        The option or the FILE:LINE that it stands in.
    sentence : str
    program : str
        Whose network it is.
    """
    entries = [entry.strip(" \t") for entry in sentence.split(",")]
    sizes = _inputs(entries[0])
    if sizes is None:
        raise values.fault(where, EXPECTED_INPUTS, entries[0])
    inputs = math.prod(sizes)
    _check_size(where, inputs)
    width, height, channels = [*sizes, 1, 1][:3]
    image = (channels, height, width)
    in_image = sees_images(program) and len(sizes) > 1
    if len(entries) == 1:
        expected = _expected(in_image, 1)
        raise Failure(f"{where}: expected {expected}, found the end of the network")

    layers: list[Layer] = []
    for number, entry in enumerate(entries[1:], 1):
        before = layers[-1].row[4:7] if layers else image
        layer = _layer(where, number, entry, before, in_image)
        in_image = in_image and layer.row.kind != Kind.DENSE
        if number == len(entries) - 1:
            _check_last(where, entry, layer)
        layers.append(layer)
        _check_size(where, sum(each.weights for each in layers))
        _check_size(where, sum(each.d_out for each in layers))
    return Network(", ".join(entries), inputs, tuple(layers))


def make(where: str, inputs: int, units: list[int]) -> Network:
    """Return the network with so many inputs and these units in its layers."""
    return parse(where, ", ".join([f"I-{inputs}", *(f"D-{count}" for count in units)]))


def start(network: Network, init: str, seed: int, dtype: DTypeLike) -> NDArray:
    """Draw the starting weights, shape (weights,).

    Parameters
    ----------
    network : Network
    init : "uniform", "xavier" or "he"
        Equally wide everywhere, or as wide as the layer's size asks for, with biases 0.
    seed : int, 0 ... 2**32 - 1
    dtype : float type
    """
    params = np.zeros(network.weights)
    first = 0  # position in the flat vector
    for layer in network.layers:
        r = {
            "uniform": 0.01,
            "xavier": math.sqrt(6.0 / (layer.seen + layer.row.c_out * layer.row.kh * layer.row.kw)),
            "he": math.sqrt(6.0 / layer.seen),
        }[init]
        biases = layer.row.c_out if layer.weights > 0 else 0
        drawn = layer.weights if init == "uniform" else layer.weights - biases
        places = np.arange(first, first + drawn)
        params[places] = random.symmetric(r, seed, Purpose.WEIGHTS, 0, places)
        first += layer.weights
    return params.astype(dtype)


def _inputs(entry: str) -> list[int] | None:
    """Return the sizes of I-W, I-W.H or I-W.H.C."""
    sizes = [_size(size) for size in entry[2:].split(".")]
    if not entry.startswith("I-") or len(sizes) > 3:
        return None
    known = [size for size in sizes if size is not None]
    return known if len(known) == len(sizes) else None


def _layer(where: str, number: int, entry: str, before: Image, in_image: bool) -> Layer:
    """Return the layer of an entry, or raise what is wrong with it.

    before: channels, height and width of what comes in; in_image: it may be seen by a filter.
    """
    layer = None
    if entry.startswith("D-"):
        layer = _dense(entry, math.prod(before))
    elif in_image and entry.startswith("C-"):
        layer = _convolution(where, number, entry, before)
    elif in_image and entry.startswith("P-"):
        layer = _pool(where, number, entry, before)
    if layer is None:
        raise values.fault(where, _expected(in_image, number), entry)
    return layer


def _expected(in_image: bool, number: int) -> str:
    words = EXPECTED_IN_IMAGE if in_image else "D-UNITS or D-UNITS_dP"
    return f"{words} at entry {number}"


def _dense(entry: str, d_in: int) -> Layer | None:
    """Return the layer of D-UNITS or D-UNITS_dP."""
    units, mark, after = entry[2:].partition("_")
    d_out = _size(units)
    if d_out is None:
        return None
    row = filters.Layer(Kind.DENSE, d_in, 1, 1, d_out, 1, 1, 1, 1, 1, 1, 0, 0, 0)
    if not mark:
        return Layer(row)
    drop = text.number(os.fsencode(after[1:])) if after.startswith("d") else None
    return Layer(row, drop) if drop is not None and 0 <= drop < 1 else None


def _convolution(where: str, number: int, entry: str, before: Image) -> Layer | None:
    """Return the layer of C-FILTERS.SIZE, with _sSTRIDE for a stride and _v for no padding."""
    match = re.fullmatch(r"C-([^._]*)\.([^._]*)(?:_s([^._]*))?(_v)?", entry)
    if not match:
        return None
    count, size, stride = (_size(match[1]), _size(match[2]), _size(match[3] or "1"))
    if count is None or size is None or stride is None or match[3] == "":
        return None
    line = min(before[1:]) == 1
    _check_pixels(where, number, entry, size, filters.KERNEL_MOST if line else 64)
    if match[4]:
        _check_pixels(where, number, entry, size, _shortest_axis(before))
    elif size % 2 == 0:
        raise values.fault(where, f"an odd size, or _v, at entry {number}", entry)
    row = [Kind.CONVOLUTION, *before, count, *[0] * 9]
    for axis, pixels in enumerate(before[1:]):  # one of length 1 is none: there a kernel has size 1
        kernel, step = (size, stride) if pixels > 1 else (1, 1)
        pad = 0 if match[4] else (kernel - 1) // 2
        row[5 + axis] = (pixels + 2 * pad - kernel) // step + 1
        row[7 + axis], row[9 + axis], row[11 + axis] = kernel, step, pad
    return Layer(filters.Layer._make(row))


def _pool(where: str, number: int, entry: str, before: Image) -> Layer | None:
    """Return the layer of P-SIZE, with _a for the average."""
    size = _size(entry[2:].removesuffix("_a"))
    if size is None:
        return None
    _check_pixels(where, number, entry, size, _shortest_axis(before))
    kind = Kind.AVERAGE_POOL if entry.endswith("_a") else Kind.MAX_POOL
    block = [size if pixels > 1 else 1 for pixels in before[1:]]
    out = [pixels // k for pixels, k in zip(before[1:], block, strict=True)]
    return Layer(filters.Layer._make([kind, *before, before[0], *out, *block, *block, 0, 0, 0]))


def _shortest_axis(before: Image) -> int:
    """The shorter axis, but 1: there a filter without padding, or a pool, must fit in."""
    return min([pixels for pixels in before[1:] if pixels > 1], default=LARGEST)


def _check_pixels(where: str, number: int, entry: str, size: int, most: int) -> None:
    if size > most:
        raise values.fault(where, f"a size of at most {most} at entry {number}", entry)


def _check_last(where: str, entry: str, layer: Layer) -> None:
    if layer.row.kind != Kind.DENSE:
        raise values.fault(where, "D-UNITS in the last layer", entry)
    if layer.drop > 0:
        raise values.fault(where, "no dropout in the last layer", entry)


def _size(token: str) -> int | None:
    return text.count(os.fsencode(token), 1, LARGEST)


def _check_size(where: str, size: int) -> None:
    if size > LARGEST:
        raise Failure(f"{where}: expected at most {LARGEST} inputs and weights, found more")
