"""Write the data sets of this folder, byte for byte the same on any machine.

The k-means groups, the galaxies and the curves are made from the project's own random stream. Iris,
wine and the digits are taken from the copies that scikit-learn carries: only these three need
scikit-learn.

    python data/make_data.py                   write every file, print its SHA-256
    python data/make_data.py kmeans_2d.dat     write one
    python data/make_data.py --check           compare instead of writing
"""

import argparse
import hashlib
import io
import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))

from triptych.support import random
from triptych.support.random import Purpose

HERE = Path(__file__).resolve().parent
SEED = 42


def groups(
    major: int, samples: int, centres: ArrayLike, spreads: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.integer]]:
    """Return normal clouds around some centres, equally many samples each, in mixed order.

    Parameters
    ----------
    major : int, even
        Where in the random stream to draw: one number a data set.
    samples : int
        A multiple of the number of groups.
    centres, spreads : array, shape (groups, features)
        Mean and standard deviation of each group along each feature.

    Returns
    -------
    x : float64 array, shape (samples, features)
    y : int array, shape (samples,)
        The group of each sample.
    """
    centres, spreads = np.asarray(centres), np.asarray(spreads)
    y = random.shuffle(samples, samples, SEED, Purpose.MADE_DATA, major + 1) % len(centres)
    draws = np.arange(samples * centres.shape[1]).reshape(samples, -1)
    noise = random.normal(SEED, Purpose.MADE_DATA, major, draws)
    return centres[y] + spreads[y] * noise, y


def text(rows: list[list[str]], classes: int | None) -> bytes:
    """Return a .dat file of rows that end with their label, or with a target: no classes."""
    last = "targets 1" if classes is None else f"classes {classes}"
    header = f"# samples {len(rows)} features {len(rows[0]) - 1} {last}"
    return "\n".join([header, *map(" ".join, rows), ""]).encode()


def made(x: NDArray, y: NDArray) -> bytes:
    """Return a .dat file of coordinates with 4 decimals."""
    rows = [[f"{v:.4f}" for v in x_i] + [str(y_i)] for x_i, y_i in zip(x, y, strict=True)]
    return text(rows, int(y.max()) + 1)


def kmeans_2d() -> bytes:
    """Four groups in the plane, of unequal spread."""
    centres = [(-4.0, -1.5), (0.0, 3.5), (4.5, 0.5), (1.0, -3.5)]
    spreads = [(1.3, 1.6), (1.7, 1.2), (1.0, 1.4), (0.9, 0.9)]
    return made(*groups(0, 400, centres, spreads))


def kmeans_3d() -> bytes:
    """Five groups in space, of unequal spread."""
    centres = [(-4, -4, 0), (4, -3, 1), (0, 4, -4), (0, 3, 4), (-1, -2, -6)]
    spreads = [(1.4, 1.2, 1.3), (1.0, 1.1, 1.2), (1.6, 1.4, 1.1), (1.1, 1.3, 1.6), (0.8, 1.0, 0.8)]
    return made(*groups(2, 500, centres, spreads))


def gate(truth: str) -> bytes:
    """A logic gate of two inputs; truth: its outputs for 00, 01, 10, 11."""
    return text([[*f"{i:02b}", output] for i, output in enumerate(truth)], classes=2)


def galaxies() -> bytes:
    """Colours V-J and U-V of 300 galaxies, star-forming (0) and quiescent (1).

    Quiescent are those above U-V = 0.8 (V-J) + 0.7 (Williams et al. 2009 draw such a line).
    Both groups lie along it, those within 0.05 of it are left out: one neuron parts them.
    """
    n = 300
    place, side = random.uniform(SEED, Purpose.MADE_DATA, 4, np.arange(2 * n).reshape(2, n))
    label = random.integer(2, SEED, Purpose.MADE_DATA, 5, np.arange(n))
    v_j = np.where(label == 1, 0.6 + 0.8 * place, 0.2 + 1.6 * place)
    above = np.where(label == 1, 0.05 + 0.55 * side, -0.05 - 0.75 * side)
    return made(np.stack([v_j, 0.8 * v_j + 0.7 + above], axis=1), label)


def curve(major: int, x: NDArray, noise: float, f: Callable[..., NDArray]) -> bytes:
    """A .dat file of x, (n, d), and the target f(x) with normal noise."""
    t = f(*x.T) + noise * random.normal(SEED, Purpose.MADE_DATA, major, np.arange(len(x)))
    return text([[f"{v:.4f}" for v in (*x_i, t_i)] for x_i, t_i in zip(x, t, strict=True)], None)


def sine() -> bytes:
    """A noisy sine: 200 points of one and a half periods."""
    x = 6 * random.uniform(SEED, Purpose.MADE_DATA, 6, np.arange(200).reshape(200, 1)) - 3
    return curve(7, x, 0.1, lambda x: np.sin(1.5 * x))


def bump() -> bytes:
    """A noisy bump in the plane: 400 points of exp(-4 r^2)."""
    x = 2 * random.uniform(SEED, Purpose.MADE_DATA, 10, np.arange(800).reshape(400, 2)) - 1
    return curve(11, x, 0.02, lambda x, y: np.exp(-4 * (x**2 + y**2)))


def bundled(name: str) -> bytes:
    """Return a labelled csv file of scikit-learn as .dat, its numbers as they stand there."""
    csv = resources.files("sklearn.datasets.data").joinpath(name).read_text()
    first, *rows = [line.split(",") for line in csv.splitlines()]
    return text(rows, classes=len(first) - 2)


def digits(what: str) -> bytes:
    """Return the 8x8 digits as .npy: their "images" or their "target"."""
    from sklearn.datasets import load_digits

    file = io.BytesIO()
    np.lib.format.write_array(file, load_digits()[what].astype(np.uint8), version=(1, 0))
    return file.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "kmeans_2d.dat": kmeans_2d,
    "kmeans_3d.dat": kmeans_3d,
    "gates_or.dat": lambda: gate("0111"),
    "gates_and.dat": lambda: gate("0001"),
    "gates_xor.dat": lambda: gate("0110"),
    "galaxies.dat": galaxies,
    "sine.dat": sine,
    "bump.dat": bump,
    "iris.dat": lambda: bundled("iris.csv"),
    "wine.dat": lambda: bundled("wine_data.csv"),
    "digits/x.npy": lambda: digits("images"),
    "digits/y.npy": lambda: digits("target"),
}


def main() -> int:
    """Write or compare the files named on the command line, all by default."""
    description = (__doc__ or "").partition("\n\n    python")[0]
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"among {', '.join(FILES)}")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    arguments = parser.parse_args()
    if unknown := [name for name in arguments.names if name not in FILES]:
        parser.error(f"no such data set: {unknown[0]}")

    different = 0
    for name in arguments.names or FILES:
        path, content = HERE / name, FILES[name]()
        if not arguments.check:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        same = path.is_file() and path.read_bytes() == content
        different += not same
        print(hashlib.sha256(content).hexdigest() + "  " + name + ("" if same else "  DIFFERENT"))
    return min(different, 1)


if __name__ == "__main__":
    sys.exit(main())
