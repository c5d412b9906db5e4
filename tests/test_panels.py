"""The border between Python and the languages: arrays go over uncopied, faults in one voice."""

import tracemalloc

import numpy as np
import pytest
from conftest import COMPILED, load

from samples import blobs

# The border between the languages.


@pytest.mark.parametrize("library", COMPILED, ids="-".join)
def test_no_copy(library):
    """The memory a call takes is that of its results, not of another x."""
    panel = load(*library)
    x = np.random.default_rng(0).standard_normal((20000, 50)).astype(panel.precision)

    def memory(function, x, *arguments):
        tracemalloc.start()  # NumPy reports its arrays to it
        function(x, *arguments)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak / x.nbytes

    labels = np.zeros(len(x), np.int32)
    for function, *arguments in [
        (panel.kmeans.assign, x[:3]),
        (panel.kmeans.update, labels, x[:3]),
        (panel.kmeans.lloyd, x[:3], 2, 0),
        (panel.kmeans.init_random, 3, 0),
        (panel.kmeans.init_plusplus, 3, 0),
    ]:
        assert memory(function, x, *arguments) < 0.2
        assert memory(function, np.asfortranarray(x), *arguments) > 0.9  # the test sees a copy


def test_any_layout(panel):
    """Slices, both orders, other types and lists give what C order gives; nothing is changed."""
    x, centres = blobs(60, d=3, k=4)
    x, centres = (a.astype(panel.precision) for a in (x, centres))
    doubled = np.repeat(np.repeat(x, 2, axis=0), 2, axis=1)
    layouts = {
        "frozen": np.array(x),
        "fortran": np.asfortranarray(x),
        "slice": doubled[::2, 1::2],
        "reversed": np.ascontiguousarray(x[::-1, ::-1])[::-1, ::-1],
        "big_endian": x.astype(x.dtype.newbyteorder(">")),
        "other": x.astype("float64"),
        "list": x.tolist(),
    }
    kmeans = panel.kmeans
    expected = [*kmeans.assign(x, centres), *kmeans.lloyd(x, centres, 3, 0),
                kmeans.init_plusplus(x, 4, 1), kmeans.init_random(x, 4, 1)]  # fmt: skip
    for name, layout in layouts.items():
        before = np.array(layout)
        start = np.asfortranarray(centres)
        for array in (layout, start):
            if isinstance(array, np.ndarray):
                array.flags.writeable = False  # writing would raise, or crash
        found = [*kmeans.assign(layout, start), *kmeans.lloyd(layout, start, 3, 0),
                 kmeans.init_plusplus(layout, 4, 1), kmeans.init_random(layout, 4, 1)]  # fmt: skip
        for a, b in zip(found, expected, strict=True):
            assert np.array_equal(a, b), name
        assert np.array_equal(layout, before) and np.array_equal(start, centres)


def test_results_are_new(panel):
    """What update and lloyd return shares no memory with what they were given."""
    x, centres = (a.astype(panel.precision) for a in blobs(60))
    kept = centres.copy()
    labels, _ = panel.kmeans.assign(x, centres)
    moved, _ = panel.kmeans.update(x, labels, centres)
    run = panel.kmeans.lloyd(x, centres, 0, 0)
    assert np.array_equal(centres, kept)
    assert not np.shares_memory(moved, centres) and not np.shares_memory(run[0], centres)


# Bad arguments: the same words in three languages.

GOOD_X = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]
NAN = [[1.0, np.nan], [3.0, np.inf]]
SHAPE = "expected shape (n, d), n and d at least 1, found shape "
WORD = "expected an integer from 0 to 4294967295, found "
FAULTS = [  # function, arguments, message
    ("assign", ([1.0, 2.0], GOOD_X), "x: " + SHAPE + "(2,)"),
    ("assign", (np.ones((0, 2)), GOOD_X), "x: " + SHAPE + "(0, 2)"),
    ("assign", (np.ones((2, 0)), GOOD_X), "x: " + SHAPE + "(2, 0)"),
    ("assign", (np.ones((2, 2, 2)), GOOD_X), "x: " + SHAPE + "(2, 2, 2)"),
    ("assign", (3.0, GOOD_X), "x: " + SHAPE + "()"),
    ("assign", ("text", GOOD_X), "x: expected an array of numbers, found dtype <U4"),
    ("assign", (None, GOOD_X), "x: expected an array of numbers, found None"),
    ("assign", ([[1], [2, 3]], GOOD_X), "x: expected an array of numbers, found list"),
    ("assign", (np.ones((2, 2)) * 1j, GOOD_X),
     "x: expected an array of numbers, found dtype complex128"),
    ("assign", (NAN, GOOD_X), "x: expected finite float64 numbers, found nan at (0, 1)"),
    ("assign", ([[-np.inf]], [[0]]), "x: expected finite float64 numbers, found -inf at (0, 0)"),
    ("assign", (GOOD_X, [[1.0]]), "centroids: expected shape (k, 2), as x has, found shape (1, 1)"),
    ("assign", (GOOD_X, []), "centroids: " + SHAPE + "(0,)"),
    ("assign", (GOOD_X, NAN), "centroids: expected finite float64 numbers, found nan at (0, 1)"),
    ("update", (GOOD_X, [0, 1], GOOD_X),
     "labels: expected shape (3,), one for each sample, found shape (2,)"),
    ("update", (GOOD_X, [0, 1, 3], GOOD_X), "labels: expected integers from 0 to 2, found 3"),
    ("update", (GOOD_X, [0, -1, 1], GOOD_X), "labels: expected integers from 0 to 2, found -1"),
    ("update", (GOOD_X, [0.0, 1.0, 2.0], GOOD_X),
     "labels: expected an array of integers, found dtype float64"),
    ("lloyd", (GOOD_X, GOOD_X, -1, 0),
     "max_iter: expected an integer from 0 to 2147483646, found -1"),
    ("lloyd", (GOOD_X, GOOD_X, 1.5, 0),
     "max_iter: expected an integer from 0 to 2147483646, found 1.5"),
    ("lloyd", (GOOD_X, GOOD_X, 1, -1), "tol: expected a number of at least 0, found -1"),
    ("lloyd", (GOOD_X, GOOD_X, 1, np.nan), "tol: expected a number of at least 0, found nan"),
    ("lloyd", (GOOD_X, GOOD_X, 1, "0"), 'tol: expected a number of at least 0, found "0"'),
    ("init_random", (GOOD_X, 0, 1), "k: expected an integer from 1 to 3, found 0"),
    ("init_random", (GOOD_X, 4, 1), "k: expected an integer from 1 to 3, found 4"),
    ("init_plusplus", (GOOD_X, 2.0, 1), "k: expected an integer from 1 to 3, found 2.0"),
    ("init_plusplus", (GOOD_X, True, 1), "k: expected an integer from 1 to 3, found True"),
    ("init_random", (GOOD_X, 2, -1), "seed: " + WORD + "-1"),
    ("init_random", (GOOD_X, 2, 2**32), "seed: " + WORD + "4294967296"),
    ("init_plusplus", (GOOD_X, 2, None), "seed: " + WORD + "None"),
    ("init_plusplus", (GOOD_X, 2, 1, 2**32), "restart: " + WORD + "4294967296"),
    ("squared_distance", ([1, 2], [1, 2, 3]),
     "b: expected shape (..., 2), as a has, found shape (3,)"),
    ("squared_distance", (1.0, [1]), "a: expected shape (..., d), d at least 1, found shape ()"),
]  # fmt: skip


@pytest.mark.parametrize("function, arguments, message", FAULTS)
def test_bad_arguments(lesson, function, arguments, message):
    with pytest.raises(ValueError) as error:
        getattr(lesson.kmeans, function)(*arguments)
    assert str(error.value) == message


@pytest.mark.parametrize(
    "words, message",
    [
        (("cobol",), 'language: expected "python", "c" or "fortran", found "cobol"'),
        (("c", "float16"), 'precision: expected "float32" or "float64", found "float16"'),
        (("c", "float64", "faster"), 'variant: expected "lesson", "fast" or "gpu", found "faster"'),
    ],
)
def test_bad_words(words, message):
    from triptych.panels import panel

    with pytest.raises(ValueError) as error:
        panel(*words)
    assert str(error.value) == message


@pytest.mark.parametrize("n", [-1, 1025, 1.0, None])
def test_bad_threads(lesson, n):
    with pytest.raises(ValueError, match="n: expected an integer from 0 to 1024, found "):
        lesson.threads.set(n)


def test_float32_refuses_what_it_cannot_hold(language):
    message = "x: expected finite float32 numbers, found 1e+39 at (0, 0)"
    with pytest.raises(ValueError) as error:
        load(language, "float32").kmeans.assign([[1e39]], [[0]])
    assert str(error.value) == message


@pytest.mark.parametrize("library", COMPILED, ids="-".join)
def test_c_and_fortran_guard_their_own(library):
    """Behind the checks: a label out of range is refused, not written to memory."""
    raw = load(*library).kmeans._raw
    x, centroids = (np.zeros(shape, library[1]) for shape in ((3, 2), (2, 2)))
    for label in (-1, 2, 2**31 - 1):
        labels = np.array([0, 1, label], np.int32)
        with pytest.raises(ValueError, match="out of range"):
            raw.update(x, labels, centroids)
    with pytest.raises(ValueError, match="out of range"):
        raw.init_random(x, 4, 0, 0)
