"""Augmentation: images changed a little, so that no epoch shows what another has shown."""

import os
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from triptych.support import random, text, values
from triptych.support.random import Purpose

SHIFT, SHIFT_MOST = 2, 32767  # pixels: where none are given, and at most
NOISE = 0.1  # standard deviation, where none is given
DRAW_RIGHT, DRAW_DOWN, DRAW_FLIP = range(3)


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
    noise : float
        Standard deviation.
    """

    list: str
    shift: int = 0
    flip: bool = False
    noise: float = 0


def parse(words: str) -> Augment:
    """Read shift, shift=PIXELS, flip, noise, noise=SIGMA, separated by commas."""
    augment = Augment(words)
    for token in words.split(","):
        if not _read_change(token, augment):
            expected = "shift, shift=PIXELS, flip, noise or noise=SIGMA"
            raise values.fault("--augment", expected, token)
    return augment


def _read_change(token: str, augment: Augment) -> bool:
    """Read one change; False if it is none."""
    name, given, value = token.partition("=")
    if name == "shift":
        pixels = text.count(os.fsencode(value), 1, SHIFT_MOST) if given else SHIFT
        augment.shift = pixels or 0
        return pixels is not None
    if name == "noise":
        sigma = text.number(os.fsencode(value)) if given else NOISE
        augment.noise = sigma or 0
        return sigma is not None and sigma > 0
    augment.flip = True
    return token == "flip"


def _drawn_shift(augment: Augment, pixels: int, seed: int, visit: int, draw: int) -> int:
    """How far an image moves along an axis of some pixels; an axis of length 1 is none."""
    if pixels == 1 or augment.shift == 0:
        return 0
    ways = 2 * augment.shift + 1
    return int(random.integer(ways, seed, Purpose.AUGMENTATION, visit, draw)) - augment.shift


def image(augment: Augment, x: NDArray, seed: int, visit: int) -> NDArray:
    """Change an image: flip, shift (zeros come in), noise.

    Parameters
    ----------
    x : array, shape (channels, height, width)
    visit : int
        The number of images shown before, which the draws depend on.
    """
    _, height, width = x.shape
    right = _drawn_shift(augment, width, seed, visit, DRAW_RIGHT)
    down = _drawn_shift(augment, height, seed, visit, DRAW_DOWN)
    if augment.flip and random.integer(2, seed, Purpose.AUGMENTATION, visit, DRAW_FLIP) == 1:
        x = x[:, :, ::-1]
    changed = np.zeros_like(x)
    rows, columns = _overlap(down, height), _overlap(right, width)
    changed[:, rows[0], columns[0]] = x[:, rows[1], columns[1]]
    if augment.noise > 0:
        noise = random.normal(seed, Purpose.NOISE, visit, np.arange(x.size))
        changed += (augment.noise * noise).reshape(x.shape).astype(x.dtype)
    return changed


def _overlap(move: int, size: int) -> tuple[slice, slice]:
    """Where the pixels go that stay inside, and where they come from."""
    stay = max(size - abs(move), 0)
    there, here = max(move, 0), max(-move, 0)
    return slice(there, there + stay), slice(here, here + stay)
