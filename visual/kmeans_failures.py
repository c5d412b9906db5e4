"""Where k-means fails: four data sets it cannot cluster as we would: failures.png.

k-means looks for round groups of one size, and only downhill from its start.
"""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

import kmeans_parts as parts
import samples
import style
from triptych import kmeans
from triptych.support import random
from triptych.support.random import Purpose

SEED = 42
SAMPLES = 300
RESTARTS = 10


@dataclass
class Case:
    """Samples, the groups that we see in them, and what k-means makes of them."""

    name: str
    reason: str
    x: NDArray  # (n, 2)
    groups: NDArray  # (n,)
    path: NDArray  # (n_iter + 1, k, 2)


def draw() -> Figure:
    """Draw the samples in the colours of their groups, below them what k-means finds."""
    failures = [make() for make in (stretched, nested, unequal, bad_start)]
    figure = style.figure(14, 7.6)
    above, below = figure.subplots(2, len(failures), squeeze=False)
    for failure, truth, found in zip(failures, above, below, strict=True):
        labels, _ = kmeans.assign(failure.x, failure.path[-1])
        for axes in (truth, found):
            parts.frame(axes, failure.x, shape=1)
            axes.set(xticks=[], yticks=[])
        truth.set_title(failure.name, fontsize=15, weight="bold")
        samples.draw(truth, failure.x, failure.groups)
        parts.draw_regions(found, failure.path[-1])
        samples.draw(found, failure.x, labels)
        parts.draw_paths(found, failure.path)
        parts.draw_centroids(found, failure.path[-1])
        found.set_xlabel(failure.reason, fontsize=12.5)
    above[0].set_ylabel("Groups in the data", fontsize=14)
    below[0].set_ylabel("Clusters of k-means", fontsize=14)
    return figure


def stretched() -> Case:
    """Three parallel groups, far longer than wide."""
    x, groups = clouds(0, [(0, -2), (0, 0), (0, 2)], [(4, 0.4)] * 3)
    x = x @ np.array([(0.8, -0.6), (0.6, 0.8)])
    return Case("Stretched", "Long groups are cut across.", x, groups, best_path(x, 3))


def nested() -> Case:
    """A ring around a group: both have the same mean."""
    x, groups = clouds(1, [(0, 0), (0, 0)], [(0.5, 0.6)] * 2)
    angle = 2 * np.pi * random.uniform(SEED, Purpose.MADE_DATA, 101, np.arange(SAMPLES))
    ring = 4 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    x = x + ring * groups[:, np.newaxis]
    return Case("Nested", "No straight border parts them.", x, groups, best_path(x, 2))


def unequal() -> Case:
    """Two small groups beside a wide one."""
    x, groups = clouds(2, [(0, 0), (7.5, 1.2), (7.5, -1.2)], [(2.6, 2.6), (0.4, 0.4), (0.4, 0.4)])
    return Case("Unequal", "One wide group counts as two.", x, groups, best_path(x, 3))


def bad_start() -> Case:
    """Four easy groups, but two centroids start in one and one between two others."""
    x, groups = clouds(3, [(-3, -3), (-3, 3), (3, 3), (3, -3)], [(0.8, 0.8)] * 4)
    start = np.array([(-3.5, -3), (-2.5, -3), (0.5, 3.5), (3, -3)])
    return Case("Bad start", "No centroid crosses the gap.", x, groups, path_from(x, start))


def clouds(major: int, centres: ArrayLike, spreads: ArrayLike) -> tuple[NDArray, NDArray]:
    """Return normal clouds around some centres, (n, 2), and the group of each sample."""
    groups = np.arange(SAMPLES) % len(np.asarray(centres))
    draws = np.arange(2 * SAMPLES).reshape(SAMPLES, 2)
    noise = random.normal(SEED, Purpose.MADE_DATA, 1000 + major, draws)
    return np.asarray(centres)[groups] + np.asarray(spreads)[groups] * noise, groups


def best_path(x: NDArray, k: int) -> NDArray:
    """Return the path of least inertia from several starts: no bad luck is to blame."""
    starts = [kmeans.init_plusplus(x, k, SEED, restart) for restart in range(RESTARTS)]
    paths = [path_from(x, start) for start in starts]
    return min(paths, key=lambda path: kmeans.assign(x, path[-1])[1].sum())


def path_from(x: NDArray, centroids: NDArray) -> NDArray:
    """Return the centroids of every step until none moves, (n_iter + 1, k, 2)."""
    path = [centroids]
    movement = np.inf
    while movement > 0:
        labels, _ = kmeans.assign(x, path[-1])
        centroids, movement = kmeans.update(x, labels, path[-1])
        path.append(centroids)
    return np.array(path)
