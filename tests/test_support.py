"""Splits, balancing, normalisation and the confusion matrix, in three languages."""

import numpy as np
import pytest
from conftest import LANGUAGES, load
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics, preprocessing

# By the definitions of the split, on the shared shuffle.


def transcribed(n, groups, fractions, order):
    """Return the rows of each part: the first of each group's shuffled rows, and so on."""
    parts = [[], [], []]
    for part in range(3):
        seen = dict.fromkeys(groups, 0)
        for row in order:
            size = np.count_nonzero(groups == groups[row])
            cuts = [0, *(int(np.floor(sum(fractions[: p + 1]) * size + 0.5)) for p in (0, 1)), size]
            rank = seen[groups[row]]
            seen[groups[row]] += 1
            if cuts[part] <= rank < cuts[part + 1]:
                parts[part].append(int(row))
    return parts


@given(
    st.integers(1, 40),
    st.sampled_from([(0.7, 0.0, 0.3), (0.6, 0.2, 0.2), (1.0, 0.0, 0.0), (0.5, 0.25, 0.25)]),
    st.booleans(),
    st.integers(0, 2**32 - 1),
)
def test_split(n, fractions, stratify, seed):
    labels = np.arange(n, dtype=np.int32) ** 2 % 3
    classes = 3 if stratify else 0
    shuffled = load("python").random.shuffle(n, n, seed, 0, 0)
    expected = transcribed(n, labels if stratify else np.zeros(n, int), fractions, shuffled)
    for language in LANGUAGES:
        order, counts = load(language).rows.split(n, classes, labels, fractions, seed)
        assert counts.tolist() == [len(part) for part in expected]
        assert order.tolist() == [row for part in expected for row in part]


def test_balance_visits_every_class_equally_often(lesson):
    """Of 4000 visits to two classes, 90 % and 10 % of the rows, half go to each."""
    labels = (np.arange(4000) % 10 == 0).astype(np.int32)
    order = lesson.rows.balance(4000, 2, labels, 42, 3)
    share = labels[order].mean()
    assert abs(share - 0.5) < 0.032  # four standard deviations of 4000 draws
    # Visit i: the class, then one of its rows in their order, as drawn one at a time.
    for i in (0, 1, 1999):
        c = lesson.random.integer(2, 42, 4, 3, 2 * i)
        rows = np.flatnonzero(labels == c)
        assert order[i] == rows[lesson.random.integer(len(rows), 42, 4, 3, 2 * i + 1)]
    for language in LANGUAGES:
        assert np.array_equal(load(language).rows.balance(4000, 2, labels, 42, 3), order)
    with pytest.raises(ValueError, match=r"labels: expected rows of every class, found none of 1"):
        lesson.rows.balance(3, 2, [0, 0, 0], 42, 0)


def test_one_hot(panel):
    t = panel.rows.one_hot(3, [2, 0, 1, 1])
    assert t.dtype == panel.precision
    assert t.tolist() == [[0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 1, 0]]


# Against scikit-learn's scalers.

SCALERS = {
    "standard": preprocessing.StandardScaler(),
    "minmax": preprocessing.MinMaxScaler(),
    "center": preprocessing.StandardScaler(with_std=False),
}


@pytest.mark.parametrize("kind", SCALERS)
def test_normalize_as_scikit_learn(panel, kind):
    rng = np.random.default_rng(4)
    train, test = (
        (rng.standard_normal((n, 5)) * [1, 10, 0.1, 3, 1e3] + [0, 5, -2, 0.5, 1e4]).astype(
            panel.precision
        )
        for n in (200, 50)
    )
    m, s = panel.normalize.fit(kind, train)
    found = panel.normalize.apply(m, s, test)
    expected = SCALERS[kind].fit(train.astype(np.float64)).transform(test.astype(np.float64))
    # Sums of 200 terms in another order; x near 1e4 in float32 is itself known to 1e-3 of a unit,
    # but both start from the same bits, and the division is rounded once.
    tolerance = {"float64": 1e-12, "float32": 1e-6}[panel.precision]
    assert np.abs(found - expected).max() <= tolerance * np.abs(expected).max()


def test_normalize_by_definition(panel):
    x = np.array([[1.0, 7.0, -4.0], [3.0, 7.0, 2.0]], panel.precision)
    assert [a.tolist() for a in panel.normalize.fit("none", x)] == [[0, 0, 0], [1, 1, 1]]
    assert [a.tolist() for a in panel.normalize.fit("maxabs", x)] == [[2, 7, -1], [1, 1, 3]]
    assert [a.tolist() for a in panel.normalize.fit("scale", x)] == [[0, 0, 0], [7, 7, 7]]
    m, s = panel.normalize.fit("maxabs", x)
    assert panel.normalize.apply(m, s, x).tolist() == [[-1, 0, -1], [1, 0, 1]]


@pytest.mark.parametrize("kind", ["standard", "minmax", "maxabs", "scale", "center", "none"])
def test_three_languages_normalize_to_the_same_bits(kind):
    x = np.random.default_rng(6).standard_normal((300, 4)) * [1, 1e-3, 1e5, 0]
    results = [load(language).normalize.fit(kind, x) for language in LANGUAGES]
    for m, s in results[1:]:
        assert np.array_equal(m, results[0][0]) and np.array_equal(s, results[0][1])


# The confusion matrix.


def test_the_lessons_confusion_matrix(panel):
    """93 7 / 46 954 gives 93.0 and 95.4 recall, 66.9 and 99.27 precision, 95.18 accuracy."""
    truth = np.repeat([0, 1], [100, 1000])
    predicted = np.concatenate([np.repeat([0, 1], [93, 7]), np.repeat([0, 1], [46, 954])])
    counts = panel.confusion.count(2, truth, predicted)
    assert counts.tolist() == [[93, 7], [46, 954]]
    recall, precision, accuracy = panel.confusion.rates(counts)
    assert [f"{v:.2f}" for v in (*recall, *precision, accuracy)] == [
        *("93.00", "95.40", "66.91", "99.27", "95.18"),
    ]


@pytest.mark.filterwarnings("ignore:A single label")  # scikit-learn's word on one class
@given(st.integers(1, 6), st.integers(1, 60), st.integers(0, 1000))
def test_confusion_as_scikit_learn(classes, n, seed):
    rng = np.random.default_rng(seed)
    truth, predicted = rng.integers(classes, size=(2, n))
    names = range(classes)
    expected = metrics.confusion_matrix(truth, predicted, labels=names)
    scores = {"labels": names, "average": None, "zero_division": np.nan}
    for language in LANGUAGES:
        confusion = load(language).confusion
        counts = confusion.count(classes, truth, predicted)
        assert np.array_equal(counts, expected)
        recall, precision, accuracy = confusion.rates(counts)
        for found, score in ((recall, metrics.recall_score), (precision, metrics.precision_score)):
            rates = 100 * score(truth, predicted, **scores)
            # Two roundings; a rate of no rows is -1 here and nan there.
            assert np.allclose(found, np.where(np.isnan(rates), -1, rates), rtol=1e-14)
        assert accuracy == pytest.approx(100 * metrics.accuracy_score(truth, predicted), rel=1e-14)
