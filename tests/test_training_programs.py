"""The programs that learn, perceptron, mlp and cnn, as docs/training.md says: the same words,
numbers, files and exit codes in the three languages; whatever stops them, they can go on.
"""

import io
import math
import os
import pty
import re
import shutil
import signal
import subprocess
import time
from itertools import pairwise

import numpy as np
import pytest
from conftest import DATA, LANGUAGES, ROOT, assert_alike, results, start, words

DOCS = (ROOT / "docs" / "training.md").read_text()


def run(program, line, folder):
    """Run a program in a fresh folder: stdout, without what may differ, and its files."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    result = start(program, line, folder)
    assert (result.returncode, result.stderr) == (0, b"")
    lines = [each for each in result.stdout.splitlines() if not each.startswith(b"time ")]
    return b"\n".join(lines[1:]), results(folder / "out")


def load(content):
    """Return the array in the bytes of a .npy file."""
    return np.load(io.BytesIO(content))


def assert_files_alike(found, expected, tolerance):
    """Compare the files of two runs."""
    assert found.keys() == expected.keys()
    for name, content in expected.items():
        if name.endswith(".npy"):
            a, b = load(found[name]), load(content)
            assert (a.dtype, a.shape) == (b.dtype, b.shape)
            np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance)
        else:
            assert_alike(found[name], content, tolerance)


# The same in three languages. Rates are low and epochs few, so that the runs stay calm.

RUNS = [
    ("perceptron", ""),
    ("perceptron", "data/gates_xor.dat --epochs 25"),
    ("perceptron", "data/gates_and.dat --neurons each --rate 0.3 --out a/b"),
    ("perceptron", "data/iris.dat --epochs 30"),
    ("perceptron", "data/iris.dat --epochs 9 --split 0.6,0.2,0.2 --normalize standard --seed 7"),
    ("perceptron", "data/iris.dat --epochs=9 --split=0.7,0.3 --stratify --balance"),
    ("perceptron", "data/iris.dat --epochs 9 --split 1 --features 2,0,2 --normalize minmax"),
    ("perceptron", "data/iris.dat --epochs 9 --valid other.dat --no-shuffle --normalize none"),
    ("perceptron", "other.dat --epochs 9 --valid data/iris.dat --test data/iris.dat"),
    ("perceptron", "data/galaxies.dat --epochs 60 --normalize center --quiet"),
    ("perceptron", "data/wine.dat --epochs 40 --threads 1"),
    ("perceptron", "data/digits --epochs 3 --normalize scale"),
    ("mlp", "--epochs 30"),
    ("mlp", "--epochs 9 --split 0.6,0.2,0.2 --stratify --balance --momentum 0.5 --batch 7"),
    ("mlp", "--epochs 25 --batch 0 --rate 0.5 --init xavier --activation tanh"),
    ("mlp", "--epochs 9 --batch 4 --init he --activation relu --output softmax --rate 0.02"),
    ("mlp", "--epochs 9 --init he --activation leaky_relu --output linear --rate 0.01 --seed 5"),
    ("mlp", "--epochs 9 --loss cross_entropy --beta 0.7 --init xavier --activation linear"),
    ("mlp", "--epochs 9 --network I-4,\\ D-8_d0.2,D-5_d0.1\\ ,\\ D-3 --batch 8 --init xavier"),
    ("mlp", "--epochs 9 --network I-2.2,D-3 --decay 0.1 --rate-end 0.01"),
    ("mlp", "--epochs 60 --split 0.6,0.2,0.2 --patience 2 --init xavier --features 0,1 --seed 3"),
    ("mlp", "data/gates_xor.dat --epochs 30 --network I-2,D-3,D-2 --init xavier"),
    ("mlp", "data/digits --epochs 2 --batch 16 --rate 0.05 --init xavier --network I-64,D-9,D-10"),
    ("mlp", "curve.dat --epochs 25 --init xavier"),
    ("mlp", "curves.dat --epochs 9 --split 0.5,0.25,0.25 --patience 30 --output sigmoid"),
    ("cnn", "--epochs 2"),
    ("cnn", "--epochs 2 --network I-8.8,C-4.3_s2,C-5.2_v,D-12_d0.3,D-10 --split 0.6,0.2,0.2"),
    ("cnn", "--epochs 2 --network I-8.8,P-2_a,C-4.5,P-3,D-10 --activation tanh --init xavier"),
    ("cnn", "--epochs 2 --network I-4.4.4,C-4.3,D-10 --activation sigmoid --init uniform"),
    ("cnn", "--epochs 1 --network I-8.8,C-40.3,P-2,D-10"),  # too wide for blocks of 1024 rows
    ("cnn", "data/iris.dat --epochs 9 --rate 0.01"),
    ("cnn", "curve.dat --epochs 9 --rate 0.01 --loss quadratic"),
    ("cnn", "--epochs 1 --network I-8.8,C-6.3_s2147483647,D-10"),
    ("cnn", "--epochs 2 --augment shift,flip,elastic --network I-8.8,C-4.3,P-2,D-10"),
    (
        "cnn",
        "--epochs 2 --augment noise=0.3,shift=7,elastic=3 --network I-4.2.8,C-4.3,D-10 --batch 100",
    ),
    # A line of pixels, as spectra are, and one that stands.
    ("cnn", "--epochs 2 --network I-64.1,P-2_a,C-4.7_s2,C-5.4_v,P-3,D-9_d0.2,D-10 --augment shift"),
    ("cnn", "--epochs 2 --network I-1.64,C-4.5_s2,P-3_a,C-3.3,D-10 --normalize scale"),
]


@pytest.mark.parametrize(("algorithm", "line"), RUNS)
def test_three_programs_agree(build, algorithm, line, folder):
    programs = [build(language, algorithm=algorithm) for language in LANGUAGES]
    python, c, fortran = (run(program, line, folder) for program in programs)
    assert fortran == c  # byte for byte
    assert_alike(python[0], c[0], 2e-6)  # six decimals, and the last may round the other way
    assert_files_alike(python[1], c[1], 1e-10)


@pytest.mark.parametrize(
    ("algorithm", "line"),
    [("perceptron", "data/iris.dat --epochs 5"), ("mlp", "--epochs 9"), RUNS[23], RUNS[26]],
)
def test_float32_programs_agree(build, algorithm, line, folder):
    programs = [build(language, "f32", algorithm=algorithm) for language in LANGUAGES]
    python, c, fortran = (run(program, line, folder) for program in programs)
    assert fortran == c
    assert_files_alike(python[1], c[1], 1e-4)
    assert load(c[1][f"{algorithm}/params.npy"]).dtype == np.float32


def test_threads(build, language, folder):
    line = "data/digits --epochs 2 --batch 64 --rate 0.05 --network I-64,D-32,D-10 --init he"
    program = build(language, algorithm="mlp")
    runs = [run(program, f"{line} --threads {n}", folder) for n in (1, 2, 3)]
    assert all(other == runs[0] for other in runs)


def test_help(build, language):
    """The help is the one in docs/training.md, where mlp's and cnn's leave out perceptron's."""
    shown = {}
    for name in ("perceptron", "mlp", "cnn"):
        result = build(language, algorithm=name).run("--help")
        assert (result.returncode, result.stderr) == (0, b"")
        shown[name] = result.stdout.decode().splitlines()
    block = re.search(r"`./perceptron --help`:\n\n((?:    .*\n|\n)+)", DOCS)[1].rstrip("\n")
    assert shown["perceptron"] == [line[4:] for line in block.split("\n")]

    for name in ("mlp", "cnn"):
        block = re.search(rf"`./{name} --help`:\n\n((?:    .*\n|\n)+)", DOCS)[1].rstrip("\n")
        before, after = block.split("      ... then as for perceptron")
        first = shown["perceptron"].index(next(x for x in shown["perceptron"] if "--split" in x))
        last = shown["perceptron"].index("  --version         print the version")
        common = [line.replace("out/perceptron", f"out/{name}") for line in shown["perceptron"]]
        expected = [line[4:] for line in before.rstrip().split("\n")] + common[first : last + 1]
        expected += [line[4:] for line in after.split("\n")[2:]]
        assert shown[name] == expected


# What is computed, against a few lines of Python.


def confusion_csv(truth, predicted):
    """Return what docs/training.md says of confusion.csv."""
    classes = range(max(truth) + 1)

    def share(part, whole):
        return f"{100 * part / whole:.2f}" if whole else "-"

    pairs = list(zip(truth, predicted, strict=True))
    lines = ["true," + "".join(f"{c}," for c in classes) + "recall"]
    for t in classes:
        row = [pairs.count((t, p)) for p in classes]
        lines.append(",".join(map(str, [t, *row])) + f",{share(row[t], sum(row))}")
    columns = [share(pairs.count((p, p)), predicted.count(p)) for p in classes]
    right = sum(t == p for t, p in pairs)
    lines.append(",".join(["precision", *columns, share(right, len(pairs))]))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("algorithm", ["perceptron", "mlp", "cnn"])
def test_a_model_predicts_in_every_language(build, algorithm, folder):
    """Each model is taken by all languages, and predicts what its own test said."""
    truth = [int(line.split()[-1]) for line in (DATA / "iris.dat").read_text().splitlines()[1:]]
    for language in LANGUAGES:
        line = f"data/iris.dat --epochs 8 --split 1 --out out/{language}"
        assert start(build(language, algorithm=algorithm), line, folder).returncode == 0
    for trained in LANGUAGES:
        found = []
        for language in LANGUAGES:
            line = f"--predict data/iris.dat --model out/{trained} --out out/predicted"
            result = start(build(language, algorithm=algorithm), line, folder)
            assert (result.returncode, result.stderr) == (0, b"")
            found.append((result.stdout.splitlines()[1:], results(folder / "out/predicted")))
        assert found[1:] == found[:-1]
        predicted = list(map(int, found[0][1]["predictions.dat"].split()))
        written = (folder / f"out/{trained}/confusion.csv").read_text()
        assert written == confusion_csv(truth, predicted)
        assert b"confusion on 150 rows   (lines: true, columns: predicted)" in found[0][0]


def test_targets(build, language, folder):
    """The errors of a regression, from its predictions; no confusion matrix is left."""
    program = build(language, algorithm="mlp")
    assert start(program, "--epochs 1", folder).returncode == 0
    assert (folder / "out/mlp/confusion.csv").exists()
    result = start(program, "curve.dat --split 1 --epochs 5 --init xavier", folder)
    assert not (folder / "out/mlp/confusion.csv").exists()
    start(program, "--predict curve.dat", folder)
    predicted = np.loadtxt(folder / "out/mlp/predictions.dat")
    error = predicted - np.loadtxt(folder / "curve.dat")[:, -1]
    lines = (folder / "out/mlp/run.txt").read_text().splitlines()
    mse, mae = (float(line.split()[1]) for line in lines[-2:])
    np.testing.assert_allclose([mse, mae], [np.mean(error**2), np.mean(abs(error))], rtol=1e-12)
    line = f"mean squared error {mse:.6f}, mean absolute error {mae:.6f} on 40 training rows"
    assert line in result.stdout.decode().splitlines()


def test_early_stopping(build, language, folder):
    """The model is that of the epoch with the lowest validation loss."""
    program = build(language, algorithm="mlp")
    line = "data/iris.dat --split 0.5,0.25,0.25 --init xavier --rate 0.5 --seed 5 --epochs"
    _, files = run(program, f"{line} 300 --patience 4", folder)
    rows = files["mlp/history.csv"].decode().splitlines()
    losses = [float(row.split(",")[rows[0].split(",").index("valid_loss")]) for row in rows[1:]]
    best = losses.index(min(losses)) + 1
    assert len(losses) == best + 4 < 300
    _, shorter = run(program, f"{line} {best}", folder)
    assert shorter["mlp/params.npy"] == files["mlp/params.npy"]


@pytest.mark.parametrize(
    ("options", "rate"),
    [
        ("--decay 0.2", lambda t: 0.1 * math.exp(-0.2 * t)),
        ("--decay 0.2 --rate-end 0.05", lambda t: 0.05 + 0.05 * math.exp(-0.2 * t)),
        ("--decay 0.3 --decay-form linear", lambda t: max(0, 0.1 * (1 - 0.3 * t))),
    ],
)
def test_decay(build, language, options, rate, folder):
    _, files = run(build(language, algorithm="mlp"), f"--epochs 6 {options}", folder)
    rows = files["mlp/history.csv"].decode().splitlines()[1:]
    found = [float(row.split(",")[1]) for row in rows]
    np.testing.assert_allclose(found, [rate(t) for t in range(6)], rtol=1e-13, atol=1e-16)


def test_xor_says_its_words(build, language, folder):
    program = build(language, algorithm="perceptron")
    said = "\n\nOne neuron draws one line. Where no line separates the classes, as in XOR, it can "
    said = said[1:] + "never\nbe right on every row: that is the limit of a single neuron, not an "
    said += "error of the program.\n"
    for gate, limited in (("xor", True), ("or", False), ("and", False)):
        text = start(program, f"data/gates_{gate}.dat", folder).stdout.decode()
        assert (said in text) == limited
        assert ("\nnot converged in 400 epochs: " in text) == limited
        assert (": no error in the last one\n" in text) != limited


# Whatever stops them, they can go on.

LONG = {  # neither ends by itself
    "perceptron": "data/iris.dat --split 0.6,0.2,0.2",
    "mlp": "data/digits --batch 16 --rate 0.05 --init xavier --momentum 0.5 --split 0.6,0.2,0.2 "
    "--network I-64,D-9_d0.1,D-10",
    "cnn": "--split 0.6,0.2,0.2 --network I-8.8,C-2.3,P-4,D-9_d0.1,D-10 --augment shift,noise",
}


def stop(program, line, folder, signal_sent):
    """Start a run in out/stopped, send a signal once a checkpoint is there: stdout, code."""
    command = [program.path, *words(line), "--epochs", "1000000", "--out", "out/stopped"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE) as process:
        end = time.monotonic() + 50
        while not (folder / "out/stopped/checkpoint.npy").exists() and time.monotonic() < end:
            time.sleep(0.01)
        process.send_signal(signal_sent)
        return process.communicate(timeout=50)[0].decode(), process.returncode


@pytest.mark.parametrize(
    ("algorithm", "signal_sent"),
    [
        ("perceptron", signal.SIGINT),
        ("mlp", signal.SIGINT),
        ("perceptron", signal.SIGKILL),
        ("mlp", signal.SIGKILL),
        ("cnn", signal.SIGKILL),
    ],
)
def test_resume_after_a_signal(build, language, algorithm, signal_sent, folder):
    program, line = build(language, algorithm=algorithm), LONG[algorithm]
    printed, code = stop(program, line, folder, signal_sent)
    checkpoint = np.load(folder / "out/stopped/checkpoint.npy")
    done = int(checkpoint[5])
    assert len(checkpoint) == 8 + checkpoint[6] + done * checkpoint[7]
    if signal_sent == signal.SIGINT:
        assert code == 130
        assert printed.endswith(f"interrupted after {done} epochs, continue with --resume\n")
        assert os.listdir(folder / "out/stopped") == ["checkpoint.npy"]
    more = f"{line} --epochs {done + 3}"
    continued = start(program, f"{more} --resume --out out/stopped", folder)
    whole = start(program, f"{more} --out out/whole", folder)
    assert (continued.returncode, continued.stderr, whole.stderr) == (0, b"", b"")
    found = results(folder / "out/stopped")
    for name in [name for name in found if name.endswith(".part")]:
        assert signal_sent == signal.SIGKILL and found.pop(name) is not None
    assert found == results(folder / "out/whole")


@pytest.mark.parametrize(
    ("algorithm", "line"), [RUNS[4], RUNS[5], RUNS[13], RUNS[18], RUNS[24], RUNS[30]]
)
def test_another_language_continues(build, algorithm, line, folder):
    """To the same bytes where C and Fortran take turns, else to the last digits."""
    programs = {language: build(language, algorithm=algorithm) for language in LANGUAGES}
    longer = line.replace("9", "21", 1)
    whole = run(programs["c"], longer, folder)
    for first, second in [*pairwise(("c", "fortran", "c", "python", "c")), ("fortran", "python")]:
        run(programs[first], line, folder)
        result = start(programs[second], f"{longer} --resume", folder)
        assert (result.returncode, result.stderr) == (0, b"")
        found = results(folder / "out")
        if "python" in (first, second):
            assert_files_alike(found, whole[1], 1e-10)
        else:
            assert found == whole[1]


def test_progress(build, language, folder):
    """One line on stderr, rewritten and wiped, where that is a terminal; it says no more."""
    master, terminal = pty.openpty()
    command = [build(language, algorithm="mlp").path, *words(LONG["mlp"]), "--epochs", "200"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=terminal) as process:
        os.close(terminal)
        shown = b""
        while True:
            try:
                part = os.read(master, 1000)
            except OSError:  # Linux says so when the other side is closed
                part = b""
            if not part:
                break
            shown += part
        process.communicate(timeout=50)
    os.close(master)
    assert process.returncode == 0
    *lines, wiped, rest = shown.decode().split("\r")[1:]
    expected = r"epoch \d+ of 200, loss \d\.\d{6}, accuracy \d+\.\d\d %, \d+ s left *"
    assert lines and all(re.fullmatch(expected, line) and len(line) == 78 for line in lines)
    assert (wiped, rest) == (" " * 78, "")
