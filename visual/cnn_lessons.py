"""Filters set by hand, where nothing is learnt: cross.png and kernels.png.

The first finds a cross, wherever it lies; the others are those of every program that
works on photographs. All are the same sum of pixel times weight.
"""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

import cnn_parts as parts
import style
from triptych import filters
from triptych.filters import Kind, Layer
from triptych.support import random
from triptych.support.random import Purpose

SEED = 42
SIDE = 160  # pixels of the moon
CRATERS = 60
CROSS = np.array([[1, -1, 1], [-1, 1, -1], [1, -1, 1]])
KERNELS = {
    "as it is": np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
    "sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    "blur": np.ones((3, 3)) / 9,
    "edge": np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
    "elevation": np.array([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]),
}


def convolve(image: NDArray, kernel: NDArray) -> NDArray:
    """Slide a kernel over an image, without zeros around it: what a layer `C-1.3_v` does."""
    (height, width), (kh, kw) = image.shape, kernel.shape
    sizes = (1, height, width, 1, height - kh + 1, width - kw + 1, kh, kw, 1, 1, 0, 0, 0)
    w = np.append(kernel.ravel(), 0.0)  # no bias
    x = image[np.newaxis, np.newaxis].astype(float)
    return filters.conv_forward(Layer(Kind.CONVOLUTION, *sizes), x, w)[0, 0]


def draw_cross() -> Figure:
    """A cross in an image of 5 x 5 pixels, at two places, and a filter of its shape."""
    figure = style.figure(9.6, 7.0)
    style.title(figure, "A filter finds its own shape, wherever it is")
    all_axes = figure.subplots(2, 3)
    for line, (row, column) in zip(all_axes, ((0, 0), (2, 1)), strict=True):
        image = np.zeros((5, 5))
        image[row : row + 3, column : column + 3] = CROSS > 0
        found = convolve(image, CROSS)
        fields = zip(line, (image, CROSS, found), ("image", "filter", "map"), " ∗=", strict=True)
        for axes, numbers, words, sign in fields:
            draw_numbers(axes, numbers)
            middle, half = (len(numbers) - 1) / 2, 2.8  # all fields of the same size
            axes.set(xlim=(middle - half, middle + half), ylim=(middle + half, middle - half))
            axes.spines[:].set_visible(False)
            axes.text(-0.5, -0.65, words, fontsize=12)
            axes.text(-1.3, middle, sign, fontsize=20, ha="center", va="center")
        best = np.unravel_index(found.argmax(), found.shape)
        for axes, size in ((line[0], 3), (line[2], 1)):
            corner = (best[1] - 0.5, best[0] - 0.5)
            axes.add_patch(
                Rectangle(corner, size, size, fill=False, edgecolor=style.COLOURS[2], linewidth=3,
                          zorder=3, clip_on=False)
            )  # fmt: skip
    figure.supxlabel(
        "each number of the map: the sum over 3 x 3 pixels of pixel times weight;\n"
        "green: the largest, and the pixels that it saw",
        fontsize=11,
    )
    return figure


def draw_numbers(axes: Axes, numbers: NDArray) -> None:
    """Draw a number in each field, on its colour; ninths are written as such."""
    ninths = not np.array_equal(numbers, numbers.round())
    parts.draw_map(axes, numbers, 2.2 * np.abs(numbers).max())
    for (row, column), value in np.ndenumerate(numbers):
        words = f"{9 * value:.0f}/9" if ninths else f"{value:.0f}".replace("-", "−")
        axes.text(column, row, words, ha="center", va="center", fontsize=13)
        corner = (column - 0.5, row - 0.5)
        axes.add_patch(Rectangle(corner, 1, 1, fill=False, edgecolor="#CCCCCC", linewidth=0.6))


def draw_kernels() -> Figure:
    """The same moon under five filters of 3 x 3."""
    figure = style.figure(13.2, 4.9)
    style.title(figure, "Filters of 3 x 3 pixels on a sample image")
    all_axes = figure.subplots(2, len(KERNELS), height_ratios=(3, 1.4))
    image = moon()
    for (above, below), (name, kernel) in zip(all_axes.T, KERNELS.items(), strict=True):
        values = convolve(image, kernel)
        half = 0 if kernel.sum() == 1 else 0.5  # what sums to 0 is drawn around grey
        parts.draw_image(above, values[np.newaxis] + half, 0, 1)
        above.set_title(name, fontsize=12)
        draw_numbers(below, kernel)
    return figure


def moon() -> NDArray:
    """Return a moon with craters, lit from the left, (SIDE, SIDE), from 0 to 1."""
    line = np.linspace(-1.15, 1.15, SIDE)
    x, y = np.meshgrid(line, line)
    inside = x**2 + y**2 < 1
    draws = random.uniform(SEED, Purpose.MADE_DATA, 0, np.arange(3 * CRATERS)).reshape(3, -1)
    relief = np.zeros_like(x)
    for across, down, size in draws.T:
        radius = 0.04 + 0.25 * size**6
        r = np.hypot(x - 2 * across + 1, y - 2 * down + 1) / radius
        wall = np.exp(-(((r - 1) / 0.25) ** 2))
        relief += radius * (0.12 * wall - 0.15 * np.exp(-((r / 0.8) ** 4)))
    down, across = np.gradient(relief, line, line)
    normal = np.sqrt(np.maximum(1 - x**2 - y**2, 0))
    light = 0.75 * normal - 0.5 * x - 0.3 * y - 0.6 * across - 0.4 * down
    return np.where(inside, (0.8 * light).clip(0.02, 1), 0.0)
