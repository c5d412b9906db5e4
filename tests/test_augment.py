"""What augmentation does to an image; that the languages do the same is seen by the programs."""

import numpy as np
import pytest
from scipy.interpolate import RegularGridInterpolator
from scipy.ndimage import map_coordinates

from triptych.support import augment, random
from triptych.support.random import Purpose

IMAGE = np.random.default_rng(0).random((2, 5, 7))


def changed(words, x, visits):
    """Return an image as some visits see it."""
    return augment.images(augment.parse(words), np.array([x] * len(visits)), 3, visits)


def moved(x, right, down, flip):
    """Return the image after all, pixel by pixel."""
    channels, height, width = x.shape
    result = np.zeros_like(x)
    for c, y, z in np.ndindex(channels, height, width):
        column = width - 1 - z if flip else z
        if 0 <= y + down < height and 0 <= column + right < width:
            result[c, y + down, column + right] = x[c, y, z]
    return result


@pytest.mark.parametrize(
    ("words", "shift", "flip"),
    [("shift", 2, False), ("shift=1,flip", 1, True), ("flip", 0, True), ("shift=9", 9, False)],
)
def test_every_move_and_no_other_is_drawn(words, shift, flip):
    steps = range(-shift, shift + 1)
    ways = {
        moved(IMAGE, right, down, turned).tobytes(): (right, down, turned)
        for right in steps
        for down in steps
        for turned in ([False, True] if flip else [False])
    }
    drawn = [ways[image.tobytes()] for image in changed(words, IMAGE, np.arange(2000))]
    assert set(drawn) == set(ways.values())
    for values in zip(*drawn, strict=True):  # each way, each direction, equally often
        counts = np.unique(values, return_counts=True)[1]
        if shift < 5:  # beyond, many images are all zeros
            # Within 5 standard deviations of the binomial distribution.
            expected = 2000 / len(counts)
            assert np.abs(counts - expected).max() < 5 * np.sqrt(expected)


def test_noise():
    """Normal, of the standard deviation asked for, and other at each visit."""
    noise = changed("noise=0.5", IMAGE, np.arange(300)) - IMAGE
    # 21000 numbers: mean and deviation within 5 standard errors, 0.5 / sqrt(21000) = 0.0035.
    assert abs(noise.mean()) < 0.018
    assert abs(noise.std() - 0.5) < 0.013
    assert abs((np.abs(noise) < 0.5).mean() - 0.6827) < 0.017


def test_a_line_moves_along_itself():
    line = IMAGE[:, :1]
    for image in changed("shift=1", line, np.arange(20)):
        assert any(np.array_equal(image, moved(line, right, 0, False)) for right in (-1, 0, 1))


@pytest.mark.parametrize("size", [(28, 28), (5, 7), (8, 17), (1, 40), (9, 1)])
@pytest.mark.parametrize(("words", "most"), [("elastic", 2), ("elastic=3,flip", 3)])
def test_a_pulled_sheet(words, most, size):
    """Nodes 8 pixels apart are pulled; SciPy looks between them, and between the pixels."""
    height, width = size
    x = np.random.default_rng(1).random((2, height, width))
    nodes = ((height - 1) // 8 + 2, (width - 1) // 8 + 2)
    corners = [8 * np.arange(count) for count in nodes]
    y, z = np.indices(size)
    images = changed(words, x, np.arange(5))
    for visit, image in enumerate(images):
        draws = 3 + 2 * np.arange(nodes[0] * nodes[1]).reshape(nodes)
        place = []
        for axis, at in ((1, y), (0, z)):
            u = random.uniform(3, Purpose.AUGMENTATION, visit, draws + axis)
            pull = (np.floor(u * (32 * most + 1)) - 16 * most) / 16
            assert np.abs(pull).max() <= most
            along = RegularGridInterpolator(corners, pull)(np.stack([y, z], axis=-1))
            place.append(at if size[1 - axis] == 1 else at - along)
        if "flip" in words and random.uniform(3, Purpose.AUGMENTATION, visit, 2) >= 0.5:
            place[1] = width - 1 - place[1]
        expected = [map_coordinates(channel, place, order=1, mode="grid-constant") for channel in x]
        # A few roundings of numbers below 1, in another order.
        np.testing.assert_allclose(image, expected, rtol=0, atol=2e-15)
