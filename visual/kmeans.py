"""Draw what ./kmeans found: every picture that a run allows.

    make view_kmeans
    PYTHONPATH=python python visual/kmeans.py [FOLDER]    the output folder (out/kmeans)

The pictures go to FOLDER/pictures, and their paths are printed:

    clusters.png     samples, centroids and their paths
    history.png      inertia and movement after every step
    elbow.png        inertia over the number of clusters
    centroids.png    the centroids as images or curves       more than 3 features
    animation.gif    the run, step by step                   2 or 3 features
    failures.png     where k-means fails, on other data      with --all
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from matplotlib.figure import Figure

import kmeans_animation
import kmeans_centroids
import kmeans_clusters
import kmeans_elbow
import kmeans_failures
import kmeans_history
import kmeans_run
import output
from kmeans_run import Run
from triptych.support import files, program


def draw(folder: Path, everything: bool) -> Path:
    """Write the pictures of a run, and return the path of the first."""
    run = kmeans_run.read_run(folder)
    figures: dict[str, Callable[[Run], Figure]] = {
        "clusters.png": kmeans_clusters.draw,
        "history.png": kmeans_history.draw,
        "elbow.png": kmeans_elbow.draw,
    }
    if run.x.shape[1] > 3:
        figures["centroids.png"] = kmeans_centroids.draw
    if everything:
        figures["failures.png"] = lambda _: kmeans_failures.draw()

    pictures = folder / "pictures"
    for name in ("centroids.png", "animation.gif", "failures.png"):
        files.remove(str(pictures / name))  # it may be of another run
    for name, figure in figures.items():
        output.write_figure(figure(run), pictures / name)
    if run.path is not None and run.x.shape[1] in (2, 3):
        kmeans_animation.write(run, pictures / "animation.gif")
    return pictures / "clusters.png"


def main(words: list[str]) -> int:
    """Read the command line; the exit code is that of every program here."""
    parser = argparse.ArgumentParser(
        "view_kmeans", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("out/kmeans"))
    parser.add_argument("--all", action="store_true", help="draw where k-means fails, too")
    parser.add_argument("--no-open", action="store_true", help="open no window")
    options = parser.parse_args(words)

    def work() -> None:
        first = draw(options.folder, options.all)
        if not options.no_open:
            output.show(first)

    return program.run("view_kmeans", work)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
