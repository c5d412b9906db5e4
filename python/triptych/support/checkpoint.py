"""How far a training has come, kept so that it can go on to the very same numbers:
docs/training.md has the layout of checkpoint.npy.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from triptych.support import npy, program
from triptych.support.program import Failure

VERSION = 1
HEAD = 8  # the vector begins with so many numbers, the epochs done the sixth of them
INTERVAL = 1.0  # seconds between two of them


@dataclass
class Checkpoint:
    """What a run is known by, and what it needs to go on.

    Parameters
    ----------
    folder : str
    seed : int
    n, d, classes : int
        Training rows, features kept, classes.
    size, columns : int
        Of the state and of a row of the history.
    state : float64 array, shape (size,)
        What the program needs to go on.
    history : list
        For each epoch done its numbers, columns of them.
    saved : float
        The moment of the last writing, or of the start.
    """

    folder: str
    seed: int
    n: int
    d: int
    classes: int
    size: int
    columns: int
    state: NDArray[np.float64] = field(init=False)
    history: list[list[float]] = field(default_factory=list)
    saved: float = field(default_factory=program.clock)

    @property
    def path(self) -> str:
        """Where it is kept."""
        return f"{self.folder}/checkpoint.npy"

    @property
    def epochs(self) -> int:
        """How many are done."""
        return len(self.history)

    def read(self, precision: str) -> None:
        """Read FOLDER/checkpoint.npy, which must be of this very run."""
        vector = npy.read_vector(self.path, precision)
        if not self._is_ours(vector):
            run = f"seed {self.seed}, {self.n} training rows, "
            run += f"{self.d} features, {self.classes} classes"
            expected = f"a checkpoint of this run ({run})"
            raise Failure(f"{self.path}: expected {expected}, found another")
        _, self.state, history = np.split(vector, [HEAD, HEAD + self.size])
        self.history = history.reshape(-1, self.columns).tolist()

    def is_due(self) -> bool:
        """Tell whether it is a second since the last one was written."""
        return program.clock() - self.saved >= INTERVAL

    def write(self) -> None:
        """Write it; a kill at any moment leaves a whole one, this or the last."""
        history = np.array(self.history).ravel()
        vector = np.concatenate([self._head(self.epochs), self.state, history])
        npy.write(self.path, vector, sync=True)
        self.saved = program.clock()

    def _head(self, epochs: int) -> NDArray[np.float64]:
        own = [self.seed, self.n, self.d, self.classes]
        return np.array([VERSION, *own, epochs, self.size, self.columns], np.float64)

    def _is_ours(self, vector: NDArray[np.float64]) -> bool:
        """Tell whether this is of the same run, however many epochs it has done."""
        epochs, rest = divmod(len(vector) - HEAD - self.size, self.columns)
        return epochs >= 0 and rest == 0 and np.array_equal(vector[:HEAD], self._head(epochs))
