"""The layers in three languages: textbook values, stability, and gradients."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import ACTIVATIONS

TOLERANCE = {"float64": 1e-12, "float32": 1e-5}  # a few roundings of numbers near 1
SCALARS = {  # the textbook's formulas, in float64
    "sigmoid": lambda h: 1 / (1 + np.exp(-h)),
    "tanh": lambda h: (np.exp(h) - np.exp(-h)) / (np.exp(h) + np.exp(-h)),
    "relu": lambda h: np.maximum(h, 0),
    "leaky_relu": lambda h: np.where(h > 0, h, h / 10),
    "linear": lambda h: h,
}
H = np.array([[-3.0, -0.5, 0.25], [1e-3, 2.0, 5.0]])


def close(found, expected, precision="float64"):
    assert np.abs(np.asarray(found, np.float64) - expected).max() <= TOLERANCE[precision]


@pytest.mark.parametrize("name", SCALARS)
def test_activations_and_slopes(panel, name):
    """Values by the formula, slopes by central differences; at 0 the negative side's."""
    kind = ACTIVATIONS.index(name)
    a = panel.layers.activate(kind, H.astype(panel.precision), 1.0)
    close(a, SCALARS[name](H), panel.precision)
    slope = panel.layers.activate_backward(kind, a, np.ones_like(a), 1.0)
    e = 1e-6
    expected = (SCALARS[name](H + e) - SCALARS[name](H - e)) / (2 * e)
    # The differences are good to 1e-9; float32's slope of tanh 5 loses digits in 1 - a^2.
    assert np.abs(slope - expected).max() <= max(1e-8, TOLERANCE[panel.precision])
    zero = panel.layers.activate_backward(kind, np.zeros((1, 1)), np.ones((1, 1)), 1.0)
    assert zero.item() == pytest.approx(
        {"sigmoid": 0, "tanh": 1, "relu": 0, "leaky_relu": 0.1, "linear": 1}[name]
    )


@pytest.mark.parametrize("beta", [0.5, 1.0, 3.0])
def test_sigmoid_of_any_slope(panel, beta):
    a = panel.layers.activate(ACTIVATIONS.index("sigmoid"), H.astype(panel.precision), beta)
    close(a, SCALARS["sigmoid"](beta * H), panel.precision)


@pytest.mark.parametrize("size", [1e4, -1e4])
def test_far_inputs_stay_finite(panel, size):
    """Inputs of +-1e4 saturate; no overflow, no nan, and the loss is their distance."""
    h = np.array([[size, 0.0, 0.0]], panel.precision)
    sigmoid = panel.layers.activate(1, h, 1.0)
    assert sigmoid[0, 0] == (1 if size > 0 else 0)
    softmax = panel.layers.softmax(h)
    close(softmax[0], [1, 0, 0] if size > 0 else [0, 0.5, 0.5], panel.precision)
    t = np.array([[0.0, 1.0, 0.0]], panel.precision)
    loss, dh = panel.layers.cross_entropy(5, h, softmax, t, 1.0)
    assert loss == pytest.approx(1e4 if size > 0 else np.log(2), rel=1e-6)
    assert np.isfinite(dh).all()
    loss, dh = panel.layers.cross_entropy(1, h, panel.layers.activate(1, h, 1.0), t, 1.0)
    assert loss == pytest.approx((1e4 if size > 0 else 0) + 2 * np.log(2), rel=1e-6)


@given(
    st.lists(st.floats(-20, 20), min_size=2, max_size=8),
    st.floats(-100, 100),
)
def test_softmax_rows(h, shift):
    """Rows sum to 1, and adding a number to all of a row changes nothing."""
    from conftest import LANGUAGES, load

    for language in LANGUAGES:
        softmax = load(language).layers.softmax
        a = softmax(np.array([h]))
        assert abs(a.sum() - 1) <= 1e-14  # at most eight roundings
        # The shift is rounded: an input near 100 is known to 1.4e-14.
        assert np.abs(softmax(np.array([h]) + shift) - a).max() <= 1e-12


def test_dense_layer_by_hand(panel):
    """x (1, 2) and (3, 4) through two neurons, biases 1 and -1: the bias node is -1."""
    x, w = [[1.0, 2.0], [3.0, 4.0]], [[1.0, 0.5], [-1.0, 2.0], [1.0, -1.0]]
    h = panel.dense.forward(x, w)
    assert h.tolist() == [[1 - 2 - 1, 0.5 + 4 + 1], [3 - 4 - 1, 1.5 + 8 + 1]]
    dh = [[1.0, 0.0], [0.5, -1.0]]
    assert panel.dense.backward(w, dh).tolist() == [[1, -1], [0.5 - 0.5, -0.5 - 2]]
    assert panel.dense.gradient(x, dh).tolist() == [[2.5, -3], [4, -4], [-1.5, 1]]


# Around the sizes of the fast layer's tiles, panels and blocks, and beyond.
@pytest.mark.parametrize(
    "n, d_in, d_out",
    [(1, 300, 70), (6, 16, 16), (7, 17, 33), (97, 129, 130), (193, 256, 128), (64, 40, 257)],
)
def test_dense_layer_exactly(panel, n, d_in, d_out):
    """Of small whole numbers every product and sum is exact, in any order."""
    rng = np.random.default_rng(n)
    x, w, dh = (
        rng.integers(-3, 4, shape).astype(panel.precision)
        for shape in ((n, d_in), (d_in + 1, d_out), (n, d_out))
    )
    assert np.array_equal(panel.dense.forward(x, w), x @ w[:-1] - w[-1])
    assert np.array_equal(panel.dense.backward(w, dh), dh @ w[:-1].T)
    gradient = panel.dense.gradient(x, dh)
    assert np.array_equal(gradient[:-1], x.T @ dh)
    assert np.array_equal(gradient[-1], -dh.sum(axis=0))


def test_quadratic_loss_by_hand(panel):
    loss, da = panel.layers.quadratic_loss([[1.0, 0.0], [0.5, 0.5]], [[0.0, 0.0], [1.0, 0.0]])
    assert loss == (1 / 2 + (0.25 + 0.25) / 2) / 2
    assert da.tolist() == [[0.5, 0], [-0.25, 0.25]]


@pytest.mark.parametrize("kind, beta", [(5, 1.0), (1, 1.0), (1, 2.5)])
def test_cross_entropy_by_its_definition(panel, kind, beta):
    h = np.array([[0.3, -1.0, 2.0], [0.0, 0.1, -0.2]], panel.precision)
    t = np.array([[0, 0, 1], [1, 0, 0]], panel.precision)
    a = panel.layers.activate(kind, h, beta)
    loss, dh = panel.layers.cross_entropy(kind, h, a, t, beta)
    a64 = a.astype(np.float64)
    terms = t * np.log(a64) if kind == 5 else t * np.log(a64) + (1 - t) * np.log(1 - a64)
    close(loss, -terms.sum() / 2, panel.precision)
    close(dh, (beta if kind == 1 else 1.0) * (a64 - t) / 2, panel.precision)


def test_dropout_keeps_the_expectation_and_draws_the_same_mask(panel):
    a = np.ones((100, 80), panel.precision)
    dropped = panel.layers.dropout(0.25, 7, 2, 11, a)
    assert set(np.unique(dropped)) <= {np.zeros(1, a.dtype)[0], a.dtype.type(1 / 0.75)}
    # 8000 draws: the mean's standard deviation is sqrt(1 / 3 / 8000) = 0.0065.
    assert abs(dropped.mean(dtype=np.float64) - 1) < 0.03
    assert np.array_equal(panel.layers.dropout(0.25, 7, 2, 11, 3 * a) == 0, dropped == 0)
    assert not np.array_equal(panel.layers.dropout(0.25, 7, 2, 12, a) == 0, dropped == 0)
    assert np.array_equal(panel.layers.dropout(0.0, 7, 2, 11, a), a)


def test_step_with_momentum_by_hand(panel):
    velocity, params = panel.layers.sgd_step(0.5, 0.25, [2.0, -4.0], [1.0, 8.0], [10.0, 20.0])
    assert velocity.tolist() == [0.25 - 1, 2 + 2]
    assert params.tolist() == [10 - 0.75, 20 + 4]
