"""Formats made of bytes: NumPy's .npy and .npz, IDX (MNIST) and FITS tables."""

import gzip
import io
import math
import warnings
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from triptych.convert.tables import Choice, Table, label_by
from triptych.support import files, npy
from triptych.support.data import Data
from triptych.support.program import Failure

IDX_TYPES = {8: "u1", 9: "i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
STORED = {"b1": "u1", "i1": "i4", "i2": "i4", "u2": "i4", "u4": "i8", "u8": "f8", "f2": "f4"}


def is_zip(content: bytes) -> bool:
    """NumPy's format for several arrays is a zip archive."""
    return content.startswith(b"PK\x03\x04")


def is_idx(content: bytes) -> bool:
    """Two zero bytes, the type, the number of axes."""
    return (
        len(content) >= 4 and content[:2] == b"\0\0" and content[2] in IDX_TYPES and content[3] > 0
    )


def is_fits(content: bytes) -> bool:
    """The first card of any FITS file."""
    return content.startswith(b"SIMPLE  =")


def unpacked(path: str, content: bytes) -> bytes:
    """Return what gzip packed, or the content itself."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        raise Failure(f"{path}: expected a gzip file, found a broken one") from None


def storable(array: NDArray) -> NDArray:
    """Return an array in a type that data/README.md allows, without loss."""
    return array.astype(STORED.get(array.dtype.str[1:], array.dtype), copy=False)


def read_npy(path: str, content: bytes, choice: Choice) -> Table | tuple[Data, list[str]]:
    """Read an array: samples or, if it has named columns or some are chosen, a table."""
    array = _load(path, content)
    if array.dtype.names:
        return _table(path, [(name, array[name]) for name in array.dtype.names], choice)
    if array.ndim == 2 and (choice.label or choice.targets or choice.drop):
        return _table(path, [(str(c), column) for c, column in enumerate(array.T)], choice)
    return _with_labels(path, array, choice.labels)


def read_npz(path: str, content: bytes, choice: Choice) -> tuple[Data, list[str]]:
    """Read the samples and, if there, the labels or targets of an archive of arrays."""
    arrays = _foreign(path, "an archive of NumPy arrays", _unzip, content)
    if not arrays:
        raise Failure(f"{path}: expected an archive of NumPy arrays, found an empty one")
    samples = [choice.array] if choice.array else [*arrays] if len(arrays) == 1 else ["x", "X"]
    answers = [choice.label] if choice.label else ["y", "Y"]
    data = _samples(path, arrays[_name(path, arrays, samples, "--array")])
    if not choice.label and arrays.keys().isdisjoint(answers):
        return data, []
    name = _name(path, arrays, answers, "--label")
    if choice.label or arrays[name].dtype.kind != "f":
        return data, _label(data, path, name, arrays[name])
    data.t = _samples(path, arrays[name]).x
    return data, []


def read_idx(path: str, content: bytes, choice: Choice) -> tuple[Data, list[str]]:
    """Read images, and the labels from the file that goes with them."""
    return _with_labels(path, _idx(path, content), choice.labels or _partner(path))


def read_fits(path: str, content: bytes, choice: Choice) -> Table:
    """Read the first table; a column of arrays becomes a column for each entry."""
    try:
        from astropy import table
    except ImportError:
        raise Failure(f"{path}: FITS files need astropy: pip install astropy") from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = partial(table.Table.read, format="fits")
        found = _foreign(path, "a FITS file with a table", read, io.BytesIO(content))
    return _table(path, [(name, found[name]) for name in found.colnames], choice)


def _foreign(path: str, expected: str, read: Callable[[Any], Any], content: Any) -> Any:
    """Read by another library's function: a broken file may raise anything there."""
    try:
        return read(content)
    except MemoryError:
        raise
    except Exception:
        raise Failure(f"{path}: expected {expected}, found another file") from None


def _load(path: str, content: bytes) -> NDArray:
    return _foreign(path, "a .npy file of numbers", np.lib.format.read_array, io.BytesIO(content))


def _unzip(content: bytes) -> dict[str, NDArray]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name.removesuffix(".npy"): np.lib.format.read_array(io.BytesIO(archive.read(name)))
            for name in archive.namelist()
        }


def _idx(path: str, content: bytes) -> NDArray:
    if not is_idx(content):
        raise Failure(f"{path}: expected an IDX file, found another format")
    start = 4 + 4 * content[3]
    if len(content) < start:
        raise Failure(f"{path}: expected a header of {start} bytes, found {len(content)} bytes")
    shape = tuple(np.frombuffer(content[4:start], ">u4").tolist())
    dtype = np.dtype(IDX_TYPES[content[2]])
    if len(content) != start + math.prod(shape) * dtype.itemsize:
        expected = f"{'*'.join(map(str, shape))} numbers of {dtype.itemsize} bytes"
        raise Failure(f"{path}: expected {expected}, found {len(content) - start} bytes")
    return np.frombuffer(content, dtype, offset=start).reshape(shape)


def _partner(path: str) -> str | None:
    """Return the labels of train-images-idx3-ubyte: train-labels-idx1-ubyte beside it."""
    folder, slash, name = path.rpartition("/")
    partner = folder + slash + name.replace("images", "labels").replace("idx3", "idx1")
    return partner if partner != path and files.exists(partner) else None


def _with_labels(path: str, array: NDArray, labels: str | None) -> tuple[Data, list[str]]:
    data = _samples(path, array)
    if labels is None:
        return data, []
    content = unpacked(labels, files.read(labels))
    y = _load(labels, content) if npy.begins(content) else _idx(labels, content)
    return data, _label(data, labels, "labels", y)


def _samples(path: str, array: NDArray) -> Data:
    if array.dtype.kind not in "biuf" or array.ndim == 0 or array.size == 0:
        found = f"{array.dtype} of shape {array.shape}"
        raise Failure(f"{path}: expected an array of numbers, found {found}")
    if not np.isfinite(array).all():
        entry = int(np.argmin(np.isfinite(array)))
        raise Failure(f"{path}: expected finite numbers, found another at entry {entry}")
    return Data(np.ascontiguousarray(array).reshape(len(array), -1), array.shape[1:] or (1,))


def _label(data: Data, path: str, name: str, y: NDArray) -> list[str]:
    column = y if y.dtype.kind in "biu" else _values(y)
    if column is None or column.shape != (len(data.x),):
        found = f"{y.dtype} of shape {y.shape}"
        raise Failure(f"{path}: expected {len(data.x)} labels in {name}, found {found}")
    return label_by(data, Table(path, [name], [column]), 0)


def _name(path: str, arrays: dict[str, NDArray], wanted: list[str], option: str) -> str:
    found = [name for name in wanted if name in arrays]
    if not found:
        known = f"{', '.join(arrays)} ({option} names one)"
        raise Failure(f"{path}: expected an array {wanted[0]}, found {known}")
    return found[0]


def _table(path: str, columns: list[tuple[str, NDArray]], choice: Choice) -> Table:
    """Return a table, each column of arrays spread out."""
    table = Table(path, [], [])
    for name, column in columns:
        values = _values(column)
        if values is None and name not in choice.drop:
            found = f"{column.dtype} (--drop {name} leaves it out)"
            raise Failure(f"{path}: expected numbers or words in column {name}, found {found}")
        if values is None or values.ndim == 1:
            table.names.append(name)
            table.columns.append(np.zeros(len(column)) if values is None else values)
            continue
        entries = values.reshape(len(values), math.prod(values.shape[1:])).T
        table.names += [f"{name}[{entry}]" for entry in range(len(entries))]
        table.columns += list(entries)
    if not table.columns or len(table.columns[0]) == 0:
        raise Failure(f"{path}: expected a table, found no row")
    return table


def _values(column: NDArray) -> NDArray | None:
    """Return float64, NaN where masked, or words; None if it is neither."""
    masked = np.ma.asarray(column)
    if masked.dtype.kind in "biuf":
        return np.ma.filled(masked.astype(np.float64), np.nan)
    if masked.dtype.kind not in "SU":
        return None
    words = np.ma.filled(masked, "" if masked.dtype.kind == "U" else b"")
    return np.char.strip(np.char.decode(words, "latin-1") if words.dtype.kind == "S" else words)
