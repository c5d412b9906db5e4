"""Prove the exercises: starters compile and fail for the right reason, solutions pass."""

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import catalog
import regions
from judge import judge


def solved(file, language, starter):
    """The file that a student hands in at the end: the solution, with the starter's head."""
    text = catalog.solution_file(file, language).read_text(encoding="utf-8")
    return starter.split("\n")[0] + "\n" + text


def one(exercise, language, folder):
    """Return what went wrong with one exercise: (compile, fail, pass) complaints."""
    name = catalog.source_name(exercise.file, language)
    starter = regions.starter(exercise.file, language)
    complaints = []
    answer = solved(exercise.file, language, starter)
    for what, text in (("starter", starter), ("solution", answer)):
        source = folder / language / exercise.name / what / name
        source.parent.mkdir(parents=True)
        source.write_text(text, encoding="utf-8")
        result = judge(exercise, language, source, starter, source.parent / "build")
        shown = "; ".join("%s %s" % row for row in result.rows)
        compiled = result.kind not in ("compile", "setup")
        wanted = "unwritten" if what == "starter" else "passed"
        said = "%s: %s, not %s: %s" % (what, result.kind, wanted, shown)
        complaints.append(None if compiled else "%s: %s" % (what, shown))
        complaints.append(None if result.kind == wanted else said)
    return complaints[0], complaints[1], complaints[3]


def verify():
    """Print one line, and what is wrong if anything is; return the exit code."""
    jobs = [(e, language) for e in catalog.EXERCISES for language in catalog.LANGUAGES]
    with tempfile.TemporaryDirectory() as folder:
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            found = list(pool.map(lambda job: one(job[0], job[1], Path(folder)), jobs))
    good = [sum(result[i] is None for result in found) for i in range(3)]
    for (exercise, language), result in zip(jobs, found):
        for complaint in filter(None, result):
            print("%s in %s: %s" % (exercise.name, catalog.NAMES[language], complaint))
    total = len(jobs)
    print(
        "starters compile %d/%d, fail %d/%d; solutions pass %d/%d"
        % (good[0], total, good[1], total, good[2], total)
    )
    return 0 if good == [total] * 3 else 1
