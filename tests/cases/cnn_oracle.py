"""The oracle of the exercises of what the layers of a convolutional network share, in the
manner of kmeans_oracle.py: each function again, in plain Python.
"""

from math import exp, inf, log, nan

from kmeans_oracle import uniform

SOFTMAX = 5  # the kind of an activation
DROPOUT = 256  # the purpose of a random number, plus the number of the layer


# The functions -----------------------------------------------------------------------


def relu(m, h, slip=""):
    def one(v):
        wrong = {"inverted": min(v, 0.0), "absolute": abs(v), "step": float(v > 0)}
        return wrong.get(slip, max(v, 0.0))

    return {"a": [one(v) for v in h]}


def relu_slope(m, a, slip=""):
    def one(v):
        return {"value": v, "one_at_zero": float(v >= 0), "always_one": 1.0}.get(slip, float(v > 0))

    return {"slope": [one(v) for v in a]}


def leaky_relu(m, h, slip=""):
    def one(v):
        below = {"cut_off": 0.0, "absolute": -0.1 * v}.get(slip, 0.1 * v)
        return v if v > 0 and slip != "everywhere" else below

    return {"a": [one(v) for v in h]}


def leaky_relu_slope(m, a, slip=""):
    def one(v):
        if slip == "value":
            return v if v > 0 else 0.1 * v
        above = v >= 0 if slip == "one_at_zero" else v > 0
        return 1.0 if above else 0.0 if slip == "zero_below" else 0.1

    return {"slope": [one(v) for v in a]}


def power(v):
    """exp, where it is infinite too."""
    return exp(v) if v < 709 else inf


def softmax(n, m, h, slip=""):
    rows, before = [], 0.0
    for h_i in h:
        powers = [power(v - (0 if slip == "overflow" else max(h_i))) for v in h_i]
        total = sum(powers)
        if slip == "carried_over":
            total += before
            before = total
        if slip == "no_division":
            total = 1.0
        rows.append([nan if p == total == inf or total == 0 else p / total for p in powers])
    return {"a": rows}


def log_of_share(h_i, a_i, t_i):
    """The loss of a row as the definition has it: it knows the share alone."""
    a = sum(a_o * t_o for a_o, t_o in zip(a_i, t_i))
    return -log(a) if a > 0 else inf


def softmax_loss(kind, n, m, h, a, t, beta, slip=""):
    losses = []
    for h_i, a_i, t_i in zip(h, a, t):
        chosen = sum(h_o * t_o for h_o, t_o in zip(h_i, t_i))
        loss = max(h_i) + log(sum(exp(v - max(h_i)) for v in h_i)) - chosen
        if slip == "log_of_share" and log_of_share(h_i, a_i, t_i) == inf:
            loss = inf
        if slip == "squares":
            loss = sum((a_o - t_o) ** 2 for a_o, t_o in zip(a_i, t_i)) / 2
        losses.append(loss)
    sign = -1 if slip == "wrong_sign" else 1
    share = 1 if slip in ("sum", "sum_in_dh") else n
    dh = [[sign * (a_o - t_o) / share for a_o, t_o in zip(a_i, t_i)] for a_i, t_i in zip(a, t)]
    return {"loss": sum(losses) / (1 if slip == "sum" else n), "dh": dh}


def dropout(n, m, p, seed, layer, batch, a, slip=""):
    scale = {"no_scale": 1.0, "scaled_by_p": 1 / p if p else 1.0}.get(slip, 1 / (1 - p))
    purpose = DROPOUT + (0 if slip == "no_layer" else layer)

    def one(i, o):
        if p == 0:
            return a[i][o]
        u = uniform(seed, purpose, batch, o if slip == "rows_alike" else i * m + o)
        return a[i][o] * scale if (u < p if slip == "inverted" else u >= p) else 0.0

    return {"a": [[one(i, o) for o in range(m)] for i in range(n)]}


# The cases ---------------------------------------------------------------------------


def table(rows, columns, major, size=1):
    """Numbers in -size ... size with two decimals."""
    return [
        [round(size * (2 * uniform(7, 8, major, i * columns + j) - 1), 2) for j in range(columns)]
        for i in range(rows)
    ]


def vectors(name):
    return [
        ("a few numbers", {"m": 4, name: [1.5, -2.0, 0.25, -0.5]}),
        ("a zero among them", {"m": 3, name: [-3.0, 0.0, 40.0]}),
        ("eight numbers", {"m": 8, name: table(1, 8, 300, 3)[0]}),
    ]


def rows_case(h):
    return {"n": len(h), "m": len(h[0]), "h": h}


def loss_case(h, labels, beta=1.0):
    n, m = len(h), len(h[0])
    t = [[float(label == o) for o in range(m)] for label in labels]
    a = softmax(n, m, h)["a"]
    return {"kind": SOFTMAX, "n": n, "m": m, "h": h, "a": a, "t": t, "beta": beta}


def drop_case(n, m, p, seed, layer, batch, major):
    sizes = {"n": n, "m": m, "p": p, "seed": seed, "layer": layer, "batch": batch}
    return {**sizes, "a": table(n, m, major)}


EXERCISES = [
    {
        "exercise": "relu",
        "tolerance": 1e-15,
        "reference": relu,
        "call": {
            "c": "a[o] = layers_relu(h[o])",
            "fortran": "a(o) = relu(h(o))",
            "python": "a = relu(h)",
        },
        "mistakes": {
            "inverted": {"say": "a keeps what is below zero: keep what is above"},
            "absolute": {"say": "a is |h|: what is below zero becomes 0"},
            "step": {"say": "a is 1 above zero: it is h itself"},
        },
        "cases": vectors("h"),
    },
    {
        "exercise": "relu_slope",
        "tolerance": 1e-15,
        "reference": relu_slope,
        "call": {
            "c": "slope[o] = layers_relu_slope(a[o])",
            "fortran": "slope(o) = relu_slope(a(o))",
            "python": "slope = relu_slope(a)",
        },
        "mistakes": {
            "value": {"say": "the slope is a itself: above zero a line of slope 1 goes up"},
            "one_at_zero": {"say": "at a = 0 the slope is 0: h was below zero"},
            "always_one": {"say": "the slope is 1 everywhere: below zero a stays 0, so it is 0"},
        },
        "cases": vectors("a"),
    },
    {
        "exercise": "leaky_relu",
        "tolerance": 1e-15,
        "reference": leaky_relu,
        "call": {
            "c": "a[o] = layers_leaky_relu(h[o])",
            "fortran": "a(o) = leaky_relu(h(o))",
            "python": "a = leaky_relu(h)",
        },
        "mistakes": {
            "cut_off": {"say": "nothing leaks: below zero a tenth of h comes through"},
            "absolute": {"say": "what leaks has the wrong sign: it stays below zero"},
            "everywhere": {"say": "a is a tenth of h everywhere: above zero it is h"},
        },
        "cases": vectors("h"),
    },
    {
        "exercise": "leaky_relu_slope",
        "tolerance": 1e-15,
        "reference": leaky_relu_slope,
        "call": {
            "c": "slope[o] = layers_leaky_relu_slope(a[o])",
            "fortran": "slope(o) = leaky_relu_slope(a(o))",
            "python": "slope = leaky_relu_slope(a)",
        },
        "mistakes": {
            "value": {"say": "the slope is a itself: above zero a line of slope 1 goes up"},
            "one_at_zero": {"say": "at a = 0 the slope is a tenth, as below zero"},
            "zero_below": {"say": "below zero the slope is a tenth, not 0: errors leak, too"},
        },
        "cases": vectors("a"),
    },
    {
        "exercise": "softmax",
        "tolerance": 1e-14,
        "reference": softmax,
        "call": {
            "c": "layers_softmax(n, m, h, a)",
            "fortran": "call softmax(n, m, h, a)",
            "python": "a = softmax(h)",
        },
        "mistakes": {
            "overflow": {
                "say": "exp of a large number is infinite: subtract the row's largest h first"
            },
            "no_division": {"say": "the shares do not add up to 1: divide by the sum of the row"},
            "carried_over": {"say": "the sum goes on from row to row: for each row it begins at 0"},
        },
        "cases": [
            ("three neurons", rows_case([[1.0, 0.0, -1.0]])),
            ("four rows of three", rows_case(table(4, 3, 310, 2))),
            ("large numbers", rows_case([[1000.0, 999.0, -1000.0], [-1000.0, -1001.0, -1001.0]])),
            ("ten neurons", rows_case(table(3, 10, 311, 4))),
        ],
    },
    {
        "exercise": "softmax_loss",
        "tolerance": 1e-14,
        "reference": softmax_loss,
        "call": {
            "c": "layers_cross_entropy(SOFTMAX, n, m, h, a, t, beta, &loss, dh)",
            "fortran": "call cross_entropy(kind_softmax, n, m, h, a, t, beta, loss, dh)",
            "python": "loss, dh = cross_entropy(kind, h, a, t, beta)",
        },
        "mistakes": {
            "sum": {"say": "loss and dh are sums over the rows: divide both by n"},
            "sum_in_dh": {"say": "dh is not divided by n: the loss is a mean, so is its slope"},
            "wrong_sign": {"say": "dh has the wrong sign: it is a - t"},
            "squares": {
                "say": "the loss adds up squares: here it is the logarithm of the right share"
            },
            "log_of_share": {
                "say": "the loss is infinite where a share is 0: take it from h, not from a"
            },
        },
        "cases": [
            ("one row", loss_case([[1.0, 0.0, -1.0]], [0])),
            ("four rows", loss_case(table(4, 3, 320, 2), [2, 0, 1, 1])),
            ("a share of 0 for the right class", loss_case([[900.0, 0.0], [1.0, 2.0]], [1, 1])),
            ("ten classes", loss_case(table(3, 10, 321, 4), [9, 3, 0])),
        ],
    },
    {
        "exercise": "dropout",
        "tolerance": 1e-14,
        "reference": dropout,
        "call": {
            "c": "layers_dropout(n, m, p, seed, layer, batch, a)",
            "fortran": "call dropout(n, m, p, seed, layer, batch, a)",
            "python": "a = dropout(p, seed, layer, batch, a)",
        },
        "mistakes": {
            "no_scale": {"say": "what is left has its old size: multiply it by 1 / (1 - p)"},
            "scaled_by_p": {"say": "what is left is multiplied by 1 / p: it must be 1 / (1 - p)"},
            "inverted": {"say": "the wrong ones are silent: those with u below p are"},
            "rows_alike": {
                "say": "every row has the same silent neurons: the last index of a draw "
                "counts on from row to row"
            },
            "no_layer": {
                "say": "all layers are silenced alike: the purpose is that of dropout plus "
                "the layer's number"
            },
        },
        "cases": [
            ("nothing is dropped", drop_case(2, 3, 0.0, 42, 0, 0, 330)),
            ("one row, half of it", drop_case(1, 8, 0.5, 42, 0, 0, 331)),
            ("three rows, a fifth", drop_case(3, 5, 0.2, 7, 1, 3, 332)),
            ("another layer, another batch", drop_case(2, 9, 0.75, 42, 4, 11, 333)),
        ],
    },
]
