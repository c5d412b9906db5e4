"""The pictures of a run: made without a display, in the sizes that are promised."""

import os
import subprocess
import sys

import pytest
from conftest import ROOT, words

PIL = pytest.importorskip("PIL.Image", reason="the pictures need matplotlib, which brings Pillow")


def view(*words, cwd):
    """Draw, as make view_kmeans does on a machine without a display."""
    gone = ("DISPLAY", "WAYLAND_DISPLAY", "MPLBACKEND")
    environment = {name: value for name, value in os.environ.items() if name not in gone}
    environment["PYTHONPATH"] = str(ROOT / "python")
    command = [sys.executable, ROOT / "visual/kmeans.py", "--no-open", *words]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize(
    "line, expected",
    [
        ("data/kmeans_2d.dat", {"clusters", "history", "elbow", "animation"}),
        ("data/kmeans_3d.dat -k 5 --max-iter 3", {"clusters", "history", "elbow", "animation"}),
        ("data/digits -k 10 --max-iter 3", {"clusters", "history", "elbow", "centroids"}),
        ("two\\ words.dat -k 2", {"clusters", "history", "elbow"}),
    ],
)
def test_pictures(build, line, expected, folder):
    assert build("c").run(*words(line), cwd=folder).returncode == 0
    result = view("out/kmeans", cwd=folder)
    assert (result.returncode, result.stderr) == (0, "")
    pictures = {path.stem: path for path in (folder / "out/kmeans/pictures").iterdir()}
    assert pictures.keys() == expected
    for path in pictures.values():
        assert str(path.relative_to(folder)) in result.stdout
        with PIL.open(path) as picture:
            picture.load()  # it is whole
            assert min(picture.size) >= 400, path
            assert len(picture.convert("RGB").getcolors(10**7)) > 5, path  # something is drawn
            assert getattr(picture, "n_frames", 1) == 1 or path.suffix == ".gif"


def test_a_picture_of_any_language(programs, folder):
    """The pictures are of what the files say, so they are the same bytes."""
    drawn = []
    for program in programs[1:]:  # Python's last digits may differ
        program.run("data/kmeans_2d.dat", cwd=folder)
        assert view(cwd=folder).returncode == 0
        drawn.append((folder / "out/kmeans/pictures/clusters.png").read_bytes())
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize("broken", ["run.txt", "centroids.dat", "labels.dat", "history.csv"])
def test_a_run_that_is_not_whole(build, broken, folder):
    """One line that names the file, exit code 2, no traceback."""
    build("c").run("data/kmeans_2d.dat", cwd=folder)
    (folder / "out/kmeans" / broken).unlink()
    result = view(cwd=folder)
    assert result.returncode == 2
    assert result.stderr.startswith(f"view_kmeans: out/kmeans/{broken}: no such file")
    assert result.stderr.count("\n") == 1
