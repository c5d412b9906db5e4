"""The clusters of a run, with the path of every centroid: clusters.png.

One feature: samples above, paths below. Two: the plane, with the region that each
centroid owns. Three: space. More: the first two principal components.
"""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

import kmeans_parts as parts
import samples
import style
from kmeans_run import Run


def draw(run: Run) -> Figure:
    """Draw the clusters in as many dimensions as a page allows."""
    d = run.x.shape[1]
    return {1: draw_line, 2: draw_plane, 3: draw_space}.get(d, draw_projection)(run)


def draw_line(run: Run) -> Figure:
    """One feature: how many samples lie where, and below it the steps."""
    figure = style.figure(8, 6)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(2, 1))
    above.set_title(run.title)
    ours = [run.x[run.labels == c, 0] for c in range(len(run.centroids))]
    colours = [style.colour(c) for c in range(len(ours))]
    above.hist(ours, bins=60, stacked=True, color=colours, linewidth=0)
    above.set_ylabel("Samples")

    steps = np.arange(len(run.inertia))
    if run.path is not None:
        for c, way in enumerate(run.path[:, :, 0].T):
            below.plot(way, steps, color=style.colour(c), marker=".", linewidth=2)
    below.yaxis.set_major_locator(MaxNLocator(integer=True))
    below.invert_yaxis()
    below.set(xlabel="Feature 0", ylabel="Step")
    return figure


def draw_plane(run: Run) -> Figure:
    """Two features: the plane divided among the centroids."""
    shape = parts.page_shape(run.x)
    figure = style.figure(7.6, 1.4 + 6.2 / shape)
    axes = figure.subplots()
    axes.set_title(run.title)
    parts.frame(axes, run.x, shape)
    parts.draw_regions(axes, run.centroids)
    samples.draw(axes, run.x, run.labels)
    if run.path is not None:
        parts.draw_paths(axes, run.path)
    parts.draw_centroids(axes, run.centroids)
    axes.set(xlabel="Feature 0", ylabel="Feature 1")
    parts.draw_legend(figure, paths=run.path is not None)
    return figure


def draw_space(run: Run) -> Figure:
    """Three features: samples, paths and centroids in space."""
    figure = style.figure(7.6, 7)
    figure.suptitle(run.title, x=0.02, ha="left")
    axes = figure.add_subplot(projection="3d", computed_zorder=False)
    parts.stage(axes, run.x, run.centroids)
    samples.draw(axes, run.x, run.labels)
    parts.draw_shadows(axes, run.x)
    if run.path is not None:
        parts.draw_paths(axes, run.path)
    parts.draw_centroids(axes, run.centroids)
    parts.draw_legend(figure, paths=run.path is not None)
    return figure


def draw_projection(run: Run) -> Figure:
    """More features: the clusters in the plane in which the samples spread most.

    If the samples have classes, these stand beside them: k-means never saw them.
    """
    middle = run.x.mean(axis=0)
    directions, shares = principal_components(run.x - middle)
    x = (run.x - middle) @ directions.T
    centroids = (run.centroids - middle) @ directions.T

    pages = 1 if run.classes is None else 2
    shape = parts.page_shape(x)
    figure = style.figure(1 + 5.6 * pages, 1.7 + 4.6 / shape)
    figure.suptitle(run.title, x=0.02, ha="left")
    all_axes = figure.subplots(1, pages, squeeze=False, sharex=True, sharey=True)[0]
    for axes in all_axes:
        parts.frame(axes, x, shape)
        axes.set_xlabel(f"Principal component 0 ({shares[0]:.0%} of the variance)")
    all_axes[0].set_ylabel(f"Principal component 1 ({shares[1]:.0%})")

    samples.draw(all_axes[0], x, run.labels)
    parts.draw_centroids(all_axes[0], centroids)
    all_axes[0].set_title("Clusters")
    if run.classes is not None:
        samples.draw(all_axes[1], x, run.classes)
        samples.draw_names(all_axes[1], x, run.classes)
        all_axes[1].set_title("Classes in the data file")
    return figure


def principal_components(x: NDArray) -> tuple[NDArray, NDArray]:
    """Return the two directions of largest variance, and their shares of it.

    They are the first right singular vectors of the centred samples; their signs,
    which are free, are chosen so that the largest entry is positive.
    """
    n, d = x.shape
    x = np.vstack([x[style.some(n, most=max(200, 2_000_000 // d))], np.zeros(d)])
    _, sizes, directions = np.linalg.svd(x, full_matrices=False)
    largest = np.argmax(np.abs(directions), axis=1)
    signs = np.sign(directions[np.arange(len(directions)), largest])
    shares = sizes**2 / max(np.sum(sizes**2), np.finfo(float).tiny)
    return signs[:2, np.newaxis] * directions[:2], shares[:2]
