"""The image that each filter and each class would like best: sought.png.

Gradient ascent on the pixels: the weights stay, and the image changes, step by step,
so that one number grows: the weighted input of a filter in the middle of its map, or of
a class. Each pixel stays between the least and the most that it has in the data.
"""

import numpy as np
from matplotlib.figure import Figure, SubFigure
from numpy.typing import NDArray

import cnn_parts as parts
import style
from training_run import Run
from triptych import cnn, dense, filters
from triptych.filters import Kind, Layer
from triptych.layers import activate_backward
from triptych.support import random
from triptych.support.random import Purpose

SEED = 42
STEPS = 60
RATE = 0.1  # of a step, in the range of a pixel
KEPT = 0.97  # of the image from step to step: what no filter asks for fades
NOISE = 0.01  # of the start, in the range of a pixel
CLASSES = 10  # that are shown


def draw(run: Run) -> Figure:
    """Draw a line of images for every layer of filters, and one for the last layer."""
    layers = parts.layers(run)
    last = len(layers) - 1
    chosen = [k for k, layer in enumerate(layers) if layer.kind == Kind.CONVOLUTION or k == last]
    counts = [min(layers[k].c_out, CLASSES if k == last else parts.MOST) for k in chosen]
    figure = style.figure(1.35 * max(*counts, 6) + 0.4, 1.75 * len(chosen) + 1.0)
    style.title(figure, f"The image that each would like best: {parts.short(run.said['data'])}")
    lines = figure.subfigures(len(chosen), 1, squeeze=False)[:, 0]
    for line, k, count in zip(lines, chosen, counts, strict=True):
        draw_line(line, run, k, max(counts), ascend(run, k, count))
    figure.supxlabel("found by gradient ascent on the pixels, from the mean image", fontsize=11)
    return figure


def draw_line(line: SubFigure, run: Run, k: int, columns: int, images: NDArray) -> None:
    """Draw the images of a layer: of a filter's, the part that its place sees."""
    layer, entry = parts.layers(run)[k], parts.entries(run)[k]
    words = f"{entry}: an image for each {'class' if run.classes else 'target'}, from 0"
    if layer.kind == Kind.CONVOLUTION:
        rows, across = field(parts.layers(run)[: k + 1])
        images = images[:, :, rows, across]
        seen = " x ".join(str(size) for size in images.shape[2:] if size > 1)
        count = len(images) if len(images) == layer.c_out else f"{len(images)} of {layer.c_out}"
        words = f"{entry}: an image for each of {count} filters, as large as it sees: {seen or 1}"
    line.suptitle(words, x=0.02, ha="left", fontsize=11)
    all_axes = line.subplots(1, columns, squeeze=False)[0]
    for axes in all_axes[len(images) :]:
        axes.set_axis_off()
    for axes, image in zip(all_axes, images, strict=False):
        parts.draw_image(axes, image)


def field(layers: list[Layer]) -> tuple[slice, slice]:
    """Return the rows and columns of the image that the middle of the last map sees."""
    top, left = (layers[-1].h_out - 1) // 2, (layers[-1].w_out - 1) // 2
    bottom, right = top, left
    for layer in reversed(layers):
        top, left = top * layer.stride_h - layer.pad_h, left * layer.stride_w - layer.pad_w
        bottom = bottom * layer.stride_h - layer.pad_h + layer.kh - 1
        right = right * layer.stride_w - layer.pad_w + layer.kw - 1
    first = layers[0]
    rows = slice(max(0, top), min(first.h_in, bottom + 1))
    return rows, slice(max(0, left), min(first.w_in, right + 1))


def ascend(run: Run, k: int, count: int) -> NDArray:
    """Return an image for each of the first filters or neurons of layer k, (count, c, h, w)."""
    layer = parts.layers(run)[k]
    low, high = run.normalized(run.x.min(axis=0)), run.normalized(run.x.max(axis=0))
    middle = run.normalized(run.x.mean(axis=0))
    places = np.arange(count * len(low)).reshape(count, -1)
    noise = random.symmetric(NOISE, SEED, Purpose.MADE_DATA, 0, places)
    x = middle + noise * (high - low)

    dh = np.zeros((count, layer.c_out, layer.h_out, layer.w_out))
    each = np.arange(count)
    dh[each, each, (layer.h_out - 1) // 2, (layer.w_out - 1) // 2] = 1
    for _ in range(STEPS):
        slopes = slope_of_pixels(run, x, k, dh.reshape(count, -1)) * (high - low)
        largest = np.abs(slopes).max(axis=1, keepdims=True)
        slopes /= np.where(largest > 0, largest, 1)
        x = middle + KEPT * (x - middle) + RATE * slopes * (high - low)
        x = x.clip(low, high)
    return (x * run.model.s + run.model.m).reshape(count, *parts.image_shape(run))


def slope_of_pixels(run: Run, x: NDArray, k: int, dh: NDArray) -> NDArray:
    """Return the slope of what dh weighs in layer k with respect to every pixel, (n, d)."""
    layers = parts.layers(run)
    ws = cnn.weights(parts.table(run), run.model.params)
    _, activations = parts.forward(run, x)
    for number in range(k, -1, -1):
        inputs = activations[number - 1] if number > 0 else x
        da = backward(layers[number], inputs, ws[number], dh)
        if number > 0:
            kind = layers[number - 1].activation
            dh = activate_backward(kind, inputs, da, parts.slope(run))
    return da


def backward(layer: Layer, inputs: NDArray, w: NDArray, dh: NDArray) -> NDArray:
    """Pass back through one layer, as the training does."""
    if layer.kind == Kind.DENSE:
        return dense.backward(w.reshape(-1, layer.c_out), dh)
    maps = dh.reshape(-1, layer.c_out, layer.h_out, layer.w_out)
    if layer.kind == Kind.CONVOLUTION:
        return filters.conv_backward(layer, w, maps).reshape(inputs.shape)
    images = inputs.reshape(-1, layer.c_in, layer.h_in, layer.w_in)
    return filters.pool_backward(layer, images, maps).reshape(inputs.shape)
