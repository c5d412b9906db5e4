"""Draw the figures of the README and of docs/ again, into docs/figures.

    PYTHONPATH=python python visual/figures.py

The same bytes come out every time, as long as matplotlib and its fonts stay the same.
"""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from matplotlib.figure import Figure

import cnn_lessons
import cnn_maps
import cnn_parts
import cnn_sought
import kmeans_animation
import kmeans_clusters
import kmeans_elbow
import kmeans_failures
import kmeans_run
import mlp_parts
import mlp_regions
import output
import perceptron_line
import training_run
from output import ROOT
from triptych.programs import cnn, kmeans, mlp, perceptron
from triptych.support import program

FIGURES = ROOT / "docs" / "figures"

# Three of these starts lie in one group: the others must be reached from there.
KMEANS = "data/kmeans_2d.dat --init random --seed 14"
PERCEPTRON = "data/galaxies.dat"
CNN = "data/digits"
MLP = "data/wine.dat --features 0,6 --network I-2,D-5,D-3 --init xavier --rate 0.5 --epochs 400"


def run(main: Callable[[list[str]], int], line: str, folder: str) -> Path:
    """Run a program on shipped data, and return its output folder."""
    data, *options = line.split()
    words = ["triptych", str(ROOT / data), *options, "--out", folder, "--quiet"]
    if code := main(words):
        sys.exit(code)
    return Path(folder)


def write(figure: Figure, name: str) -> None:
    """Write a figure of the documentation."""
    output.write_figure(figure, FIGURES / name)


def draw() -> None:
    """Run each program, and draw what it does."""
    with tempfile.TemporaryDirectory() as folder:
        clusters = kmeans_run.read_run(run(kmeans.main, KMEANS, folder))
    write(kmeans_clusters.draw(clusters), "kmeans.png")
    write(kmeans_elbow.draw(clusters), "elbow.png")
    write(kmeans_failures.draw(), "failures.png")
    kmeans_animation.write(clusters, FIGURES / "kmeans.gif")

    with tempfile.TemporaryDirectory() as folder:
        lines = training_run.read("perceptron", run(perceptron.main, PERCEPTRON, folder))
    write(perceptron_line.draw(lines), "perceptron.png")

    with tempfile.TemporaryDirectory() as folder:
        regions = mlp_parts.read(run(mlp.main, MLP, folder))
    write(mlp_regions.draw(regions), "mlp.png")

    with tempfile.TemporaryDirectory() as folder:
        filters = cnn_parts.read(run(cnn.main, CNN, folder))
    write(cnn_maps.draw(filters), "cnn.png")
    write(cnn_sought.draw(filters), "sought.png")
    write(cnn_lessons.draw_kernels(), "kernels.png")


if __name__ == "__main__":
    sys.exit(program.run("figures", draw))
