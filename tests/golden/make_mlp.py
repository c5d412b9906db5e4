"""Make the golden file of the multi-layer perceptron, mlp.npz, with PyTorch's autograd.

    pip install torch==2.13.0 numpy && python tests/golden/make_mlp.py

PyTorch is needed for this alone; the tests read what it wrote. Its dense layer is x W^T + b:
our W is its transpose, our bias row minus its b (the bias node is -1).
"""

from itertools import pairwise
from pathlib import Path

import numpy as np
import torch

RATE, MOMENTUM, BATCH, EPOCHS = 0.05, 0.9, 7, 3

ACTIVATIONS = {
    "linear": lambda h, beta: h,
    "sigmoid": lambda h, beta: torch.sigmoid(beta * h),
    "tanh": lambda h, beta: torch.tanh(h),
    "relu": lambda h, beta: torch.relu(h),
    "leaky_relu": lambda h, beta: torch.nn.functional.leaky_relu(h, 0.1),
    "softmax": lambda h, beta: torch.softmax(h, 1),
}

# name: sizes, activation inside, activation of the outputs, loss, slope of the sigmoid
CASES = {
    "lesson": ((4, 4, 3), "sigmoid", "sigmoid", "quadratic", 1.0),
    "steep": ((5, 6, 4, 2), "sigmoid", "sigmoid", "cross_entropy", 2.5),
    "softmax": ((6, 8, 5), "tanh", "softmax", "cross_entropy", 1.0),
    "deep": ((3, 7, 6, 5, 4), "leaky_relu", "softmax", "cross_entropy", 1.0),
    "rectified": ((8, 10, 3), "relu", "softmax", "cross_entropy", 1.0),
    "regression": ((2, 9, 1), "tanh", "linear", "quadratic", 1.0),
    "single_layer": ((4, 3), "linear", "softmax", "cross_entropy", 1.0),
}


def flat(layers, part):
    """Our flat vector, of the layers' weights or of their gradients."""
    pieces = []
    for layer in layers:
        weight, bias = (getattr(p, part) for p in (layer.weight, layer.bias))
        pieces += [weight.detach().numpy().T.ravel(), -bias.detach().numpy()]
    return np.concatenate(pieces)


def loss_of(kind, last, outputs, logits, targets, beta):
    """The loss of a batch, mean over its rows."""
    if kind == "quadratic":
        return ((outputs - targets) ** 2).sum(1).mean() / 2
    if last == "softmax":
        return -(targets * torch.log_softmax(logits, 1)).sum(1).mean()
    z = beta * logits
    entropy = torch.nn.functional.binary_cross_entropy_with_logits
    return entropy(z, targets, reduction="none").sum(1).mean()


def make(name, seed):
    """Forward, gradient and some epochs of one case."""
    sizes, inside, last, kind, beta = CASES[name]
    torch.manual_seed(seed)
    layers = [torch.nn.Linear(*pair, dtype=torch.float64) for pair in pairwise(sizes)]
    x = torch.randn(20, sizes[0], dtype=torch.float64)
    if kind == "quadratic":
        t = torch.rand(20, sizes[-1], dtype=torch.float64)
    else:
        t = torch.eye(sizes[-1], dtype=torch.float64)[torch.randint(sizes[-1], (20,))]

    def run(rows):
        a = rows
        for layer in layers:
            h = layer(a)
            a = ACTIVATIONS[last if layer is layers[-1] else inside](h, beta)
        return h, a

    result = {"sizes": sizes, "words": (inside, last, kind), "beta": beta}
    result |= {"x": x.numpy(), "t": t.numpy(), "start": flat(layers, "data")}
    logits, outputs = run(x)
    loss = loss_of(kind, last, outputs, logits, t, beta)
    loss.backward()
    result |= {"outputs": outputs.detach().numpy(), "loss": loss.item()}
    result |= {"gradient": flat(layers, "grad")}

    parameters = [p for layer in layers for p in layer.parameters()]
    optimiser = torch.optim.SGD(parameters, lr=RATE, momentum=MOMENTUM)
    for _ in range(EPOCHS):
        for first in range(0, len(x), BATCH):
            optimiser.zero_grad()
            logits, outputs = run(x[first : first + BATCH])
            loss_of(kind, last, outputs, logits, t[first : first + BATCH], beta).backward()
            optimiser.step()
    return result | {"end": flat(layers, "data")}


if __name__ == "__main__":
    arrays = {}
    for seed, name in enumerate(CASES):
        arrays |= {f"{name}/{key}": value for key, value in make(name, seed).items()}
    target = Path(__file__).with_name("mlp.npz")
    np.savez_compressed(target, **arrays)
    print(f"{target}: {target.stat().st_size} bytes")
