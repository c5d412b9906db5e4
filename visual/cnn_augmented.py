"""What --augment makes of the first image: augmented.png.

Each epoch shows another draw, so that the network sees no image twice, and learns what
does not matter: where the digit stands, or a little noise.
"""

import numpy as np
from matplotlib.figure import Figure

import cnn_parts as parts
import style
from training_run import Run
from triptych.support import augment

SEED = 42
VISITS = 8
WAYS = ("shift", "flip", "elastic", "noise", "shift,elastic,noise=0.2")


def draw(run: Run) -> Figure:
    """Draw a line of examples for each way, with pixels of at most 1, as `scale` makes them."""
    image = parts.image(run, 0)
    image = image / (np.abs(image).max() or 1)
    low, high = min(0, image.min()), image.max()
    figure = style.figure(1.35 * (VISITS + 1) + 0.4, 1.5 * len(WAYS) + 0.9)
    style.title(figure, f"One image as {VISITS} epochs see it: {parts.short(run.said['data'])}")
    all_axes = figure.subplots(len(WAYS), VISITS + 1)
    for axes in all_axes[:, 0]:
        axes.set_axis_off()
    first = all_axes[0, 0]
    first.set_axis_on()
    first.set_title("image", fontsize=11)
    parts.draw_image(first, image, low, high)
    for line, words in zip(all_axes[:, 1:], WAYS, strict=True):
        way = augment.parse(words)
        line[0].set_title(f"--augment {words}", fontsize=11)
        visits = augment.images(way, np.array([image] * VISITS), SEED, np.arange(VISITS))
        for axes, changed in zip(line, visits, strict=True):
            parts.draw_image(axes, changed, low, high)
    return figure
