"""A desk to work at: files are written and judged, commands are typed."""

import os
import subprocess
import sys

import pytest
from conftest import ROOT

CHECKER = ROOT / "exercises" / "checker"
os.environ["TRIPTYCH_PATIENCE"] = "3"  # many tests at a time: limits are wider
sys.path.insert(0, str(CHECKER))

import build  # noqa: E402
import catalog  # noqa: E402
import compare  # noqa: E402, F401
import judge as judging  # noqa: E402
import regions  # noqa: E402
import verify  # noqa: E402


def replaced(text, pieces):
    """Replace each piece; all of them must be there."""
    for right, wrong in pieces:
        assert right in text, right
        text = text.replace(right, wrong)
    return text


def solved(file, language):
    """The solution as a student hands it in."""
    return verify.solved(file, language, regions.starter(file, language))


def judged(exercise, language, text, folder):
    """Write a student's file and judge it."""
    source = folder / "a folder" / catalog.source_name(exercise.file, language)
    source.parent.mkdir()
    source.write_bytes(text.encode("utf-8", "surrogateescape"))
    starter = regions.starter(exercise.file, language)
    return judging.judge(exercise, language, source, starter, folder / "build")


def as_text(result):
    """All words of a verdict."""
    return "\n".join("%s %s" % row for row in result.rows)


def skip_without_threads(exercise, language, folder):
    """Without OpenMP and OpenACC nobody sees whether work is shared out."""
    if exercise == "assign_threads" and language != "python":
        folder.mkdir()
        if len(build.ways(exercise, language, folder)) < len(catalog.WAYS[exercise]):
            pytest.skip("this compiler lacks OpenMP or OpenACC")


class Student:
    """Somebody who types commands in a terminal."""

    def __init__(self, folder):
        self.work = folder / "my work"
        self.environment = dict(os.environ, TRIPTYCH_WORK=str(self.work), COLUMNS="80")

    def types(self, *words, **environment):
        """Run the checker; return what was printed."""
        done = subprocess.run(
            [sys.executable, "-S", str(CHECKER), *words],  # -S: the standard library alone
            env=dict(self.environment, **environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert "Traceback" not in done.stdout, done.stdout
        assert "show" in words or len(done.stdout.split("\n")) <= 25, done.stdout
        return done.stdout

    def writes(self, exercise, language, number=None):
        """Copy the regions of an exercise from the solution."""
        path = self.work / language / catalog.source_name(exercise.file, language)
        text, solution = path.read_text(), solved(exercise.file, language)
        if exercise.kind != "phase":
            path.write_text(solution)
            return
        lines = text.split("\n")
        answers = {r.number: regions.body(solution, r) for r in regions.find(solution)}
        for region in reversed(regions.find(text)):
            if region.number in (exercise.numbers or [region.number]):
                lines[region.first + 1 : region.last] = answers[region.number]
        path.write_text("\n".join(lines))
