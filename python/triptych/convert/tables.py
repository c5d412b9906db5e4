"""A table of named columns, and how features, labels and targets are taken from it."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from triptych.support import text
from triptych.support.data import Data
from triptych.support.program import Failure

MISSING = ("", "?", "NA", "N/A", "nan", "NaN", "NAN", "null", "NULL", "None")
SHOWN_NAMES = 20


@dataclass(frozen=True)
class Choice:
    """What to take from a source.

    Parameters
    ----------
    label : str, optional
        The column of the labels: its name, or its number from 0; -1 is the last. By default the
        one column of words, if there is one. In a .npz file, the name of an array.
    targets : tuple of str
        Columns of numbers to predict.
    drop : tuple of str
        Columns to leave out.
    labels : str, optional
        For .npy and IDX files: the file of the labels. By default the one that goes with the
        images, train-labels-idx1-ubyte with train-images-idx3-ubyte.
    array : str, optional
        In a .npz file, the name of the samples; by default `x`, or the only one.
    skip_missing : bool
        Leave out rows with a missing value, in place of refusing them.
    """

    label: str | None = None
    targets: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    labels: str | None = None
    array: str | None = None
    skip_missing: bool = False


@dataclass
class Table:
    """Columns of numbers (float64) or of words (str), each with a name.

    Parameters
    ----------
    path : str
    names : list of str
    columns : list of array, shape (rows,)
        A missing number is NaN, a missing word one of MISSING.
    lines : list of int, optional
        The line of each row in a text file.
    """

    path: str
    names: list[str]
    columns: list[NDArray]
    lines: list[int] | None = None

    def failure(self, row: int, column: int, expected: str, found: str) -> Failure:
        """Return the error that a cell gives rise to."""
        place = f"row {row}" if self.lines is None else f"{self.lines[row]}"
        name = self.names[column]
        return Failure(f"{self.path}:{place}: expected {expected} in column {name}, found {found}")

    def find(self, name: str) -> list[int]:
        """Return the columns of a name, several if it was an array, or of a number."""
        found = [c for c, each in enumerate(self.names) if each == name]
        found = found or [c for c, each in enumerate(self.names) if each.startswith(f"{name}[")]
        count = len(self.names)
        if not found and re.fullmatch(r"-?[0-9]{1,9}", name) and -count <= int(name) < count:
            found = [int(name) % count]
        if not found:
            known = ", ".join([*self.names[:SHOWN_NAMES], *["..."] * (count > SHOWN_NAMES)])
            raise Failure(f'{self.path}: expected one of the columns {known}, found "{name}"')
        return found


def choose(table: Table, choice: Choice) -> tuple[Data, list[str]]:
    """Take features, and a label or targets, from the columns of a table.

    Returns
    -------
    data : Data
    classes : list of str
        What the labels 0, 1, ... were called; empty if they are unchanged.
    """
    dropped = {c for name in choice.drop for c in table.find(name)}
    targets = [c for name in choice.targets for c in table.find(name)]
    features = [c for c in range(len(table.names)) if c not in dropped and c not in targets]
    label = _label(table, choice, features)
    features = [c for c in features if c != label]
    if not features:
        raise Failure(f"{table.path}: expected at least 1 column of features, found 0")

    used = [*features, *targets] if label is None else [*features, label]
    table = _without_missing(table, used, choice.skip_missing)
    data = Data(np.stack([_numbers(table, c) for c in features], axis=1), (len(features),))
    if targets:
        data.t = np.stack([_numbers(table, c) for c in targets], axis=1)
    if label is None:
        return data, []
    return data, label_by(data, table, label)


def label_by(data: Data, table: Table, c: int) -> list[str]:
    """Give the data labels 0 ... C-1: the values of column c, by number or by alphabet.

    Returns
    -------
    classes : list of str
        What they were called; empty if they are unchanged.
    """
    column = table.columns[c]
    if column.dtype.kind == "f" and (broken := column != np.round(column)).any():
        row = int(np.argmax(broken))
        raise table.failure(row, c, "words or integers as labels", f'"{column[row]}"')
    values, labels = np.unique(column, return_inverse=True)
    data.labels, data.classes = labels.astype(np.int32), len(values)
    if column.dtype.kind != "U" and np.array_equal(values, np.arange(len(values))):
        return []
    return [str(value).removesuffix(".0") for value in values.tolist()]


def shortest(value: float) -> str:
    """Return the shortest text that reads back to the same float64."""
    return repr(value).removesuffix(".0")


def _label(table: Table, choice: Choice, left: list[int]) -> int | None:
    """Return the column of the labels: as chosen, else the only one that is all words."""
    if choice.label is None:
        words = [c for c in left if not choice.targets and _is_words(table.columns[c])]
        return words[0] if len(words) == 1 else None
    if choice.targets:
        raise Failure(f"{table.path}: expected a label or targets, found both")
    found = table.find(choice.label)
    if len(found) > 1:
        raise Failure(f"{table.path}: expected one column as label, found {len(found)}")
    return found[0]


def _is_words(column: NDArray) -> bool:
    return column.dtype.kind == "U" and not any(is_number(cell) for cell in column.tolist())


def is_number(cell: str) -> bool:
    """Tell whether a cell holds a number of Triptych's grammar."""
    return text.number(cell.encode()) is not None


def _without_missing(table: Table, used: list[int], skip: bool) -> Table:
    missing = np.zeros(len(table.columns[0]), bool)
    for c in used:
        column = table.columns[c]
        lacking = np.isin(column, MISSING) if column.dtype.kind == "U" else np.isnan(column)
        if lacking.any() and not skip:
            found = "none (--skip-missing leaves out such rows)"
            raise table.failure(int(np.argmax(lacking)), c, "a value", found)
        missing |= lacking
    if missing.all():
        raise Failure(f"{table.path}: expected at least 1 row without missing values, found 0")
    kept = np.flatnonzero(~missing)
    lines = None if table.lines is None else [table.lines[row] for row in kept]
    return Table(table.path, table.names, [column[kept] for column in table.columns], lines)


def _numbers(table: Table, c: int) -> NDArray[np.float64]:
    """Return a column as finite numbers."""
    column = table.columns[c]
    if column.dtype.kind == "U":
        row = next(row for row, cell in enumerate(column.tolist()) if not is_number(cell))
        raise table.failure(row, c, "a number", f'"{text.shown(column[row].encode())}"')
    if not np.isfinite(column).all():
        row = int(np.argmin(np.isfinite(column)))
        raise table.failure(row, c, "a finite number", f'"{column[row]}"')
    return column
