"""The race on a graphics card: k-means, a network of layers and one of filters, of MNIST's size.

Every program runs the same work twice, a few turns and many, and the difference counts: so reading
the data, starting the card and what else is done once is left out. float32.
"""

import os
import re
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

import gpu_torch
from gpu_build import Build

Say = Callable[[str], None]


class Work(NamedTuple):
    """What is done: a program, the samples and their shape, its options, the turns."""

    title: str
    program: str
    n: int
    shape: tuple[int, ...]
    options: tuple[str, ...]
    turns: str  # the option that says how many turns, steps or epochs
    few: int
    many: int


NETWORK = tuple(
    "--split 1 --normalize none --output softmax --activation relu --init he "
    "--momentum 0.9 --rate 0.05".split()
)
DENSE = (*NETWORK, "--network", "I-784, D-256, D-10")
FILTERS = (*NETWORK, "--network", "I-28.28, C-8.5, P-2, C-16.5, P-2, D-10")


def works(full: bool) -> list[Work]:
    """Return the work of the race; if not full: a small part of it, to see that all runs."""
    share = 1 if full else 20
    k_means = ("--tol", "0", "--init", "random", "-k")
    return [
        Work(f"k-means, {n // share} x {d}, k {k}, a step", "kmeans", n // share, (d,),
             (*k_means, str(k)), "--max-iter", 1, 1 + steps)
        for n, d, k, steps in (
            (1000000, 3, 5, 60), (100000, 64, 64, 20), (60000, 784, 10, 20), (60000, 784, 64, 20)
        )
    ] + [
        Work(f"{name}, {n // share} images, batches of {batch}, an epoch", program, n // share,
             (28, 28), (*options, "--batch", str(batch)), "--epochs", 1, 1 + epochs)
        for name, program, n, options, batch, epochs in (
            ("784-256-10", "mlp", 60000, DENSE, 64, 2),
            ("784-256-10", "mlp", 60000, DENSE, 1024, 2),
            ("two layers of filters", "cnn", 20000, FILTERS, 64, 1),
            ("two layers of filters", "cnn", 20000, FILTERS, 1024, 1),
        )
    ]  # fmt: skip


def samples(n: int, shape: tuple[int, ...]) -> tuple[NDArray, NDArray]:
    """Return images of 10 groups that a network can tell apart, and the groups; for k-means, which
    would be done with groups in no time, one cloud.
    """
    rng = np.random.default_rng(3)
    y = rng.integers(10, size=n).astype(np.int32)
    x: NDArray = rng.random((n, *shape), np.float32)
    if len(shape) > 1:
        x = (x + rng.random((10, *shape), np.float32)[y]) / 2
    return x, y


def seconds(program: Path, data: str, work: Work, *options: str) -> float:
    """Return the time of one turn."""
    times, done = [], []
    for turns in (work.few, work.many):
        with tempfile.TemporaryDirectory() as folder:
            line = [str(program), data, *work.options, work.turns, str(turns), *options]
            begin = perf_counter()
            subprocess.run([*line, "--quiet", "--out", folder], check=True)
            times.append(perf_counter() - begin)
            found = re.search(
                r"^(?:steps|epochs) (\d+)$", Path(folder, "run.txt").read_text(), re.M
            )
            done.append(int(found[1]) if found else turns)  # k-means may converge
    return (times[1] - times[0]) / max(1, done[1] - done[0])


def race(build: Build, device: str, full: bool, threads: int, say: Say) -> None:
    """Print a table: a line for each work, a column for each program, times in milliseconds."""
    on = f"on the {'card' if device == 'gpu' else 'host'}"
    names = [f"{x} {how}" for x in ("C", "Fortran") for how in (f"lesson, {threads} threads",
             f"fast, {threads} threads", f"lesson, {on}")]  # fmt: skip
    say(f"| ms | {' | '.join(names)} | {gpu_torch.name(device)} |")
    say("| --- " * (len(names) + 2) + "|")
    for work in works(full):
        x, y = samples(work.n, work.shape)
        with tempfile.TemporaryDirectory() as data:
            np.save(Path(data, "x.npy"), x)
            if work.program != "kmeans":
                np.save(Path(data, "y.npy"), y)
            cells = []
            for language in ("c", "fortran"):
                for variant in ("", "_fast", "_gpu"):
                    program = build.program(work.program, language, variant, "f32")
                    where = ("--threads", str(threads))
                    if variant == "_gpu":
                        where = ("--device", device)
                    cells.append(f"{1000 * seconds(program, data, work, *where):.4g}")
        cells.append(gpu_torch.milliseconds(work, x, y, device, threads))
        say(f"| {work.title} | {' | '.join(cells)} |")


def profile(build: Build, device: str, say: Say) -> None:
    """Print what a few turns of each work ask of the card: loops, launches, copies."""
    for work in works(False):
        x, y = samples(work.n, work.shape)
        with tempfile.TemporaryDirectory() as folder:
            np.save(Path(folder, "x.npy"), x)
            if work.program != "kmeans":
                np.save(Path(folder, "y.npy"), y)
            counts = Path(folder, "counts")
            program = build.program(work.program, "c", "_gpu", "f32")
            line = [str(program), folder, *work.options, work.turns, "1", "--device", device]
            subprocess.run(
                [*line, "--quiet", "--out", str(Path(folder, "out"))],
                check=True,
                env={**os.environ, "ACC_PROFLIB": str(build.profile), "GPU_PROFILE": str(counts)},
            )
            say(f"{work.title[: work.title.rindex(',')]}, {work.turns[2:]} 1, C:\n")
            say("".join(f"    {each}\n" for each in counts.read_text().splitlines()))


def versions(device: str) -> str:
    """Return what else belongs to the name of the machine."""
    return f"NumPy {np.__version__}, {gpu_torch.name(device)}"
