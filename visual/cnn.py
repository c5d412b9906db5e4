"""Draw what ./cnn learnt.

    make view_cnn
    PYTHONPATH=python python visual/cnn.py [FOLDER]    the output folder (out/cnn)

The pictures go to FOLDER/pictures, and their paths are printed:

    loss.png       loss and accuracy after every epoch
    confusion.png  the confusion matrix                       classes
    filters.png    the filters of the first layer, and what each finds in the first image
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

import confusion
import mlp_loss
import output
import style
import training_run
from training_run import Run
from triptych import filters
from triptych.filters import Kind
from triptych.support import files, program

WORDS = ("activation", "output", "loss", "beta", "targets")  # that cnn adds to network.txt
MOST = 8  # filters of the first layer


def draw(folder: Path) -> Path:
    """Write the pictures of a run, and return the path of the first."""
    run = training_run.read("cnn", folder, WORDS)
    figures: dict[str, Callable[[Run], Figure]] = {"loss.png": mlp_loss.draw}
    if run.classes:
        figures["confusion.png"] = confusion.draw
    if run.model.network.layers[0].row.kind == Kind.CONVOLUTION:
        figures["filters.png"] = draw_filters

    pictures = folder / "pictures"
    for name in ("confusion.png", "filters.png"):
        files.remove(str(pictures / name))  # it may be of another run
    for name, figure in figures.items():
        output.write_figure(figure(run), pictures / name)
    return pictures / "loss.png"


def draw_filters(run: Run) -> Figure:
    """Above each filter, its channels' mean; below, its map of the first image, before a = f(h)."""
    row = run.model.network.layers[0].row
    weights = row.c_in * row.kh * row.kw
    w = run.model.params[: (weights + 1) * row.c_out].reshape(-1)
    kernels = w[: weights * row.c_out].reshape(row.c_out, row.c_in, row.kh, row.kw)
    image = run.normalized(run.x[:1]).reshape(1, row.c_in, row.h_in, row.w_in)
    maps = filters.conv_forward(row, image, w)[0]

    shown = min(row.c_out, MOST)
    figure = style.figure(1.5 * (shown + 1) + 0.6, 4.2)
    figure.suptitle(run.title, x=0.02, ha="left", fontsize=13)
    all_axes = figure.subplots(2, shown + 1)
    all_axes[0, 0].set_axis_off()
    all_axes[1, 0].imshow(image[0].mean(axis=0), cmap="gray")
    all_axes[1, 0].set_title("image", fontsize=11)
    for c in range(shown):
        for axes, values in zip(
            all_axes[:, c + 1], (kernels[c].mean(axis=0), maps[c]), strict=True
        ):
            largest = np.abs(values).max() or 1
            axes.imshow(values, cmap="RdBu_r", vmin=-largest, vmax=largest)
        all_axes[0, c + 1].set_title(f"filter {c}", fontsize=11)
    for axes in all_axes.ravel():
        axes.set_xticks([])
        axes.set_yticks([])
    figure.supxlabel(
        "red: above 0, blue: below; below each filter the map that it makes", fontsize=11
    )
    return figure


def main(words: list[str]) -> int:
    """Read the command line; the exit code is that of every program here."""
    parser = argparse.ArgumentParser(
        "view_cnn", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("out/cnn"))
    parser.add_argument("--no-open", action="store_true", help="open no window")
    options = parser.parse_args(words)

    def work() -> None:
        first = draw(options.folder)
        if not options.no_open:
            output.show(first)

    return program.run("view_cnn", work)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
