"""Draw the figures of the README and of docs/ again, into docs/figures.

    PYTHONPATH=python python visual/figures.py

The same bytes come out every time, as long as matplotlib and its fonts stay the same.
"""

import sys
import tempfile
from pathlib import Path

import kmeans_animation
import kmeans_clusters
import kmeans_elbow
import kmeans_failures
import kmeans_run
import output
from output import ROOT
from triptych.programs import kmeans
from triptych.support import program

FIGURES = ROOT / "docs" / "figures"

# Three of these starts lie in one group: the others must be reached from there.
KMEANS = ("data/kmeans_2d.dat", "--init", "random", "--seed", "14")


def draw_kmeans() -> None:
    """Run k-means on the shipped data, and draw what it does."""
    with tempfile.TemporaryDirectory() as folder:
        data, *options = KMEANS
        words = ["kmeans", str(ROOT / data), *options, "--out", folder, "--quiet"]
        if code := kmeans.main(words):
            sys.exit(code)
        run = kmeans_run.read_run(Path(folder))
    output.write_figure(kmeans_clusters.draw(run), FIGURES / "kmeans.png")
    output.write_figure(kmeans_elbow.draw(run), FIGURES / "elbow.png")
    output.write_figure(kmeans_failures.draw(), FIGURES / "failures.png")
    kmeans_animation.write(run, FIGURES / "kmeans.gif")


if __name__ == "__main__":
    sys.exit(program.run("figures", draw_kmeans))
