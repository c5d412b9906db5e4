"""Lessons on shipped data: learning rates, normalisations, depths, a curve that takes shape.

rates.png, normalisations.png, gradients.png and curves.png
"""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, MaxNLocator
from numpy.typing import NDArray

import mlp_parts as parts
import style
from triptych import mlp
from triptych.support import normalize

RATES = (0.01, 0.1, 1.0, 10.0, 100.0)
DEPTHS = (2, 4, 6, 8, 10)
STAGES = (0, 5, 20, 50, 400)  # epochs
MEANINGS = {
    "none": "as in the file",
    "center": "less the mean",
    "standard": "mean 0, variance 1",
    "minmax": "from 0 to 1",
    "maxabs": "mean 0, at most 1",
    "scale": "one divisor for all",
}


def draw_rates() -> Figure:
    """The same start and the same rows: only the learning rate differs."""
    figure = style.figure(8, 5.2)
    axes = figure.subplots()
    axes.set_title("The learning rate: iris.dat, I-4, D-4, D-3, batches of 10")
    lesson = parts.lesson("iris.dat", [4])
    for c, rate in enumerate(RATES):
        _, losses = lesson.train(rate, epochs=100, batch=10)
        draw_losses(axes, losses, f"{rate:g}", c)
    figure.legend(loc="outside lower center", ncols=len(RATES), title="rate")
    return figure


def draw_normalisations() -> Figure:
    """Features of very different size, brought to a like size or left as they are."""
    figure = style.figure(8.6, 5.6)
    axes = figure.subplots()
    axes.set_title("The normalisation: wine.dat, I-13, D-6, D-3, rate 0.2, batches of 10")
    for c, kind in enumerate(normalize.KINDS):
        lesson = parts.lesson("wine.dat", [6], normalization=kind)
        _, losses = lesson.train(0.2, epochs=100, batch=10)
        draw_losses(axes, losses, f"{kind}: {MEANINGS[kind]}", c)
    figure.legend(loc="outside lower center", ncols=3)
    return figure


def draw_losses(axes: Axes, losses: NDArray, label: str, c: int) -> None:
    """Draw the loss in every epoch."""
    epochs = np.arange(1, len(losses) + 1)
    axes.plot(epochs, losses, color=style.colour(c), linewidth=2, label=label)
    axes.set(xlabel="Epoch", ylabel="Loss", yscale="log")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_minor_formatter("{x:g}")
    axes.yaxis.set_minor_locator(LogLocator(subs=(2, 5)))
    axes.grid(axis="y")


def draw_gradients() -> Figure:
    """How large the gradient is in each layer, before the first step.

    Each layer backward multiplies it with the slope of its activations, which for
    the sigmoid is at most 1/4: the first layers of a deep network hardly learn.
    """
    figure = style.figure(12.4, 5.2)
    figure.suptitle("The gradient in each layer before the first step: iris.dat, 8 neurons a layer",
                    x=0.02, ha="left")  # fmt: skip
    left, right = figure.subplots(1, 2, sharey=True)
    for c, depth in enumerate(DEPTHS):
        sizes = gradient_sizes(depth, "sigmoid", "xavier")
        draw_sizes(left, sizes, f"{depth} layers", c)
    left.set_title("Sigmoid: the deeper, the smaller")
    for c, (kind, init) in enumerate((("sigmoid", "xavier"), ("tanh", "xavier"), ("relu", "he"))):
        draw_sizes(right, gradient_sizes(DEPTHS[-1], kind, init), f"{kind}, {init} weights", c)
    right.set_title(f"{DEPTHS[-1]} layers: other activations")
    left.set_ylabel("Root mean square of dw")
    for axes in (left, right):
        axes.set(xlabel="Layer, from the inputs", yscale="log")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.grid(axis="y")
        axes.legend(loc="lower right")
    return figure


def draw_sizes(axes: Axes, sizes: NDArray, label: str, c: int) -> None:
    """Draw a dot for each layer."""
    layers = np.arange(1, len(sizes) + 1)
    axes.plot(layers, sizes, color=style.colour(c), marker="o", linewidth=2, label=label)


def gradient_sizes(depth: int, kind: str, init: str, starts: int = 10) -> NDArray:
    """Return the root mean square of each layer's gradient, over some starts, (depth,)."""
    squares = np.zeros(depth)
    for seed in range(starts):
        lesson = parts.lesson("iris.dat", [8] * (depth - 1), kind, init, seed=seed)
        layers = mlp.weights(lesson.network, lesson.gradient())
        squares += [np.mean(dw**2) for dw in layers]
    return np.sqrt(squares / starts)


def draw_curves() -> Figure:
    """A network of ten neurons bends its line to a noisy sine."""
    figure = style.figure(8.6, 5.6)
    axes = figure.subplots()
    axes.set_title("A curve takes shape: sine.dat, I-1, D-10, D-1, tanh, rate 0.02, batches of 8")
    lesson = parts.lesson("sine.dat", [10], "tanh")
    path, _ = lesson.train(0.02, max(STAGES), batch=8, momentum=0.9)
    axes.scatter(
        lesson.x[:, 0], lesson.t[:, 0], s=22, color=style.QUIET, edgecolors="white",
        linewidths=0.3, label="samples",
    )  # fmt: skip
    grid = np.linspace(lesson.x.min(), lesson.x.max(), 400)[:, np.newaxis]
    for c, epoch in enumerate(STAGES):
        curve = mlp.predict(lesson.network, 1.0, grid, path[epoch])
        label = f"{epoch} epochs" if epoch else "start"
        axes.plot(
            grid, curve, color=style.colour(c), linewidth=2.4, path_effects=style.halo(4),
            label=label,
        )  # fmt: skip
    axes.set(xlabel="Feature 0, standardised", ylabel="Target 0")
    axes.grid()
    figure.legend(loc="outside lower center", ncols=len(STAGES) + 1)
    return figure
