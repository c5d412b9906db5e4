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
    """Return the mean around every epoch: of a twentieth of all, fewer near both ends."""
    n = len(values)
    here = np.arange(n)
    half = np.minimum(n // 40, np.minimum(here, n - 1 - here))
    total = np.cumsum(np.insert(values, 0, 0))
    return (total[here + half + 1] - total[here - half]) / (2 * half + 1)
