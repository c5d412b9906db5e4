"""A data set, and the files it is kept in: data/README.md has their grammar.

What is wrong with a file ends in a Failure, with the message of data/README.md.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from triptych.support import files, npy, text
from triptych.support.program import Failure

LARGEST = 2147483647
TOKEN = re.compile(rb"[^ \t]+")
BLANK = re.compile(rb"[ \t]*(?:#.*|\r)?", re.DOTALL)
EXPECTED_HEADER = '"# samples N features D classes C"'


@dataclass
class Data:
    """Samples and what is known of them.

    Parameters
    ----------
    x : float array, shape (n, d)
    shape : tuple of int
        Of one sample; its product is d.
    classes : int
        0: no labels.
    labels : int32 array, shape (n,), or None
    t : float array of targets, shape (n, T), or None
    """

    x: NDArray
    shape: tuple[int, ...]
    classes: int = 0
    labels: NDArray[np.int32] | None = None
    t: NDArray | None = None


@dataclass(frozen=True)
class Header:
    """The first line of a text file."""

    samples: int
    features: int
    classes: int = 0
    targets: int = 0

    @property
    def columns(self) -> int:
        """Numbers in a row."""
        return self.features + (self.classes > 0) + self.targets


def find(command: str, name: str) -> str:
    """Return where the data set is that a program takes when none is asked for.

    Parameters
    ----------
    command : str
        The program as it was typed: data/ may lie beside it.
    name : str
    """
    folder = command[: command.rfind("/") + 1]
    beside = "" if folder == "./" else folder
    candidates = [f"{beside}data/{name}", f"data/{name}"]
    if elsewhere := os.environ.get("TRIPTYCH_DATA"):
        candidates.append(f"{elsewhere}/{name}")
    for path in candidates:
        if files.exists(path):
            return path
    places = "beside the program, below the current folder or in TRIPTYCH_DATA"
    raise Failure(f"data/{name}: no such file {places}")


def read(path: str, precision: str = "float64") -> Data:
    """Read a .dat file or a folder of .npy files.

    Parameters
    ----------
    path : str
    precision : "float32" or "float64"
        The type of the numbers returned.
    """
    if files.is_folder(path):
        return _read_folder(path, precision)
    content = files.read(path)
    if npy.begins(content):
        raise Failure(f"{path}: expected the folder that holds it, found a .npy file")
    lines = content.split(b"\n")
    header = _read_header(path, lines[0], len(content))
    _check_size(path, header, len(content))
    return _read_rows(path, lines, header, precision)


def write(path: str, data: Data, number: Callable[[float], str] | None = None) -> None:
    """Write a .dat file: d numbers a row, then the label or the targets, if any.

    Parameters
    ----------
    path : str
    data : Data
    number : function, optional
        What to write for a number; by default text.file.
    """
    shown = number or partial(text.file, precision=data.x.dtype.name)
    n, d = data.x.shape
    last = f"classes {data.classes}" if data.t is None else f"targets {data.t.shape[1]}"
    rows = [" ".join(map(shown, x_i)) for x_i in data.x.tolist()]
    if data.labels is not None:
        rows = [f"{row} {label}" for row, label in zip(rows, data.labels.tolist(), strict=True)]
    if data.t is not None:
        targets = [" ".join(map(shown, t_i)) for t_i in data.t.tolist()]
        rows = [f"{row} {t_i}" for row, t_i in zip(rows, targets, strict=True)]
    files.write(path, "\n".join([f"# samples {n} features {d} {last}", *rows, ""]))


def _read_folder(path: str, precision: str) -> Data:
    x, shape, y = npy.read_folder(path, precision)
    data = Data(x, shape)
    if y is not None and y.dtype.kind == "f":
        data.t = y
    elif y is not None:
        data.labels, data.classes = y, int(y.max()) + 1
    return data


def _read_header(path: str, line: bytes, size: int) -> Header:
    found: list[bytes] = TOKEN.findall(line.removesuffix(b"\r"))
    if found and found[0].startswith(b"#"):
        found[:1] = [b"#", found[0][1:]] if len(found[0]) > 1 else [b"#"]
    tokens: Iterator[bytes | None] = iter([*found, None])

    def fault(token: bytes | None) -> Failure:
        end = "the end of the line" if size > 0 else "the end of the file"
        shown = end if token is None else f'"{text.shown(token)}"'
        return Failure(f"{path}:1: expected {EXPECTED_HEADER}, found {shown}")

    def word(*expected: bytes | None) -> bytes | None:
        if (token := next(tokens)) not in expected:
            raise fault(token)
        return token

    def count(lowest: int) -> int:
        token = next(tokens)
        value = None if token is None else text.count(token, lowest, LARGEST)
        if value is None:
            raise fault(token)
        return value

    word(b"#")
    word(b"samples")
    samples = count(1)
    word(b"features")
    features = count(1)
    kind = word(b"classes", b"targets")
    classes, targets = (count(0), 0) if kind == b"classes" else (0, count(1))
    word(None)
    return Header(samples, features, classes, targets)


def _check_size(path: str, header: Header, size: int) -> None:
    """Numbers take two bytes each: find out a header's false promise before taking memory."""
    most = size // 2 + 1
    if header.samples * header.columns > most:
        expected = f"at most {most} numbers in {size} bytes"
        raise Failure(f"{path}:1: expected {expected}, found {header.samples}*{header.columns}")


def _read_rows(path: str, lines: list[bytes], header: Header, precision: str) -> Data:
    # Python: one pattern for the whole row keeps the loop over lines short; the rows that it
    # accepts become numbers all at once.
    pattern = _row_pattern(header)
    rows: list[bytes] = []
    places, stop = [1], 0
    for place, line in enumerate(lines[1:], 2):
        row = pattern.fullmatch(line)
        if row and len(rows) < header.samples:
            rows.append(row[1])
            places.append(place)
        elif row or not BLANK.fullmatch(line):
            stop = place
            break

    data, wrong = _numbers(rows, header, precision)
    if wrong.any():
        stop = places[int(np.argmax(wrong)) + 1]
    elif stop and len(rows) == header.samples:
        raise Failure(f"{path}:{stop}: expected {header.samples} samples, found more")
    if stop:
        raise Failure(f"{path}:{stop}: {_row_fault(lines[stop - 1], header, precision)}")
    if len(rows) < header.samples:
        raise Failure(f"{path}:{places[-1]}: expected {header.samples} samples, found {len(rows)}")
    return data


def _row_pattern(header: Header) -> re.Pattern[bytes]:
    """Return what a row looks like: its numbers, then perhaps a comment or a CR."""
    last = rb"[0-9]{1,10}" if header.classes else text.NUMBER
    numbers = rb"(?:%b[ \t]+){%d}%b" % (text.NUMBER, header.columns - 1, last)
    return re.compile(rb"[ \t]*(%b)[ \t]*(?:#.*|\r)?" % numbers, re.DOTALL)


def _numbers(rows: list[bytes], header: Header, precision: str) -> tuple[Data, NDArray[np.bool_]]:
    """Return the data in rows of the right form, and which rows cannot be right all the same."""
    values = np.fromstring(b" ".join(rows), sep=" ") if rows else np.empty(0)
    values = values.reshape(len(rows), header.columns)
    features, last = np.split(values, [header.features], axis=1)
    data = Data(_rounded(features, precision), (header.features,), header.classes)
    wrong = ~np.isfinite(data.x).all(axis=1)
    if header.classes:
        labels = last[:, 0].astype(np.int64)
        wrong |= labels >= header.classes
        data.labels = labels.astype(np.int32)
    if header.targets:
        data.t = _rounded(last, precision)
        wrong |= ~np.isfinite(data.t).all(axis=1)
    return data, wrong


def _rounded(values: NDArray[np.float64], precision: str) -> NDArray:
    with np.errstate(over="ignore"):
        return np.ascontiguousarray(values, precision)


def _row_fault(line: bytes, header: Header, precision: str) -> str:
    """Return what is wrong with a row: its number of tokens, else the first wrong token."""
    tokens = TOKEN.findall(line.removesuffix(b"\r").partition(b"#")[0])
    if len(tokens) != header.columns:
        return f"expected {header.columns} numbers, found {len(tokens)}"
    numbers = tokens[:-1] if header.classes else tokens
    for token in numbers:
        value = text.number(token)
        if value is None:
            return f'expected a number, found "{text.shown(token)}"'
        if not np.isfinite(_rounded(np.array([value]), precision)).all():
            return f'expected a finite number, found "{text.shown(token)}"'
    return f'expected a label from 0 to {header.classes - 1}, found "{text.shown(tokens[-1])}"'
