"""What was measured in every epoch, as a line; of a long run, also its mean over nearby epochs."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

FEW = 60  # epochs that are still drawn as they are


def draw(axes: Axes, epochs: NDArray, values: NDArray, colour: str, label: str) -> None:
    """Draw a dot an epoch or, of a long run, a smooth line before a pale one."""
    if len(epochs) <= FEW:
        axes.plot(epochs, values, color=colour, marker="o", markersize=4, linewidth=2, label=label)
        return
    axes.plot(epochs, values, color=colour, linewidth=0.7, alpha=0.35, zorder=1)
    axes.plot(epochs, smooth(values), color=colour, linewidth=2.2, label=label)


def smooth(values: NDArray) -> NDArray:
    """Return the mean around every epoch: of a twentieth of all, fewer near both ends.

    At the start, where all changes fast, as few before as after; at the end, what there is.
    """
    n = len(values)
    here = np.arange(n)
    half = np.minimum(n // 40, here)
    first, last = here - half, np.minimum(here + half, n - 1)
    total = np.cumsum(np.insert(values, 0, 0))
    return (total[last + 1] - total[first]) / (last + 1 - first)
