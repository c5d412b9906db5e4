"""The perceptron in three languages: gates by hand, an independent rule, the theorem."""

import numpy as np
import pytest
from conftest import LANGUAGES, load
from hypothesis import given
from hypothesis import strategies as st
from sklearn import datasets, linear_model

GATE = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
OR, AND, XOR = ([[0], [1], [1], [1]], [[0], [0], [0], [1]], [[0], [1], [1], [0]])
IN_ORDER = np.arange(4, dtype=np.int32)


def test_or_gate_by_hand(panel):
    """From zero weights at rate 1: the corrections of two epochs, worked on paper."""
    x, t, w = GATE.astype(panel.precision), np.array(OR, panel.precision), np.zeros((3, 1))
    w, errors = panel.perceptron.train_epoch(x, t, IN_ORDER, 1.0, w.astype(panel.precision))
    # 00 is right. 01: h = 0, silent, wrong: w1 = 1, bias weight -1. 10: h = 1, 11: h = 2, right.
    assert (w.ravel().tolist(), errors) == ([0, 1, -1], 1)
    w, errors = panel.perceptron.train_epoch(x, t, IN_ORDER, 1.0, w)
    # 00: h = 1, wrong: bias weight 0. 01: right. 10: h = 0, wrong: w0 = 1, bias weight -1.
    assert (w.ravel().tolist(), errors) == ([1, 1, -1], 2)


def test_activate_and_correct_by_hand(panel):
    x = np.array([2.0, -1.0], panel.precision)
    w = np.array([[0.5, -1.0], [1.0, 0.5], [0.0, -3.0]], panel.precision)
    h, a = panel.perceptron.activate(x, w)
    assert (h.tolist(), a.tolist()) == ([0, -2 - 0.5 + 3], [0, 1])
    moved = panel.perceptron.correct(x, a, np.array([1, 0], panel.precision), 0.5, w)
    assert moved.tolist() == [[0.5 + 1, -1 - 1], [1 - 0.5, 0.5 + 0.5], [-0.5, -3 + 0.5]]


@pytest.mark.parametrize("gate, solvable", [(OR, True), (AND, True), (XOR, False)])
def test_gates(panel, gate, solvable):
    """OR and AND are learnt to the last row; XOR never is."""
    x, t = GATE.astype(panel.precision), np.array(gate, panel.precision)
    start = np.zeros((3, 1), panel.precision)
    w, errors = panel.perceptron.train(x, t, 0.1, 0, 200, 42, start)
    assert (errors[-1] == 0) == solvable
    assert (len(errors) < 200) == solvable
    right = panel.perceptron.predict(x, w) == np.array(gate).ravel()
    assert right.all() == solvable


def transcription(x, t, orders, rate, w):
    """The rule as the textbook writes it, one number at a time, on inputs with the bias node."""
    inputs = np.column_stack([x, -np.ones(len(x))])
    w, errors = w.copy(), []
    for order in orders:
        errors.append(0)
        for i in order:
            wrong = False
            fires = [sum(inputs[i] * w[:, o]) > 0 for o in range(w.shape[1])]
            for o, fired in enumerate(fires):
                if fired != t[i, o]:
                    wrong = True
                    w[:, o] -= rate * (fired - t[i, o]) * inputs[i]
            errors[-1] += wrong
    return w, errors


def test_against_a_transcription(lesson):
    """Random data, four neurons: the same corrections, and weights to rounding."""
    rng = np.random.default_rng(3)
    x, t = rng.standard_normal((40, 5)), np.eye(4)[rng.integers(4, size=40)]
    start = 0.01 * rng.standard_normal((6, 4))
    orders = [rng.permutation(40).astype(np.int32) for _ in range(5)]
    expected, errors = transcription(x, t, orders, 0.05, start)
    w, found = start, []
    for order in orders:
        w, count = lesson.perceptron.train_epoch(x, t, order, 0.05, w)
        found.append(count)
    assert found == errors
    assert np.abs(w - expected).max() <= 1e-14  # two hundred corrections of numbers near 0.1


def test_train_draws_the_shared_orders_and_continues(lesson):
    """Epoch e visits shuffle(seed, purpose 3, e); two halves are the whole."""
    x, y = datasets.load_iris(return_X_y=True)
    t, start = np.eye(3)[y], np.zeros((5, 3))
    whole, errors = lesson.perceptron.train(x, t, 0.05, 0, 8, 7, start)
    orders = [lesson.random.shuffle(150, 150, 7, 3, epoch) for epoch in range(8)]
    w = start
    for order in orders:
        w, _ = lesson.perceptron.train_epoch(x, t, order, 0.05, w)
    assert np.array_equal(w, whole)
    half, first = lesson.perceptron.train(x, t, 0.05, 0, 3, 7, start)
    rest, last = lesson.perceptron.train(x, t, 0.05, 3, 8, 7, half)
    assert np.array_equal(rest, whole)
    assert [*first, *last] == list(errors)


@given(st.integers(0, 2**32 - 1), st.integers(2, 4), st.floats(0.05, 0.5))
def test_convergence_theorem(seed, d, margin):
    """Novikoff 1962: on data with margin gamma, at most (R / gamma)^2 corrections from zero."""
    rng = np.random.default_rng(seed)
    direction = rng.standard_normal(d + 1)
    direction /= np.linalg.norm(direction)
    x = rng.standard_normal((60, d))
    inputs = np.column_stack([x, -np.ones(60)])
    distance = inputs @ direction
    keep = np.abs(distance) > margin
    x, t = x[keep], (distance[keep] > 0).astype(float)[:, np.newaxis]
    if len(x) == 0:
        return
    radius = np.linalg.norm(inputs[keep], axis=1).max()
    gamma = np.abs(distance[keep]).min()
    # A neuron at h = 0 is silent, which is right for t = 0: that only saves corrections.
    for language in LANGUAGES:
        _, errors = load(language).perceptron.train(x, t, 1.0, 0, 5000, seed, np.zeros((d + 1, 1)))
        assert errors.sum() <= (radius / gamma) ** 2
        assert errors[-1] == 0


@pytest.mark.parametrize("name", ["iris", "wine", "digits"])
def test_accuracy_in_scikit_learns_range(lesson, name):
    """Median training accuracy over ten seeds, within 5 points of scikit-learn's Perceptron."""
    x, y = getattr(datasets, f"load_{name}")(return_X_y=True)
    x = (x - x.mean(axis=0)) / np.maximum(x.std(axis=0), 1e-12)
    classes = y.max() + 1
    ours, theirs = [], []
    for seed in range(10):
        w, _ = lesson.perceptron.train(
            x, np.eye(classes)[y], 0.05, 0, 5, seed, np.zeros((x.shape[1] + 1, classes))
        )
        ours.append(np.mean(lesson.perceptron.predict(x, w) == y))
        peer = linear_model.Perceptron(max_iter=5, tol=None, random_state=seed)
        theirs.append(peer.fit(x, y).score(x, y))
    assert abs(np.median(ours) - np.median(theirs)) <= 0.05


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_three_languages_agree(precision):
    """C and Fortran to the bit; Python makes the same corrections, its sums to rounding."""
    rng = np.random.default_rng(8)
    x = rng.standard_normal((300, 6)).astype(precision)
    t = np.eye(3, dtype=precision)[rng.integers(3, size=300)]
    start = (0.01 * rng.standard_normal((7, 3))).astype(precision)
    python, c, fortran = (
        load(language, precision).perceptron.train(x, t, 0.05, 0, 4, 42, start)
        for language in LANGUAGES
    )
    assert np.array_equal(c[0], fortran[0])
    assert list(python[1]) == list(c[1]) == list(fortran[1])
    # A thousand corrections of weights near 1, each rounded.
    tolerance = {"float64": 1e-12, "float32": 1e-4}[precision]
    assert np.abs(python[0] - c[0]).max() <= tolerance


def test_predict_takes_the_lowest_of_equals(panel):
    x = np.ones((1, 2), panel.precision)
    w = np.array([[1, 2, 2], [1, 0, 0], [0, 0, 0]], panel.precision)
    assert panel.perceptron.predict(x, w).tolist() == [0]
    assert panel.perceptron.predict(x, w[:, :1]).tolist() == [1]
    assert panel.perceptron.predict(x, -w[:, :1]).tolist() == [0]
