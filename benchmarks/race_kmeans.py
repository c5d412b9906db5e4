"""k-means: Lloyd's algorithm, 20 steps from given centroids, float32, tol 0."""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans

import contestants

STEPS = 20
QUICK = ((100000, 2, 4), (100000, 3, 5), (20000, 16, 32), (10000, 64, 64), (6000, 784, 10))
FULL = (
    (1000000, 2, 4),
    (1000000, 3, 5),
    (200000, 16, 32),
    (100000, 64, 64),
    (60000, 784, 10),
    (60000, 784, 64),
)


def samples(n: int, d: int, k: int) -> tuple[NDArray, NDArray]:
    """Return overlapping groups, which keep k-means busy, and the centroids to start from."""
    rng = np.random.default_rng(1)
    centres = rng.standard_normal((k, d))
    x = centres[rng.integers(k, size=n)] + rng.standard_normal((n, d))
    return x.astype(np.float32), x[:k].astype(np.float32)


def scikit_learn(x: NDArray, start: NDArray) -> None:
    """Lloyd's algorithm of scikit-learn, all steps."""
    model = KMeans(len(start), init=start, n_init=1, max_iter=STEPS, tol=0, algorithm="lloyd")
    model.fit(x)


def faiss_kmeans(x: NDArray, start: NDArray, threads: int) -> Callable[[], object] | None:
    """Lloyd's algorithm of faiss, if it is installed."""
    try:
        import faiss
    except ImportError:
        return None
    faiss.omp_set_num_threads(threads)
    d, k = x.shape[1], len(start)

    def run() -> None:
        model = faiss.Kmeans(d, k, niter=STEPS, max_points_per_centroid=len(x))
        model.train(x, init_centroids=start)

    return run


def tables(full: bool, threads: int) -> Iterator[tuple]:
    """Yield a row at a time, so that the samples of one size are in memory."""
    for n, d, k in FULL if full else QUICK:
        x, start = samples(n, d, k)
        runners: dict[str, Callable[[], object]] = {
            name: partial(panel.kmeans.lloyd, x, start, STEPS, 0.0)
            for name, panel in contestants.panels("float32", threads)
        }
        x64, start64 = x.astype(np.float64), start.astype(np.float64)
        runners["scikit-learn f32"] = partial(scikit_learn, x, start)
        runners["scikit-learn f64"] = partial(scikit_learn, x64, start64)
        libraries = ["scikit-learn f32", "scikit-learn f64"]
        if run := faiss_kmeans(x, start, threads):
            runners["faiss"] = run
            libraries.append("faiss")
        yield f"n {n}, d {d}, k {k}", runners, tuple(libraries)
