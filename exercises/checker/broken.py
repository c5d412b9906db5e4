"""Why a program did not come to its end: limits, signals, findings of the checked build."""

import os
import re

from run import CPU_SECONDS, OUTPUT_BYTES, PATIENCE, WALL_SECONDS
from verdict import Verdict, called


def limit(job, rows, kind, case, prints):
    """Say which limit ended the stage."""
    seconds, waited = CPU_SECONDS[job.language] * PATIENCE, WALL_SECONDS * PATIENCE
    say = {
        "time": "it computed for more than %g s: an endless loop?" % seconds,
        "waiting": "it did not end within %g s: an endless loop, or does it wait?" % waited,
        "prints": "it printed more than %d MB: print less" % (OUTPUT_BYTES >> 20),
        "memory": "it wanted far more memory than these few samples need",
    }[kind]
    if kind == "waiting" and job.language == "fortran":
        say = "it hangs. A function that prints must not be called in a print statement"
    kind = "time" if kind == "waiting" else kind
    return Verdict(kind, rows + [("stopped", say)], case, prints)


def broken(job, ran, content, case, done):
    """Return the verdict on a program that did not come to its end, or None."""
    rows = called(job, content, case)
    if ran.ending in ("time", "waiting", "prints"):
        return limit(job, rows, ran.ending, case, ran.prints)
    if ran.ending == "exit" and ran.code == 0 and done:
        return None
    kind, say = crash(ran, job.source.name)
    if kind == "memory":
        return limit(job, rows, "memory", case, ran.prints)
    return Verdict(kind, rows + [("stopped", line) for line in say], case, ran.prints)


def crash(ran, name):
    """Say why a program ended before its time."""
    errors = ran.errors
    line = re.search(r"%s:(\d+)" % re.escape(name), errors)
    place = "%s:%s: " % (name, line.group(1)) if line else ""
    if re.search(
        r"rss limit exhausted|exceeds maximum supported size|out-of-memory|bad_alloc|"
        r"std::length|MemoryError|Allocation would exceed memory",
        errors,
    ):
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
        names = {
            4: "an illegal instruction",
            6: "abort",
            7: "a bus error",
            8: "a division of integers by zero",
            11: "a segmentation fault: it used memory that is not its own",
            24: "too much time",
            25: "a file that grew too large",
        }
        return "crash", [place + names.get(ran.code, "signal %d" % ran.code)]
    if "ERROR STOP" in errors or ran.code != 0:
        said = re.search(r"ERROR STOP.*", errors)
        return "ended", [
            "it ended the whole program, exit code %d%s"
            % (ran.code, ": " + said.group(0) if said else "")
        ]
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
        side = {
            "to the right": "after",
            "after": "after",
            "to the left": "before",
            "before": "before",
            "inside": "inside",
        }.get(near.group(2).strip(), near.group(2))
        return "it %s outside an array: %s bytes %s its %s bytes" % (
            does,
            near.group(1),
            side,
            near.group(3),
        )
    return "it %s outside an array (%s)" % (does, what)
