"""Draw what ./mlp learnt: every picture that a run allows.

    make view_mlp
    PYTHONPATH=python python visual/mlp.py [FOLDER]    the output folder (out/mlp)

The pictures go to FOLDER/pictures, and their paths are printed:

    loss.png            loss and accuracy after every epoch
    confusion.png       the confusion matrix                 classes
    regions.png         the regions of the classes           classes, 2 features
    curve.png           what the network says                targets

with --all, on shipped data:

    hills.png           what one hidden layer can build
    error_surface.png   the loss around a minimum, and the path down to it
    rates.png           the same training at five learning rates
    normalisations.png  the same training after six normalisations
    gradients.png       the gradient layer by layer, as the depth grows
    curves.png          what a network says of a noisy sine while it learns
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from matplotlib.figure import Figure

import confusion
import mlp_curve
import mlp_hills
import mlp_lessons
import mlp_loss
import mlp_parts
import mlp_regions
import mlp_surface
import output
from training_run import Run
from triptych.support import files, program

LESSONS: dict[str, Callable[[], Figure]] = {
    "hills.png": mlp_hills.draw,
    "error_surface.png": mlp_surface.draw,
    "rates.png": mlp_lessons.draw_rates,
    "normalisations.png": mlp_lessons.draw_normalisations,
    "gradients.png": mlp_lessons.draw_gradients,
    "curves.png": mlp_lessons.draw_curves,
}


def draw(folder: Path, everything: bool) -> Path:
    """Write the pictures of a run, and return the path of the first."""
    run = mlp_parts.read(folder)
    figures: dict[str, Callable[[Run], Figure]] = {"loss.png": mlp_loss.draw}
    if run.classes:
        figures["confusion.png"] = confusion.draw
        if run.x.shape[1] == 2:
            figures["regions.png"] = mlp_regions.draw
    else:
        figures["curve.png"] = mlp_curve.draw

    pictures = folder / "pictures"
    for name in ("confusion.png", "regions.png", "curve.png", *LESSONS):
        files.remove(str(pictures / name))  # it may be of another run
    for name, figure in figures.items():
        output.write_figure(figure(run), pictures / name)
    for name, lesson in LESSONS.items() if everything else ():
        output.write_figure(lesson(), pictures / name)
    return pictures / "loss.png"


def main(words: list[str]) -> int:
    """Read the command line; the exit code is that of every program here."""
    parser = argparse.ArgumentParser(
        "view_mlp", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("out/mlp"))
    parser.add_argument("--all", action="store_true", help="draw the lessons, too")
    parser.add_argument("--no-open", action="store_true", help="open no window")
    options = parser.parse_args(words)

    def work() -> None:
        first = draw(options.folder, options.all)
        if not options.no_open:
            output.show(first)

    return program.run("view_mlp", work)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
