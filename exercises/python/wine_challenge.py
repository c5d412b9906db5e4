"""The wine challenge: three sorts of wine, told apart by thirteen measurements, cheaply.

A network learns from the rows that it is shown, and says the class of rows whose class it is
not told. Every row shown is a visit, and visits are few.
"""

import numpy as np
from numpy.typing import NDArray

from triptych.layers import Activation, Loss
from triptych.mlp import predict, train_epoch
from triptych.support import normalize, random, rows
from triptych.support.random import Purpose

SEED = 42

# Exercise 1. Tune it: more hidden rows right, with no more visits than the budget.

# The settings.
SCALING = "standard"
INSIDE = 8  # neurons of the layer inside
BATCH = 4  # rows a step
REACH = 0.5  # weights start in -REACH ... REACH
RATE, MOMENTUM = 0.5, 0.5


def learn(network: NDArray[np.int32], x: NDArray, t: NDArray, budget: int) -> tuple[NDArray, int]:
    """Learn from n rows, as often as the budget allows: params, and the visits that it took."""
    n, weights = len(x), int(np.sum((network[:, 0] + 1) * network[:, 1]))
    params = random.symmetric(REACH, SEED, Purpose.WEIGHTS, 0, np.arange(weights))
    velocity, none = np.zeros(weights), np.zeros(2)
    visits = epoch = 0
    while visits + n <= budget:
        order = random.shuffle(n, n, SEED, Purpose.VISITING_ORDER, epoch)
        params, velocity, _ = train_epoch(
            network, none, 1.0, Loss.QUADRATIC, BATCH, x, t, order, RATE, MOMENTUM, SEED, 0,
            params, velocity,
        )  # fmt: skip
        epoch += 1
        visits += n
    return params, visits


def classify(
    classes: int, x: NDArray, labels: NDArray[np.int32], hidden: NDArray, budget: int
) -> tuple[NDArray[np.int32], int]:
    """Learn from the rows x with their labels, then say the class of the hidden rows.

    Parameters
    ----------
    classes : int
    x : float array, shape (n, d)
    labels : int32 array, shape (n,)
    hidden : float array, shape (n_hidden, d)
    budget : int
        How many visits are allowed.

    Returns
    -------
    says : int32 array, shape (n_hidden,)
    visits : int
        How many rows were shown, each as often as it was.
    """
    sigmoid = Activation.SIGMOID
    network = np.array([[x.shape[1], INSIDE, sigmoid], [INSIDE, classes, sigmoid]], np.int32)
    m, s = normalize.fit(SCALING, x)
    t = rows.one_hot(classes, labels, x.dtype)
    params, visits = learn(network, normalize.apply(m, s, x), t, budget)
    outputs = predict(network, 1.0, normalize.apply(m, s, hidden), params)
    return np.argmax(outputs, axis=1).astype(np.int32), visits


# End of exercise 1.
