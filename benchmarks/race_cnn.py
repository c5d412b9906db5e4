"""The convolutional network: the one of the lesson on images of MNIST's size, by mini-batches of 64
in float32, with dropout and momentum 0.9; and a small one on images as small as the shipped digits.
"""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray

import contestants
from triptych.layers import Activation, Loss
from triptych.panels import Panel
from triptych.support import network as sentence

RATE, MOMENTUM, BATCH = 0.0128, 0.9, 64
LESSON = "I-28.28, C-6.5, P-2, C-16.5, P-2, C-48.3, D-1024_d0.5, D-256_d0.2, D-10"
SMALL = "I-8.8, C-16.3, P-2, C-32.3, D-10"


def images(n: int, side: int) -> tuple[NDArray, NDArray]:
    """Square images of 10 classes that a network can tell apart."""
    rng = np.random.default_rng(5)
    y = rng.integers(10, size=n)
    x = rng.random((10, side * side), np.float32)[y] + rng.random((n, side * side), np.float32)
    return x / 2, y


def ours(panel: Panel, network: sentence.Network, x: NDArray, y: NDArray, init: NDArray) -> None:
    """One epoch."""
    order = panel.random.shuffle(len(x), len(x), 42, 3, 0)
    panel.cnn.train_epoch(
        table(network), np.array([layer.drop for layer in network.layers]), 1.0,
        Loss.CROSS_ENTROPY, BATCH, x, np.eye(10, dtype=x.dtype)[y], order, RATE, MOMENTUM, 42, 0,
        init.copy(), np.zeros_like(init),
    )  # fmt: skip


def table(network: sentence.Network) -> NDArray[np.int32]:
    """The layers' rows: leaky rectifiers inside, softmax at the end."""
    inside = [
        Activation.LEAKY_RELU if each.weights else Activation.LINEAR for each in network.layers
    ]
    kinds = [*inside[:-1], Activation.SOFTMAX]
    rows = [
        each.row._replace(activation=kind) for each, kind in zip(network.layers, kinds, strict=True)
    ]
    return np.array(rows, np.int32)


def pytorch(
    network: sentence.Network, x: NDArray, y: NDArray, threads: int
) -> Callable[[], object] | None:
    """PyTorch's, if it is installed."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(threads)
    inside: list[torch.nn.Module] = []
    for layer in network.layers:
        row = layer.row
        if not layer.weights:
            inside.append(torch.nn.MaxPool2d(row.kh))
            continue
        if row.kind == sentence.Kind.CONVOLUTION:
            inside.append(torch.nn.Conv2d(row.c_in, row.c_out, row.kh, padding=row.pad_h))
        else:
            inside += [torch.nn.Flatten(), torch.nn.Linear(layer.d_in, layer.d_out)]
        inside.append(torch.nn.LeakyReLU(0.1))
        inside.append(torch.nn.Dropout(layer.drop))
    first = network.layers[0].row
    pixels = torch.from_numpy(x).reshape(-1, first.c_in, first.h_in, first.w_in)
    labels = torch.from_numpy(y)

    def run() -> None:
        model = torch.nn.Sequential(*inside[:-2])
        step = torch.optim.SGD(model.parameters(), lr=RATE, momentum=MOMENTUM)
        loss = torch.nn.CrossEntropyLoss()
        for rows in torch.randperm(len(x)).split(BATCH):
            step.zero_grad()
            loss(model(pixels[rows]), labels[rows]).backward()
            step.step()

    return run


def tables(full: bool, threads: int) -> Iterator[tuple]:
    """Yield the rows: none without PyTorch, the only library here that does the same work."""
    for title, words, n in (
        ("the lesson's network", LESSON, 6400 if full else 640),
        ("a small network", SMALL, 60000 if full else 6000),
    ):
        network = sentence.parse("the race", words, "cnn")
        x, y = images(n, network.layers[0].row.w_in)
        init = np.random.default_rng(4).normal(0, 0.05, network.weights).astype(np.float32)
        runners: dict[str, Callable[[], object]] = {
            name: partial(ours, panel, network, x, y, init)
            for name, panel in contestants.panels("float32", threads)
        }
        if run := pytorch(network, x, y, threads):
            runners["PyTorch"] = run
            yield f"{n} images, {title}, batch {BATCH}, 1 epoch", runners, ("PyTorch",)
