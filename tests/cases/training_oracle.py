"""The oracle of the exercises around a training, in the manner of kmeans_oracle.py:
normalisation, the split, the confusion matrix.
"""

from math import floor, sqrt

from kmeans_oracle import cloud, uniform

KINDS = ("none", "center", "standard", "minmax", "maxabs", "scale")


# The functions -----------------------------------------------------------------------


def fit_one(kind, values, slip):
    """m and s of one feature."""
    n, mean = len(values), sum(values) / len(values)
    squares = sum((value - mean) ** 2 for value in values)
    if kind == "standard":
        variance = squares / (n - 1 if slip == "n_minus_1" else n)
        return mean, variance if slip == "variance" else sqrt(variance)
    if kind == "minmax":
        return min(values), max(values) - (0.0 if slip == "largest" else min(values))
    largest = max(abs(value) for value in values)
    if kind == "maxabs":
        apart = max(abs(value - mean) for value in values)
        return mean, largest if slip == "not_centred" else apart
    if kind == "scale":
        return 0.0, largest
    return (mean, 1.0) if kind == "center" else (0.0, 1.0)


def normalize_fit(kind_number, kind, n, d, x, slip=""):
    pairs = [fit_one(kind, [x_i[j] for x_i in x], slip) for j in range(d)]
    m, s = [list(values) for values in zip(*pairs)]
    if kind == "scale":
        s = [max(s)] * d
    return {"m": m, "s": [value or 1.0 for value in s]}


def normalize_apply(n, d, m, s, x, slip=""):
    def one(value, m, s):
        return {
            "": (value - m) / s,
            "s_first": value / s - m,
            "added": (value + m) / s,
            "multiplied": (value - m) * s,
        }[slip]

    return {"x": [[one(*triple) for triple in zip(x_i, m, s)] for x_i in x]}


def shuffle(n, seed):
    """The rows 0 ... n-1 in the order that a split begins with."""
    order = list(range(n))
    for i in range(n - 1):
        j = i + int(uniform(seed, 0, 0, i) * (n - i))
        order[i], order[j] = order[j], order[i]
    return order


def split(n, classes, labels, fractions, seed, slip=""):
    shuffled = list(range(n)) if slip == "not_shuffled" else shuffle(n, seed)
    group = [labels[i] if classes else 0 for i in shuffled]
    if slip == "not_stratified":
        group = [0] * n
    if slip == "labels_in_file_order" and classes:
        group = labels
    half = 0.0 if slip == "rounded_down" else 0.5
    parts = []
    seen = dict.fromkeys(group, 0)
    for c in group:
        size, share, part = group.count(c), fractions[0], 0
        while part < 2 and seen[c] >= floor(share * size + half):
            part += 1
            share += fractions[part]
        parts.append(part)
        seen[c] += 1
    keys = list(zip(parts, group)) if slip == "class_by_class" else parts
    order = [shuffled[rank] for rank in sorted(range(n), key=keys.__getitem__)]
    return {"order": order, "counts": [parts.count(part) for part in range(3)]}


def confusion_count(n, classes, truth, predicted, slip=""):
    counts = [[0] * classes for _ in range(classes)]
    for line, column in zip(truth, predicted):
        if slip == "transposed":
            line, column = column, line
        if slip == "only_right" and line != column:
            continue
        counts[line][column] = 1 if slip == "replaced" else counts[line][column] + 1
    return {"counts": counts}


def confusion_rates(classes, counts, slip=""):
    def percent(part, whole):
        if whole == 0:
            return 0.0 if slip == "none_is_zero" else -1.0
        return (1.0 if slip == "fractions" else 100.0) * part / whole

    right = [counts[c][c] for c in range(classes)]
    recall = [percent(right[c], sum(counts[c])) for c in range(classes)]
    precision = [percent(right[c], sum(line[c] for line in counts)) for c in range(classes)]
    accuracy = percent(sum(right), sum(map(sum, counts)))
    if slip == "swapped":
        recall, precision = precision, recall
    if slip == "mean_recall":
        accuracy = sum(recall) / classes
    return {"recall": recall, "precision": precision, "accuracy": accuracy}


# The cases ---------------------------------------------------------------------------

SMALL = [[1.0, 40.0], [2.0, 10.0], [4.0, 30.0], [5.0, 20.0]]
CONSTANT = [[-3.0, 7.0, 0.5], [1.0, 7.0, 2.5], [0.5, 7.0, -1.0]]
SPACE = cloud(9, [[0.0, -5.0, 50.0], [2.0, 1.0, 60.0]], 21)
SEVEN = cloud(8, [[0.0, 3.0] * 3 + [9.0], [1.0, 0.0] * 3 + [-9.0]], 22)
THREE = [0] * 10 + [1] * 6 + [2] * 4
MIXED = [2, 0, 1, 1, 0, 2, 2, 0, 1, 0, 0, 2, 1, 0, 0, 2, 1]


def fit_case(kind, x):
    return {"kind_number": KINDS.index(kind), "kind": kind, "n": len(x), "d": len(x[0]), "x": x}


def apply_case(m, s, x):
    return {"n": len(x), "d": len(x[0]), "m": m, "s": s, "x": x}


def split_case(classes, labels, fractions, seed):
    sizes = {"n": len(labels), "classes": classes}
    return {**sizes, "labels": labels, "fractions": fractions, "seed": seed}


def count_case(classes, truth, predicted):
    return {"n": len(truth), "classes": classes, "truth": truth, "predicted": predicted}


def rates_case(counts):
    return {"classes": len(counts), "counts": counts}


EXERCISES = [
    {
        "exercise": "normalize_fit",
        "tolerance": 1e-12,
        "reference": normalize_fit,
        "call": {
            "c": "normalize_fit(kind, n, d, x, m, s)",
            "fortran": "call normalize_fit(kind, n, d, x, m, s)",
            "python": "m, s = fit(kind, x)",
        },
        "mistakes": {
            "variance": {"say": "this is the variance: s is its square root"},
            "n_minus_1": {"say": "the squares are divided by n - 1: here the mean is over n"},
            "largest": {"say": "s of minmax is the largest value: it is max - min"},
            "not_centred": {
                "say": "s of maxabs is the largest |x|: it is the largest |x - m|, m the mean"
            },
        },
        "cases": [
            ("nothing to do", fit_case("none", SMALL)),
            ("two features", fit_case("center", SMALL)),
            ("two features", fit_case("standard", SMALL)),
            ("two features", fit_case("minmax", SMALL)),
            ("two features", fit_case("maxabs", SMALL)),
            ("two features, one s for both", fit_case("scale", SMALL)),
            ("a constant feature", fit_case("maxabs", CONSTANT)),
            ("negative numbers", fit_case("scale", [[-3.0, 1.0], [2.0, -0.5]])),
            ("three features", fit_case("minmax", SPACE)),
            ("seven features", fit_case("standard", SEVEN)),
        ],
    },
    {
        "exercise": "normalize_apply",
        "tolerance": 1e-12,
        "reference": normalize_apply,
        "call": {
            "c": "normalize_apply(n, d, m, s, x)",
            "fortran": "call normalize_apply(n, d, m, s, x)",
            "python": "x = apply(m, s, x)",
        },
        "mistakes": {
            "s_first": {"say": "m is subtracted after dividing: (x - m) / s needs brackets"},
            "added": {"say": "m is added: subtract it"},
            "multiplied": {"say": "the differences are multiplied by s: divide"},
        },
        "cases": [
            ("one feature", apply_case([2.0], [4.0], [[1.0], [2.0], [6.0]])),
            ("two features", apply_case([3.0, 25.0], [2.0, 15.0], SMALL)),
            ("seven features", apply_case(SEVEN[0], [2.0, 0.5, 1.0, 4.0, 3.0, 0.25, 9.0], SEVEN)),
        ],
    },
    {
        "exercise": "split",
        "tolerance": 1e-12,
        "reference": split,
        "call": {
            "c": "status = rows_split(n, classes, labels, fractions, seed, order, counts)",
            "fortran": "call rows_split(n, classes, labels, fractions, seed, order, counts, "
            "status)",
            "python": "order, counts = split(n, classes, labels, fractions, seed)",
        },
        "mistakes": {
            "not_shuffled": {"say": "the rows are in the order of the file: shuffle them first"},
            "rounded_down": {"say": "the cuts are rounded down: floor(share * size + 0.5)"},
            "not_stratified": {
                "say": "the classes are not looked at: with classes > 0 cut each class by itself"
            },
            "labels_in_file_order": {
                "say": "rank i has the label of row i: the row is shuffled[i]",
                "fortran": "group(shuffled(i))",
            },
            "class_by_class": {
                "say": "a part has its rows class after class: they keep the shuffled order"
            },
        },
        "cases": [
            ("two parts", split_case(0, [0] * 10, [0.7, 0.0, 0.3], 42)),
            ("three parts", split_case(0, MIXED, [0.6, 0.2, 0.2], 1)),
            ("all for training", split_case(0, [0] * 4, [1.0, 0.0, 0.0], 42)),
            ("a share that is rounded up", split_case(0, [0] * 11, [0.5, 0.0, 0.5], 3)),
            ("three classes, sorted", split_case(3, THREE, [0.5, 0.25, 0.25], 42)),
            ("three classes, mixed", split_case(3, MIXED, [0.7, 0.0, 0.3], 5)),
        ],
    },
    {
        "exercise": "confusion_count",
        "tolerance": 1e-12,
        "reference": confusion_count,
        "call": {
            "c": "confusion_count(n, classes, truth, predicted, counts)",
            "fortran": "call confusion_count(n, classes, truth, predicted, counts)",
            "python": "counts = count(classes, truth, predicted)",
        },
        "mistakes": {
            "transposed": {
                "say": "true and predicted have changed places: a line is a true class",
                "fortran": "counts(predicted, true): the first index runs along a line",
            },
            "replaced": {"say": "each pair counts once only: add 1 for every row"},
            "only_right": {"say": "only right rows are counted: count the wrong ones as well"},
        },
        "cases": [
            ("two classes", count_case(2, [0, 0, 0, 1, 1], [0, 1, 1, 1, 0])),
            ("all right", count_case(2, [1, 0, 1], [1, 0, 1])),
            ("a class that is never predicted", count_case(3, [0, 1, 2, 2, 1], [0, 0, 1, 0, 1])),
            (
                "four classes",
                count_case(4, [3, 1, 0, 2, 2, 3, 1, 0, 3], [3, 2, 0, 2, 1, 0, 1, 3, 3]),
            ),
        ],
    },
    {
        "exercise": "confusion_rates",
        "tolerance": 1e-12,
        "reference": confusion_rates,
        "call": {
            "c": "confusion_rates(classes, counts, recall, precision, &accuracy)",
            "fortran": "call confusion_rates(classes, counts, recall, precision, accuracy)",
            "python": "recall, precision, accuracy = rates(counts)",
        },
        "mistakes": {
            "swapped": {
                "say": "recall and precision have changed places: recall is along a line of "
                "the matrix, precision along a column"
            },
            "fractions": {"say": "these are fractions: rates are in percent"},
            "none_is_zero": {"say": "a rate of no rows at all is -1, not 0: see percent"},
            "mean_recall": {"say": "accuracy is the mean recall: it is what is right of all rows"},
        },
        "cases": [
            ("two classes", rates_case([[93, 7], [46, 954]])),
            ("a class that is never predicted", rates_case([[3, 1, 0], [2, 2, 0], [1, 0, 0]])),
            ("a class without rows", rates_case([[4, 1], [0, 0]])),
            ("four classes", rates_case([[5, 1, 0, 2], [0, 7, 3, 0], [1, 1, 9, 0], [4, 0, 0, 6]])),
        ],
    },
]
