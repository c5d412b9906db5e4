"""How one hidden layer builds hills, bumps and points: hills.png.

No weight here was learnt: they are set by hand. A neuron is a slope; the difference
of two slopes side by side is a ridge; ridges added where they cross make a bump; a
threshold at the end cuts off their arms.
"""

from collections.abc import Iterable

import numpy as np
from matplotlib.figure import Figure
from mpl_toolkits.mplot3d import Axes3D
from numpy.typing import NDArray

import mlp_parts as parts
import style
from triptych import mlp

GRID = 90
STEEP = 14.0  # how fast a slope rises


def draw(grid: int = GRID) -> Figure:
    """Draw six networks of two inputs and one hidden layer, by the number of its neurons."""
    figure = style.figure(12.6, 8.6)
    figure.suptitle(
        "What one hidden layer can build, by the number of its neurons", x=0.02, ha="left"
    )
    across = np.pi * np.arange(8) / 8
    points = [ridges(across, 0.15, centre) for centre in ((-0.45, -0.4), (0.45, 0.4))]
    for place, (words, neurons, cut) in enumerate(
        [
            ("1 neuron: a slope", np.array([[STEEP, 0, 0, 1]]), None),
            ("2 neurons: a ridge", ridges([0], 0.35), None),
            ("4 neurons: two ridges that cross", ridges([0, np.pi / 2], 0.35), None),
            ("4 neurons and a threshold: a bump", ridges([0, np.pi / 2], 0.35), 1.5),
            ("16 neurons: narrow ridges, a point", ridges(across, 0.15), 5.2),
            ("32 neurons: two points", np.concatenate(points), 5.2),
        ],
        start=1,
    ):
        axes = figure.add_subplot(2, 3, place, projection="3d")
        draw_surface(axes, neurons, cut, grid)
        axes.set_title(words, fontsize=12)
    return figure


def ridges(angles: Iterable[float], half: float, centre: tuple[float, float] = (0, 0)) -> NDArray:
    """Return two neurons for each ridge, (neurons, 4): two weights, bias, weight at the end."""
    neurons = []
    for angle in angles:
        along = STEEP * np.array([np.cos(angle), np.sin(angle)])
        middle = along @ centre
        neurons.append([*along, middle - STEEP * half, 1])
        neurons.append([*along, middle + STEEP * half, -1])
    return np.array(neurons)


def draw_surface(axes: Axes3D, neurons: NDArray, cut: float | None, grid: int) -> None:
    """Draw the output over both inputs; with a cut, the output is a sigmoid around it."""
    sharp = 1.0 if cut is None else 7.0
    end = np.append(neurons[:, 3], 0 if cut is None else cut) * sharp
    params = np.concatenate([neurons[:, :3].T.ravel(), end])
    kinds = ["sigmoid", "linear" if cut is None else "sigmoid"]
    layers = parts.table([2, len(neurons), 1], kinds)

    line = np.linspace(-1, 1, grid)
    first, second = np.meshgrid(line, line)
    x = np.stack([first.ravel(), second.ravel()], axis=1)
    height = mlp.predict(layers, 1.0, x, params).reshape(grid, grid)
    axes.plot_surface(
        first, second, height, cmap="viridis", rcount=grid, ccount=grid, linewidth=0,
        antialiased=True, edgecolor="none",
    )  # fmt: skip
    axes.view_init(elev=32, azim=-60)
    axes.set_box_aspect((1, 1, 0.6), zoom=1.1)
    axes.set(xticks=[-1, 0, 1], yticks=[-1, 0, 1], zlim=(0, max(1, height.max())))
    axes.set(xlabel="$x_0$", ylabel="$x_1$")
    axes.locator_params(axis="z", nbins=4)
