"""triptych convert: from csv, IDX, FITS, NumPy and the lesson's files to Triptych's own."""

import gzip
import os
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

PYTHON = Path(__file__).resolve().parent.parent / "python"
PIXELS = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)


def convert(folder, *words):
    """Run the command as a user would."""
    return subprocess.run(
        [sys.executable, "-m", "triptych", "convert", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(PYTHON)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def idx(array, code):
    """Return an IDX file."""
    head = struct.pack(f">BBBB{array.ndim}I", 0, 0, code, array.ndim, *array.shape)
    return head + array.tobytes()


TABLES = [
    ("5.1,3.5,Iris-a\n4,3,Iris-b\n\n", [], "2 features 2 classes 2\n5.1 3.5 0\n4 3 1\n"),
    ("\ufeffx,y,kind\r\n1,2,b\r\n3,4,a\r\n", [], "2 features 2 classes 2\n1 2 1\n3 4 0\n"),
    ('"x";"y"\n1;2\n3;4\n', [], "2 features 2 classes 0\n1 2\n3 4\n"),
    ("1,13.5\n3,12\n", ["--label", "0"], "2 features 1 classes 2\n13.5 0\n12 1\n"),
    ("1 2\t 0\n3\t4 1\n", ["--label", "-1"], "2 features 2 classes 2\n1 2 0\n3 4 1\n"),
    ("a,b,c\n1,2,3\n4,5,6\n", ["--target", "a", "--drop", "b"],
     "2 features 1 targets 1\n3 1\n6 4\n"),
    ("a,b\n1,2\n?,3\n", ["--skip-missing"], "1 features 2 classes 0\n1 2\n"),
    ("2 3\n1 2 3\n4 5 6\n", [], "3 features 2 classes 0\n1 4\n2 5\n3 6\n"),
    ("0.1,1e-5\n1e22,-3\n", [], "2 features 2 classes 0\n0.1 1e-05\n1e+22 -3\n"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "words", "rows"), TABLES)
def test_tables_of_text(tmp_path, table, words, rows):
    (tmp_path / "in").write_bytes(table.encode())
    result = convert(tmp_path, "in", "out.dat", *words)
    assert (result.returncode, result.stderr) == (0, "")
    assert (tmp_path / "out.dat").read_text() == "# samples " + rows


def test_names_of_labels_are_printed(tmp_path):
    (tmp_path / "in").write_text("1,cat\n2,ant\n")
    lines = convert(tmp_path, "in", "out.dat").stdout.splitlines()
    assert lines == [
        "out.dat: 2 samples, 1 feature, 2 classes",
        "      0  ant",
        "      1  cat",
    ]


FAULTS = [
    (b"x,y\n1,2\n1.x,3\n", [], 'in:3: expected a number in column x, found "1.x"'),
    (b"x,y\n1,2\n1,3,4\n", [], "in:3: expected 2 columns, found 3"),
    (b"x,y\n1,2\n,3\n", [],
     "in:3: expected a value in column x, found none (--skip-missing leaves out such rows)"),
    (b"x,y\n1,2\n", ["--label", "z"], 'in: expected one of the columns x, y, found "z"'),
    (b"1,.5\n2,1\n", ["--label", "1"],
     'in:1: expected words or integers as labels in column 1, found "0.5"'),
    (b"", [], "in: expected a table, found no row"),
    (bytes(range(256)), [], "in: expected a format that convert knows, found another"),
    (b"2 3\n1 2 3\n", [], "in: expected 2 rows of 3 numbers, found 1 rows"),
    (idx(PIXELS, 8)[:-1], [], "in: expected 2*3*4 numbers of 1 bytes, found 23 bytes"),
    (b"\x1f\x8b\x08", [], "in: expected a gzip file, found a broken one"),
    (b"\x93NUMPY\1\0", [], "in: expected a .npy file of numbers, found another file"),
    (b"PK\3\4", [], "in: expected an archive of NumPy arrays, found another file"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "words", "line"), FAULTS)
def test_faults_are_one_line(tmp_path, content, words, line):
    (tmp_path / "in").write_bytes(content)
    result = convert(tmp_path, "in", "out.dat", *words)
    assert (result.returncode, result.stderr) == (2, f"triptych: {line}\n")
    assert not (tmp_path / "out.dat").exists()


def test_images_and_their_labels(tmp_path):
    (tmp_path / "t-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx(PIXELS, 8)))
    labels = np.array([1, 0], np.uint8)
    (tmp_path / "t-labels-idx1-ubyte.gz").write_bytes(gzip.compress(idx(labels, 8)))
    assert convert(tmp_path, "t-images-idx3-ubyte.gz", "out").returncode == 0
    x, y = np.load(tmp_path / "out/x.npy"), np.load(tmp_path / "out/y.npy")
    assert (x.dtype, x.tolist(), y.tolist()) == (np.uint8, PIXELS.tolist(), [1, 0])


def test_numpy_files(tmp_path):
    np.savez(tmp_path / "in.npz", x=PIXELS.astype(">f4"), y=[0.5, 1.5])
    assert convert(tmp_path, "in.npz", "out").returncode == 0
    assert np.load(tmp_path / "out/x.npy").tolist() == PIXELS.tolist()
    assert np.load(tmp_path / "out/y.npy").tolist() == [[0.5], [1.5]]
    assert convert(tmp_path, "out", "out.dat").returncode == 0
    header, first, _ = (tmp_path / "out.dat").read_text().splitlines()
    assert header == "# samples 2 features 12 targets 1"
    assert first == " ".join(map(str, range(12))) + " 0.5"
    np.save(tmp_path / "table.npy", np.array([[1.0, 2.0, 0.0], [3.0, 4.0, 1.0]]))
    assert convert(tmp_path, "table.npy", "table.dat", "--label", "-1").returncode == 0
    assert (tmp_path / "table.dat").read_text().endswith("classes 2\n1 2 0\n3 4 1\n")


def test_fits_tables(tmp_path):
    table = pytest.importorskip("astropy.table")
    columns = {"flux": np.ones((2, 2), ">f4"), "kind": ["STAR", "GALAXY"], "z": [0.5, 1.5]}
    table.Table(columns).write(tmp_path / "in.fits")
    assert convert(tmp_path, "in.fits", "out.dat").returncode == 0
    text = (tmp_path / "out.dat").read_text()
    assert text == "# samples 2 features 3 classes 2\n1 1 0.5 1\n1 1 1.5 0\n"
