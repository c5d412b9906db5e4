"""The Python panel: the algorithm files themselves."""

from triptych import kmeans
from triptych.support import random, threads

__all__ = ["kmeans", "random", "threads"]
