"""Read what ./perceptron or ./mlp left in its output folder."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import output
import style
from triptych.support import data, files, model, normalize, text
from triptych.support.model import Field, Model
from triptych.support.program import Failure

COLUMNS = ("epoch", "errors", "training", "validation", "rate", "loss", "accuracy",
           "valid_loss", "valid_accuracy")  # fmt: skip


@dataclass
class Run:
    """One run: n samples, of which d features were used, C classes or T targets."""

    name: str  # of the data
    x: NDArray  # (n, d), as in the data file
    labels: NDArray | None  # (n,)
    t: NDArray | None  # (n, T)
    model: Model
    words: dict[str, Field]  # what the program says of the model: activation, output ...
    history: dict[str, NDArray]  # each column, (epochs,)
    counts: NDArray | None  # (C, C), the confusion matrix: lines are true
    said: dict[str, str]  # run.txt
    path: NDArray | None  # (epochs + 1, weights)

    @property
    def classes(self) -> int:
        """How many there are; 0: targets."""
        return self.model.classes

    @property
    def title(self) -> str:
        """What the run was, in one line."""
        epochs = text.counted(len(self.history["epoch"]), "epoch")
        rate = style.number(float(self.said["rate"]))
        return style.plain(
            f"{self.name}: {self.model.network.sentence}, rate {rate}, {epochs}, {self.result}"
        )

    @property
    def result(self) -> str:
        """What the final test said."""
        if self.classes:
            return f"accuracy {float(self.said['accuracy']):.4g} %"
        return f"mean squared error {float(self.said['mse']):.3g}"

    def normalized(self, x: NDArray) -> NDArray:
        """Return samples (..., d) in the units that the network sees."""
        return normalize.apply(self.model.m, self.model.s, x)

    def feature(self, j: int) -> str:
        """The name of input j on an axis."""
        return f"Feature {self.model.features[j]}"


def read(program: str, folder: Path, names: tuple[str, ...] = ()) -> Run:
    """Read a run, whichever language wrote it; a Failure if it is not whole."""
    said = output.read_run_text(folder / "run.txt", program)
    trained, added = model.read(program, str(folder), "float64", names)
    history = read_history(folder / "history.csv")
    counts = read_counts(folder / "confusion.csv", trained.classes) if trained.classes else None
    path = None
    if (folder / "path.dat").exists():
        path = data.read(str(folder / "path.dat")).x
    samples = data.read(output.find_data(said["data"], folder / "run.txt"))

    # The files must be of one run, and the data of the shape that it saw.
    epochs, results = len(history["epoch"]), ("accuracy",) if trained.classes else ("mse", "mae")
    agreed = said.get("network") == trained.network.sentence and said.get("epochs") == str(epochs)
    agreed = agreed and all(is_number(said.get(name, "")) for name in ("rate", *results))
    agreed = agreed and samples.x.shape[1] == trained.columns and samples.classes == trained.classes
    agreed = agreed and (samples.labels is not None or samples.t is not None)
    outputs = trained.network.outputs
    if samples.t is not None:
        agreed = agreed and samples.t.shape[1] == outputs
    else:  # one neuron parts two classes
        agreed = agreed and (trained.classes == outputs or (trained.classes, outputs) == (2, 1))
    if path is not None:
        agreed = agreed and path.shape == (epochs + 1, trained.network.weights)
    if not agreed:
        raise Failure(f"{folder}: not the results of one run on {said['data']}; {again(program)}")

    return Run(
        Path(said["data"]).name, samples.x[:, trained.features], samples.labels, samples.t,
        trained, added, history, counts, said, path,
    )  # fmt: skip


def again(program: str) -> str:
    """What to do about files that do not belong together."""
    return f"run ./{program} again"


def is_number(word: str) -> bool:
    """Tell whether a word of run.txt is a finite number."""
    value = text.number(word.encode())
    return value is not None and bool(np.isfinite(value))


def read_history(file: Path) -> dict[str, NDArray]:
    """Return the columns of history.csv by their names, a number an epoch."""
    first = files.read(str(file)).partition(b"\n")[0]
    names = first.decode(errors="replace").split(",")
    if names[0] != "epoch" or not {"training", "loss"} & set(names) or set(names) - set(COLUMNS):
        raise Failure(f"{file}: expected a line that begins with epoch, and names its columns")
    table = output.read_table(file, f"rows of {','.join(names)}", len(names), skipped=1)
    return dict(zip(names, table.T, strict=True))


def read_counts(file: Path, classes: int) -> NDArray:
    """Return the confusion matrix without its rates, which follow from it."""
    lines = files.read(str(file)).splitlines()[1:-1]
    try:
        counts = np.array([[int(token) for token in line.split(b",")[1:-1]] for line in lines])
    except ValueError:
        counts = np.empty(0)
    if counts.shape != (classes, classes) or counts.min() < 0 or counts.sum() == 0:
        raise Failure(f"{file}: expected the confusion matrix of {classes} classes")
    return counts
