"""The oracle of the autoencoder, in the manner of kmeans_oracle.py."""

from math import sqrt

from descent_oracle import shuffled
from kmeans_oracle import cloud
from mlp_oracle import table
from network_oracle import (
    LINEAR,
    QUADRATIC,
    SIGMOID,
    TANH,
    mlp_train_epoch,
    run_forward,
    weights_of,
)

# The functions -----------------------------------------------------------------------


def train(n, layers, network, beta, x, rate, momentum, epochs, seed, params, slip=""):
    losses, velocity = [], [0.0] * len(params)
    for epoch in range(epochs - 1 if slip == "one_epoch_less" else epochs):
        order = shuffled(n, seed, 0 if slip == "same_order" else epoch)
        if slip == "file_order":
            order = list(range(n))
        if slip == "velocity_forgotten":
            velocity = [0.0] * len(params)
        found = mlp_train_epoch(
            n, layers, n, network, [0.0] * layers, beta, QUADRATIC, 1, x, x, order, rate, momentum,
            seed, 0, params, velocity,
        )  # fmt: skip
        params, velocity = found["params"], found["velocity"]
        losses.append(found["loss"])
    return {"params": params, "losses": losses}


def outputs_of(network, beta, x, params):
    """The activations of the last of some layers."""
    return run_forward(len(x), network, [0.0] * len(network), beta, x, params, 0, 0)[1][-1]


def compress(n, layers, q, network, beta, x, params, slip=""):
    encoder = 1 + [layer[1] for layer in network].index(q)
    passed = 0 if slip == "first_weights" else weights_of(network[:encoder])
    codes = outputs_of(network[:encoder], beta, x, params)
    outputs = outputs_of(network[encoder:], beta, codes, params[passed:])
    if slip == "beta_forgotten":
        outputs = outputs_of(network[encoder:], 1.0, codes, params[passed:])
    errors = []
    for x_i, out in zip(x, outputs):
        squares = sum((a - b) ** 2 for a, b in zip(x_i, out))
        mean = squares / len(x_i)
        errors.append({"sum": squares, "half": mean / 2, "root": sqrt(mean)}.get(slip, mean))
    return {"codes": codes, "outputs": outputs, "errors": errors}


# The cases ---------------------------------------------------------------------------


def samples(n, d, major):
    """Rows that lie near a line, about as long as 1."""
    centres = [[0.3 * k * (1 + (j + k) % 2) for j in range(d)] for k in range(4)]
    return cloud(n, centres, major, 0.1)


def train_case(network, n, major, rate, momentum, epochs):
    return {
        "n": n, "layers": len(network), "network": network, "beta": 1.0,
        "x": samples(n, network[0][0], major), "rate": rate, "momentum": momentum,
        "epochs": epochs, "seed": 42, "params": table(1, weights_of(network), major)[0],
    }  # fmt: skip


def compress_case(network, n, major, beta=1.0):
    return {
        "n": n, "layers": len(network), "q": min(layer[1] for layer in network),
        "network": network, "beta": beta, "x": samples(n, network[0][0], major),
        "params": table(1, weights_of(network), major)[0],
    }  # fmt: skip


FLAT = [[3, 1, SIGMOID], [1, 3, LINEAR]]
DEEP = [[4, 3, TANH], [3, 2, SIGMOID], [2, 3, TANH], [3, 4, LINEAR]]
STEEP = [[5, 2, SIGMOID], [2, 4, SIGMOID], [4, 5, SIGMOID]]

EXERCISES = [
    {
        "exercise": "autoencoder_train",
        # A few hundred steps at calm rates: differences of 1e-16 grow to 1e-13 or so.
        "tolerance": 1e-9,
        "reference": train,
        "call": {
            "c": "status = autoencoder_train(n, layers, network, beta, x, rate, momentum, epochs, "
            "seed, params, losses)",
            "fortran": "call train(n, d, n_layers, weights, network, beta, x, rate, momentum, "
            "epochs, seed, params, losses, status)",
            "python": "params, losses = train(network, beta, x, rate, momentum, epochs, seed, "
            "params)",
        },
        "mistakes": {
            "file_order": {"say": "the rows are shown as they lie: shuffle them for each epoch"},
            "same_order": {
                "say": "every epoch has the same order: the number of the epoch, from 0, draws it"
            },
            "velocity_forgotten": {
                "say": "the velocity starts again at 0 in each epoch: it goes on from the last"
            },
            "one_epoch_less": {"say": "the last epoch is missing"},
        },
        "cases": [
            ("one epoch, a code of one number", train_case(FLAT, 5, 130, 0.1, 0.0, 1)),
            ("five epochs", train_case(FLAT, 7, 131, 0.1, 0.0, 5)),
            ("four layers, with momentum", train_case(DEEP, 8, 132, 0.05, 0.5, 4)),
        ],
    },
    {
        "exercise": "autoencoder_compress",
        "tolerance": 1e-12,
        "reference": compress,
        "call": {
            "c": "status = autoencoder_compress(n, layers, network, beta, x, params, codes, "
            "outputs, errors)",
            "fortran": "call compress(n, d, q, n_layers, weights, network, beta, x, params, "
            "codes, outputs, errors, status)",
            "python": "codes, outputs, errors = compress(network, beta, x, params)",
        },
        "mistakes": {
            "first_weights": {
                "say": "the decoder uses the weights of the encoder: its own begin behind them"
            },
            "beta_forgotten": {"say": "the decoder has a beta of 1: it is that of the encoder"},
            "sum": {"say": "errors are sums of squares: means, divided by the features"},
            "half": {"say": "errors are halved, as a loss: here it is the mean of the squares"},
            "root": {"say": "errors are not squared: no square root"},
        },
        "cases": [
            ("a code of one number", compress_case(FLAT, 4, 133)),
            ("four layers, a code of two numbers", compress_case(DEEP, 5, 134)),
            ("a longer decoder, steeper sigmoids", compress_case(STEEP, 6, 135, beta=1.5)),
        ],
    },
]
