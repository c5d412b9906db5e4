"""Values as people write them, on the command line or in a file.

`where` is the option, or FILE:LINE. A value that is none ends in a Failure: where it stands,
what was expected, what was found.
"""

import math
import os
from collections.abc import Sequence

from triptych.support import text
from triptych.support.program import Failure


def integer(where: str, token: str, lowest: int, highest: int) -> int:
    """Return the value of a token as an integer, lowest ... highest."""
    value = text.integer(os.fsencode(token))
    if value is None or not lowest <= value <= highest:
        raise fault(where, f"an integer from {lowest} to {highest}", token)
    return value


def number(where: str, token: str, lowest: int) -> float:
    """Return the value of a token as a finite number, at least lowest."""
    value = text.number(os.fsencode(token))
    if value is None or not lowest <= value < math.inf:
        raise fault(where, f"a number of at least {lowest}", token)
    return value


def positive(where: str, token: str) -> float:
    """Return the value of a token as a finite number above 0."""
    value = text.number(os.fsencode(token))
    if value is None or not 0 < value < math.inf:
        raise fault(where, "a number above 0", token)
    return value


def word(where: str, token: str, words: Sequence[str]) -> str:
    """Return the token, which must be one of some words."""
    if token not in words:
        raise fault(where, f"{', '.join(words[:-1])} or {words[-1]}", token)
    return token


def columns(where: str, token: str, count: int) -> list[int]:
    """Return columns written as 2,3, each below count; `all` gives all."""
    if token == "all":
        return list(range(count))
    chosen = []
    for entry in token.split(","):
        column = text.count(os.fsencode(entry), 0, count - 1)
        if column is None:
            raise fault(where, f"columns from 0 to {count - 1}", entry)
        chosen.append(column)
    return chosen


def fault(where: str, expected: str, token: str) -> Failure:
    """Return what ends the program because of a token."""
    return Failure(f'{where}: expected {expected}, found "{text.shown(os.fsencode(token))}"')
