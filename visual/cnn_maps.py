"""What every layer makes of the first image: maps.png."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

import cnn_parts as parts
import style
from training_run import Run
from triptych.filters import Kind


def draw(run: Run) -> Figure:
    """Draw the activations: a line of maps for each layer of filters or pools, then the outputs."""
    _, activations = parts.forward(run, run.normalized(run.x[:1]))
    seeing = [layer for layer in parts.layers(run) if layer.kind != Kind.DENSE]
    columns = min(parts.MOST, max(layer.c_out for layer in seeing)) + 1
    figure = style.figure(1.35 * max(columns, 6) + 0.6, 1.5 * len(seeing) + 3.2)
    name = parts.short(run.said["data"])
    style.title(figure, f"What the layers make of the first image of {name}")
    heights = (1.5 * len(seeing) + 0.2, 2.2)
    above, below = figure.subfigures(2, 1, squeeze=False, height_ratios=heights)[:, 0]

    all_axes = above.subplots(len(seeing), columns, squeeze=False)
    for axes in all_axes.ravel():
        axes.set_axis_off()
    for row, (layer, entry) in enumerate(zip(seeing, parts.entries(run), strict=False)):
        maps = activations[row].reshape(layer.c_out, layer.h_out, layer.w_out)
        draw_maps(all_axes[row], maps, entry)
    first = all_axes[0, 0]
    first.set_axis_on()
    parts.draw_image(first, parts.image(run, 0))
    first.set_title("image", fontsize=11)
    above.supxlabel(f"{parts.signs(run)}; one scale a layer", fontsize=11)
    draw_outputs(below.subplots(), run, activations[-1][0])
    return figure


def draw_maps(all_axes: NDArray, maps: NDArray, entry: str) -> None:
    """Draw the maps of a layer in one scale, so that they may be compared; its name before them."""
    largest = float(np.abs(maps).max())
    for axes, values in zip(all_axes[1:], maps, strict=False):
        axes.set_axis_on()
        parts.draw_map(axes, values, largest)
    count = len(maps) if len(maps) < len(all_axes) else f"{len(all_axes) - 1} of {len(maps)}"
    shape = " x ".join(str(size) for size in maps.shape[1:] if size > 1)
    what = "map" if len(maps) == 1 else "maps"
    all_axes[1].set_title(f"{entry}: {count} {what} of {shape or 1}", fontsize=11)


def draw_outputs(axes: Axes, run: Run, outputs: NDArray) -> None:
    """Draw a bar for every output; the true class is green."""
    colours = [style.COLOURS[0]] * len(outputs)
    if run.labels is not None and len(outputs) > 1:
        colours[run.labels[0]] = style.COLOURS[2]
    axes.bar(np.arange(len(outputs)), outputs, color=colours)
    what = f"class (the true one, {run.labels[0]}, green)" if run.labels is not None else "target"
    axes.set(xlabel=f"{parts.entries(run)[-1]}: {what}", ylabel="Output")
    if len(outputs) <= 30:
        axes.set_xticks(np.arange(len(outputs)))
    axes.grid(axis="y")
