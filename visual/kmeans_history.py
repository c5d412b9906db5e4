"""Inertia and movement after every step of a run: history.png."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

import style
from kmeans_run import Run


def draw(run: Run) -> Figure:
    """Draw both over the same steps: inertia falls, and movement goes to 0."""
    figure = style.figure(8, 6)
    above, below = figure.subplots(2, 1, sharex=True)
    steps = np.arange(len(run.inertia))
    dots = "o" if len(steps) <= 60 else ""

    above.set_title(run.title)
    above.plot(steps, run.inertia, color=style.COLOURS[0], marker=dots, linewidth=2)
    above.set_ylabel("Inertia")

    # No centroid moves before step 1, and a logarithm has no place for a movement of 0.
    moved = run.movement > 0
    below.plot(steps[moved], run.movement[moved], color=style.COLOURS[5], marker=dots, linewidth=2)
    if moved.any():
        below.set_yscale("log")
    else:
        below.set_yticks([])
    below.set(xlabel="Step", ylabel="Movement")
    below.xaxis.set_major_locator(MaxNLocator(integer=True))

    still = steps[1:][run.movement[1:] == 0]
    if len(still) > 0:
        axis = {"transform": below.get_xaxis_transform(), "clip_on": False}
        below.plot(still, 0 * still, color=style.COLOURS[5], marker="v", linestyle="none", **axis)
        below.text(still[0], 0.05, "0", ha="center", **axis)

    figure.align_ylabels()
    for axes in (above, below):
        axes.grid(axis="y")
    return figure
