"""Accuracy in every epoch, on training and validation rows: accuracy.png."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

import style
from training_run import Run


def draw(run: Run) -> Figure:
    """Draw both over the epochs; a perceptron that cannot be right never settles."""
    figure = style.figure(8, 5)
    axes = figure.subplots()
    axes.set_title(run.title)
    epochs = run.history["epoch"]
    few = len(epochs) <= 60
    look = {"marker": "o" if few else "", "linewidth": 2 if few else 1.1}
    axes.plot(
        epochs, run.history["training"], color=style.COLOURS[0],
        label="training, each row before its correction", **look,
    )  # fmt: skip
    if "validation" in run.history:
        axes.plot(
            epochs, run.history["validation"], color=style.COLOURS[1],
            label="validation, after the epoch", alpha=1 if few else 0.8, **look,
        )  # fmt: skip
    test = float(run.said["accuracy"])
    axes.axhline(
        test, color=style.QUIET, linestyle=":", label=f"final test: {test:.1f} %", zorder=1
    )
    lowest = min(test, *(run.history[name].min() for name in run.history if name in LINES))
    axes.set_ylim(max(0, 10 * np.floor(lowest / 10) - 5), 103)
    axes.set(xlabel="Epoch", ylabel="Accuracy (%)")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(axis="y")
    figure.legend(loc="outside lower center", ncols=3)
    return figure


LINES = ("training", "validation")
