"""Call a student's Python function with the inputs of the cases.

    python3 driver.py FILE CASES RESULTS UNFINISHED REFERENCE [CASE]

FILE holds the function, CASES is a case file, RESULTS gets one line of JSON a case.
Functions of FILE named in UNFINISHED (with commas) are taken from the module REFERENCE.
CASE, a number, runs that case alone.
"""

import copy
import importlib
import importlib.util
import json
import os
import re
import sys
import traceback

import numpy as np

ENDED = "ended by sys.exit"


def as_argument(name, value, module):
    """Turn lists into arrays: float64, or int32 where all entries are integers.

    What does not fit into one array becomes a list of arrays; a layer of images becomes the
    file's own Layer.
    """
    if not isinstance(value, list):
        return value
    if name == "layer":
        return module.Layer(*value)
    try:
        array = np.array(value)
    except ValueError:
        return [as_argument(name, entry, module) for entry in value]
    return array.astype(np.int32 if array.dtype.kind == "i" else np.float64)


def described(value):
    """Say what a result is: a float64 array of shape (3, 2), a list, None."""
    if isinstance(value, np.ndarray):
        return "%s array of shape %s" % (value.dtype, value.shape)
    return "None" if value is None else "one " + type(value).__name__


def as_plain(value):
    """Turn a result into numbers that JSON can carry."""
    if isinstance(value, (np.ndarray, np.generic)):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [as_plain(entry) for entry in value]
    if isinstance(value, (bool, int, float)):
        return float(value) if value != value or abs(value) == float("inf") else value
    return None


def load(path, unfinished, reference):
    """Import FILE and fill in what is not written yet."""
    spec = importlib.util.spec_from_file_location("student", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["student"] = module
    spec.loader.exec_module(module)
    if unfinished:
        solution = importlib.import_module(reference)
        for name in unfinished.split(","):
            setattr(module, name, getattr(solution, name))
    return module


def where(error, path):
    """Return the last line of the student's file that the error came through."""
    if isinstance(error, SyntaxError):
        return error.lineno, error.msg
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == path]
    line = frames[-1].lineno if frames else None
    return line, "%s: %s" % (type(error).__name__, error) if str(error) else type(error).__name__


def is_same(a, b):
    """Are two arguments equal, number by number?"""
    if isinstance(a, list):
        return all(map(is_same, a, b))
    return np.array_equal(a, b)


def lines_run(function, arguments, path):
    """Count the lines of FILE that a call goes through."""
    count = 0

    def trace(frame, event, _):
        nonlocal count
        count += event in ("line", "call")
        return trace

    def begin(frame, event, argument):
        return trace(frame, event, argument) if frame.f_code.co_filename == path else None

    sys.settrace(begin)
    try:
        function(*arguments)
    finally:
        sys.settrace(None)
    return count


def at_once(function, results, x, *rest):
    """Does it take many samples at once: no more lines for twice as many, the same for each?"""
    if any(np.shape(result) != (len(x),) for result in results):
        return {}
    alone = [function(x[i : i + 1], *rest) for i in range(len(x))]
    same = True
    for result, each in zip(results, zip(*alone)):  # sums may be added in another order
        same = same and np.allclose(np.ravel(each), result, rtol=1e-9, atol=1e-9)
    path = function.__code__.co_filename
    lines = [lines_run(function, (some, *rest), path) for some in (x, np.concatenate([x, x]))]
    return {"at_once": int(lines[0] == lines[1]), "same": int(same)}


def run_case(module, function, call, case, debugged):
    """Call once; return the results by name, what they are, and the inputs changed."""
    inputs = case["inputs"]
    names, arguments = re.match(r"(.*) = \w+\((.*)\)", call).groups()
    arguments = {name: as_argument(name, inputs[name], module) for name in arguments.split(", ")}
    before = copy.deepcopy(arguments)
    returned = function(*arguments.values())
    changed = [name for name, value in arguments.items() if not is_same(value, before[name])]
    names = names.split(", ")
    results = returned if len(names) > 1 else (returned,)
    if not isinstance(results, tuple) or len(results) != len(names):
        return {"returned": described(returned), "wanted": ", ".join(names)}
    more = {}
    if "at_once" in case["expected"] and not debugged:
        more = at_once(function, results, *arguments.values())
    return {
        "results": dict({n: as_plain(value) for n, value in zip(names, results)}, **more),
        "kinds": {name: described(value) for name, value in zip(names, results)},
        "changed": changed,
    }


def main():
    """Write a line for each case, and stop at the first that fails."""
    path, cases, results, unfinished, reference = sys.argv[1:6]
    only = [int(word) for word in sys.argv[6:]]
    with open(cases, encoding="utf-8") as file:
        content = json.load(file)
    out = open(results, "w", encoding="utf-8")

    def write(line):
        out.write(json.dumps(line) + "\n")
        out.flush()

    write({"ready": True})
    try:
        module = load(path, unfinished, reference)
        name = re.match(r".* = (\w+)\(", content["call"]["python"]).group(1)
        function = getattr(module, name, None)
        if not callable(function):
            write({"missing": name})
            return
        for i, case in enumerate(content["cases"]):
            if only and i not in only:
                continue
            write({"case": i})
            print("\1case %d" % i)  # whose prints follow
            write(run_case(module, function, content["call"]["python"], case, bool(only)))
    except NotImplementedError as error:
        write({"unwritten": where(error, path)[0]})
    except (SystemExit, KeyboardInterrupt):
        write({"exited": ENDED})
    except MemoryError:
        write({"memory": True})
    except BaseException as error:
        line, text = where(error, path)
        write({"error": text[:300], "line": line})
    else:
        write({"done": True})


main()
sys.stdout.flush()
os._exit(0)  # threads that a student left behind are not waited for
