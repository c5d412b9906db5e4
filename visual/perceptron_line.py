"""The lines of the neurons as they move, epoch by epoch: line.png.

Each page shows what the perceptron says of every point after so many epochs: the
regions in the background, and the line of each neuron, where its h is 0. The lines
of the page before stand back, dashed.
"""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

import plane
import samples
import style
from training_run import Run
from triptych import perceptron
from triptych.support import text

PAGES = 6
ONE = 5  # the number of the colour of a neuron that is alone


def draw(run: Run) -> Figure:
    """Draw a page for each of some epochs, from the start to the end."""
    path = run.path if run.path is not None else run.model.params[np.newaxis]
    epochs = chosen(len(path))
    columns = min(len(epochs), 3)
    rows = -(-len(epochs) // columns)
    alone = columns == 1
    figure = style.figure(7 if alone else 4.1 * columns, 0.9 + (5.4 if alone else 3.6 * rows))
    figure.suptitle(run.title, x=0.02, ha="left")
    all_axes = figure.subplots(rows, columns, squeeze=False, sharex=True, sharey=True)
    for page, axes in enumerate(all_axes.ravel()):
        if page >= len(epochs):
            axes.set_axis_off()
            continue
        before = path[epochs[page - 1]] if page > 0 else None
        draw_page(axes, run, path[epochs[page]], before)
        if run.path is not None:
            axes.set_title(caption(run, epochs[page]), fontsize=12)
    for axes in all_axes.ravel()[: len(epochs)][-columns:]:  # the last of each column
        axes.set_xlabel(run.feature(0))
        axes.tick_params(labelbottom=True)
    for axes in all_axes[:, 0]:
        axes.set_ylabel(run.feature(1))
        axes.locator_params(nbins=5)
    draw_legend(figure, run, 4 if alone else 6)
    return figure


def chosen(count: int) -> list[int]:
    """Return at most six of the epochs 0 ... count-1: nearer to each other at the start."""
    if count <= PAGES:
        return list(range(count))
    spread = np.geomspace(1, count - 1, PAGES - 1).round().astype(int)
    return [0, *np.maximum(spread, np.arange(1, PAGES)).tolist()]


def caption(run: Run, epoch: int) -> str:
    """Say which epoch a page stands for, and how many mistakes were made in it."""
    if epoch == 0:
        return "Start"
    errors = text.counted(int(run.history["errors"][epoch - 1]), "error")
    return f"Epoch {epoch}: {errors}"


def draw_page(axes: Axes, run: Run, params: NDArray, before: NDArray | None) -> None:
    """Draw regions, lines and samples for some weights."""
    assert run.labels is not None
    w = params.reshape(3, -1)
    colours = line_colours(run)
    plane.frame(axes, run.x)
    plane.draw_regions(axes, lambda x: scores(run.normalized(x), w))
    if before is not None:
        plane.draw_lines(
            axes, before.reshape(3, -1), run.model.m, run.model.s, colours,
            linewidth=1.2, linestyle=(0, (4, 3)), alpha=0.6, zorder=1,
        )  # fmt: skip
    drawn = plane.draw_lines(
        axes, w, run.model.m, run.model.s, colours,
        linewidth=2.4, path_effects=style.halo(4), zorder=3,
    )  # fmt: skip
    samples.draw(axes, run.x, run.labels)
    if drawn == 0:
        axes.text(
            0.98, 0.03, "the line lies outside", transform=axes.transAxes, ha="right",
            color=style.QUIET, fontsize=10,
        )  # fmt: skip


def scores(x: NDArray, w: NDArray) -> NDArray:
    """Return what speaks for each class, (n, C); one neuron speaks for class 1."""
    h, _ = perceptron.activate(x, w)
    return np.concatenate([-h, h], axis=1) if w.shape[1] == 1 else h


def line_colours(run: Run) -> list[str]:
    """A neuron for each class has the colour of that class."""
    neurons = run.model.network.outputs
    return [style.COLOURS[ONE]] if neurons == 1 else [style.colour(c) for c in range(neurons)]


def draw_legend(figure: Figure, run: Run, columns: int) -> None:
    """Say below the picture what its marks are."""
    dot = {"marker": "o", "markersize": 7, "linestyle": "none"}
    entries = [
        Line2D([], [], color=style.colour(c), label=f"class {c}", **dot)  # type: ignore[arg-type]
        for c in range(min(run.classes, 8))
    ]
    now, line = line_colours(run)[0], "line of the neuron"
    if run.model.network.outputs > 1:
        now, line = style.INK, "line of each neuron"
    entries.append(Line2D([], [], color=now, linewidth=2.4, label=line))
    if run.path is not None and len(run.path) > 1:
        entries.append(
            Line2D(
                [], [], color=now, linewidth=1.2, linestyle=(0, (4, 3)), label="on the page before"
            )
        )
    figure.legend(handles=entries, loc="outside lower center", ncols=min(len(entries), columns))
