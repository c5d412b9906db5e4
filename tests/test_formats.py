"""Data files, good and broken: three readers accept and refuse the same, in the same words."""

import decimal
import os
import shutil

import numpy as np
import pytest
from conftest import ROOT
from formats import BAD, FLOAT32_BAD, FLOAT32_GOOD, GOOD
from hypothesis import given, settings
from hypothesis import strategies as st

from triptych.support import data
from triptych.support.program import Failure


def by_name(cases):
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.name)


def samples(program, path, out, n):
    """Return the samples that a program read, in a random order.

    With as many clusters as samples each centroid is a sample, and one step does not move it.
    """
    result = program.run(path, "-k", n, "--init", "random", "--max-iter", 1, "--out", out)
    assert (result.returncode, result.stderr) == (0, b"")
    return np.loadtxt(out / "centroids.dat", ndmin=2)


def accepts(program, case, folder, dtype):
    """Check that the program reads exactly the samples of the case."""
    expected = sorted(np.asarray(case.outcome, dtype).tolist())
    found = samples(program, case.write(folder), folder / "out", len(expected))
    assert sorted(found.astype(dtype).tolist()) == expected


def refuses(program, case, folder):
    """Check that the program says what the case says, and writes nothing."""
    path = case.write(folder)
    result = program.run(path, "--out", folder / "out")
    assert result.stderr.decode() == f"kmeans: {path}{case.outcome}\n"
    assert (result.returncode, result.stdout) == (2, b"")
    assert not (folder / "out").exists()


def test_the_readme_counts_them():
    """What it says of the number of files."""
    files = f"| {len(GOOD) + len(BAD)} good and broken data files |"
    assert files in (ROOT / "README.md").read_text()


# Starting Python for each of these files would take a minute: its reader is called right here. The
# tests further down, and all of the other programs', show that it says what its reader says.


@by_name(GOOD)
def test_accepted(program, case, tmp_path):
    if program.language != "python":
        return accepts(program, case, tmp_path, np.float64)
    found = data.read(str(case.write(tmp_path))).x
    assert found.dtype == np.float64
    assert found.tolist() == np.asarray(case.outcome, np.float64).tolist()


@by_name(BAD)
def test_refused(program, case, tmp_path):
    if program.language != "python":
        return refuses(program, case, tmp_path)
    path = case.write(tmp_path)
    with pytest.raises(Failure) as failure:
        data.read(str(path))
    assert (str(failure.value), failure.value.code) == (f"{path}{case.outcome}", 2)


# A float32 build rounds the same float64 once more.


@pytest.fixture(scope="session")
def program_f32(build, language):
    return build(language, "f32")


@by_name(FLOAT32_GOOD)
def test_accepted_in_float32(program_f32, case, tmp_path):
    accepts(program_f32, case, tmp_path, np.float32)


@by_name(FLOAT32_BAD)
def test_refused_in_float32(program_f32, case, tmp_path):
    refuses(program_f32, case, tmp_path)


@by_name(FLOAT32_BAD)
def test_float32_faults_are_good_in_float64(program, case, tmp_path):
    result = program.run(case.write(tmp_path), "-k", 1, "--out", tmp_path / "out")
    assert (result.returncode, result.stderr) == (0, b"")


# Where a file is, and what else may be found there.

GOOD_FILE = b"# samples 2 features 1 classes 0\n1\n2\n"
PLACES = [  # what to type below the folder of good.dat, and what is said of it
    ("none.dat", "no such file"),
    ("none/none.dat", "no such file"),
    ("good.dat/none.dat", "no such file"),
    ("good.dat/", "no such file"),
    ("dangling.dat", "no such file"),
    ("x" * 300, "no such file"),
    ("", "no such file"),
    (".", "x.npy: no such file"),
    ("folder", "x.npy: no such file"),
    ("loop", "no such file"),
]


@pytest.mark.parametrize("typed, fault", PLACES)
def test_places(program, typed, fault, tmp_path):
    (tmp_path / "good.dat").write_bytes(GOOD_FILE)
    (tmp_path / "folder").mkdir()
    (tmp_path / "dangling.dat").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to("loop")
    result = program.run(typed, cwd=tmp_path)
    shown = f"{typed}/x.npy: no such file" if fault.startswith("x.npy") else f"{typed}: {fault}"
    assert result.stderr.decode() == f"kmeans: {shown}\n"
    assert (result.returncode, result.stdout) == (2, b"")


def test_a_folder_as_typed(program, tmp_path):
    (tmp_path / "folder").mkdir()
    result = program.run("./folder/", cwd=tmp_path)
    assert result.stderr == b"kmeans: ./folder//x.npy: no such file\n"


def test_no_permission(program, tmp_path):
    path = tmp_path / "locked.dat"
    path.write_bytes(GOOD_FILE)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read every file: root")
    result = program.run(path)
    assert (result.returncode, result.stderr.decode()) == (2, f"kmeans: {path}: cannot be read\n")


@pytest.mark.parametrize("name", [b"two words", "caf\u00e9".encode(), b"\xff\x01.dat", b"-\n"])
def test_any_name(program, name, tmp_path):
    """A name is bytes: shown as typed, whatever the locale."""
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(GOOD_FILE + b"3\n")
    result = program.run(path, env={"LC_ALL": "C"})
    assert result.stderr == b"kmeans: %b:4: expected 2 samples, found more\n" % bytes(path)


def test_a_pipe(program, tmp_path):
    """As of `./kmeans <(a command)`: its size is not known beforehand."""
    content = b"# samples 30000 features 1 classes 0\n" + b"12.5\n" * 30000  # a pipe holds less
    path, out = "/dev/stdin", tmp_path / "out"
    result = program.run(path, "-k", 1, "--out", out, input=content)
    assert (result.returncode, result.stderr) == (0, b"")
    assert (out / "centroids.dat").read_bytes().endswith(b"\n1.2500000000000000e+01\n")
    result = program.run(path, input=content + b"x\n")
    assert result.stderr == b"kmeans: /dev/stdin:30002: expected 30000 samples, found more\n"


# Numbers: written in any way, read to the nearest.


def test_numbers_are_read_to_the_nearest(program, tmp_path):
    """One sample of 6000 numbers is its own centroid: 3000 of random bits, 3000 halfway points."""
    rng = np.random.default_rng(0)
    numbers = rng.integers(0, 2**64, 4000, np.uint64).view(np.float64)
    numbers = numbers[np.isfinite(numbers) & (np.abs(numbers) < 1e308)][:3000]
    styles = ["{!r}", "{:.17e}", "{:+.16E}", "{:.20e}", "{:.3e}", "{:.400f}"]
    tokens = [styles[i % 6].format(float(value)) for i, value in enumerate(numbers)]
    with decimal.localcontext() as context:
        context.prec = 2000  # exact: a double has less than 800 digits, these at most 400 more
        for low in np.abs(numbers):
            next_ = float(np.nextafter(low, np.inf))
            tokens.append(f"{(decimal.Decimal(float(low)) + decimal.Decimal(next_)) / 2:e}")
    path, out = tmp_path / "numbers.dat", tmp_path / "out"
    path.write_text(f"# samples 1 features {len(tokens)} classes 0\n{' '.join(tokens)}\n")
    result = program.run(path, "-k", 1, "--out", out)
    assert (result.returncode, result.stderr) == (0, b"")
    read = np.loadtxt(out / "centroids.dat")
    assert np.array_equal(read, [float(token) for token in tokens])  # Python rounds correctly


# Files of no particular sense: the three agree on them, whatever they say.

TOKENS = st.sampled_from(
    ["0", "1", "2", "3", "-1", "+1", "1.0", ".5", "5.", "1e3", "1e400", "1e-400", "-0", "007"]
    + ["nan", "1d2", "1e", "2*1", "#", "#a", "-"]
)
HEADERS = st.sampled_from([
    b"# samples 2 features 2 classes 0", b"# samples 1 features 1 classes 2",
    b"#samples 2 features 1 targets 1", b"# samples 3 features 1 classes 0", b"# samples 0",
])  # fmt: skip
ENDS = st.sampled_from([b"\n", b"\n", b"\n", b"\r\n", b"\n\n", b"\r\r\n", b" \t\n", b"\r", b""])
ROWS = st.lists(st.lists(TOKENS, max_size=3).map(lambda row: " ".join(row).encode()), max_size=4)
EDIT = st.tuples(st.integers(0, 10**6), st.integers(0, 2), st.binary(min_size=1, max_size=2))
EDITS = st.lists(EDIT, max_size=2)


def edited(content, edits):
    """Return the bytes with some removed, replaced or put in."""
    for position, removed, inserted in edits:
        at = position % (len(content) + 1)
        content = content[:at] + inserted + content[at + removed :]
    return content


def agree(programs, path):
    """Check that all programs say the same of a path, and find the same if it is good."""
    out = path.parent / "out"
    answers = []
    for program in programs:
        result = program.run(path, "-k", 1, "--max-iter", 1, "--quiet", "--out", out)
        answers.append((result.returncode, result.stderr))
        if result.returncode == 0:
            answers[-1] += ((out / "centroids.dat").read_text().split(),)
            shutil.rmtree(out)
    assert answers[0] == answers[1] == answers[2]


@settings(max_examples=20)
@given(header=HEADERS, rows=ROWS, ends=st.lists(ENDS, min_size=5, max_size=5), edits=EDITS)
def test_any_text(programs, tmp_path_factory, header, rows, ends, edits):
    path = tmp_path_factory.mktemp("text") / "any.dat"
    lines = zip([header, *rows], ends, strict=False)
    path.write_bytes(edited(b"".join(line + end for line, end in lines), edits))
    agree(programs, path)


@settings(max_examples=20)
@given(case=st.sampled_from([case for case in GOOD if case.name.startswith("npy")]), edits=EDITS)
def test_any_folder(programs, tmp_path_factory, case, edits):
    """In the first 200 bytes: after them there are only numbers."""
    path = tmp_path_factory.mktemp("folder") / "npy"
    path.mkdir()
    for name, content in case.content.items():
        (path / name).write_bytes(edited(content, [(at % 200, *rest) for at, *rest in edits]))
    agree(programs, path)
