"""The centroids of many features, as what they are means of: centroids.png.

The mean of images is an image; of other samples, a curve over the features.
"""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

import style
from kmeans_run import Run
from triptych.support import text

MOST = 20  # centroids drawn


def draw(run: Run) -> Figure:
    """Draw each centroid, with how many samples it stands for."""
    return draw_images(run) if is_image(run.shape) else draw_curves(run)


def is_image(shape: tuple[int, ...]) -> bool:
    """Tell whether samples are images: (height, width), or (channels, height, width)."""
    return len(shape) in (2, 3) and min(shape[-2:]) > 1 and shape[:-2] in ((), (1,), (3,))


def draw_images(run: Run) -> Figure:
    """Images: dark is much, as ink on paper; three channels are red, green, blue."""
    k = min(len(run.centroids), MOST)
    columns = min(k, 5)
    rows = -(-k // columns)
    figure = style.figure(1.9 * columns + 0.4, 2.5 * rows + 0.5)
    figure.suptitle(run.title, x=0.02, ha="left")
    low, high = run.x.min(), run.x.max()
    all_axes = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes in all_axes:
        axes.set_axis_off()
    for c in range(k):
        image = run.centroids[c].reshape(-1, *run.shape[-2:])  # (channels, height, width)
        if len(image) == 3:
            all_axes[c].imshow(np.moveaxis((image - low) / (high - low), 0, -1))
        else:
            all_axes[c].imshow(image[0], cmap="Greys", vmin=low, vmax=high)
        all_axes[c].set_title(caption(run, c), fontsize=11, color=style.INK)
    return figure


def caption(run: Run, c: int) -> str:
    """Say how many samples a cluster has and, if they have classes, which it has most of."""
    ours = run.labels == c
    words = f"{c}: {text.counted(int(ours.sum()), 'sample')}"
    if run.classes is not None and ours.any():
        counts = np.bincount(run.classes[ours])
        words += f"\n{counts.max() / counts.sum():.0%} class {counts.argmax()}"
    return words


def draw_curves(run: Run) -> Figure:
    """Other samples: each feature of each centroid, in the unit of the data."""
    figure = style.figure(9, 5)
    axes = figure.subplots()
    axes.set_title(run.title)
    d = run.x.shape[1]
    for c, centroid in enumerate(run.centroids[:MOST]):
        look = {"marker": style.marker(c), "linewidth": 2} if d <= 30 else {"linewidth": 1.2}
        axes.plot(centroid, color=style.colour(c), label=caption(run, c), **look)
    axes.set(xlabel="Feature", ylabel="Centroid")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    figure.legend(loc="outside right upper")
    return figure
