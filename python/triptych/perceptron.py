"""The perceptron: one layer of threshold neurons, taught by their mistakes.

Rosenblatt (1958), The perceptron, Psychological Review 65, 386; convergence:
Novikoff (1962), Symposium on the Mathematical Theory of Automata 12, 615.

    n samples    x_i in x          (n, d)
    d features   x_ij, and the bias node, a constant -1 after them
    m neurons    o in w            (d + 1, m), the bias node's weights last
    targets t    0 or 1            (n, m)
"""

import numpy as np
from numpy.typing import NDArray

from triptych.support import random
from triptych.support.random import Purpose


def activate(x_i: NDArray, w: NDArray) -> tuple[NDArray, NDArray]:
    """Weigh the inputs, h_o = sum over j of x_ij w_jo, and fire, a_o = 1 if h_o > 0.

    Parameters
    ----------
    x_i : float array, shape (..., d)
        One sample, or many: the leading axes carry over.
    w : float array, shape (d + 1, m)

    Returns
    -------
    h, a : float arrays, shape (..., m)
    """
    # Exercise 1. Weigh the inputs, then let each neuron fire if its h is above 0.
    h = x_i @ w[:-1] - w[-1]  # the bias node is -1
    return h, (h > 0).astype(w.dtype)
    # End of exercise 1.


def correct(x_i: NDArray, a: NDArray, t_i: NDArray, rate: float, w: NDArray) -> NDArray:
    """Correct the weights of the neurons that are wrong: w_jo -= rate (a_o - t_o) x_ij.

    Parameters
    ----------
    x_i : float array, shape (d,)
    a, t_i : float arrays, shape (m,), 0 or 1
        What the neurons did, and what they should have done.
    rate : float, above 0
    w : float array, shape (d + 1, m)

    Returns
    -------
    w : float array, shape (d + 1, m)
        A new array.
    """
    # Exercise 2. Correct the weights, and those of the bias node.
    inputs = np.append(x_i, x_i.dtype.type(-1))  # the bias node is -1
    return w - np.outer(inputs, x_i.dtype.type(rate) * (a - t_i))
    # End of exercise 2.


def train_epoch(
    x: NDArray, t: NDArray, order: NDArray[np.int32], rate: float, w: NDArray
) -> tuple[NDArray, int]:
    """Show every sample once, in the given order, and correct after each mistake.

    Parameters
    ----------
    x : float array, shape (n, d)
    t : float array, shape (n, m), 0 or 1
    order : int32 array, shape (visits,), 0 ... n-1
    rate : float, above 0
    w : float array, shape (d + 1, m)

    Returns
    -------
    w : float array, shape (d + 1, m)
        A new array.
    errors : int
        The number of visits on which at least one neuron was wrong.
    """
    # Exercise 3. Visit the samples in order: activate, compare, correct, count.
    errors = 0
    for i in order:
        _, a = activate(x[i], w)
        if np.any(a != t[i]):
            w = correct(x[i], a, t[i], rate, w)
            errors += 1
    return w, errors
    # End of exercise 3.


def train(
    x: NDArray, t: NDArray, rate: float, first: int, epochs: int, seed: int, w: NDArray
) -> tuple[NDArray, NDArray[np.int32]]:
    """Repeat epochs, each in a new random order, until one passes without an error.

    Parameters
    ----------
    x : float array, shape (n, d)
    t : float array, shape (n, m), 0 or 1
    rate : float, above 0
    first, epochs : int
        Do the epochs first ... epochs - 1; first > 0 continues a training.
    seed : int, 0 ... 2**32 - 1
    w : float array, shape (d + 1, m)
        The start.

    Returns
    -------
    w : float array, shape (d + 1, m)
        A new array.
    errors : int32 array, shape (epochs done,)
        The errors of each epoch; the last is 0 if the training converged.
    """
    n = len(x)
    history = []
    for epoch in range(first, epochs):
        order = random.shuffle(n, n, seed, Purpose.VISITING_ORDER, epoch)
        w, errors = train_epoch(x, t, order, rate, w)
        history.append(errors)
        if errors == 0:
            break
    return w, np.array(history, np.int32)


def predict(x: NDArray, w: NDArray) -> NDArray[np.int32]:
    """Choose a class: what one neuron says, or of several the one with the largest h.

    Parameters
    ----------
    x : float array, shape (n, d)
    w : float array, shape (d + 1, m)

    Returns
    -------
    labels : int32 array, shape (n,)
        Ties go to the lowest.
    """
    h, a = activate(x, w)
    if w.shape[1] == 1:
        return a[:, 0].astype(np.int32)
    return np.argmax(h, axis=1).astype(np.int32)
