"""What all tests share: the panels (the three languages' libraries) and the three programs.

A build that is missing is a failure, not a skip. The one exception: on a machine without a Fortran
compiler, TRIPTYCH_WITHOUT_FORTRAN=1 skips the Fortran tests.
"""

import fcntl
import math
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"

# Several tests at a time share the processors: threads that wait should sleep, not spin.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

# The same examples each time; pytest --hypothesis-profile=search looks for new ones.
hypothesis.settings.register_profile("same", max_examples=40, derandomize=True, deadline=None)
hypothesis.settings.register_profile("search", max_examples=1000, deadline=None)
hypothesis.settings.load_profile("same")

LANGUAGES = ("python", "c", "fortran")
# make test OPENACC=1 builds and tests the lessons on a graphics card, or on the host in its place.
OPENACC = os.environ.get("OPENACC") == "1"
LIBRARIES = [  # Python has one variant: its lesson is its fast one
    (language, precision, variant)
    for language in LANGUAGES
    for precision in ("float64", "float32")
    for variant in (("lesson", "fast", "gpu") if OPENACC else ("lesson", "fast"))
    if language != "python" or variant == "lesson"
]
COMPILED = [library for library in LIBRARIES if library[0] != "python"]
THREADED = [library for library in COMPILED if library[2] != "gpu"]


def skip_without_fortran(language):
    """Skip a Fortran test where there is no compiler and the user said so."""
    allowed = os.environ.get("TRIPTYCH_WITHOUT_FORTRAN") == "1"
    if language == "fortran" and allowed and not shutil.which(os.environ.get("FC", "gfortran")):
        pytest.skip("no Fortran compiler here, and TRIPTYCH_WITHOUT_FORTRAN=1")


def load(language, precision="float64", variant="lesson"):
    """Return the panel of a language."""
    from triptych.panels import panel

    skip_without_fortran(language)
    return panel(language, precision=precision, variant=variant)


def same_bits(variant):
    """Tell whether C and Fortran must agree to the bit.

    Fast code may contract a product and a sum; the compilers of one family do it alike.
    """
    compilers = (os.environ.get("CC", "cc"), os.environ.get("FC", "gfortran"))
    said = [
        subprocess.run([each, "--version"], capture_output=True, text=True, check=False)
        for each in compilers
    ]
    return variant == "lesson" or all("Free Software Foundation" in each.stdout for each in said)


@pytest.fixture(scope="session", params=LANGUAGES)
def language(request):
    """Each language in turn."""
    skip_without_fortran(request.param)
    return request.param


@pytest.fixture(scope="session", params=LIBRARIES, ids="-".join)
def panel(request):
    """Every language, precision and variant in turn."""
    return load(*request.param)


@pytest.fixture(scope="session", params=LANGUAGES)
def lesson(request):
    """The lesson of each language in turn, in float64."""
    return load(request.param)


class Program(NamedTuple):
    """A program built by the Makefile, as a user has it."""

    language: str
    path: Path

    def run(self, *arguments, **options):
        """Run the program and return what it printed; never with the user's own environment."""
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("TRIPTYCH_", "OMP_NUM", "PYTHON"))
        }
        options["env"] = environment | options.get("env", {})
        command = [options.pop("command", self.path), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, timeout=60, check=False, **options)


@pytest.fixture(scope="session")
def build(tmp_path_factory):
    """Return a function that makes a program, once for all processes that test at a time."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent

    def make(language, precision="f64", variant="", algorithm="kmeans"):
        skip_without_fortran(language)
        target = f"{algorithm}_{language}{variant}"
        folder = shared / f"{target}_{precision}"
        with (shared / f"{folder.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # until closed: the others wait here
            log = folder / "make.log"
            if not folder.exists():
                copy_sources(folder)
                command = ["make", target, f"PRECISION={precision}", f"VENV={sys.prefix}"]
                with log.open("w") as output:
                    subprocess.run(command, cwd=folder, check=False, stdout=output, stderr=output)
        program = Program(language, folder / algorithm)
        assert program.path.exists(), log.read_text()
        return program

    return make


def copy_sources(folder):
    """Copy what a program is made of; the build shows that it needs no more."""
    for name in ("c", "fortran", "python", "tools", "data"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    shutil.copy(ROOT / "Makefile", folder)


@pytest.fixture(scope="session")
def program(build, language):
    """Return the k-means program of each language in turn."""
    return build(language)


@pytest.fixture(scope="session")
def programs(build):
    """Return the k-means programs of the three languages, to compare."""
    return [build(language) for language in LANGUAGES]


def table(n, d, last, row):
    """Return the text of a data set: row(i) for i = 0 ... n-1."""
    rows = "".join(" ".join(map(str, row(i))) + "\n" for i in range(n))
    return f"# samples {n} features {d} {last}\n{rows}"


# Every run starts in a folder with these files, beside a link to data/.
START = "# samples 3 features 2 classes 0\n0 0\n1.5 -2.5e0\n3 4\n"  # centroids for --init
FILES = {
    "start.dat": START,
    "start_1.dat": "# samples 1 features 4 classes 0\n5 3 4 1\n",
    "two words.dat": "# samples 5 features 1 targets 1\n1 9\n2 9\n3 9\n11 9\n12 9\n",
    "one.dat": "# samples 1 features 1 classes 1\n-7.25 0\n",
    "same.dat": "# samples 4 features 3 classes 0\n" + "1 2 3\n" * 4,
    "small.dat": "# samples 4 features 1 classes 0\n1e-7\n2e-7\n5e-4\n6e-4\n",
    "large.dat": "# samples 4 features 2 classes 0\n1e7 0\n2e7 0\n1e12 5\n1.1e12 5\n",
    # Where the screen changes from %.6f to %.6e and back.
    "edges.dat": "# samples 1 features 6 classes 0\n1e6 999999.9999999 1e-3 9.9999999e-4 0 -1e6\n",
    "huge.dat": "# samples 2 features 1 classes 0\n1e200\n-1e200\n",
    "huge_f32.dat": "# samples 2 features 1 classes 0\n1e30\n-1e30\n",
    "broken.dat": "# samples 2 features 1 classes 0\n1\nx\n",
    # For programs that learn: targets, rows like those of iris, and what they refuse.
    "curve.dat": table(40, 2, "targets 1", lambda i: (i % 7, i / 40, round(math.sin(i / 9), 4))),
    "curves.dat": table(12, 2, "targets 2", lambda i: (i % 5, i / 12, i % 3, -i / 4)),
    "other.dat": table(40, 4, "classes 3", lambda i: (i % 5, i % 7 / 2, i % 3, i / 40, i % 3)),
    "wide.dat": table(4, 5, "classes 2", lambda i: (i, 1, 2, 3, 4, i % 2)),
    "nine.dat": table(4, 4, "classes 9", lambda i: (i, 1, 2, 3, 8)),
    "gap.dat": table(12, 2, "classes 3", lambda i: (i, i % 4, i % 2 * 2)),
    "bare.dat": table(12, 4, "classes 0", lambda i: (i, 1, 2, 3)),
    "single.dat": table(12, 4, "classes 1", lambda i: (i, 1, 2, 3, 0)),
    "vast.dat": table(12, 2, "classes 2", lambda i: (1e308 * (-1) ** i, 1e308, i % 2)),
}


@pytest.fixture
def folder(tmp_path):
    """Return a folder to start programs in."""
    (tmp_path / "data").symlink_to(DATA)
    for name, content in FILES.items():
        (tmp_path / name).write_text(content)
    return tmp_path


def start(program, line, folder):
    """Run a program in a folder as ./NAME."""
    name = program.path.name
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(program.path)
    return program.run(*words(line), command=f"./{name}", cwd=folder)


def words(line):
    """Split a command line: a backslash keeps a blank."""
    return [word.replace("\\ ", " ") for word in re.findall(r"(?:\\ |\S)+", line)]


def results(folder):
    """Return the files below a folder, their names and what is in them."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(files)}


def assert_alike(found, expected, tolerance):
    """Compare texts token by token: words and integers equal, numbers to a tolerance.

    Relative above 1, absolute below: a movement near 0 has no digits of its own.
    """
    found, expected = (re.split(r"[\s,]+", text.decode()) for text in (found, expected))
    assert len(found) == len(expected)
    for a, b in zip(found, expected, strict=True):
        if a != b:
            assert re.search(r"\d\.\d", a) and re.search(r"\d\.\d", b), (a, b)
            assert abs(float(a) - float(b)) <= tolerance * max(1, abs(float(b))), (a, b)
