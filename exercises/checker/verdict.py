"""What a verdict is made of: what was called, what came, what was expected."""

import re
from collections import namedtuple

import cases
import catalog
import mistakes
import regions
import words

UNWRITTEN = -7777777  # what the drivers put into the arrays to be filled
STATUS = ("0, OK", "1, INVALID_ARGUMENT", "2, OUT_OF_MEMORY", "3, NOT_IMPLEMENTED")

# kind: passed, unwritten, compile, wrong, time, prints, memory, crash, ended, setup.
# rows: (label, text) to print. case: the case that failed. prints: the student's own.
# stage: the case file.
Verdict = namedtuple("Verdict", "kind rows case prints stage", defaults=(None,))

# What a judgement works with.
Job = namedtuple("Job", "exercise language source text starter folder version")


def own_regions(job):
    """The numbers of the regions that the exercise is about."""
    if job.exercise.numbers:
        return set(job.exercise.numbers)
    return {r.number for r in regions.find(job.starter)}


def is_untouched(job, stage=None):
    """Is the exercise, or what one of its case files judges, still as it was given out?"""
    if job.exercise.kind == "fix":
        return regions.essence([job.text]) == regions.essence([job.starter])
    wanted = own_regions(job)
    if stage is not None:
        wanted &= {catalog.region_of(job.exercise, stage)}
    return bool(wanted) and wanted <= regions.untouched(job.text, job.starter)


def unwritten(job):
    """Say that the exercise waits to be written, and where."""
    waiting = own_regions(job) & regions.untouched(job.text, job.starter)
    for region in regions.find(job.text):
        if region.number in waiting:
            where = "%s:%d" % (job.source.name, region.first + 1)
            rows = [("write", "%s  Exercise %d. %s" % (where, region.number, region.instruction))]
            return Verdict("unwritten", rows, None, "")
    return Verdict("unwritten", [("write", job.source.name)], None, "")


def called(job, content, case):
    """Say what was called, and with what."""
    chosen = content["cases"][case]
    call = content["call"][job.language]
    rows = [("called", call), ("case", "%d, %s" % (case, chosen["name"]))]
    arguments = re.findall(r"\w+", call.partition("(")[2])
    inputs = [item for item in chosen["inputs"].items() if item[0] in arguments]
    scalars = [
        "%s = %s" % (name, words.named(name, value))
        for name, value in inputs
        if not isinstance(value, list)
    ]
    if scalars:
        rows.append(("", ", ".join(scalars)))
    return rows + [
        ("", words.array(job.language, name, value))
        for name, value in inputs
        if isinstance(value, list)
    ]


def compare(job, content, results, news, prints):
    """Compare every case; the first that differs is the verdict."""
    tolerance = content["tolerance"]
    for i, (case, result) in enumerate(zip(content["cases"], results)):
        status = result.get("status", [0])[0] if job.language != "python" else 0
        rows = None
        if status != 0:
            shown = STATUS[status] if 0 <= status < len(STATUS) else str(status)
            rows = [("came", "status %s" % shown), ("expected", "status 0, OK")]
            if status in (1, 2):
                why = "status was never set to OK, or what was called in it got wrong arguments"
                rows.append(("", why))
            if status == 3:
                rows.append(("mistake", "the stub is still there: take its lines away"))
        for name, wanted in case["expected"].items():
            if rows is None:
                extra = dict(news, inputs=case["inputs"])
                rows = difference(job, name, result.get(name), wanted, tolerance, extra)
                if rows and "score" in content:
                    rows = score(content["score"], name, result.get(name), wanted, rows)
        if rows:
            named = mistakes.name(content, results, job.language)
            if named and status == 0:
                rows.append(("mistake", named))
            return Verdict("wrong", called(job, content, i) + rows, i, prints)
    if news.get("changed"):
        name = news["changed"][0]
        rows = [
            ("came", "%s itself was changed by the call" % name),
            ("expected", "a new array: %s = %s.copy()" % (name, name)),
        ]
        return Verdict("wrong", called(job, content, 0) + rows, 0, prints)
    return Verdict("passed", [], None, prints)


def score(asked, name, came, wanted, rows):
    """Return rows if not enough of a result is right, or it costs too much; None if all is well.

    asked: what is counted, how many must be right, and what is the cost. rows: what there is
    to say if a result is no answer at all, such as an array that is too short.
    """
    if name == asked["cost"]:
        came = came[0] if isinstance(came, list) and len(came) == 1 else came
        if not isinstance(came, int) or came < 1:
            return rows
        costs = [("came", "%s = %d" % (name, came)), ("expected", "at most %d" % wanted)]
        return costs if came > wanted else None
    if not isinstance(came, list) or len(came) != len(wanted) or not set(came) <= set(wanted):
        return rows
    right = sum(c == w for c, w in zip(came, wanted))
    if right >= asked["least"]:
        return None
    found = "%s: %d of %d are right" % (name, right, len(wanted))
    return [("came", found), ("expected", "at least %d" % asked["least"])]


def difference(job, name, came, wanted, tolerance, news):
    """Return rows on the first number of a result that differs, or None.

    news: what else is known, of the results (their kinds) and of the case (its inputs).
    """
    language = job.language
    axes = catalog.AXES[job.exercise.algorithm] if job.exercise.kind == "whole" else None
    if came is None:
        kind = news.get("kinds", {}).get(name)
        return [("came", "%s: %s" % (name, kind) if kind else "no %s" % name)]
    sizes = cases.shape(wanted)
    came_flat, wanted_flat = cases.flat(came), cases.flat(wanted)
    nested = job.language == "python" or job.exercise.kind == "whole"
    if nested and cases.shape(came) != sizes:
        kind = news.get("kinds", {}).get(name) or "an array of shape %s" % (cases.shape(came),)
        expected = "an array of shape %s" % (sizes,) if sizes else "one number"
        if cases.is_list_of_arrays(sizes):
            expected = "a list of arrays of shapes %s" % ", ".join(map(str, sizes))
        return [("came", "%s: %s" % (name, kind)), ("expected", expected)]
    whole_numbers = all(isinstance(value, int) for value in wanted_flat)
    if whole_numbers and any(isinstance(value, float) and value == value for value in came_flat):
        kind = news.get("kinds", {}).get(name, "other numbers")
        return [("came", "%s: %s" % (name, kind)), ("expected", "integers, int32")]
    limit = tolerance * max([1.0] + [abs(value) for value in wanted_flat])
    for i, (c, w) in enumerate(zip(came_flat, wanted_flat)):
        if mistakes.same(c, w, limit):
            continue
        place = words.element(language, name, sizes, i, axes)
        if c == UNWRITTEN:
            return [
                ("came", "%s was never written" % place),
                ("expected", "%s = %s" % (place, words.number(w))),
            ]
        rows = [
            ("came", "%s = %s" % (place, words.number(c))),
            ("expected", "%s = %s" % (place, words.number(w))),
        ]
        rows += words.whose(language, name, i, news.get("inputs", {}))
        off = sum(not mistakes.same(a, b, limit) for a, b in zip(came_flat, wanted_flat))
        if len(wanted_flat) > 1:
            verb = "differs" if off == 1 else "differ"
            rows.append(("", "%d of the %d numbers of %s %s" % (off, len(wanted_flat), name, verb)))
        return rows
    return None
