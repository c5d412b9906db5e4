"""The perceptron: 2 classes, 20 features, so many epochs in the order of the file."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import Perceptron

import contestants
from triptych.panels import Panel

SIZES = {False: ((10000, 20, 10),), True: ((100000, 20, 50),)}


def samples(n: int, d: int) -> tuple[NDArray, NDArray]:
    """Return two classes that overlap, so that every epoch has corrections."""
    rng = np.random.default_rng(2)
    x = rng.standard_normal((n, d))
    return x, (x @ rng.standard_normal(d) + rng.standard_normal(n) > 0).astype(np.int32)


def scikit_learn(x: NDArray, y: NDArray, epochs: int) -> None:
    """scikit-learn's, without its own stopping rule."""
    Perceptron(max_iter=epochs, tol=None, shuffle=False, eta0=0.05).fit(x, y)


def ours(panel: Panel, x: NDArray, t: NDArray, order: NDArray, epochs: int) -> None:
    """One neuron, epoch after epoch."""
    w = np.zeros((x.shape[1] + 1, 1))
    for _ in range(epochs):
        w, _ = panel.perceptron.train_epoch(x, t, order, 0.05, w)


def tables(full: bool, threads: int) -> Iterator[tuple]:
    """Yield the rows."""
    for n, d, epochs in SIZES[full]:
        x, y = samples(n, d)
        t, order = y[:, np.newaxis].astype(np.float64), np.arange(n, dtype=np.int32)
        runners: dict[str, Callable[[], object]] = {
            name: partial(ours, panel, x, t, order, epochs)
            for name, panel in contestants.panels("float64", threads)
        }
        runners["scikit-learn"] = partial(scikit_learn, x, y, epochs)
        yield f"{n} x {d}, {epochs} epochs in order", runners, ("scikit-learn",)
