"""The estimators: scikit-learn's own checks, and its results from the same start."""

import subprocess
import sys

import numpy as np
import pytest
from conftest import ROOT
from sklearn import cluster
from sklearn.utils.estimator_checks import parametrize_with_checks

from samples import blobs
from triptych import KMeans, panel

# Few starts: the checks are about conventions.
ESTIMATORS = [KMeans(n_clusters=3, language=language) for language in ("python", "c", "fortran")]


@parametrize_with_checks(ESTIMATORS)
def test_scikit_learns_checks(estimator, check):
    check(estimator)


def test_against_scikit_learn(language):
    x, centres = blobs(300, d=3, k=4)
    ours = KMeans(4, init=centres, tol=0, language=language).fit(x)
    theirs = cluster.KMeans(4, init=centres, n_init=1, tol=0).fit(x)
    assert np.array_equal(ours.labels_, theirs.labels_)
    assert ours.n_iter_ == theirs.n_iter_
    np.testing.assert_allclose(ours.cluster_centers_, theirs.cluster_centers_, rtol=1e-12)
    assert ours.inertia_ == pytest.approx(theirs.inertia_, rel=1e-12)  # sums in another order
    new = np.random.default_rng(1).standard_normal((50, 3)) * 5
    assert np.array_equal(ours.predict(new), theirs.predict(new))
    # sqrt of |x|^2 - 2xc + |c|^2 there, which loses digits near a centre.
    np.testing.assert_allclose(ours.transform(new), theirs.transform(new), rtol=1e-7)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_precision_and_language(language, dtype):
    """float32 stays float32; the same seed gives the same start and labels in every language."""
    x, _ = blobs(300)
    x = x.astype(dtype)
    model = KMeans(4, n_init=3, random_state=7, language=language).fit(x)
    assert model.cluster_centers_.dtype == dtype
    assert np.array_equal(model.labels_, KMeans(4, n_init=3, random_state=7).fit(x).labels_)


def test_the_best_of_several_starts(language):
    x, _ = blobs(300, k=6, spread=1)
    functions = panel(language).kmeans
    inertias = []
    for restart in range(5):
        start = functions.init_random(x, 6, 3, restart)
        inertias.append(functions.lloyd(x, start, 300, 1e-4)[2][-1, 1])
    model = KMeans(6, init="random", n_init=5, random_state=3, language=language).fit(x)
    assert model.inertia_ == min(inertias)


@pytest.mark.parametrize(
    "parameters, message",
    [
        ({"n_clusters": 0}, "n_clusters: expected an integer from 1 to 300, found 0"),
        ({"n_clusters": 301}, "n_clusters: expected an integer from 1 to 300, found 301"),
        ({"n_init": 0}, "n_init: expected an integer from 1 to 2147483647, found 0"),
        ({"max_iter": -1}, "max_iter: expected an integer from 0 to 2147483646, found -1"),
        ({"tol": -1.0}, "tol: expected a number of at least 0, found -1.0"),
        ({"init": "best"}, 'init: expected "k-means++" or "random", found "best"'),
        ({"init": [[1.0, 2.0]]}, "init: expected shape (8, 2), found shape (1, 2)"),
        ({"random_state": -1}, "random_state: expected an integer from 0 to 4294967295, found -1"),
        ({"language": "cobol"}, 'language: expected "python", "c" or "fortran", found "cobol"'),
    ],
)
def test_bad_parameters(parameters, message):
    with pytest.raises(ValueError) as error:
        KMeans(**parameters).fit(blobs(300)[0])
    assert str(error.value) == message


WITHOUT = """
import sys
sys.modules["sklearn"] = sys.modules["sklearn.base"] = None  # importing it fails
from triptych import KMeans
x = [[0.0], [1.0], [10.0], [11.0]]
model = KMeans(2, random_state=1)
print(sorted(model.fit(x).cluster_centers_.ravel().tolist()))
print(model.predict([[0.4]]) == model.labels_[0])
print(model.get_params()["n_clusters"], model.set_params(n_clusters=1).fit_predict(x).tolist())
"""


def test_without_scikit_learn():
    path = {"PYTHONPATH": str(ROOT / "python")}
    command = [sys.executable, "-c", WITHOUT]
    result = subprocess.run(command, env=path, capture_output=True, text=True)
    assert result.stderr == ""
    assert result.stdout == "[0.5, 10.5]\n[ True]\n2 [0, 0, 0, 0]\n"
