"""The race: the same work by each language and by the big libraries, side by side.

    make race                     every algorithm, at sizes of a minute
    make race SIZE=full           the sizes of the table in docs/speed.md
    make race NAME=kmeans         one of them

The student's own versions, in work/, run too when all exercises of an algorithm pass: mine c.

Every runner does the same work from the same start. They take turns, so that a noisy machine is
noisy for all; the median of the turns counts. A ratio above 1: so many times faster than the best
library. Times mean little on another machine, ratios do. The tables also go to out/race/.
"""

import argparse
import os
import platform
import sys
from collections.abc import Callable
from functools import partial
from math import nan
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

import numpy as np

import mine
import race_cnn
import race_kmeans
import race_mlp
import race_perceptron

ROOT = Path(__file__).resolve().parent.parent
TURNS = 5
LONG = 3.0  # seconds; a runner that takes longer has one turn after its first


class Table(NamedTuple):
    """Work at one size: what it is called, who does it, who is the reference."""

    title: str
    runners: dict[str, Callable[[], object]]
    libraries: tuple[str, ...]


def turns(runners: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Run each in turn, and return the median times in seconds. The first turn warms up."""
    times: dict[str, list[float]] = {name: [] for name in runners}
    for _ in range(TURNS + 1):
        for name, run in runners.items():
            if not (len(times[name]) > 1 and times[name][0] > LONG):
                begin = perf_counter()
                done = run()
                seconds = perf_counter() - begin
                times[name].append(done if isinstance(done, mine.Measured) else seconds)
    return {name: median(each[1:]) for name, each in times.items()}


def race(tables: list[Table]) -> list[list[str]]:
    """Return the rows of a table: the best library's time, then the ratio of each runner."""
    names = list(dict.fromkeys(name for table in tables for name in table.runners))
    rows = [["", "best library", "ms", *names]]
    for table in tables:
        found = turns(table.runners)
        best = min(table.libraries, key=lambda name: found[name])
        ratios = [f"{found[best] / found[n]:.2f}" if found.get(n, nan) > 0 else "-" for n in names]
        rows.append([table.title, best, f"{1000 * found[best]:.3g}", *ratios])
        print("  ".join(rows[-1]), file=sys.stderr)
    return rows


def markdown(rows: list[list[str]]) -> str:
    """Return rows as a table, the first one its head."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def processor() -> str:
    """Return what the processor calls itself."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(": ", 1)[1] for line in lines if line.startswith("model name"))
    except (OSError, StopIteration, IndexError):
        return platform.processor() or platform.machine()


def machine(threads: int) -> str:
    """Return a line about where the race is run."""
    import sklearn

    versions = f"Python {platform.python_version()}, NumPy {np.__version__}"
    return (
        f"{processor()}, {os.cpu_count()} cores, {threads} threads; "
        f"{versions}, scikit-learn {sklearn.__version__}"
    )


RACES = {
    "kmeans": race_kmeans.tables,
    "perceptron": race_perceptron.tables,
    "mlp": race_mlp.tables,
    "cnn": race_cnn.tables,
}


def main() -> None:
    """Run the races asked for, print and write their tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"among {', '.join(RACES)}")
    parser.add_argument("--full", action="store_true", help="the large sizes")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    if unknown := [name for name in arguments.names if name not in RACES]:
        parser.error(f"no such race: {unknown[0]}")

    folder = ROOT / "out" / "race"
    folder.mkdir(parents=True, exist_ok=True)
    print(machine(arguments.threads))
    for name in arguments.names or RACES:
        sizes = arguments.full, arguments.threads
        prepared = [Table(*each) for each in RACES[name](*sizes)]
        if not prepared:
            print(f"\n{name}: no library to race against: PyTorch is not installed")
            continue
        with mine.joined(name, *sizes) as own:
            for row, table in enumerate(prepared):
                table.runners.update({who: partial(each.run, row) for who, each in own.items()})
            rows = race(prepared)
        print(f"\n{name}: times faster than the best library\n\n{markdown(rows)}\n")
        (folder / f"{name}.md").write_text(f"{machine(arguments.threads)}\n\n{markdown(rows)}\n")
        (folder / f"{name}.csv").write_text("".join(",".join(row) + "\n" for row in rows))


if __name__ == "__main__":
    main()
