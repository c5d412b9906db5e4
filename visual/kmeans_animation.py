"""A whole run, assign, update, assign ...: animation.gif."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from mpl_toolkits.mplot3d import Axes3D
from numpy.typing import NDArray
from PIL import Image

import kmeans_parts as parts
import output
import samples
import style
from kmeans_run import Run
from triptych import kmeans
from triptych.support import text

MOST_STEPS = 20  # of a longer run, so many are shown
MOVING = 3  # pages from the centroids of one step to those of the next
START, HOLD, MOVE, END = 1500, 1000, 80, 4000  # milliseconds


@dataclass
class Page:
    """What one page of the animation shows, and for how many milliseconds."""

    words: str
    duration: int
    path: NDArray  # (steps so far, k, d)
    labels: NDArray  # (n,)
    regions: NDArray | None = None  # (k, d), the centroids that own them


def write(run: Run, file: Path) -> None:
    """Draw page after page on copies of the same paper."""
    x = run.x[style.some(len(run.x), most=1500)]
    canvas, axes = paper(run, x)
    empty = canvas.copy_from_bbox(canvas.figure.bbox)
    copies, durations = [], []
    for page in pages(run, x):
        canvas.restore_region(empty)
        draw(axes, x, page)
        copies.append(Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB"))
        durations.append(page.duration)

    colours = palette(copies[-1])
    copies = [copy.quantize(palette=colours, dither=Image.Dither.NONE) for copy in copies]
    output.write_animation(copies, durations, file)


def paper(run: Run, x: NDArray) -> tuple[FigureCanvasAgg, Axes]:
    """Draw empty axes, with room for a title of two lines."""
    figure = style.figure(6.4, 6.1)
    figure.set_dpi(100)
    canvas = FigureCanvasAgg(figure)
    if x.shape[1] == 2:
        axes = figure.subplots()
        axes.set(xlabel="Feature 0", ylabel="Feature 1")
        parts.frame(axes, x)
    else:
        axes = figure.add_subplot(projection="3d", computed_zorder=False)
        parts.stage(axes, x, run.centroids)
    axes.set_title(" \n ")
    canvas.draw()
    return canvas, axes


def pages(run: Run, x: NDArray) -> Iterator[Page]:
    """Tell the run: each step moves the centroids, then deals out the samples anew."""
    assert run.path is not None
    words = f"Start: {text.counted(len(run.centroids), 'centroid')}\n"
    yield Page(words, START, run.path[:1], np.full(len(x), style.NOBODY))
    labels, _ = kmeans.assign(x, run.path[0])
    yield assigned(run, 0, labels)

    last = len(run.path) - 1
    shown = np.unique(np.linspace(0, last, MOST_STEPS + 1).astype(int))
    for before, step in pairwise(shown.tolist()):
        here, there = run.path[before], run.path[step]
        words = f"Step {step}: move each centroid to the mean of its samples\n"
        words += f"inertia {style.number(run.inertia[before])}"
        for part in np.arange(1, MOVING + 1) / MOVING:
            path = np.concatenate([run.path[:step], [here + part * (there - here)]])
            yield Page(words, HOLD if part == 1 else MOVE, path, labels, here)
        labels, _ = kmeans.assign(x, there)
        yield assigned(run, step, labels)


def assigned(run: Run, step: int, labels: NDArray) -> Page:
    """The page on which each sample has the colour of its nearest centroid."""
    assert run.path is not None
    words = f"Step {step}: give each sample to its nearest centroid\n"
    words += f"inertia {style.number(run.inertia[step])}"
    duration = HOLD if step < len(run.path) - 1 else END
    return Page(words, duration, run.path[: step + 1], labels, run.path[step])


def draw(axes: Axes, x: NDArray, page: Page) -> None:
    """Draw the marks of one page in place of those of the last, and the title."""
    for mark in [*axes.collections, *axes.lines, *axes.texts]:
        mark.remove()
    if isinstance(axes, Axes3D):
        parts.draw_shadows(axes, x)
    elif page.regions is not None:
        parts.draw_regions(axes, page.regions)
    samples.draw(axes, x, page.labels)
    parts.draw_paths(axes, page.path)
    parts.draw_centroids(axes, page.path[-1])
    axes.redraw_in_frame()
    axes.draw_artist(axes.set_title(page.words))


def palette(picture: Image.Image) -> Image.Image:
    """Return the commonest colours of a picture, at most 256 and no two nearly alike.

    Pillow matches colours to within a few levels only: alone in its place, the
    white of the paper stays white.
    """
    counts = picture.getcolors(picture.width * picture.height) or []
    chosen = np.empty((0, 3), int)
    for _, colour in sorted(counts, reverse=True):
        if len(chosen) < 256 and np.all(np.abs(chosen - colour).max(axis=1) > 7):
            chosen = np.vstack([chosen, [colour]])
    colours = Image.new("P", (1, 1))
    colours.putpalette(chosen.ravel().tolist())
    return colours
