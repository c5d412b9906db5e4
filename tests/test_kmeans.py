"""k-means in three languages, two precisions, lesson and fast: one contract, one result."""

import numpy as np
import oracles
import pytest
from conftest import THREADED, load
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn import cluster, datasets

from samples import blobs, close, noisy

# By hand.

LINE = [[0.0], [2.0], [10.0], [12.0]]
STEPS = [  # centroids, labels, movement and inertia after 0, 1, 2, 3 steps from 0 and 2
    ([[0], [2]], [0, 1, 1, 1], (0, 0 + 0 + 64 + 100)),
    ([[0], [8]], [0, 0, 1, 1], (36, 0 + 4 + 4 + 16)),
    ([[1], [11]], [0, 0, 1, 1], (1 + 9, 1 + 1 + 1 + 1)),
    ([[1], [11]], [0, 0, 1, 1], (0, 4)),
]


@pytest.mark.parametrize(
    "max_iter, tol, n_iter",
    [(0, 0, 0), (1, 0, 1), (2, 0, 2), (3, 0, 3), (100, 0, 3), (100, 9.99, 3), (100, 10, 2),
     (100, 36, 1), (1, 1e9, 1), (0, 1e9, 0)],
)  # fmt: skip
def test_lloyd_by_hand(panel, max_iter, tol, n_iter):
    """A step ends the run when its movement is at most tol; labels belong to the result."""
    centroids, labels, history, steps = panel.kmeans.lloyd(LINE, STEPS[0][0], max_iter, tol)
    assert steps == n_iter
    assert centroids.tolist() == STEPS[n_iter][0]
    assert labels.tolist() == STEPS[n_iter][1]
    assert history.tolist() == [list(step[2]) for step in STEPS[: n_iter + 1]]


def test_types(panel):
    x, centres = blobs(20)
    labels, distances = panel.kmeans.assign(x, centres)
    moved, movement = panel.kmeans.update(x, labels, centres)
    result, final, history, n_iter = panel.kmeans.lloyd(x, centres, 5, 0)
    starts = [init(x, 3, 0) for init in (panel.kmeans.init_random, panel.kmeans.init_plusplus)]
    assert {a.dtype for a in (distances, moved, result, *starts)} == {np.dtype(panel.precision)}
    assert labels.dtype == final.dtype == np.int32 and history.dtype == np.float64
    assert isinstance(movement, float) and isinstance(n_iter, int)
    assert history.shape == (n_iter + 1, 2) and starts[0].shape == (3, 2)


def test_squared_distance(panel):
    assert panel.kmeans.squared_distance([0, 3], [4, 0]) == 25
    pairs = panel.kmeans.squared_distance([[[0, 0, 1]], [[2, 0, 0]]], [[0, 0, 0], [1, 1, 1]])
    assert pairs.tolist() == [[1, 2], [4, 3]]


def test_update_by_hand(panel):
    x = [[0, 0], [2, 4], [4, 2], [9, 9]]
    centroids, movement = panel.kmeans.update(x, [1, 1, 1, 2], [[7, 7], [2, 0], [9, 6]])
    assert centroids.tolist() == [[7, 7], [2, 2], [9, 9]]  # the first has no sample: it stays
    assert movement == 0 + 4 + 9


def test_ties_go_to_the_lowest(panel):
    """Small whole numbers: every formula is exact, so these are ties for all of them."""
    square = [[1, 1], [-1, 1], [1, -1], [-1, -1]]
    x = [[0, 0], [0, 1], [1, 0], [0, -1], [-1, 0], [3, -2], [0, 5]]
    assert panel.kmeans.assign(x, square)[0].tolist() == [0, 0, 0, 2, 1, 2, 0]
    twins = [[1, 2], [1, 2], [-1, -2], [-1, -2]]
    assert panel.kmeans.assign([[5, 6], [-5, -6]] * 20, twins)[0].tolist() == [0, 2] * 20


def test_empty_cluster_in_a_run(panel):
    """The far centroid never gets a sample: it stays, and its rest does not hold up the end."""
    centroids, labels, history, n_iter = panel.kmeans.lloyd(LINE, [[0], [2], [999]], 100, 0)
    assert centroids.tolist() == [[1], [11], [999]]
    assert (n_iter, labels.tolist()) == (3, [0, 0, 1, 1])
    assert history.tolist() == [list(step[2]) for step in STEPS]


def test_one_cluster(panel):
    x, _ = blobs(100, d=3)
    centroids, labels, history, n_iter = panel.kmeans.lloyd(x, x[:1], 100, 0)
    assert n_iter == 2 and not labels.any()
    close(centroids, x.mean(axis=0, keepdims=True), panel.precision)
    close(history[-1], [0, x.var(axis=0).sum() * len(x)], panel.precision)


def test_as_many_clusters_as_samples(panel):
    x, _ = blobs(30, d=3)
    for init in (panel.kmeans.init_random, panel.kmeans.init_plusplus):
        start = init(x, len(x), seed=1)
        assert sorted(start.tolist()) == sorted(np.asarray(x, panel.precision).tolist())
        centroids, labels, history, n_iter = panel.kmeans.lloyd(x, start, 100, 0)
        assert np.array_equal(centroids, start) and sorted(labels) == list(range(len(x)))
        assert n_iter == 1 and history.tolist() == [[0, 0], [0, 0]]


def test_one_sample(panel):
    for init in (panel.kmeans.init_random, panel.kmeans.init_plusplus):
        assert init([[3, 4, 5]], 1, seed=7).tolist() == [[3, 4, 5]]
    assert panel.kmeans.assign([[3, 4]], [[0, 0]])[1].tolist() == [25]


# The starts, against the drawn indices of the oracle.


@pytest.mark.parametrize("n, d, k", [(9, 1, 1), (9, 1, 9), (57, 3, 5), (5000, 2, 7), (300, 40, 64)])
@pytest.mark.parametrize("seed, restart", [(42, 0), (42, 1), (2**32 - 1, 2**32 - 1)])
def test_starts_against_the_papers(panel, n, d, k, seed, restart):
    x = np.random.default_rng(n).standard_normal((n, d)).astype(panel.precision)
    chosen = oracles.shuffle(n, k, seed, 1, restart)[:k]
    assert np.array_equal(panel.kmeans.init_random(x, k, seed, restart), x[chosen])
    chosen = oracles.init_plusplus(x, k, seed, restart)
    assert np.array_equal(panel.kmeans.init_plusplus(x, k, seed, restart), x[chosen])


def test_known_starts(panel):
    """Numbers to compare a new language with."""
    x = np.arange(10)[:, np.newaxis]
    assert panel.kmeans.init_random(x, 4, 42).ravel().tolist() == [7, 9, 0, 4]
    assert panel.kmeans.init_plusplus(x, 4, 42).ravel().tolist() == [4, 0, 9, 7]


def test_plusplus_on_equal_samples(panel):
    """Every sample sits on a centroid after the first: the others are drawn evenly."""
    assert panel.kmeans.init_plusplus([[2, 3]] * 5, 3, 42).tolist() == [[2, 3]] * 3
    x = np.array([[1], [1], [1], [8], [8]])
    for seed in range(10):
        start = panel.kmeans.init_plusplus(x, 4, seed)
        assert np.array_equal(start, x[oracles.init_plusplus(x, 4, seed, 0)])
        assert set(start[:2].ravel()) == {1, 8}  # while others are left, no distance of 0 is drawn


# Against scikit-learn from the same start.


def sklearn_run(x, start):
    """Run until no label changes, as with tol 0 here."""
    model = cluster.KMeans(len(start), init=start, n_init=1, max_iter=500, tol=0, algorithm="lloyd")
    return model.fit(x)


@pytest.mark.parametrize(
    "x, k",
    [(blobs(500)[0], 4), (blobs(2000, d=3, k=5, spread=1.5)[0], 5), (noisy("iris"), 3),
     (noisy("wine"), 3), (noisy("digits"), 10)],
    ids=["blobs", "blobs_overlapping", "iris", "wine", "digits"],
)  # fmt: skip
@pytest.mark.parametrize("seed", [0, 1])
def test_whole_runs_against_scikit_learn(panel, x, k, seed):
    """Tie-free data. Labels equal at every step give means of the same samples: 1e-12."""
    x = x.astype(panel.precision)
    start = x[oracles.shuffle(len(x), k, seed, 1, 0)[:k]]
    expected = sklearn_run(x.astype(np.float64), start.astype(np.float64))
    centroids, labels, history, n_iter = panel.kmeans.lloyd(x, start, 500, 0)
    assert len(np.unique(labels)) == k  # scikit-learn would have moved an empty cluster
    assert np.array_equal(labels, expected.labels_)
    assert n_iter == expected.n_iter_
    close(centroids, expected.cluster_centers_, panel.precision)
    close(history[-1, 1], expected.inertia_, panel.precision)


@pytest.mark.parametrize("name", ["iris", "digits"])
def test_one_step_on_tied_data(panel, name):
    """Rounded data tie; which label wins depends on the formula, its distance does not."""
    x = getattr(datasets, f"load_{name}")().data.astype(panel.precision)
    for restart in range(5):
        start = x[oracles.shuffle(len(x), 10, 42, 1, restart)[:10]]
        labels, distances = panel.kmeans.assign(x, start)
        exact = oracles.distances(x, start)
        close(distances, exact.min(axis=1), panel.precision)
        close(exact[np.arange(len(x)), labels], exact.min(axis=1), panel.precision)


@pytest.mark.parametrize("n", [1, 7, 16, 65, 1000, 1025])
def test_every_shape(panel, n):
    """Each number of features and clusters may take another path through vectors and blocks."""
    rng = np.random.default_rng(n)
    for d in (1, 2, 3, 4, 5, 16, 33):
        x = rng.standard_normal((n, d)).astype(panel.precision)
        for k in (*range(1, 15), 25):
            centroids = rng.standard_normal((k, d)).astype(panel.precision)
            exact = oracles.distances(x, centroids)
            labels, distances = panel.kmeans.assign(x, centroids)
            close(distances, exact.min(axis=1), panel.precision)
            close(exact[np.arange(n), labels], exact.min(axis=1), panel.precision)
            means, movement = oracles.update(x, labels, centroids)
            moved, by = panel.kmeans.update(x, labels, centroids)
            close(moved, means, panel.precision)
            close([by], [movement], panel.precision)


# Properties.

# Whole numbers: sums and squares are exact in both precisions, ties are plenty.
small = st.integers(-50, 50).map(float)


@st.composite
def problems(draw):
    """Return samples, a start taken from anywhere, and the number of clusters."""
    n, d, k = draw(st.integers(1, 40)), draw(st.integers(1, 5)), draw(st.integers(1, 6))
    x = draw(hnp.arrays(np.float64, (n, d), elements=small))
    return x, draw(hnp.arrays(np.float64, (k, d), elements=small))


@given(problems())
def test_inertia_never_rises(panel, problem):
    x, start = problem
    centroids, labels, history, n_iter = panel.kmeans.lloyd(x, start, 50, 0)
    # Each inertia is rounded: by a few ulp of its terms, and as a mean is rounded to |c| ulp.
    eps = np.finfo(panel.precision).eps
    slack = 8 * eps * history[0, 1] + x.size * (50 * eps) ** 2
    assert (np.diff(history[:, 1]) <= slack).all()
    assert 0 <= n_iter <= 50 and len(history) == n_iter + 1
    assert n_iter == 50 or history[-1, 0] == 0  # tol 0: the centroids rest
    # The labels and the inertia belong to the centroids returned.
    again, distances = panel.kmeans.assign(x, centroids)
    assert np.array_equal(labels, again)
    assert history[-1, 1] == pytest.approx(distances.sum(dtype=np.float64), rel=1e-12, abs=0)


@given(problems(), st.randoms(use_true_random=False))
def test_permuting_samples_permutes_labels(panel, problem, random):
    x, centroids = problem
    order = list(range(len(x)))
    random.shuffle(order)
    labels, distances = panel.kmeans.assign(x, centroids)
    permuted = panel.kmeans.assign(x[order], centroids)
    close(permuted[1], distances[order], panel.precision)
    exact = np.sort(oracles.distances(x, centroids), axis=1)
    clear = (exact[:, 1] > exact[:, 0])[order] if len(centroids) > 1 else slice(None)
    assert np.array_equal(permuted[0][clear], labels[order][clear])
    moved = panel.kmeans.update(x, labels, centroids)
    permuted = panel.kmeans.update(x[order], labels[order], centroids)
    assert np.array_equal(permuted[0], moved[0]) and permuted[1] == moved[1]  # sums are exact


@given(problems(), st.integers(-1000, 1000))
def test_moving_the_data_moves_the_centroids(panel, problem, shift):
    x, centroids = problem
    labels, distances = panel.kmeans.assign(x, centroids)
    moved, movement = panel.kmeans.update(x, labels, centroids)
    # Whole numbers again: the distances keep every digit.
    assert np.array_equal(panel.kmeans.assign(x + shift, centroids + shift)[1], distances)
    there, as_far = panel.kmeans.update(x + shift, labels, centroids + shift)
    # A mean of at most 1050 is rounded there, and the square of its difference follows.
    eps = np.finfo(panel.precision).eps
    assert np.abs(there - shift - moved).max() <= 4 * 1050 * eps
    assert abs(as_far - movement) <= 4 * 1050 * eps * x.shape[1] * len(centroids) * 200


# Parity: the same bits, or the same to rounding.

RUNS = {
    "blobs": (blobs(3000, 2, 5, spread=1)[0], 5),
    "blobs_3d": (blobs(10007, 3, 4)[0], 4),
    "line": (blobs(900, 1, 3)[0], 3),
    "wide": (blobs(700, 37, 9)[0], 9),
    "noisy_iris": (noisy("iris"), 3),
    "noisy_digits": (noisy("digits"), 10),
}


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("name", RUNS)
def test_c_and_fortran_lessons_are_equal_in_bits(name, precision):
    x, k = RUNS[name]
    results = []
    for language in ("c", "fortran"):
        kmeans = load(language, precision).kmeans
        start = kmeans.init_plusplus(x, k, 42)
        results.append([kmeans.init_random(x, k, 42), start, *kmeans.assign(x, start),
                        *kmeans.lloyd(x, start, 30, 0)])  # fmt: skip
    for c, fortran in zip(*results, strict=True):
        assert np.array_equal(c, fortran)


@pytest.mark.parametrize("name", RUNS)
def test_every_library_finds_the_same(panel, name):
    """Against the C lesson of the same precision, after one step and after five."""
    x, k = RUNS[name]
    x = x.astype(panel.precision)
    reference = load("c", panel.precision).kmeans
    start = reference.init_plusplus(x, k, 42)
    assert np.array_equal(panel.kmeans.init_plusplus(x, k, 42), start)
    for max_iter in (1, 5):
        centroids, labels, history, n_iter = panel.kmeans.lloyd(x, start, max_iter, 0)
        expected = reference.lloyd(x, start, max_iter, 0)
        assert np.array_equal(labels, expected[1])
        assert n_iter == expected[3]
        close(centroids, expected[0], panel.precision)
        close(history, expected[2], panel.precision)


@pytest.mark.parametrize("library", THREADED, ids="-".join)
@pytest.mark.parametrize("n, d, k", [(200003, 2, 4), (20011, 3, 13), (4097, 17, 5), (9001, 64, 33)])
def test_threads_do_not_change_a_bit(library, n, d, k):
    panel = load(*library)
    x = np.random.default_rng(0).standard_normal((n, d)).astype(panel.precision)
    start = x[:k]
    results = []
    try:
        for threads in (1, 2, 3, 7):
            panel.threads.set(threads)
            assert panel.threads.count() == threads
            results.append([*panel.kmeans.assign(x, start), *panel.kmeans.lloyd(x, start, 6, 0)])
    finally:
        panel.threads.set(0)
    for other in results[1:]:
        for a, b in zip(results[0], other, strict=True):
            assert np.array_equal(a, b)


def test_far_from_the_origin(panel):
    """Blobs a unit wide at 10000: |c|^2 - 2xc in float32 would have nothing left but rounding."""
    x, centres = blobs(2000, d=3, k=4)
    x, centres = (np.asarray(a + 1e4, panel.precision) for a in (x, centres))
    exact = oracles.distances(x, centres)
    labels, distances = panel.kmeans.assign(x, centres)
    assert np.array_equal(labels, exact.argmin(axis=1))
    close(distances, exact.min(axis=1), panel.precision)
    centroids, labels, _, _ = panel.kmeans.lloyd(x, x[:4], 100, 0)
    wide = [x[labels == c].mean(axis=0, dtype=np.float64) for c in range(4)]
    # One rounding of the mean, and ten of a sum of five hundred in another order.
    assert np.abs(centroids - wide).max() <= 11e4 * np.finfo(panel.precision).eps
