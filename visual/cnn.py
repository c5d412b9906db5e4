"""Draw what ./cnn learnt.

    make view_cnn
    PYTHONPATH=python python visual/cnn.py [FOLDER]    the output folder (out/cnn)

The pictures go to FOLDER/pictures, and their paths are printed:

    loss.png       loss and accuracy after every epoch
    confusion.png  the confusion matrix                              classes
    mistakes.png   the 20 worst mistakes                             classes
    occlusion.png  which pixels speak for the class                  classes
    filters.png    the filters of the first layer, and their maps    filters first
    maps.png       what every layer makes of the first image         filters or pools
    augmented.png  what --augment makes of the first image           filters or pools
    sought.png     the image that each filter and class likes best
    cross.png      how a filter finds a cross, in numbers
    kernels.png    filters that sharpen, blur and find edges
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from matplotlib.figure import Figure

import cnn_augmented
import cnn_filters
import cnn_lessons
import cnn_maps
import cnn_mistakes
import cnn_occlusion
import cnn_parts
import cnn_sought
import confusion
import mlp_loss
import output
from training_run import Run
from triptych.filters import Kind
from triptych.support import files, program

SOME = ("confusion.png", "mistakes.png", "occlusion.png", "filters.png", "maps.png",
        "augmented.png")  # fmt: skip
LESSONS: dict[str, Callable[[], Figure]] = {
    "cross.png": cnn_lessons.draw_cross,
    "kernels.png": cnn_lessons.draw_kernels,
}


def draw(folder: Path) -> Path:
    """Write the pictures of a run, and return the path of the first."""
    run = cnn_parts.read(folder)
    figures: dict[str, Callable[[Run], Figure]] = {"loss.png": mlp_loss.draw}
    if run.classes:
        figures["confusion.png"] = confusion.draw
        figures["mistakes.png"] = cnn_mistakes.draw
        figures["occlusion.png"] = cnn_occlusion.draw
    first = cnn_parts.layers(run)[0].kind
    if first == Kind.CONVOLUTION:
        figures["filters.png"] = cnn_filters.draw
    if first != Kind.DENSE:
        figures["maps.png"] = cnn_maps.draw
        figures["augmented.png"] = cnn_augmented.draw
    figures["sought.png"] = cnn_sought.draw

    pictures = folder / "pictures"
    for name in SOME:
        files.remove(str(pictures / name))  # it may be of another run
    for name, figure in figures.items():
        output.write_figure(figure(run), pictures / name)
    for name, lesson in LESSONS.items():
        output.write_figure(lesson(), pictures / name)
    return pictures / "loss.png"


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
