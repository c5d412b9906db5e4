"""What all tests share: the panels (the three languages' libraries) and the three programs.

A build that is missing is a failure, not a skip. The one exception: on a machine without a Fortran
compiler, TRIPTYCH_WITHOUT_FORTRAN=1 skips the Fortran tests.
"""

import fcntl
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
LIBRARIES = [  # Python has one variant: its lesson is its fast one
    (language, precision, variant)
    for language in LANGUAGES
    for precision in ("float64", "float32")
    for variant in ("lesson", "fast")
    if language != "python" or variant == "lesson"
]
COMPILED = [library for library in LIBRARIES if library[0] != "python"]


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
            if not name.startswith(("TRIPTYCH_", "OMP_", "PYTHON"))
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
    "huge.dat": "# samples 2 features 1 classes 0\n1e200\n-1e200\n",
    "huge_f32.dat": "# samples 2 features 1 classes 0\n1e30\n-1e30\n",
    "broken.dat": "# samples 2 features 1 classes 0\n1\nx\n",
}


@pytest.fixture
def folder(tmp_path):
    """Return a folder to start programs in."""
    (tmp_path / "data").symlink_to(DATA)
    for name, content in FILES.items():
        (tmp_path / name).write_text(content)
    return tmp_path


def words(line):
    """Split a command line: a backslash keeps a blank."""
    return [word.replace("\\ ", " ") for word in re.findall(r"(?:\\ |\S)+", line)]


def results(folder):
    """Return the files below a folder, their names and what is in them."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(files)}
