"""Samples as dots, in the plane or in space."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

import style

Axes = Any  # a plane or space: the same calls, with one coordinate more


def draw(axes: Axes, x: NDArray, labels: NDArray) -> None:
    """Draw each sample in the colour and with the marker of its cluster or class."""
    few = style.some(len(x))
    x, labels = x[few], labels[few]
    markers = np.array([style.marker(c) for c in labels])
    for marker in np.unique(markers):
        drawn = markers == marker
        axes.scatter(
            *x[drawn].T, s=style.dot_area(len(x)), c=[style.colour(c) for c in labels[drawn]],
            marker=marker, edgecolors="white", linewidths=0.3, zorder=2,
        )  # fmt: skip


def draw_names(axes: Axes, x: NDArray, classes: NDArray) -> None:
    """Write the number of each class in the middle of its samples."""
    for c in np.unique(classes):
        axes.text(
            *x[classes == c].mean(axis=0), str(c), weight="bold", fontsize=15,
            ha="center", va="center", path_effects=style.halo(3), zorder=6,
        )  # fmt: skip
