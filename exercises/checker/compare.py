"""Run the student's program beside the reference, and name the first number that differs."""

import os
import re
import shlex
import subprocess
import sys

import build
import cases
import catalog
import work
from catalog import ROOT

LIMIT = 1e-10  # relative to the largest number of the file
RUNS = {
    "kmeans": (("data/kmeans_2d.dat",), ("data/kmeans_3d.dat", "-k", "5")),
    "perceptron": (("data/gates_or.dat",), ("data/iris.dat", "--epochs", "20")),
    "mlp": (
        ("data/gates_xor.dat", "--epochs", "50", "--rate", "0.5", "--init", "xavier"),
        ("data/iris.dat", "--epochs", "10", "--momentum", "0.5"),
        ("data/wine.dat", "--epochs", "5", "--network", "I-13, D-8, D-5, D-3", "--batch", "16"),
    ),
    "cnn": (("data/digits", "--epochs", "1"),),
}
# The files of a run, in the order in which it fills them.
FILES = {
    "kmeans": ("path.dat", "history.csv", "centroids.dat", "labels.dat"),
    "perceptron": ("path.dat", "history.csv", "params.npy"),
    "mlp": ("history.csv", "params.npy"),
    "cnn": ("history.csv", "params.npy"),
}


def my(algorithm):
    """Write ./my_ALGORITHM, a launcher of the student's own program in Python."""
    python = build.python_with_numpy() or sys.exit("NumPy is missing, see: make doctor")
    words = [python, str(catalog.DRIVERS / "program.py"), algorithm, str(catalog.WORK / "python")]
    path = ROOT / ("my_" + algorithm)
    path.write_text('#!/bin/sh\nexec %s "$0" "$@"\n' % " ".join(map(shlex.quote, words)))
    path.chmod(0o755)
    return 0


def _program(algorithm, language, student, folder):
    """Return the command of the student's program, or of the reference."""
    if language == "python":
        python = build.python_with_numpy() or sys.exit("NumPy is missing, see: make doctor")
        own = catalog.WORK / "python" if student else ROOT / "python" / "triptych"
        return [python, catalog.DRIVERS / "program.py", algorithm, own, algorithm]
    compiler = build.compiler(language) or sys.exit("no compiler, see: make doctor")
    files = (os.environ.get("FILES") or algorithm).split()
    own = {file: catalog.student_file(file, language) for file in files}
    heart = [
        own[file] if student and own[file].exists() else catalog.panel_file(file, language)
        for file in files
    ]
    program = catalog.panel_file("programs/" + algorithm, language)
    if language == "c":
        support = sorted((ROOT / "c" / "support").glob("*.c"))
        sources = ["-std=c11", "-I", ROOT / "c", program] + heart + support
    else:
        support = [ROOT / name for name in os.environ.get("FORTRAN_SOURCES", "").split()]
        sources = ["-std=f2018", "-J", folder] + support + heart + [program]
    out = folder / "program"
    changed = max(path.stat().st_mtime for path in [program, *heart, *support])
    if not student and out.exists() and out.stat().st_mtime > changed:
        return [out]  # the reference is as it was
    words = compiler + ["-O2", "-ffp-contract=off"] + sources + ["-o", out, "-lm"]
    done = subprocess.run(
        [str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        sys.exit("\n".join(build.problem(done.stdout.decode("utf-8", "replace"), heart[-1])))
    return [out]


def _table(path):
    """Read a file of numbers: rows, and the names of its columns if it is csv."""
    if path.suffix == ".npy":
        content = path.read_bytes()
        start = 10 + int.from_bytes(content[8:10], "little")
        return [list(memoryview(content[start:]).cast("d"))], None
    lines = path.read_text().split("\n")
    if path.suffix == ".csv":
        rows = [[float(word) for word in line.split(",")] for line in lines[1:] if line]
        return rows, lines[0].split(",")
    return cases.read_table(path), None


def _place(name, row, column, columns, folder):
    """Say where a number stands, in the words of the lesson; folder: of the run."""
    network = folder / "network.txt"
    if name in ("path.dat", "params.npy") and network.exists():
        when = "epoch %d: " % row if name == "path.dat" else ""
        return when + _weight(network.read_text(), column)
    if name == "path.dat":
        clusters = len(_table(folder / "centroids.dat")[0])
        return "step %d: centroids[%d,%d]" % (row // clusters, row % clusters, column)
    if columns:
        return "%s %d: %s" % (columns[0], row, columns[column])
    if name == "labels.dat":
        return "labels[%d]" % row
    return "%s[%d,%d]" % (name.split(".")[0], row, column)


def _weight(network, place):
    """Name a weight by its place in the vector of all: w[1,0], or w2[1,0] of several layers."""
    if re.search(r"\b[CP]-\d", network):
        return "params[%d]" % place  # filters count otherwise
    sizes = [int(size) for size in re.findall(r"[ID]-(\d+)", network)]
    layer = 0
    while place >= (sizes[layer] + 1) * sizes[layer + 1]:
        place -= (sizes[layer] + 1) * sizes[layer + 1]
        layer += 1
    number = str(layer + 1) if len(sizes) > 2 else ""
    return "w%s[%d,%d]" % ((number,) + divmod(place, sizes[layer + 1]))


def first_difference(algorithm, mine, reference):
    """Compare the output folders of two runs."""
    for name in FILES[algorithm]:
        if not (reference / name).exists():
            continue
        (a, _), (b, columns) = _table(mine / name), _table(reference / name)
        limit = LIMIT * max([1.0] + [abs(value) for row in b for value in row])
        for i, (row_a, row_b) in enumerate(zip(a, b)):
            for j, (p, q) in enumerate(zip(row_a, row_b)):
                if not abs(p - q) <= limit:
                    where = _place(name, int(row_b[0]) if columns else i, j, columns, reference)
                    return "%s differs by %.0e, limit %.0e (yours %.8g, reference %.8g)" % (
                        where,
                        abs(p - q),
                        limit,
                        p,
                        q,
                    )
        if len(a) != len(b):
            return "%s has %d rows, the reference %d" % (name, len(a), len(b))
    return None


def compare(name=""):
    """Compare ALGORITHM_LANGUAGE on the shipped data."""
    algorithm, _, language = name.rpartition("_")
    language = language if algorithm else work.progress()["language"]
    algorithm = algorithm or name
    if algorithm not in RUNS or language not in catalog.LANGUAGES:
        sys.exit("Type, for example: make compare_kmeans_c")
    if not any(catalog.student_file(f, language).exists() for f in catalog.files(algorithm)):
        sys.exit("There is no file of yours, type: make start_%s" % language)
    programs = []
    for who, student in (("mine", True), ("reference", False)):
        folder = work.BUILDS / "compare" / who
        folder.mkdir(parents=True, exist_ok=True)
        programs.append((_program(algorithm, language, student, folder), folder))
    for run in RUNS[algorithm]:
        for program, folder in programs:
            out = folder / "out"
            words = program + list(run) + ["--out", out, "--quiet", "--threads", "1"]
            try:
                done = subprocess.run(
                    [str(w) for w in words],
                    cwd=str(ROOT),
                    timeout=60,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.PIPE,
                )
            except subprocess.TimeoutExpired:
                print("%s: your program did not end within 60 s" % run[0])
                return 1
            if done.returncode:
                last = done.stderr.decode("utf-8", "replace").strip().split("\n")[-1]
                print("%s: your program ended with code %d: %s" % (run[0], done.returncode, last))
                return 1
        different = first_difference(algorithm, programs[0][1] / "out", programs[1][1] / "out")
        print("%s: %s" % (run[0], different or "the same as the reference"))
        if different:
            return 1
    return 0
