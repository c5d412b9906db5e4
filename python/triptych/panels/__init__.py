"""The contract in three languages: the same functions on the same arrays.

    c = panel("c")
    labels, distances = c.kmeans.assign(x, centroids)

An array in C order of the panel's precision is handed over as it is; any other is converted
once. No function changes its arguments.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from triptych.panels import checks
from triptych.panels.cnn import Cnn
from triptych.panels.dense import Dense
from triptych.panels.filters import Filters
from triptych.panels.kmeans import Kmeans
from triptych.panels.layers import Layers
from triptych.panels.mlp import Mlp
from triptych.panels.perceptron import Perceptron
from triptych.panels.random import Random
from triptych.panels.support import Confusion, Normalize, Rows
from triptych.panels.threads import Threads

LANGUAGES = ("python", "c", "fortran")
PRECISIONS = ("float32", "float64")
VARIANTS = ("lesson", "fast", "gpu")


@dataclass(frozen=True)
class Panel:
    """The functions of one language, precision and variant."""

    language: str
    precision: str
    variant: str
    kmeans: Kmeans
    perceptron: Perceptron
    dense: Dense
    layers: Layers
    filters: Filters
    mlp: Mlp
    cnn: Cnn
    random: Random
    rows: Rows
    normalize: Normalize
    confusion: Confusion
    threads: Threads


def panel(language: str, precision: str = "float64", variant: str = "fast") -> Panel:
    """Return the functions written in one language.

    Parameters
    ----------
    language : "python", "c" or "fortran"
    precision : "float32" or "float64"
        The type of every float array given and returned, unless a function says otherwise.
    variant : "lesson", "fast" or "gpu"
        Python has one, which stands for all. "gpu", the lesson on a graphics card, is there if
        it was asked for: make panels OPENACC=1.

    Returns
    -------
    panel : Panel
        With `kmeans`, `perceptron`, `dense`, `layers`, `filters`, `mlp`, `cnn`, `random`, `rows`,
        `normalize`, `confusion` and `threads`, whose functions have the names, arguments and
        results of triptych.kmeans and so on, and of triptych.support.random and so on.

    Raises
    ------
    ValueError
        If a word is none of those above.
    ImportError
        If the language is not built, with what to type.
    """
    checks.word("language", language, LANGUAGES)
    checks.word("precision", precision, PRECISIONS)
    checks.word("variant", variant, VARIANTS)
    return _load(language, precision, variant)


@cache
def _load(language: str, precision: str, variant: str) -> Panel:
    raw = _functions(language, precision, variant)
    dtype = np.dtype(precision)
    return Panel(
        language,
        precision,
        variant,
        Kmeans(raw.kmeans, dtype),
        Perceptron(raw.perceptron, dtype),
        Dense(raw.dense, dtype),
        Layers(raw.layers, dtype),
        Filters(raw.filters, dtype),
        Mlp(raw.mlp, dtype),
        Cnn(raw.cnn, dtype),
        Random(raw.random),
        Rows(raw.rows, dtype),
        Normalize(raw.normalize, dtype),
        Confusion(raw.confusion),
        Threads(raw.threads),
    )


def _functions(language: str, precision: str, variant: str) -> Any:
    """Return an object with the unchecked functions, a name for each module."""
    if language == "c":
        from triptych.panels import c

        return c.load(precision, variant)
    if language == "fortran":
        from triptych.panels import fortran

        return fortran.load(precision, variant)
    from triptych.panels import python

    return python
