"""Classes in the plane of two features: the page, regions, lines of neurons."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

import style

GRID = 240  # points along each side at which a region is asked for


def frame(axes: Axes, x: NDArray) -> None:
    """Show all samples; each feature has its own scale."""
    low, high = x.min(axis=0), x.max(axis=0)
    margin = np.where(high > low, 0.12 * (high - low), np.maximum(1, np.abs(low)))
    if len(x) < 10:  # a logic gate: the line needs room around it
        margin = margin * 4
    axes.set_xlim(low[0] - margin[0], high[0] + margin[0])
    axes.set_ylim(low[1] - margin[1], high[1] + margin[1])


def draw_regions(axes: Axes, scores: Callable[[NDArray], NDArray]) -> None:
    """Fill where each class has the largest score; scores takes (n, 2), returns (n, C).

    The border is where the lead over the best other class is 0: drawn as the
    level line of the lead, it is smooth between the points of the grid.
    """
    first = np.linspace(*axes.get_xlim(), GRID)
    second = np.linspace(*axes.get_ylim(), GRID)
    points = np.stack(np.meshgrid(first, second), axis=-1)
    values = scores(points.reshape(-1, 2)).reshape(GRID, GRID, -1)
    best, second_best = np.sort(values, axis=-1)[..., [-1, -2]].transpose(2, 0, 1)
    winner = values.argmax(axis=-1)
    for c in np.unique(winner):
        others = np.where(winner == c, second_best, best)
        lead = values[..., c] - others
        lead = lead / max(np.abs(lead).max(), 1e-300)
        axes.contourf(first, second, lead, levels=[0, 2], colors=[style.pale(c)], zorder=0)


def draw_lines(
    axes: Axes, w: NDArray, m: NDArray, s: NDArray, colours: list[str], **look: object
) -> int:
    """Draw where each neuron's h is 0, for weights w (3, neurons) of features (x - m) / s.

    Returns
    -------
    drawn : int
        How many of the lines cross the page.
    """
    slopes = w[:2] / s[:, np.newaxis]
    levels = w[2] + (slopes * m[:, np.newaxis]).sum(axis=0)
    low, high = np.array([axes.get_xlim(), axes.get_ylim()]).T
    drawn = 0
    for slope, level, colour in zip(slopes.T, levels, colours, strict=True):
        ends = crossing(slope, level, low, high)
        if ends is not None:
            axes.plot(*ends.T, color=colour, **look)  # type: ignore[arg-type]
            drawn += 1
    return drawn


def crossing(slope: NDArray, level: float, low: NDArray, high: NDArray) -> NDArray | None:
    """Return the two ends of the line slope . x = level on a page, or None: it is not on it."""
    scaled = slope * (high - low)  # on a page of 1 by 1
    rest = level - slope @ low
    length = scaled @ scaled
    if length == 0:
        return None
    foot = scaled * (rest - scaled.sum() / 2) / length + 0.5  # nearest to the middle
    along = np.array([-scaled[1], scaled[0]]) / np.sqrt(length)
    with np.errstate(divide="ignore", invalid="ignore"):
        walks = np.sort(np.array([(0 - foot) / along, (1 - foot) / along]), axis=0)
    inside = (foot >= 0) & (foot <= 1)
    walks[:, along == 0] = np.where(inside[along == 0], [[-np.inf], [np.inf]], np.nan)
    start, end = walks[0].max(), walks[1].min()
    if not start < end:
        return None
    return low + (foot + np.outer([start, end], along)) * (high - low)
