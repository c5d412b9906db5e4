"""Open the failing case in a debugger, stopped where the exercise begins."""

import os
import re
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

TIPS = {
    "gdb": "next: a line further   step: into a call   print *x@6: an array   quit",
    "lldb": "next: a line further   step: into a call   parray 6 x: an array   quit",
    "pdb": "n: a line further   s: into a call   p x: a value   q: quit",
}


def _is_code(line):
    return line.strip() and not line.strip().startswith(("//", "/*", "!", "#"))


def _stop_line(text, exercise, language, stage):
    """The first line of the exercise that is more than a comment."""
    for region in regions.find(text):
        if catalog.region_of(exercise, stage) in (None, region.number):
            below = enumerate(text.split("\n")[region.first + 1 :], region.first + 2)
            return next((i for i, line in below if _is_code(line)), region.first + 1)
    head = {
        "c": r"^int \w+_%s\([^{]*{",
        "fortran": r"^ *subroutine %s\(.*",
        "python": r'^def %s\(.*?""".*?"""',
    }[language] % stage
    match = re.search(head, text, re.M | re.S if language == "python" else re.M)
    return text[: match.end()].count("\n") + 2 if match else 1


def _compiled(job, prepared, stage, content, case, stop):
    """Build without the checks that disturb a debugger; return the command."""
    name = next((tool for tool in ("gdb", "lldb") if shutil.which(tool)), None)
    if name is None:
        sys.exit("no debugger found: install gdb (Linux) or lldb (macOS)")
    whole = job.exercise.kind == "whole"
    way = build.ways(job.exercise.file, job.language, job.folder)[0]
    built = build.build(
        job.exercise.file, job.language, prepared, job.source, job.folder, whole, job.version,
        debugger=True, way=way,
    )  # fmt: skip
    cases.write_numbers(content, job.folder / "cases.txt", case)
    arguments = [] if whole else [stage, "cases.txt", "results.txt"]
    commands = {
        "gdb": ["set confirm off", "set pagination off", "break %s:%d" % stop, "run"],
        "lldb": ["breakpoint set --file %s --line %d" % stop, "run"],
    }[name]
    words = [name, "-q"] if name == "gdb" else [name]
    for command in commands:
        words += ["-ex" if name == "gdb" else "-o", command]
    print(TIPS[name])
    return words + ["--args" if name == "gdb" else "--"] + built.program + arguments


def _python(job, unfinished, content, case, stop):
    """Return the command that opens pdb."""
    python = build.python_with_numpy() or sys.exit("NumPy is missing, see: make doctor")
    os.environ["PYTHONPATH"] = str(catalog.ROOT / "python")
    arguments = [job.source]
    if job.exercise.kind != "whole":
        reference = catalog.module(job.exercise.file)
        arguments = [catalog.DRIVERS / "driver.py", job.source, content["path"]]
        arguments += [job.folder / "results.txt", ",".join(unfinished), reference, case]
    print(TIPS["pdb"])
    return [python, "-m", "pdb", "-c", "break %s:%d" % stop, "-c", "continue", *arguments]


def debug(name=""):
    """Start gdb, lldb or pdb; this process becomes the debugger."""
    group, language = loop.chosen(name)
    exercise = group[0] if len(group) == 1 else loop.next_one(group, language, work.progress())
    if exercise is None:
        sys.exit("No exercise is open. One by name: make debug_assign_%s" % language)
    result = loop.judged(exercise, language)
    if result.kind in ("compile", "setup"):
        sys.exit("There is nothing to run yet, see: make check")
    case, stage = result.case or 0, result.stage or exercise.cases[0]
    source = catalog.student_file(exercise.file, language)
    text = source.read_text(encoding="utf-8", errors="replace")
    version = catalog.stated_version(text)
    content = cases.load(stage, version)
    folder = work.BUILDS / language / exercise.name
    if exercise.kind == "whole":
        folder = folder / ("case_%d" % case)
        folder.mkdir(exist_ok=True)
        cases.write_inputs(content, case, folder)
    starter = work.starter_text(exercise.file, language)
    job = verdict.Job(exercise, language, source, text, starter, folder, version)
    prepared, unfinished = judge.prepared(job)
    stop = (source, _stop_line(text, exercise, language, stage))
    print("%s, case %d: %s" % (stage, case, content["cases"][case]["name"]))
    if language == "python":
        command = _python(job, unfinished, content, case, stop)
    else:
        command = _compiled(job, prepared, stage, content, case, stop)
    sys.stdout.flush()
    os.environ["DEBUGINFOD_URLS"] = ""  # gdb would ask whether to load more from the network
    os.chdir(str(folder))
    os.execvp(str(command[0]), [str(word) for word in command])
