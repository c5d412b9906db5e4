"""A model: what a training leaves in its output folder, and what --predict and the other
languages read. docs/training.md has the files to the letter.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from triptych.support import data, files, network, normalize, npy, values
from triptych.support.data import Data
from triptych.support.network import Network
from triptych.support.program import Failure

LARGEST = 2147483647
DESCRIPTION = "network.txt"
PRECISIONS = ("float32", "float64")


@dataclass
class Model:
    """What a training finds out, bit by bit, and a prediction needs.

    Parameters
    ----------
    columns : int
        Of the data set.
    classes : int
        0: targets.
    listed : str
        The columns kept as they were typed, or "all".
    features : list of int
        The same as numbers.
    normalize : str
        How.
    network : Network
    m, s : float64 arrays, shape (d,)
        A feature x becomes (x - m) / s.
    params : float array, shape (network.weights,)
    """

    columns: int = 0
    classes: int = 0
    listed: str = "all"
    features: list[int] = field(default_factory=list)
    normalize: str = "none"
    network: Network = field(init=False)
    m: NDArray[np.float64] = field(init=False)
    s: NDArray[np.float64] = field(init=False)
    params: NDArray = field(init=False)


@dataclass(frozen=True)
class Field:
    """A line that a program adds to network.txt.

    Parameters
    ----------
    value : str
    where : str
        FILE:LINE, when it was read.
    """

    value: str
    where: str = ""


def write(program: str, folder: str, model: Model, added: dict[str, Field] | None = None) -> None:
    """Write network.txt, params.npy and normalization.dat."""
    files.write(f"{folder}/{DESCRIPTION}", _description(program, model, added or {}))
    npy.write(f"{folder}/params.npy", model.params)
    rows = np.stack([model.m, model.s]).astype(model.params.dtype)
    data.write(f"{folder}/normalization.dat", Data(rows, rows.shape[1:]))


def read(
    program: str, folder: str, precision: str, names: Sequence[str] = ()
) -> tuple[Model, dict[str, Field]]:
    """Read them.

    Parameters
    ----------
    program, folder : str
    precision : "float32" or "float64"
        The type of the weights returned.
    names : sequence of str
        Of the lines that the program adds.

    Returns
    -------
    model : Model
    added : dict
        The Field of each name.
    """
    model, added = _read_description(program, f"{folder}/{DESCRIPTION}", names)

    path = f"{folder}/params.npy"
    params = npy.read_vector(path, precision)
    if len(params) != model.network.weights:
        expected = f"{model.network.weights} numbers"
        raise Failure(f"{path}: expected {expected}, found {len(params)}")
    model.params = params.astype(precision)

    path = f"{folder}/normalization.dat"
    rows = data.read(path, precision).x
    if rows.shape != (2, len(model.features)):
        found = "{} of {}".format(*rows.shape)
        expected = f"2 rows of {len(model.features)} numbers"
        raise Failure(f"{path}: expected {expected}, found {found}")
    model.m, model.s = rows.astype(np.float64)
    return model, added


def _description(program: str, model: Model, added: dict[str, Field]) -> str:
    own = "".join(f"{name} {line.value}\n" for name, line in added.items())
    return f"""\
program {program}
network {model.network.sentence}
columns {model.columns}
features {model.listed}
classes {model.classes}
normalize {model.normalize}
precision {model.params.dtype.name}
{own}"""


class _Lines:
    """The lines of network.txt, one after another."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines = files.read(path).split(b"\n")
        if not self.lines[-1]:
            self.lines.pop()
        self.line = 0  # the one last read, from 1

    @property
    def where(self) -> str:
        """FILE:LINE of the line last read."""
        return f"{self.path}:{self.line}"

    def next(self) -> str | None:
        """Return the next line without its end, or None behind the last one."""
        self.line += 1
        if self.line > len(self.lines):
            return None
        return os.fsdecode(self.lines[self.line - 1].removesuffix(b"\r"))

    def value(self, name: str) -> str:
        """Return the value of the line whose turn it is: NAME VALUE."""
        expected = f'"{name} VALUE"'
        line = self.next()
        if line is None:
            raise Failure(f"{self.where}: expected {expected}, found the end of the file")
        word, _, value = re.split(r"([ \t]+|$)", line.lstrip(" \t"), maxsplit=1)
        if word not in ("", name):
            raise values.fault(self.where, expected, word)
        if not value:
            raise Failure(f"{self.where}: expected {expected}, found the end of the line")
        return value

    def check_end(self) -> None:
        """Only lines without a word may follow."""
        while (line := self.next()) is not None:
            if words := re.findall(r"[^ \t]+", line):
                raise values.fault(self.where, "the end of the file", words[0])


def _read_description(
    program: str, path: str, names: Sequence[str]
) -> tuple[Model, dict[str, Field]]:
    lines, model = _Lines(path), Model()
    if (name := lines.value("program")) != program:
        raise values.fault(lines.where, f"a model of {program}", name)
    model.network = network.parse(path + ":2", lines.value("network"), program)
    model.columns = values.integer(path + ":3", lines.value("columns"), 1, LARGEST)
    model.listed = lines.value("features")
    model.features = values.columns(lines.where, model.listed, model.columns)
    inputs, found = model.network.inputs, len(model.features)
    if found != inputs:
        expected = f"{inputs} columns, as the network has inputs"
        raise Failure(f"{lines.where}: expected {expected}, found {found}")
    model.classes = values.integer(path + ":5", lines.value("classes"), 0, LARGEST)
    model.normalize = values.word(path + ":6", lines.value("normalize"), normalize.KINDS)
    values.word(path + ":7", lines.value("precision"), PRECISIONS)

    added = {}
    for name in names:
        value = lines.value(name)
        added[name] = Field(value, lines.where)
    lines.check_end()
    return model, added
