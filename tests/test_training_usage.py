"""What perceptron, mlp and cnn say of wrong options, data, models and checkpoints, and that they
write nothing then: docs/training.md has every line.
"""

import shutil

import numpy as np
import pytest
from conftest import results, start

BOTH = ("perceptron", "mlp")
KINDS = "none, center, standard, minmax, maxabs or scale"
SHARES = "--split: expected 1 to 3 fractions that sum to 1, found"
PARTS = "--split: expected at least 1 row in each part of data/iris.dat, found none for"
ENTRY_0 = "--network: expected I-WIDTH, I-WIDTH.HEIGHT or I-WIDTH.HEIGHT.CHANNELS at entry 0, found"
ENTRY_1 = "--network: expected D-UNITS or D-UNITS_dP at entry 1, found"
ENTRY_1_OF_IMAGE = (
    "--network: expected C-FILTERS.SIZE[_sSTRIDE][_v], P-SIZE[_a] or D-UNITS[_dP] at entry 1, found"
)
MORE = "--network: expected at most 2147483647 inputs and weights, found more"

ERRORS = [
    (BOTH, "--epochs 0", '--epochs: expected an integer from 1 to 1000000, found "0"'),
    (BOTH, "--rate 0", '--rate: expected a number above 0, found "0"'),
    (BOTH, "--rate 1e999", '--rate: expected a number above 0, found "1e999"'),
    (BOTH, "--split 0.5", f'{SHARES} "0.5"'),
    (BOTH, "--split 0.4,0.3,0.2,0.1", f'{SHARES} "0.4,0.3,0.2,0.1"'),
    (BOTH, "--split 0.5,-0.5,1", f'{SHARES} "0.5,-0.5,1"'),
    (BOTH, "--split=", f'{SHARES} ""'),
    (BOTH, "--split 0.5,x", f'{SHARES} "0.5,x"'),
    (BOTH, "--split 1 --valid x", "--split: expected no split with --valid or --test"),
    (BOTH, "--split 1 --test x --seed x", "--split: expected no split with --valid or --test"),
    (BOTH, "data/iris.dat --split 0.001,0.999", f"{PARTS} training"),
    (BOTH, "data/iris.dat --split 0.6,0.001,0.399", f"{PARTS} validation"),
    (BOTH, "data/iris.dat --split 0.999,0.001", f"{PARTS} test"),
    (BOTH, "data/iris.dat --features 4", '--features: expected columns from 0 to 3, found "4"'),
    (BOTH, "data/iris.dat --features 1,,2", '--features: expected columns from 0 to 3, found ""'),
    (BOTH, "data/iris.dat --features 1,+2", '--features: expected columns from 0 to 3, found "+2"'),
    (BOTH, "--normalize max", f'--normalize: expected {KINDS}, found "max"'),
    (BOTH, "none.dat --epochs 5", "none.dat: no such file"),
    (BOTH, "single.dat", "single.dat: expected at least 2 classes, found 1"),
    (BOTH, "gap.dat --balance --split 1", "--balance: expected training rows of every class, "
     "found none of class 1"),
    (BOTH, "data/iris.dat --test none.dat", "none.dat: no such file"),
    (BOTH, "data/iris.dat --valid wide.dat --test x", "wide.dat: expected 4 features and 3 "
     "classes, as data/iris.dat has, found 5 and 2"),
    (BOTH, "data/iris.dat --test nine.dat", "nine.dat: expected 4 features and 3 classes, as "
     "data/iris.dat has, found 4 and 9"),
    (BOTH, "data/iris.dat --test bare.dat", "bare.dat: expected labels, found none"),
    (BOTH, "--predict none.dat", "out/{}/network.txt: no such file"),
    (BOTH, "data/iris.dat --resume", "out/{}/checkpoint.npy: no such file"),
    (("perceptron",), "bare.dat", "bare.dat: expected labels, found none"),
    (("perceptron",), "curve.dat", "curve.dat: expected labels, found none"),
    (("perceptron",), "--neurons two", '--neurons: expected one or each, found "two"'),
    (("perceptron",), "data/iris.dat --neurons one --features 9",
     '--neurons: expected each for 3 classes, found "one"'),
    (("mlp",), "bare.dat", "bare.dat: expected labels or targets, found none"),
    (("mlp",), "--momentum 1", "--momentum: expected a number of at least 0 and below 1, "
     'found "1"'),
    (("mlp",), "--rate-end -1", '--rate-end: expected a number of at least 0, found "-1"'),
    (("mlp",), "--activation softmax",
     '--activation: expected sigmoid, tanh, relu, leaky_relu or linear, found "softmax"'),
    (("mlp", "cnn"), "--output=", '--output: expected sigmoid, softmax or linear, found ""'),
    (("cnn",), "--loss quadratic",
     '--loss: expected cross_entropy for softmax, found "quadratic"'),
    (("mlp",), "--output tanh", '--output: expected sigmoid, softmax or linear, found "tanh"'),
    (("mlp",), "--decay-form e", '--decay-form: expected exponential or linear, found "e"'),
    (("mlp",), "--output softmax --loss quadratic --beta 0",
     '--loss: expected cross_entropy for softmax, found "quadratic"'),
    (("mlp",), "--output linear --loss cross_entropy",
     '--loss: expected quadratic for linear, found "cross_entropy"'),
    (("mlp",), "--patience 3", "--patience: expected validation rows, found none"),
    (("mlp",), "--patience 3 --split 0.6,0.4", "--patience: expected validation rows, found none"),
    (("mlp",), "curve.dat --output softmax --balance",
     '--output: expected sigmoid or linear for targets, found "softmax"'),
    (("mlp",), "curve.dat --loss cross_entropy --balance",
     '--loss: expected quadratic for targets, found "cross_entropy"'),
    (("mlp",), "curve.dat --balance --stratify", "--stratify: expected classes, found targets"),
    (("mlp",), "curve.dat --balance", "--balance: expected classes, found targets"),
    (("mlp",), "curve.dat --valid curves.dat", "curves.dat: expected 2 features and 1 targets, "
     "as curve.dat has, found 2 and 2"),
    (("mlp",), "data/iris.dat --network I-4,D-4",
     "--network: expected 4 inputs and 3 outputs, found 4 and 4"),
    (("mlp",), "--network=", f'{ENTRY_0} ""'),
    (("mlp",), "--network I-4\\ D-3", f'{ENTRY_0} "I-4 D-3"'),
    (("mlp",), "--network I-4.1.1.1,D-3", f'{ENTRY_0} "I-4.1.1.1"'),
    (("mlp",), "--network I-0,D-3", f'{ENTRY_0} "I-0"'),
    (("mlp",), "--network I-4", f"{ENTRY_1} the end of the network"),
    (("mlp",), "--network I-4,", f'{ENTRY_1} ""'),
    (("mlp",), "--network I-4,C-3.3,D-3", f'{ENTRY_1} "C-3.3"'),
    (("mlp",), "--network I-4,D-3_d1,D-3", f'{ENTRY_1} "D-3_d1"'),
    (("mlp",), "--network I-4,D-3_d,D-3", f'{ENTRY_1} "D-3_d"'),
    (("mlp",), "--network I-4,D-3_d0.5",
     '--network: expected no dropout in the last layer, found "D-3_d0.5"'),
    (("mlp",), "--network I-65536.65536,x", MORE),
    (("mlp",), "--network I-4,D-2147483647,D-3", MORE),
    (("mlp",), "data/digits --network I-64,D-2_d.5,D-10 --batch 1 --epochs 1000000 --seed x",
     '--seed: expected an integer from 0 to 4294967295, found "x"'),
    (("mlp",), "data/digits --split 1 --network I-64,D-4000000_d.5,D-10 --batch 0",
     "--batch: expected at most 1073 rows with dropout, found 1797"),
]  # fmt: skip

CNN = [  # a network, what is said of it
    ("I-8.8", f"{ENTRY_1_OF_IMAGE} the end of the network"),
    ("I-64,C-3.3,D-10", f'{ENTRY_1} "C-3.3"'),
    ("I-8.8,C-3.3", '--network: expected D-UNITS in the last layer, found "C-3.3"'),
    ("I-8.8,P-2", '--network: expected D-UNITS in the last layer, found "P-2"'),
    ("I-8.8,C-3.4,D-10", '--network: expected an odd size, or _v, at entry 1, found "C-3.4"'),
    ("I-8.8,P-2,C-3.5_v,D-10",
     '--network: expected a size of at most 4 at entry 2, found "C-3.5_v"'),
    ("I-8.8,C-3.65,D-10", '--network: expected a size of at most 64 at entry 1, found "C-3.65"'),
    ("I-64.1,C-3.4097_v,D-10",
     '--network: expected a size of at most 4096 at entry 1, found "C-3.4097_v"'),
    ("I-8.8,P-9,D-10", '--network: expected a size of at most 8 at entry 1, found "P-9"'),
    ("I-8.8,C-3,D-10", f'{ENTRY_1_OF_IMAGE} "C-3"'),
    ("I-8.8,C-3.3_s,D-10", f'{ENTRY_1_OF_IMAGE} "C-3.3_s"'),
    ("I-8.8,C-3.3_s0,D-10", f'{ENTRY_1_OF_IMAGE} "C-3.3_s0"'),
    ("I-8.8,C-3.3_v_s2,D-10", f'{ENTRY_1_OF_IMAGE} "C-3.3_v_s2"'),
    ("I-8.8,C-.3,D-10", f'{ENTRY_1_OF_IMAGE} "C-.3"'),
    ("I-8.8,P-2_b,D-10", f'{ENTRY_1_OF_IMAGE} "P-2_b"'),
    ("I-8.8,c-3.3,D-10", f'{ENTRY_1_OF_IMAGE} "c-3.3"'),
    ("I-8.8,D-5,P-2,D-10",
     '--network: expected D-UNITS or D-UNITS_dP at entry 2, found "P-2"'),
    ("I-8.8,D-9_d0.5", '--network: expected no dropout in the last layer, found "D-9_d0.5"'),
    ("I-8.8,C-2147483647.3,D-10", MORE),
    ("I-8.8,C-2.2147483647,D-10",
     '--network: expected a size of at most 64 at entry 1, found "C-2.2147483647"'),
    ("I-8.8,C-40000000.1,P-1,D-1", MORE),
    ("I-8.7,D-10", "--network: expected 64 inputs and 10 outputs, found 56 and 10"),
]  # fmt: skip
ERRORS += [(("cnn",), f"--network {network}", message) for network, message in CNN]
CHANGE = (
    "--augment: expected shift[=PIXELS], elastic[=PIXELS] (1 to 32767), noise[=SIGMA] (above 0) "
    "or flip, found"
)
ERRORS += [
    (("cnn",), f"--augment {changes}", f'{CHANGE} "{found}"')
    for changes, found in (
        ("turn", "turn"),
        ("flip,", ""),
        ("flip=1", "flip=1"),
        ("shift=", "shift="),
        ("flip,shift=0", "shift=0"),
        ("elastic=0", "elastic=0"),
        ("elastics", "elastics"),
        ("shift=1.5", "shift=1.5"),
        ("noise=0,shift", "noise=0"),
        ("noise=nan", "noise=nan"),
        ("noise=1e400", "noise=1e400"),
        ("Shift", "Shift"),
    )
]
ERRORS += [
    (("cnn",), "--network I-64,D-10 --augment noise,shift",
     '--augment: expected noise for a network without C and P, found "noise,shift"'),
    (("cnn",), "--network I-64,D-10 --augment elastic",
     '--augment: expected noise for a network without C and P, found "elastic"'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("algorithm", "line", "message"),
    [(name, line, message) for names, line, message in ERRORS for name in names],
)
def test_errors(build, language, algorithm, line, message, folder):
    """One line on stderr, code 2, nothing on stdout and nothing written."""
    program = build(language, algorithm=algorithm)
    result = start(program, line, folder)
    expected = f"{algorithm}: {message.format(algorithm)}\n"
    assert (result.returncode, result.stdout, result.stderr.decode()) == (2, b"", expected)
    assert not (folder / "out").exists()


def test_failures_while_running(build, language, folder):
    """Code 1; what was good before a loss that is not finite is saved."""
    for algorithm in BOTH:
        result = start(build(language, algorithm=algorithm), "vast.dat", folder)
        said = f"{algorithm}: vast.dat: the normalised features are too large for float64\n"
        assert (result.returncode, result.stdout, result.stderr.decode()) == (1, b"", said)
        assert not (folder / "out").exists()

    line = "data/iris.dat --rate 1e308 --epochs 9"
    result = start(build(language, algorithm="perceptron"), line, folder)
    said = "perceptron: data/iris.dat: the weights are too large for float64\n"
    assert (result.returncode, result.stderr.decode()) == (1, said)

    program = build(language, algorithm="mlp")
    line = "curve.dat --network I-2,D-1 --batch 0 --rate 1e200 --epochs"
    result = start(program, f"{line} 9", folder)
    said = "mlp: the loss is not finite in epoch 2: a smaller --rate may help\n"
    assert (result.returncode, result.stderr.decode()) == (1, said)
    names = ["checkpoint.npy", "history.csv", "network.txt", "normalization.dat", "params.npy"]
    found = results(folder / "out/mlp")
    assert list(found) == names
    result = start(program, f"{line} 1 --out out/one", folder)
    said = "mlp: curve.dat: the outputs are too large for float64\n"
    assert (result.returncode, result.stderr.decode()) == (1, said)
    whole = results(folder / "out/one")
    assert found == whole


# Models. What is changed of a good one, and what is said then.

NETWORKS = [
    (BOTH, 1, "programm mlp", ':1: expected "program VALUE", found "programm"'),
    (BOTH, 1, "program", ':1: expected "program VALUE", found the end of the line'),
    (BOTH, 1, "program cnn", ':1: expected a model of {}, found "cnn"'),
    (BOTH, 2, "network I-4, X", ':2: expected D-UNITS or D-UNITS_dP at entry 1, found "X"'),
    (BOTH, 2, "network I-4, D-3_d.5", ":2: expected no dropout in the last layer, found "
     '"D-3_d.5"'),
    (BOTH, 2, "network I-5, D-3", ":4: expected 5 columns, as the network has inputs, found 4"),
    (BOTH, 3, "columns 4 5", ':3: expected an integer from 1 to 2147483647, found "4 5"'),
    (BOTH, 3, "columns 0", ':3: expected an integer from 1 to 2147483647, found "0"'),
    (BOTH, 4, "features 0,1,2", ":4: expected 4 columns, as the network has inputs, found 3"),
    (BOTH, 4, "features 0,1,2,4", ':4: expected columns from 0 to 3, found "4"'),
    (BOTH, 5, "classes 2", ":5: expected 3 classes, as the network has outputs, found 2"),
    (BOTH, 5, "classes -1", ':5: expected an integer from 0 to 2147483647, found "-1"'),
    (BOTH, 6, "normalize yes", f':6: expected {KINDS}, found "yes"'),
    (BOTH, 7, "precision f16", ':7: expected float32 or float64, found "f16"'),
    (("perceptron",), 8, "\nx y", ':9: expected the end of the file, found "x"'),
    (("mlp",), 8, "activation softmax",
     ':8: expected sigmoid, tanh, relu, leaky_relu or linear, found "softmax"'),
    (("mlp",), 9, "output tanh", ':9: expected sigmoid, softmax or linear, found "tanh"'),
    (("mlp",), 10, "loss 0", ':10: expected quadratic or cross_entropy, found "0"'),
    (("mlp",), 11, "beta 0", ':11: expected a number above 0, found "0"'),
    (("mlp",), 12, "targets -1", ':12: expected an integer from 0 to 2147483647, found "-1"'),
    (("mlp",), 12, "targets 3", ":12: expected 0 targets, found 3"),
    (("mlp",), 5, "classes 0", ":12: expected 3 targets, found 0"),
]  # fmt: skip


@pytest.mark.parametrize("algorithm", BOTH)
def test_broken_models(build, language, algorithm, folder):
    program = build(language, algorithm=algorithm)
    assert start(program, "data/iris.dat --epochs 2 --out good", folder).returncode == 0
    good = (folder / "good/network.txt").read_text()
    weights = len(np.load(folder / "good/params.npy"))

    def refused(name, content, message):
        shutil.rmtree(folder / "bad", ignore_errors=True)
        shutil.copytree(folder / "good", folder / "bad")
        path = folder / "bad" / name
        path.unlink()
        if isinstance(content, np.ndarray):
            np.save(path, content)
        elif content is not None:
            path.write_text(content)
        before = results(folder)
        result = start(program, "--predict data/iris.dat --model bad", folder)
        said = f"{algorithm}: bad/{name}{message.format(algorithm)}\n"
        assert (result.returncode, result.stdout, result.stderr.decode()) == (2, b"", said)
        assert results(folder).keys() == before.keys()

    for names, number, line, message in NETWORKS:
        if algorithm in names:
            lines = good.splitlines()
            lines[number - 1 : number] = [line]
            refused("network.txt", "\n".join(lines), message)
    refused("network.txt", None, ": no such file")
    refused("network.txt", "", ':1: expected "program VALUE", found the end of the file')
    refused("params.npy", None, ": no such file")
    refused(
        "params.npy", np.zeros(weights + 1), f": expected {weights} numbers, found {weights + 1}"
    )
    refused("params.npy", np.zeros((1, weights)), ": expected at most 1 axis, found 2")
    refused("normalization.dat", None, ": no such file")
    rows = "# samples 2 features 3 classes 0\n1 2 3\n1 2 3\n"
    refused("normalization.dat", rows, ": expected 2 rows of 4 numbers, found 2 of 3")


def test_what_a_model_does_not_fit(build, language, folder):
    """Rows that a model was not made for; one layer; a model with blank lines is good."""
    perceptron, mlp = (build(language, algorithm=name) for name in BOTH)
    assert start(perceptron, "data/iris.dat --epochs 2", folder).returncode == 0
    assert start(mlp, "curve.dat --epochs 2", folder).returncode == 0
    for program, line, message in [
        (perceptron, "wide.dat", "wide.dat: expected 4 features, as the model has, found 5"),
        (perceptron, "nine.dat", "nine.dat: expected at most 3 classes, as the model has, found 9"),
        (mlp, "curves.dat", "curves.dat: expected 1 targets, as the model has, found 2"),
        (mlp, "data/iris.dat", "data/iris.dat: expected 2 features, as the model has, found 4"),
    ]:
        result = start(program, f"--predict {line}", folder)
        said = f"{program.path.name}: {message}\n"
        assert (result.returncode, result.stdout, result.stderr.decode()) == (2, b"", said)
    result = start(perceptron, "--predict bare.dat none.dat --resume", folder)
    assert (result.returncode, result.stderr) == (0, b"")  # DATA is not looked at then
    assert len((folder / "out/perceptron/predictions.dat").read_text().split()) == 12
    assert b"confusion" not in result.stdout

    path = folder / "out/perceptron/network.txt"
    lines = path.read_text().replace("\n", "\r\n") + "\n \t\r\n"
    path.write_bytes(lines.encode())
    assert start(perceptron, "--predict data/iris.dat", folder).returncode == 0
    sentence = lines.replace("I-4, D-3", "I-4, D-2, D-1")
    path.write_text(sentence)
    np.save(folder / "out/perceptron/params.npy", np.zeros(13))
    result = start(perceptron, "--predict data/iris.dat", folder)
    said = "out/perceptron/network.txt:2: expected one layer of neurons, found "
    assert result.stderr.decode() == f'perceptron: {said}"I-4, D-2, D-1"\n'


# Checkpoints.


@pytest.mark.parametrize("algorithm", BOTH)
def test_checkpoints_of_another_run(build, language, algorithm, folder):
    program = build(language, algorithm=algorithm)
    assert start(program, "data/iris.dat --epochs 4", folder).returncode == 0
    path = folder / f"out/{algorithm}/checkpoint.npy"
    good = np.load(path)
    shown = f"{algorithm}: out/{algorithm}/checkpoint.npy: expected "
    another = "a checkpoint of this run (seed {}, {} training rows, {} features, {} classes), "
    another += "found another\n"

    def refused(line, message):
        before = results(folder)
        result = start(program, f"{line} --epochs 9 --resume", folder)
        assert (result.returncode, result.stdout, result.stderr.decode()) == (2, b"", message)
        assert results(folder) == before

    for line, run in [
        ("data/iris.dat --seed 7", (7, 105, 4, 3)),
        ("data/iris.dat --split 1", (42, 150, 4, 3)),
        ("data/iris.dat --split 0.7,0.1,0.2", (42, 105, 4, 3)),
        ("data/iris.dat --features 0,1", (42, 105, 2, 3)),
        ("data/galaxies.dat", (42, 210, 2, 2)),
    ]:
        refused(line, shown + another.format(*run))
    iris = another.format(42, 105, 4, 3)
    for entry in range(8):
        np.save(path, good + np.eye(1, len(good), entry)[0])
        refused("data/iris.dat", shown + iris)
    for broken in (good[:-1], good[:8], good[:3], np.append(good, 1)):
        np.save(path, broken)
        refused("data/iris.dat", shown + iris)
    np.save(path, good[np.newaxis])
    refused("data/iris.dat", shown + "at most 1 axis, found 2\n")
    good[9] = np.inf
    np.save(path, good)
    refused("data/iris.dat", shown + "finite numbers, found another at entry 9\n")
    path.write_bytes(path.read_bytes()[:-3])
    count = f"{len(good)} numbers of 8 bytes, found {8 * len(good) - 3} bytes\n"
    refused("data/iris.dat", shown + count)
