"""An autoencoder: a network that learns to give back what goes in, through a narrow layer.

All that it knows of a row must fit into the few neurons of that layer: their activations
are a code, a summary of the row. The layers up to it are the encoder, those behind it the
decoder. Rows unlike all others come back badly: so it finds what is strange.

Hinton and Salakhutdinov (2006), Reducing the dimensionality of data with neural networks,
Science 313, 504.
"""

import numpy as np
from numpy.typing import NDArray

from triptych.layers import Loss
from triptych.mlp import predict, train_epoch
from triptych.support import random
from triptych.support.random import Purpose


def encoder_layers(network: NDArray[np.int32]) -> int:
    """How many layers the encoder has: it ends with the narrowest, the first of them on a tie."""
    return 1 + int(np.argmin(network[:, 1]))


def train(
    network: NDArray[np.int32],
    beta: float,
    x: NDArray,
    rate: float,
    momentum: float,
    epochs: int,
    seed: int,
    params: NDArray,
) -> tuple[NDArray, NDArray[np.float64]]:
    """Learn to give back the rows: quadratic loss, a step for each row.

    Parameters
    ----------
    network, beta, x, rate, momentum, params
        As given to mlp.train_epoch; the network has as many outputs as inputs.
    epochs : int, at least 1
    seed : int, 0 ... 2**32 - 1

    Returns
    -------
    params : float array, shape (weights,)
    losses : float64 array, shape (epochs,)
        Of each epoch, as mlp.train_epoch says.
    """
    n, none, velocity = len(x), np.zeros(len(network)), np.zeros_like(params)
    # Exercise 1. Train it, epoch after epoch, each in a random order of its own.
    losses = np.empty(epochs)
    for epoch in range(epochs):
        order = random.shuffle(n, n, seed, Purpose.VISITING_ORDER, epoch)
        params, velocity, losses[epoch] = train_epoch(
            network, none, beta, Loss.QUADRATIC, 1, x, x, order, rate, momentum, seed, 0, params,
            velocity,
        )  # fmt: skip
    return params, losses
    # End of exercise 1.


def compress(
    network: NDArray[np.int32], beta: float, x: NDArray, params: NDArray
) -> tuple[NDArray, NDArray, NDArray]:
    """Send the rows through.

    Returns
    -------
    codes : float array, shape (n, q)
        Of the q neurons of the narrowest layer.
    outputs : float array, shape (n, d)
        What comes back.
    errors : float array, shape (n,)
        The mean of (x - outputs)^2 over the features of each row.
    """
    encoder = encoder_layers(network)
    # Exercise 2. Encode the rows, decode the codes, and say how far each row is off.
    passed = sum((d_in + 1) * d_out for d_in, d_out, _ in network[:encoder])
    codes = predict(network[:encoder], beta, x, params[:passed])
    outputs = predict(network[encoder:], beta, codes, params[passed:])
    return codes, outputs, np.mean((x - outputs) ** 2, axis=1)
    # End of exercise 2.
