"""The filters of the first layer, and what each finds in the first image: filters.png."""

from matplotlib.figure import Figure

import cnn_parts as parts
import style
from training_run import Run
from triptych import cnn, filters


def draw(run: Run) -> Figure:
    """Above each filter, its channels' mean; below, its map of the first image, before a = f(h)."""
    row = parts.layers(run)[0]
    w = cnn.weights(parts.table(run), run.model.params)[0]
    kernels = w[: -row.c_out].reshape(row.c_out, row.c_in, row.kh, row.kw).mean(axis=1)
    image = run.normalized(run.x[:1]).reshape(1, *parts.image_shape(run))
    maps = filters.conv_forward(row, image, w)[0]

    shown = min(row.c_out, parts.MOST)
    figure = style.figure(1.5 * (shown + 1) + 0.6, 4.2)
    style.title(figure, run.title)
    all_axes = figure.subplots(2, shown + 1, squeeze=False)
    all_axes[0, 0].set_axis_off()
    parts.draw_image(all_axes[1, 0], parts.image(run, 0))
    all_axes[1, 0].set_title("image", fontsize=11)
    for c in range(shown):
        parts.draw_map(all_axes[0, c + 1], kernels[c])
        parts.draw_map(all_axes[1, c + 1], maps[c])
        all_axes[0, c + 1].set_title(f"filter {c}", fontsize=11)
    figure.supxlabel(f"{parts.signs(run)}; below each filter the map that it makes", fontsize=11)
    return figure
