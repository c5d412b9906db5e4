"""A simple convolutional network: filters over an image, pooling, dense layers.

LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document
recognition, Proc. IEEE 86, 2278; Goodfellow, Bengio and Courville (2016), Deep
Learning, chapter 9. As there, convolution is cross-correlation: no kernel is flipped.

    n samples    x (n, d), each an image (channels, height, width); targets t (n, m)
    network      (layers, 14): one row a layer, see filters.Layer
    drop         (layers): the probability that dropout silences a neuron
    params       all weights in one vector: layer after layer, weights, then biases
    h, a         for each layer its weighted inputs and activations, (n, d_out)
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from triptych import dense
from triptych.filters import (
    Kind,
    Layer,
    conv_backward,
    conv_forward,
    conv_gradient,
    count_weights,
    pool_backward,
    pool_forward,
)
from triptych.layers import (
    Loss,
    activate,
    activate_backward,
    cross_entropy,
    dropout,
    quadratic_loss,
    sgd_step,
)

BLOCK = 64  # rows that are answered at a time: the maps of all would need much memory


def weights(network: NDArray[np.int32], params: NDArray) -> list[NDArray]:
    """Cut the vector of all weights into those of each layer: views, no copies."""
    ends = np.cumsum([0] + [count_weights(Layer(*row)) for row in network.tolist()])
    return [params[first:last] for first, last in pairwise(ends)]


def forward(
    network: NDArray[np.int32],
    drop: NDArray[np.float64],
    beta: float,
    x: NDArray,
    params: NDArray,
    seed: int = 0,
    step: int = 0,
) -> tuple[list[NDArray], list[NDArray]]:
    """Forward: each layer works on the activations of the one before.

    Parameters
    ----------
    network : int32 array, shape (layers, 14)
    drop : float array, shape (layers,), 0 <= p < 1
        All 0: no dropout, as when predicting.
    beta : float, above 0
        The slope of the sigmoid.
    x : float array, shape (n, d)
        An image a row: channels, in each its rows of pixels.
    params : float array, shape (weights,)
    seed, step : int, 0 ... 2**32 - 1
        The draw of the dropout masks; step counts the batches since the start.

    Returns
    -------
    h, a : lists of float arrays, shape (n, d_out) of each layer
    """
    hs, activations = [], []
    inputs = x
    for number, w in enumerate(weights(network, params)):
        layer = Layer(*network[number].tolist())
        h = _layer_forward(layer, inputs, w)
        a = activate(layer.activation, h, beta)
        a = dropout(drop[number], seed, number + 1, step, a)
        hs.append(h)
        activations.append(a)
        inputs = a
    return hs, activations


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
    network, drop, beta, x, params, seed, step : as forward's
    loss_kind : Loss
    t : float array, shape (n, m)
    h, a : what forward returned

    Returns
    -------
    gradient : float array, shape (weights,)
    loss : float
        Mean over the rows, before the step.
    """
    ws = weights(network, params)
    layers = [Layer(*row) for row in network.tolist()]
    gradients = [np.empty(0, x.dtype)] * len(ws)

    # The error of the outputs: dh = f'(h) (a - t) / n, the slope f' of the quadratic loss only.
    last = len(ws) - 1
    if loss_kind == Loss.CROSS_ENTROPY:
        loss, dh = cross_entropy(layers[last].activation, h[last], a[last], t, beta)
    else:
        loss, da = quadratic_loss(a[last], t)
        dh = activate_backward(layers[last].activation, a[last], da, beta)

    # The gradient of each layer, and the error of the one before it: f'(h) times what it gets.
    for number in range(last, -1, -1):
        inputs = a[number - 1] if number > 0 else x
        gradients[number] = _layer_gradient(layers[number], inputs, dh)
        if number > 0:
            da = _layer_backward(layers[number], inputs, ws[number], dh)
            da = dropout(drop[number - 1], seed, number, step, da)
            value = inputs * x.dtype.type(1 - drop[number - 1])  # before dropout
            dh = activate_backward(layers[number - 1].activation, value, da, beta)
    return np.concatenate(gradients), loss


def _layer_forward(layer: Layer, inputs: NDArray, w: NDArray) -> NDArray:
    """What a layer makes of the rows before it, (n, d_out), before its activation."""
    if layer.kind == Kind.DENSE:
        return dense.forward(inputs, w.reshape(-1, layer.c_out))
    images = inputs.reshape(-1, layer.c_in, layer.h_in, layer.w_in)
    if layer.kind == Kind.CONVOLUTION:
        return conv_forward(layer, images, w).reshape(len(inputs), -1)
    return pool_forward(layer, images).reshape(len(inputs), -1)


def _layer_backward(layer: Layer, inputs: NDArray, w: NDArray, dh: NDArray) -> NDArray:
    """The error that a layer passes back to the rows before it, (n, d_in)."""
    if layer.kind == Kind.DENSE:
        return dense.backward(w.reshape(-1, layer.c_out), dh)
    maps = dh.reshape(-1, layer.c_out, layer.h_out, layer.w_out)
    if layer.kind == Kind.CONVOLUTION:
        return conv_backward(layer, w, maps).reshape(inputs.shape)
    images = inputs.reshape(-1, layer.c_in, layer.h_in, layer.w_in)
    return pool_backward(layer, images, maps).reshape(inputs.shape)


def _layer_gradient(layer: Layer, inputs: NDArray, dh: NDArray) -> NDArray:
    """Gradient of a layer's weights, as one vector."""
    if layer.kind == Kind.DENSE:
        return dense.gradient(inputs, dh).ravel()
    if layer.kind != Kind.CONVOLUTION:
        return np.empty(0, dh.dtype)
    images = inputs.reshape(-1, layer.c_in, layer.h_in, layer.w_in)
    maps = dh.reshape(-1, layer.c_out, layer.h_out, layer.w_out)
    return conv_gradient(layer, images, maps)


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
    params, velocity : float arrays, shape (weights,)
        The weights, and their momentum: zeros at the start.

    The others as backward's; step: the batches done before this epoch.

    Returns
    -------
    params, velocity : float arrays, new ones
    loss : float
        Mean over the visits, each before its step.
    """
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


def predict(network: NDArray[np.int32], beta: float, x: NDArray, params: NDArray) -> NDArray:
    """Answer with the activations of the last layer, without dropout.

    Parameters
    ----------
    network, beta, x, params : as forward's

    Returns
    -------
    outputs : float array, shape (n, m)
    """
    none = np.zeros(len(network))
    outputs = [
        forward(network, none, beta, x[first : first + BLOCK], params)[1][-1]
        for first in range(0, len(x), BLOCK)
    ]
    return np.concatenate(outputs)
