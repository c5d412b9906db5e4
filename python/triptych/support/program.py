"""What all programs share: how they begin, how they fail, what time it is."""

import io
import os
import platform
import signal
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np

from triptych.support import text, threads

FAILED = 1  # exit codes
BAD_INPUT = 2
INTERRUPTED = 130


class Failure(Exception):
    """What ends a program: one line for stderr, and an exit code.

    Parameters
    ----------
    line : str
        What is wrong, without the program's name.
    code : int
    """

    def __init__(self, line: str, code: int = BAD_INPUT) -> None:
        super().__init__(line)
        self.code = code


def run(program: str, work: Callable[[], None]) -> int:
    """Do a program's work and return its exit code: whatever fails is one line on stderr."""
    _behave_as_c()
    try:
        work()
        return 0
    except Failure as failure:
        line, code = str(failure), failure.code
    except MemoryError:
        line, code = "out of memory", FAILED
    except NotImplementedError as error:
        function = traceback.extract_tb(error.__traceback__)[-1].name
        line, code = f"{function}: not implemented yet", FAILED
    if sys.stdout:  # None if closed
        sys.stdout.flush()
    if sys.stderr:
        print(f"{program}: {line}", file=sys.stderr)
    return code


def view_hint(program: str, out: str) -> None:
    """Print the command that shows what is in the folder `out`."""
    folder = "" if out == f"out/{program}" else f" OUT={out}"
    print(f"see it: make view_{program}{folder}")


class _Stream(io.FileIO):
    """Where stdout and stderr go, as in C: what a full disk does not take is lost."""

    def write(self, content: Any) -> int:
        try:
            return super().write(content) or 0
        except OSError:
            return len(content)


def _behave_as_c() -> None:
    """Let signals end the program, and print file names as they were typed."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream and stream is getattr(sys, f"__{name}__"):  # None if closed, another in tests
            raw = _Stream(stream.fileno(), "wb", closefd=False)
            as_c = io.TextIOWrapper(
                io.BufferedWriter(raw),
                encoding=sys.getfilesystemencoding(),
                errors="surrogateescape",
                line_buffering=raw.isatty() or name == "stderr",
            )
            setattr(sys, name, as_c)


def quiet() -> None:
    """Print nothing more on stdout."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def banner(program: str, precision: str) -> None:
    """Print the first line: program, language, versions, build and threads."""
    made_of = f"{platform.python_version()}, NumPy {np.__version__}"
    used = text.counted(threads.count(), "thread")
    print(f"{program} in Python ({made_of}), lesson, {precision}, {used}")


class Interrupt:
    """From now on the first Ctrl-C (SIGINT) is only noted, the second ends the program."""

    def __init__(self) -> None:
        self.noted = False
        signal.signal(signal.SIGINT, self._note)

    def _note(self, *_: object) -> None:
        self.noted = True
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def end_interrupted(epochs: int) -> NoReturn:
    """End the program for it, after so many epochs."""
    print(f"interrupted after {text.counted(epochs, 'epoch')}, continue with --resume")
    sys.exit(INTERRUPTED)


def clock() -> float:
    """Return the seconds since some moment in the past."""
    return time.perf_counter()
