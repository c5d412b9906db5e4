"""The build: two build files that agree, and a checkout that holds what it should."""

import hashlib
import json
import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import COMPILED, ROOT, skip_without_fortran


def make_line(target, *variables):
    """Return the words of the one compiler line that make would run."""
    command = ["make", "--no-print-directory", "-n", target, *variables]
    printed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    (line,) = [each for each in printed.splitlines() if " -o " in each]
    return shlex.split(line)


def meson_lines(library):
    """Return the words of the compiler lines that meson ran for a library."""
    commands = json.loads((ROOT / "build/native/compile_commands.json").read_text())
    lines = [shlex.split(c["command"]) for c in commands if f"/{library}.p/" in c["output"]]
    return [line for line in lines if "../../" in line[-1]]  # not those of f2py's output


def flags(words):
    """Return the flags that change what is compiled, or which warnings are given."""
    found = [word for word in words if re.match(r"-(std|O|f|m|W(?!l,)|D|pedantic)", word)]
    # Of a library and of meson itself: position-independent, coloured messages, large files.
    library = r"-fPIC|-fno-semantic-interposition|-fdiagnostics-color|-D_FILE_OFFSET_BITS"
    return sorted(word for word in found if not re.match(library, word))


def test_filters_alone_are_float32_unless_asked():
    """An algorithm's own precision, and the user's word over it."""
    for name in algorithms("ALGORITHMS"):
        assert ("-DPRECISION=32" in make_line(f"{name}_c")) == (name == "cnn")
        assert "-DPRECISION=32" in make_line(f"{name}_c", "PRECISION=f32")
        assert "-DPRECISION=32" not in make_line(f"{name}_c", "PRECISION=f64")


@pytest.mark.parametrize("language, precision, variant", COMPILED)
def test_make_and_meson_agree(language, precision, variant):
    """The same flags; each source of the library is one of a program, too."""
    skip_without_fortran(language)
    bits = precision[-2:]
    suffix = language + ("" if variant == "lesson" else f"_{variant}")
    names = algorithms("ON_GPU" if variant == "gpu" else "ALGORITHMS")
    programs = [make_line(f"{name}_{suffix}", f"PRECISION=f{bits}") for name in names]
    name = f"{language}_f{bits}_{variant}"
    library = meson_lines(f"{name}.so" if language == "c" else f"lib{name}.a")
    assert len(library) > 2
    assert {tuple(flags(line)) for line in library + programs} == {tuple(flags(library[0]))}
    if variant != "gpu":  # its library has the perceptron, too
        sources = {source for line in programs for word in line[:-2] for source in expand(word)}
        assert {line[-1].removeprefix("../../") for line in library} <= sources


def algorithms(those):
    """Return the algorithms that the Makefile knows, or those of them that run on a GPU."""
    return re.search(rf"^{those} = (.*)$", (ROOT / "Makefile").read_text(), re.M)[1].split()


def expand(word):
    """Return the files that a word of the line stands for, none for a flag."""
    if not re.search(r"\.(c|f90)$", word):
        return []
    return [str(path.relative_to(ROOT)) for path in ROOT.glob(word)]


def test_one_version():
    """The same version in the package, the build and the programs."""
    found = {
        "pyproject.toml": r'^version = "(.+)"',
        "meson.build": r"^  version: '(.+)'",
        "CITATION.cff": r"^version: (.+)",
        "docs/programs.md": r"prints `kmeans \(Triptych\) (.+?)`",
    }
    versions = {
        path: re.search(pattern, (ROOT / path).read_text(), re.M)[1].strip("'\"")
        for path, pattern in found.items()
    }
    assert len(set(versions.values())) == 1, versions


def tracked():
    """Return the files that git keeps."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [name for name in listed.stdout.split("\0") if (ROOT / name).is_file()]


def test_nothing_built_is_tracked():
    built = r"\.(o|so|a|mod|smod|dylib|dll|exe|pyc|pyd|whl|part)$|(^|/)(build|out|__pycache__)/"
    magic = (b"\x7fELF", b"\xcf\xfa\xed\xfe", b"!<arch>", b"MZ")
    for name in tracked():
        assert not re.search(built, name), name
        assert not (ROOT / name).read_bytes().startswith(magic), name


def checksums():
    """Return the table at the end of data/README.md: file -> SHA-256."""
    rows = re.findall(r"^ +([0-9a-f]{64}) +(\S+)$", (ROOT / "data/README.md").read_text(), re.M)
    return {name: digest for digest, name in rows}


def test_shipped_data_have_their_checksums():
    expected = checksums()
    assert len(expected) >= 6
    for name, digest in expected.items():
        assert hashlib.sha256((ROOT / "data" / name).read_bytes()).hexdigest() == digest, name
    shipped = {name.removeprefix("data/") for name in tracked() if name.startswith("data/")}
    assert {name for name in shipped if Path(name).suffix in (".dat", ".npy")} == expected.keys()


def test_shipped_data_are_made_again():
    """Byte for byte, from the fixed seed and from scikit-learn's copies."""
    command = [sys.executable, ROOT / "data/make_data.py", "--check"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def test_spectra_have_the_lines_of_their_class():
    """H alpha is deep in A stars and missing in M stars; the classes keep their proportions."""
    path = ROOT / "data" / "make_spectra.py"
    made = runpy.run_path(str(path))
    x, y = made["spectra"]((2, 4, 12, 14, 10, 6, 4))
    assert x.shape == (52, 3753) and x.dtype == np.float32 and np.isfinite(x).all()
    assert np.bincount(y).tolist() == [2, 4, 12, 14, 10, 6, 4]
    middle, beside = np.searchsorted(made["WAVELENGTH"], (656.3, 640.0))

    def depth(letter):
        mean = x[y == "OBAFGKM".index(letter)].mean(axis=0)
        around = mean[beside : beside + 15].mean()
        return 1 - mean[middle - 4 : middle + 5].mean() / around

    assert depth("A") > 0.4  # noise: 0.2 / sqrt(12 stars * 9 pixels) = 0.02
    assert abs(depth("M")) < 0.3  # a shoulder of TiO is near; 0.03 of H alpha
