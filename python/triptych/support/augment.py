"""Augmentation: images changed a little, so that no epoch shows what another has shown."""

import math
import os
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from triptych.support import random, text, values
from triptych.support.random import Purpose

PIXELS, PIXELS_MOST = 2, 32767  # of a shift or a pull: where none are given, and at most
NOISE = 0.1  # standard deviation, where none is given
DRAW_RIGHT, DRAW_DOWN, DRAW_FLIP, DRAW_PULLS = range(4)
CELL = 8  # pixels from one node of the elastic sheet to the next
PARTS = 16  # of a pixel, by which a node is pulled: so all positions are exact


@dataclass
class Augment:
    """What --augment asks for.

    Parameters
    ----------
    list : str
        As it was typed.
    shift : int
        Pixels at most, right or left, up or down.
    flip : bool
        Left to right, every second image.
    elastic : int
        Pixels at most, at each node of a sheet of rubber.
    noise : float
        Standard deviation.
    """

    list: str
    shift: int = 0
    flip: bool = False
    elastic: int = 0
    noise: float = 0


def parse(words: str) -> Augment:
    """Read shift, flip, elastic and noise, with a value or without, separated by commas."""
    augment = Augment(words)
    for token in words.split(","):
        if not _read_change(token, augment):
            pixels = f"shift[=PIXELS], elastic[=PIXELS] (1 to {PIXELS_MOST})"
            expected = f"{pixels}, noise[=SIGMA] (above 0) or flip"
            raise values.fault("--augment", expected, token)
    return augment


def _read_change(token: str, augment: Augment) -> bool:
    """Read one change; False if it is none."""
    name, given, value = token.partition("=")
    if name in ("shift", "elastic"):
        pixels = text.count(os.fsencode(value), 1, PIXELS_MOST) if given else PIXELS
        setattr(augment, name, pixels or 0)
        return pixels is not None
    if name == "noise":
        sigma = text.number(os.fsencode(value)) if given else NOISE
        augment.noise = sigma or 0
        return sigma is not None and 0 < sigma < math.inf
    augment.flip = True
    return token == "flip"


def _drawn_step(most: int, pixels: int, seed: int, visit: NDArray, draw: ArrayLike) -> NDArray:
    """Draw steps of -most ... most, all equally often; none along an axis of length 1."""
    if pixels == 1 or most == 0:
        return np.zeros_like(visit + draw)
    return random.integer(2 * most + 1, seed, Purpose.AUGMENTATION, visit, draw) - most


def _pull_nodes(
    augment: Augment, size: tuple[int, int], seed: int, visit: NDArray, axis: int
) -> NDArray:
    """How far all nodes of the sheets are pulled along an axis (0: right, 1: down)."""
    rows, columns = ((pixels - 1) // CELL + 2 for pixels in size)
    draws = DRAW_PULLS + 2 * np.arange(rows * columns).reshape(rows, columns) + axis
    steps = _drawn_step(PARTS * augment.elastic, size[1 - axis], seed, visit, draws)
    return steps / PARTS


def _hats(pixels: int) -> NDArray:
    """How much each node counts at each pixel, shape (pixels, nodes): a hat around each node."""
    nodes = (pixels - 1) // CELL + 2
    return np.maximum(0, 1 - np.abs(np.arange(pixels)[:, None] / CELL - np.arange(nodes)))


def _between(value: list[NDArray], down: NDArray, right: NDArray) -> NDArray:
    """Between four values, so far down and to the right of the first one: parts of 1."""
    upper = (1 - right) * value[0] + right * value[1]
    lower = (1 - right) * value[2] + right * value[3]
    return (1 - down) * upper + down * lower


def _look(x: NDArray, row: NDArray, column: NDArray) -> NDArray:
    """Look at images between their pixels; beyond them are zeros.

    Parameters
    ----------
    x : array, shape (n, channels, height, width)
    row, column : arrays, shape (n, height, width)
    """
    n, channels, height, width = x.shape
    around = np.pad(x.astype(float), ((0, 0), (0, 0), (1, 1), (1, 1)))  # with a frame of zeros
    top, left = np.floor(row), np.floor(column)

    def pixels(down: int, right: int) -> NDArray:
        y = np.clip(top.astype(int) + 1 + down, 0, height + 1)
        z = np.clip(left.astype(int) + 1 + right, 0, width + 1)
        at = (y * (width + 2) + z).reshape(n, 1, -1)
        return np.take_along_axis(around.reshape(n, channels, -1), at, axis=2).reshape(x.shape)

    corners = [pixels(down, right) for down in (0, 1) for right in (0, 1)]
    return _between(corners, (row - top)[:, None], (column - left)[:, None])


def images(augment: Augment, x: NDArray, seed: int, visit: NDArray) -> NDArray:
    """Change images: flip, shift (zeros come in), pull, noise.

    They are pulled as on a sheet of rubber, by nodes 8 pixels apart, and bilinear between them;
    the idea is of Simard, Steinkraus and Platt (2003), who smooth a random field instead.

    Parameters
    ----------
    x : array, shape (n, channels, height, width)
    visit : array of int, shape (n,)
        The numbers of images shown before each, which the draws depend on.
    """
    _, _, height, width = x.shape
    visit = visit[:, None, None]
    row, column = np.indices((height, width)).astype(float)
    row = row - _drawn_step(augment.shift, height, seed, visit, DRAW_DOWN)
    column = column - _drawn_step(augment.shift, width, seed, visit, DRAW_RIGHT)
    if augment.elastic > 0:
        right, down = (_pull_nodes(augment, (height, width), seed, visit, axis) for axis in (0, 1))
        row -= _hats(height) @ down @ _hats(width).T
        column -= _hats(height) @ right @ _hats(width).T
    if augment.flip:
        turned = random.integer(2, seed, Purpose.AUGMENTATION, visit, DRAW_FLIP) == 1
        column = np.where(turned, width - 1 - column, column)
    changed = _look(x, row, column).astype(x.dtype)
    if augment.noise > 0:
        pixels = np.arange(x[0].size)
        for image, number in zip(changed, visit.ravel(), strict=True):
            noise = augment.noise * random.normal(seed, Purpose.NOISE, number, pixels)
            image += noise.reshape(image.shape).astype(x.dtype)
    return changed
