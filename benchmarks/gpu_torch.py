"""PyTorch in the race on a graphics card: the same networks, data and weights on the card."""

from time import perf_counter
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

if TYPE_CHECKING:
    from gpu_race import Work

try:
    import torch
except ImportError:
    torch = None

RATE, MOMENTUM = 0.05, 0.9


def name(device: str) -> str:
    """Return the head of PyTorch's column."""
    if torch is None:
        return "PyTorch (not here)"
    where = "card" if device == "gpu" and torch.cuda.is_available() else "host"
    return f"PyTorch {torch.__version__} on the {where}"


def network(program: str) -> Any:
    """Return the network of the race."""
    nn = torch.nn
    if program == "mlp":
        return nn.Sequential(nn.Flatten(), nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10))
    return nn.Sequential(
        nn.Conv2d(1, 8, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(256, 10),
    )  # fmt: skip


def milliseconds(work: "Work", x: NDArray, y: NDArray, device: str, threads: int) -> str:
    """Return the time of one epoch after the first, and as our programs measure how right it is."""
    if torch is None or work.program == "kmeans":
        return "-"
    torch.set_num_threads(threads)
    on_card = device == "gpu" and torch.cuda.is_available()
    where = torch.device("cuda" if on_card else "cpu")
    inputs = torch.from_numpy(x).unsqueeze(1).to(where)
    labels = torch.from_numpy(y).long().to(where)
    model = network(work.program).to(where)
    step = torch.optim.SGD(model.parameters(), lr=RATE, momentum=MOMENTUM)
    loss = torch.nn.CrossEntropyLoss()
    batch = int(work.options[work.options.index("--batch") + 1])

    def epoch() -> None:
        for rows in torch.randperm(len(inputs), device=where).split(batch):
            step.zero_grad()
            loss(model(inputs[rows]), labels[rows]).backward()
            step.step()
        with torch.no_grad():
            sum(int((model(i).argmax(1) == t).sum())
                for i, t in zip(inputs.split(1024), labels.split(1024), strict=True))  # fmt: skip

    for _ in range(work.few):
        epoch()
    begin = perf_counter()
    for _ in range(work.many - work.few):
        epoch()
    if on_card:
        torch.cuda.synchronize()
    return f"{1000 * (perf_counter() - begin) / (work.many - work.few):.4g}"
