"""Read what ./kmeans left in its output folder, write pictures, show them."""

import io
import os
import platform
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

import style
from triptych.support import data, files, text
from triptych.support.program import Failure

ROOT = Path(__file__).resolve().parent.parent


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
    name = read_data_name(folder / "run.txt")
    samples = data.read(find_data(name, folder / "run.txt"))
    n, d = samples.x.shape

    centroids = data.read(str(folder / "centroids.dat")).x
    k = len(centroids)
    history = read_table(folder / "history.csv", "rows of step,movement,inertia", 3, skipped=1)
    labels = read_table(folder / "labels.dat", "one label a line", 1)[:, 0].astype(int)
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


def read_data_name(file: Path) -> str:
    """Return what run.txt says of the data: a line has a name and its value."""
    if not file.exists():
        raise Failure(f"{file}: no such file; run ./kmeans first")
    for line in os.fsdecode(files.read(str(file))).splitlines():
        name, _, value = line.partition(" ")
        if name == "data" and value:
            return value
    raise Failure(f'{file}: expected a line "data FILE"')


def find_data(name: str, file: Path) -> str:
    """Return where the data are that a run names: below this folder or the project's."""
    for start in (Path(), ROOT):
        if (start / name).exists():
            return str(start / name)
    raise Failure(f"{name}: no such file here or in {ROOT}, but {file} names it")


def read_table(file: Path, expected: str, columns: int, skipped: int = 0) -> NDArray:
    """Read rows of finite numbers with commas between them."""
    rows = [line.split(b",") for line in files.read(str(file)).splitlines()[skipped:]]
    try:
        table = np.array([[float(token) for token in row] for row in rows])
    except ValueError:
        table = np.empty(0)
    if table.ndim != 2 or table.shape[1] != columns or not np.isfinite(table).all():
        raise Failure(f"{file}: expected {expected}")
    return table


def write_figure(figure: Figure, file: Path) -> None:
    """Write a picture, the same bytes every time, and print where it is."""
    content = io.BytesIO()
    figure.savefig(content, format="png", metadata={"Software": None})
    write(content, file)


def write_animation(pages: list[Image.Image], durations: list[int], file: Path) -> None:
    """Write pages, each shown for so many milliseconds, as a GIF that runs for ever."""
    content = io.BytesIO()
    first, *others = pages
    first.save(content, "gif", save_all=True, append_images=others, duration=durations, loop=0)
    write(content, file)


def write(content: io.BytesIO, file: Path) -> None:
    """Write a file, make its folder, and print where it is."""
    files.make_folder(str(file.parent))
    files.write(str(file), content.getvalue())
    print(file, flush=True)


def show(file: Path) -> None:
    """Open a picture in the viewer of this desktop, if someone sits before it."""
    if not sys.stdout.isatty() or "SSH_CONNECTION" in os.environ:
        return
    if sys.platform == "darwin":
        command = "open"
    elif "microsoft" in platform.release().lower():  # Linux inside Windows
        command = "explorer.exe"
    elif "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ:
        command = "xdg-open"
    else:
        return
    nowhere = subprocess.DEVNULL
    with suppress(OSError):  # without a viewer, the path that was printed must do
        subprocess.Popen([command, file.name], cwd=file.parent, stdout=nowhere, stderr=nowhere)
