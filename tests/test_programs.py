"""The three programs: the same words, numbers, files and exit codes, as docs/programs.md says."""

import os
import re
import shutil
import subprocess
from itertools import pairwise

import pytest
from conftest import LANGUAGES, ROOT

DATA = ROOT / "data"
DOCS = (ROOT / "docs" / "programs.md").read_text()

# Every run starts in a folder with these files, beside a link to data/.
START = "# samples 3 features 2 classes 0\n0 0\n1.5 -2.5e0\n3 4\n"  # centroids for --init
FILES = {
    "start.dat": START,
    "start_1.dat": "# samples 1 features 4 classes 0\n5 3 4 1\n",
    "two words.dat": "# samples 5 features 1 targets 1\n1 9\n2 9\n3 9\n11 9\n12 9\n",
    "one.dat": "# samples 1 features 1 classes 1\n-7.25 0\n",
    "same.dat": "# samples 4 features 3 classes 0\n" + "1 2 3\n" * 4,
    "small.dat": "# samples 4 features 1 classes 0\n1e-7\n2e-7\n5e-4\n6e-4\n",
    "large.dat": "# samples 4 features 2 classes 0\n1e7 0\n2e7 0\n1e12 5\n1.1e12 5\n",
    "huge.dat": "# samples 2 features 1 classes 0\n1e200\n-1e200\n",
    "huge_f32.dat": "# samples 2 features 1 classes 0\n1e30\n-1e30\n",
    "broken.dat": "# samples 2 features 1 classes 0\n1\nx\n",
}
RUNS = [
    "",
    "data/kmeans_2d.dat --threads 1",
    "--tol 0",
    "--tol 1e9",
    "--max-iter 1",
    "--max-iter=3 --tol=0",
    "--restarts 4",
    "--restarts 3 --init random --seed 4294967295",
    "--init random --seed 7 --seed=8",
    "-k 1",
    "-k=30 --tol 0",
    "--init start.dat",
    "--init start.dat -k 3 --restarts 2",
    "--quiet",
    "--out a/b/c",
    "data/kmeans_3d.dat -k 5",
    "-k 5 data/kmeans_3d.dat --init random --seed 3 --tol 0",
    "data/iris.dat -k 3",
    "data/iris.dat -k 3 --init random --restarts 5",
    "data/iris.dat --init start_1.dat",
    "data/wine.dat -k 3 --seed 1",
    "data/wine.dat -k 8 --tol 0 --max-iter 4",
    "data/digits -k 10 --max-iter 5 --seed 4",  # whole numbers tie, but not along this path
    "two\\ words.dat -k 2",
    "one.dat -k 1",
    "same.dat -k 3",
    "small.dat -k 2 --tol 0",
    "large.dat -k 2 --tol 0",
]


@pytest.fixture
def folder(tmp_path):
    """Return a folder to start programs in."""
    (tmp_path / "data").symlink_to(DATA)
    for name, content in FILES.items():
        (tmp_path / name).write_text(content)
    return tmp_path


def words(line):
    """Split a command line: a backslash keeps a blank."""
    return [word.replace("\\ ", " ") for word in re.findall(r"(?:\\ |\S)+", line)]


def results(folder):
    """Return the files below a folder, their names and what is in them."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(files)}


def run(program, line, folder):
    """Run a program and return its stdout, without what may differ, and its files."""
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    (folder / "kmeans").unlink(missing_ok=True)
    (folder / "kmeans").symlink_to(program.path)
    result = program.run(*words(line), command="./kmeans", cwd=folder)
    assert (result.returncode, result.stderr) == (0, b"")
    lines = [each for each in result.stdout.splitlines() if not each.startswith(b"time ")]
    return b"\n".join(lines[1:]), results(out)


def assert_alike(found, expected, tolerance):
    """Compare texts token by token: words and integers equal, numbers to a tolerance.

    Relative above 1, absolute below: a movement near 0 has no digits of its own.
    """
    found, expected = (re.split(r"[\s,]+", text.decode()) for text in (found, expected))
    assert len(found) == len(expected)
    for a, b in zip(found, expected, strict=True):
        if a != b:
            assert re.search(r"\d\.\d", a) and re.search(r"\d\.\d", b), (a, b)
            assert abs(float(a) - float(b)) <= tolerance * max(1, abs(float(b))), (a, b)


@pytest.mark.parametrize("line", RUNS)
def test_three_programs_agree(programs, line, folder):
    python, c, fortran = (run(program, line, folder) for program in programs)
    assert fortran == c  # byte for byte
    assert_alike(python[0], c[0], 2e-6)  # six decimals, and the last may round the other way
    assert python[1].keys() == c[1].keys()
    for name in c[1]:
        assert_alike(python[1][name], c[1][name], 1e-10)  # whole runs, on data that stay calm


@pytest.mark.parametrize("line", ["", "data/wine.dat -k 3", "large.dat -k 2", "small.dat -k 2"])
def test_float32_programs_agree(build, line, folder):
    python, c, fortran = (run(build(each, "f32"), line, folder) for each in LANGUAGES)
    assert fortran == c
    for name in c[1]:
        assert_alike(python[1][name], c[1][name], 1e-4)  # whole runs in float32
    rows = c[1]["kmeans/centroids.dat"].splitlines()[1:]
    assert all(re.fullmatch(rb"-?\d\.\d{8}e[+-]\d\d", each) for each in b" ".join(rows).split())


@pytest.mark.parametrize("language", ["c", "fortran"])
@pytest.mark.parametrize("line", ["", "data/wine.dat -k 3", "data/kmeans_3d.dat -k 5"])
def test_fast_programs_agree(build, language, line, folder):
    lesson = run(build(language), line, folder)
    fast = run(build(language, variant="_fast"), line, folder)
    assert_alike(fast[0], lesson[0], 2e-6)
    for name in lesson[1]:
        assert_alike(fast[1][name], lesson[1][name], 1e-10)


@pytest.mark.parametrize("variant", ["", "_fast"])
def test_threads(build, language, variant, folder):
    if language == "python" and variant:
        pytest.skip("Python has one variant")
    program = build(language, variant=variant)
    runs = [run(program, f"data/kmeans_3d.dat -k 5 --threads {n}", folder) for n in (1, 2, 3, 7)]
    assert all(other == runs[0] for other in runs)


def test_first_line(build, folder):
    compilers = {
        "c": r"kmeans in C \((gcc|clang) [\d.]+.*\)",
        "fortran": r"kmeans in Fortran \((gfortran|flang) [\d.]+.*\)",
        "python": r"kmeans in Python \(3\.\d+\.\d+, NumPy \d+\.\d+\.\d+\)",
    }
    for language, words_ in compilers.items():
        for precision in ("f64", "f32"):
            for variant in ("", "_fast") if language != "python" else ("",):
                program = build(language, precision, variant)
                expected = (
                    f"{words_}, {variant[1:] or 'lesson'}, {precision.replace('f', 'float')}, "
                )
                for threads, shown in ((1, "1 thread"), (3, "3 threads")):
                    result = program.run("--threads", threads, cwd=folder)
                    first = result.stdout.decode().splitlines()[0]
                    assert re.fullmatch(expected + shown, first)


def test_what_is_printed(program, folder):
    """By hand: 1 2 3 | 11 12 from 1 and 12."""
    (folder / "start.dat").write_text("# samples 2 features 1 classes 0\n1\n12\n")
    result = program.run("two words.dat", "--init", "start.dat", cwd=folder)
    lines = re.sub(r"time \d+\.\d\d s", "time T s", result.stdout.decode()).splitlines()
    assert lines[1:] == [
        "two words.dat: 5 samples, 1 feature",
        "2 clusters, start: start.dat",
        "",
        "   step        movement         inertia",
        "      0               -        6.000000",
        "      1        1.250000        2.500000",
        "      2        0.000000        2.500000",
        "converged in 2 steps: the last movement is at most 0.001000",
        "",
        "cluster  samples  centroid",
        "      0        3  2.000000",
        "      1        2  11.500000",
        "inertia 2.500000",
        "time T s",
        "wrote out/kmeans",
        "see it: make view_kmeans",
    ]
    assert results(folder / "out/kmeans") == {
        "centroids.dat": b"# samples 2 features 1 classes 0\n"
        b"2.0000000000000000e+00\n1.1500000000000000e+01\n",
        "labels.dat": b"0\n0\n0\n1\n1\n",
        "history.csv": b"step,movement,inertia\n"
        b"0,0.0000000000000000e+00,6.0000000000000000e+00\n"
        b"1,1.2500000000000000e+00,2.5000000000000000e+00\n"
        b"2,0.0000000000000000e+00,2.5000000000000000e+00\n",
        "path.dat": b"# samples 6 features 1 classes 2\n"
        b"1.0000000000000000e+00 0\n1.2000000000000000e+01 1\n"
        b"2.0000000000000000e+00 0\n1.1500000000000000e+01 1\n"
        b"2.0000000000000000e+00 0\n1.1500000000000000e+01 1\n",
        "run.txt": b"program kmeans\ndata two words.dat\nclusters 2\ninit start.dat\nseed 42\n"
        b"steps 2\nconverged yes\ninertia 2.5000000000000000e+00\n",
    }


def test_long_tables_are_cut(program, folder):
    """More than 20 steps, 20 clusters or 6 features."""
    for name, n in (("line.dat", 1000), ("first.dat", 5)):
        rows = "".join(f"{i}\n" for i in range(n))
        (folder / name).write_text(f"# samples {n} features 1 classes 0\n{rows}")
    result = program.run("line.dat", "--init", "first.dat", "--tol", 0, cwd=folder)
    table = result.stdout.decode().split("\n\n")[1].splitlines()
    steps = int(re.search(r"in (\d+) steps", table[-1])[1])
    assert steps > 20
    shown = [line.split()[0] for line in table[1:-1]]
    assert shown == [*map(str, range(10)), "...", *map(str, range(steps - 4, steps + 1))]
    assert table[11] == "    ..."
    result = program.run("data/wine.dat", "-k", 25, "--max-iter", 1, cwd=folder)
    table = result.stdout.decode().split("\n\n")[2].splitlines()
    assert [line.split()[0] for line in table[1:22]] == [*map(str, range(20)), "..."]
    assert table[21] == "    ..." and table[22].startswith("inertia ")
    assert all(len(line.split()) == 9 and line.endswith("  ...") for line in table[1:21])
    assert "not converged in 1 step: the last movement is above 0.001000" in result.stdout.decode()


def test_restarts_keep_the_best(program, folder):
    result = program.run("--restarts", 8, "--init", "random", "--tol", 0, cwd=folder)
    table, rest = result.stdout.decode().split("\n\n")[1:3]
    lines = table.splitlines()
    assert lines[0] == "restart  steps         inertia"
    rows = [line.split() for line in lines[1:9]]
    assert [row[0] for row in rows] == [str(i) for i in range(8)]
    best = min(range(8), key=lambda i: float(rows[i][2]))  # the first of equals
    assert lines[9] == f"best: restart {best}"
    assert rest.splitlines()[-2].split()[-1] == rows[best][2]
    assert f"in {rows[best][1]} steps" in rest


def test_resume(program, folder):
    """Stopped after 3 steps and continued: the same steps as in one go."""
    arguments = words("data/kmeans_3d.dat -k 5 --tol 0 --init random --seed 2")

    def history(*more):
        result = program.run(*arguments, *more, cwd=folder)
        assert (result.returncode, result.stderr) == (0, b"")
        return (folder / "out/kmeans/history.csv").read_text().splitlines()[1:]

    whole = history()
    assert len(whole) > 5
    first = history("--max-iter", 3)
    rest = history("--resume")  # it wins over --init random
    assert "init out/kmeans/centroids.dat\n" in (folder / "out/kmeans/run.txt").read_text()
    inertias = [[line.split(",")[2] for line in lines] for lines in (whole, first, rest)]
    assert inertias[1] + inertias[2][1:] == inertias[0]


def test_history_falls(program, folder):
    program.run("--tol", 0, "--init", "random", cwd=folder)
    lines = (folder / "out/kmeans/history.csv").read_text().splitlines()[1:]
    inertia = [float(line.split(",")[2]) for line in lines]
    assert all(later <= earlier for earlier, later in pairwise(inertia))


# Help, version and what is said of a wrong command.


def test_help_and_version(program):
    """The help is the one in docs/programs.md."""
    block = re.search(r"`./kmeans --help`:\n\n((?:    .*\n|\n)+)", DOCS)[1]
    expected = "\n".join(line[4:] for line in block.rstrip("\n").split("\n")) + "\n"
    version = re.search(r"`--version` prints `(.*?)`", DOCS)[1] + "\n"
    for line, text in [
        ("--help", expected),
        ("--version", version),
        ("-k nonsense --help", expected),
        ("data/none.dat --version --help", version),
        ("--help --nonsense", expected),
        ("--help a b", expected),
    ]:
        result = program.run(*line.split())
        assert (result.returncode, result.stdout.decode(), result.stderr) == (0, text, b"")


LONG = "abcdefghij0123456789x"
USAGE = [
    ("--nonsense", 'unknown option "--nonsense", see kmeans --help'),
    ("-x", 'unknown option "-x", see kmeans --help'),
    ("-", 'unknown option "-", see kmeans --help'),
    ("--", 'unknown option "--", see kmeans --help'),
    ("-k4", 'unknown option "-k4", see kmeans --help'),
    ("--K 4", 'unknown option "--K", see kmeans --help'),
    ("--rest 4", 'unknown option "--rest", see kmeans --help'),
    ("--nonsense=1 --help", 'unknown option "--nonsense", see kmeans --help'),
    (f"--{LONG}", f'unknown option "--{LONG[:18]}...", see kmeans --help'),
    ("--caf\u00e9", 'unknown option "--caf??", see kmeans --help'),
    ("-k", "-k: expected a value, found the end of the line"),
    ("one.dat --out", "--out: expected a value, found the end of the line"),
    ("--quiet=yes", '--quiet: expected no value, found "yes"'),
    ("--quiet=", '--quiet: expected no value, found ""'),
    ("--resume=no", '--resume: expected no value, found "no"'),
    ("--help=1", '--help: expected no value, found "1"'),
    ("one.dat two.dat", 'expected one DATA, found "one.dat" and "two.dat"'),
    ("a b c", 'expected one DATA, found "a" and "b"'),
    (f"{LONG} b", f'expected one DATA, found "{LONG[:20]}..." and "b"'),
    ("-k 0", '-k: expected an integer from 1 to 2147483647, found "0"'),
    ("-k=-3", '-k: expected an integer from 1 to 2147483647, found "-3"'),
    ("-k 2147483648", '-k: expected an integer from 1 to 2147483647, found "2147483648"'),
    ("-k 00000000004", '-k: expected an integer from 1 to 2147483647, found "00000000004"'),
    ("-k 4.0", '-k: expected an integer from 1 to 2147483647, found "4.0"'),
    ("-k=", '-k: expected an integer from 1 to 2147483647, found ""'),
    ("-k four", '-k: expected an integer from 1 to 2147483647, found "four"'),
    ("-k \\ 4", '-k: expected an integer from 1 to 2147483647, found " 4"'),
    ("-k 0x4", '-k: expected an integer from 1 to 2147483647, found "0x4"'),
    ("-k --quiet", '-k: expected an integer from 1 to 2147483647, found "--quiet"'),
    ("--max-iter 0", '--max-iter: expected an integer from 1 to 1000000, found "0"'),
    ("--max-iter 1000001", '--max-iter: expected an integer from 1 to 1000000, found "1000001"'),
    ("--restarts 0", '--restarts: expected an integer from 1 to 1000000, found "0"'),
    ("--seed -1", '--seed: expected an integer from 0 to 4294967295, found "-1"'),
    ("--seed 4294967296", '--seed: expected an integer from 0 to 4294967295, found "4294967296"'),
    ("--threads 1025", '--threads: expected an integer from 0 to 1024, found "1025"'),
    ("--threads -1", '--threads: expected an integer from 0 to 1024, found "-1"'),
    ("--tol -1", '--tol: expected a number of at least 0, found "-1"'),
    ("--tol nan", '--tol: expected a number of at least 0, found "nan"'),
    ("--tol inf", '--tol: expected a number of at least 0, found "inf"'),
    ("--tol 1d-3", '--tol: expected a number of at least 0, found "1d-3"'),
    ("--tol 1e999", '--tol: expected a number of at least 0, found "1e999"'),
    ("--tol=", '--tol: expected a number of at least 0, found ""'),
    # The first fault: of the arguments from left to right, then of the values as in the help.
    ("-k 0 --nonsense", 'unknown option "--nonsense", see kmeans --help'),
    ("--seed x --tol x -k x", '-k: expected an integer from 1 to 2147483647, found "x"'),
    ("none.dat --seed x", '--seed: expected an integer from 0 to 4294967295, found "x"'),
    ("-k 0 -k 1 none.dat", "none.dat: no such file"),
    # Input: DATA, then FILE, then -k.
    ("none.dat --init none_too.dat -k 999", "none.dat: no such file"),
    ("broken.dat", 'broken.dat:3: expected a number, found "x"'),
    ("--init none.dat", "none.dat: no such file"),
    ("--init=", ": no such file"),
    ("--init Random", "Random: no such file"),
    ("--init broken.dat", 'broken.dat:3: expected a number, found "x"'),
    ("--resume", "out/kmeans/centroids.dat: no such file"),
    ("--resume --init random --out o", "o/centroids.dat: no such file"),
    ("--init start.dat -k 4", "start.dat: expected 4 centroids of 2 features, found 3 of 2"),
    ("data/iris.dat --init start.dat",
     "start.dat: expected 3 centroids of 4 features, found 3 of 2"),
    ("data/iris.dat --init start.dat -k 500",
     "start.dat: expected 500 centroids of 4 features, found 3 of 2"),
    ("one.dat --init two\\ words.dat", "-k: expected at most 1 clusters for 1 samples, found 5"),
    ("-k 401", "-k: expected at most 400 clusters for 400 samples, found 401"),
    ("one.dat", "-k: expected at most 1 clusters for 1 samples, found 4"),
    ("data/digits -k 2147483647",
     "-k: expected at most 1797 clusters for 1797 samples, found 2147483647"),
]  # fmt: skip


@pytest.mark.parametrize("line, fault", USAGE)
def test_bad_usage(program, line, fault, folder):
    """One line on stderr, exit code 2; nothing printed, nothing written."""
    before = results(folder)
    result = program.run(*words(line), cwd=folder)
    assert result.stderr.decode() == f"kmeans: {fault}\n"
    assert (result.returncode, result.stdout) == (2, b"")
    assert results(folder) == before


def test_bad_usage_leaves_old_results(program, folder):
    out = folder / "out/kmeans"
    program.run(cwd=folder)
    before = results(out)
    for line in ("broken.dat", "-k 401", "--resume -k 2"):
        assert program.run(*line.split(), cwd=folder).returncode == 2
    assert results(out) == before


@pytest.mark.parametrize("precision, name", [("f64", "huge.dat"), ("f32", "huge_f32.dat")])
def test_distances_too_large(build, language, precision, name, folder):
    result = build(language, precision).run(name, "-k", 1, cwd=folder)
    fault = f"kmeans: {name}: the distances are too large for {precision.replace('f', 'float')}\n"
    assert (result.returncode, result.stderr.decode()) == (1, fault)
    assert re.search(rb"nan|inf\b|infinity", result.stdout, re.I) is None
    assert results(folder / "out") == {}


# Where things are.


def test_default_data(program, folder, tmp_path_factory):
    """Beside the program as typed, else below the current folder, else in TRIPTYCH_DATA."""
    beside, elsewhere = program.path.parent, tmp_path_factory.mktemp("else where")
    alone = tmp_path_factory.mktemp("alone") / "kmeans"
    shutil.copy(program.path, alone)

    def shown(command, cwd, **environment):
        result = program.run("-k", 1, command=command, cwd=cwd, env=environment)
        if result.returncode:
            return result.stderr.decode()
        return result.stdout.decode().splitlines()[1].split(": ")[0]

    assert shown("./kmeans", beside) == "data/kmeans_2d.dat"
    assert shown(program.path, elsewhere) == f"{beside}/data/kmeans_2d.dat"
    assert shown(f"../{beside.name}/kmeans", beside) == f"../{beside.name}/data/kmeans_2d.dat"
    assert shown(alone, folder) == "data/kmeans_2d.dat"
    fault = (
        "kmeans: data/kmeans_2d.dat: no such file beside the program, below the current folder "
        "or in TRIPTYCH_DATA\n"
    )
    assert shown(alone, elsewhere) == fault
    assert shown(alone, elsewhere, TRIPTYCH_DATA="") == fault
    assert shown(alone, elsewhere, TRIPTYCH_DATA=str(DATA)) == f"{DATA}/kmeans_2d.dat"
    assert shown(alone, elsewhere, TRIPTYCH_DATA=str(elsewhere)) == fault
    assert shown(alone, folder, TRIPTYCH_DATA=str(elsewhere)) == "data/kmeans_2d.dat"


def test_on_the_path(build, language, folder):
    """A command without / is taken to be in the current folder."""
    if language == "python":
        pytest.skip("a script is not told how it was typed")
    program = build(language)
    path = f"{program.path.parent}:{os.environ['PATH']}"
    result = subprocess.run(
        ["sh", "-c", "kmeans -k 1"],
        cwd=folder,
        env=os.environ | {"PATH": path},
        capture_output=True,
    )
    assert result.returncode == 0
    assert result.stdout.splitlines()[1] == b"data/kmeans_2d.dat: 400 samples, 2 features"


def test_a_program_in_a_folder_with_blanks(program, folder):
    home = folder / "two  words"
    home.mkdir()
    shutil.copy(program.path, home)
    (home / "data").symlink_to(DATA)
    result = program.run("--out", "a folder/results", command=home / "kmeans", cwd=folder)
    assert result.returncode == 0
    assert f"{home}/data/kmeans_2d.dat: 400 samples" in result.stdout.decode()
    assert "wrote a folder/results" in result.stdout.decode()
    assert len(results(folder / "a folder/results")) == 5


@pytest.mark.parametrize("out", ["one.dat", "one.dat/below", "", "/dev/null/x"])
def test_no_folder_to_write_to(program, out, folder):
    before = results(folder)
    result = program.run("--out", out, cwd=folder)
    assert (result.returncode, result.stderr.decode()) == (1, f"kmeans: {out}: cannot be written\n")
    assert results(folder) == before


def test_a_file_that_cannot_be_written(program, folder):
    """A folder stands where a file should go: the others before it are whole, no part is left."""
    out = folder / "out/kmeans"
    (out / "history.csv").mkdir(parents=True)
    result = program.run(cwd=folder)
    fault = b"kmeans: out/kmeans/history.csv: cannot be written\n"
    assert (result.returncode, result.stderr) == (1, fault)
    assert sorted(results(out)) == ["centroids.dat", "labels.dat"]


def test_no_permission_to_write(program, folder):
    (folder / "locked").mkdir(mode=0o555)
    if os.access(folder / "locked", os.W_OK):
        pytest.skip("this user may write everywhere: root")
    result = program.run("--out", "locked/out", cwd=folder)
    assert (result.returncode, result.stderr) == (1, b"kmeans: locked/out: cannot be written\n")


def test_old_files_are_replaced(program, folder):
    """No .part is left, and an older path.dat goes when none is written."""
    out = folder / "out/kmeans"
    program.run(cwd=folder)
    others = {"centroids.dat", "history.csv", "labels.dat", "run.txt"}
    assert results(out).keys() == {"path.dat", *others}
    (out / "mine.txt").write_text("kept")
    result = program.run("data/wine.dat", "-k", 3, cwd=folder)
    assert b"see it" not in result.stdout
    assert results(out).keys() == {"mine.txt", *others}


def test_quiet(program, folder):
    result = program.run("--quiet", cwd=folder)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
    assert len(results(folder / "out/kmeans")) == 5
    result = program.run("--quiet", "broken.dat", cwd=folder)
    assert (result.returncode, result.stderr[:8]) == (2, b"kmeans: ")


def test_a_closed_stdout(program, folder):
    """As of `./kmeans | head -1`: a quiet end, in time."""
    lines = ["--restarts", "2000", "--init", "random"]  # far more than a pipe holds
    with subprocess.Popen(
        [program.path, *lines], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout.readline().startswith(b"kmeans in ")
        process.stdout.close()
        assert process.stderr.read() == b""
        process.wait(timeout=60)
    closed = subprocess.run(
        f"exec '{program.path}' >&-", shell=True, cwd=folder, capture_output=True, timeout=60
    )
    assert closed.stderr == b""


def test_a_full_disk(program, folder):
    """What would be printed is lost, the results are not."""
    with open("/dev/full", "wb") as full:
        result = subprocess.run(
            [program.path], cwd=folder, stdout=full, stderr=subprocess.PIPE, timeout=60
        )
    assert result.stderr == b""
    assert len(results(folder / "out/kmeans")) == 5
