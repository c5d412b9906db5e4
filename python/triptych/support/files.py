"""Files and folders, whole, with the messages of data/README.md and docs/programs.md."""

import os
from contextlib import suppress
from typing import BinaryIO

from triptych.support.program import Failure


def exists(path: str) -> bool:
    """Tell whether the system knows a file or folder of that name."""
    return os.path.exists(path)


def is_folder(path: str) -> bool:
    """Tell whether a path is a folder."""
    return os.path.isdir(path)


def read(path: str) -> bytes:
    """Return all bytes of a file; a pipe will do."""
    if not exists(path):
        raise Failure(f"{path}: no such file")
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        raise Failure(f"{path}: cannot be read") from None


def make_folder(path: str) -> None:
    """Make a folder, and those it lies in, where there is none."""
    try:
        os.makedirs(path, exist_ok=True)
    except OSError:
        raise Failure(f"{path}: cannot be written", code=1) from None


def write(path: str, content: str | bytes, sync: bool = False) -> None:
    """Write a file aside, then give it its name: nobody sees half of it.

    Parameters
    ----------
    path : str
    content : str or bytes
    sync : bool
        Wait until it is on the disk before it gets its name.
    """
    part = path + ".part"
    try:
        with open(part, "wb") as file:
            file.write(os.fsencode(content))
            if sync:
                _sync(file)
        os.replace(part, path)
    except OSError:
        remove(part)
        raise Failure(f"{path}: cannot be written", code=1) from None


def _sync(file: BinaryIO) -> None:
    """A file system that cannot sync is no reason to stop; a full disk shows at the end."""
    file.flush()
    with suppress(OSError):
        os.fsync(file.fileno())


def remove(path: str) -> None:
    """Remove a file, if it is there."""
    with suppress(OSError):
        os.remove(path)
