"""Convolution and pooling in three languages: PyTorch's numbers, gradients, what must hold."""

import numpy as np
import pytest
from conftest import LIBRARIES, load
from convolutions import AVERAGE, CONVOLUTIONS, LINEAR, MAX, POOLS, convolution, golden, pool
from hypothesis import given
from hypothesis import strategies as st
from numpy.lib.stride_tricks import sliding_window_view
from scipy.signal import correlate2d

# Sums of at most some hundred terms in another order.
TOLERANCE = {"float64": 1e-12, "float32": 1e-5}
CASES = golden()


def close(found, expected, tolerance):
    """Compare by the largest number of all: a ratio would fail on those near zero."""
    found, expected = np.asarray(found, np.float64), np.asarray(expected, np.float64)
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= tolerance * np.abs(expected).max()


def numbers(*shape, seed=0, precision=np.float64):
    return np.random.default_rng(seed).standard_normal(shape).astype(precision)


def weights_of(layer):
    return (layer[1] * layer[7] * layer[8] + 1) * layer[4]


@pytest.mark.parametrize("name", CONVOLUTIONS)
def test_golden_convolution(panel, name):
    case = {part: array.astype(panel.precision) for part, array in CASES[name].items()}
    layer, tolerance = CONVOLUTIONS[name], TOLERANCE[panel.precision]
    filters = panel.filters
    close(filters.conv_forward(layer, case["x"], case["w"]), CASES[name]["out"], tolerance)
    close(filters.conv_backward(layer, case["w"], case["error"]), CASES[name]["dx"], tolerance)
    close(filters.conv_gradient(layer, case["x"], case["error"]), CASES[name]["dw"], tolerance)
    assert filters.count_weights(layer) == case["w"].size
    assert filters.count_inputs(layer) == case["x"][0].size
    assert filters.count_outputs(layer) == case["out"][0].size


@pytest.mark.parametrize("pad", [0, 2])
def test_a_stride_of_any_size(panel, pad):
    """Beyond the image all strides are one: only the first place is seen."""
    found = []
    for stride in (20, 2147483640, 2147483647):
        layer = convolution((2, 7, 9), 3, (3, 4), (stride, stride), (pad, pad))
        x = numbers(2, *layer[1:4], precision=panel.precision)
        w = numbers(weights_of(layer), seed=1, precision=panel.precision)
        dh = numbers(2, *layer[4:7], seed=2, precision=panel.precision)
        filters = panel.filters
        found.append((
            filters.conv_forward(layer, x, w), filters.conv_backward(layer, w, dh),
            filters.conv_gradient(layer, x, dh),
        ))  # fmt: skip
        assert all(array.any() for array in found[-1])
    for same in found[1:]:
        assert all(np.array_equal(*pair) for pair in zip(found[0], same, strict=True))


@pytest.mark.parametrize("name", POOLS)
def test_golden_pool(panel, name):
    case = {part: array.astype(panel.precision) for part, array in CASES[name].items()}
    layer, tolerance = POOLS[name], TOLERANCE[panel.precision]
    close(panel.filters.pool_forward(layer, case["x"]), CASES[name]["out"], tolerance)
    dx = panel.filters.pool_backward(layer, case["x"], case["error"])
    close(dx, CASES[name]["dx"], tolerance)
    assert panel.filters.count_weights(layer) == 0


@pytest.mark.parametrize("mode", ["valid", "same"])
def test_scipy_correlates_alike(lesson, mode):
    """One filter is SciPy's correlation, summed over the channels; no kernel is flipped."""
    x, w = numbers(2, 3, 9, 8), numbers(3 * 5 * 3 + 1, seed=1)
    layer = convolution((3, 9, 8), 1, (5, 3), pad=(2, 1) if mode == "same" else (0, 0))
    kernels = w[:-1].reshape(3, 5, 3)
    expected = [
        [sum(correlate2d(c, k, mode) for c, k in zip(image, kernels, strict=True)) - w[-1]]
        for image in x
    ]
    close(lesson.filters.conv_forward(layer, x, w), expected, 1e-13)


@pytest.mark.parametrize("name", CONVOLUTIONS)
def test_convolution_by_differences(lesson, name):
    """The error of a map reaches pixels and weights as its derivatives say.

    The map is linear in both, so the differences are exact but for rounding.
    """
    layer, filters = CONVOLUTIONS[name], lesson.filters
    x, w = numbers(2, *layer[1:4]), numbers(weights_of(layer), seed=1)
    dh = numbers(2, *layer[4:7], seed=2)
    for along, gradient in (
        ((1, 0), filters.conv_backward(layer, w, dh)),
        ((0, 1), filters.conv_gradient(layer, x, dh)),
    ):
        step = numbers(*gradient.shape, seed=3)
        dx, dw = (step if moves else 0 for moves in along)
        above = filters.conv_forward(layer, x + dx, w + dw)
        below = filters.conv_forward(layer, x - dx, w - dw)
        slope = np.sum((above - below) / 2 * dh)
        # Some thousand products near 1, each rounded.
        assert abs(slope - np.sum(gradient * step)) < 1e-11


@given(shift=st.tuples(st.integers(0, 3), st.integers(0, 3)), seed=st.integers(0, 99))
def test_shifting_the_image_shifts_the_map(shift, seed):
    layer = convolution((2, 14, 14), 3, (3, 3))
    x, w = np.zeros((1, 2, 14, 14)), numbers(weights_of(layer), seed=seed)
    x[:, :, 3:8, 3:8] = numbers(1, 2, 5, 5, seed=seed)
    for language in ("python", "c", "fortran"):
        filters = load(language).filters
        moved = filters.conv_forward(layer, np.roll(x, shift, (2, 3)), w)
        still = filters.conv_forward(layer, x, w)
        # The border of 0 is wide enough: nothing leaves the image, and the bytes are the same.
        if language == "python":  # a product of matrices may block its sums by their place
            close(moved, np.roll(still, shift, (2, 3)), 1e-14)
        else:
            assert np.array_equal(moved, np.roll(still, shift, (2, 3)))


# Too large for one look in the fast formulation: by rows, by columns, by channels; more places,
# weights and filters than a block; more samples than a part.
LOOKS = {
    "rows": (1, convolution((2, 120, 130), 3, (5, 5), pad=(2, 2))),
    "columns": (2, convolution((1, 1, 20000), 2, (1, 9), (1, 2), (0, 4))),
    "channels": (1, convolution((6, 1, 3100), 2, (1, 3001))),
    "weights": (2, convolution((20, 8, 9), 20, (4, 5), (1, 2), (3, 0))),
    "filters": (1, convolution((1, 5, 6), 300, (2, 2))),
    "samples": (19, convolution((3, 6, 7), 7, (3, 3), (2, 1), (1, 1))),
    "long steps": (2, convolution((2, 31, 40), 3, (3, 4), (7, 9), (2, 1))),
}


def correlate(layer, x, w):
    """Return the map by NumPy's sum over all places and weights."""
    *_, kh, kw, step_h, step_w, pad_h, pad_w, _ = layer
    padded = np.pad(x, ((0, 0), (0, 0), (pad_h, pad_h), (pad_w, pad_w)))
    places = sliding_window_view(padded, (kh, kw), (2, 3))[:, :, ::step_h, ::step_w]
    kernels, biases = np.split(w, [layer[4] * layer[1] * kh * kw])
    kernels = kernels.reshape(layer[4], layer[1], kh, kw)
    h = np.einsum("ncyzij,fcij->nfyz", places, kernels, optimize=True)
    return h - biases[:, None, None]


@pytest.fixture(params=[library for library in LIBRARIES if "float64" in library], ids="-".join)
def exact(request):
    """Every language and variant in turn, in float64: long sums are far from exact in float32."""
    return load(*request.param)


@pytest.mark.parametrize("name", LOOKS)
def test_large_convolutions(exact, name):
    """The map is NumPy's; the gradients are those of sum (map times error), linear in each."""
    n, layer = LOOKS[name]
    x, w = numbers(n, *layer[1:4]), numbers(weights_of(layer), seed=1)
    h, filters = correlate(layer, x, w), exact.filters
    close(filters.conv_forward(layer, x, w), h, 1e-12)  # sums of up to 18 000 terms
    dh = numbers(*h.shape, seed=2)
    dx, dw = filters.conv_backward(layer, w, dh), filters.conv_gradient(layer, x, dh)
    no_bias = np.where(np.arange(w.size) < w.size - layer[4], w, 0)
    close(np.sum(dx * x), np.sum(dh * correlate(layer, x, no_bias)), 1e-10)  # of 1e5 terms
    close(np.sum(dw * w), np.sum(dh * h), 1e-10)
    step = numbers(*x.shape, seed=3)
    close(np.sum(dx * step), np.sum(dh * correlate(layer, step, no_bias)), 1e-10)


@pytest.mark.parametrize("kind", [MAX, AVERAGE])
def test_pooling_is_monotone(panel, kind):
    """A brighter image has no darker block, and no block is outside its pixels."""
    layer = pool((2, 7, 9), (2, 3), kind)
    x = numbers(5, 2, 7, 9, precision=panel.precision)
    brighter = x + np.abs(numbers(*x.shape, seed=1, precision=panel.precision))
    a, b = (panel.filters.pool_forward(layer, each) for each in (x, brighter))
    assert (a <= b).all()
    assert a.max() <= x.max() and a.min() >= x.min()


def test_the_first_of_equal_pixels_gets_the_error(panel):
    layer = pool((1, 2, 4), (2, 2))
    x = np.array([[[[1, 7, 3, 3], [7, 7, 3, 3]]]], panel.precision)
    dx = panel.filters.pool_backward(layer, x, np.array([[[[5, 6]]]], panel.precision))
    assert np.array_equal(dx, [[[[0, 5, 6, 0], [0, 0, 0, 0]]]])


def test_the_error_of_pooling_is_kept(panel):
    """What goes back is what came in, and pixels beyond the last block get none."""
    for kind in (MAX, AVERAGE):
        layer = pool((2, 5, 7), (2, 2), kind)
        x = numbers(3, 2, 5, 7, precision=panel.precision)
        da = numbers(3, 2, 2, 3, seed=1, precision=panel.precision)
        dx = panel.filters.pool_backward(layer, x, da)
        assert abs(dx.sum() - da.sum()) < 100 * np.finfo(panel.precision).eps * np.abs(da).sum()
        assert not dx[:, :, 4].any() and not dx[:, :, :, 6].any()


# Enough work for the parallel loops to start: a million products, or pixels.
N, LARGE = 7, convolution((3, 32, 32), 8, (5, 5), pad=(2, 2))
LARGE_POOL = pool((2, 300, 301), (2, 3), AVERAGE)


@pytest.mark.parametrize("precision", TOLERANCE)
def test_c_and_fortran_give_the_same_bytes_on_any_threads(precision):
    results = []
    for language in ("c", "fortran"):
        panel = load(language, precision)
        try:
            for threads in (1, 2, 3):
                panel.threads.set(threads)
                found = []
                for layer in [*CONVOLUTIONS.values(), LARGE]:
                    x = numbers(N, *layer[1:4], precision=precision)
                    w = numbers(weights_of(layer), seed=1, precision=precision)
                    dh = numbers(N, *layer[4:7], seed=2, precision=precision)
                    found += [
                        panel.filters.conv_forward(layer, x, w),
                        panel.filters.conv_backward(layer, w, dh),
                        panel.filters.conv_gradient(layer, x, dh),
                    ]
                for layer in [*POOLS.values(), LARGE_POOL]:
                    x = numbers(N, *layer[1:4], precision=precision)
                    da = numbers(N, *layer[4:7], seed=2, precision=precision)
                    found += [
                        panel.filters.pool_forward(layer, x),
                        panel.filters.pool_backward(layer, x, da),
                    ]
                results.append(b"".join(np.ascontiguousarray(array).tobytes() for array in found))
        finally:
            panel.threads.set(0)
    assert len(set(results)) == 1


LAYER = convolution((2, 6, 6), 3, (3, 3))
X, W, DH = np.ones((1, 2, 6, 6)), np.ones(57), np.ones((1, 3, 4, 4))
FAULTS = [  # function, arguments, message
    ("conv_forward", (LAYER[:13], X, W), "layer: expected shape (14,), found shape (13,)"),
    ("conv_forward", (pool((2, 6, 6), (2, 2)), X, W), "layer: expected kind 0, found 1"),
    ("pool_forward", (LAYER, X), "layer: expected kind 1 or 2, found 0"),
    ("pool_forward", ((MAX, 2, 6, 6, 2, 4, 4, 3, 3, 1, 1, 0, 0, LINEAR), X),
     "layer: expected entries that go together, found "
     "(1, 2, 6, 6, 2, 4, 4, 3, 3, 1, 1, 0, 0, 0)"),
    ("conv_forward", (LAYER[:5] + (5,) + LAYER[6:], X, W),
     "layer: expected entries that go together, found "
     "(0, 2, 6, 6, 3, 5, 4, 3, 3, 1, 1, 0, 0, 0)"),
    ("conv_forward", (LAYER, X[0], W), "x: expected shape (2, 2, 6, 6), found shape (2, 6, 6)"),
    ("conv_forward", (LAYER, X[:0], W), "x: expected at least 1 image, found none"),
    ("conv_forward", (LAYER, X[:, :1], W),
     "x: expected shape (1, 2, 6, 6), found shape (1, 1, 6, 6)"),
    ("conv_forward", (LAYER, X, W[1:]), "w: expected shape (57,), found shape (56,)"),
    ("conv_backward", (LAYER, W, DH[:, :2]),
     "dh: expected shape (1, 3, 4, 4), found shape (1, 2, 4, 4)"),
    ("conv_gradient", (LAYER, X, np.ones((2, 3, 4, 4))),
     "dh: expected shape (1, 3, 4, 4), found shape (2, 3, 4, 4)"),
    ("conv_gradient", (LAYER, X, DH * np.nan),
     "dh: expected finite float64 numbers, found nan at (0, 0, 0, 0)"),
]  # fmt: skip


@pytest.mark.parametrize("function, arguments, message", FAULTS)
def test_bad_arguments(lesson, function, arguments, message):
    with pytest.raises(ValueError) as error:
        getattr(lesson.filters, function)(*arguments)
    assert str(error.value) == message
