"""Judge one exercise: compile it, run its cases, compare."""

import re
import shutil

import broken
import build
import cases
import catalog
import mistakes
import regions
import words
from run import run
from verdict import Job, Verdict, called, compare, difference, is_untouched, own_regions, unwritten


def judge(exercise, language, source, starter, folder):
    """Judge `source`; starter: its text when it was given out; folder: for builds."""
    if not source.is_file():
        return Verdict(
            "setup",
            [("", "%s is not there, type: make start_%s" % (source.name, language))],
            None,
            "",
        )
    shutil.rmtree(str(folder), ignore_errors=True)
    folder.mkdir(parents=True)
    text = source.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    version = catalog.stated_version(text)
    job = Job(exercise, language, source, text, starter, folder, version)
    if exercise.kind == "whole":
        return _judge_whole(job)
    return _judge_functions(job)


def prepared(job):
    """Return the file to compile: other unwritten exercises filled in by the solution."""
    if job.exercise.kind != "phase":
        return job.source, []
    others = regions.untouched(job.text, job.starter) - own_regions(job)
    names = [
        cases.function(stage)
        for e in catalog.EXERCISES
        for stage in e.cases
        if e.file == job.exercise.file and catalog.region_of(e, stage) in others
    ]
    if job.language == "python" or not others:
        return job.source, names
    solution = catalog.solution_file(job.exercise.file, job.language).read_text(encoding="utf-8")
    path = job.folder / job.source.name
    path.write_text(
        regions.filled(job.text, solution, others, job.language, job.source), encoding="utf-8"
    )
    return path, names


def _judge_functions(job):
    """Judge a file in all its ways, until one goes wrong."""
    ways = [None]
    if job.language != "python":
        ways = build.ways(job.exercise.file, job.language, job.folder)
    for way in ways:
        verdict = _judge_one_way(job, way)
        if verdict.kind != "passed":
            if way and way.flags and verdict.case is not None:
                row = ("built", "with " + " ".join(way.flags))
                verdict = verdict._replace(rows=verdict.rows + [row])
            break
    return verdict


def _judge_one_way(job, way):
    source, unfinished = prepared(job)
    program, sanitized, warnings = None, False, []
    if job.language != "python":
        built = build.build(
            job.exercise.file, job.language, source, job.source, job.folder, False, job.version,
            way=way,
        )  # fmt: skip
        if built.program is None:
            return Verdict("compile", [("", line) for line in built.problem], None, "")
        program, sanitized, warnings = built.program, built.sanitized, built.warnings
    elif build.python_with_numpy() is None:
        return Verdict("setup", [("", "NumPy is missing, see: make doctor")], None, "")
    verdicts = []
    for name in job.exercise.cases:
        content = cases.load(name, job.version)
        if job.language == "python":
            verdict = _run_python(job, content, unfinished)
        else:
            verdict = _run_compiled(job, content, program, sanitized)
        verdicts.append(verdict._replace(stage=name))
    failed = [verdict for verdict in verdicts if verdict.kind != "passed"]
    if not failed:
        return verdicts[0]
    verdict = failed[0]
    if job.exercise.kind == "fix":
        if is_untouched(job):
            verdict = verdict._replace(kind="unwritten")
        left = ("bugs", "%d of %d are left" % (len(failed), len(verdicts)))
        return verdict._replace(rows=[left] + [r for r in verdict.rows if r[0] != "mistake"])
    if is_untouched(job, verdict.stage):
        waits = unwritten(job)
        reached = [row for row in verdict.rows if job.exercise.kind == "challenge"]
        return waits._replace(
            rows=waits.rows + [r for r in reached if r[0] in ("came", "expected")]
        )
    for region in regions.find(job.text):
        for _, line, text, _ in warnings:
            if region.number in own_regions(job) and region.first < line <= region.last:
                row = ("compiler", "%s:%d: %s" % (job.source.name, line, text))
                return verdict._replace(rows=verdict.rows + [row])
    return verdict


def _run_compiled(job, content, program, sanitized):
    """Run a stage of a driver on all of its cases."""
    numbers, out = job.folder / "cases.txt", job.folder / "results.txt"
    cases.write_numbers(content, numbers)
    if out.exists():
        out.unlink()
    stage = content["exercise"]
    # Short names: a Fortran driver reads them into a string of fixed length.
    command = program + [stage, numbers.name, out.name]
    ran = run(command, job.folder, job.language, memory=not sanitized)
    results, done = cases.read_results(out)
    case = max(0, len(results) - 1)
    bad = broken.broken(job, ran, content, case, done)
    if bad:
        return bad
    return compare(job, content, results, {}, ran.prints)


def _run_python(job, content, unfinished):
    out = job.folder / "results.txt"
    command = [
        build.python_with_numpy(),
        catalog.DRIVERS / "driver.py",
        job.source,
        content["path"],
        out,
        ",".join(unfinished),
        catalog.module(job.exercise.file),
    ]
    paths = {"PYTHONPATH": str(catalog.ROOT / "python")}
    ran = run(command, job.folder, job.language, environment=paths)
    results, news = cases.read_python_results(out)
    case = max(0, len(results) - 1)
    rows = called(job, content, case)
    if "error" in news:
        place = "%s:%s: " % (job.source.name, news["line"]) if news.get("line") else ""
        kind = "wrong" if results else "compile"
        return Verdict(
            kind, (rows if results else []) + [("stopped", place + news["error"])], case, ran.prints
        )
    if "missing" in news:
        return Verdict(
            "compile",
            [("", "%s is missing: nothing of that name was found" % news["missing"])],
            None,
            ran.prints,
        )
    if "unwritten" in news:
        line = news["unwritten"]
        shown = [
            (
                "stopped",
                "%s:%s: raise NotImplementedError is still there: take it away"
                % (job.source.name, line),
            )
        ]
        return Verdict("wrong", shown, case, ran.prints)
    if "returned" in news:
        shown = [("came", news["returned"]), ("expected", "return " + news["wanted"])]
        return Verdict("wrong", rows + shown, case, ran.prints)
    if "memory" in news:
        return broken.limit(job, rows, "memory", case, ran.prints)
    bad = broken.broken(job, ran, content, case, bool(news.get("done")))
    if bad:
        return bad
    return compare(job, content, results, news, ran.prints)


def _judge_whole(job):
    """Compile a program alone, run it in each dimension, and look at its files."""
    if job.language == "python":
        python = build.python_with_numpy()
        if python is None:
            return Verdict("setup", [("", "NumPy is missing, see: make doctor")], None, "")
        program, sanitized = [python, job.source], False
    else:
        built = build.build(
            job.exercise.file, job.language, job.source, job.source, job.folder, True
        )
        if built.program is None:
            return Verdict("compile", [("", line) for line in built.problem], None, "")
        program, sanitized = built.program, built.sanitized
    if is_untouched(job):
        return unwritten(job)
    content = cases.load(job.exercise.cases[0], job.version)
    all_results = []
    for i, case in enumerate(content["cases"]):
        folder = job.folder / ("case_%d" % i)
        folder.mkdir()
        cases.write_inputs(content, i, folder)
        ran = run(program, folder, job.language, memory=not sanitized)
        bad = _broken_whole(job, ran, content, i)
        if bad and bad.kind != "time":
            return bad
        try:
            results, steps = cases.read_whole(folder, content["series"], content.get("files"))
        except cases.BadFile as error:
            return Verdict("wrong", called(job, content, i) + [("came", str(error))], i, ran.prints)
        all_results.append(results)
        rows = _whole_difference(job, content, case, results, steps)
        if bad:
            rows = [bad.rows[-1], ("", "it wrote %d %ss" % (steps, content["series"]))]
        if rows:
            named = mistakes.name(content, all_results, job.language)
            if named:
                rows.append(("mistake", named))
            kind = bad.kind if bad else "wrong"
            return Verdict(kind, called(job, content, i) + rows, i, ran.prints)
    return Verdict("passed", [], None, ran.prints)


def _broken_whole(job, ran, content, case):
    if ran.ending == "exit" and ran.code != 0 and job.language == "python":
        lines = ran.errors.strip().split("\n")
        place = re.findall(r'File ".*?%s", line (\d+)' % re.escape(job.source.name), ran.errors)
        where = "%s:%s: " % (job.source.name, place[-1]) if place else ""
        return Verdict(
            "crash", called(job, content, case) + [("stopped", where + lines[-1])], case, ran.prints
        )
    return broken.broken(job, ran, content, case, True)


def _whole_difference(job, content, case, results, steps):
    """Return rows on the first file that differs: step 1, step 2, the last, the others."""
    series = content["series"]
    when = {
        "1": "after %s 1" % series,
        "2": "after %s 2" % series,
        "end": "at the end, after %d %ss" % (steps, series),
    }
    for name, wanted in case["expected"].items():
        file = words.file_name(name, series, max(1, steps))
        if name not in results:
            return [("came", "no %s" % file), ("expected", "%s, written by your program" % file)]
        rows = difference(job, file, results[name], wanted, content["tolerance"], {})
        if rows:
            return [("when", when.get(name.rpartition("_")[2], "at the end"))] + rows
    return None
