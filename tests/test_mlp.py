"""The multi-layer perceptron in three languages: PyTorch's numbers, gradients, one result."""

import numpy as np
import pytest
from conftest import load, same_bits
from networks import LOSSES, golden, network

# Sums of at most some hundred terms in another order, and exp of another library.
TOLERANCE = {"float64": 1e-12, "float32": 1e-5}
CASES = golden()
KINDS = [
    (inside, last, loss)
    for inside in ("linear", "sigmoid", "tanh", "relu", "leaky_relu")
    for last, loss in (
        ("sigmoid", "quadratic"),
        ("linear", "quadratic"),
        ("sigmoid", "cross_entropy"),
        ("softmax", "cross_entropy"),
    )
]


def close(found, expected, tolerance):
    """Compare by the largest number of all: a ratio would fail on those near zero."""
    found, expected = np.asarray(found, np.float64), np.asarray(expected, np.float64)
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= tolerance * np.abs(expected).max()


def samples(net, n=13, seed=0, precision=np.float64):
    """Return x, one-hot t and weights for a network."""
    rng = np.random.default_rng(seed)
    d, m = net.rows[0, 0], net.rows[-1, 1]
    t = np.eye(m)[rng.integers(m, size=n)]
    w = 0.5 * rng.standard_normal(net.weights)
    return tuple(a.astype(precision) for a in (rng.standard_normal((n, d)), t, w))


def gradient(panel, net, x, t, w, seed=0, step=0):
    h, a = panel.mlp.forward(net.rows, net.drop, net.beta, x, w, seed, step)
    return panel.mlp.backward(net.rows, net.drop, net.beta, net.loss, x, t, w, h, a, seed, step)


@pytest.mark.parametrize("name", CASES)
def test_golden(panel, name):
    """Outputs, loss, gradient, and the weights after three epochs with momentum, as PyTorch."""
    case, net = CASES[name], CASES[name]["network"]
    x, t, start = (case[part].astype(panel.precision) for part in ("x", "t", "start"))
    found, loss = gradient(panel, net, x, t, start)
    w, velocity = start, np.zeros_like(start)
    order = np.arange(len(x), dtype=np.int32)
    for epoch in range(3):
        w, velocity, _ = panel.mlp.train_epoch(
            *(*net, 7, x, t, order, 0.05, 0.9, 0, 3 * epoch, w, velocity)
        )
    tolerance = TOLERANCE[panel.precision]
    close(panel.mlp.predict(net.rows, net.beta, x, start), case["outputs"], tolerance)
    close(loss, case["loss"], tolerance)
    close(found, case["gradient"], tolerance)
    # Nine steps, each of whose errors the next ones carry on.
    close(w, case["end"], 100 * tolerance)


@pytest.mark.parametrize("inside, last, loss", KINDS)
def test_gradient_by_differences(lesson, inside, last, loss):
    """Every weight's gradient, dropout included, against central differences."""
    net = network((4, 5, 6, 3), inside, last, loss, beta=1.7, drop=0.3)
    x, t, w = samples(net)
    found, _ = gradient(lesson, net, x, t, w, seed=3, step=5)
    e = 1e-6
    slopes = []
    for unit in np.eye(len(w)):
        above = gradient(lesson, net, x, t, w + e * unit, 3, 5)[1]
        below = gradient(lesson, net, x, t, w - e * unit, 3, 5)[1]
        slopes.append((above - below) / (2 * e))
    # The differences are good to e^2 = 1e-12 and to rounding / e = 1e-10, of losses near 1.
    close(found, slopes, 1e-7)


def test_gradient_is_the_mean_of_its_rows(panel):
    net = network((4, 6, 3), "tanh", "softmax", "cross_entropy")
    x, t, w = samples(net, precision=panel.precision)
    whole, loss = gradient(panel, net, x, t, w)
    rows = [gradient(panel, net, x[i : i + 1], t[i : i + 1], w) for i in range(len(x))]
    close(np.mean([r[0] for r in rows], axis=0), whole, TOLERANCE[panel.precision])
    close(np.mean([r[1] for r in rows]), loss, TOLERANCE[panel.precision])


def test_hidden_neurons_may_change_places(panel):
    net = network((4, 6, 3), "sigmoid", "sigmoid", "quadratic")
    x, _, w = samples(net, precision=panel.precision)
    order = np.array([3, 1, 5, 0, 2, 4])
    first, second = w[: 5 * 6].reshape(5, 6), w[5 * 6 :].reshape(7, 3)
    moved = np.concatenate([first[:, order].ravel(), second[[*order, 6]].ravel()])
    found = panel.mlp.predict(net.rows, net.beta, x, moved)
    close(found, panel.mlp.predict(net.rows, net.beta, x, w), TOLERANCE[panel.precision])


def test_dropout_of_nothing_is_no_dropout(lesson):
    """Prediction draws no mask, whatever the network's; in training half the neurons are 0."""
    net = network((4, 400, 3), "sigmoid", "softmax", "cross_entropy", drop=0.5)
    x, _, w = samples(net)
    _, a = lesson.mlp.forward(net.rows, net.drop, net.beta, x, w, 1, 2)
    silent = np.mean(a[0] == 0)
    assert abs(silent - 0.5) < 0.05  # 5200 draws: four standard deviations are 0.028
    _, whole = lesson.mlp.forward(net.rows, 0 * net.drop, net.beta, x, w, 1, 2)
    kept = a[0] != 0
    close(a[0][kept], 2 * whole[0][kept], 1e-15)
    close(lesson.mlp.predict(net.rows, net.beta, x, w), whole[1], 1e-15)


def epochs(panel, net, x, t, w, batch, rate, momentum, count):
    """Train, and return the weights, the momentum and the losses."""
    velocity, losses, steps = np.zeros_like(w), [], -(-len(x) // batch)
    for epoch in range(count):
        order = panel.random.shuffle(len(x), len(x), 42, 3, epoch)
        w, velocity, loss = panel.mlp.train_epoch(
            net.rows, net.drop, net.beta, net.loss, batch, x, t, order, rate, momentum, 42,
            steps * epoch, w, velocity,
        )  # fmt: skip
        losses.append(loss)
    return w, velocity, losses


@pytest.mark.parametrize("variant", ["lesson", "fast"])
@pytest.mark.parametrize("precision", TOLERANCE)
@pytest.mark.parametrize("batch", [1, 8, 150])
def test_three_languages_train_alike(variant, precision, batch):
    """C and Fortran to the bit, Python to the last digits, on a calm recipe."""
    net = network((4, 7, 3), "sigmoid", "softmax", "cross_entropy", drop=0.2)
    x, t, w = samples(net, 150, precision=precision)
    panels = [load("python", precision)]
    panels += [load(language, precision, variant) for language in ("c", "fortran")]
    python, c, fortran = (
        epochs(panel, net, x, t, 0.1 * w, batch, 0.02, 0.5, 3) for panel in panels
    )
    to_the_bit = same_bits(variant)
    for part in (0, 1):
        assert np.array_equal(c[part], fortran[part]) or not to_the_bit
        # Some hundred steps at a low rate: rounding adds up, it does not grow.
        for compiled in (c, fortran):
            close(python[part], compiled[part], 100 * TOLERANCE[precision])
    close(c[2], fortran[2], 1e-12)  # fast Fortran may take the loss's exp of several at once
    assert c[2] == fortran[2] or variant == "fast"


@pytest.mark.parametrize("language", ["c", "fortran"])
def test_any_number_of_threads_gives_the_same_bytes(language):
    """Layers large enough for the parallel loops to start."""
    net = network((50, 80, 40, 10), "tanh", "softmax", "cross_entropy")
    x, t, w = samples(net, 64)
    panel = load(language)
    results = []
    try:
        for threads in (1, 2, 3, 7):
            panel.threads.set(threads)
            results.append(epochs(panel, net, x, t, w, 32, 0.1, 0.9, 2))
    finally:
        panel.threads.set(0)
    for other in results[1:]:
        assert other[0].tobytes() == results[0][0].tobytes()
        assert other[2] == results[0][2]


def test_learns_a_line_from_noise(lesson):
    """A full-batch linear network finds the least-squares line, which NumPy solves directly."""
    net = network((2, 1), "linear", "linear", "quadratic")
    rng = np.random.default_rng(5)
    x = rng.standard_normal((60, 2))
    t = x @ [[1.5], [-0.5]] + 0.25 + 0.1 * rng.standard_normal((60, 1))
    w, _, _ = epochs(lesson, net, x, t, np.zeros(3), 60, 0.5, 0.0, 200)
    design = np.column_stack([x, -np.ones(60)])
    solution = np.linalg.lstsq(design, t, rcond=None)[0].ravel()
    close(w, solution, 1e-10)  # each step shrinks the error by about a half


@pytest.mark.parametrize("loss", LOSSES)
def test_inputs_are_not_changed(panel, loss):
    net = network((4, 5, 3), "sigmoid", "sigmoid", loss)
    arrays = samples(net, precision=panel.precision)
    before = [a.copy() for a in arrays]
    epochs(panel, net, *arrays, 4, 0.1, 0.5, 1)
    gradient(panel, net, *arrays)
    for a, b in zip(arrays, before, strict=True):
        assert np.array_equal(a, b)
