"""What the layers of a network share: activations, dropout, losses and the step.

Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating
errors, Nature 323, 533; momentum: Polyak (1964); dropout: Srivastava et al. (2014),
J. Machine Learning Research 15, 1929; softmax and losses: Bishop (2006), Pattern
Recognition and Machine Learning, sections 4.3 and 5.2.

    n      rows of a batch
    m      neurons of a layer
    h, a   weighted inputs and activations (n, m)
    da     the gradient of the loss with respect to a, and so on
"""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from triptych.support import random
from triptych.support.random import Purpose

LEAK = 0.1  # slope of the leaky ReLU below zero


class Activation(IntEnum):
    """What a neuron does with its weighted input."""

    LINEAR = 0
    SIGMOID = 1
    TANH = 2
    RELU = 3
    LEAKY_RELU = 4
    SOFTMAX = 5


class Loss(IntEnum):
    """What a training makes small."""

    QUADRATIC = 0
    CROSS_ENTROPY = 1


def sigmoid(h: NDArray, beta: float = 1.0) -> NDArray:
    """Sigmoid: a = 1 / (1 + exp(-beta h))."""
    # Exercise 1. Squash h: 1 over 1 + exp(-beta h).
    with np.errstate(over="ignore"):  # exp may be infinite: then a is 0
        return 1 / (1 + np.exp(-h.dtype.type(beta) * h))
    # End of exercise 1.


def sigmoid_slope(a: NDArray, beta: float = 1.0) -> NDArray:
    """Slope of the sigmoid, from its value: beta a (1 - a)."""
    return a.dtype.type(beta) * a * (1 - a)


def tanh(h: NDArray) -> NDArray:
    """Hyperbolic tangent: a = tanh h."""
    return np.tanh(h)


def tanh_slope(a: NDArray) -> NDArray:
    """Slope of the hyperbolic tangent, from its value: 1 - a^2."""
    return 1 - a * a


def relu(h: NDArray) -> NDArray:
    """Rectifier: a = h above zero, 0 below."""
    # Exercise 2. Cut h off: what is below zero becomes 0.
    return np.where(h > 0, h, 0).astype(h.dtype)
    # End of exercise 2.


def relu_slope(a: NDArray) -> NDArray:
    """Slope of the rectifier, from its value: 1 above zero, else 0."""
    # Exercise 3. The slope, from the value a: 1 above zero, else 0.
    return (a > 0).astype(a.dtype)
    # End of exercise 3.


def leaky_relu(h: NDArray) -> NDArray:
    """Leaky rectifier: a = h above zero, 0.1 h below."""
    # Exercise 4. Let a tenth of h through where it is below zero.
    return np.where(h > 0, h, h.dtype.type(LEAK) * h)
    # End of exercise 4.


def leaky_relu_slope(a: NDArray) -> NDArray:
    """Slope of the leaky rectifier, from its value: 1 above zero, else 0.1."""
    # Exercise 5. The slope, from the value a: 1 above zero, else a tenth.
    return np.where(a > 0, a.dtype.type(1), a.dtype.type(LEAK))
    # End of exercise 5.


def softmax(h: NDArray) -> NDArray:
    """Softmax of each row: a_o = exp(h_o) / sum over p of exp(h_p)."""
    # Exercise 6. Turn each row into shares of 1: the exponentials over their sum.
    powers = np.exp(h - h.max(axis=1, keepdims=True))  # the largest is exp(0)
    return powers / powers.sum(axis=1, keepdims=True)
    # End of exercise 6.


def activate(kind: int, h: NDArray, beta: float = 1.0) -> NDArray:
    """Activations of a layer, a = f(h), for the kind of f."""
    match kind:
        case Activation.SIGMOID:
            return sigmoid(h, beta)
        case Activation.TANH:
            return tanh(h)
        case Activation.RELU:
            return relu(h)
        case Activation.LEAKY_RELU:
            return leaky_relu(h)
        case Activation.SOFTMAX:
            return softmax(h)
        case _:
            return h.copy()


def activate_backward(kind: int, a: NDArray, da: NDArray, beta: float = 1.0) -> NDArray:
    """Gradient with respect to h: dh = da f'(h), the slope taken from a."""
    match kind:
        case Activation.SIGMOID:
            return da * sigmoid_slope(a, beta)
        case Activation.TANH:
            return da * tanh_slope(a)
        case Activation.RELU:
            return da * relu_slope(a)
        case Activation.LEAKY_RELU:
            return da * leaky_relu_slope(a)
        case _:
            return da.copy()


def dropout(p: float, seed: int, layer: int, batch: int, a: NDArray) -> NDArray:
    """Silence each neuron with probability p, the others times 1 / (1 - p).

    The same call with da in place of a is its own gradient: it draws the same mask.
    """
    if p == 0:
        return a
    # Exercise 7. Silence neurons with probability p, and scale the others.
    places = np.arange(a.size, dtype=np.uint32).reshape(a.shape)
    u = random.uniform(seed, Purpose.DROPOUT + layer, batch, places)
    return np.where(u >= p, a * a.dtype.type(1 / (1 - p)), 0).astype(a.dtype)
    # End of exercise 7.


def quadratic_loss(a: NDArray, t: NDArray) -> tuple[float, NDArray]:
    """Quadratic error, mean over the rows: 1/2 sum over o of (a_o - t_o)^2.

    Returns
    -------
    loss : float
    da : float array, shape (n, d_out)
        (a - t) / n
    """
    difference = a - t
    loss = np.sum(np.square(difference, dtype=np.float64)) / 2 / len(a)
    return float(loss), difference / a.dtype.type(len(a))


def _softmax_loss(h: NDArray, a: NDArray, t: NDArray) -> tuple[float, NDArray]:
    """Cross-entropy of softmax outputs: -sum t ln a = log(sum exp h) - sum t h, as sum t = 1."""
    # Exercise 8. Add up the loss of the rows, and give its slope dh.
    h64 = h.astype(np.float64)
    largest = h64.max(axis=1)
    log_sum = np.log(np.exp(h64 - largest[:, np.newaxis]).sum(axis=1)) + largest
    loss = np.sum(log_sum - np.sum(h64 * t, axis=1)) / len(a)
    return float(loss), (a - t) / a.dtype.type(len(a))  # the slope of the softmax has cancelled
    # End of exercise 8.


def _sigmoid_loss(h: NDArray, a: NDArray, t: NDArray, beta: float) -> tuple[float, NDArray]:
    """Cross-entropy of sigmoid outputs: -sum (t ln a + (1 - t) ln(1 - a)), from z = beta h.

    In dh the rest of the sigmoid's slope has cancelled.
    """
    z = beta * h.astype(np.float64)
    loss = np.sum(np.maximum(z, 0) - z * t + np.log(1 + np.exp(-np.abs(z)))) / len(a)
    return float(loss), a.dtype.type(beta) * (a - t) / a.dtype.type(len(a))


def cross_entropy(
    kind: int, h: NDArray, a: NDArray, t: NDArray, beta: float = 1.0
) -> tuple[float, NDArray]:
    """Cross-entropy, mean over the rows, of softmax or sigmoid outputs a = f(h).

    softmax: -sum t ln a; sigmoid: -sum (t ln a + (1 - t) ln(1 - a)). Both are
    computed from h, so that no logarithm of zero can occur.

    Returns
    -------
    loss : float
    dh : float array, shape (n, d_out)
        (a - t) / n for softmax, beta (a - t) / n for sigmoid: the slope has cancelled.
    """
    if kind == Activation.SOFTMAX:
        return _softmax_loss(h, a, t)
    return _sigmoid_loss(h, a, t, beta)


def sgd_step(
    rate: float, momentum: float, gradient: NDArray, velocity: NDArray, params: NDArray
) -> tuple[NDArray, NDArray]:
    """Step down the gradient with momentum: v = momentum v - rate g, w = w + v.

    Returns
    -------
    velocity, params : float arrays, new ones
    """
    # Exercise 9. Change the velocity, then the weights.
    number = params.dtype.type
    velocity = number(momentum) * velocity - number(rate) * gradient
    return velocity, params + velocity
    # End of exercise 9.
