"""How far a long run is: one line on stderr, rewritten, if that is a terminal."""

import sys

from triptych.support import program, report, text

INTERVAL = 0.1  # seconds between two lines
WIDTH = 78


class Progress:
    """The line.

    Parameters
    ----------
    quiet : bool
    first, epochs : int
        Epochs done at the start, and to be done.
    """

    def __init__(self, quiet: bool, first: int, epochs: int) -> None:
        self.on = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self.first, self.epochs = first, epochs
        self.begin = self.shown = program.clock()

    def show(self, done: int, loss: float, accuracy: float) -> None:
        """Say that so many epochs are done; accuracy in percent, or below 0 for none."""
        now = program.clock()
        if not self.on or now - self.shown < INTERVAL:
            return
        self.shown = now
        left = (now - self.begin) / (done - self.first) * (self.epochs - done)
        rate = f", accuracy {report.percent(accuracy)}" if accuracy >= 0 else ""
        line = f"epoch {done} of {self.epochs}, loss {text.screen(loss)}{rate}, {left:.0f} s left"
        print(f"\r{line:{WIDTH}}", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        """Wipe the line."""
        if self.on and self.shown > self.begin:
            print(f"\r{'':{WIDTH}}\r", end="", file=sys.stderr, flush=True)
