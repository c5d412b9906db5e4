"""Read what ./kmeans left in its output folder."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import output
import style
from triptych.support import data, text
from triptych.support.program import Failure


@dataclass
class Run:
    """One run of ./kmeans: n samples of d features, k clusters, steps 0 ... n_iter."""

    name: str  # of the data
    x: NDArray  # (n, d)
    shape: tuple[int, ...]  # of one sample: (8, 8) for a small image
    classes: NDArray | None  # (n,), what the data file says
    centroids: NDArray  # (k, d)
    labels: NDArray  # (n,), what k-means says
    movement: NDArray  # (n_iter + 1,)
    inertia: NDArray  # (n_iter + 1,)
    path: NDArray | None  # (n_iter + 1, k, d)

    @property
    def title(self) -> str:
        """What the run was, in one line."""
        clusters = text.counted(len(self.centroids), "cluster")
        steps = text.counted(len(self.inertia) - 1, "step")
        inertia = style.number(self.inertia[-1])
        return style.plain(f"{self.name}: {clusters}, {steps}, inertia {inertia}")


def read_run(folder: Path) -> Run:
    """Read a run, whichever language wrote it; a Failure if it is not whole."""
    name = output.read_run_text(folder / "run.txt", "kmeans")["data"]
    samples = data.read(output.find_data(name, folder / "run.txt"))
    n, d = samples.x.shape

    centroids = data.read(str(folder / "centroids.dat")).x
    k = len(centroids)
    history = output.read_table(
        folder / "history.csv", "rows of step,movement,inertia", 3, skipped=1
    )
    labels = output.read_table(folder / "labels.dat", "one label a line", 1)[:, 0].astype(int)
    path = None
    if (folder / "path.dat").exists():
        path = data.read(str(folder / "path.dat")).x

    # The files must be of one run, and the data those that it saw.
    agreed = centroids.shape[1] == d and len(labels) == n and 0 <= labels.min() <= labels.max() < k
    if agreed:
        error = np.linalg.norm(samples.x - centroids[labels]) - np.sqrt(history[-1, 2])
        rounded = np.linalg.norm(samples.x) * 1e-6  # the run may have been in float32
        agreed = bool(abs(error) <= 1e-3 * np.sqrt(history[-1, 2]) + rounded)
    if path is not None:
        agreed = agreed and path.shape == (len(history) * k, d)
        path = path.reshape(len(history), k, d) if agreed else None
    if not agreed:
        raise Failure(f"{folder}: not the results of one run on {name}; run ./kmeans again")

    _, movement, inertias = history.T
    return Run(
        Path(name).name, samples.x, samples.shape, samples.labels,
        centroids, labels, movement, inertias, path,
    )  # fmt: skip
