"""The C panel: the functions of the headers in c/, called through ctypes.

Sizes are taken from the arrays and results are returned; nothing is checked here. The arrays
come from checks.py, so their memory is handed over as it is.
"""

from ctypes import CDLL
from types import SimpleNamespace

from triptych.panels import compiled
from triptych.panels.c import dense, filters, kmeans, layers, mlp, perceptron, random, support
from triptych.panels.c.types import declare


def load(precision: str, variant: str) -> SimpleNamespace:
    """Return the functions of one precision and variant, a name for each header."""
    library = CDLL(str(compiled.find(f"c_f{precision[-2:]}_{variant}")))
    for module in (kmeans, perceptron, dense, layers, filters, mlp, random, support):
        declare(library, precision, module.SIGNATURES)
    return SimpleNamespace(
        kmeans=kmeans.Kmeans(library),
        perceptron=perceptron.Perceptron(library),
        dense=dense.Dense(library),
        layers=layers.Layers(library),
        filters=filters.Filters(library),
        mlp=mlp.Mlp(library),
        cnn=mlp.Mlp(library, "cnn"),
        random=random.Random(library),
        rows=support.Rows(library),
        normalize=support.Normalize(library),
        confusion=support.Confusion(library),
        threads=support.Threads(library),
    )
