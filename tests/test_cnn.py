"""The convolutional network in three languages: PyTorch's numbers, gradients, one result."""

import numpy as np
import pytest
from conftest import load, same_bits
from convolutions import DENSE, NETWORKS, SOFTMAX, dense, golden, stack

# Sums of at most some hundred terms in another order, and exp of another library.
TOLERANCE = {"float64": 1e-12, "float32": 1e-5}
CASES = golden()
RATE, MOMENTUM, BATCH = 0.05, 0.9, 4  # of tests/golden/make_cnn.py
ROWS_OF_A_BLOCK = 64


def close(found, expected, tolerance):
    """Compare by the largest number of all: a ratio would fail on those near zero."""
    found, expected = np.asarray(found, np.float64), np.asarray(expected, np.float64)
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= tolerance * np.abs(expected).max()


def samples(name, n=9, seed=0, precision=np.float64):
    """Return the rows, x, one-hot t and weights of a network."""
    rows, weights = stack(*NETWORKS[name])
    rng = np.random.default_rng(seed)
    m = int(rows[-1, 4])
    t = np.eye(m)[rng.integers(m, size=n)]
    x, w = rng.standard_normal((n, int(np.prod(rows[0, 1:4])))), 0.5 * rng.standard_normal(weights)
    return rows, *(a.astype(precision) for a in (x, t, w))


def loss_of(rows):
    """Cross-entropy for softmax, else the quadratic loss."""
    return int(rows[-1, -1] == SOFTMAX)


def silenced(rows, p=0.3):
    """Dropout in the dense layers, but the last."""
    drop = np.where(rows[:, 0] == DENSE, p, 0.0)
    drop[-1] = 0
    return drop


def gradient(panel, rows, x, t, w, drop=0.0, seed=0, step=0, beta=1.0):
    drop = silenced(rows, drop)
    h, a = panel.cnn.forward(rows, drop, beta, x, w, seed, step)
    return panel.cnn.backward(rows, drop, beta, loss_of(rows), x, t, w, h, a, seed, step)


@pytest.mark.parametrize("name", NETWORKS)
def test_golden(panel, name):
    """Outputs, loss, gradient, and the weights after ten steps with momentum, as PyTorch."""
    case, (rows, _) = CASES[name], stack(*NETWORKS[name])
    x, t, start = (case[part].astype(panel.precision) for part in ("x", "t", "start"))
    found, loss = gradient(panel, rows, x, t, start)
    w, velocity = start, np.zeros_like(start)
    order = np.arange(len(x), dtype=np.int32)
    for epoch in range(2):
        w, velocity, _ = panel.cnn.train_epoch(
            *(rows, 0 * rows[:, 0], 1, loss_of(rows), BATCH, x, t, order),
            *(RATE, MOMENTUM, 0, 5 * epoch, w, velocity),
        )
    tolerance = TOLERANCE[panel.precision]
    close(panel.cnn.predict(rows, 1, x, start), case["outputs"], tolerance)
    close(loss, case["loss"], tolerance)
    close(found, case["gradient"], tolerance)
    # Ten steps, each of whose errors the next ones carry on.
    close(w, case["end"], 100 * tolerance)


@pytest.mark.parametrize("name", NETWORKS)
def test_gradient_by_differences(lesson, name):
    """Every weight's gradient, dropout included, against central differences."""
    rows, x, t, w = samples(name, 3)
    found, _ = gradient(lesson, rows, x, t, w, 0.3, 3, 5, 1.7)
    e = 1e-6
    slopes = []
    for unit in np.eye(len(w)):
        above = gradient(lesson, rows, x, t, w + e * unit, 0.3, 3, 5, 1.7)[1]
        below = gradient(lesson, rows, x, t, w - e * unit, 0.3, 3, 5, 1.7)[1]
        slopes.append((above - below) / (2 * e))
    # The differences are good to e^2 = 1e-12 and to rounding / e = 1e-10, of losses near 1.
    close(found, slopes, 1e-7)


def test_a_network_of_dense_layers_is_an_mlp(panel):
    """The same rows of numbers, to the bit: the layers are the same functions."""
    rows = np.array([dense(6, 5, 2), dense(5, 3, SOFTMAX)], np.int32)
    rng = np.random.default_rng(0)
    x, w = (rng.standard_normal(s).astype(panel.precision) for s in ((70, 6), 7 * 5 + 6 * 3))
    outputs = panel.mlp.predict(rows[:, [1, 4, 13]], 1, x, w)
    if panel.language == "python":  # NumPy's product goes by blocks, here of other sizes
        close(panel.cnn.predict(rows, 1, x, w), outputs, TOLERANCE[panel.precision])
    else:
        assert np.array_equal(panel.cnn.predict(rows, 1, x, w), outputs)


def test_outputs_of_softmax_sum_to_one(panel):
    rows, x, _, w = samples("lesson", precision=panel.precision)
    outputs = panel.cnn.predict(rows, 1, x, w)
    # Three numbers, each rounded.
    assert np.abs(outputs.sum(axis=1) - 1).max() < 4 * np.finfo(panel.precision).eps


def test_dropout_keeps_the_expectation(lesson):
    """The mean over many masks is the activation without one."""
    rows = np.array([dense(3, 8, 2), dense(8, 2, SOFTMAX)], np.int32)
    rng = np.random.default_rng(1)
    x, w = rng.standard_normal((1, 3)), rng.standard_normal(4 * 8 + 9 * 2)
    drop = silenced(rows, 0.4)
    masks = [lesson.cnn.forward(rows, drop, 1, x, w, 7, s)[1][0][0] for s in range(2000)]
    whole = lesson.cnn.forward(rows, 0 * drop, 1, x, w)[1][0][0]
    # Kept with 0.6, times 1 / 0.6: one draw deviates by 0.82 of its value, 2000 by 0.018.
    assert (np.abs(np.mean(masks, axis=0) - whole) < 5 * 0.018 * np.abs(whole)).all()


def test_a_row_is_answered_alike_in_any_company(panel):
    """Rows are answered in blocks: none may be lost at their borders."""
    n = 2 * ROWS_OF_A_BLOCK + 1
    rows, x, _, w = samples("lesson", n, precision=panel.precision)
    outputs = panel.cnn.predict(rows, 1, x, w)
    some = [0, ROWS_OF_A_BLOCK - 1, ROWS_OF_A_BLOCK, n - 1]
    alone = [panel.cnn.predict(rows, 1, x[i : i + 1], w)[0] for i in some]
    close(outputs[some], alone, TOLERANCE[panel.precision])


def epochs(panel, rows, x, t, w, batch, rate, momentum, count):
    """Train, and return the weights, the momentum and the losses."""
    velocity, losses, steps = np.zeros_like(w), [], -(-len(x) // batch)
    for epoch in range(count):
        order = panel.random.shuffle(len(x), len(x), 42, 3, epoch)
        w, velocity, loss = panel.cnn.train_epoch(
            rows, silenced(rows, 0.2), 1, loss_of(rows), batch, x, t, order, rate, momentum, 42,
            steps * epoch, w, velocity,
        )  # fmt: skip
        losses.append(loss)
    return w, velocity, losses


@pytest.mark.parametrize("variant", ["lesson", "fast"])
@pytest.mark.parametrize("precision", TOLERANCE)
@pytest.mark.parametrize("name", NETWORKS)
def test_three_languages_train_alike(variant, precision, name):
    """C and Fortran to the bit, Python to the last digits, on a calm recipe."""
    rows, x, t, w = samples(name, 60, precision=precision)
    panels = [load("python", precision)]
    panels += [load(language, precision, variant) for language in ("c", "fortran")]
    python, c, fortran = (epochs(panel, rows, x, t, 0.3 * w, 8, 0.02, 0.5, 3) for panel in panels)
    to_the_bit = same_bits(variant)
    for part in (0, 1):
        assert np.array_equal(c[part], fortran[part]) or not to_the_bit
        # Some dozen steps at a low rate: rounding adds up, it does not grow.
        for compiled in (c, fortran):
            close(python[part], compiled[part], 100 * TOLERANCE[precision])
    close(c[2], fortran[2], 1e-12)  # fast Fortran may take the loss's exp of several at once
    assert c[2] == fortran[2] or variant == "fast"


@pytest.mark.parametrize("language", ["c", "fortran"])
def test_any_number_of_threads_gives_the_same_bytes(language):
    rows, x, t, w = samples("lesson", 64)
    panel = load(language)
    results = []
    try:
        for threads in (1, 2, 3, 7):
            panel.threads.set(threads)
            results.append(epochs(panel, rows, x, t, w, 32, 0.1, 0.9, 2))
    finally:
        panel.threads.set(0)
    for other in results[1:]:
        assert other[0].tobytes() == results[0][0].tobytes()
        assert other[2] == results[0][2]


def test_inputs_are_not_changed(panel):
    rows, *arrays = samples("lesson", precision=panel.precision)
    before = [a.copy() for a in arrays]
    epochs(panel, rows, *arrays, 4, 0.1, 0.5, 1)
    gradient(panel, rows, *arrays)
    for a, b in zip(arrays, before, strict=True):
        assert np.array_equal(a, b)


def test_networks_that_do_not_fit(lesson):
    rows, x, _, w = samples("lesson")
    other = rows.copy()
    other[2, 1] += 1  # a channel more than the pooling before it gives
    for network, message in [
        (rows[:, :13], "network: expected shape (layers, 14), layers at least 1, found shape (6, "),
        (other, "network: expected layers that take what the one before gives, found others"),
        (rows[::-1], "network: expected layers that take what the one before gives, found others"),
    ]:
        with pytest.raises(ValueError) as error:
            lesson.cnn.predict(network, 1, x, w)
        assert str(error.value).startswith(message)
    with pytest.raises(ValueError, match=r"^x: expected shape \(n, 64\), as the weights have"):
        lesson.cnn.predict(rows, 1, x[:, :60], w)


@pytest.mark.parametrize("language", ["c", "fortran"])
@pytest.mark.parametrize("layer", [1, 2])  # a pool, a convolution
@pytest.mark.parametrize("entry", [1, 2, 5, 7, 9, 11, 12])
def test_c_and_fortran_guard_their_own(language, entry, layer):
    """Behind the checks: a row whose entries do not go together is refused, not computed."""
    rows, x, _, w = samples("lesson")
    raw = load(language).cnn._raw
    for value in (-1, 9):
        other = rows.copy()
        other[layer, entry] = value
        with pytest.raises(ValueError, match="out of range"):
            raw.predict(other, 1.0, x, w)
