"""The student's own version in the race."""

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
