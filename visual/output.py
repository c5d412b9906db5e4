"""Read what a program left in its output folder, write pictures, show them."""

import io
import os
import platform
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

from triptych.support import files
from triptych.support.program import Failure

ROOT = Path(__file__).resolve().parent.parent


def read_run_text(file: Path, program: str) -> dict[str, str]:
    """Return what run.txt says: a line has a name and its value."""
    if not file.exists():
        raise Failure(f"{file}: no such file; run ./{program} first")
    lines = os.fsdecode(files.read(str(file))).splitlines()
    said = {name: value for name, _, value in (line.partition(" ") for line in lines) if value}
    if "data" not in said:
        raise Failure(f'{file}: expected a line "data FILE"')
    return said


def find_data(name: str, file: Path) -> str:
    """Return where the data are that a run names: below this folder or the project's."""
    for start in (Path(), ROOT):
        if (start / name).exists():
            return str(start / name)
    raise Failure(f"{name}: no such file here or in {ROOT}, but {file} names it")


def read_table(file: Path, expected: str, columns: int, skipped: int = 0) -> NDArray:
    """Read rows of finite numbers with commas between them."""
    rows = [line.split(b",") for line in files.read(str(file)).splitlines()[skipped:]]
    try:
        table = np.array([[float(token) for token in row] for row in rows])
    except ValueError:
        table = np.empty(0)
    if table.ndim != 2 or table.shape[1] != columns or not np.isfinite(table).all():
        raise Failure(f"{file}: expected {expected}")
    return table


def write_figure(figure: Figure, file: Path) -> None:
    """Write a picture, the same bytes every time, and print where it is."""
    content = io.BytesIO()
    figure.savefig(content, format="png", metadata={"Software": None})
    write(content, file)


def write_animation(pages: list[Image.Image], durations: list[int], file: Path) -> None:
    """Write pages, each shown for so many milliseconds, as a GIF that runs for ever."""
    content = io.BytesIO()
    first, *others = pages
    first.save(content, "gif", save_all=True, append_images=others, duration=durations, loop=0)
    write(content, file)


def write(content: io.BytesIO, file: Path) -> None:
    """Write a file, make its folder, and print where it is."""
    files.make_folder(str(file.parent))
    files.write(str(file), content.getvalue())
    print(file, flush=True)


def show(file: Path) -> None:
    """Open a picture in the viewer of this desktop, if someone sits before it."""
    if not sys.stdout.isatty() or "SSH_CONNECTION" in os.environ:
        return
    if sys.platform == "darwin":
        command = "open"
    elif "microsoft" in platform.release().lower():  # Linux inside Windows
        command = "explorer.exe"
    elif "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ:
        command = "xdg-open"
    else:
        return
    nowhere = subprocess.DEVNULL
    with suppress(OSError):  # without a viewer, the path that was printed must do
        subprocess.Popen([command, file.name], cwd=file.parent, stdout=nowhere, stderr=nowhere)
