"""The error surface of one neuron and the way of its corrections: error_surface.png.

One feature and the bias node leave two weights, the map's two directions. The height
is the sum over the rows that are wrong of |h|, of which each correction makes one
smaller: flat in the valley where no row is wrong, and steeper the more rows are.
"""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.contour import QuadContourSet
from matplotlib.figure import Figure
from numpy.typing import NDArray

import output
import style
from triptych import perceptron
from triptych.support import data, normalize, random, text
from triptych.support.random import Purpose

DATA = output.ROOT / "data" / "iris.dat"
FEATURE = 2  # the length of the petals parts classes 0 and 1
RATES = (0.1, 1.0)
START = (-2.2, 1.2)
SEED = 42
EPOCHS = 50
REACH = ((-2.6, 2.2), (-1.8, 2.4))


def draw() -> Figure:
    """Draw the same map twice, with the way at a small and at a large rate."""
    x, t = rows()
    figure = style.figure(12, 5.5)
    title = "One neuron, two weights: iris.dat, feature 2, classes 0 and 1"
    figure.suptitle(title, x=0.02, ha="left")
    all_axes = figure.subplots(1, 2, sharey=True)
    for axes, rate in zip(all_axes, RATES, strict=True):
        shades = draw_map(axes, x, t)
        path = corrections(x, t, rate)
        axes.set_title(f"Rate {rate:g}: {text.counted(len(path) - 1, 'correction')}")
        draw_path(axes, path)
        axes.set_xlabel("Weight of the feature")
    all_axes[0].text(
        1.6, -0.4, "no row\nis wrong", color="white", weight="bold", ha="center", va="center"
    )
    all_axes[0].set_ylabel("Weight of the bias node")
    bar = figure.colorbar(shades, ax=all_axes, pad=0.02, aspect=30)
    bar.set_label("Error: sum of |h| over the rows that are wrong")
    bar.outline.set_visible(False)
    return figure


def rows() -> tuple[NDArray, NDArray]:
    """Return two classes of one feature, x (n, 1) of unit variance, and targets (n, 1)."""
    iris = data.read(str(DATA))
    assert iris.labels is not None
    two = iris.labels < 2
    x = iris.x[two][:, [FEATURE]]
    m, s = normalize.fit("standard", x)
    return normalize.apply(m, s, x), iris.labels[two].astype(float)[:, np.newaxis]


def error(x: NDArray, t: NDArray, w: NDArray) -> NDArray:
    """Return the sum of |h| over the wrong rows, for many neurons w (2, m) at once."""
    h, a = perceptron.activate(x, w)
    return np.sum(np.abs(h) * (a != t), axis=0)


def corrections(x: NDArray, t: NDArray, rate: float) -> NDArray:
    """Return the weights after every correction, (corrections + 1, 2), until none is wrong."""
    w = np.array(START)[:, np.newaxis]
    path = [w]
    for epoch in range(EPOCHS):
        errors = 0
        for i in random.shuffle(len(x), len(x), SEED, Purpose.VISITING_ORDER, epoch):
            w, wrong = perceptron.train_epoch(x, t, np.array([i], np.int32), rate, w)
            if wrong:
                path.append(w)
                errors += 1
        if errors == 0:
            break
    return np.array(path)[:, :, 0]


def draw_map(axes: Axes, x: NDArray, t: NDArray) -> QuadContourSet:
    """Draw the error as shades and level lines, and the valley in green."""
    first, second = (np.linspace(*reach, 400) for reach in REACH)
    grid = np.stack([each.ravel() for each in np.meshgrid(first, second)])
    height = error(x, t, grid).reshape(400, 400)
    levels = np.arange(0, height.max() + 40, 20)
    shades = axes.contourf(first, second, height, levels=levels, cmap="Blues", zorder=0)
    axes.contour(first, second, height, levels=levels, colors="white", linewidths=0.6, zorder=1)
    right = np.array([0, REACH[0][1]])  # h = w x - b: b lies between the classes, w is positive
    valley = x[t == 0].max() * right, x[t == 1].min() * right
    axes.fill_between(right, *valley, color=style.COLOURS[2], linewidth=0, zorder=1)
    axes.set(xlim=REACH[0], ylim=REACH[1], aspect="equal")
    return shades


def draw_path(axes: Axes, path: NDArray) -> None:
    """Draw the way from an open ring to a disc, a dot a correction."""
    axes.plot(*path.T, color=style.INK, linewidth=1.6, marker="o", markersize=4,
              markeredgecolor="white", markeredgewidth=0.5, zorder=3)  # fmt: skip
    axes.plot(*path[0], color=style.INK, marker="o", markersize=9, markerfacecolor="white",
              markeredgewidth=1.6, zorder=4)  # fmt: skip
    axes.plot(*path[-1], color=style.COLOURS[5], marker="o", markersize=9,
              markeredgecolor="white", markeredgewidth=1, zorder=4)  # fmt: skip
