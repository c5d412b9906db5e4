"""The student's own version in the race."""

import importlib
import os
import subprocess
import sys

import pytest
from conftest import LANGUAGES, ROOT, skip_without_fortran
from exercises.desk import Student, catalog

ASK = """
import mine
print(*mine.joining("kmeans"), sep=",")
print(mine._source("kmeans", "python").count("NotImplementedError"))
with mine.joined("kmeans", False, 1) as own:
    for runner in own.values():
        print(runner.run(0) > 0)
        runner.process.kill()
        runner.process.wait()
        print(runner.run(0))
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_own_version_races_along(language, tmp_path):
    """It joins when all functions pass, and may die without a word."""
    skip_without_fortran(language)
    pytest.importorskip("threadpoolctl")
    student = Student(tmp_path)
    student.types("start", language)

    def asked():
        paths = [str(ROOT / "benchmarks"), str(ROOT / "python")]
        done = subprocess.run(
            [sys.executable, "-c", ASK],
            env=dict(student.environment, PYTHONPATH=os.pathsep.join(paths)),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout.split("\n")[:-1]

    assert asked()[0] == ""
    for name in ("squared_distance", "assign", "update", "lloyd", "init_plusplus"):
        student.writes(catalog.find(name), language)
    for _ in range(5):
        student.types("check", f"kmeans_{language}")
    assert asked() == [language, "0", "True", "nan"]


@pytest.mark.parametrize(("long", "turns"), [(3600, 6), (0, 2)])
def test_the_first_turn_does_not_count(monkeypatch, long, turns):
    """Not even for a runner that takes long, and so has one turn more."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    race = importlib.import_module("race")
    clock = iter([0, 1000, *(end for turn in range(1, 6) for end in (0, turn))])
    monkeypatch.setattr(race, "perf_counter", lambda: next(clock))
    monkeypatch.setattr(race, "LONG", long)
    had: list[int] = []
    assert race.turns({"runner": lambda: had.append(1)}) == {"runner": 3 if turns == 6 else 1}
    assert len(had) == turns
