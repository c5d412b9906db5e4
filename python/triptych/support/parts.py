"""Some rows of a data set: for training, validation or the test."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from triptych.support import normalize as normalization
from triptych.support import rows as of_rows
from triptych.support.data import Data
from triptych.support.model import Model
from triptych.support.program import FAILED, Failure


@dataclass
class Part:
    """Rows, and what is known of them.

    Parameters
    ----------
    rows : int array, shape (n,)
        Where they stand in the file.
    x : float array, shape (n, d)
        The features kept.
    labels : int32 array, shape (n,), or None
    t : float array, shape (n, targets), or None
        For labels once encode has made them.
    """

    rows: NDArray[np.int32]
    x: NDArray
    labels: NDArray[np.int32] | None
    t: NDArray | None

    @property
    def n(self) -> int:
        """How many."""
        return len(self.rows)


def take(data: Data, model: Model, rows: NDArray[np.int32]) -> Part:
    """Take these rows of the data, and of them the features that the model keeps."""
    return Part(
        rows,
        data.x[rows[:, np.newaxis], model.features],
        None if data.labels is None else data.labels[rows],
        None if data.t is None else data.t[rows],
    )


def take_all(data: Data, model: Model) -> Part:
    """Take all rows."""
    return take(data, model, np.arange(len(data.x), dtype=np.int32))


def fit(path: str, part: Part, model: Model) -> None:
    """Find m and s of the model from these rows.

    They are rounded as normalization.dat will hold them, so that the model sees the same
    features when it predicts.

    Parameters
    ----------
    path : str
        The file to name if they are too large.
    part : Part
    model : Model
    """
    precision = part.x.dtype.name
    m, s = normalization.fit(model.normalize, part.x)
    model.m = m.astype(precision).astype(np.float64)
    model.s = s.astype(precision).astype(np.float64)
    model.s[model.s == 0] = 1
    if not (np.isfinite(model.m).all() and np.isfinite(model.s).all()):
        raise _too_large(path, precision)


def normalize(path: str, model: Model, part: Part) -> None:
    """Apply m and s of the model."""
    part.x = normalization.apply(model.m, model.s, part.x)
    if not np.isfinite(part.x).all():
        raise _too_large(path, part.x.dtype.name)


def encode(outputs: int, part: Part) -> None:
    """Make targets of the labels, if there are labels: one-hot, or of one output 0 and 1."""
    if part.labels is None:
        return
    if outputs == 1:
        part.t = part.labels[:, np.newaxis].astype(part.x.dtype)
    else:
        part.t = of_rows.one_hot(outputs, part.labels, part.x.dtype)


def _too_large(path: str, precision: str) -> Failure:
    return Failure(f"{path}: the normalised features are too large for {precision}", FAILED)
