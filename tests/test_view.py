"""The pictures of a run: made without a display, in the sizes that are promised."""

import os
import subprocess
import sys

import pytest
from conftest import ROOT, words

# What a network of any layers for classes gets.
SEEING = {"loss", "confusion", "mistakes", "occlusion", "sought", "cross", "kernels"}

PIL = pytest.importorskip("PIL.Image", reason="the pictures need matplotlib, which brings Pillow")


def view(*words, cwd, program="kmeans"):
    """Draw, as make view_PROGRAM does on a machine without a display."""
    gone = ("DISPLAY", "WAYLAND_DISPLAY", "MPLBACKEND")
    environment = {name: value for name, value in os.environ.items() if name not in gone}
    environment["PYTHONPATH"] = str(ROOT / "python")
    command = [sys.executable, ROOT / f"visual/{program}.py", "--no-open", *words]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize(
    "program, line, expected",
    [
        ("kmeans", "data/kmeans_2d.dat", {"clusters", "history", "elbow", "animation"}),
        (
            "kmeans",
            "data/kmeans_3d.dat -k 5 --max-iter 3",
            {"clusters", "history", "elbow", "animation"},
        ),
        (
            "kmeans",
            "data/digits -k 10 --max-iter 3",
            {"clusters", "history", "elbow", "centroids"},
        ),
        ("kmeans", "two\\ words.dat -k 2", {"clusters", "history", "elbow"}),
        (
            "perceptron",
            "data/iris.dat --features 2,3 --epochs 90 --split 0.5,0.2,0.3",
            {"line", "accuracy", "confusion", "error_surface"},
        ),
        ("perceptron", "data/gates_xor.dat", {"line", "accuracy", "confusion", "error_surface"}),
        (
            "perceptron",
            "data/digits --epochs 2",
            {"accuracy", "confusion", "error_surface"},
        ),
        (
            "mlp",
            "data/iris.dat --features 2,3 --epochs 90 --split 0.5,0.2,0.3",
            {"loss", "confusion", "regions"},
        ),
        ("mlp", "data/digits --epochs 1", {"loss", "confusion"}),
        ("mlp", "two\\ words.dat --epochs 20", {"loss", "curve"}),
        ("cnn", "data/digits --epochs 1", SEEING | {"filters", "maps", "augmented"}),
        (
            "cnn",
            "data/digits --epochs 1 --network I-8.8,P-2_a,C-9.3_v,D-10",
            SEEING | {"maps", "augmented"},
        ),
        (
            "cnn",
            "data/wine.dat --epochs 1",
            SEEING | {"filters", "maps", "augmented"},
        ),  # a line of pixels
        ("cnn", "data/iris.dat --epochs 1 --network I-4.1,D-3", SEEING),
        (
            "cnn",
            "two\\ words.dat --epochs 1 --rate 1e-4",
            {"loss", "filters", "maps", "augmented", "sought", "cross", "kernels"},
        ),
    ],
)
def test_pictures(build, program, line, expected, folder):
    assert build("c", algorithm=program).run(*words(line), cwd=folder).returncode == 0
    result = view(f"out/{program}", cwd=folder, program=program)
    assert (result.returncode, result.stderr) == (0, "")
    pictures = {path.stem: path for path in (folder / f"out/{program}/pictures").iterdir()}
    assert pictures.keys() == expected
    for path in pictures.values():
        assert str(path.relative_to(folder)) in result.stdout
        with PIL.open(path) as picture:
            picture.load()  # it is whole
            assert min(picture.size) >= 400, path
            assert len(picture.convert("RGB").getcolors(10**7)) > 5, path  # something is drawn
            assert getattr(picture, "n_frames", 1) == 1 or path.suffix == ".gif"


def test_the_lessons(build, folder):
    """What --all draws besides: on shipped data, whatever the run was of."""
    build("c", algorithm="mlp").run("data/gates_xor.dat", "--epochs", "3", cwd=folder)
    result = view("--all", cwd=folder, program="mlp")
    assert (result.returncode, result.stderr) == (0, "")
    lessons = {"hills", "error_surface", "rates", "normalisations", "gradients", "curves"}
    pictures = {path.stem for path in (folder / "out/mlp/pictures").iterdir()}
    assert pictures == lessons | {"loss", "confusion", "regions"}


def test_a_picture_of_any_language(programs, folder):
    """The pictures are of what the files say, so they are the same bytes."""
    drawn = []
    for program in programs[1:]:  # Python's last digits may differ
        program.run("data/kmeans_2d.dat", cwd=folder)
        assert view(cwd=folder).returncode == 0
        drawn.append((folder / "out/kmeans/pictures/clusters.png").read_bytes())
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize(
    "program, broken",
    [
        *(("kmeans", name) for name in ("run.txt", "centroids.dat", "labels.dat", "history.csv")),
        *(
            (program, name)
            for program in ("perceptron", "mlp", "cnn")
            for name in ("run.txt", "network.txt", "params.npy", "history.csv", "confusion.csv")
        ),
    ],
)
def test_a_run_that_is_not_whole(build, program, broken, folder):
    """One line that names the file, exit code 2, no traceback."""
    data = "data/kmeans_2d.dat" if program == "kmeans" else "data/gates_or.dat"
    build("c", algorithm=program).run(data, cwd=folder)
    (folder / f"out/{program}" / broken).unlink()
    result = view(cwd=folder, program=program)
    assert result.returncode == 2
    assert result.stderr.startswith(f"view_{program}: out/{program}/{broken}: no such file")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "broken, old, new, message",
    [
        ("run.txt", "epochs 3", "epochs 4", ": not the results of one run on data/iris.dat"),
        ("run.txt", "iris", "wine", ": not the results of one run on data/wine.dat"),
        ("history.csv", "epoch", "step", "/history.csv: expected a line that begins with epoch"),
        ("confusion.csv", "true", "true\n", "/confusion.csv: expected the confusion matrix of 3"),
        (
            "network.txt",
            "activation sigmoid",
            "activation step",
            "/network.txt:8: expected sigmoid",
        ),
        ("network.txt", "beta 1", "beta -1", "/network.txt:11: expected a number above 0"),
    ],
)
def test_a_run_of_files_that_do_not_belong_together(build, broken, old, new, message, folder):
    build("c", algorithm="mlp").run("data/iris.dat", "--epochs", "3", cwd=folder)
    path = folder / "out/mlp" / broken
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    result = view(cwd=folder, program="mlp")
    assert result.returncode == 2
    assert result.stderr.startswith(f"view_mlp: out/mlp{message}")
    assert result.stderr.count("\n") == 1
