"""The three programs: the same words, numbers, files and exit codes, as docs/programs.md says."""

import re
import shutil
from itertools import pairwise

import pytest
from conftest import LANGUAGES, assert_alike, results, words

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


def test_the_hint_names_the_folder(program, folder):
    """What shows the run: the usual folder is not named."""
    for options, hint in ((), b""), (("--out", "out/other"), b" OUT=out/other"):
        last = program.run(*options, cwd=folder).stdout.splitlines()[-1]
        assert last == b"see it: make view_kmeans" + hint


def test_numbers_on_the_screen(program, folder):
    """Chosen by the number, before it is rounded."""
    result = program.run("edges.dat", "-k", 1, cwd=folder)
    assert result.stdout.decode().splitlines()[-4] == (
        "      0        1  1.000000e+06  1000000.000000  0.001000  1.000000e-03  0.000000  "
        "-1.000000e+06"
    )


def test_long_tables_are_cut(program, folder):
    """More than 20 steps, 20 clusters or 6 features."""
    for name, n in (("line.dat", 1000), ("first.dat", 5)):
        rows = "".join(f"{i}\n" for i in range(n))
        (folder / name).write_text(f"# samples {n} features 1 classes 0\n{rows}")
    result = program.run("line.dat", "--init", "first.dat", "--tol", 0, cwd=folder)
    table = result.stdout.decode().split("\n\n")[1].splitlines()
    steps = int(re.match(r"converged in (\d+) steps: ", table[-1])[1])
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
