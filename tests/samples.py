"""Data to test on, and when two arrays are the same."""

import numpy as np
from sklearn import datasets

# Single functions and steps agree to this, relative to the largest number: the sums differ in
# their order and in fused multiply-adds, over at most some thousand terms. See the data's sizes.
TOLERANCE = {"float64": 1e-12, "float32": 1e-5}


def close(found, expected, precision="float64"):
    """Compare arrays by their largest number: a ratio would fail on those near zero."""
    found, expected = np.asarray(found, np.float64), np.asarray(expected, np.float64)
    assert found.shape == expected.shape
    scale = max(np.abs(expected).max(), 1e-300)
    assert np.abs(found - expected).max() <= TOLERANCE[precision] * scale


def blobs(n=500, d=2, k=4, spread=0.3, seed=0):
    """Return samples around k well separated centres, and those centres: nothing ties."""
    rng = np.random.default_rng(seed)
    centres = rng.permuted(np.tile(np.arange(k) * 4.0, (d, 1)), axis=1).T
    x = centres[rng.integers(k, size=n)] + spread * rng.standard_normal((n, d))
    return x, centres


def noisy(name):
    """Return a data set of scikit-learn, each number moved a little: rounded data have ties."""
    x = getattr(datasets, f"load_{name}")().data
    return x + 1e-3 * x.std() * np.random.default_rng(1).standard_normal(x.shape)
