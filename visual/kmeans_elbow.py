"""Inertia over the number of clusters, from several starts: elbow.png."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

import style
from kmeans_run import Run
from triptych import kmeans

RESTARTS = 10
NUMBERS = 40_000  # of the data, so many are used
SEED = 42


def draw(run: Run) -> Figure:
    """Draw where more clusters stop paying; random starts show what luck does."""
    k = len(run.centroids)
    x = run.x[style.some(len(run.x), most=max(200, min(2000, NUMBERS // run.x.shape[1])))]
    clusters = np.arange(1, min(max(10, k + 2), 20, len(x)) + 1)
    inertia = np.array([inertias(x, c) for c in clusters.tolist()])  # (clusters, restarts)

    figure = style.figure(8, 5)
    axes = figure.subplots()
    axes.set_title(f"How many clusters? {style.plain(run.name)}")
    axes.plot(
        np.repeat(clusters, RESTARTS), inertia.ravel(), color=style.COLOURS[1], linestyle="none",
        marker="o", markersize=5, markeredgewidth=0, label=f"each of {RESTARTS} random starts",
    )  # fmt: skip
    axes.plot(
        clusters, inertia.min(axis=1), color=style.COLOURS[0], marker="o", linewidth=2,
        label="the best of them", zorder=3,
    )  # fmt: skip
    axes.axvline(k, color=style.QUIET, linestyle=":", zorder=0, label=f"this run: k = {k}")
    axes.grid(axis="y")
    axes.legend(loc="upper right")
    what = "Inertia" if len(x) == len(run.x) else f"Inertia of {len(x)} of the samples"
    axes.set(xlabel="Number of clusters k", ylabel=what, ylim=(0, None))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    return figure


def inertias(x: NDArray, k: int) -> list[float]:
    """Return the inertia that k clusters reach from each of the starts."""
    found = []
    for restart in range(RESTARTS):
        start = kmeans.init_random(x, k, SEED, restart)
        _, _, history, _ = kmeans.lloyd(x, start, max_iter=50, tol=0)
        found.append(history[-1, 1])
    return found
