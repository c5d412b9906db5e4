"""The multi-layer perceptron: dense layers in a row, taught by back-propagation.

Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating
errors, Nature 323, 533; Bishop (2006), Pattern Recognition and Machine Learning,
section 5.3.

    n samples    x (n, d), targets t (n, m)
    network      (layers, 3): inputs, neurons and activation of each layer
    drop         (layers): the probability that dropout silences a neuron
    params       all weights in one vector: layer after layer, each (d_in + 1, d_out)
    h, a         for each layer its weighted inputs and activations, (n, d_out)
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from triptych import dense
from triptych.layers import (
    Loss,
    activate,
    activate_backward,
    cross_entropy,
    dropout,
    quadratic_loss,
    sgd_step,
)

BLOCK = 256  # rows that predict takes at a time


def weights(network: NDArray[np.int32], params: NDArray) -> list[NDArray]:
    """Cut the vector of all weights into those of each layer: views, no copies."""
    ends = np.cumsum([0] + [(d_in + 1) * d_out for d_in, d_out, _ in network])
    return [
        params[first:last].reshape(-1, d_out)
        for (first, last), (_, d_out, _) in zip(pairwise(ends), network, strict=True)
    ]


def forward(
    network: NDArray[np.int32],
    drop: NDArray[np.float64],
    beta: float,
    x: NDArray,
    params: NDArray,
    seed: int = 0,
    step: int = 0,
) -> tuple[list[NDArray], list[NDArray]]:
    """Forward: each layer weighs the activations of the one before and fires.

    Parameters
    ----------
    network : int32 array, shape (layers, 3)
    drop : float array, shape (layers,), 0 <= p < 1
        All 0: no dropout, as when predicting.
    beta : float, above 0
        The slope of the sigmoid.
    x : float array, shape (n, d)
    params : float array, shape (weights,)
    seed, step : int, 0 ... 2**32 - 1
        The draw of the dropout masks; step counts the batches since the start.

    Returns
    -------
    h, a : lists of float arrays, shape (n, d_out) of each layer
    """
    # Exercise 1. Send the rows through the layers, one after the other.
    hs, activations = [], []
    inputs = x
    for layer, w in enumerate(weights(network, params)):
        h = dense.forward(inputs, w)
        a = activate(network[layer, 2], h, beta)
        a = dropout(drop[layer], seed, layer + 1, step, a)
        hs.append(h)
        activations.append(a)
        inputs = a
    return hs, activations
    # End of exercise 1.


def backward(
    network: NDArray[np.int32],
    drop: NDArray[np.float64],
    beta: float,
    loss_kind: int,
    x: NDArray,
    t: NDArray,
    params: NDArray,
    h: list[NDArray],
    a: list[NDArray],
    seed: int = 0,
    step: int = 0,
) -> tuple[NDArray, float]:
    """Backward: the error of each layer from the one after it, and its gradient.

    Parameters
    ----------
    network, drop, beta, x, params, seed, step
        As given to forward.
    loss_kind : Loss
    t : float array, shape (n, m)
    h, a : lists of float arrays
        What forward returned.

    Returns
    -------
    gradient : float array, shape (weights,)
    loss : float
        Mean over the rows, before the step.
    """
    ws = weights(network, params)
    gradients = [np.empty(0)] * len(ws)
    last = len(ws) - 1

    # Exercise 2. Find the error of each layer, from the last to the first, and its gradient.
    # The error of the outputs: dh = f'(h) (a - t) / n, the slope f' of the quadratic loss only.
    if loss_kind == Loss.CROSS_ENTROPY:
        loss, dh = cross_entropy(network[last, 2], h[last], a[last], t, beta)
    else:
        loss, da = quadratic_loss(a[last], t)
        dh = activate_backward(network[last, 2], a[last], da, beta)

    # The gradient of each layer, and the error of the one before it:
    # dh_j = f'(h_j) times the sum over o of dh_o w_jo.
    for layer in range(last, 0, -1):
        gradients[layer] = dense.gradient(a[layer - 1], dh)
        da = dense.backward(ws[layer], dh)
        da = dropout(drop[layer - 1], seed, layer, step, da)
        value = a[layer - 1] * x.dtype.type(1 - drop[layer - 1])  # before dropout
        dh = activate_backward(network[layer - 1, 2], value, da, beta)
    gradients[0] = dense.gradient(x, dh)
    return np.concatenate([g.ravel() for g in gradients]), loss
    # End of exercise 2.


def train_epoch(
    network: NDArray[np.int32],
    drop: NDArray[np.float64],
    beta: float,
    loss_kind: int,
    batch: int,
    x: NDArray,
    t: NDArray,
    order: NDArray[np.int32],
    rate: float,
    momentum: float,
    seed: int,
    step: int,
    params: NDArray,
    velocity: NDArray,
) -> tuple[NDArray, NDArray, float]:
    """Show every sample once, in the given order, and step after each batch.

    Parameters
    ----------
    batch : int, 1 ... visits
        Rows a step: 1 learns online, len(order) by the full batch. The last
        batch may be shorter.
    order : int32 array, shape (visits,), 0 ... n-1
    rate, momentum : float
    step : int
        The batches done before this epoch.
    params, velocity : float arrays, shape (weights,)
        The weights, and their momentum: zeros at the start.

    The others as given to backward.

    Returns
    -------
    params, velocity : float arrays, new ones
    loss : float
        Mean over the visits, each before its step.
    """
    # Exercise 3. Take the visits batch by batch: forward, backward, step.
    total = 0.0
    for first in range(0, len(order), batch):
        rows = order[first : first + batch]
        h, a = forward(network, drop, beta, x[rows], params, seed, step)
        gradient, loss = backward(
            network, drop, beta, loss_kind, x[rows], t[rows], params, h, a, seed, step
        )
        velocity, params = sgd_step(rate, momentum, gradient, velocity, params)
        total += loss * len(rows)
        step += 1
    return params, velocity, total / len(order)
    # End of exercise 3.


def predict(network: NDArray[np.int32], beta: float, x: NDArray, params: NDArray) -> NDArray:
    """Answer with the activations of the last layer, without dropout.

    Returns
    -------
    outputs : float array, shape (n, m)
    """
    none = np.zeros(len(network))
    outputs = []
    for first in range(0, len(x), BLOCK):
        _, a = forward(network, none, beta, x[first : first + BLOCK], params)
        outputs.append(a[-1])
    return np.concatenate(outputs)
