"""The multi-layer perceptron: Iris online in float64, and a network of MNIST's size, 784-256-10,
by mini-batches of 64 in float32 on made digits. Rectifiers inside, softmax outside, momentum 0.9.
"""

import warnings
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_iris
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

import contestants
from triptych.layers import Activation, Loss
from triptych.panels import Panel

RATE, MOMENTUM = 0.05, 0.9


def iris() -> tuple[NDArray, NDArray]:
    """150 irises of 3 species, standardised."""
    x, y = load_iris(return_X_y=True)
    return (x - x.mean(axis=0)) / x.std(axis=0), y


def digits(n: int) -> tuple[NDArray, NDArray]:
    """Rows as wide as those of MNIST, of 10 classes that a network can tell apart."""
    rng = np.random.default_rng(3)
    y = rng.integers(10, size=n)
    x = rng.random((10, 784), np.float32)[y] + rng.random((n, 784), np.float32)
    return x / 2, y


def ours(
    panel: Panel, x: NDArray, y: NDArray, inside: int, batch: int, epochs: int, init: NDArray
) -> None:
    """Epoch after epoch, in a new order."""
    classes = int(y.max()) + 1
    network = np.array(
        [(x.shape[1], inside, Activation.RELU), (inside, classes, Activation.SOFTMAX)]
    )
    t = np.eye(classes, dtype=x.dtype)[y]
    params, velocity = init.astype(x.dtype), np.zeros(len(init), x.dtype)
    steps = -(-len(x) // batch)
    for epoch in range(epochs):
        order = panel.random.shuffle(len(x), len(x), 42, 3, epoch)
        params, velocity, _ = panel.mlp.train_epoch(
            *(network, np.zeros(2), 1.0, Loss.CROSS_ENTROPY, batch, x, t, order, RATE, MOMENTUM),
            *(42, epoch * steps, params, velocity),
        )


def scikit_learn(x: NDArray, y: NDArray, inside: int, batch: int, epochs: int) -> None:
    """scikit-learn's, without its own stopping rule."""
    model = MLPClassifier(
        (inside,), solver="sgd", alpha=0, batch_size=batch, learning_rate_init=RATE,
        momentum=MOMENTUM, nesterovs_momentum=False, max_iter=epochs, tol=0,
        n_iter_no_change=epochs + 1,
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(x, y)


def pytorch(
    x: NDArray, y: NDArray, inside: int, batch: int, epochs: int, threads: int
) -> Callable[[], object] | None:
    """PyTorch's, if it is installed."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(threads)
    inputs, labels = torch.from_numpy(x), torch.from_numpy(y)
    classes = int(y.max()) + 1

    def run() -> None:
        model = torch.nn.Sequential(
            torch.nn.Linear(x.shape[1], inside), torch.nn.ReLU(), torch.nn.Linear(inside, classes)
        ).to(inputs.dtype)
        step = torch.optim.SGD(model.parameters(), lr=RATE, momentum=MOMENTUM)
        loss = torch.nn.CrossEntropyLoss()
        for _ in range(epochs):
            for rows in torch.randperm(len(x)).split(batch):
                step.zero_grad()
                loss(model(inputs[rows]), labels[rows]).backward()
                step.step()

    return run


def tables(full: bool, threads: int) -> Iterator[tuple]:
    """Yield the rows."""
    n = 60000 if full else 6000
    work = (
        ("Iris 4-4-3, online, {} epochs", "float64", *iris(), 4, 1, 100 if full else 10),
        (f"{n} x 784-256-10, batch 64, {{}} epoch", "float32", *digits(n), 256, 64, 1),
    )
    for title, precision, x, y, inside, batch, epochs in work:
        sizes = (x.shape[1], inside, int(y.max()) + 1)
        weights = sum((a + 1) * b for a, b in pairwise(sizes))
        init = np.random.default_rng(4).normal(0, 0.05, weights)
        runners: dict[str, Callable[[], object]] = {
            name: partial(ours, panel, x, y, inside, batch, epochs, init)
            for name, panel in contestants.panels(precision, threads)
        }
        runners["scikit-learn"] = partial(scikit_learn, x, y, inside, batch, epochs)
        libraries = ["scikit-learn"]
        if run := pytorch(x, y, inside, batch, epochs, threads):
            runners["PyTorch"] = run
            libraries.append("PyTorch")
        yield title.format(epochs), runners, tuple(libraries)
