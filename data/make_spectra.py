"""Write data/spectra, a stand-in for stellar spectra: 1120 stars of 7 classes, 3753 pixels each.

A black body of the star's temperature from 380 to 920 nm, absorption lines as deep as its class
has them, and noise. There are few hot and few cool stars, as in the sky's catalogues: 20 of class
O, 310 of class F. Everything comes from the project's own random stream, so that the numbers are
the same on any machine to the last digits that exp gives.

    python data/make_spectra.py            1120 stars
    python data/make_spectra.py 200        so many, in the same proportions
"""

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "python"))

from triptych.support import files, npy, random
from triptych.support.random import Purpose

HERE = Path(__file__).resolve().parent
SEED = 42
TEMPERATURE = 20  # where in the random stream the first draw is, the others behind it
CLASSES = "OBAFGKM"
COUNTS = (20, 90, 260, 310, 240, 150, 50)
KELVIN = (35000, 18000, 8800, 6700, 5700, 4600, 3300)
SCATTER = 0.1  # of the temperatures of a class, relative
WAVELENGTH = np.linspace(380, 920, 3753)  # nm
NOISE = 0.2  # of the continuum, in each pixel


class Line(NamedTuple):
    """Absorption at some wavelengths, as deep as each class has it."""

    nm: tuple[float, ...]
    width: float
    depth: tuple[float, ...]


LINES = (
    Line((410.2, 434.0, 486.1, 656.3), 1.2, (0.1, 0.35, 0.7, 0.45, 0.25, 0.1, 0.03)),  # H
    Line((402.6, 447.1, 587.6), 0.7, (0.2, 0.25, 0.03, 0, 0, 0, 0)),  # He I
    Line((454.2, 468.6), 0.7, (0.25, 0.02, 0, 0, 0, 0, 0)),  # He II
    Line((393.4, 396.8), 1.0, (0, 0.02, 0.1, 0.4, 0.6, 0.8, 0.6)),  # Ca II
    Line((517.5,), 1.5, (0, 0, 0.02, 0.1, 0.2, 0.35, 0.25)),  # Mg I
    Line((589.3,), 0.8, (0, 0, 0.02, 0.05, 0.15, 0.4, 0.6)),  # Na I
    Line((495.0, 545.0, 615.0, 670.0, 705.0, 760.0), 8.0, (0, 0, 0, 0, 0, 0.08, 0.45)),  # TiO
)


def planck(kelvin: NDArray) -> NDArray:
    """Black-body spectra, each with mean 1: B = c1 lambda^-5 / (exp(c2 / (lambda T)) - 1)."""
    exponent = 1.4387769e7 / (WAVELENGTH * kelvin[:, np.newaxis])  # c2 in nm K
    b = WAVELENGTH**-5.0 / np.expm1(exponent)
    return b / b.mean(axis=1, keepdims=True)


def spectra(counts: tuple[int, ...]) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Return fluxes x (n, 3753) and classes y (n), the classes in mixed order."""
    n = sum(counts)
    y = np.repeat(np.arange(7), counts)[random.shuffle(n, n, SEED, Purpose.MADE_DATA, TEMPERATURE)]
    hotter = random.normal(SEED, Purpose.MADE_DATA, TEMPERATURE + 1, np.arange(n))
    x = planck(np.array(KELVIN)[y] * np.exp(SCATTER * hotter))
    for number, line in enumerate(LINES):
        deeper = random.uniform(SEED, Purpose.MADE_DATA, TEMPERATURE + 2 + number, np.arange(n))
        depth = np.array(line.depth)[y] * (0.5 + deeper)
        for nm in line.nm:
            profile = np.exp(-(((WAVELENGTH - nm) / line.width) ** 2) / 2)
            x *= 1 - np.minimum(depth, 0.95)[:, np.newaxis] * profile
    pixels = np.arange(n * len(WAVELENGTH)).reshape(n, -1)
    x += NOISE * random.normal(SEED, Purpose.MADE_DATA, TEMPERATURE + 10, pixels)
    return x.astype(np.float32), y.astype(np.int32)


def main() -> None:
    """Write the folder."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else sum(COUNTS)
    counts = tuple(max(1, count * n // sum(COUNTS)) for count in COUNTS)
    x, y = spectra(counts)
    files.make_folder(str(HERE / "spectra"))
    npy.write(str(HERE / "spectra" / "x.npy"), x)
    npy.write(str(HERE / "spectra" / "y.npy"), y)
    print(f"wrote data/spectra: {len(x)} spectra of {x.shape[1]} pixels, 7 classes {CLASSES}")


if __name__ == "__main__":
    main()
