"""A network as a sentence, `I-4, D-4_d0.2, D-3`: docs/training.md has its grammar."""

import math
import os
from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike, NDArray

from triptych.support import random, text, values
from triptych.support.program import Failure
from triptych.support.random import Purpose

LARGEST = 2147483647
INITS = ("uniform", "xavier", "he")  # the words for where weights start
EXPECTED_INPUTS = "I-WIDTH, I-WIDTH.HEIGHT or I-WIDTH.HEIGHT.CHANNELS at entry 0"


@dataclass(frozen=True)
class Layer:
    """One layer.

    Parameters
    ----------
    d_in, d_out : int
    drop : float
        The probability that dropout silences a neuron.
    """

    d_in: int
    d_out: int
    drop: float = 0.0

    @property
    def weights(self) -> int:
        """How many, the biases too."""
        return (self.d_in + 1) * self.d_out


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


def parse(where: str, sentence: str) -> Network:
    """Read a sentence.

    Parameters
    ----------
    where : str
        The option or the FILE:LINE that it stands in.
    sentence : str
    """
    entries = [entry.strip(" \t") for entry in sentence.split(",")]
    inputs = _inputs(entries[0])
    if inputs is None:
        raise values.fault(where, EXPECTED_INPUTS, entries[0])
    _check_size(where, inputs)
    if len(entries) == 1:
        expected = "D-UNITS or D-UNITS_dP at entry 1"
        raise Failure(f"{where}: expected {expected}, found the end of the network")

    layers: list[Layer] = []
    for number, entry in enumerate(entries[1:], 1):
        layer = _dense(entry, layers[-1].d_out if layers else inputs)
        if layer is None:
            raise values.fault(where, f"D-UNITS or D-UNITS_dP at entry {number}", entry)
        if number == len(entries) - 1 and layer.drop > 0:
            raise values.fault(where, "no dropout in the last layer", entry)
        layers.append(layer)
        _check_size(where, sum(each.weights for each in layers))
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
            "xavier": math.sqrt(6.0 / (layer.d_in + layer.d_out)),
            "he": math.sqrt(6.0 / layer.d_in),
        }[init]
        drawn = layer.weights if init == "uniform" else layer.d_in * layer.d_out
        places = np.arange(first, first + drawn)
        params[places] = random.symmetric(r, seed, Purpose.WEIGHTS, 0, places)
        first += layer.weights
    return params.astype(dtype)


def _inputs(entry: str) -> int | None:
    """Return the inputs of I-W, I-W.H or I-W.H.C: W H C."""
    sizes = [_size(size) for size in entry[2:].split(".")]
    if not entry.startswith("I-") or len(sizes) > 3:
        return None
    inputs = 1
    for size in sizes:
        if size is None:
            return None
        inputs *= size
    return inputs


def _dense(entry: str, d_in: int) -> Layer | None:
    """Return the layer of D-UNITS or D-UNITS_dP."""
    units, mark, after = entry[2:].partition("_")
    d_out = _size(units)
    if not entry.startswith("D-") or d_out is None:
        return None
    if not mark:
        return Layer(d_in, d_out)
    drop = text.number(os.fsencode(after[1:])) if after.startswith("d") else None
    return Layer(d_in, d_out, drop) if drop is not None and 0 <= drop < 1 else None


def _size(token: str) -> int | None:
    return text.count(os.fsencode(token), 1, LARGEST)


def _check_size(where: str, size: int) -> None:
    if size > LARGEST:
        raise Failure(f"{where}: expected at most {LARGEST} inputs and weights, found more")
