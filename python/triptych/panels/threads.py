"""How many threads a language's parallel loops use."""

from typing import Any

from triptych.panels import checks


class Threads:
    """The number of threads of one language.

    Parameters
    ----------
    raw : module or object
        The same functions, unchecked.
    """

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def set(self, n: int) -> None:
        """Use n threads from now on; 0: as many as there are processors."""
        self._raw.set(checks.integer("n", n, 0, 1024))

    def count(self) -> int:
        """Return the number of threads in use."""
        return self._raw.count()
