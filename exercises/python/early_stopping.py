"""Early stopping: when has a network learnt enough?

The longer it learns, the better it knows its training rows, in the end each by heart. On
other rows, kept for validation, it first gets better as well, then worse. So watch the
loss on those, and go back to the weights where it was the lowest.
"""

import numpy as np
from numpy.typing import NDArray

from triptych.layers import Loss, quadratic_loss
from triptych.mlp import predict, train_epoch
from triptych.support import random
from triptych.support.random import Purpose


def one_epoch(
    network: NDArray[np.int32],
    beta: float,
    x: NDArray,
    t: NDArray,
    rate: float,
    seed: int,
    epoch: int,
    params: NDArray,
) -> NDArray:
    """Return the weights after an epoch, numbered from 0: a step for each row, in random order."""
    n, none = len(x), np.zeros(len(network))
    order = random.shuffle(n, n, seed, Purpose.VISITING_ORDER, epoch)
    velocity = np.zeros_like(params)
    return train_epoch(
        network, none, beta, Loss.QUADRATIC, 1, x, t, order, rate, 0, 0, 0, params, velocity
    )[0]


def loss_on(
    network: NDArray[np.int32], beta: float, x: NDArray, t: NDArray, params: NDArray
) -> float:
    """Return the loss on rows that are not learnt from, or that are."""
    return quadratic_loss(predict(network, beta, x, params), t)[0]


def train(
    network: NDArray[np.int32],
    beta: float,
    x: NDArray,
    t: NDArray,
    x_valid: NDArray,
    t_valid: NDArray,
    rate: float,
    max_epochs: int,
    patience: int,
    seed: int,
    params: NDArray,
) -> tuple[NDArray, NDArray[np.float64], int, int]:
    """Train until the loss on the validation rows has not been lower for patience epochs.

    Parameters
    ----------
    network, beta, x, t, rate, params
        As given to mlp.train_epoch.
    x_valid, t_valid : float arrays, shapes (n_valid, d) and (n_valid, m)
    max_epochs, patience : int, at least 1
    seed : int, 0 ... 2**32 - 1

    Returns
    -------
    params : float array, shape (weights,)
        Those of the best epoch.
    losses : float64 array, shape (epochs,)
        On the validation rows, after each epoch.
    epochs, best_epoch : int
        How many were done, and the best of them; the first is number 1.
    """
    # Exercise 1. Train, note the validation loss, keep the best weights, and know when to stop.
    losses: list[float] = []
    best, best_epoch = params, 0
    while len(losses) < max_epochs and (best_epoch == 0 or len(losses) < best_epoch + patience):
        params = one_epoch(network, beta, x, t, rate, seed, len(losses), params)
        loss = loss_on(network, beta, x_valid, t_valid, params)
        losses.append(loss)
        if best_epoch == 0 or loss < losses[best_epoch - 1]:
            best, best_epoch = params, len(losses)
    return best, np.array(losses), len(losses), best_epoch
    # End of exercise 1.
