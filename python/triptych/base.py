"""What the estimators stand on: scikit-learn where it is installed, a few lines where not."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from triptych.panels import checks

try:
    from sklearn.base import (
        BaseEstimator,
        ClassNamePrefixFeaturesOutMixin,
        ClusterMixin,
        TransformerMixin,
    )
    from sklearn.utils.validation import check_is_fitted, validate_data

    HAVE_SKLEARN = True
except ImportError:  # none, or one older than 1.6
    HAVE_SKLEARN = False


def seed_of(random_state: Any) -> int:
    """Return the seed that a random_state stands for.

    Parameters
    ----------
    random_state : None, int, RandomState or Generator
        None is 0: the same run every time. From the last two a seed is drawn.
    """
    if random_state is None:
        return 0
    if isinstance(random_state, np.random.RandomState):
        return int(random_state.randint(2**32, dtype=np.uint32))
    if isinstance(random_state, np.random.Generator):
        return int(random_state.integers(2**32))
    return checks.integer("random_state", random_state, 0, checks.WORD)


if HAVE_SKLEARN:

    class Clusterer(ClassNamePrefixFeaturesOutMixin, TransformerMixin, ClusterMixin, BaseEstimator):
        """A clustering estimator of scikit-learn."""

        def _samples(self, X: ArrayLike, dtypes: Any, reset: bool) -> NDArray:
            return validate_data(self, X, dtype=dtypes, order="C", reset=reset)

        def _check_is_fitted(self) -> None:
            check_is_fitted(self)

else:

    class Clusterer:  # type: ignore[no-redef]
        """A clustering estimator with scikit-learn's conventions, but without it."""

        def get_params(self, deep: bool = True) -> dict[str, Any]:
            """Return the parameters by name."""
            names = list(inspect.signature(type(self)).parameters)
            return {name: getattr(self, name) for name in names}

        def set_params(self, **params: Any) -> Clusterer:
            """Set parameters by name."""
            for name, value in params.items():
                checks.word("parameter", name, tuple(self.get_params()))
                setattr(self, name, value)
            return self

        def __repr__(self) -> str:
            given = ", ".join(f"{name}={value!r}" for name, value in self.get_params().items())
            return f"{type(self).__name__}({given})"

        def fit_predict(self, X: ArrayLike, y: None = None) -> NDArray[np.int32]:
            """Fit, and return the labels of X."""
            return self.fit(X).labels_  # type: ignore[attr-defined]

        def fit_transform(self, X: ArrayLike, y: None = None) -> NDArray:
            """Fit, and return X transformed."""
            return self.fit(X).transform(X)  # type: ignore[attr-defined]

        def _samples(self, X: ArrayLike, dtypes: Any, reset: bool) -> NDArray:
            if isinstance(dtypes, list):
                found = np.asarray(X).dtype
                dtypes = found if found in dtypes else dtypes[0]
            x = checks.samples("X", X, np.dtype(dtypes))
            if reset:
                self.n_features_in_ = x.shape[1]
            elif x.shape[1] != self.n_features_in_:
                expected = f"{self.n_features_in_} features, as in fit"
                raise checks.fault("X", expected, str(x.shape[1]))
            return x

        def _check_is_fitted(self) -> None:
            if not hasattr(self, "n_features_in_"):
                raise ValueError(f"This {type(self).__name__} is not fitted yet: call fit first")
