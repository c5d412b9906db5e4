"""Networks for the tests of layers and mlp: their rows, their weights, the golden cases."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

ACTIVATIONS = ("linear", "sigmoid", "tanh", "relu", "leaky_relu", "softmax")
LOSSES = ("quadratic", "cross_entropy")
GOLDEN = Path(__file__).parent / "golden" / "mlp.npz"


class Network(NamedTuple):
    """What the functions of mlp take, in their order."""

    rows: np.ndarray
    drop: np.ndarray
    beta: float
    loss: int

    @property
    def weights(self):
        """Return the number of weights, biases counted."""
        return int(((self.rows[:, 0] + 1) * self.rows[:, 1]).sum())


def network(sizes, inside, last, loss, beta=1.0, drop=0.0):
    """Return a network of dense layers from sizes and words."""
    kinds = [inside] * (len(sizes) - 2) + [last]
    rows = [
        (d_in, d_out, ACTIVATIONS.index(kind))
        for d_in, d_out, kind in zip(sizes[:-1], sizes[1:], kinds, strict=True)
    ]
    silenced = np.full(len(rows), drop)
    silenced[-1] = 0
    return Network(np.array(rows, np.int32), silenced, beta, LOSSES.index(loss))


def golden():
    """Return the cases that PyTorch computed: name -> its arrays, and its network."""
    cases = {}
    with np.load(GOLDEN) as file:
        for key in file.files:
            name, part = key.split("/")
            cases.setdefault(name, {})[part] = file[key]
    for case in cases.values():
        inside, last, loss = case["words"]
        case["network"] = network(case["sizes"], inside, last, loss, float(case["beta"]))
    return cases
