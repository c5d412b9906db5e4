"""The loss in every epoch, on training and validation rows: loss.png.

Where the validation loss is lowest, the network knows most about rows it has not
seen. What it learns after that, it learns by heart: over-training.
"""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

import curves
import style
from training_run import Run

NAMES = (("loss", "accuracy", "training"), ("valid_loss", "valid_accuracy", "validation"))
RISE = 1.1  # of the validation loss, that no chance explains


def draw(run: Run) -> Figure:
    """Draw the losses and, for classes, the accuracies below them."""
    measures = 2 if "accuracy" in run.history else 1
    figure = style.figure(8, 1.6 + 3.1 * measures)
    all_axes = figure.subplots(
        measures, 1, sharex=True, squeeze=False, height_ratios=(3, 2)[:measures]
    )[:, 0]
    style.title(figure, run.title)
    epochs = run.history["epoch"]
    for c, (loss, accuracy, label) in enumerate(NAMES):
        for axes, name in zip(all_axes, (loss, accuracy), strict=False):
            if name in run.history:
                curves.draw(axes, epochs, run.history[name], style.COLOURS[c], label)
    losses = np.concatenate([run.history[name] for name, *_ in NAMES if name in run.history])
    if losses.min() > 0 and losses.max() > 30 * losses.min():
        all_axes[0].set_yscale("log")
    else:
        all_axes[0].set_ylim(0, 1.06 * losses.max() or 1)
    all_axes[0].set_ylabel("Loss")
    if measures == 2:
        lowest = min(run.history[name].min() for _, name, _ in NAMES if name in run.history)
        all_axes[1].set(ylabel="Accuracy (%)", ylim=(None, 100 + max(0.1, (100 - lowest) / 25)))
    for axes in all_axes:
        axes.grid(axis="y")
        draw_best(axes, run)
    all_axes[-1].set_xlabel("Epoch")
    all_axes[-1].xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    figure.align_ylabels()
    handles, labels = all_axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4)
    return figure


def draw_best(axes: Axes, run: Run) -> None:
    """Mark the epoch of lowest validation loss, and shade what follows if the loss rises."""
    if "valid_loss" not in run.history:
        return
    epochs, losses = run.history["epoch"], run.history["valid_loss"]
    best = int(np.argmin(losses))
    axes.axvline(
        epochs[best], color=style.COLOURS[5], linestyle="--", linewidth=1.4, zorder=1,
        label=f"lowest validation loss: epoch {epochs[best]:.0f}",
    )  # fmt: skip
    usual = curves.smooth(losses)
    if usual[-1] > RISE * usual.min():
        axes.axvspan(epochs[best], epochs[-1], color="#F3F3F3", zorder=0, label="over-training")
