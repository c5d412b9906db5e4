"""The contract: the same functions, arguments and headings in the three sources of an algorithm."""

import ast
import re
from typing import NamedTuple

import pytest
from conftest import ROOT

ALGORITHMS = ["kmeans", "perceptron", "dense", "layers", "filters", "mlp", "cnn"]
SOURCES = {  # Python, C and Fortran, without the suffix
    name: (f"python/triptych/{path}", f"c/{path}", f"fortran/{path}")
    for name, path in [*zip(ALGORITHMS, ALGORITHMS, strict=True), ("random", "support/random")]
}
# Python sees most sizes in the arrays; Fortran must be told all, where C finds some in a network.
SIZES = {"n", "d", "k", "m", "d_in", "d_out", "layers", "n_layers", "neurons", "weights", "visits"}
IN_OUT = {"centroids"}  # of lloyd: behind the inputs in C and Fortran, one of them in Python
LENGTHS = {"weights", "count_weights", "count_neurons"}  # of an mlp's arrays: each in its own way
OWN_NAMES = {"tanh_of": "tanh"}  # Fortran has a tanh


class Function(NamedTuple):
    """A public function, as read from a source."""

    arguments: list[str]
    heading: str  # the first sentence above it


def first_sentence(text):
    """Return what stands before the first full stop, in one line; a colon ends no sentence."""
    return re.split(r"\.(?:\s|$)", " ".join(text.split()), maxsplit=1)[0]


def python_functions(path):
    functions = {}
    for node in ast.parse((ROOT / f"{path}.py").read_text()).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            arguments = [argument.arg for argument in node.args.args + node.args.kwonlyargs]
            functions[node.name] = Function(arguments, first_sentence(ast.get_docstring(node)))
    return functions


C_FUNCTION = re.compile(r"^(static )?[a-z][\w ]*?\*?(\w+)\(([^;{]*?)\)\s*([;{])", re.M | re.S)


def c_functions(text, prefix):
    """Return the functions with external linkage: their prefix is dropped."""
    functions = {}
    for found in C_FUNCTION.finditer(text):
        static, name, arguments, _ = found.groups()
        if static:
            continue
        assert name.startswith(f"{prefix}_"), f"{name}: expected the prefix {prefix}_"
        above = text[: found.start()].rstrip("\n").rsplit("\n\n", 1)[-1]
        comment = re.sub(r"^(//|/\*| \*/?)", "", above, flags=re.M).replace("*/", "")
        names = [re.search(r"(\w+)(\[\d*\])?$", each.strip())[1] for each in arguments.split(",")]
        functions[name.removeprefix(f"{prefix}_")] = Function(names, first_sentence(comment))
    return functions


FORTRAN_PROCEDURE = re.compile(r"^    (?:subroutine|function) (\w+)\((.*?)\)", re.M | re.S)


def fortran_functions(text, prefix):
    """Return the public procedures, status left out: Fortran's last argument is C's answer."""
    functions = {}
    public = re.findall(r"^    public :: ((?:.*&\n)*.*)$", text, re.M)
    names = re.findall(r"\w+", re.sub(r"!.*", "", " ".join(public)))
    for found in FORTRAN_PROCEDURE.finditer(text):
        if found[1] in names:
            above = text[: found.start()].rstrip("\n").rsplit("\n\n", 1)[-1]
            comment = re.sub(r"^\s*!>", "", above, flags=re.M)
            arguments = [name for name in re.findall(r"\w+", found[2]) if name != "status"]
            name = found[1].removeprefix(f"{prefix}_")
            functions[OWN_NAMES.get(name, name)] = Function(arguments, first_sentence(comment))
    assert len(functions) == len(names), "a public name without a procedure"
    return functions


@pytest.fixture(params=SOURCES)
def panels(request):
    """Return the functions of the Python, C and Fortran source of an algorithm."""
    name = request.param
    python, c, fortran = SOURCES[name]
    sources = (
        python_functions(python),
        c_functions((ROOT / f"{c}.c").read_text(), name),
        fortran_functions((ROOT / f"{fortran}.f90").read_text(), name),
    )
    return [{name: f for name, f in each.items() if name not in LENGTHS} for each in sources]


def test_the_same_functions_in_the_same_order(panels):
    python, c, fortran = panels
    assert list(python) == list(c) == list(fortran)
    assert len(python) >= 3


def test_the_same_arguments(panels):
    """C's and Fortran's are the same; Python returns the outputs and leaves out most sizes."""
    python, c, fortran = panels
    for name in python:
        c_arguments, fortran_arguments = (
            [each for each in panel[name].arguments if each not in SIZES] for panel in (c, fortran)
        )
        assert c_arguments == fortran_arguments, name
        assert set(python[name].arguments) <= set(c[name].arguments), name
        ordered = [each for each in python[name].arguments if each not in SIZES | IN_OUT]
        rest = iter(c[name].arguments)
        assert all(argument in rest for argument in ordered), name


@pytest.mark.parametrize("panels", ALGORITHMS, indirect=True)
def test_the_same_headings(panels):
    python, c, fortran = panels
    for name in python:
        assert python[name].heading == c[name].heading == fortran[name].heading


@pytest.mark.parametrize("name", SOURCES)
def test_the_header_declares_what_the_source_defines(name):
    c = SOURCES[name][1]
    source, header = ((ROOT / f"{c}.{suffix}").read_text() for suffix in "ch")
    defined, declared = c_functions(source, name), c_functions(header, name)
    assert list(defined) == list(declared)
    assert [f.arguments for f in defined.values()] == [f.arguments for f in declared.values()]


def interfaces(text):
    """Return the declarations of a Fortran module's public procedures, without their layout."""
    found = {}
    public = set(re.findall(r"\w+", " ".join(re.findall(r"^    public :: (.*)$", text, re.M))))
    for name, body in re.findall(
        r"^    (?:subroutine|function) (\w+)(.*?)^    end ", text, re.M | re.S
    ):
        if name in public:
            dummies = [line for line in body.splitlines() if "intent(" in line or "result(" in line]
            found[name] = [" ".join(line.split("!")[0].split()) for line in dummies]
    return found


def test_lesson_and_fast_declare_the_same():
    """The fast file takes the lesson's place: the same functions with the same types."""

    def signatures(path):
        text = (ROOT / path).read_text()
        found = [match.group(0) for match in C_FUNCTION.finditer(text) if not match[1]]
        return {" ".join(each.rstrip("{;").split()) for each in found}

    assert signatures("c/fast/kmeans.c") == signatures("c/kmeans.c") == signatures("c/kmeans.h")
    lesson, fast = (
        (ROOT / f"fortran/{path}.f90").read_text() for path in ("kmeans", "fast/kmeans")
    )
    assert interfaces(fast) == interfaces(lesson)
