"""Judge one exercise: compile it, run its cases, and say what came and what should."""

import os
import re
import shutil
import sys
from collections import namedtuple

import build
import cases
import catalog
import mistakes
import regions
import words
from run import CPU_SECONDS, MEMORY_BYTES, OUTPUT_BYTES, PATIENCE, WALL_SECONDS, run

UNWRITTEN = -7777777  # what the drivers put into the arrays to be filled
STATUS = ("0, OK", "1, INVALID_ARGUMENT", "2, OUT_OF_MEMORY", "3, NOT_IMPLEMENTED")

# kind: passed, unwritten, compile, wrong, time, prints, memory, crash, ended, setup.
# rows: (label, text) to print. case: the case that failed. prints: the student's own.
Verdict = namedtuple("Verdict", "kind rows case prints")

# What a judgement works with.
Job = namedtuple("Job", "exercise language source text starter folder version")


def judge(exercise, language, source, starter, folder):
    """Judge `source`; starter: its text when it was given out; folder: for builds."""
    if not source.is_file():
        return Verdict("setup", [("", "%s is not there, type: make start_%s"
                                  % (source.name, language))], None, "")
    shutil.rmtree(str(folder), ignore_errors=True)
    folder.mkdir(parents=True)
    text = source.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    version = catalog.stated_version(text)
    job = Job(exercise, language, source, text, starter, folder, version)
    if exercise.kind == "whole":
        return _judge_whole(job)
    return _judge_functions(job)


def is_untouched(job):
    """Is the exercise still as it was given out?"""
    if job.exercise.kind == "fix":
        return regions.essence([job.text]) == regions.essence([job.starter])
    untouched = regions.untouched(job.text, job.starter)
    wanted = {r.number for r in regions.find(job.starter)}
    if job.exercise.number is not None:
        wanted = {job.exercise.number}
    return bool(wanted) and wanted <= untouched


def unwritten(job):
    """Say that the exercise waits to be written, and where."""
    for region in regions.find(job.text):
        if job.exercise.number in (None, region.number):
            where = "%s:%d" % (job.source.name, region.first + 1)
            rows = [("write", "%s  Exercise %d. %s" % (where, region.number, region.instruction))]
            return Verdict("unwritten", rows, None, "")
    return Verdict("unwritten", [("write", job.source.name)], None, "")


def prepared(job):
    """Return the file to compile: other unwritten exercises filled in by the solution."""
    if job.exercise.kind != "phase":
        return job.source, []
    others = regions.untouched(job.text, job.starter) - {job.exercise.number}
    names = [e.name for e in catalog.EXERCISES
             if e.file == job.exercise.file and e.number in others]
    if job.language == "python" or not others:
        return job.source, names
    solution = catalog.solution_file(job.exercise.file, job.language).read_text(encoding="utf-8")
    path = job.folder / job.source.name
    path.write_text(regions.filled(job.text, solution, others, job.language, job.source),
                    encoding="utf-8")
    return path, names


def _judge_functions(job):
    source, unfinished = prepared(job)
    program, sanitized, warnings = None, False, []
    if job.language != "python":
        built = build.build(job.exercise.file, job.language, source, job.source, job.folder,
                            False, job.version)
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
        verdicts.append(verdict)
    failed = [verdict for verdict in verdicts if verdict.kind != "passed"]
    if not failed:
        return verdicts[0]
    verdict = failed[0]
    if job.exercise.kind == "fix":
        if is_untouched(job):
            return Verdict("unwritten", [("bugs left", "3 of 3, in assign, update and lloyd")] +
                           verdict.rows, verdict.case, "")
        left = ("bugs left", "%d of %d" % (len(failed), len(verdicts)))
        return verdict._replace(rows=[left] + [r for r in verdict.rows if r[0] != "mistake"])
    if is_untouched(job):
        return unwritten(job)
    if warnings and verdict.kind != "passed":
        _, line, text, _ = warnings[0]
        verdict.rows.append(("compiler", "%s:%d: %s" % (job.source.name, line, text)))
    return verdict


def _run_compiled(job, content, program, sanitized):
    """Run a stage of a driver on all of its cases."""
    numbers, out = job.folder / "cases.txt", job.folder / "results.txt"
    cases.write_numbers(content, numbers)
    if out.exists():
        out.unlink()
    stage = content["exercise"]
    # Short names: a Fortran driver reads them into a string of fixed length.
    ran = run(program + [stage, numbers.name, out.name], job.folder, job.language, memory=not sanitized)
    results, done = cases.read_results(out)
    case = max(0, len(results) - 1)
    bad = _broken(job, ran, content, case, done)
    if bad:
        return bad
    return _compare(job, content, results, {}, ran.prints)


def _run_python(job, content, unfinished):
    out = job.folder / "results.txt"
    command = [build.python_with_numpy(), catalog.DRIVERS / "driver.py", job.source,
               content["exercise"], content["path"], out, ",".join(unfinished),
               "triptych." + job.exercise.algorithm]
    ran = run(command, job.folder, job.language, environment={"PYTHONPATH": str(catalog.ROOT / "python")})
    results, news = cases.read_python_results(out)
    case = max(0, len(results) - 1)
    called = _called(job, content, case)
    if "error" in news:
        place = "%s:%s: " % (job.source.name, news["line"]) if news.get("line") else ""
        kind = "wrong" if results else "compile"
        return Verdict(kind, (called if results else []) + [("stopped", place + news["error"])],
                       case, ran.prints)
    if "missing" in news:
        return Verdict("compile", [("", "%s is missing: nothing of that name was found"
                                    % news["missing"])], None, ran.prints)
    if "unwritten" in news:
        line = news["unwritten"]
        rows = [("stopped", "%s:%s: raise NotImplementedError is still there: take it away"
                 % (job.source.name, line))]
        return Verdict("wrong", rows, case, ran.prints)
    if "returned" in news:
        rows = [("came", news["returned"]), ("expected", "return " + news["wanted"])]
        return Verdict("wrong", called + rows, case, ran.prints)
    if "memory" in news:
        return _limit(job, called, "memory", case, ran.prints)
    bad = _broken(job, ran, content, case, bool(news.get("done")))
    if bad:
        return bad
    return _compare(job, content, results, news, ran.prints)


def _called(job, content, case):
    """Say what was called, and with what."""
    chosen = content["cases"][case]
    call = content["call"][job.language]
    rows = [("called", call), ("case", "%d, %s" % (case, chosen["name"]))]
    arguments = re.findall(r"\w+", call.partition("(")[2])
    inputs = [item for item in chosen["inputs"].items() if item[0] in arguments]
    scalars = ["%s = %s" % (name, words.number(value))
               for name, value in inputs if not isinstance(value, list)]
    if scalars:
        rows.append(("", ", ".join(scalars)))
    return rows + [("", words.array(job.language, name, value))
                   for name, value in inputs if isinstance(value, list)]


def _limit(job, called, kind, case, prints):
    """Say which limit ended the stage."""
    say = {
        "time": "it computed for more than %g s: an endless loop?" % (CPU_SECONDS[job.language] * PATIENCE),
        "waiting": "it did nothing for %g s: does it wait for something?"
                   % (WALL_SECONDS * PATIENCE),
        "prints": "it printed more than %d MB: print less" % (OUTPUT_BYTES >> 20),
        "memory": "it wanted more than %d GB of memory" % (MEMORY_BYTES >> 30),
    }[kind]
    if kind == "waiting" and job.language == "fortran":
        say = ("it waits for ever: a function that prints must not be called in a print"
               " statement")
    kind = "time" if kind == "waiting" else kind
    return Verdict(kind, called + [("stopped", say)], case, prints)


def _broken(job, ran, content, case, done):
    """Return the verdict on a program that did not come to its end, or None."""
    called = _called(job, content, case)
    if ran.ending in ("time", "waiting", "prints"):
        return _limit(job, called, ran.ending, case, ran.prints)
    if ran.ending == "exit" and ran.code == 0 and done:
        return None
    kind, say = crash(ran, job.source.name)
    if kind == "memory":
        return _limit(job, called, "memory", case, ran.prints)
    return Verdict(kind, called + [("stopped", line) for line in say], case, ran.prints)


def crash(ran, name):
    """Say why a program ended before its time."""
    errors = ran.errors
    line = re.search(r"%s:(\d+)" % re.escape(name), errors)
    place = "%s:%s: " % (name, line.group(1)) if line else ""
    if re.search(r"rss limit exhausted|exceeds maximum supported size|out-of-memory|bad_alloc|"
                 r"std::length|MemoryError|Allocation would exceed memory", errors):
        return "memory", []
    undefined = re.search(r"(\S+?):(\d+):\d+: runtime error: (.*)", errors)
    if undefined:
        place = "%s:%s: " % (os.path.basename(undefined.group(1)), undefined.group(2))
        return "crash", [place + undefined.group(3)]
    fortran = re.search(r"(?:At line (\d+) of file (\S.*?)\n)?Fortran runtime error: (.*)", errors)
    if fortran:
        if fortran.group(1):
            place = "%s:%s: " % (os.path.basename(fortran.group(2)), fortran.group(1))
        return "crash", [place + fortran.group(3)]
    address = re.search(r"AddressSanitizer:? (\S+)", errors)
    if address:
        return "crash", [place + _address(address.group(1), errors)]
    if ran.ending == "signal":
        names = {4: "an illegal instruction", 6: "abort", 7: "a bus error",
                 8: "a division of integers by zero", 11: "a segmentation fault: it used memory "
                 "that is not its own", 24: "too much time", 25: "a file that grew too large"}
        return "crash", [place + names.get(ran.code, "signal %d" % ran.code)]
    if "ERROR STOP" in errors or ran.code != 0:
        last = errors.strip().split("\n")[-1][:120]
        return "ended", ["it ended the whole program, exit code %d%s"
                         % (ran.code, ": " + last if last else "")]
    return "ended", ["it ended the whole program: exit and stop do not belong here"]


def _address(what, errors):
    """Put AddressSanitizer's finding into words."""
    access = re.search(r"(READ|WRITE) of size (\d+)", errors)
    does = {"READ": "reads", "WRITE": "writes"}.get(access.group(1), "") if access else "uses"
    near = re.search(r"is located (\d+) bytes (.*?)(?: of)? (\d+)-byte region", errors)
    if what == "stack-overflow":
        return "the stack is full: a function that calls itself for ever, or a huge local array"
    if what == "SEGV":
        null = "points nowhere (NULL)" if "zero page" in errors else "is not its own"
        return "a segmentation fault: it %s memory that %s" % (does, null)
    if what == "heap-use-after-free":
        return "it %s memory after free" % does
    if "double-free" in what or "bad-free" in what or what == "attempting":
        return "it frees memory twice, or memory that did not come from malloc"
    if near:
        side = {"to the right": "after", "after": "after", "to the left": "before",
                "before": "before", "inside": "inside"}.get(near.group(2).strip(), near.group(2))
        return "it %s outside an array: %s bytes %s its %s bytes" % (
            does, near.group(1), side, near.group(3))
    return "it %s outside an array (%s)" % (does, what)


def _compare(job, content, results, news, prints):
    """Compare every case; the first that differs is the verdict."""
    tolerance = content["tolerance"]
    for i, (case, result) in enumerate(zip(content["cases"], results)):
        status = result.get("status", [0])[0] if job.language != "python" else 0
        rows = None
        if status != 0:
            shown = STATUS[status] if 0 <= status < len(STATUS) else str(status)
            rows = [("came", "status %s" % shown), ("expected", "status 0, OK")]
            if status == 3:
                rows.append(("mistake", "the stub is still there: take its lines away"))
        for name, wanted in case["expected"].items():
            if rows is None:
                rows = _difference(job, name, result.get(name), wanted, tolerance, news)
        if rows:
            named = mistakes.name(content, results, job.language)
            if named and status == 0:
                rows.append(("mistake", named))
            return Verdict("wrong", _called(job, content, i) + rows, i, prints)
    if news.get("changed"):
        name = news["changed"][0]
        rows = [("came", "%s itself was changed by the call" % name),
                ("expected", "a new array: %s = %s.copy()" % (name, name))]
        return Verdict("wrong", _called(job, content, 0) + rows, 0, prints)
    return Verdict("passed", [], None, prints)


def _difference(job, name, came, wanted, tolerance, news):
    """Return rows on the first number of a result that differs, or None."""
    language = "file" if job.exercise.kind == "whole" else job.language
    if came is None:
        return [("came", "no %s" % name)]
    sizes = cases.shape(wanted)
    came_flat, wanted_flat = cases.flat(came), cases.flat(wanted)
    nested = job.language == "python" or job.exercise.kind == "whole"
    if nested and cases.shape(came) != sizes:
        kind = news.get("kinds", {}).get(name) or "an array of shape %s" % (cases.shape(came),)
        expected = "an array of shape %s" % (sizes,) if sizes else "one number"
        return [("came", "%s: %s" % (name, kind)), ("expected", expected)]
    whole_numbers = all(isinstance(value, int) for value in wanted_flat)
    if whole_numbers and any(isinstance(value, float) and value == value for value in came_flat):
        kind = news.get("kinds", {}).get(name, "other numbers")
        return [("came", "%s: %s" % (name, kind)), ("expected", "integers, int32")]
    limit = tolerance * max([1.0] + [abs(value) for value in wanted_flat])
    for i, (c, w) in enumerate(zip(came_flat, wanted_flat)):
        if mistakes.same(c, w, limit):
            continue
        place = words.element(language, name, sizes, i)
        if c == UNWRITTEN:
            return [("came", "%s was never written" % place),
                    ("expected", "%s = %s" % (place, words.number(w)))]
        rows = [("came", "%s = %s" % (place, words.number(c))),
                ("expected", "%s = %s" % (" " * 0 + place, words.number(w)))]
        off = sum(not mistakes.same(a, b, limit) for a, b in zip(came_flat, wanted_flat))
        if len(wanted_flat) > 1:
            rows.append(("", "%d of the %d numbers of %s differ" % (off, len(wanted_flat), name)))
        return rows
    return None


def _judge_whole(job):
    """Compile a program alone, run it in each dimension, and look at its files."""
    if job.language == "python":
        python = build.python_with_numpy()
        if python is None:
            return Verdict("setup", [("", "NumPy is missing, see: make doctor")], None, "")
        program, sanitized = [python, job.source], False
    else:
        built = build.build(job.exercise.file, job.language, job.source, job.source, job.folder,
                            True)
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
        for name, rows in case["inputs"].items():
            cases.write_table(rows, folder / (name + ".dat"))
        ran = run(program, folder, job.language, memory=not sanitized)
        bad = _broken_whole(job, ran, content, i)
        if bad and bad.kind != "time":
            return bad
        try:
            results, steps = cases.read_whole(folder)
        except cases.BadFile as error:
            return Verdict("wrong", _called(job, content, i) + [("came", str(error))], i,
                           ran.prints)
        all_results.append(results)
        rows = _whole_difference(job, case, results, steps, content["tolerance"])
        if bad:
            rows = bad.rows[len(_called(job, content, i)):] + (rows or [])
        if rows:
            named = mistakes.name(content, all_results, job.language)
            if named:
                rows.append(("mistake", named))
            kind = bad.kind if bad else "wrong"
            return Verdict(kind, _called(job, content, i) + rows, i, ran.prints)
    return Verdict("passed", [], None, ran.prints)


def _broken_whole(job, ran, content, case):
    if ran.ending == "exit" and ran.code != 0 and job.language == "python":
        lines = ran.errors.strip().split("\n")
        place = re.findall(r'File ".*?%s", line (\d+)' % re.escape(job.source.name), ran.errors)
        where = "%s:%s: " % (job.source.name, place[-1]) if place else ""
        return Verdict("crash", _called(job, content, case) + [("stopped", where + lines[-1])],
                       case, ran.prints)
    return _broken(job, ran, content, case, True)


def _whole_difference(job, case, results, steps, tolerance):
    """Return rows on the first file that differs: step 1, step 2, the last, the labels."""
    for name, wanted in case["expected"].items():
        file = {"end": "the last step's file"}.get(name, name + ".dat")
        if name not in results:
            return [("came", "no %s" % file), ("expected", "%s, written by your program" % file)]
        rows = _difference(job, name, results[name], wanted, tolerance, {})
        if rows:
            when = {"step_1": "after step 1", "step_2": "after step 2",
                    "end": "at the end, after %d steps" % steps, "labels": "at the end"}[name]
            return [("when", when)] + rows
    return None
