"""The confusion matrix, with recall, precision and accuracy: confusion.png.

The shade of a field says how large a part of its true class lies in it: on a
small class a few errors are as dark as they are bad.
"""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

import style
from training_run import Run
from triptych.support import confusion, text

MOST = 30  # classes whose fields still get a number
RIGHT, WRONG = (
    LinearSegmentedColormap.from_list("shade", ["white", style.COLOURS[c]]) for c in (0, 5)
)


def draw(run: Run) -> Figure:
    """Draw a field for each pair of classes; the rates stand at the right and below."""
    assert run.counts is not None
    classes = len(run.counts)
    side = float(np.clip(0.95 * classes, 3.4, 9))
    figure = style.figure(side + 2.6, side + 1.9)
    style.title(figure, run.title)
    axes = figure.subplots()
    axes.set_aspect("equal")
    axes.set(xlim=(0, classes + 1), ylim=(classes + 1, 0))
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    step = -(-classes // MOST)
    middles, names = np.arange(0, classes, step) + 0.5, np.arange(0, classes, step)
    axes.set_xticks([*middles, classes + 0.55], [*names, "recall"])
    axes.set_yticks([*middles, classes + 0.55], [*names, "precision"])
    axes.set_xlabel("Predicted class", loc="left", labelpad=8)
    axes.set_ylabel("True class", loc="top", labelpad=-2)

    size = float(np.clip(16 * side / (classes + 1), 5, 15))
    draw_fields(axes, run, size)
    draw_rates(axes, run, size)
    axes.text(
        0, -0.02, f"{text.counted(int(run.counts.sum()), 'row')} in the final test",
        transform=axes.transAxes, va="top", color=style.QUIET, fontsize=11,
    )  # fmt: skip
    return figure


def draw_fields(axes: Axes, run: Run, size: float) -> None:
    """Shade each field: blue on the diagonal, where all should lie, else vermilion."""
    assert run.counts is not None
    shares = run.counts / np.maximum(run.counts.sum(axis=1, keepdims=True), 1)
    for (true, predicted), count in np.ndenumerate(run.counts):
        share = shares[true, predicted]
        shade = (RIGHT if true == predicted else WRONG)(0.9 * np.sqrt(share))
        axes.add_patch(
            Rectangle((predicted, true), 1, 1, facecolor=shade, edgecolor="#D5D5D5", linewidth=0.8)
        )
        if len(run.counts) <= MOST and (count > 0 or len(run.counts) <= 10):
            ink = "white" if share > 0.45 else style.INK if count > 0 else "#BBBBBB"
            axes.text(
                predicted + 0.5, true + 0.5, f"{count}", color=ink, fontsize=size,
                weight="bold" if true == predicted else "normal", ha="center", va="center",
            )  # fmt: skip


def draw_rates(axes: Axes, run: Run, size: float) -> None:
    """Write the rates in percent: recall at the right, precision below, accuracy in the corner."""
    assert run.counts is not None
    classes = len(run.counts)
    recall, precision, accuracy = confusion.rates(run.counts)
    size = max(4, 0.85 * size)
    for c in range(classes if classes <= MOST else 0):
        axes.text(classes + 0.55, c + 0.5, rate(recall[c]), ha="center", va="center", fontsize=size)
        axes.text(
            c + 0.5, classes + 0.55, rate(precision[c]), ha="center", va="center", fontsize=size
        )
    axes.text(
        classes + 0.55, classes + 0.55, rate(accuracy), ha="center", va="center",
        fontsize=size, weight="bold",
    )  # fmt: skip


def rate(percent: float) -> str:
    """A rate; of no rows at all there is none."""
    return "–" if percent < 0 else f"{percent:.1f} %"
