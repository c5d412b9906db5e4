"""The dense layer: every neuron weighs every input. Forward, and its gradient backward.

Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating
errors, Nature 323, 533.

    n      rows of a batch
    d_in   inputs of a layer, x (n, d_in), and the bias node, a constant -1
    d_out  neurons of a layer, w (d_in + 1, d_out), the bias node's weights last
    h      weighted inputs (n, d_out)
    dx     the gradient of the loss with respect to x, and so on
"""

import numpy as np
from numpy.typing import NDArray


def forward(x: NDArray, w: NDArray) -> NDArray:
    """Weigh the inputs: h_io = sum over j of x_ij w_jo, less the bias."""
    # Exercise 1. Weigh the inputs, for every row and neuron.
    return x @ w[:-1] - w[-1]
    # End of exercise 1.


def backward(w: NDArray, dh: NDArray) -> NDArray:
    """Pass the error back to the inputs: dx_ij = sum over o of dh_io w_jo."""
    # Exercise 2. Pass the error back to every input of every row.
    return dh @ w[:-1].T
    # End of exercise 2.


def gradient(x: NDArray, dh: NDArray) -> NDArray:
    """Gradient of the weights: dw_jo = sum over i of x_ij dh_io, the bias node's last."""
    # Exercise 3. Add up the gradient of every weight, and of the bias node's.
    nodes = np.column_stack([x, np.full(len(x), -1, x.dtype)])  # the bias node is -1
    return nodes.T @ dh
    # End of exercise 3.
