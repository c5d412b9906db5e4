"""What all tests share: the panels (the three languages' libraries) and the three programs.

A build that is missing is a failure, not a skip. The one exception: on a machine without a Fortran
compiler, TRIPTYCH_WITHOUT_FORTRAN=1 skips the Fortran tests.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent

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
