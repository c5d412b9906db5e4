"""Layers and networks for the tests of filters and cnn, and the cases that PyTorch computed.

A layer is its row of 14 entries, as in c/filters.h; written here by the tests' own hand.
"""

from pathlib import Path

import numpy as np

GOLDEN = Path(__file__).parent / "golden" / "cnn.npz"
CONVOLUTION, MAX, AVERAGE, DENSE = range(4)
LINEAR, SIGMOID, TANH, RELU, LEAKY_RELU, SOFTMAX = range(6)


def convolution(image, filters, kernel, stride=(1, 1), pad=(0, 0), activation=LINEAR):
    """Return the row of a convolution of an image (channels, height, width)."""
    sizes = zip(image[1:], kernel, stride, pad, strict=True)
    out = [(size + 2 * p - k) // s + 1 for size, k, s, p in sizes]
    return (CONVOLUTION, *image, filters, *out, *kernel, *stride, *pad, activation)


def pool(image, block, kind=MAX):
    """Return the row of a pooling."""
    out = [size // k for size, k in zip(image[1:], block, strict=True)]
    return (kind, *image, image[0], *out, *block, *block, 0, 0, LINEAR)


def dense(inputs, units, activation):
    """Return the row of a dense layer."""
    return (DENSE, inputs, 1, 1, units, 1, 1, 1, 1, 1, 1, 0, 0, activation)


def stack(image, *entries):
    """Return the rows of a network, and the number of its weights.

    An entry is ("C", arguments of convolution ...), ("P", ...) or ("D", units, activation).
    """
    rows, weights = [], 0
    for kind, *arguments in entries:
        if kind == "D":
            rows.append(dense(int(np.prod(image)), *arguments))
            weights += (rows[-1][1] + 1) * rows[-1][4]
        else:
            rows.append({"C": convolution, "P": pool}[kind](image, *arguments))
            if kind == "C":
                weights += (image[0] * rows[-1][7] * rows[-1][8] + 1) * rows[-1][4]
        image = rows[-1][4:7]
    return np.array(rows, np.int32), weights


CONVOLUTIONS = {
    "plain": convolution((1, 6, 6), 2, (3, 3)),
    "same": convolution((3, 7, 5), 4, (3, 3), pad=(1, 1)),
    "wide": convolution((2, 9, 8), 3, (5, 5), pad=(2, 2)),
    "steps": convolution((2, 9, 8), 3, (3, 3), (2, 3), (1, 1)),
    "leftover": convolution((1, 8, 10), 2, (3, 5), (2, 2)),  # the last rows are never seen
    "uneven": convolution((2, 5, 9), 3, (1, 4), (1, 2), (0, 3)),
    "whole": convolution((3, 4, 4), 5, (4, 4)),
    "pixel": convolution((4, 3, 3), 2, (1, 1)),
    "line": convolution((1, 1, 31), 3, (1, 7), (1, 2), (0, 3)),
    "one_sample": convolution((2, 6, 6), 3, (3, 3), pad=(1, 1)),
}
POOLS = {
    "halves": pool((2, 6, 8), (2, 2)),
    "odd": pool((3, 7, 5), (2, 2)),
    "thirds": pool((1, 9, 7), (3, 2)),
    "means": pool((2, 6, 8), (2, 2), AVERAGE),
    "odd_means": pool((1, 8, 7), (3, 3), AVERAGE),
    "one_sample_pool": pool((2, 4, 4), (4, 4)),
}
NETWORKS = {
    "lesson": (
        (1, 8, 8),
        ("C", 3, (3, 3), (1, 1), (1, 1), LEAKY_RELU), ("P", (2, 2)),
        ("C", 4, (3, 3), (1, 1), (1, 1), LEAKY_RELU), ("P", (2, 2)),
        ("D", 6, LEAKY_RELU), ("D", 3, SOFTMAX),
    ),
    "colours": (
        (3, 7, 6),
        ("C", 4, (3, 3), (2, 1), (0, 0), TANH), ("P", (3, 2), AVERAGE), ("D", 4, SOFTMAX),
    ),
    "spectrum": (
        (1, 1, 40),
        ("C", 3, (1, 5), (1, 1), (0, 2), RELU), ("P", (1, 4)),
        ("C", 4, (1, 3), (1, 2), (0, 1), RELU), ("D", 5, SIGMOID), ("D", 2, SIGMOID),
    ),
    "pool_first": ((2, 6, 6), ("P", (2, 2)), ("P", (1, 1), AVERAGE), ("D", 3, SOFTMAX)),
}  # fmt: skip


def golden():
    """Return the cases that PyTorch computed: name -> its arrays."""
    cases = {}
    with np.load(GOLDEN) as file:
        for key in file.files:
            name, part = key.split("/")
            cases.setdefault(name, {})[part] = file[key]
    return cases
