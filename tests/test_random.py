"""The random stream: the same bits in three languages, and random to look at."""

import numpy as np
import oracles
import pytest
from conftest import load
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

TOP = 2**32 - 1
words = st.integers(0, TOP)

# From the authors' own test, kat_vectors of the Random123 library: counter, key, result.
VECTORS = [
    ((0, 0), (0, 0), (0x6B200159, 0x99BA4EFE)),
    ((TOP, TOP), (TOP, TOP), (0x1CB996FC, 0xBB002BE7)),
    ((0x243F6A88, 0x85A308D3), (0x13198A2E, 0x03707344), (0xC4923A9C, 0x483DF7A0)),
]


@pytest.mark.parametrize("counter, key, bits", VECTORS)
def test_threefry_vectors(lesson, counter, key, bits):
    a, b = lesson.random.threefry(key, counter)
    assert (int(a.item()), int(b.item())) == bits
    assert oracles.threefry(key, counter) == bits  # the second opinion of the tests below


def test_known_answers(lesson):
    """Numbers to compare a new language with."""
    draws = lesson.random.uniform(42, 1, 0, np.arange(3))
    assert draws.tolist() == [0.74256163111295648, 0.96127487826459479, 0.70180236995189393]
    assert lesson.random.shuffle(10, 10, 42, 3, 0).tolist() == [9, 0, 4, 5, 7, 6, 2, 8, 1, 3]
    assert lesson.random.integer(6, 42, 4, 0, np.arange(8)).tolist() == [5, 0, 3, 3, 3, 3, 0, 3]


@pytest.mark.parametrize("seed", [0, 1, 42, 2**31, TOP])
@pytest.mark.parametrize("purpose", [0, 3, 256, TOP])
def test_draws_against_the_paper(lesson, seed, purpose):
    """Bits, at both ends of the counter and where a signed 32-bit integer would overflow."""
    ends = [0, 1, 2, 12345, 2**31 - 1, 2**31, TOP - 1, TOP]
    for major in (0, 7, 2**31, TOP):
        uniform = [oracles.uniform(seed, purpose, major, minor) for minor in ends]
        stream = (seed, purpose, major)
        assert lesson.random.uniform(*stream, ends).tolist() == uniform
        # Twice u, less 1, are exact: only the product rounds, once.
        symmetric = [(2 * u - 1) * 0.3 for u in uniform]
        assert lesson.random.symmetric(0.3, *stream, ends).tolist() == symmetric
        for n in (1, 2, 10, 2**31 - 1):
            integers = [oracles.integer(n, *stream, minor) for minor in ends]
            assert lesson.random.integer(n, *stream, ends).tolist() == integers


@pytest.mark.parametrize("n, k", [(1, 0), (1, 1), (2, 1), (2, 2), (10, 3), (1000, 1000)])
def test_shuffle_against_the_paper(lesson, n, k):
    for seed, purpose, major in [(0, 0, 0), (42, 3, 5), (TOP, TOP, TOP)]:
        expected = oracles.shuffle(n, k, seed, purpose, major)
        assert lesson.random.shuffle(n, k, seed, purpose, major).tolist() == expected


def test_normal_against_the_formula(lesson):
    """Within 4 ulp: a logarithm and a cosine may each be off by 1, in two libraries."""
    for minor in [0, 1, 2, 12345, 2**30, 2**31 - 1]:
        u, v = (oracles.uniform(9, 7, 3, 2 * minor + i) for i in (0, 1))
        expected = np.sqrt(-2 * np.log(1 - u)) * np.cos(2 * np.pi * v)
        drawn = lesson.random.normal(9, 7, 3, minor)
        np.testing.assert_array_max_ulp(drawn, expected, 4)


def test_normal_in_c_and_fortran():
    """The same bits: both call the C library's logarithm and cosine."""
    minor = np.arange(20000)
    languages = ("c", "fortran", "python")
    c, fortran, python = (load(each).random.normal(1, 7, 2, minor) for each in languages)
    np.testing.assert_array_equal(c, fortran)
    np.testing.assert_array_max_ulp(c, python, 4)  # as above


@pytest.mark.parametrize("language", ["c", "fortran"])
def test_many_draws_are_pythons(language):
    minor = np.arange(20000)
    here, python = load(language).random, load("python").random
    assert np.array_equal(here.uniform(5, 1, 2, minor), python.uniform(5, 1, 2, minor))
    assert np.array_equal(here.integer(7, 5, 1, 2, minor), python.integer(7, 5, 1, 2, minor))
    assert np.array_equal(here.shuffle(9999, 9999, 5, 1, 2), python.shuffle(9999, 9999, 5, 1, 2))


@pytest.mark.parametrize("language", ["c", "fortran"])
def test_every_library_draws_the_same(language):
    """Draws are float64 in every build: float32 and fast runs start alike."""
    lesson = load(language).random
    for precision in ("float32", "float64"):
        other = load(language, precision, "fast").random
        for name in ("uniform", "normal"):
            drawn = getattr(other, name)(3, 2, 1, np.arange(100))
            assert drawn.dtype == np.float64
            assert np.array_equal(drawn, getattr(lesson, name)(3, 2, 1, np.arange(100)))


@given(seed=words, purpose=words, major=words, n=st.integers(1, 300), data=st.data())
def test_a_shuffle_is_a_permutation(lesson, seed, purpose, major, n, data):
    whole = lesson.random.shuffle(n, n, seed, purpose, major)
    assert sorted(whole.tolist()) == list(range(n))
    k = data.draw(st.integers(0, n))
    part = lesson.random.shuffle(n, k, seed, purpose, major)
    assert sorted(part.tolist()) == list(range(n))
    assert np.array_equal(part[:k], whole[:k])  # later steps leave the first k alone


@given(seed=words, purpose=words, major=words, minor=st.integers(0, 2**31 - 1),
       n=st.integers(1, 2**31 - 1), r=st.floats(0, 1e300))  # fmt: skip
def test_ranges(lesson, seed, purpose, major, minor, n, r):
    stream = (seed, purpose, major, minor)
    assert 0 <= lesson.random.uniform(*stream) < 1
    assert -r <= lesson.random.symmetric(r, *stream) <= r
    assert 0 <= lesson.random.integer(n, *stream) < n
    # 1 - u is at least 2^-53, so |normal| is at most sqrt(2 * 53 * log 2).
    assert abs(lesson.random.normal(*stream)) <= 8.58


# Each argument of the stream in turn counts, and looks random along it.
STREAMS = {
    "seed": lambda draw, i: draw(i, 0, 0, 0),
    "purpose": lambda draw, i: draw(0, i, 0, 0),
    "major": lambda draw, i: draw(0, 0, i, 0),
    "minor": lambda draw, i: draw(0, 0, 0, i),
}


@pytest.mark.parametrize("argument", STREAMS)
def test_distribution(lesson, argument):
    """Fixed seeds, so this never fails by chance: 1e-3 only says that nothing is badly wrong."""
    n = 1000

    def along(draw):
        return np.array([STREAMS[argument](draw, i) for i in range(n)], float)

    u = along(lesson.random.uniform)
    assert stats.kstest(u, "uniform").pvalue > 1e-3
    assert abs(np.corrcoef(u[1:], u[:-1])[0, 1]) < 4 / np.sqrt(n)  # 4 standard deviations
    assert stats.kstest(along(lesson.random.normal), "norm").pvalue > 1e-3
    counts = np.bincount(along(lambda *at: lesson.random.integer(7, *at)).astype(int), minlength=7)
    assert stats.chisquare(counts).pvalue > 1e-3


def test_orders_are_equally_likely(lesson):
    """All 24 orders of 4, over 2400 shuffles."""
    orders = [tuple(lesson.random.shuffle(4, 4, 42, 3, major).tolist()) for major in range(2400)]
    _, counts = np.unique(orders, axis=0, return_counts=True)
    assert len(counts) == 24
    assert stats.chisquare(counts).pvalue > 1e-3


NATURAL = "expected an integer from 0 to 4294967295, found "
FAULTS = [  # function, arguments, message
    ("uniform", (-1, 0, 0, 0), "seed: " + NATURAL + "-1"),
    ("uniform", (0, 2**32, 0, 0), "purpose: " + NATURAL + "4294967296"),
    ("uniform", (0, 0, 0.5, 0), "major: " + NATURAL + "0.5"),
    ("uniform", (0, 0, 0, [0, -1]), "minor: expected integers from 0 to 4294967295, found -1"),
    ("uniform", (0, 0, 0, 0.0), "minor: expected an array of integers, found dtype float64"),
    ("normal", (0, 0, 0, 2**31), "minor: expected integers from 0 to 2147483647, found 2147483648"),
    ("symmetric", (-1, 0, 0, 0, 0), "r: expected a number of at least 0, found -1"),
    ("integer", (0, 0, 0, 0, 0), "n: expected integers from 1 to 2147483647, found 0"),
    ("shuffle", (0, 0, 0, 0, 0), "n: expected an integer from 1 to 2147483647, found 0"),
    ("shuffle", (3, 4, 0, 0, 0), "k: expected an integer from 0 to 3, found 4"),
]


@pytest.mark.parametrize("function, arguments, message", FAULTS)
def test_bad_arguments(lesson, function, arguments, message):
    with pytest.raises(ValueError) as error:
        getattr(lesson.random, function)(*arguments)
    assert str(error.value) == message
