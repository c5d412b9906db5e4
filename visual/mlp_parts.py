"""What the pictures of the multi-layer perceptron compute with: networks, rows, descents."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import output
import training_run
from training_run import Run
from triptych import mlp
from triptych.layers import Activation, Loss
from triptych.support import data, network, normalize, random, values
from triptych.support.learning import ACTIVATIONS, OUTPUTS
from triptych.support.random import Purpose

SEED = 42


WORDS = ("activation", "output", "loss", "beta", "targets")  # that mlp adds to network.txt


def read(folder: Path) -> Run:
    """Read a run of ./mlp; a Failure if it is not whole."""
    run = training_run.read("mlp", folder, WORDS)
    network_of(run)
    slope(run)
    return run


def network_of(run: Run) -> NDArray[np.int32]:
    """The layers of a run's network as the algorithm takes them."""
    layers = run.model.network.layers
    inside, last = run.words["activation"], run.words["output"]
    kinds = [values.word(inside.where, inside.value, ACTIVATIONS)] * (len(layers) - 1)
    kinds.append(values.word(last.where, last.value, OUTPUTS))
    return table([layers[0].d_in, *(layer.d_out for layer in layers)], kinds)


def slope(run: Run) -> float:
    """The slope of the sigmoid."""
    return values.positive(run.words["beta"].where, run.words["beta"].value)


def answer(run: Run, x: NDArray) -> NDArray:
    """Return what the trained network says of samples (n, d), in the unit of the data."""
    return mlp.predict(network_of(run), slope(run), run.normalized(x), run.model.params)


def table(widths: list[int], kinds: list[str]) -> NDArray[np.int32]:
    """Return a network, (layers, 3), from the widths of its inputs and layers."""
    numbers = [Activation[kind.upper()] for kind in kinds]
    return np.array(list(zip(widths[:-1], widths[1:], numbers, strict=True)), np.int32)


@dataclass
class Lesson:
    """Rows to learn and a network to learn them, before the first step."""

    x: NDArray
    t: NDArray
    network: NDArray[np.int32]
    params: NDArray

    def train(
        self, rate: float, epochs: int, batch: int, momentum: float = 0
    ) -> tuple[NDArray, NDArray]:
        """Train, and return the weights (epochs + 1, weights) and losses (epochs,) on the way."""
        n = len(self.x)
        params, velocity = self.params, np.zeros(len(self.params))
        path, losses = [params], []
        steps = -(-n // batch)
        for epoch in range(epochs):
            order = random.shuffle(n, n, SEED, Purpose.VISITING_ORDER, epoch)
            params, velocity, loss = mlp.train_epoch(
                self.network, np.zeros(len(self.network)), 1.0, Loss.QUADRATIC, batch,
                self.x, self.t, order, rate, momentum, SEED, epoch * steps, params, velocity,
            )  # fmt: skip
            path.append(params)
            losses.append(loss)
        return np.array(path), np.array(losses)

    def loss(self, params: NDArray) -> float:
        """Return the loss of all rows for some weights."""
        a = mlp.predict(self.network, 1.0, self.x, params)
        return float(np.sum((a - self.t) ** 2) / 2 / len(self.x))

    def gradient(self) -> NDArray:
        """Return the gradient of the loss of all rows at the start."""
        drop = np.zeros(len(self.network))
        h, a = mlp.forward(self.network, drop, 1.0, self.x, self.params)
        return mlp.backward(
            self.network, drop, 1.0, Loss.QUADRATIC, self.x, self.t, self.params, h, a
        )[0]


def lesson(
    name: str, inside: list[int], kind: str = "sigmoid", init: str = "xavier",
    normalization: str = "standard", features: list[int] | None = None, seed: int = SEED,
) -> Lesson:  # fmt: skip
    """Return a shipped data set and a network with these layers inside.

    The last layer is a sigmoid for each class, or linear for each target.
    """
    rows = data.read(str(output.ROOT / "data" / name))
    x = rows.x if features is None else rows.x[:, features]
    m, s = normalize.fit(normalization, x)
    t, last = rows.t, "linear"
    if t is None:
        t, last = np.eye(rows.classes)[rows.labels], "sigmoid"
    widths = [*inside, t.shape[1]]
    start = network.make("", x.shape[1], widths)
    layers = table([x.shape[1], *widths], [kind] * len(inside) + [last])
    return Lesson(normalize.apply(m, s, x), t, layers, network.start(start, init, seed, "float64"))
