"""The layers of a convolutional network that see images: convolution and pooling.

LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document
recognition, Proc. IEEE 86, 2278; Goodfellow, Bengio and Courville (2016), Deep
Learning, chapter 9. As there, convolution is cross-correlation: no kernel is flipped.

    n      images of a batch
    layer  (14): what the layer is, see Layer
    x      what comes in (n, c_in, h_in, w_in)
    h, a   what goes out (n, c_out, h_out, w_out)
    w      kernels (c_out, c_in, kh, kw), one for each filter, then biases (c_out)
    dx     the gradient of the loss with respect to x, and so on
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

KERNEL_MOST = 4096  # weights of a filter, for each channel


class Kind(IntEnum):
    """What a layer does."""

    CONVOLUTION = 0
    MAX_POOL = 1
    AVERAGE_POOL = 2
    DENSE = 3


class Layer(NamedTuple):
    """One row of a network. A dense layer has a channel of one pixel for each input and neuron.

    h_out = (h_in + 2 pad_h - kh) / stride_h + 1, rounded down, and w_out likewise. A pool steps
    by its own size and is not padded.
    """

    kind: int
    c_in: int  # channels, height and width of what comes in
    h_in: int
    w_in: int
    c_out: int  # channels (one for each filter), height and width of what goes out
    h_out: int
    w_out: int
    kh: int  # height and width of a kernel, or of a pool's block
    kw: int
    stride_h: int
    stride_w: int
    pad_h: int  # rows and columns of zeros on each side
    pad_w: int
    activation: int


def count_inputs(layer: Layer) -> int:
    """How many numbers a layer takes: the pixels of all its channels."""
    return layer.c_in * layer.h_in * layer.w_in


def count_outputs(layer: Layer) -> int:
    """How many numbers a layer gives."""
    return layer.c_out * layer.h_out * layer.w_out


def count_weights(layer: Layer) -> int:
    """How many weights a layer has, its biases counted."""
    if layer.kind == Kind.CONVOLUTION:
        return (layer.c_in * layer.kh * layer.kw + 1) * layer.c_out
    if layer.kind == Kind.DENSE:
        return (count_inputs(layer) + 1) * layer.c_out
    return 0


def conv_forward(layer: Layer, x: NDArray, w: NDArray) -> NDArray:
    """Slide each filter over the image: at each place the sum of pixel times weight.

    h_fyz = sum over c, i, j of x_c(y s + i - pad)(z s + j - pad) w_fcij, less the bias, for
    filter f at row y and column z; pixels outside the image are 0.

    Parameters
    ----------
    layer : Layer
    x : float array, shape (n, c_in, h_in, w_in)
    w : float array, shape (c_out * c_in * kh * kw + c_out,)
        The kernels (c_out, c_in, kh, kw), then the biases.

    Returns
    -------
    h : float array, shape (n, c_out, h_out, w_out)
    """
    # Exercise 1. Fill the map: at each place the sum of pixel times weight, less the bias.
    kernels, biases = _kernels_of(layer, w)
    h = kernels.reshape(layer.c_out, -1) @ _patches(layer, x) - biases[:, np.newaxis]
    return h.reshape(-1, layer.c_out, layer.h_out, layer.w_out)
    # End of exercise 1.


def conv_backward(layer: Layer, w: NDArray, dh: NDArray) -> NDArray:
    """Pass the error back to the pixels: each gets dh w from every place that saw it.

    Parameters
    ----------
    layer, w, dh : as conv_forward's, dh shaped like h

    Returns
    -------
    dx : float array, shape (n, c_in, h_in, w_in)
    """
    # Exercise 2. Give each pixel dh times the weight it was seen through, from every place.
    kernels, _ = _kernels_of(layer, w)
    shares = kernels.reshape(layer.c_out, -1).T @ dh.reshape(*dh.shape[:2], -1)
    shares = shares.reshape(-1, *kernels.shape[1:], layer.h_out, layer.w_out)
    height, width = layer.h_in + 2 * layer.pad_h, layer.w_in + 2 * layer.pad_w
    dx = np.zeros((len(dh), layer.c_in, height, width), dh.dtype)
    for i in range(layer.kh):
        for j in range(layer.kw):
            rows = slice(i, i + layer.stride_h * layer.h_out, layer.stride_h)
            columns = slice(j, j + layer.stride_w * layer.w_out, layer.stride_w)
            dx[:, :, rows, columns] += shares[:, :, i, j]
    bottom, right = layer.pad_h + layer.h_in, layer.pad_w + layer.w_in
    return np.ascontiguousarray(dx[:, :, layer.pad_h : bottom, layer.pad_w : right])
    # End of exercise 2.


def conv_gradient(layer: Layer, x: NDArray, dh: NDArray) -> NDArray:
    """Gradient of the filters: dw_fcij = sum over places of dh_fyz times the pixel seen.

    Parameters
    ----------
    layer, x, dh : as conv_forward's, dh shaped like h

    Returns
    -------
    dw : float array, shaped like w, the bias node's last
    """
    # Exercise 3. Give each weight dh times the pixel it met, from every place; the bias met -1.
    dh = dh.reshape(*dh.shape[:2], -1)
    dw = (dh @ _patches(layer, x).transpose(0, 2, 1)).sum(axis=0)
    return np.concatenate([dw.ravel(), -dh.sum(axis=(0, 2))])
    # End of exercise 3.


def _kernels_of(layer: Layer, w: NDArray) -> tuple[NDArray, NDArray]:
    """Cut the weights of a convolution into kernels and biases: views, no copies."""
    kernels = w[: -layer.c_out].reshape(layer.c_out, layer.c_in, layer.kh, layer.kw)
    return kernels, w[-layer.c_out :]


def _patches(layer: Layer, x: NDArray) -> NDArray:
    """Copy what each weight meets at each place, shape (n, c_in * kh * kw, h_out * w_out)."""
    pad_h, pad_w = (layer.pad_h, layer.pad_h), (layer.pad_w, layer.pad_w)
    padded = np.pad(x, ((0, 0), (0, 0), pad_h, pad_w))
    seen = sliding_window_view(padded, (layer.kh, layer.kw), axis=(2, 3))
    seen = seen[:, :, :: layer.stride_h, :: layer.stride_w].transpose(0, 1, 4, 5, 2, 3)
    return seen.reshape(len(x), -1, layer.h_out * layer.w_out)


def pool_forward(layer: Layer, x: NDArray) -> NDArray:
    """Keep the largest, or the mean, of each block of pixels.

    Pixels beyond the last whole block are not used.

    Parameters
    ----------
    layer : Layer
    x : float array, shape (n, c_in, h_in, w_in)

    Returns
    -------
    a : float array, shape (n, c_in, h_out, w_out)
    """
    # Exercise 4. Keep the largest pixel of each block, or the mean of its pixels.
    if layer.kind == Kind.MAX_POOL:
        return _blocks(layer, x).max(axis=0)
    return _blocks(layer, x).mean(axis=0, dtype=x.dtype)
    # End of exercise 4.


def pool_backward(layer: Layer, x: NDArray, da: NDArray) -> NDArray:
    """Pass the error back to the largest pixel, the first on a tie, or in equal shares.

    Parameters
    ----------
    layer, x, da : as pool_forward's, da shaped like a

    Returns
    -------
    dx : float array, shape (n, c_in, h_in, w_in)
    """
    # Exercise 5. Give the error of each block to its largest pixel, or to all in equal shares.
    pixels = _blocks(layer, x)
    shares = np.zeros_like(pixels)
    if layer.kind == Kind.MAX_POOL:
        largest = pixels.max(axis=0)
        free = np.ones(da.shape, bool)  # blocks whose largest pixel is yet to come
        for pixel, share in zip(pixels, shares, strict=True):
            found = free & (pixel == largest)
            np.copyto(share, da, where=found)
            free &= ~found
    else:
        shares[...] = da / da.dtype.type(len(pixels))
    return _image_of(layer, shares)
    # End of exercise 5.


def _blocks(layer: Layer, x: NDArray) -> NDArray:
    """Copy the pixels of each block, shape (kh * kw, n, c_in, h_out, w_out)."""
    n, c = x.shape[:2]
    h_out, w_out, kh, kw = layer.h_out, layer.w_out, layer.kh, layer.kw
    used = x[:, :, : h_out * kh, : w_out * kw].reshape(n, c, h_out, kh, w_out, kw)
    return used.transpose(3, 5, 0, 1, 2, 4).reshape(kh * kw, n, c, h_out, w_out)


def _image_of(layer: Layer, pixels: NDArray) -> NDArray:
    """Put the pixels of each block back into images, zeros beyond the last whole block."""
    _, n, c, h_out, w_out = pixels.shape
    blocks = pixels.reshape(layer.kh, layer.kw, n, c, h_out, w_out).transpose(2, 3, 4, 0, 5, 1)
    x = np.zeros((n, c, layer.h_in, layer.w_in), pixels.dtype)
    x[:, :, : h_out * layer.kh, : w_out * layer.kw] = blocks.reshape(
        n, c, h_out * layer.kh, w_out * layer.kw
    )
    return x
