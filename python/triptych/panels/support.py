"""Splits, normalisation and the confusion matrix in any language: arguments checked."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from triptych.panels import checks
from triptych.panels.documented import documented_as
from triptych.support import confusion, normalize, rows
from triptych.support.normalize import KINDS


class Rows:
    """The functions of triptych.support.rows in one language."""

    def __init__(self, raw: Any, dtype: np.dtype) -> None:
        self._raw = raw
        self._dtype = dtype

    @documented_as(rows.split)
    def split(
        self, n: int, classes: int, labels: ArrayLike, fractions: ArrayLike, seed: int
    ) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        n = checks.integer("n", n, 1, checks.LARGEST)
        classes = checks.integer("classes", classes, 0, checks.LARGEST)
        labels = checks.labels(labels, n, classes if classes > 0 else checks.LARGEST)
        fractions = checks.shaped("fractions", fractions, (3,), np.dtype(np.float64))
        if fractions.min() < 0 or abs(fractions.sum() - 1) > 1e-9:
            raise checks.fault("fractions", "three of at least 0 that sum to 1", "others")
        seed = checks.integer("seed", seed, 0, checks.WORD)
        return self._raw.split(n, classes, labels, fractions, seed)

    @documented_as(rows.balance)
    def balance(
        self, n: int, classes: int, labels: ArrayLike, seed: int, epoch: int
    ) -> NDArray[np.int32]:
        n = checks.integer("n", n, 1, checks.LARGEST)
        classes = checks.integer("classes", classes, 1, checks.LARGEST)
        labels = checks.labels(labels, n, classes)
        if missing := set(range(classes)) - set(labels.tolist()):
            raise checks.fault("labels", "rows of every class", f"none of {min(missing)}")
        seed = checks.integer("seed", seed, 0, checks.WORD)
        epoch = checks.integer("epoch", epoch, 0, checks.WORD)
        return self._raw.balance(n, classes, labels, seed, epoch)

    @documented_as(rows.one_hot)
    def one_hot(self, classes: int, labels: ArrayLike, dtype: DTypeLike | None = None) -> NDArray:
        classes = checks.integer("classes", classes, 1, checks.LARGEST)
        labels = checks.labels(labels, len(np.atleast_1d(labels)), classes)
        return self._raw.one_hot(classes, labels, self._dtype)


class Normalize:
    """The functions of triptych.support.normalize in one language."""

    def __init__(self, raw: Any, dtype: np.dtype) -> None:
        self._raw = raw
        self._dtype = dtype

    @documented_as(normalize.fit)
    def fit(self, kind: str, x: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        checks.word("kind", kind, KINDS)
        return self._raw.fit(kind, checks.samples("x", x, self._dtype))

    @documented_as(normalize.apply)
    def apply(self, m: ArrayLike, s: ArrayLike, x: ArrayLike) -> NDArray:
        samples = checks.samples("x", x, self._dtype).copy()
        each, float64 = (samples.shape[1],), np.dtype(np.float64)
        m, s = checks.shaped("m", m, each, float64), checks.shaped("s", s, each, float64)
        return self._raw.apply(m, s, samples)


class Confusion:
    """The functions of triptych.support.confusion in one language."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    @documented_as(confusion.count)
    def count(self, classes: int, truth: ArrayLike, predicted: ArrayLike) -> NDArray[np.int32]:
        classes = checks.integer("classes", classes, 1, checks.LARGEST)
        n = len(np.atleast_1d(truth))
        truth, predicted = (checks.labels(each, n, classes) for each in (truth, predicted))
        return self._raw.count(classes, truth, predicted)

    @documented_as(confusion.rates)
    def rates(self, counts: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
        counts = checks.integers("counts", counts, 0, checks.LARGEST, np.int32)
        if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or len(counts) < 1:
            raise checks.fault("counts", "shape (classes, classes)", f"shape {counts.shape}")
        return self._raw.rates(counts)
