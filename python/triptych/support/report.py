"""What programs that learn say of their work: the table of epochs and the confusion matrix.
docs/training.md has every column.
"""

import numpy as np
from numpy.typing import NDArray

from triptych.support import confusion as matrix
from triptych.support import files, text

SHOWN_EPOCHS = 20  # more, and only the first 10 and the last 5 are printed
FIRST_EPOCHS = 10
LAST_EPOCHS = 5
SHOWN_CLASSES = 10


def skips(epoch: int, epochs: int) -> bool:
    """Tell whether this epoch (0, 1, ...) is left out of the table of so many.

    In place of the first one left out it prints a row of dots.
    """
    if epochs <= SHOWN_EPOCHS or epoch < FIRST_EPOCHS or epoch + LAST_EPOCHS >= epochs:
        return False
    if epoch == FIRST_EPOCHS:
        print(f"{'...':>7}")
    return True


def percent(value: float) -> str:
    """Return percent as `12.34 %`, or `-` if it is below 0."""
    return f"{value:.2f} %" if value >= 0 else "-"


def accuracy(truth: NDArray[np.int32], predicted: NDArray[np.int32]) -> float:
    """Return how many predictions are right, in percent."""
    return 100 * int(np.count_nonzero(truth == predicted)) / len(truth)


def confusion(
    folder: str | None,
    classes: int,
    truth: NDArray[np.int32],
    predicted: NDArray[np.int32],
    thing: str,
) -> float:
    """Count truth against predicted, print the matrix and write FOLDER/confusion.csv.

    Parameters
    ----------
    folder : str or None
        None: no file.
    classes : int
    truth, predicted : int32 arrays, shape (n,)
    thing : str
        What a row is called.

    Returns
    -------
    accuracy : float
        In percent.
    """
    counts = matrix.count(classes, truth, predicted)
    recall, precision, overall = matrix.rates(counts)
    shown = f"confusion on {text.counted(len(truth), thing)}"
    if classes <= SHOWN_CLASSES:
        print(f"{shown}   (lines: true, columns: predicted)")
        _print_matrix(counts, recall, precision, overall)
    else:
        print(f"{shown}: accuracy {percent(overall)}")
    if folder is not None:
        content = _matrix_csv(counts, recall, precision, overall)
        files.write(f"{folder}/confusion.csv", content)
    return overall


def predictions(
    folder: str,
    classes: int,
    truth: NDArray[np.int32] | None,
    predicted: NDArray[np.int32],
) -> None:
    """Leave FOLDER/predictions.dat, a class a line, and print the matrix if truth is known."""
    lines = "\n".join(map(str, predicted.tolist()))
    files.write(f"{folder}/predictions.dat", lines + "\n")
    if truth is not None:
        confusion(None, classes, truth, predicted, "row")
    print(f"wrote {folder}/predictions.dat")


def _print_matrix(
    counts: NDArray[np.int32], recall: NDArray, precision: NDArray, overall: float
) -> None:
    classes = "".join(f"{c:9}" for c in range(len(counts)))
    print(f"{'class':>10}{classes}{'recall':>10}")
    for c, row in enumerate(counts.tolist()):
        cells = "".join(f"{count:9}" for count in row)
        print(f"{c:10}{cells}{percent(recall[c]):>10}")
    cells = "".join(f"{percent(rate):>9}" for rate in precision)
    print(f"{'precision':>10}{cells}{percent(overall):>10}")


def _matrix_csv(
    counts: NDArray[np.int32], recall: NDArray, precision: NDArray, overall: float
) -> str:
    rows = [["true", *map(str, range(len(counts))), "recall"]]
    for c, row in enumerate(counts.tolist()):
        rows.append([str(c), *map(str, row), _plain(recall[c])])
    rows.append(["precision", *map(_plain, precision), _plain(overall)])
    return "".join(",".join(row) + "\n" for row in rows)


def _plain(value: float) -> str:
    return text.fixed(value, 2) if value >= 0 else "-"
