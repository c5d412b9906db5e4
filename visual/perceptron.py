"""Draw what ./perceptron learnt: every picture that a run allows.

    make view_perceptron
    PYTHONPATH=python python visual/perceptron.py [FOLDER]    the output folder (out/perceptron)

The pictures go to FOLDER/pictures, and their paths are printed:

    line.png           the lines of the neurons, epoch by epoch   2 features
    accuracy.png       accuracy after every epoch
    confusion.png      the confusion matrix
    error_surface.png  what a correction does, on other data
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from matplotlib.figure import Figure

import confusion
import output
import perceptron_accuracy
import perceptron_line
import perceptron_surface
import training_run
from training_run import Run
from triptych.support import files, program


def draw(folder: Path) -> Path:
    """Write the pictures of a run, and return the path of the first."""
    run = training_run.read("perceptron", folder)
    figures: dict[str, Callable[[Run], Figure]] = {}
    if run.x.shape[1] == 2:
        figures["line.png"] = perceptron_line.draw
    figures["accuracy.png"] = perceptron_accuracy.draw
    figures["confusion.png"] = confusion.draw
    figures["error_surface.png"] = lambda _: perceptron_surface.draw()

    pictures = folder / "pictures"
    files.remove(str(pictures / "line.png"))  # it may be of another run
    for name, figure in figures.items():
        output.write_figure(figure(run), pictures / name)
    return pictures / next(iter(figures))


def main(words: list[str]) -> int:
    """Read the command line; the exit code is that of every program here."""
    parser = argparse.ArgumentParser(
        "view_perceptron", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("out/perceptron"))
    parser.add_argument("--no-open", action="store_true", help="open no window")
    options = parser.parse_args(words)

    def work() -> None:
        first = draw(options.folder)
        if not options.no_open:
            output.show(first)

    return program.run("view_perceptron", work)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
