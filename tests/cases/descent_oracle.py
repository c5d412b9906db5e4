"""The oracle of the exercises around the training of a network, in the manner of
kmeans_oracle.py: the check of a gradient, a whole program, balanced visits, early stopping.
"""

from math import exp, sqrt

from kmeans_oracle import uniform
from mlp_oracle import table
from network_oracle import (
    CROSS_ENTROPY,
    LEAKY_RELU,
    LINEAR,
    QUADRATIC,
    SIGMOID,
    SOFTMAX,
    TANH,
    backward_case,
    loss_of,
    mlp_backward,
    mlp_train_epoch,
    run_forward,
    weights_of,
)
from perceptron_oracle import labelled

# The functions -----------------------------------------------------------------------


def mean_loss(network, beta, loss_kind, x, t, params):
    """The loss of a network, mean over the rows."""
    n, none = len(x), [0.0] * len(network)
    h, a = run_forward(n, network, none, beta, x, params, 0, 0)
    kind = network[-1][2]
    return sum(loss_of(loss_kind, kind, beta, *row) for row in zip(h[-1], a[-1], t)) / n


def length(vector):
    return sqrt(sum(value**2 for value in vector))


def gradient_check(
    n, layers, network, beta, loss_kind, x, t, params, gradient, epsilon, slip=""
):  # fmt: skip
    def loss(weights):
        return mean_loss(network, beta, loss_kind, x, t, weights)

    numeric, now = [], params
    for i in range(len(params)):
        moved = [now[:i] + [params[i] + step] + now[i + 1 :] for step in (epsilon, -epsilon)]
        plus, minus = map(loss, moved)
        if slip == "one_sided":
            numeric.append((plus - loss(params)) / epsilon)
        else:
            numeric.append((plus - minus) / (1 if slip == "not_halved" else 2) / epsilon)
        if slip == "wrong_sign":
            numeric[-1] *= -1
        if slip == "not_restored":
            now = moved[1]
    apart = length([a - b for a, b in zip(numeric, gradient)])
    lengths = 1.0 if slip == "not_relative" else length(numeric) + length(gradient)
    return {"numeric": numeric, "relative": apart / lengths}


def fire(x_i, w):
    """What a layer of sigmoids says to one row."""
    inputs = [*x_i, -1.0]
    h = [sum(x * row[o] for x, row in zip(inputs, w)) for o in range(len(w[0]))]
    return [1 / (1 + exp(-value)) for value in h]


def stepped(w, inputs, dh, bias=-1.0):
    """The weights after a step at rate 0.5."""
    return [
        [value - 0.5 * x * dh_o for value, dh_o in zip(row, dh)]
        for x, row in zip([*inputs, bias], w)
    ]


def winner(a):
    """The number of the largest output; none so near another that rounding would matter."""
    first, second = sorted(a)[:-3:-1]
    assert first - second > 1e-9
    return a.index(first)


def whole(data, hidden, output, slip=""):
    """The files of the program: weights by epoch, errors of each epoch, test labels."""
    training = [row for i, row in enumerate(data) if i % 3 < 2 or slip == "test_rows_used"]
    epochs, errors = [], []
    while len(epochs) < 20 and 0 not in errors:
        errors.append(0)
        for *x_i, label in training:
            a1 = fire(x_i, hidden)
            a2 = fire(a1, output)
            errors[-1] += winner(a2) != label
            dh2 = [a - (o == label) for o, a in enumerate(a2)]
            if slip != "no_output_slope":
                dh2 = [value * a * (1 - a) for value, a in zip(dh2, a2)]
            changed = stepped(output, a1, dh2, 0.0 if slip == "bias_kept" else -1.0)
            used = changed if slip == "corrected_weights" else output
            dh1 = [sum(dh * w for dh, w in zip(dh2, row)) for row in used[:-1]]
            if slip != "no_hidden_slope":
                dh1 = [value * a * (1 - a) for value, a in zip(dh1, a1)]
            hidden = stepped(hidden, x_i, dh1, 0.0 if slip == "bias_kept" else -1.0)
            output = changed
        epochs.append((hidden, output))
        if slip == "one_epoch_only":
            break
    labels = [winner(fire(fire(row[:-1], hidden), output)) for row in data[2::3]]
    found = {"1": epochs[0], "2": epochs[min(1, len(epochs) - 1)], "end": epochs[-1]}
    files = {
        "%s_%s" % (file, when): tables[i]
        for when, tables in found.items()
        for i, file in enumerate(("hidden", "output"))
    }
    high = slip == "one_too_high"
    return {**files, "errors": errors, "labels": [label + high for label in labels]}


def balance(n, classes, labels, seed, epoch, slip=""):
    """The visits of an epoch: a class first, then one of its rows."""
    by_class = sorted(range(n), key=labels.__getitem__)
    order = []
    for i in range(n):
        first = i if slip == "one_draw_a_visit" else 2 * i
        second = first if slip == "same_draw" else first + 1
        u, v = (
            uniform(seed, 4, 0 if slip == "same_epoch" else epoch, minor)
            for minor in (first, second)
        )
        c = i % classes if slip == "in_turn" else int(u * classes)
        rows = [row for row in range(n) if labels[row] == c]
        if slip == "any_row":
            rows, v = range(n), u
        if slip == "not_a_row":
            rows = [by_class.index(row) for row in rows]
        order.append(rows[int(v * len(rows))])
    return {"order": order}


def shuffled(n, seed, epoch):
    """The order of visits in an epoch."""
    order = list(range(n))
    for i in range(n - 1):
        j = i + int(uniform(seed, 3, epoch, i) * (n - i))
        order[i], order[j] = order[j], order[i]
    return order


def one_epoch(network, beta, x, t, rate, seed, epoch, params):
    """The weights after an epoch, a step for each row, without momentum."""
    none = [0.0] * len(network)
    order = shuffled(len(x), seed, epoch)
    return mlp_train_epoch(
        len(x), len(network), len(x), network, none, beta, QUADRATIC, 1, x, t, order, rate, 0.0,
        0, 0, params, [0.0] * len(params),
    )["params"]  # fmt: skip


def early_stopping(
    n, n_valid, layers, network, beta, x, t, x_valid, t_valid, rate, max_epochs, patience, seed,
    params, slip="",
):  # fmt: skip
    losses, best, best_epoch, lowest, waited = [], params, 0, 0.0, 0
    limit = {"first_rise": 1, "one_too_many": patience + 1}.get(slip, patience)
    now = params
    while len(losses) < max_epochs and (best_epoch == 0 or waited < limit):
        now = one_epoch(network, beta, x, t, rate, seed, len(losses), now)
        watched = (x, t) if slip == "training_loss" else (x_valid, t_valid)
        loss = mean_loss(network, beta, QUADRATIC, *watched, now)
        losses.append(loss)
        lower = loss <= lowest if slip == "not_strict" else loss < lowest
        if best_epoch == 0 or lower:
            best, best_epoch, lowest = now, len(losses), loss
            waited = waited if slip == "never_from_0" else 0
        else:
            waited += 1
    if slip == "last_weights":
        best = now
    return {"params": best, "losses": losses, "epochs": len(losses), "best_epoch": best_epoch}


# The cases ---------------------------------------------------------------------------


def check_case(loss_kind, network, n, major, spoil=lambda gradient: gradient, **more):
    inputs = backward_case(loss_kind, network, n, major, **more)
    gradient = mlp_backward(**inputs)["gradient"]
    inputs.update(gradient=spoil(gradient), epsilon=1e-3)
    names = ("n", "layers", "network", "beta", "loss_kind", "x", "t", "params", "gradient")
    return {name: inputs[name] for name in (*names, "epsilon")}


def without_bias(gradient):
    """A gradient whose last weights, those of the last bias node, are 0."""
    return gradient[:-2] + [0.0, 0.0]


def whole_case(n, centres, seed, spread, inside):
    """Samples around centres, and two layers of small weights."""
    d, m = len(centres[0]), len(centres)
    small = [
        [[value / 2 for value in row] for row in table(rows + 1, columns, seed + rows)]
        for rows, columns in ((d, inside), (inside, m))
    ]
    return {"data": labelled(n, centres, seed, spread), "hidden": small[0], "output": small[1]}


def balance_case(classes, labels, seed, epoch):
    return {"n": len(labels), "classes": classes, "labels": labels, "seed": seed, "epoch": epoch}


def stopping_case(n, n_valid, inside, major, rate, max_epochs, patience, centres=()):
    """Rows around two or three centres that overlap: the network soon learns them by heart."""
    d, m = len(centres[0]), len(centres)
    rows = labelled(n + n_valid, centres, major, 1.0)
    x = [row[:-1] for row in rows]
    t = [[float(o == row[-1]) for o in range(m)] for row in rows]
    network = [[d, inside, SIGMOID], [inside, m, SIGMOID]]
    return {
        "n": n, "n_valid": n_valid, "layers": 2, "network": network, "beta": 1.0,
        "x": x[:n], "t": t[:n], "x_valid": x[n:], "t_valid": t[n:], "rate": rate,
        "max_epochs": max_epochs, "patience": patience, "seed": 42,
        "params": table(1, weights_of(network), major)[0],
    }  # fmt: skip


SMALL = [[2, 3, TANH], [3, 2, SIGMOID]]
ROUND = [[3, 4, SIGMOID], [4, 2, SOFTMAX]]
BENT = [[2, 4, LEAKY_RELU], [4, 1, LINEAR]]
TWO = [[0.0, 0.0], [1.2, 0.6]]
THREE = [[0.0, 0.0, 0.0], [1.5, 0.5, 0.0], [0.0, 1.0, 1.5]]

EXERCISES = [
    {
        "exercise": "gradient_check",
        # Steps of 1e-3 make roundings of 1e-16 to 1e-13; a slip is seen at 1e-5.
        "tolerance": 1e-10,
        "reference": gradient_check,
        "call": {
            "c": "status = gradient_check_compare(n, layers, network, beta, loss_kind, x, t, "
            "params, gradient, epsilon, numeric, &relative)",
            "fortran": "call compare(n, d, m, n_layers, weights, network, beta, loss_kind, x, t, "
            "params, gradient, epsilon, numeric, relative, status)",
            "python": "numeric, relative = compare(network, beta, loss_kind, x, t, params, "
            "gradient, epsilon)",
        },
        "mistakes": {
            "one_sided": {
                "say": "the slope is taken on one side: (plus - minus) / (2 epsilon) is far better"
            },
            "not_halved": {"say": "numeric is twice as large: the two losses are 2 epsilon apart"},
            "wrong_sign": {"say": "numeric has the wrong sign: plus - minus"},
            "not_restored": {
                "say": "weights that were changed stay changed: put each back before the next"
            },
            "not_relative": {
                "say": "relative is not divided: by the lengths of both vectors, added"
            },
        },
        "cases": [
            ("a right gradient", check_case(QUADRATIC, SMALL, 3, 100)),
            ("a linear output", check_case(QUADRATIC, BENT, 3, 103)),
            (
                "the bias of the last layer forgotten",
                check_case(QUADRATIC, SMALL, 4, 106, without_bias),
            ),
            ("softmax, steeper sigmoids", check_case(CROSS_ENTROPY, ROUND, 4, 109, beta=1.5)),
            (
                "a gradient of the sum, not of the mean",
                check_case(CROSS_ENTROPY, ROUND, 3, 112, lambda g: [3 * value for value in g]),
            ),
        ],
    },
    {
        "exercise": "mlp_whole",
        "tolerance": 1e-9,
        "series": "epoch",
        "files": ["hidden", "output"],
        "reference": whole,
        "call": {"c": "./whole", "fortran": "./whole", "python": "python3 mlp_whole.py"},
        "mistakes": {
            "corrected_weights": {
                "say": "the error inside used the already corrected weights of the outputs: "
                "compute both errors, then change the weights"
            },
            "no_hidden_slope": {
                "say": "the slope of the neurons inside is missing: a (1 - a) of each"
            },
            "no_output_slope": {"say": "the slope of the outputs is missing: a (1 - a) of each"},
            "bias_kept": {
                "say": "the weights of the bias nodes stay: correct the last ones too, their "
                "input is -1"
            },
            "test_rows_used": {"say": "every row is used for training: leave rows 2, 5, 8 ... out"},
            "one_epoch_only": {"say": "there is one epoch only: repeat until one has no error"},
            "one_too_high": {
                "say": "labels are one too high: classes start at 0",
                "fortran": "maxloc counts from 1",
            },
        },
        "cases": [
            (
                "2 dimensions, 3 classes, 4 neurons inside",
                whole_case(34, [[0.0, 0.0], [3.0, 0.5], [1.0, 3.0]], 41, 0.7, 4),
            ),
            (
                "3 dimensions, 4 classes, 5 neurons inside",
                whole_case(
                    32, [[0.0] * 3, [2.0, 2.0, 0.0], [0.0, 2.0, 2.0], [3.0, 0.0, 3.0]], 42, 0.6, 5
                ),
            ),
            (
                "7 dimensions, 2 classes, 3 neurons inside",
                whole_case(25, [[0.0] * 7, [1.5, 0.0] * 3 + [1.5]], 43, 0.7, 3),
            ),
        ],
    },
    {
        "exercise": "balance",
        "tolerance": 1e-12,
        "reference": balance,
        "call": {
            "c": "status = rows_balance(n, classes, labels, seed, epoch, order)",
            "fortran": "call rows_balance(n, classes, labels, seed, epoch, order, status)",
            "python": "order = balance(n, classes, labels, seed, epoch)",
        },
        "mistakes": {
            "any_row": {
                "say": "any row is drawn, so large classes come more often: draw a class first"
            },
            "same_draw": {
                "say": "class and row come from the same random number: minor 2i, then 2i + 1"
            },
            "one_draw_a_visit": {
                "say": "a visit has two random numbers, the next begins at 2i, not at i",
                "fortran": "and i counts from 0 here: 2*(i - 1)",
            },
            "same_epoch": {"say": "every epoch draws the same: the epoch is the major number"},
            "in_turn": {"say": "the classes come in turn: draw them, as the rows"},
            "not_a_row": {
                "say": "this is a place in by_class, not a row: the row stands at that place"
            },
        },
        "cases": [
            ("one class large, one small", balance_case(2, [0] * 8 + [1] * 2, 42, 0)),
            ("the next epoch", balance_case(2, [0] * 8 + [1] * 2, 42, 1)),
            ("classes mixed", balance_case(3, [2, 0, 0, 1, 0, 2, 0, 0, 1, 0, 0, 0], 7, 3)),
            (
                "four classes",
                balance_case(4, [0, 3, 0, 0, 2, 0, 1, 0, 0, 2, 0, 0, 3, 0, 0, 0, 0], 5, 12),
            ),
        ],
    },
    {
        "exercise": "early_stopping",
        # Up to 30 epochs of 10 steps: differences of 1e-16 grow to 1e-12 or so.
        "tolerance": 1e-9,
        "reference": early_stopping,
        "call": {
            "c": "status = early_stopping_train(n, n_valid, layers, network, beta, x, t, x_valid, "
            "t_valid, rate, max_epochs, patience, seed, params, losses, &epochs, &best_epoch)",
            "fortran": "call train(n, n_valid, d, m, n_layers, weights, network, beta, x, t, "
            "x_valid, t_valid, rate, max_epochs, patience, seed, params, losses, epochs, "
            "best_epoch, status)",
            "python": "params, losses, epochs, best_epoch = train(network, beta, x, t, x_valid, "
            "t_valid, rate, max_epochs, patience, seed, params)",
        },
        "mistakes": {
            "last_weights": {
                "say": "params are those of the last epoch: give back those of the best one"
            },
            "one_too_many": {
                "say": "it stops one epoch late: after patience epochs that are no better"
            },
            "not_strict": {"say": "an equal loss counts as better: it must be lower, <"},
            "never_from_0": {
                "say": "all epochs that were no better are counted: count those since the best one"
            },
            "training_loss": {
                "say": "the loss is that of the training rows: watch the validation rows"
            },
            "first_rise": {
                "say": "it stops as soon as the loss is no lower: wait for patience epochs"
            },
        },
        "cases": [
            ("two classes", stopping_case(10, 8, 4, 124, 2.0, 30, 4, TWO)),
            ("a lower rate", stopping_case(10, 8, 4, 138, 0.5, 30, 4, TWO)),
            ("three classes", stopping_case(12, 9, 5, 150, 1.0, 30, 3, THREE)),
            ("max_epochs comes first", stopping_case(10, 8, 4, 128, 0.5, 6, 4, TWO)),
            ("a rate of 0: nothing changes", stopping_case(6, 5, 3, 141, 0.0, 9, 3, TWO)),
        ],
    },
]
