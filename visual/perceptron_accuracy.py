"""Accuracy in every epoch, on training and validation rows: accuracy.png."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

import style
from training_run import Run

FEW = 60  # epochs that are still drawn as they are


def draw(run: Run) -> Figure:
    """Draw both over the epochs; a perceptron that cannot be right never settles."""
    figure = style.figure(8, 5)
    axes = figure.subplots()
    axes.set_title(run.title)
    test = float(run.said["accuracy"])
    lowest = test
    for c, name in enumerate(("training", "validation")):
        if name in run.history:
            draw_line(axes, run.history["epoch"], run.history[name], style.COLOURS[c], name)
            lowest = min(lowest, run.history[name].min())
    axes.axhline(
        test, color=style.QUIET, linestyle=":", label=f"final test: {test:.1f} %", zorder=1
    )
    axes.set_ylim(max(-2, 10 * np.floor(lowest / 10) - 5), 103)
    axes.set(xlabel="Epoch", ylabel="Accuracy (%)")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y")
    figure.legend(loc="outside lower center", ncols=3)
    return figure


def draw_line(axes: Axes, epochs: NDArray, rates: NDArray, colour: str, name: str) -> None:
    """Draw a line; of a long run its mean over nearby epochs, with the line itself behind it."""
    if len(epochs) <= FEW:
        axes.plot(epochs, rates, color=colour, marker="o", linewidth=2, label=name)
        return
    axes.plot(epochs, rates, color=colour, linewidth=0.7, alpha=0.35, zorder=1)
    width = len(epochs) // 20
    total = np.cumsum(np.insert(rates, 0, 0))
    means = (total[width:] - total[:-width]) / width
    axes.plot(
        epochs[width // 2 :][: len(means)], means, color=colour, linewidth=2.2,
        label=f"{name}, mean of {width} epochs",
    )  # fmt: skip
