"""How values, elements and inputs are written in each language."""

import cases
import catalog


def number(value):
    """Write a number briefly; a word stays as it is."""
    if isinstance(value, str):
        return value
    if value is None:
        return "something that is no number"
    return "nan (not a number)" if value != value else "%.10g" % value


def file_name(name):
    """The file of a result of a whole program."""
    return "the last file of the series" if name == "end" else name + ".dat"


def element(language, name, sizes, flat_index, axes=None):
    """Name one element of an array of these sizes: labels[2], labels(3), x[1*d + 0].

    axes: what lines and columns are called, if it stands in a file.
    """
    index = []
    for size in reversed(sizes):
        index.insert(0, flat_index % size)
        flat_index //= size
    if axes and len(index) == 2:
        return "%s, %s %d, %s %d" % (file_name(name), axes[0], index[0], axes[1], index[1])
    if axes:
        return "%s, line %d" % (file_name(name), index[0] + 1)
    if not index:
        return name
    if language == "python":
        return "%s[%s]" % (name, ", ".join(str(i) for i in index))
    if language == "c":
        if len(index) == 2:
            return "%s[%d*%d + %d]" % (name, index[0], sizes[1], index[1])
        return "%s[%d]" % (name, index[0])
    zeros = catalog.FROM_ZERO.get((name, len(index)), 0)
    fortran = [i + (axis >= zeros) for axis, i in enumerate(index)]
    fortran.reverse()
    return "%s(%s)" % (name, ", ".join(str(i) for i in fortran))


def array(language, name, value):
    """Show an input array in one line: its shape, and the beginning of it."""
    sizes = cases.shape(value)
    rows = value if len(sizes) > 1 else [value]
    text = "  |  ".join(" ".join(number(entry) for entry in row) for row in rows)
    if len(text) > 56:
        text = text[:53].rsplit(" ", 1)[0] + " ..."
    if len(sizes) == 1:
        return "%s = %s" % (name, text)
    if language == "fortran":
        return "%s(%s) = %s" % (name, ", ".join(str(size) for size in reversed(sizes)), text)
    return "%s (%s) = %s" % (name, ", ".join(str(size) for size in sizes), text)
