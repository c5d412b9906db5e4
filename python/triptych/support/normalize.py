"""Bring every feature to a like size: (x - m) / s, in float64, then rounded."""

import numpy as np
from numpy.typing import NDArray

KINDS = ("none", "center", "standard", "minmax", "maxabs", "scale")


def fit(kind: str, x: NDArray) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Find m and s from the training rows.

    Parameters
    ----------
    kind : str
        none: m = 0, s = 1. center: m = mean, s = 1. standard: m = mean,
        s = sqrt(mean (x - m)^2). minmax: m = min, s = max - min. maxabs: m = mean,
        s = max |x - m|. scale: m = 0, s = largest |x| of all features together.
    x : float array, shape (n, d)

    Returns
    -------
    m, s : float64 arrays, shape (d,)
        An s of 0 becomes 1: a constant feature becomes 0.
    """
    x = x.astype(np.float64)
    n, d = x.shape

    # Exercise 1. Find m and s of each feature, as the kind asks.
    # Python: cumsum adds row by row, as C and Fortran do; sum would add in pairs.
    m, s = np.zeros(d), np.ones(d)
    if kind in ("center", "standard", "maxabs"):
        m = np.cumsum(x, axis=0)[-1] / n
    if kind == "standard":
        s = np.sqrt(np.cumsum((x - m) ** 2, axis=0)[-1] / n)
    elif kind == "maxabs":
        s = np.maximum(x.max(axis=0) - m, m - x.min(axis=0))
    elif kind == "minmax":
        m = x.min(axis=0)
        s = x.max(axis=0) - m
    elif kind == "scale":
        s = np.abs(x).max(axis=0)
    # End of exercise 1.
    if kind == "scale":
        s = np.full(d, s.max())
    return m, np.where(s == 0, 1.0, s)


def apply(m: NDArray[np.float64], s: NDArray[np.float64], x: NDArray) -> NDArray:
    """Apply m and s to x (n, d); return a new array."""
    # Exercise 2. Subtract m and divide by s.
    return ((x - m) / s).astype(x.dtype)
    # End of exercise 2.
