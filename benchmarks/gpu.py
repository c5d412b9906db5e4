"""A graphics card: are the results right there, how fast are they, and where does the time go?

    make gpu                  all of it, in one call, on a machine with a card
    make gpu SIZE=full        larger samples
    make gpu DEVICE=host      the same on the host, to see that everything is in place
    make gpu BUILD=only       build the programs, where the compilers are; measure elsewhere

It builds the programs in build/gpu (what is there already is not built again), runs every shipped
data set on the card and on the host, takes times, and counts launches and copies. The report goes
to the screen and to out/gpu/report.md. It needs Python with NumPy; PyTorch, if there, races too.
"""

import argparse
import io
import math
import platform
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import gpu_build
import gpu_race
from gpu_build import PRECISIONS, Build

ROOT = Path(__file__).resolve().parent.parent
# What the tests allow Python beside C, in whole runs: here, too, only roundings differ.
TOLERANCE = {"f64": 1e-10, "f32": 1e-4}
RUNS = (
    ("kmeans", "data/kmeans_2d.dat", "--max-iter 5"),
    ("kmeans", "data/kmeans_3d.dat", "-k 5 --max-iter 5"),
    ("kmeans", "data/iris.dat", "-k 3 --max-iter 5"),
    ("kmeans", "data/wine.dat", "-k 3 --max-iter 5"),
    ("kmeans", "data/galaxies.dat", "-k 3 --max-iter 5"),
    ("kmeans", "data/digits", "-k 10 --max-iter 5 --seed 4"),
    ("mlp", "data/gates_xor.dat", "--epochs 20"),
    ("mlp", "data/iris.dat", "--epochs 3"),
    ("mlp", "data/wine.dat", "--epochs 3 --batch 16 --momentum 0.9 --activation tanh"),
    ("mlp", "data/galaxies.dat", "--epochs 2 --output softmax"),
    ("mlp", "data/sine.dat", "--epochs 3 --activation leaky_relu --batch 8"),
    ("mlp", "data/bump.dat", "--epochs 3 --activation relu --batch 8"),
    ("mlp", "data/digits", "--epochs 2 --batch 32 --network|I-64, D-32_d0.2, D-10"),
    ("cnn", "data/digits", "--epochs 1"),
    ("cnn", "data/digits", "--epochs 1 --network|I-8.8, C-6.3, P-2_a, D-16_d0.2, D-10"),
    ("cnn", "data/wine.dat", "--epochs 2"),
)


def words(line: str) -> list[str]:
    """Split options at blanks; a | stands before the one value that has blanks in it."""
    head, _, rest = line.partition("|")
    return head.split() + ([rest] if rest else [])


def output(program: Path, arguments: list[str]) -> dict[str, bytes]:
    """Run a program and return the files that it wrote."""
    with tempfile.TemporaryDirectory() as folder:
        line = [str(program), *arguments, "--quiet", "--out", folder]
        done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{' '.join(line)}:\n{done.stderr}")
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def numbers(name: str, content: bytes) -> tuple[list[str], NDArray]:
    """Return the words of a file, and its numbers."""
    if name.endswith(".npy"):
        return [], np.load(io.BytesIO(content)).astype(np.float64).ravel()
    found, others = [], []
    for token in re.split(r"[\s,]+", content.decode()):
        try:
            found.append(float(token))
        except ValueError:
            others.append(token)
    return others, np.array(found)


def largest_difference(found: dict[str, bytes], expected: dict[str, bytes]) -> float:
    """Compare files number by number: relative above 1, absolute below; words must be equal."""
    largest = 0.0
    for name in found.keys() | expected.keys():
        if name not in found or name not in expected:
            return math.inf
        others, a = numbers(name, found[name])
        wanted, b = numbers(name, expected[name])
        if others != wanted or a.shape != b.shape:
            return math.inf
        largest = max(largest, float(np.max(np.abs(a - b) / np.maximum(1, np.abs(b)), initial=0)))
    return largest


def check(build: Build, device: str, say: Callable[[str], None]) -> bool:
    """Run all data sets on the device, twice, and on the host by the lesson; say what differs."""
    good = True
    columns = [f"{name} {precision}" for name in ("C", "Fortran") for precision in PRECISIONS]
    say(f"| program | data | {' | '.join(columns)} |")
    say("| --- " * 6 + "|")
    for name, data, line in RUNS:
        cells = []
        for language in ("c", "fortran"):
            for precision in PRECISIONS:
                arguments = [data, *words(line)]
                lesson = output(build.program(name, language, "", precision), arguments)
                program = build.program(name, language, "_gpu", precision)
                twice = [output(program, [*arguments, "--device", device]) for _ in range(2)]
                difference = largest_difference(twice[0], lesson)
                same = twice[0] == twice[1]
                good = good and same and difference <= TOLERANCE[precision]
                cells.append(
                    f"{difference:.1g}" + ("" if same else ", **differs from run to run**")
                )
        say(f"| {name} | {data} {line.replace('|', ' ')} | " + " | ".join(cells) + " |")
    say("")
    limits = " and ".join(f"{TOLERANCE[p]:g} in {p}" for p in PRECISIONS)
    say(
        "Largest difference to the lesson on the host, of all numbers in all files, relative "
        f"above 1; allowed are {limits}. Two runs on the same device must give the same bytes. "
        + ("All is well." if good else "**THIS FAILS.**")
    )
    return good


def machine(where: str) -> str:
    """Return a line about the device and the host."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.split(": ", 1)[1] for line in lines if line.startswith("model name")]
    return f"Device: {where}. Host: {names[0] if names else platform.machine()}, {len(names)} cores"


def device_of(build: Build, device: str) -> str:
    """Return what the programs say they run on; end here if they find no such thing."""
    with tempfile.TemporaryDirectory() as folder:
        program = build.program("kmeans", "c", "_gpu", "f64")
        line = [str(program), "--device", device, "--out", folder]
        done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        print(f"{done.stderr.strip()}\nWithout a card: make gpu DEVICE=host", file=sys.stderr)
        raise SystemExit(2)
    return done.stdout.splitlines()[0].rpartition(", on ")[2]


def main() -> None:
    """Do it all."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--device", choices=("gpu", "host"), default="gpu")
    parser.add_argument("--full", action="store_true", help="the large sizes")
    parser.add_argument("--threads", type=int, default=2, help="of the programs on the host")
    parser.add_argument("--build-only", action="store_true", help="build, and measure elsewhere")
    arguments = parser.parse_args()
    build = gpu_build.build()
    if arguments.build_only:
        return

    report = []

    def say(line: str) -> None:
        print(line, flush=True)
        report.append(line + "\n")

    where = device_of(build, arguments.device)
    say(f"# On {where}\n\n{machine(where)}; {gpu_race.versions(arguments.device)}\n")
    say("## The same results?\n")
    good = check(build, arguments.device, say)
    say("\n## How fast?\n")
    gpu_race.race(build, arguments.device, arguments.full, arguments.threads, say)
    say("\n## Where does the time go?\n")
    gpu_race.profile(build, arguments.device, say)
    folder = ROOT / "out" / "gpu"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.md").write_text("".join(report))
    raise SystemExit(0 if good else 1)


if __name__ == "__main__":
    main()
