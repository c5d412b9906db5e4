"""How values, elements and inputs are written in each language."""

import math

import cases
import catalog


def number(value):
    """Write a number briefly."""
    if isinstance(value, (list, tuple)):
        return "{%s}" % ", ".join(number(entry) for entry in value)
    if value is None:
        return "something that is no number"
    if isinstance(value, float) and math.isnan(value):
        return "nan (not a number)"
    if isinstance(value, float) and value == int(value) if _finite(value) else False:
        return "%d" % value if abs(value) < 1e15 else "%g" % value
    return "%.10g" % value


def _finite(value):
    return isinstance(value, int) or math.isfinite(value)


def element(language, name, sizes, flat_index):
    """Name one element of an array of these sizes: labels[2], labels(3), x[1*d + 0]."""
    index = []
    for size in reversed(sizes):
        index.insert(0, flat_index % size)
        flat_index //= size
    if name.startswith("step_") or name == "end":
        file = "the last step's file" if name == "end" else name + ".dat"
        return "%s, centroid %d, feature %d" % (file, index[0], index[1])
    if name == "labels" and language == "file":
        return "labels.dat, line %d" % (index[0] + 1)
    if not index:
        return name
    if language == "python":
        return "%s[%s]" % (name, ", ".join(str(i) for i in index))
    if language == "c":
        if len(index) == 2:
            return "%s[%d*%d + %d]" % (name, index[0], sizes[1], index[1])
        return "%s[%d]" % (name, index[0])
    first = 0 if name in catalog.FROM_ZERO else 1
    fortran = [i + 1 for i in reversed(index)]
    fortran[-1] = index[0] + first
    return "%s(%s)" % (name, ", ".join(str(i) for i in fortran))


def array(language, name, value):
    """Show an input in one line: the beginning of it, and its shape."""
    sizes = cases.shape(value)
    if not sizes:
        return "%s = %s" % (name, number(value))
    rows = value if len(sizes) > 1 else [value]
    shown = []
    for row in rows:
        shown.append(" ".join(number(entry) for entry in row))
    text = "  ".join(shown) if len(sizes) == 1 else "  |  ".join(shown)
    if len(text) > 56:
        text = text[:53].rsplit(" ", 1)[0] + " ..."
    if len(sizes) > 1 and language == "fortran":
        sizes = tuple(reversed(sizes))
    label = {"c": "%s", "fortran": "%s", "python": "%s"}[language] % name
    if len(sizes) > 1:
        label += {"python": " %s", "fortran": "%s", "c": " %s"}[language] % (
            "(%s)" % ", ".join(str(size) for size in sizes))
    return "%s = %s" % (label, text)
