"""The algorithms as scikit-learn estimators, in any of the three languages.

    from triptych import KMeans
    KMeans(n_clusters=4, language="fortran", random_state=42).fit(X).labels_

They need no scikit-learn; where it is installed they are estimators like its own.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from triptych.base import Clusterer, seed_of
from triptych.panels import checks, panel
from triptych.panels.kmeans import Kmeans


class KMeans(Clusterer):
    """k-means clustering: k centroids, each the mean of the samples nearest to it.

    Parameters
    ----------
    n_clusters : int, 1 ... number of samples
    init : "k-means++", "random" or array of shape (n_clusters, n_features)
        How to choose the first centroids; an array is those themselves.
    n_init : int, at least 1
        Run so many times from different starts and keep the smallest inertia.
    max_iter : int, at least 0
        Do at most so many steps.
    tol : float, at least 0
        Stop after a step in which the squared distances moved by the centroids sum to at most
        this; unlike scikit-learn's it is not scaled by the variance of X.
    random_state : None, int, RandomState or Generator
        The seed; None is 0, so that a run can always be repeated. The same seed gives the same
        start in every language.
    language : "python", "c" or "fortran"

    Attributes
    ----------
    cluster_centers_ : float array, shape (n_clusters, n_features)
    labels_ : int32 array, shape (n_samples,)
    inertia_ : float
        The sum of squared distances of the samples to their centroids.
    n_iter_ : int
        The number of steps done.
    n_features_in_ : int

    Notes
    -----
    X of float32 is worked on in float32, anything else in float64.

    References
    ----------
    Lloyd (1982), IEEE Trans. Inf. Theory 28, 129. Arthur and Vassilvitskii (2007), SODA, 1027.
    """

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        init: str | ArrayLike = "k-means++",
        n_init: int = 1,
        max_iter: int = 300,
        tol: float = 1e-4,
        random_state: Any = None,
        language: str = "c",
    ) -> None:
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.random_state = random_state
        self.language = language

    def fit(self, X: ArrayLike, y: None = None) -> KMeans:
        """Find the centroids.

        Parameters
        ----------
        X : array, shape (n_samples, n_features)
        y : ignored

        Returns
        -------
        self : KMeans
        """
        x = self._samples(X, [np.float64, np.float32], reset=True)
        n_init = checks.integer("n_init", self.n_init, 1, checks.LARGEST)
        seed = seed_of(self.random_state)
        functions = self._functions(x.dtype)

        self.inertia_ = np.inf
        for restart in range(n_init):
            start = self._start(functions, x, seed, restart)
            result = functions.lloyd(x, start, self.max_iter, self.tol)
            centroids, labels, history, n_iter = result
            inertia = float(history[-1, 1])
            if restart == 0 or inertia < self.inertia_:
                self.cluster_centers_ = centroids
                self.labels_ = labels
                self.inertia_ = inertia
                self.n_iter_ = n_iter
        self._n_features_out = len(self.cluster_centers_)
        return self

    def predict(self, X: ArrayLike) -> NDArray[np.int32]:
        """Return the label of the nearest centroid for each sample.

        Parameters
        ----------
        X : array, shape (n_samples, n_features)

        Returns
        -------
        labels : int32 array, shape (n_samples,)
        """
        x, functions = self._fitted(X)
        return functions.assign(x, self.cluster_centers_)[0]

    def transform(self, X: ArrayLike) -> NDArray:
        """Return the distance of each sample to each centroid.

        Parameters
        ----------
        X : array, shape (n_samples, n_features)

        Returns
        -------
        distances : float array, shape (n_samples, n_clusters)
        """
        x, functions = self._fitted(X)
        squares = [functions.assign(x, [centroid])[1] for centroid in self.cluster_centers_]
        return np.sqrt(np.stack(squares, axis=1))

    def _functions(self, dtype: np.dtype) -> Kmeans:
        return panel(self.language, precision=dtype.name).kmeans

    def _start(self, functions: Kmeans, x: NDArray, seed: int, restart: int) -> NDArray:
        n_clusters = checks.integer("n_clusters", self.n_clusters, 1, len(x))
        if isinstance(self.init, str):
            checks.word("init", self.init, ("k-means++", "random"))
            init = functions.init_random if self.init == "random" else functions.init_plusplus
            return init(x, n_clusters, seed, restart)
        start = np.asarray(self.init)
        if start.shape != (n_clusters, x.shape[1]):
            expected = f"shape ({n_clusters}, {x.shape[1]})"
            raise checks.fault("init", expected, f"shape {start.shape}")
        return start

    def _fitted(self, X: ArrayLike) -> tuple[NDArray, Kmeans]:
        self._check_is_fitted()
        dtype = self.cluster_centers_.dtype
        return self._samples(X, dtype, reset=False), self._functions(dtype)
