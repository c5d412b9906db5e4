"""The Python panel: the algorithm files themselves."""

from triptych import cnn, dense, filters, kmeans, layers, mlp, perceptron
from triptych.support import confusion, normalize, random, rows, threads

__all__ = [
    "cnn",
    "confusion",
    "dense",
    "filters",
    "kmeans",
    "layers",
    "mlp",
    "normalize",
    "perceptron",
    "random",
    "rows",
    "threads",
]
