"""Case files in, results out."""

import json
import math
import re

import catalog


def load(name, version=1):
    """Read a case file; null becomes not-a-number."""
    path = catalog.of_version(catalog.CASES / (name + ".json"), version)
    content = json.loads(path.read_text(encoding="utf-8"))
    content["path"] = str(path)
    for case in content["cases"]:
        case["mistakes"] = _with_nan(case["mistakes"])
    return content


def function(name):
    """The Python function that a case file calls: h = forward(x, w) calls forward."""
    return re.match(r".* = (\w+)\(", load(name)["call"]["python"]).group(1)


def _with_nan(value):
    if isinstance(value, list):
        return [_with_nan(entry) for entry in value]
    if isinstance(value, dict):
        return {name: _with_nan(entry) for name, entry in value.items()}
    return math.nan if value is None else value


def flat(value):
    """Return all numbers of a nested list, in order."""
    if not isinstance(value, list):
        return [value]
    return [number for entry in value for number in flat(entry)]


def shape(value):
    """Return the lengths of a nested list, outermost first; of a list of arrays their shapes."""
    if not isinstance(value, list):
        return ()
    inner = [shape(entry) for entry in value]
    if any(sizes != inner[0] for sizes in inner):
        return tuple(inner)
    return (len(value),) + (inner[0] if inner else ())


def is_list_of_arrays(sizes):
    """Is this the shape of several arrays, such as the activations of each layer?"""
    return bool(sizes) and isinstance(sizes[0], tuple)


def write_numbers(content, path, only=None):
    """Write the inputs for a driver: the number of cases, then one number a line.

    Words are left out: they are for Python, a number beside them for C and Fortran.
    """
    chosen = content["cases"] if only is None else [content["cases"][only]]
    numbers = [len(chosen)]
    for case in chosen:
        for value in case["inputs"].values():
            numbers.extend(flat(value) if not isinstance(value, str) else [])
    path.write_text("".join("%r\n" % number for number in numbers))


def write_inputs(content, case, folder):
    """Write the data files of a whole program; a last column of integers is the labels."""
    for name, rows in content["cases"][case]["inputs"].items():
        labelled = isinstance(rows[0][-1], int)
        classes = 1 + max(row[-1] for row in rows) if labelled else 0
        sizes = (len(rows), len(rows[0]) - labelled, classes)
        lines = ["# samples %d features %d classes %d" % sizes]
        for row in rows:
            lines.append(" ".join("%d" % v if isinstance(v, int) else "%.4f" % v for v in row))
        (folder / (name + ".dat")).write_text("\n".join(lines) + "\n")


def read_results(path):
    """Read what a compiled driver wrote: the results of each case, and was it the end?"""
    results, done = [], False
    text = path.read_text(errors="replace") if path.exists() else ""
    for line in text.split("\n"):
        words = line.split()
        if words[:1] == ["case"]:
            results.append({})
        elif words[:1] == ["done"]:
            done = True
        elif words and results:
            results[-1][words[0]] = [_number(word) for word in words[1:]]
    return results, done


def _number(word):
    try:
        return int(word)
    except ValueError:
        try:
            return float(word)
        except ValueError:
            return math.nan


def prints_of(prints, case):
    """Return what a student printed in one case: a driver marks where each begins."""
    parts = re.split(r"\001case (\d+)\n", prints)
    of = dict(zip(parts[1::2], parts[2::2]))
    return of.get(str(case), "" if of else prints)


def read_python_results(path):
    """Read what driver.py wrote: the results of each case, and what else it tells."""
    results, news = [], {}
    text = path.read_text(errors="replace") if path.exists() else ""
    for line in text.split("\n"):
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if "case" in entry:
            results.append({})
        elif "results" in entry and results:
            results[-1] = entry["results"]
            news.update(kinds=entry["kinds"])
            news.setdefault("changed", entry["changed"])
            news["changed"] = news["changed"] or entry["changed"]
        else:
            news.update(entry)
    return results, news


class BadFile(Exception):
    """An output file of the whole program that cannot be used."""


def read_table(path, whole_numbers=False):
    """Read a file that a student's program wrote; # starts a comment."""
    rows = []
    for i, line in enumerate(path.read_text(errors="replace").split("\n")):
        words = line.split("#")[0].split()
        try:
            row = [int(word) if whole_numbers else float(word) for word in words]
        except ValueError:
            wanted = "an integer" if whole_numbers else "numbers"
            found = (path.name, i + 1, wanted, line[:40])
            raise BadFile("%s:%d: expected %s, found %r" % found) from None
        if row:
            rows.append(row[0] if whole_numbers else row)
    if not whole_numbers and len({len(row) for row in rows}) > 1:
        raise BadFile("%s: its rows have different lengths" % path.name)
    return rows


def read_whole(folder, series, files=None):
    """Collect the files of a whole program as results of one case, and count a series.

    series: what its files are called, step for step_1.dat, step_2.dat, ...; or what their
    numbers count, if each has several files: hidden_1.dat, output_1.dat, hidden_2.dat, ...
    """
    results, last = {}, 0
    for file in files or [series]:
        steps = {}
        for path in folder.glob(file + "_*.dat"):
            match = re.match(file + r"_(\d+)\.dat$", path.name)
            if match:
                steps[int(match.group(1))] = path
        last = max(steps, default=0)
        end = file + "_end" if files else "end"
        for name, step in ((file + "_1", 1), (file + "_2", min(2, last)), (end, last)):
            if step in steps:
                results[name] = read_table(steps[step])
    for name in ("errors", "labels"):
        if (folder / (name + ".dat")).exists():
            results[name] = read_table(folder / (name + ".dat"), whole_numbers=True)
    return results, last
