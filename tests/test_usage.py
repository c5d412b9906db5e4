"""The programs' manners: help, what is said of a wrong command, where files are looked for and put.

All of it is in docs/programs.md.
"""

import os
import re
import shutil
import subprocess

import pytest
from conftest import DATA, ROOT, results, words

DOCS = (ROOT / "docs" / "programs.md").read_text()

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


def test_threads_of_the_environment(program, folder):
    """--threads 0, the default, takes OpenMP's own number."""
    for words_, expected in (([], "1 thread"), (["--threads", 2], "2 threads")):
        result = program.run("-k", 1, *words_, cwd=folder, env={"OMP_NUM_THREADS": "1"})
        assert result.stdout.decode().splitlines()[0].endswith(f", {expected}")
