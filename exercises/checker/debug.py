"""Open the failing case in a debugger, stopped where the exercise begins."""

import os
import shutil
import sys

import build
import cases
import catalog
import judge
import loop
import regions
import verdict
import work


def _first_line(text, exercise):
    """The first line of the exercise that is more than a comment."""
    for region in regions.find(text):
        if exercise.number in (None, region.number):
            for i, line in enumerate(regions.body(text, region)):
                if line.strip() and not line.strip().startswith(("//", "/*", "!", "#")):
                    return region.first + 2 + i
            return region.first + 1
    return 1


def _debugger():
    """gdb, else lldb, else say what to install."""
    for name in ("gdb", "lldb"):
        if shutil.which(name):
            return name
    sys.exit("no debugger found: install gdb (Linux) or lldb (macOS)")


def debug(name=""):
    """Start gdb, lldb or pdb; this process becomes the debugger."""
    group, language = loop.chosen(name)
    exercise = group[0] if len(group) == 1 else loop.next_one(group, language, work.progress())
    if exercise is None:
        sys.exit("No exercise is open. One by name: make debug_assign_%s" % language)
    result = loop.judged(exercise, language)
    if result.kind == "compile":
        sys.exit("It does not compile yet, see: make check")
    case = result.case or 0
    source = catalog.student_file(exercise.file, language)
    folder = work.BUILDS / language / exercise.name
    text = source.read_text(encoding="utf-8", errors="replace")
    version = catalog.stated_version(text)
    stop = "%s:%d" % (source, _first_line(text, exercise))
    stage = exercise.cases[0]
    content = cases.load(stage, version)
    print("case %d: %s" % (case, content["cases"][case]["name"]))
    whole = exercise.kind == "whole"
    if whole:
        folder = folder / ("case_%d" % case)
        folder.mkdir(exist_ok=True)
        for table, rows in content["cases"][case]["inputs"].items():
            cases.write_table(rows, folder / (table + ".dat"))
    job = verdict.Job(
        exercise,
        language,
        source,
        text,
        work.starter_text(exercise.file, language),
        folder,
        version,
    )
    prepared, unfinished = judge.prepared(job)
    if language == "python":
        arguments = (
            [source]
            if whole
            else [
                catalog.DRIVERS / "driver.py",
                source,
                content["path"],
                folder / "results.txt",
                ",".join(unfinished),
                "triptych." + exercise.algorithm,
                str(case),
            ]
        )
        command = [
            build.python_with_numpy() or sys.exit("NumPy is missing"),
            "-m",
            "pdb",
            "-c",
            "break " + stop,
            "-c",
            "continue",
        ] + arguments
        os.environ["PYTHONPATH"] = str(catalog.ROOT / "python")
    else:
        built = build.build(exercise.file, language, prepared, source, folder, whole, version, True)
        cases.write_numbers(content, folder / "cases.txt", case)
        arguments = built.program + ([] if whole else [stage, "cases.txt", "results.txt"])
        command = {
            "gdb": ["gdb", "-q", "-ex", "break " + stop, "-ex", "run", "--args"],
            "lldb": [
                "lldb",
                "-o",
                "breakpoint set --file %s --line %s" % tuple(stop.rsplit(":", 1)),
                "-o",
                "run",
                "--",
            ],
        }[_debugger()] + arguments
    sys.stdout.flush()
    os.chdir(str(folder))
    os.execvp(str(command[0]), [str(word) for word in command])
