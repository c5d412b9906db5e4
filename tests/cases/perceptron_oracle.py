"""The oracle of the perceptron exercises: each function again, in plain Python, with a
`slip`, the name of a common mistake to make.
"""

from itertools import product

from kmeans_oracle import cloud, uniform

MAX_EPOCHS = 60  # of a whole program with a mistake: it may never end


# The functions -----------------------------------------------------------------------


def weigh(x_i, w):
    """h of each neuron; none so near 0 that another order of adding would matter."""
    inputs = [*x_i, -1.0]
    h = [sum(x * row[o] for x, row in zip(inputs, w)) for o in range(len(w[0]))]
    assert all(value == 0 or abs(value) > 1e-9 for value in h)
    return h


def activate(d, m, x_i, w, slip=""):
    h = weigh(x_i, w)
    if slip == "no_bias":
        h = [value + bias for value, bias in zip(h, w[-1])]
    if slip == "bias_added":
        h = [value + 2 * bias for value, bias in zip(h, w[-1])]
    fires = [value > 0 for value in h]
    if slip == "fires_at_zero":
        fires = [value >= 0 for value in h]
    if slip == "inverted":
        fires = [value < 0 for value in h]
    silent = -1.0 if slip == "minus_one" else 0.0
    return {"h": h, "a": [1.0 if fire else silent for fire in fires]}


def correct(d, m, x_i, a, t_i, rate, w, slip=""):
    wrong = [fired - wanted for fired, wanted in zip(a, t_i)]
    if slip == "target_only":
        wrong = [-wanted for wanted in t_i]
    if slip == "wrong_sign":
        wrong = [-value for value in wrong]
    inputs = [*x_i, {"bias_added": 1.0, "bias_kept": 0.0}.get(slip, -1.0)]
    step = 1.0 if slip == "no_rate" else rate
    return {"w": [[row[o] - step * wrong[o] * x for o in range(m)] for x, row in zip(inputs, w)]}


def train_epoch(n, d, m, visits, x, t, order, rate, w, slip=""):
    errors, start = 0, w
    for visit in range(visits):
        i = visit if slip == "file_order" else order[visit]
        a = activate(d, m, x[i], start if slip == "old_weights" else w)["a"]
        wrong = sum(fired != wanted for fired, wanted in zip(a, t[i]))
        if wrong == m if slip == "all_wrong" else wrong > 0:
            w = correct(d, m, x[i], a, t[i], rate, w)["w"]
            errors += wrong if slip == "neurons_counted" else slip != "right_counted"
            if slip == "first_only":
                break
        elif slip == "right_counted":
            errors += 1
    return {"w": w, "errors": errors}


def gates(gate, start, slip=""):
    """The files of the program: the weights after epoch 1, epoch 2 and the last."""
    d, rate = len(gate[0]) - 1, 0.1
    w, epochs, carried = [row[0] for row in start], [], 0.0
    while True:
        errors, says = 0, []
        for *x_i, wanted in gate:
            bias = w[d] if slip == "bias_added" else -w[d]
            h = sum(x * weight for x, weight in zip(x_i, w)) + bias + carried
            assert abs(h) > 1e-9
            carried = h if slip == "carried_over" else 0.0
            says.append(int(h > 0))
            wrong = says[-1] - wanted
            change = -rate * wrong if slip == "wrong_sign" else rate * wrong
            for j in range(d):
                w[j] -= change * x_i[j]
            if slip != "bias_kept":
                w[d] += change
            errors += wrong != 0
        epochs.append([[value] for value in w])
        if errors == 0 or slip == "one_epoch_only" or len(epochs) == MAX_EPOCHS:
            break
    files = {"epoch_1": epochs[0], "epoch_2": epochs[min(1, len(epochs) - 1)]}
    if len(epochs) < MAX_EPOCHS:
        files.update(end=epochs[-1], labels=says)
    return files


def whole(data, slip=""):
    """The files of the program: weights by epoch, errors of each epoch, test labels."""
    d, m, rate = len(data[0]) - 1, 1 + max(row[-1] for row in data), 0.05
    training = [row for i, row in enumerate(data) if i % 3 < 2 or slip == "test_rows_used"]
    w, epochs, errors = [[0.0] * m for _ in range(d + 1)], [], []
    while len(epochs) < 20 and 0 not in errors:
        errors.append(0)
        for *x_i, label in training:
            a = activate(d, m, x_i, w)["a"]
            t_i = [float(o == label) for o in range(m)]
            wrong = sum(fired != wanted for fired, wanted in zip(a, t_i))
            errors[-1] += wrong if slip == "neurons_counted" else wrong > 0
            w = correct(d, m, x_i, a, t_i, rate, w, slip)["w"]
        epochs.append(w)
        if slip == "one_epoch_only":
            break
    labels = []
    for *x_i, _ in data[2::3]:
        h = weigh(x_i, w)
        assert len({round(value, 9) for value in h}) == m
        best = [value > 0 for value in h] if slip == "first_firing" else h
        labels.append(best.index(max(best)) + (slip == "one_too_high"))
    files = {"epoch_1": epochs[0], "epoch_2": epochs[min(1, len(epochs) - 1)]}
    return {**files, "end": epochs[-1], "errors": errors, "labels": labels}


# The cases ---------------------------------------------------------------------------


def truth_table(d, says):
    """The rows of a gate: d inputs, then what it says to them."""
    rows = [list(map(float, inputs)) for inputs in product((0, 1), repeat=d)]
    return [[*row, int(says(row))] for row in rows]


def column(*weights):
    return [[weight] for weight in weights]


SPACE = cloud(9, [[0.0, 0.0, 0.0], [2.0, 1.0, 0.0], [0.0, 2.0, 2.0]], 11)
SEVEN = cloud(8, [[0.0] * 7, [1.0, 0.0] * 3 + [1.0]], 12)
OR = truth_table(2, any)
W3 = [[0.2, -0.1, 0.3], [0.1, 0.4, -0.3], [-0.2, 0.15, 0.25], [0.1, -0.05, 0.35]]
W7 = [[round(0.1 * ((3 * j + o) % 7) - 0.31, 2) for o in range(2)] for j in range(8)]


def neurons_case(x_i, w):
    return {"d": len(x_i), "m": len(w[0]), "x_i": x_i, "w": w}


def correct_case(x_i, a, t_i, rate, w):
    return {"d": len(x_i), "m": len(a), "x_i": x_i, "a": a, "t_i": t_i, "rate": rate, "w": w}


def one_hot(n, m):
    return [[float(i % m == o) for o in range(m)] for i in range(n)]


def epoch_case(x, t, order, rate, w):
    sizes = {"n": len(x), "d": len(x[0]), "m": len(w[0]), "visits": len(order)}
    return {**sizes, "x": x, "t": t, "order": order, "rate": rate, "w": w}


def labelled(n, centres, seed, spread):
    """Samples, each with a class drawn at random."""
    noise = cloud(n, [[0.0] * len(centres[0])], seed, spread)
    classes = [int(uniform(seed, 8, n, i) * len(centres)) for i in range(n)]
    return [
        [*(round(e + c, 2) for e, c in zip(noise[i], centres[classes[i]])), classes[i]]
        for i in range(n)
    ]


def gate_case(w, order):
    x, t = [row[:2] for row in OR], [[float(row[2])] for row in OR]
    return epoch_case(x, t, order, 0.1, w)


EXERCISES = [
    {
        "exercise": "gates_whole",
        "tolerance": 1e-9,
        "series": "epoch",
        "reference": gates,
        "call": {"c": "./whole", "fortran": "./whole", "python": "python3 gates_whole.py"},
        "mistakes": {
            "wrong_sign": {
                "say": "the weights go the wrong way: a neuron that fired and should not have "
                "needs smaller ones"
            },
            "bias_added": {"say": "h adds the bias: its node is -1, so it is subtracted"},
            "bias_kept": {"say": "the bias never changes: correct it as well, its input is -1"},
            "carried_over": {
                "say": "h of one row is carried over to the next: start anew for each row"
            },
            "one_epoch_only": {"say": "there is one epoch only: repeat until one has no error"},
        },
        "cases": [
            ("OR", {"gate": OR, "start": column(-0.0213, 0.0371, 0.0157)}),
            ("AND", {"gate": truth_table(2, all), "start": column(0.0412, -0.0123, -0.0271)}),
            (
                "at least two of three",
                {
                    "gate": truth_table(3, lambda row: sum(row) >= 2),
                    "start": column(0.0131, -0.0452, 0.0317, 0.0223),
                },
            ),
            (
                "seven inputs: the first and any other",
                {
                    "gate": truth_table(7, lambda row: row[0] and any(row[1:]))[::3],
                    "start": column(
                        0.0131, -0.0452, 0.0317, 0.0271, -0.0119, 0.0437, -0.0289, 0.0223
                    ),
                },
            ),
        ],
    },
    {
        "exercise": "activate",
        "tolerance": 1e-12,
        "reference": activate,
        "call": {
            "c": "perceptron_activate(d, m, x_i, w, h, a)",
            "fortran": "call activate(d, m, x_i, w, h, a)",
            "python": "h, a = activate(x_i, w)",
        },
        "mistakes": {
            "no_bias": {"say": "the bias is missing in h: subtract the last weights"},
            "bias_added": {"say": "h adds the bias: its node is -1, so it is subtracted"},
            "fires_at_zero": {"say": "a neuron with h = 0 does not fire: > instead of >="},
            "inverted": {"say": "the neurons fire when h is below 0: it must be above"},
            "minus_one": {"say": "a neuron that does not fire says 0, not -1"},
        },
        "cases": [
            ("one neuron, one input", neurons_case([2.0], [[0.5], [0.25]])),
            ("one neuron that stays silent", neurons_case([0.5, -1.0], [[1.0], [0.5], [0.25]])),
            ("h of exactly 0", neurons_case([1.0, 0.5], [[0.5, 0.25], [0.5, 0.5], [0.75, 0.25]])),
            ("three neurons", neurons_case([1.2, -0.7, 0.4], W3)),
            ("seven inputs, two neurons", neurons_case(SEVEN[1], W7)),
        ],
    },
    {
        "exercise": "correct",
        "tolerance": 1e-12,
        "reference": correct,
        "call": {
            "c": "perceptron_correct(d, m, x_i, a, t_i, rate, w)",
            "fortran": "call correct(d, m, x_i, a, t_i, rate, w)",
            "python": "w = correct(x_i, a, t_i, rate, w)",
        },
        "mistakes": {
            "wrong_sign": {
                "say": "the weights go the wrong way: subtract rate (a - t) x, with this sign"
            },
            "no_rate": {"say": "the learning rate is missing: the steps are too long"},
            "bias_added": {
                "say": "the bias goes the wrong way: its node is -1, so its weight goes up when "
                "the others go down"
            },
            "bias_kept": {"say": "the weights of the bias node stay: correct the last ones too"},
            "target_only": {
                "say": "right neurons are changed too: the step needs a - t, not the target alone"
            },
        },
        "cases": [
            (
                "it fired and should not have",
                correct_case([2.0], [1.0], [0.0], 0.1, [[0.5], [0.2]]),
            ),
            (
                "it should have fired",
                correct_case([0.5, -1.0], [0.0], [1.0], 0.25, [[1.0], [0.5], [0.2]]),
            ),
            (
                "one neuron is right, two are wrong",
                correct_case([1.2, -0.7, 0.4], [1.0, 1.0, 0.0], [1.0, 0.0, 1.0], 0.05, W3),
            ),
            (
                "seven inputs, two neurons",
                correct_case(SEVEN[1], [0.0, 1.0], [1.0, 1.0], 0.1, W7),
            ),
        ],
    },
    {
        "exercise": "train_epoch",
        "tolerance": 1e-12,
        "reference": train_epoch,
        "call": {
            "c": "status = perceptron_train_epoch(n, d, m, visits, x, t, order, rate, w, &errors)",
            "fortran": "call train_epoch(n, d, m, visits, x, t, order, rate, w, errors, status)",
            "python": "w, errors = train_epoch(x, t, order, rate, w)",
        },
        "mistakes": {
            "file_order": {
                "say": "the samples are shown in the order of the file: visit order[visit]",
                "fortran": "order counts from 0: i = order(visit) + 1",
            },
            "old_weights": {
                "say": "all visits use the weights of the beginning: each correction counts at once"
            },
            "neurons_counted": {
                "say": "errors counts wrong neurons: a visit with any number of them is one error"
            },
            "all_wrong": {
                "say": "a visit is an error as soon as any neuron is wrong, not only if all are"
            },
            "first_only": {"say": "it stops at the first mistake: go on with the next sample"},
            "right_counted": {"say": "errors counts the visits that were right"},
        },
        "cases": [
            ("OR, nothing to correct", gate_case(column(0.21, 0.23, 0.11), [0, 1, 2, 3])),
            ("OR in file order", gate_case(column(-0.02, 0.037, 0.0157), [0, 1, 2, 3])),
            ("OR in another order", gate_case(column(-0.02, 0.037, 0.0157), [2, 0, 3, 1])),
            (
                "three neurons in space",
                epoch_case(SPACE, one_hot(9, 3), [4, 0, 8, 2, 6, 1, 7, 3, 5], 0.1, W3),
            ),
            (
                "fewer visits than samples, one of them twice",
                epoch_case(SPACE, one_hot(9, 3), [5, 2, 5, 7], 0.25, W3),
            ),
            ("seven features", epoch_case(SEVEN, one_hot(8, 2), [7, 1, 4, 0, 3, 6, 2, 5], 0.1, W7)),
        ],
    },
    {
        "exercise": "perceptron_whole",
        "tolerance": 1e-9,
        "series": "epoch",
        "reference": whole,
        "call": {"c": "./whole", "fortran": "./whole", "python": "python3 perceptron_whole.py"},
        "mistakes": {
            "test_rows_used": {"say": "every row is used for training: leave rows 2, 5, 8 ... out"},
            "bias_kept": {"say": "the weights of the bias node stay: correct the last ones too"},
            "neurons_counted": {
                "say": "errors counts wrong neurons: a row with any number of them is one error"
            },
            "one_epoch_only": {"say": "there is one epoch only: repeat until one has no error"},
            "first_firing": {
                "say": "the first neuron that fires wins: take the one with the largest h"
            },
            "one_too_high": {
                "say": "labels are one too high: classes start at 0",
                "fortran": "maxloc counts from 1",
            },
        },
        "cases": [
            (
                "2 dimensions, 3 classes",
                {"data": labelled(31, [[0.0, 0.0], [5.0, 1.0], [2.0, 6.0]], 31, 1.2)},
            ),
            (
                "3 dimensions, 4 classes",
                {
                    "data": labelled(
                        38, [[0.0] * 3, [5.0, 4.0, 0.0], [0.0, 5.0, 5.0], [6.0, 0.0, 6.0]], 32, 1.0
                    )
                },
            ),
            (
                "7 dimensions, 2 classes",
                {"data": labelled(25, [[0.0] * 7, [1.5, 0.0] * 3 + [1.5]], 33, 1.0)},
            ),
        ],
    },
]
