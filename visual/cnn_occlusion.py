"""Which pixels speak for the class: occlusion.png.

A patch of the image is covered by the mean of all images, and moved over it. Where the
output of the class falls, the network has looked: a pixel's number is the mean fall over
the patches that cover it, in log-odds log(p / (1 - p)), which still tell 0.99 from 0.999.
"""

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

import cnn_parts as parts
import style
from training_run import Run

MOST = 10  # classes
PLACES = 16  # of the patch along an axis of an image, at most
ALONG = 64  # along a line of pixels
WIDE = 3  # a patch, in steps from place to place
LEAST = 1e-9  # a probability: below, rounding speaks


def draw(run: Run) -> Figure:
    """For each class draw the first image that is answered rightly, and its pixels' numbers."""
    examples = first_right(run)
    figure = style.figure(1.35 * max(len(examples), 5) + 0.4, 3.9)
    style.title(figure, f"Which pixels speak for the class: {parts.short(run.said['data'])}")
    if not examples:
        return figure
    mean = run.x.mean(axis=0)
    all_axes = figure.subplots(2, len(examples), squeeze=False)
    for (above, below), (c, row) in zip(all_axes.T, examples, strict=True):
        parts.draw_image(above, parts.image(run, row))
        above.set_title(f"class {c}", fontsize=11)
        parts.draw_map(below, falls(run, run.x[row], mean, c))
    less, more = ("above 0", "below") if parts.is_line(run) else ("red", "blue")
    words = f"{less}: with this pixel covered, the network is less sure of the class; {more}: surer"
    if len(examples) < min(run.classes, MOST):
        words += "\na class that no row was rightly said to be is left out"
    figure.supxlabel(words, fontsize=11)
    return figure


def first_right(run: Run) -> list[tuple[int, int]]:
    """Return the class and the row of the first right answer of each class."""
    assert run.labels is not None
    few = style.some(len(run.x), 1000)
    said = parts.answer(run, run.normalized(run.x[few])).argmax(axis=1)
    right = few[said == run.labels[few]]
    classes, places = np.unique(run.labels[right], return_index=True)
    return list(zip(classes.tolist(), right[places].tolist(), strict=True))[:MOST]


def falls(run: Run, x: NDArray, mean: NDArray, c: int) -> NDArray:
    """Return how far the log-odds of class c fall where pixels are covered, (h, w)."""
    _, height, width = shape = parts.image_shape(run)
    covers = patches(height, width)
    hidden = np.where(covers[:, np.newaxis], mean.reshape(shape), x.reshape(shape))
    samples = np.concatenate([x[np.newaxis], hidden.reshape(len(covers), -1)])
    p = parts.answer(run, run.normalized(samples))[:, c].clip(LEAST, 1 - LEAST)
    odds = np.log(p / (1 - p))
    fall = odds[0] - odds[1:]
    return np.tensordot(fall, covers, 1) / covers.sum(axis=0)


def patches(height: int, width: int) -> NDArray[np.bool_]:
    """Return the places of the patch, (places, h, w): together they cover every pixel."""
    places = ALONG if 1 in (height, width) else PLACES
    rows, columns = windows(height, places), windows(width, places)
    both = rows[:, np.newaxis, :, np.newaxis] & columns[np.newaxis, :, np.newaxis, :]
    return both.reshape(-1, height, width)


def windows(pixels: int, places: int) -> NDArray[np.bool_]:
    """Return overlapping windows over an axis, at most so many, (windows, pixels)."""
    size = max(1, round(WIDE * pixels / places))
    starts = np.unique(np.linspace(0, pixels - size, places).round().astype(int))
    here = np.arange(pixels)
    return (here >= starts[:, np.newaxis]) & (here < starts[:, np.newaxis] + size)
