"""Is a gradient right? Ask the loss itself, weight by weight.

A gradient says how the loss changes with each weight. So change a weight a little, both
ways, and look at the loss. That takes two losses for every weight, far too slow to learn
by, but there is little in it that can go wrong: it finds the mistakes of others.
"""

import numpy as np
from numpy.typing import NDArray

from triptych.mlp import backward, forward


def loss_of(
    network: NDArray[np.int32], beta: float, loss_kind: int, x: NDArray, t: NDArray, params: NDArray
) -> float:
    """Return the loss of a network with these weights, mean over the rows."""
    none = np.zeros(len(network))
    h, a = forward(network, none, beta, x, params)
    _, loss = backward(network, none, beta, loss_kind, x, t, params, h, a)
    return loss


def compare(
    network: NDArray[np.int32],
    beta: float,
    loss_kind: int,
    x: NDArray,
    t: NDArray,
    params: NDArray,
    gradient: NDArray,
    epsilon: float,
) -> tuple[NDArray, float]:
    """Compare a gradient with the slopes of the loss.

    Parameters
    ----------
    network, beta, loss_kind, x, t, params
        As given to mlp.backward.
    gradient : float array, shape (weights,)
        What is checked.
    epsilon : float, above 0
        How far a weight is changed.

    Returns
    -------
    numeric : float array, shape (weights,)
        The slopes that were found.
    relative : float
        |numeric - gradient| / (|numeric| + |gradient|), lengths of vectors.
    """
    # Exercise 1. Find the slope of the loss at each weight, then how far the gradient is off.
    numeric = np.empty_like(params)
    for i in range(len(params)):
        moved = params.copy()
        moved[i] = params[i] + epsilon
        plus = loss_of(network, beta, loss_kind, x, t, moved)
        moved[i] = params[i] - epsilon
        minus = loss_of(network, beta, loss_kind, x, t, moved)
        numeric[i] = (plus - minus) / (2 * epsilon)
    lengths = np.linalg.norm(numeric) + np.linalg.norm(gradient)
    return numeric, float(np.linalg.norm(numeric - gradient) / lengths)
    # End of exercise 1.
