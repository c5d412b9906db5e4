"""The parts of a k-means picture: regions, paths, centroids, legend.

Frames and regions are for the plane; the rest serves the plane and space.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes as Plane
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from mpl_toolkits.mplot3d import Axes3D as Space
from numpy.typing import NDArray

import style

Axes = Any  # a plane or space: the same calls, with one coordinate more
MANY = 30  # centroids that still get a number each


def page_shape(x: NDArray) -> float:
    """Return the width of a good page for samples in the plane, divided by its height."""
    width, height = np.maximum(np.ptp(x, axis=0), 1e-300)
    return float(np.clip(width / height, 1.1, 2))


def frame(axes: Plane, x: NDArray, shape: float = 1.1) -> None:
    """Show all samples, with one scale for both axes where the ranges allow it.

    k-means measures straight distances, so only with one scale does the border of
    two regions look like what it is: the perpendicular bisector of two centroids.
    The shorter range is widened to fill a page of this shape, width by height.
    """
    low, high = x.min(axis=0), x.max(axis=0)
    middle, reach = (low + high) / 2, (high - low) * 0.56
    reach = np.where(reach > 0, reach, np.maximum(1, np.abs(low)))
    if reach.max() < 5 * reach.min():
        reach = np.maximum(reach, reach[::-1] * (shape, 1 / shape))
        axes.set_aspect("equal")
    axes.set_xlim(middle[0] - reach[0], middle[0] + reach[0])
    axes.set_ylim(middle[1] - reach[1], middle[1] + reach[1])


def stage(axes: Space, x: NDArray, centroids: NDArray) -> None:
    """Show all samples in space, from a little above."""
    reach = np.maximum(np.ptp(x, axis=0), 1e-300)
    axes.view_init(elev=20, azim=best_view(centroids[:MANY] / reach))
    axes.set_box_aspect((1, 1, 0.9), zoom=1.15)
    axes.set(xlabel="Feature 0", ylabel="Feature 1", zlabel="Feature 2")
    axes.locator_params(nbins=6)
    low, high = x.min(axis=0), x.max(axis=0)
    margin = np.where(high > low, 0.05 * (high - low), 1)
    low, high = low - margin, high + margin
    axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), zlim=(low[2], high[2]))


def best_view(centroids: NDArray) -> int:
    """Return the angle, in degrees, from which no centroid hides another."""
    scores = {}
    for angle in range(-75, -14, 5):
        along = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
        across = centroids[:, :2] @ (-along[1], along[0])
        up = centroids[:, 2] - 0.36 * centroids[:, :2] @ along  # tan(20 degrees)
        seen = np.stack([across, up], axis=1)
        gaps = np.linalg.norm(seen[:, np.newaxis] - seen, axis=-1)
        scores[angle] = min(gaps[np.triu_indices(len(gaps), 1)], default=0)
    return max(scores, key=lambda angle: scores[angle])


def cut(polygon: NDArray, side: NDArray) -> NDArray:
    """Return the part of a convex polygon whose corners have side <= 0."""
    kept = []
    for i in range(len(polygon)):
        j = (i + 1) % len(polygon)
        if side[i] <= 0:
            kept.append(polygon[i])
        if (side[i] > 0) != (side[j] > 0):  # the edge crosses the cut
            part = side[i] / (side[i] - side[j])
            kept.append(polygon[i] + part * (polygon[j] - polygon[i]))
    return np.array(kept).reshape(-1, 2)


def region(c: int, centroids: NDArray, corners: NDArray) -> NDArray:
    """Return the polygon of all points nearer to centroid c than to any other.

    It starts as the whole page, and the bisector with each other centroid, the
    nearest first, cuts a part away.
    """
    here = centroids[c]
    distances = np.linalg.norm(centroids - here, axis=1)
    polygon = corners
    for other in np.argsort(distances, kind="stable"):
        if len(polygon) == 0 or distances[other] / 2 > np.linalg.norm(polygon - here, axis=1).max():
            break  # this bisector and all later ones lie beyond the polygon
        there = centroids[other]
        polygon = cut(polygon, (polygon - (here + there) / 2) @ (there - here))
    return polygon


def draw_regions(axes: Plane, centroids: NDArray) -> None:
    """Fill the region that each centroid owns."""
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    corners = np.array([(left, bottom), (right, bottom), (right, top), (left, top)])
    polygons = [region(c, centroids, corners) for c in range(len(centroids))]
    colours = [style.pale(c) for c in range(len(centroids))]
    axes.add_collection(
        PolyCollection(polygons, facecolors=colours, edgecolors="white", linewidths=1.5, zorder=0),
        autolim=False,
    )


def draw_shadows(axes: Space, x: NDArray) -> None:
    """Draw where on the floor of space each sample stands."""
    x = x[style.some(len(x))]
    floor, _ = axes.get_zlim()
    area = style.dot_area(len(x)) / 4
    axes.scatter(*x[:, :2].T, floor, s=area, c="#D5D5D5", linewidths=0, depthshade=False, zorder=1)


def draw_paths(axes: Axes, path: NDArray) -> None:
    """Draw the way of each centroid, a dot a step, from an open ring."""
    _, k, d = path.shape
    gap = np.full((1, k, d), np.nan)  # between the end of one way and the start of the next
    ways = np.swapaxes(np.concatenate([path, gap]), 0, 1).reshape(-1, d)
    axes.plot(*ways.T, color=style.INK, linewidth=1.4, path_effects=style.halo(), zorder=3)
    axes.plot(
        *ways.T, marker="o", markersize=3.6, markerfacecolor=style.INK,
        markeredgecolor="white", markeredgewidth=0.6, linestyle="none", zorder=3,
    )  # fmt: skip
    axes.plot(
        *path[0].T, color=style.INK, marker="o", markersize=8, markerfacecolor="white",
        markeredgewidth=1.4, linestyle="none", zorder=4,
    )  # fmt: skip


def draw_centroids(axes: Axes, centroids: NDArray) -> None:
    """Draw each centroid as a disc with its number."""
    numbered = len(centroids) <= MANY
    for c, look in enumerate(style.COLOURS):
        alike = centroids[c :: len(style.COLOURS)]
        axes.plot(
            *alike.T, marker="o", markersize=15 if numbered else 8, markerfacecolor=look,
            markeredgecolor=style.INK, markeredgewidth=1.4, linestyle="none", zorder=5,
        )  # fmt: skip
    for c, centroid in enumerate(centroids[: MANY if numbered else 0]):
        axes.text(
            *centroid, str(c), color="white", weight="bold", fontsize=10,
            ha="center", va="center_baseline", clip_on=True, zorder=6,
        )  # fmt: skip


def draw_legend(figure: Figure, paths: bool) -> None:
    """Say below the picture what its marks are."""
    marks: dict[str, dict[str, Any]] = {
        "sample": {"color": style.QUIET, "marker": "o", "markersize": 5, "linestyle": "none"},
        "start": {"color": style.INK, "marker": "o", "markersize": 8, "linestyle": "none",
                  "markerfacecolor": "white", "markeredgewidth": 1.4},
        "step by step": {"color": style.INK, "marker": ".", "linewidth": 1.4},
        "centroid at the end": {"color": style.COLOURS[0], "marker": "o", "markersize": 12,
                                "linestyle": "none", "markeredgecolor": style.INK},
    }  # fmt: skip
    if not paths:
        del marks["start"], marks["step by step"]
    entries = [Line2D([], [], label=label, **look) for label, look in marks.items()]
    figure.legend(handles=entries, loc="outside lower center", ncols=len(entries))
