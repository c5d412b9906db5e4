"""Accuracy in every epoch, on training and validation rows: accuracy.png."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

import curves
import style
from training_run import Run


def draw(run: Run) -> Figure:
    """Draw both over the epochs; a perceptron that cannot be right never settles."""
    figure = style.figure(8, 5)
    axes = figure.subplots()
    axes.set_title(run.title)
    test = float(run.said["accuracy"])
    lowest = test
    for c, name in enumerate(("training", "validation")):
        if name in run.history:
            curves.draw(axes, run.history["epoch"], run.history[name], style.COLOURS[c], name)
            lowest = min(lowest, run.history[name].min())
    axes.axhline(
        test, color=style.QUIET, linestyle=":", label=f"final test: {test:.1f} %", zorder=1
    )
    axes.set_ylim(max(-2, 10 * np.floor(lowest / 10) - 5), 103)
    axes.set(xlabel="Epoch", ylabel="Accuracy (%)")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.grid(axis="y")
    figure.legend(loc="outside lower center", ncols=3)
    return figure
