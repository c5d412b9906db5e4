"""The Python panel: the algorithm files themselves."""

from triptych import dense, kmeans, layers, mlp, perceptron
from triptych.support import confusion, normalize, random, rows, threads

__all__ = [
    "confusion",
    "dense",
    "kmeans",
    "layers",
    "mlp",
    "normalize",
    "perceptron",
    "random",
    "rows",
    "threads",
]
