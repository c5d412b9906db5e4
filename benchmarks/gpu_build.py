"""The programs that race on a graphics card, each built once, in build/gpu."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "gpu"
PROGRAMS = ("kmeans", "mlp", "cnn")
LANGUAGES = ("c", "fortran")
PRECISIONS = ("f64", "f32")


class Build(NamedTuple):
    """Where the programs are."""

    folder: Path

    def program(self, name: str, language: str, variant: str, precision: str) -> Path:
        """Return a program; variant: nothing for the lesson, _fast or _gpu."""
        return self.folder / f"{name}_{language}{variant}_{precision}"

    @property
    def profile(self) -> Path:
        """The library that counts launches and copies."""
        return self.folder / "profile.so"


def make(name: str, language: str, variant: str, precision: str) -> str:
    """Make a program in a copy of the sources of its own; return what went wrong."""
    program = Build(FOLDER).program(name, language, variant, precision)
    if program.exists():
        return ""
    copy = FOLDER / "sources" / program.name
    for folder in ("c", "fortran", "tools"):
        shutil.copytree(ROOT / folder, copy / folder, dirs_exist_ok=True)
    shutil.copy(ROOT / "Makefile", copy)
    line = ["make", f"{name}_{language}{variant}", f"PRECISION={precision}"]
    line += [f"{word}={os.environ[word]}" for word in ("CC", "FC", "GPU", "NATIVE")
             if word in os.environ]  # fmt: skip
    done = subprocess.run(line, cwd=copy, capture_output=True, text=True)
    if done.returncode == 0:
        (copy / name).rename(program)
    shutil.rmtree(copy)
    return "" if program.exists() else done.stdout + done.stderr


def build() -> Build:
    """Build what is missing: the lessons and the programs for a card, and the fast ones in f32."""
    wanted = [
        (name, language, variant, precision)
        for name in PROGRAMS
        for language in LANGUAGES
        for precision in PRECISIONS
        for variant in ("", "_gpu", "_fast")
        if variant != "_fast" or precision == "f32"
    ]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        problems = [problem for problem in pool.map(lambda each: make(*each), wanted) if problem]
    built = Build(FOLDER)
    if not built.profile.exists():
        line = [os.environ.get("CC") or "gcc", "-O2", "-shared", "-fPIC"]
        line += [str(ROOT / "benchmarks" / "gpu_profile.c"), "-o", str(built.profile)]
        done = subprocess.run(line, capture_output=True, text=True)
        problems += [done.stderr] if done.returncode else []
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        raise SystemExit(1)
    return built
