"""What the pictures of the convolutional network share: its layers, its images, a map on axes."""

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

import output
import style
import training_run
from training_run import Run
from triptych import cnn
from triptych.filters import Kind, Layer
from triptych.layers import Activation
from triptych.support import data, values
from triptych.support.learning import ACTIVATIONS, OUTPUTS

WORDS = ("activation", "output", "loss", "beta", "targets")  # that cnn adds to network.txt
MOST = 8  # filters of a layer that are shown
FEW = 30  # pixels of a line


def read(folder: Path) -> Run:
    """Read a run of ./cnn; a Failure if it is not whole."""
    run = training_run.read("cnn", folder, WORDS)
    table(run)
    slope(run)
    return run


def table(run: Run) -> NDArray[np.int32]:
    """The layers of a run's network as the algorithm takes them, (layers, 14)."""
    inside, last = run.words["activation"], run.words["output"]
    rows = np.array([layer.row for layer in run.model.network.layers], np.int32)
    pools = (rows[:, 0] == Kind.MAX_POOL) | (rows[:, 0] == Kind.AVERAGE_POOL)
    kind = Activation[values.word(inside.where, inside.value, ACTIVATIONS).upper()]
    rows[:, -1] = np.where(pools, Activation.LINEAR, kind)
    rows[-1, -1] = Activation[values.word(last.where, last.value, OUTPUTS).upper()]
    return rows


def layers(run: Run) -> list[Layer]:
    """The layers by the names of their entries."""
    return [Layer(*row) for row in table(run).tolist()]


def entries(run: Run) -> list[str]:
    """The layers as the sentence has them: C-8.3 and so on."""
    return run.model.network.sentence.split(", ")[1:]


def slope(run: Run) -> float:
    """The slope of the sigmoid."""
    return values.positive(run.words["beta"].where, run.words["beta"].value)


def image_shape(run: Run) -> tuple[int, int, int]:
    """Channels, height and width of a sample: entry 0, `I-w.h.c`."""
    sizes = run.model.network.sentence.split(",")[0].removeprefix("I-").split(".")
    width, height, channels = [*(int(size) for size in sizes), 1, 1][:3]
    return channels, height, width


def answer(run: Run, x: NDArray) -> NDArray:
    """Return what the trained network says of normalised samples (n, d)."""
    return cnn.predict(table(run), slope(run), x, run.model.params)


def forward(run: Run, x: NDArray) -> tuple[list[NDArray], list[NDArray]]:
    """Return the weighted inputs and activations of all layers, for normalised samples (n, d)."""
    none = np.zeros(len(run.model.network.layers))
    return cnn.forward(table(run), none, slope(run), x, run.model.params)


def short(name: str) -> str:
    """The last two parts of a path: data/digits, mnist/train."""
    return style.plain(str(Path(*Path(name).parts[-2:])))


def is_line(run: Run) -> bool:
    """Tell whether the samples are lines of pixels, spectra for one."""
    return min(image_shape(run)[1:]) == 1


def signs(run: Run) -> str:
    """How a map shows what is above 0 and what below."""
    return "grey line, or white: 0" if is_line(run) else "red: above 0, blue: below"


def image(run: Run, row: int) -> NDArray:
    """A sample of the data as it is in the file, (c, h, w)."""
    return run.x[row].reshape(image_shape(run))


def test_rows(run: Run) -> tuple[NDArray, NDArray, str]:
    """Return rows to be judged on, their labels and where they are from.

    Data of a folder `train` have their test rows in the folder `test` beside it; else all rows.
    """
    assert run.labels is not None
    said = Path(run.said["data"])
    beside = Path(output.find_data(str(said), Path("run.txt"))).with_name("test")
    if said.name == "train" and beside.exists():
        rows = data.read(str(beside))
        if rows.labels is not None and rows.x.shape[1] == run.model.columns:
            return rows.x[:, run.model.features], rows.labels, short(str(said.with_name("test")))
    return run.x, run.labels, short(str(said))


def draw_image(
    axes: Axes, image: NDArray, low: float | None = None, high: float | None = None
) -> None:
    """Draw a sample, (c, h, w), in grey; a line of pixels as a curve."""
    grey = image.mean(axis=0)
    bare(axes)
    if min(grey.shape) == 1:
        draw_line(axes, grey.ravel(), "#444444")
        if low is not None and high is not None:
            axes.set_ylim(low - 0.3 * (high - low), high + 0.3 * (high - low))
    else:
        axes.imshow(grey, cmap="gray", vmin=low, vmax=high)


def draw_map(axes: Axes, values: NDArray, largest: float | None = None) -> None:
    """Draw numbers at their places, (h, w): red above 0, blue below; a line as a curve."""
    bare(axes)
    largest = largest or np.abs(values).max() or 1.0
    if min(values.shape) == 1 < max(values.shape):
        draw_line(axes, values.ravel(), "#B2182B")
        axes.axhline(0, color="#BBBBBB", linewidth=0.6, zorder=0)
        axes.set_ylim(-1.05 * largest, 1.05 * largest)
    else:
        axes.imshow(values, cmap="RdBu_r", vmin=-largest, vmax=largest)


def draw_line(axes: Axes, values: NDArray, colour: str) -> None:
    """Draw a line of pixels as a curve, of a few pixels also as dots."""
    marker = "." if len(values) <= FEW else None
    axes.plot(values, color=colour, linewidth=0.7, marker=marker)
    axes.margins(x=0.03)


def bare(axes: Axes) -> None:
    """An image has a thin frame and no ticks."""
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color="#CCCCCC", linewidth=0.6)
