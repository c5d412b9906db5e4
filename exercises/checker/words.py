"""How values, elements and inputs are written in each language."""

import math

import cases
import catalog

CHOICES = {
    "kind": ("linear", "sigmoid", "tanh", "relu", "leaky relu", "softmax"),
    "loss_kind": ("quadratic", "cross-entropy"),
}


def number(value):
    """Write a number briefly; a word stays as it is."""
    if isinstance(value, str):
        return value
    if value is None:
        return "something that is no number"
    return "nan (not a number)" if value != value else "%.10g" % value


def named(name, value):
    """Write a number; what stands for a choice, by the name of that."""
    if name in CHOICES and isinstance(value, int):
        return "%d (%s)" % (value, CHOICES[name][value])
    return number(value)


def file_name(name, series, steps):
    """The file of a result of a whole program, which wrote so many steps of a series."""
    if name.endswith("end"):
        name = (name[:-3].rstrip("_") or series) + "_%d" % steps
    return name + ".dat"


def element(language, name, sizes, flat_index, axes=None):
    """Name one element of an array of these sizes: labels[2], labels(3), x[1*d + 0].

    axes: what lines and columns are called, if it stands in a file of this name.
    """
    if cases.is_list_of_arrays(sizes):
        return _element_of_several(language, name, sizes, flat_index)
    index = []
    for size in reversed(sizes):
        index.insert(0, flat_index % size)
        flat_index //= size
    if axes and len(index) == 2:
        said = [
            "the bias" if axis in catalog.WITH_BIAS and i == size - 1 else "%s %d" % (axis, i)
            for axis, i, size in zip(axes, index, sizes)
        ]
        return ", ".join([name] + said)
    if axes:
        return "%s, line %d" % (name, index[0] + 1)
    if not index:
        return name
    if len(index) == 4 and language != "python":
        counted = tuple(i + (language == "fortran") for i in index)
        return name + " at image %d, channel %d, row %d, column %d" % counted
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


def _element_of_several(language, name, sizes, flat_index):
    """Name one element of a list of arrays; C and Fortran have them in one, end to end."""
    if language != "python":
        return element(language, name, (flat_index + 1,), flat_index)
    for i, inner in enumerate(sizes):
        length = math.prod(inner)
        if flat_index < length:
            return element(language, "%s[%d]" % (name, i), inner, flat_index)
        flat_index -= length
    return name


def whose(language, name, place, inputs):
    """Return a row on the layer that a number of a vector of all layers belongs to."""
    network = inputs.get("network")
    weights = name in ("params", "velocity", "gradient", "numeric")
    layered = weights or (name in ("h", "a") and language != "python")
    if not network or not layered:
        return []
    for number, (d_in, d_out, _) in enumerate(network, 1):
        sizes = (d_in + 1 if weights else len(inputs["x"]), d_out)
        if place < sizes[0] * sizes[1]:
            own = element(language, "w" if weights else name, sizes, place)
            return [("", "this is %s of layer %d" % (own, number))]
        place -= sizes[0] * sizes[1]
    return []


def layer(entries):
    """Say what a layer of images does."""
    kinds = ("convolution", "max-pool", "average-pool", "dense")
    said = "%s, %d x %d x %d -> %d x %d x %d" % ((kinds[entries[0]],) + tuple(entries[1:7]))
    said += ", %s %d x %d" % (("block" if entries[0] else "kernel",) + tuple(entries[7:9]))
    steps, pad = tuple(entries[9:11]), tuple(entries[11:13])
    if not entries[0] and steps != (1, 1):
        said += ", steps %d %d" % steps
    return said + (", pad %d %d" % pad if not entries[0] and pad != (0, 0) else "")


def array(language, name, value):
    """Show an input array in one line: its shape, and the beginning of it."""
    if name == "layer":
        return "layer = " + layer(value)
    sizes = cases.shape(value)
    several = cases.is_list_of_arrays(sizes)
    rows = value if several else [value]
    for _ in () if several else sizes[1:]:
        rows = [row for part in rows for row in part]
    text = "  |  ".join(" ".join(number(entry) for entry in cases.flat(row)) for row in rows)
    head = name
    if len(sizes) > 1 and not several:
        lengths = reversed(sizes) if language == "fortran" else sizes
        head += " " * (language != "fortran") + "(%s)" % ", ".join(map(str, lengths))
    room = 65 - len(head)  # in a line of 80 columns, behind the label
    if len(text) > room:
        text = text[: room - 3].rsplit(" ", 1)[0].rstrip(" |") + " ..."
    return "%s = %s" % (head, text)
