"""Formats made of words: tables with any delimiter, and the lesson's k-means files."""

import csv
import math
import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from triptych.convert.tables import MISSING, Choice, Table, is_number
from triptych.support import text
from triptych.support.data import Data
from triptych.support.program import Failure

DELIMITERS = (",", ";", "|", " ", "\t")  # " ": any blanks and tabs
LOOKED_AT = 20  # rows that tell the delimiter
BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")  # of UTF-16


def is_dat(content: bytes) -> bool:
    """Triptych's own format."""
    return re.match(rb"[ \t]*#[ \t]*samples[ \t]", content) is not None


def is_kmeans(content: bytes) -> bool:
    """The lesson's k-means files: a line `d n`, then a line a dimension, not of two numbers."""
    first, _, rest = content.lstrip().partition(b"\n")
    sizes = re.fullmatch(rb"[0-9]{1,10}[ \t]+[0-9]{1,10}[ \t\r]*", first)
    return sizes is not None and len(rest.lstrip().partition(b"\n")[0].split()) > 2


def read_kmeans(path: str, content: bytes, choice: Choice) -> tuple[Data, list[str]]:
    """Read a line `d n`, then d lines of n numbers: a column is a sample."""
    del choice  # it is about columns
    lines = [(place, line.split()) for place, line in enumerate(_lines(path, content), 1)]
    lines = [(place, tokens) for place, tokens in lines if tokens]
    if not lines or len(lines[0][1]) != 2 or not all(map(str.isdecimal, lines[0][1])):
        raise Failure(f"{path}:1: expected the numbers of dimensions and of samples, found others")
    d, n = map(int, lines[0][1])
    if len(lines) - 1 != d or d < 1 or n < 1:
        raise Failure(f"{path}: expected {d} rows of {n} numbers, found {len(lines) - 1} rows")
    for place, tokens in lines[1:]:
        if len(tokens) != n:
            raise Failure(f"{path}:{place}: expected {n} numbers, found {len(tokens)}")
        for token in tokens:
            if not is_number(token) or math.isinf(float(token)):
                shown = text.shown(token.encode())
                raise Failure(f'{path}:{place}: expected a finite number, found "{shown}"')
    x = np.array([tokens for _, tokens in lines[1:]], np.float64).T
    return Data(np.ascontiguousarray(x), (d,)), []


def read_csv(path: str, content: bytes, choice: Choice) -> Table:
    """Read a table: any delimiter, with or without a line of names, `#` lines left out."""
    del choice  # comes later
    lines = _lines(path, content)
    rows, places = [], []
    reader = _cut(lines, _delimiter(lines))
    try:
        for row in reader:
            if row and any(row) and not row[0].startswith("#"):
                rows.append([cell.strip() for cell in row])
                places.append(reader.line_num)
    except csv.Error:
        raise Failure(
            f"{path}:{reader.line_num}: expected a row of a table, found another"
        ) from None
    return _table(path, rows, places)


def _table(path: str, rows: list[list[str]], places: list[int]) -> Table:
    if not rows:
        raise Failure(f"{path}: expected a table, found no row")
    width = len(rows[0])
    for row, place in zip(rows, places, strict=True):
        if len(row) != width:
            raise Failure(f"{path}:{place}: expected {width} columns, found {len(row)}")

    columns = [list(column) for column in zip(*rows, strict=True)]
    names = [str(c) for c in range(width)]
    if len(rows) > 1 and any(_has_name(column) for column in columns):
        names = [column.pop(0) for column in columns]
        places = places[1:]
    return Table(path, names, [_column(column) for column in columns], places)


def _has_name(column: list[str]) -> bool:
    """A column has a name if a word stands over numbers."""
    name, *cells = column
    present = [cell for cell in cells if cell not in MISSING]
    return name not in MISSING and not is_number(name) and bool(present) and _are_numbers(present)


def _are_numbers(cells: list[str]) -> bool:
    return all(is_number(cell) for cell in cells)


def _column(cells: list[str]) -> NDArray:
    """Return numbers, NaN where one is missing, or words if there is any word."""
    if _are_numbers([cell for cell in cells if cell not in MISSING]):
        return np.array([math.nan if cell in MISSING else float(cell) for cell in cells])
    return np.array(cells)


def _lines(path: str, content: bytes) -> list[str]:
    """Return the lines of a text in UTF-8, UTF-16 or Latin-1, without a byte-order mark."""
    if content.startswith(BYTE_ORDER_MARKS):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "latin-1"]
    for encoding in encodings:
        try:
            decoded = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in decoded:
            return re.split(r"\r\n|\r|\n", decoded)
    raise Failure(f"{path}: expected a format that convert knows, found another")


def _delimiter(lines: list[str]) -> str:
    """Return the first delimiter that cuts all rows alike, else one that is in the first row."""
    rows = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    rows = rows[:LOOKED_AT]
    for delimiter in DELIMITERS:
        widths = {len(row) for row in _cut(rows, delimiter)}
        if len(widths) == 1 and widths != {1}:
            return delimiter
    return next((each for each in (*DELIMITERS[:3], "\t") if rows and each in rows[0]), " ")


def _cut(lines: list[str], delimiter: str) -> Any:
    """Return the csv reader of some lines."""
    if delimiter == " ":
        lines = [line.replace("\t", " ").strip() for line in lines]
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
