"""What augmentation does to an image; that the languages do the same is seen by the programs."""

import numpy as np
import pytest

from triptych.support import augment

IMAGE = np.random.default_rng(0).random((2, 5, 7))


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
    changes = augment.parse(words)
    steps = range(-shift, shift + 1)
    ways = {
        moved(IMAGE, right, down, turned).tobytes(): (right, down, turned)
        for right in steps
        for down in steps
        for turned in ([False, True] if flip else [False])
    }
    drawn = [ways[augment.image(changes, IMAGE, 3, visit).tobytes()] for visit in range(2000)]
    assert set(drawn) == set(ways.values())
    for values in zip(*drawn, strict=True):  # each way, each direction, equally often
        counts = np.unique(values, return_counts=True)[1]
        if shift < 5:  # beyond, many images are all zeros
            # Within 5 standard deviations of the binomial distribution.
            expected = 2000 / len(counts)
            assert np.abs(counts - expected).max() < 5 * np.sqrt(expected)


def test_noise():
    """Normal, of the standard deviation asked for, and other at each visit."""
    changes = augment.parse("noise=0.5")
    noise = np.array([augment.image(changes, IMAGE, 3, visit) - IMAGE for visit in range(300)])
    # 21000 numbers: mean and deviation within 5 standard errors, 0.5 / sqrt(21000) = 0.0035.
    assert abs(noise.mean()) < 0.018
    assert abs(noise.std() - 0.5) < 0.013
    assert abs((np.abs(noise) < 0.5).mean() - 0.6827) < 0.017


def test_a_line_moves_along_itself():
    line = IMAGE[:, :1]
    for visit in range(20):
        changed = augment.image(augment.parse("shift=1"), line, 3, visit)
        assert any(np.array_equal(changed, moved(line, right, 0, False)) for right in (-1, 0, 1))
