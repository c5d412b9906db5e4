"""Folders of .npy files, NumPy's binary format, checked byte for byte as data/README.md says.

Python: numpy.load accepts more (other headers, other types, bytes behind the data), and words its
complaints in its own way.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from triptych.support import files, text
from triptych.support.program import Failure

MAGIC = b"\x93NUMPY"
LARGEST = 2147483647
TYPES = (b"|u1", b"<i4", b"<i8", b"<f4", b"<f8")
TYPE, AFTER_TYPE = b"{'descr': ", b", 'fortran_order': "
ORDER_AND_SHAPE = re.compile(
    rb"(True|False), 'shape': \((|-?[0-9]+,|-?[0-9]+(?:, -?[0-9]+)+)\), \} *\n"
)


@dataclass
class Array:
    """What is in a .npy file: its numbers in a row, and the shape that they are to have."""

    path: str
    numbers: NDArray
    shape: tuple[int, ...]


def begins(content: bytes) -> bool:
    """Do these bytes begin a .npy file?"""
    return len(content) >= len(MAGIC) + 2 and content.startswith(MAGIC)


def read_folder(path: str, precision: str) -> tuple[NDArray, tuple[int, ...], NDArray | None]:
    """Read the samples and, if there, the labels or targets of a folder.

    Returns
    -------
    x : float array of that precision, shape (n, d)
    shape : tuple of int
        Of one sample; its product is d.
    y : None, int32 array of labels, shape (n,), or float array of targets, shape (n, T)
    """
    x = _read(f"{path}/x.npy")
    samples = _rounded(x, precision)
    n, *shape = x.shape
    if math.prod(shape) > LARGEST:
        raise _wrong_size(x.path, _product(shape))
    answers = _read_answers(f"{path}/y.npy", n, precision)
    return samples.reshape(n, -1), tuple(shape) or (1,), answers


def _read_answers(path: str, n: int, precision: str) -> NDArray | None:
    if not files.exists(path):
        return None
    y = _read(path)
    labelled = y.numbers.dtype.kind != "f"
    answers = y.numbers if labelled else _rounded(y, precision)
    if y.shape[0] != n:
        raise Failure(f"{path}: expected {n} rows, as x.npy has, found {y.shape[0]}")
    if len(y.shape) > (1 if labelled else 2):
        most = "1 axis" if labelled else "2 axes"
        raise Failure(f"{path}: expected at most {most}, found {len(y.shape)}")
    return _labels(y) if labelled else answers.reshape(n, -1)


def read_vector(path: str, precision: str) -> NDArray[np.float64]:
    """Read a vector of numbers that are finite in that precision, too."""
    array = _read(path)
    _rounded(array, precision)
    if len(array.shape) > 1:
        raise Failure(f"{path}: expected at most 1 axis, found {len(array.shape)}")
    return array.numbers.astype(np.float64)


def write(path: str, array: NDArray, sync: bool = False) -> None:
    """Write an array in C order of one of the types above, as numpy.save would: version 1.0.

    Parameters
    ----------
    path : str
    array : array
    sync : bool
        As for files.write.
    """
    descr = array.dtype.newbyteorder("<").str
    header = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {array.shape}, }}"
    padding = -(len(MAGIC) + 4 + len(header) + 1) % 64
    header += " " * padding + "\n"
    start = MAGIC + b"\x01\x00" + len(header).to_bytes(2, "little") + header.encode()
    files.write(path, start + array.astype(descr).tobytes(), sync)


def _read(path: str) -> Array:
    content = files.read(path)
    descr, shape, start = _read_header(path, content)
    found = len(content) - start
    size = np.dtype(descr).itemsize
    if found != math.prod(shape) * size:
        expected = f"{_product(shape)} numbers of {size} bytes"
        raise Failure(f"{path}: expected {expected}, found {found} bytes")
    return Array(path, np.frombuffer(content, descr, offset=start), shape)


def _read_header(path: str, content: bytes) -> tuple[str, tuple[int, ...], int]:
    """Return the type, the shape and the place where the numbers begin."""
    if not begins(content):
        raise Failure(f"{path}: expected a .npy file, found another format")
    major, minor = content[6:8]
    if major not in (1, 2, 3) or minor != 0:
        raise Failure(f"{path}: expected .npy version 1.0, 2.0 or 3.0, found {major}.{minor}")

    first = 10 if major == 1 else 12
    start = first + int.from_bytes(content[8:first], "little")
    descr, _, rest = content[first:start].partition(AFTER_TYPE)
    header = ORDER_AND_SHAPE.fullmatch(rest)
    if len(content) < max(first, start) or not descr.startswith(TYPE) or not header:
        raise Failure(f"{path}: expected a header as numpy.save writes it, found another")

    descr = descr.removeprefix(TYPE)
    if len(descr) >= 2 and descr[:1] == descr[-1:] == b"'":
        descr = descr[1:-1]
    if descr not in TYPES:
        raise Failure(f'{path}: expected dtype |u1 <i4 <i8 <f4 or <f8, found "{text.shown(descr)}"')
    if header[1] == b"True":
        raise Failure(f"{path}: expected C order, found Fortran order")
    return descr.decode(), _shape(path, header[2]), start


def _shape(path: str, sizes: bytes) -> tuple[int, ...]:
    tokens = re.findall(rb"-?[0-9]+", sizes)
    if not tokens:
        raise Failure(f"{path}: expected at least 1 axis, found 0")
    for token in tokens:
        if len(token) > 10 or not 1 <= int(token) <= LARGEST:
            raise _wrong_size(path, text.shown(token))
    return tuple(map(int, tokens))


def _wrong_size(path: str, found: str) -> Failure:
    return Failure(f'{path}: expected sizes from 1 to {LARGEST}, found "{found}"')


def _product(shape: Iterable[int]) -> str:
    return "*".join(map(str, shape))


def _rounded(array: Array, precision: str) -> NDArray:
    """Return a copy of the numbers, all finite, rounded to float64 and then as asked for."""
    with np.errstate(over="ignore"):
        result = array.numbers.astype(np.float64, copy=False).astype(precision)
    finite = np.isfinite(result)
    if not finite.all():
        entry = int(np.argmin(finite))
        raise Failure(f"{array.path}: expected finite numbers, found another at entry {entry}")
    return result


def _labels(array: Array) -> NDArray[np.int32]:
    y = array.numbers
    wrong = (y < 0) | (y >= LARGEST)
    if wrong.any():
        entry = int(np.argmax(wrong))
        found = f'"{y[entry]}" at entry {entry}'
        raise Failure(f"{array.path}: expected a label from 0 to {LARGEST - 1}, found {found}")
    return y.astype(np.int32)
