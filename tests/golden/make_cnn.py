"""Make the golden file of the convolutional network, cnn.npz, with PyTorch's autograd.

    pip install torch==2.13.0 numpy && python tests/golden/make_cnn.py

PyTorch is needed for this alone; the tests read what it wrote. Its kernels are ours, its dense
weights the transpose of ours, its biases minus ours (the bias node is -1).
"""

import sys
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import avg_pool2d, conv2d, leaky_relu, max_pool2d

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from convolutions import AVERAGE, CONVOLUTION, CONVOLUTIONS, DENSE, MAX, NETWORKS, POOLS, stack

RATE, MOMENTUM, BATCH, STEPS = 0.05, 0.9, 4, 10
ACTIVATIONS = {
    0: lambda h: h,
    1: torch.sigmoid,
    2: torch.tanh,
    3: torch.relu,
    4: lambda h: leaky_relu(h, 0.1),
    5: lambda h: torch.softmax(h, 1),
}


def random(*shape):
    """Numbers to differentiate by."""
    return torch.randn(*shape, dtype=torch.float64).requires_grad_()


def correlate(layer, x, w):
    """PyTorch's convolution with our vector of weights."""
    _, c_in, _, _, c_out, _, _, kh, kw, *step_and_pad, _ = layer
    kernels = w[:-c_out].reshape(c_out, c_in, kh, kw)
    return conv2d(x, kernels, -w[-c_out:], step_and_pad[:2], step_and_pad[2:])


def pool(layer, x):
    """PyTorch's pooling: its blocks do not overlap, the rest is left out."""
    return (max_pool2d if layer[0] == MAX else avg_pool2d)(x, tuple(layer[7:9]))


def make_layer(layer, n, seed):
    """One layer: what goes out, and the gradients for a random error of it."""
    torch.manual_seed(seed)
    x = random(n, *layer[1:4])
    if layer[0] == CONVOLUTION:
        w = random((layer[1] * layer[7] * layer[8] + 1) * layer[4])
        out = correlate(layer, x, w)
    else:
        w = random(0)
        out = pool(layer, x)
    error = random(*out.shape)
    (out * error).sum().backward()
    result = {"x": x, "w": w, "out": out, "error": error, "dx": x.grad}
    if layer[0] == CONVOLUTION:
        result["dw"] = w.grad
    return {name: value.detach().numpy() for name, value in result.items()}


def run(rows, x, w):
    """The logits and the outputs of a network."""
    first = 0
    for layer in rows.tolist():
        images = x.reshape(len(x), *layer[1:4])
        if layer[0] == DENSE:
            last = first + (layer[1] + 1) * layer[4]
            matrix = w[first:last].reshape(-1, layer[4])
            h = images.reshape(len(x), -1) @ matrix[:-1] - matrix[-1]
        elif layer[0] == CONVOLUTION:
            last = first + (layer[1] * layer[7] * layer[8] + 1) * layer[4]
            h = correlate(layer, images, w[first:last])
        else:
            last = first
            h = pool(layer, images)
        x, first = ACTIVATIONS[layer[-1]](h), last
    return h, x


def loss_of(rows, x, t, w):
    """Softmax with cross-entropy, else the quadratic loss; mean over the rows."""
    h, a = run(rows, x, w)
    if rows[-1, -1] == 5:
        return -(t * torch.log_softmax(h, 1)).sum(1).mean()
    return ((a - t) ** 2).sum(1).mean() / 2


def make_network(name, seed):
    """Forward, gradient and ten steps of one network."""
    rows, weights = stack(*NETWORKS[name])
    torch.manual_seed(seed)
    x = random(BATCH * STEPS // 2, int(np.prod(rows[0, 1:4]))).detach()
    t = torch.eye(int(rows[-1, 4]), dtype=torch.float64)[torch.randint(int(rows[-1, 4]), (len(x),))]
    w = (0.3 * random(weights)).detach().requires_grad_()
    loss = loss_of(rows, x, t, w)
    loss.backward()
    result = {"x": x, "t": t, "start": w.detach().clone(), "outputs": run(rows, x, w)[1]}
    result |= {"loss": loss, "gradient": w.grad.clone()}
    optimiser = torch.optim.SGD([w], lr=RATE, momentum=MOMENTUM)
    for _ in range(2):
        for first in range(0, len(x), BATCH):
            optimiser.zero_grad()
            loss_of(rows, x[first : first + BATCH], t[first : first + BATCH], w).backward()
            optimiser.step()
    result["end"] = w
    return {name: value.detach().numpy() for name, value in result.items()}


if __name__ == "__main__":
    assert {MAX, AVERAGE} == {layer[0] for layer in POOLS.values()}
    arrays = {}
    for seed, (name, layer) in enumerate((CONVOLUTIONS | POOLS).items()):
        case = make_layer(layer, 1 if name.startswith("one") else 2, seed)
        arrays |= {f"{name}/{key}": value for key, value in case.items()}
    for seed, name in enumerate(NETWORKS):
        arrays |= {f"{name}/{key}": value for key, value in make_network(name, seed).items()}
    target = Path(__file__).with_name("cnn.npz")
    np.savez_compressed(target, **arrays)
    print(f"{target}: {target.stat().st_size} bytes")
