"""The error surface around a minimum and the path of the descent: error_surface.png.

A network has too many weights to see. The picture is the plane through the end of
the training in which its path spreads most: the principal components of the path
(Li, Xu, Taylor, Studer and Goldstein 2018, Visualizing the loss landscape of neural nets).
"""

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

import mlp_parts as parts
import style

GRID = 56
EPOCHS = 150


def draw() -> Figure:
    """Draw the loss in space, and as a map with the path, a dot every ten epochs."""
    lesson = parts.lesson("iris.dat", [3], features=[2, 3])
    path, _ = lesson.train(rate=0.8, epochs=EPOCHS, batch=10)
    directions, share = components(path)
    way = (path - path[-1]) @ directions.T

    middle = (way.min(axis=0) + way.max(axis=0)) / 2
    reach = np.ptp(way, axis=0).max() * np.array([0.75, 0.62])
    first, second = np.linspace(middle - reach, middle + reach, GRID).T
    plane = np.stack(np.meshgrid(first, second), axis=-1)
    points = path[-1] + plane.reshape(-1, 2) @ directions
    height = np.array([lesson.loss(point) for point in points]).reshape(GRID, GRID)
    floor = np.array([lesson.loss(path[-1] + step @ directions) for step in way])

    figure = style.figure(13, 5.8)
    weights = len(lesson.params)
    figure.suptitle(
        f"The loss of a network of {weights} weights (iris.dat, features 2 and 3), "
        f"in the plane that holds {share:.1%} of the path's spread",
        x=0.02, ha="left",
    )  # fmt: skip
    space = figure.add_subplot(1, 2, 1, projection="3d", computed_zorder=False)
    space.plot_surface(
        plane[..., 0], plane[..., 1], height, cmap="viridis", rcount=GRID, ccount=GRID,
        linewidth=0.15, edgecolor="white", alpha=0.95, zorder=1,
    )  # fmt: skip
    space.plot(
        *way.T, floor + 0.01 * np.ptp(height), color=style.COLOURS[5], linewidth=2.6, zorder=3
    )
    for point, face in ((0, "white"), (-1, style.COLOURS[5])):
        space.plot(
            *way[[point]].T, floor[[point]], color=style.INK, marker="o", markersize=8,
            markerfacecolor=face, linestyle="none", zorder=4,
        )  # fmt: skip
    space.view_init(elev=34, azim=view(way))
    space.set_box_aspect((1, 1, 0.75), zoom=1.05)
    space.set(xlabel="Direction 0", title="Height: the loss")
    space.set_ylabel("Direction 1", labelpad=10)
    space.locator_params(nbins=4)
    draw_map(figure, first, second, height, way)
    return figure


def components(path: NDArray) -> tuple[NDArray, float]:
    """Return the two directions in which the path spreads most, and their share of it."""
    away = path - path[-1]
    _, sizes, directions = np.linalg.svd(away, full_matrices=False)
    signs = np.where((away[0] @ directions[:2].T) > 0, -1, 1)  # the start lies low on both axes
    return signs[:, np.newaxis] * directions[:2], float((sizes[:2] ** 2).sum() / (sizes**2).sum())


def view(way: NDArray) -> float:
    """Return the angle that looks across the path."""
    start = way[0] - way[-1]
    return float(np.degrees(np.arctan2(start[1], start[0]))) - 100


def draw_map(
    figure: Figure, first: NDArray, second: NDArray, height: NDArray, way: NDArray
) -> None:
    """Draw the loss as level lines, and the path from an open ring to a disc."""
    axes = figure.add_subplot(1, 2, 2)
    levels = np.arange(0, height.max() + 0.05, 0.025)
    shades = axes.contourf(first, second, height, levels=levels, cmap="viridis")
    axes.contour(first, second, height, levels=levels, colors="white", linewidths=0.4, alpha=0.6)
    axes.plot(*way.T, color=style.COLOURS[5], linewidth=2.4, path_effects=style.halo(4))
    axes.plot(*way[::10].T, color=style.COLOURS[5], marker="o", markersize=5, linestyle="none",
              markeredgecolor="white", markeredgewidth=0.7)  # fmt: skip
    axes.plot(*way[0], color=style.INK, marker="o", markersize=9, markerfacecolor="white",
              markeredgewidth=1.6, linestyle="none", label="start")  # fmt: skip
    axes.plot(*way[-1], color=style.COLOURS[5], marker="o", markersize=9, linestyle="none",
              markeredgecolor="white", label=f"after {len(way) - 1} epochs")  # fmt: skip
    axes.set(xlabel="Direction 0", ylabel="Direction 1", aspect="equal")
    bar = figure.colorbar(shades, ax=axes, aspect=30, ticks=np.arange(0, height.max(), 0.1))
    bar.set_label("Loss")
    axes.legend(loc="upper right", labelcolor="white")
