"""Numbers to text and text to numbers: the same bytes as in C and in Fortran."""

import re

# The grammar comes first: float alone also takes 1_0, nan and digits of other scripts.
NUMBER = rb"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
INTEGER = rb"[+-]?[0-9]{1,10}"
COUNT = rb"[0-9]{1,10}"

FILE_DECIMALS = {"float64": 16, "float32": 8}  # they bring a number back to the same bits


def fixed(value: float, decimals: int) -> str:
    """Return a number with so many decimals: C's `%.Nf`."""
    return f"{value:.{decimals}f}"


def exponent(value: float, decimals: int) -> str:
    """Return a number as d.ddde+dd with so many decimals: C's `%.Ne`."""
    return f"{value:.{decimals}e}"


def screen(value: float) -> str:
    """Return a number for people, with six decimals."""
    if value == 0 or 1e-3 <= abs(value) < 1e6:
        return fixed(value, 6)
    return exponent(value, 6)


def file(value: float, precision: str) -> str:
    """Return a number for files: it reads back to the same bits."""
    return exponent(value, FILE_DECIMALS[precision])


def counted(count: int, thing: str) -> str:
    """Return a count and what is counted: `1 thread`, `2 threads`."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def shown(token: bytes) -> str:
    """Return a token as messages show it: at most 20 bytes, strange ones as `?`."""
    text = "".join(chr(byte) if 0x20 <= byte <= 0x7E else "?" for byte in token[:20])
    return text if len(token) <= 20 else text + "..."


def number(token: bytes) -> float | None:
    """Return the nearest float64, which may be infinite, or None: no number."""
    return float(token) if re.fullmatch(NUMBER, token) else None


def count(token: bytes, lowest: int, highest: int) -> int | None:
    """Return the value of 1 to 10 digits, lowest ... highest, or None: no such count."""
    if not re.fullmatch(COUNT, token) or not lowest <= int(token) <= highest:
        return None
    return int(token)


def integer(token: bytes) -> int | None:
    """Return the value of [+-]digits, at most 10 of them, or None: no integer."""
    return int(token) if re.fullmatch(INTEGER, token) else None
