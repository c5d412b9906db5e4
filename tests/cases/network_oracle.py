"""The oracle of the exercises on whole networks, in the manner of kmeans_oracle.py: forward,
backward and an epoch, in plain Python.
"""

from math import exp, log, tanh

from kmeans_oracle import uniform
from mlp_oracle import table

LINEAR, SIGMOID, TANH, RELU, LEAKY_RELU, SOFTMAX = range(6)
QUADRATIC, CROSS_ENTROPY = range(2)


# The functions -----------------------------------------------------------------------


def activate(kind, h_i, beta):
    """The activations of a layer for one row."""
    if kind == SOFTMAX:
        powers = [exp(h - max(h_i)) for h in h_i]
        return [power / sum(powers) for power in powers]
    one = {
        LINEAR: lambda h: h,
        SIGMOID: lambda h: 1 / (1 + exp(-beta * h)),
        TANH: tanh,
        RELU: lambda h: h if h > 0 else 0.0,
        LEAKY_RELU: lambda h: h if h > 0 else 0.1 * h,
    }[kind]
    return [one(h) for h in h_i]


def slope(kind, a, beta):
    """The slope of an activation, from its value."""
    return {
        LINEAR: 1.0,
        SIGMOID: beta * a * (1 - a),
        TANH: 1 - a * a,
        RELU: float(a > 0),
        LEAKY_RELU: 1.0 if a > 0 else 0.1,
    }[kind]


def masks(n, network, drop, seed, step, shift=1):
    """What dropout multiplies each neuron of each row with: a table for each layer."""
    found = []
    for layer, (_, d_out, _) in enumerate(network):
        p = drop[layer]
        draws = [
            [uniform(seed, 256 + layer + shift, step, i * d_out + o) for o in range(d_out)]
            for i in range(n)
        ]
        kept = 1 / (1 - p)
        found.append([[kept if u >= p or p == 0 else 0.0 for u in row] for row in draws])
    return found


def cut(network, params):
    """The weights of each layer: (d_in + 1) rows of d_out."""
    found, first = [], 0
    for d_in, d_out, _ in network:
        found.append([params[first + j * d_out :][:d_out] for j in range(d_in + 1)])
        first += (d_in + 1) * d_out
    return found


def run_forward(n, network, drop, beta, x, params, seed, step, slip=""):
    hs, activations = [], []
    inputs = x
    masked = masks(n, network, drop, seed, step, 0 if slip == "dropout_from_0" else 1)
    for layer, w in enumerate(cut(network, params)):
        d_in, d_out, kind = network[layer]
        if slip == "first_weights":
            w = cut([network[layer]], params[: (d_in + 1) * d_out])[0]
        if slip == "first_activation":
            kind = network[0][2]
        h = [
            [sum(x_j * w[j][o] for j, x_j in enumerate([*x_i, -1.0])) for o in range(d_out)]
            for x_i in inputs
        ]
        a = [activate(kind, h_i, beta) for h_i in h]
        if slip != "no_dropout":
            pairs = zip(a, masked[layer])
            a = [[value * keep for value, keep in zip(*pair)] for pair in pairs]
        hs.append(h)
        activations.append(a)
        inputs = h if slip == "h_passed_on" else a
    return hs, activations


def mlp_forward(n, layers, network, drop, beta, x, params, seed, step, slip=""):
    h, a = run_forward(n, network, drop, beta, x, params, seed, step, slip)
    return {"h": h, "a": a}


def loss_of(loss_kind, kind, beta, h, a, t):
    """The loss of one row."""
    if loss_kind == QUADRATIC:
        return sum((a_o - t_o) ** 2 for a_o, t_o in zip(a, t)) / 2
    if kind == SOFTMAX:
        total = log(sum(exp(h_o) for h_o in h))
        return sum(t_o * (total - h_o) for h_o, t_o in zip(h, t))
    return sum(
        t_o * log(1 + exp(-beta * h_o)) + (1 - t_o) * log(1 + exp(beta * h_o))
        for h_o, t_o in zip(h, t)
    )


def output_error(loss_kind, kind, beta, a, t, n, slip):
    """dh of the last layer, one row."""
    dh = [(a_o - t_o) / n for a_o, t_o in zip(a, t)]
    if loss_kind == CROSS_ENTROPY and kind == SIGMOID:
        dh = [beta * value for value in dh]
    twice = slip == "slope_twice" and kind == SIGMOID
    if twice if loss_kind == CROSS_ENTROPY else slip != "no_output_slope":
        dh = [value * slope(kind, a_o, beta) for value, a_o in zip(dh, a)]
    return dh


def mlp_backward(
    n, layers, network, drop, beta, loss_kind, x, t, params, h, a, seed, step, slip=""
):
    kind = network[-1][2]
    loss = sum(loss_of(loss_kind, kind, beta, *row) for row in zip(h[-1], a[-1], t)) / n
    dh = [output_error(loss_kind, kind, beta, a_i, t_i, n, slip) for a_i, t_i in zip(a[-1], t)]
    masked, ws = masks(n, network, drop, seed, step), cut(network, params)
    gradients = []
    for layer in reversed(range(layers)):
        inputs = x if layer == 0 else a[layer - 1]
        rows = list(zip([[*x_i, -1.0] for x_i in inputs], dh))
        gradients[:0] = [
            sum(x_i[j] * dh_i[o] for x_i, dh_i in rows)
            for j in range(len(inputs[0]) + 1)
            for o in range(network[layer][1])
        ]
        if layer == 0:
            break
        _, d_in, kind = network[layer - 1]
        undone = 1.0 if slip == "slope_of_scaled" else 1 - drop[layer - 1]

        def passed_back(i, j, layer=layer, kind=kind, undone=undone, dh=dh):
            back = sum(dh_o * w_o for dh_o, w_o in zip(dh[i], ws[layer][j]))
            back *= 1.0 if slip == "no_dropout" else masked[layer - 1][i][j]
            value = h[layer - 1][i][j] if slip == "slope_of_h" else a[layer - 1][i][j] * undone
            return back if slip == "no_hidden_slope" else back * slope(kind, value, beta)

        dh = [[passed_back(i, j) for j in range(d_in)] for i in range(n)]
    return {"gradient": gradients, "loss": loss}


def mlp_train_epoch(
    n, layers, visits, network, drop, beta, loss_kind, batch, x, t, order, rate, momentum,
    seed, step, params, velocity, slip="",
):  # fmt: skip
    total, sizes, start = 0.0, [], params
    places = list(range(visits)) if slip == "file_order" else order
    for first in range(0, visits, batch):
        rows = places[first : first + batch]
        if slip == "short_left_out" and len(rows) < min(batch, visits):
            break
        x_rows, t_rows = [x[i] for i in rows], [t[i] for i in rows]
        used = start if slip == "old_weights" else params
        given = (len(rows), network, drop, beta, x_rows, used, seed, step)
        h, a = run_forward(*given)
        found = mlp_backward(
            len(rows), layers, network, drop, beta, loss_kind, x_rows, t_rows, used, h, a, seed,
            step,
        )  # fmt: skip
        kept = 0.0 if slip == "velocity_forgotten" else momentum
        velocity = [kept * v - rate * g for v, g in zip(velocity, found["gradient"])]
        params = [w + v for w, v in zip(params, velocity)]
        sizes.append(1 if slip == "mean_of_batches" else len(rows))
        total += found["loss"] * sizes[-1]
        step += slip != "same_masks"
    counted = sum(sizes) if slip == "mean_of_batches" else visits
    return {"params": params, "velocity": velocity, "loss": total / counted}


# The cases ---------------------------------------------------------------------------


def weights_of(network):
    return sum((d_in + 1) * d_out for d_in, d_out, _ in network)


def sized(network, n, drop=None, beta=1.0):
    """The beginning of all inputs."""
    return {
        "n": n, "layers": len(network), "network": network,
        "drop": drop or [0.0] * len(network), "beta": beta,
    }  # fmt: skip


def forward_case(network, n, major, drop=None, beta=1.0, step=0):
    return {
        **sized(network, n, drop, beta),
        "x": table(n, network[0][0], major),
        "params": table(1, weights_of(network), major + 1)[0],
        "seed": 42,
        "step": step,
    }


def one_hot(n, m):
    return [[float(i % m == o) for o in range(m)] for i in range(n)]


def backward_case(loss_kind, network, n, major, t=None, **more):
    inputs = forward_case(network, n, major, **more)
    h, a = run_forward(*[value for name, value in inputs.items() if name != "layers"])
    inputs["t"] = t or one_hot(n, network[-1][1])
    inputs.update(loss_kind=loss_kind, h=h, a=a)
    names = ("n", "layers", "network", "drop", "beta", "loss_kind", "x", "t", "params", "h", "a")
    return {name: inputs[name] for name in (*names, "seed", "step")}


def epoch_case(loss_kind, network, n, major, order, batch, rate, momentum, **more):
    inputs = forward_case(network, n, major, **more)
    velocity = [v / 8 for v in table(1, weights_of(network), major + 2)[0]]
    inputs.update(
        loss_kind=loss_kind, t=one_hot(n, network[-1][1]), visits=len(order), batch=batch,
        order=order, rate=rate, momentum=momentum, velocity=velocity,
    )  # fmt: skip
    names = (
        "n", "layers", "visits", "network", "drop", "beta", "loss_kind", "batch", "x", "t",
        "order", "rate", "momentum", "seed", "step", "params", "velocity",
    )  # fmt: skip
    return {name: inputs[name] for name in names}


DEEP = [[3, 4, TANH], [4, 2, RELU], [2, 3, SOFTMAX]]
BENT = [[2, 5, LEAKY_RELU], [5, 1, LINEAR]]
SMOOTH = [[2, 3, SIGMOID], [3, 2, SIGMOID]]
MIXED = [[3, 4, TANH], [4, 3, SIGMOID], [3, 2, SIGMOID]]
LINE = table(4, 1, 90)

EXERCISES = [
    {
        "exercise": "mlp_forward",
        "tolerance": 1e-12,
        "reference": mlp_forward,
        "call": {
            "c": "status = mlp_forward(n, layers, network, drop, beta, x, params, seed, step, h, "
            "a)",
            "fortran": "call forward(n, d, n_layers, neurons, weights, network, drop, beta, x, "
            "params, seed, step, h, a, status)",
            "python": "h, a = forward(network, drop, beta, x, params, seed, step)",
        },
        "mistakes": {
            "h_passed_on": {"say": "the next layer gets h: it weighs the activations a"},
            "first_weights": {
                "say": "every layer uses the weights of the first: go on by (d_in + 1) d_out"
            },
            "first_activation": {
                "say": "every layer has the activation of the first: each has its own in network"
            },
            "no_dropout": {"say": "dropout is missing: after the activation, drop has its p"},
            "dropout_from_0": {"say": "dropout of layer l is number l + 1, l counted from 0"},
        },
        "cases": [
            ("one row, two layers", forward_case(SMOOTH, 1, 60)),
            ("a steeper sigmoid", forward_case(SMOOTH, 3, 62, beta=2.5)),
            ("a linear output", forward_case(BENT, 4, 64)),
            ("three layers, three activations", forward_case(DEEP, 3, 66)),
            ("dropout in two layers", forward_case(DEEP, 3, 68, drop=[0.25, 0.5, 0.0], step=7)),
        ],
    },
    {
        "exercise": "mlp_backward",
        "tolerance": 1e-12,
        "reference": mlp_backward,
        "call": {
            "c": "status = mlp_backward(n, layers, network, drop, beta, loss_kind, x, t, params, "
            "h, a, seed, step, gradient, &loss)",
            "fortran": "call backward(n, d, m, n_layers, neurons, weights, network, drop, beta, "
            "loss_kind, x, t, params, h, a, seed, step, gradient, loss, status)",
            "python": "gradient, loss = backward(network, drop, beta, loss_kind, x, t, params, h, "
            "a, seed, step)",
        },
        "mistakes": {
            "no_output_slope": {
                "say": "the slope of the outputs is missing: with the quadratic loss dh is f'(h) da"
            },
            "slope_twice": {
                "say": "the slope of the outputs is there twice: cross_entropy gives dh, not da"
            },
            "no_hidden_slope": {"say": "the slope of a layer inside is missing: dh = f'(h) da"},
            "slope_of_h": {"say": "the slopes are taken from a, not from h"},
            "no_dropout": {
                "say": "neurons that dropout silenced get an error: the same call of dropout, of "
                "the same layer, with da in place of a"
            },
            "slope_of_scaled": {
                "say": "the slope belongs to the activation before dropout: a (1 - p)"
            },
        },
        "cases": [
            ("one row, two layers", backward_case(QUADRATIC, SMOOTH, 1, 60)),
            ("a steeper sigmoid", backward_case(QUADRATIC, SMOOTH, 3, 62, beta=2.5)),
            ("a linear output", backward_case(QUADRATIC, BENT, 4, 64, t=LINE)),
            ("cross-entropy of sigmoids", backward_case(CROSS_ENTROPY, SMOOTH, 3, 70, beta=1.5)),
            ("three layers", backward_case(QUADRATIC, MIXED, 3, 72)),
            ("cross-entropy of softmax", backward_case(CROSS_ENTROPY, DEEP, 4, 66)),
            (
                "dropout in two layers",
                backward_case(QUADRATIC, MIXED, 4, 74, drop=[0.25, 0.5, 0.0], step=7),
            ),
        ],
    },
    {
        "exercise": "mlp_train_epoch",
        "tolerance": 1e-12,
        "reference": mlp_train_epoch,
        "call": {
            "c": "status = mlp_train_epoch(n, layers, visits, network, drop, beta, loss_kind, "
            "batch, x, t, order, rate, momentum, seed, step, params, velocity, &loss)",
            "fortran": "call train_epoch(n, d, m, n_layers, visits, weights, network, drop, beta, "
            "loss_kind, batch, x, t, order, rate, momentum, seed, step, params, velocity, loss, "
            "status)",
            "python": "params, velocity, loss = train_epoch(network, drop, beta, loss_kind, "
            "batch, x, t, order, rate, momentum, seed, step, params, velocity)",
        },
        "mistakes": {
            "file_order": {
                "say": "the rows are taken as they lie: visit order[visit]",
                "fortran": "order counts from 0: row order(visit) + 1",
            },
            "old_weights": {
                "say": "all batches use the weights of the beginning: each step counts at once"
            },
            "short_left_out": {"say": "the last batch, which is shorter, is left out"},
            "mean_of_batches": {
                "say": "the loss is a mean over batches: a short one counts less, by its rows"
            },
            "velocity_forgotten": {
                "say": "the velocity starts again at 0 in each batch: it goes on from the last"
            },
            "same_masks": {"say": "step stays as it is: it counts batches, dropout draws by it"},
        },
        "cases": [
            (
                "online: a step after each row",
                epoch_case(QUADRATIC, SMOOTH, 4, 80, [0, 1, 2, 3], 1, 0.5, 0.0),
            ),
            (
                "another order, with momentum",
                epoch_case(QUADRATIC, SMOOTH, 5, 80, [3, 0, 4, 1, 2], 1, 0.25, 0.5),
            ),
            (
                "batches of three, the last is shorter",
                epoch_case(CROSS_ENTROPY, SMOOTH, 7, 83, [6, 2, 0, 5, 1, 4, 3], 3, 0.25, 0.75),
            ),
            (
                "all rows in one batch",
                epoch_case(QUADRATIC, SMOOTH, 5, 86, [4, 2, 0, 1, 3], 5, 0.5, 0.5),
            ),
            (
                "dropout, fewer visits than rows",
                epoch_case(
                    QUADRATIC, SMOOTH, 6, 89, [5, 1, 4, 1], 2, 0.25, 0.5, drop=[0.4, 0.0], step=3
                ),
            ),
        ],
    },
]
