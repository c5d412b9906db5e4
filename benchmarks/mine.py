"""The student's own version in the race: their files in a copy of the project, in build/mine,
run by a process of its own, where no mistake can disturb the others.
"""

import os
import selectors
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import IO, Any, cast

ROOT = Path(__file__).resolve().parent.parent
COPY = ROOT / "build" / "mine"
sys.path.append(str(ROOT / "exercises" / "checker"))

import catalog  # noqa: E402
import regions  # noqa: E402
import work  # noqa: E402

# The files that a race runs.
FILES = {
    "kmeans": ("kmeans",),
    "perceptron": ("perceptron",),
    "mlp": ("dense", "layers", "mlp"),
    "cnn": ("dense", "layers", "filters"),
}
PATIENCE = 60.0  # seconds that a turn of the student's version may take


class Measured(float):
    """Seconds that a runner measured itself; not-a-number if it did not come to its end."""


def _phases(file: str) -> list:
    """Return the exercises that are functions of a file."""
    return [e for e in catalog.EXERCISES if e.file == file and e.numbers]


def _passes(exercise: Any, language: str) -> bool:
    """Did the student's file pass the exercise as it is now?"""
    source = catalog.student_file(exercise.file, language)
    passed = work.progress()["passed"].get(work.key(exercise, language))
    return source.exists() and passed == work.digest(source)


def joining(algorithm: str) -> list[str]:
    """Return the languages in which all functions of the algorithm pass."""
    needed = [e for file in FILES[algorithm] for e in _phases(file) if e.algorithm == algorithm]
    return [name for name in catalog.LANGUAGES if all(_passes(e, name) for e in needed)]


def _source(file: str, language: str) -> str:
    """Return the file that runs: the student's, with the solution where it does not pass."""
    solution = catalog.panel_file(file, language).read_text()
    passing = {n for e in _phases(file) if _passes(e, language) for n in e.numbers}
    if not passing:
        return solution
    text = catalog.student_file(file, language).read_text()
    answers = {region.number: regions.body(solution, region) for region in regions.find(solution)}
    lines = text.split("\n")
    for region in reversed(regions.find(text)):
        if region.number not in passing:
            lines[region.first + 1 : region.last] = answers[region.number]
    return "\n".join(lines)


def build(language: str, algorithm: str) -> Path:
    """Lay out the project with the student's files in it, and build its lessons."""
    folder = COPY / language
    for name in ("c", "fortran", "python", "tools"):
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True)
    shutil.copy2(ROOT / "meson.options", folder)
    meson = (ROOT / "meson.build").read_text()
    (folder / "meson.build").write_text(meson.replace("['lesson', 'fast']", "['lesson']"))
    for file in FILES[algorithm]:
        target = folder / catalog.panel_file(file, language).relative_to(ROOT)
        target.write_text(_source(file, language))
    if language != "python":
        words = ["sh", "tools/panels.sh", sys.executable]
        options = ["-Dfortran=disabled"] if language == "c" else []
        subprocess.run([*words, *options], cwd=folder, stdout=sys.stderr, check=True)
    return folder


class Mine:
    """A process that does the work of each row when told to."""

    def __init__(self, language: str, algorithm: str, full: bool, threads: int) -> None:
        """Build the student's version and start it."""
        print(f"mine {language}: {catalog.WORK / language}", file=sys.stderr)
        folder = build(language, algorithm)
        words = [sys.executable, __file__, language, algorithm, str(int(full)), str(threads)]
        self.process = subprocess.Popen(
            words,
            env=dict(os.environ, PYTHONPATH=str(folder / "python")),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def run(self, row: int) -> Measured:
        """Do the work of a row once."""
        answer = ""
        if self.process.poll() is None:
            cast(IO[str], self.process.stdin).write(f"{row}\n")
            with selectors.DefaultSelector() as selector:
                selector.register(cast(IO[str], self.process.stdout), selectors.EVENT_READ)
                if selector.select(PATIENCE):
                    answer = cast(IO[str], self.process.stdout).readline()
        if not answer:
            self.process.kill()
        return Measured(answer or "nan")

    def end(self) -> None:
        """Let the process go."""
        self.process.kill()
        self.process.wait()


@contextmanager
def joined(algorithm: str, full: bool, threads: int) -> Iterator[dict[str, Mine]]:
    """Start those who join, by the names of their columns; let them go at the end."""
    own: dict[str, Mine] = {}
    try:
        for language in joining(algorithm):
            own[f"mine {language}"] = Mine(language, algorithm, full, threads)
        yield own
    finally:
        for each in own.values():
            each.end()


def serve(language: str, algorithm: str, full: str, threads: str) -> None:
    """Do the work of a row as often as its number comes in, and answer with the seconds."""
    import contestants
    import race
    from triptych.panels import Panel, panel

    def panels(precision: str, threads: int) -> Iterator[tuple[str, Panel]]:
        own = panel(language, precision, "lesson")
        own.threads.set(threads)
        yield "mine", own

    contestants.panels = panels
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what the student prints goes elsewhere
    runners: dict[int, Callable[[], object]] = {}
    tables = enumerate(race.RACES[algorithm](full == "1", int(threads)))
    for line in sys.stdin:
        row = int(line)
        while row not in runners:
            runners.clear()
            number, (_, of_row, _) = next(tables)
            runners[number] = of_row["mine"]
        begin = perf_counter()
        runners[row]()
        answers.write(f"{perf_counter() - begin}\n")


if __name__ == "__main__":
    serve(*sys.argv[1:])
