"""The oracle of the exercises of the multi-layer perceptron, in the manner of
kmeans_oracle.py: each function again, in plain Python.
"""

from math import exp

from kmeans_oracle import uniform

# The functions -----------------------------------------------------------------------


def sigmoid(m, h, beta, slip=""):
    def one(value):
        return {
            "": 1 / (1 + exp(-beta * value)),
            "no_beta": 1 / (1 + exp(-value)),
            "wrong_sign": 1 / (1 + exp(beta * value)),
            "beta_outside": beta / (1 + exp(-value)),
        }[slip]

    return {"a": [one(value) for value in h]}


def dense_forward(n, d_in, d_out, x, w, slip=""):
    rows = []
    for x_i in x:
        h = []
        for o in range(d_out):
            products = [x_i[j] * w[j][o] for j in range(d_in)]
            total = products[-1] if slip == "last_only" else sum(products)
            h.append(total + {"no_bias": 0.0, "bias_added": 1.0}.get(slip, -1.0) * w[-1][o])
        rows.append(h)
    return {"h": rows}


def dense_backward(n, d_in, d_out, w, dh, slip=""):
    rows = []
    for dh_i in dh:
        dx = []
        for j in range(d_in):
            products = [dh_i[o] * w[j][o] for o in range(d_out)]
            total = products[-1] if slip == "last_only" else sum(products)
            dx.append({"mean": total / d_out, "wrong_sign": -total}.get(slip, total))
        rows.append(dx)
    return {"dx": rows}


def dense_gradient(n, d_in, d_out, x, dh, slip=""):
    node = {"bias_kept": 0.0, "bias_added": 1.0}.get(slip, -1.0)
    inputs = [[*x_i, node] for x_i in x]

    def one(j, o):
        products = [x_i[j] * dh_i[o] for x_i, dh_i in zip(inputs, dh)]
        total = products[-1] if slip == "last_only" else sum(products)
        return total / n if slip == "mean" else total

    return {"dw": [[one(j, o) for o in range(d_out)] for j in range(d_in + 1)]}


def sgd_step(weights, rate, momentum, gradient, velocity, params, slip=""):
    rate = {"wrong_sign": -rate, "no_rate": 1.0}.get(slip, rate)
    kept = 0.0 if slip == "no_momentum" else momentum
    after = [kept * v - rate * g for v, g in zip(velocity, gradient)]
    used = velocity if slip == "old_velocity" else after
    return {"velocity": after, "params": [w + v for w, v in zip(params, used)]}


# The cases ---------------------------------------------------------------------------


def table(rows, columns, major):
    """Numbers in -1 ... 1 with two decimals."""
    return [
        [round(2 * uniform(7, 8, major, i * columns + j) - 1, 2) for j in range(columns)]
        for i in range(rows)
    ]


def layer(n, d_in, d_out, major, *names):
    """The sizes of a layer, and those of its arrays that a function takes."""
    arrays = {
        "x": table(n, d_in, major),
        "w": table(d_in + 1, d_out, major + 1),
        "dh": table(n, d_out, major + 2),
    }
    return {"n": n, "d_in": d_in, "d_out": d_out, **{name: arrays[name] for name in names}}


def layers(*names):
    return [
        ("one row, one input, one neuron", layer(1, 1, 1, 10, *names)),
        ("two rows, three inputs, two neurons", layer(2, 3, 2, 20, *names)),
        ("five rows, two inputs, four neurons", layer(5, 2, 4, 30, *names)),
        ("so many that several threads work", layer(40, 30, 60, 40, *names)),
    ]


def step(weights, rate, momentum, major):
    gradient, velocity, params = table(3, weights, major)
    return {
        "weights": weights, "rate": rate, "momentum": momentum,
        "gradient": gradient, "velocity": velocity, "params": params,
    }  # fmt: skip


EXERCISES = [
    {
        "exercise": "sigmoid",
        "tolerance": 1e-12,
        "reference": sigmoid,
        "call": {
            "c": "a[o] = layers_sigmoid(h[o], beta)",
            "fortran": "a(o) = sigmoid(h(o), beta)",
            "python": "a = sigmoid(h, beta)",
        },
        "mistakes": {
            "no_beta": {"say": "beta is missing: it multiplies h inside of exp"},
            "wrong_sign": {"say": "the sigmoid falls: the exponent is -beta h, with a minus"},
            "beta_outside": {"say": "beta stands outside of exp: it multiplies h"},
        },
        "cases": [
            ("beta 1", {"m": 3, "h": [0.0, 1.0, -2.5], "beta": 1.0}),
            ("a steep one", {"m": 4, "h": [0.5, -0.25, 3.0, -0.125], "beta": 2.5}),
            ("far from 0", {"m": 2, "h": [40.0, -40.0], "beta": 0.5}),
        ],
    },
    {
        "exercise": "dense_forward",
        "tolerance": 1e-12,
        "reference": dense_forward,
        "call": {
            "c": "dense_forward(n, d_in, d_out, x, w, h)",
            "fortran": "call forward(n, d_in, d_out, x, w, h)",
            "python": "h = forward(x, w)",
        },
        "mistakes": {
            "no_bias": {"say": "the bias is missing in h: subtract the last weights"},
            "bias_added": {"say": "h adds the bias: its node is -1, so it is subtracted"},
            "last_only": {"say": "h holds one product only: add up those of all inputs"},
        },
        "cases": layers("x", "w"),
    },
    {
        "exercise": "dense_backward",
        "tolerance": 1e-12,
        "reference": dense_backward,
        "call": {
            "c": "dense_backward(n, d_in, d_out, w, dh, dx)",
            "fortran": "call backward(n, d_in, d_out, w, dh, dx)",
            "python": "dx = backward(w, dh)",
        },
        "mistakes": {
            "last_only": {"say": "dx holds one product only: add up those of all neurons"},
            "mean": {"say": "dx is divided by the number of neurons: it is their sum"},
            "wrong_sign": {"say": "dx has the wrong sign: the error goes back as it is"},
        },
        "cases": layers("w", "dh"),
    },
    {
        "exercise": "dense_gradient",
        "tolerance": 1e-12,
        "reference": dense_gradient,
        "call": {
            "c": "dense_gradient(n, d_in, d_out, x, dh, dw)",
            "fortran": "call gradient(n, d_in, d_out, x, dh, dw)",
            "python": "dw = gradient(x, dh)",
        },
        "mistakes": {
            "last_only": {"say": "dw is of one row only: add up those of all rows"},
            "mean": {"say": "dw is divided by n: dh is already, the loss being a mean"},
            "bias_kept": {"say": "the bias has no gradient: its node is -1, not 0"},
            "bias_added": {"say": "the gradient of the bias has the wrong sign: its node is -1"},
        },
        "cases": layers("x", "dh"),
    },
    {
        "exercise": "sgd_step",
        "tolerance": 1e-12,
        "reference": sgd_step,
        "call": {
            "c": "layers_sgd_step(weights, rate, momentum, gradient, velocity, params)",
            "fortran": "call sgd_step(weights, rate, momentum, gradient, velocity, params)",
            "python": "velocity, params = sgd_step(rate, momentum, gradient, velocity, params)",
        },
        "mistakes": {
            "wrong_sign": {"say": "the step goes up the gradient: subtract rate times it"},
            "no_rate": {"say": "the rate is missing: it multiplies the gradient"},
            "no_momentum": {"say": "the old velocity is lost: keep momentum times it"},
            "old_velocity": {"say": "the weights move by the old velocity: change it first"},
        },
        "cases": [
            ("one weight", step(1, 0.5, 0.25, 50)),
            ("no momentum yet", step(3, 0.125, 0.0, 51)),
            ("seven weights", step(7, 0.1, 0.9, 52)),
        ],
    },
]
