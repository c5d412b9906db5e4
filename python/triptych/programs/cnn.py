"""The convolutional network program: read images, train filters and dense layers, test them; or
answer with what they have learnt. docs/training.md says what comes out.
"""

import numpy as np

from triptych import cnn
from triptych.filters import Kind
from triptych.layers import Activation
from triptych.support import (
    augment,
    descent,
    files,
    learning,
    network,
    outcome,
    program,
    training,
    values,
)
from triptych.support.learning import Learning
from triptych.support.options import Options
from triptych.support.program import Failure

PROGRAM = "cnn"

SUMMARY = "A simple convolutional network: filters over an image, pooling, dense layers."
TABLE = (
    ("DATA", "", "a .dat file, or a folder with x.npy and y.npy (default data/digits)"),
    (
        "--network",
        "TEXT",
        """\
its layers, as "I-8.8, C-6.3, P-2, D-10": 6 filters of 3 x 3 pixels,
                    pools of 2 x 2 (default I-w.h, C-8.3, P-2, C-16.3, P-2, D-c)""",
    ),
    (
        "--activation",
        "F",
        "of the layers inside: sigmoid, tanh, relu, leaky_relu or linear",
        "leaky_relu",
    ),
    ("--output", "F", "of the last layer: sigmoid, softmax or linear", "softmax"),
    (
        "--loss",
        "WORD",
        "quadratic or cross_entropy (default quadratic; cross_entropy for softmax)",
    ),
    ("--beta", "B", "slope of the sigmoid", "1"),
    ("--init", "WORD", "starting weights: uniform, xavier or he", "he"),
    ("--epochs", "N", "stop after N epochs", "20"),
    ("--batch", "N", "rows a step: 1 is online, 0 the full batch", "16"),
    ("--rate", "R", "learning rate", "0.02"),
    ("--rate-end", "R", "learning rate that the decay ends at", "0"),
    ("--decay", "D", "decay of the learning rate an epoch (default 0: constant)"),
    ("--decay-form", "WORD", "exponential or linear", "exponential"),
    (
        "--augment",
        "LIST",
        "change the images at each visit: shift, flip, elastic, noise; as shift=2,flip",
    ),
    ("--momentum", "M", "part of the last step that is kept", "0.9"),
    ("--patience", "N", "stop after N epochs without a lower validation loss, 0: never", "0"),
)
ENDING = """\
The output folder gets network.txt, params.npy, normalization.dat, checkpoint.npy, history.csv,
run.txt and, for classes, confusion.csv. See them: make view_cnn"""


def choose_network(learning: Learning) -> None:
    """Take the network given, or two layers of filters for images like those of the data."""
    model, data = learning.training.model, learning.training.data
    d, m = len(model.features), data.classes if data.t is None else data.t.shape[1]
    if learning.network is None:
        whole = len(data.shape) in (2, 3) and d == data.x.shape[1]  # else a line of numbers
        image = ".".join(str(size) for size in data.shape[::-1]) if whole else f"{d}.1"
        sentence = f"I-{image}, C-8.3, P-2, C-16.3, P-2, D-{m}"
        learning.network = network.parse("--network", sentence, PROGRAM)
    model.network = learning.network
    inputs, outputs = model.network.inputs, model.network.outputs
    if (inputs, outputs) != (d, m):
        expected = f"{d} inputs and {m} outputs"
        raise Failure(f"--network: expected {expected}, found {inputs} and {outputs}")


def make_table(learning: Learning) -> None:
    """The network as the algorithm wants it: a row for each layer, its activation last."""
    layers = learning.training.model.network.layers
    rows = np.array([layer.row for layer in layers], np.int32)
    pools = (rows[:, 0] == Kind.MAX_POOL) | (rows[:, 0] == Kind.AVERAGE_POOL)
    rows[:, -1] = np.where(pools, Activation.LINEAR, learning.activation_kind)
    rows[-1, -1] = learning.output_kind
    learning.table = rows
    learning.drop = np.array([layer.drop for layer in layers])


def check_augment(run: Learning) -> None:
    """Only what is an image can be shifted, flipped and pulled."""
    augment = run.augment
    if not augment or run.table[0, 0] != Kind.DENSE:
        return
    if augment.shift or augment.flip or augment.elastic:
        expected = "noise for a network without C and P"
        raise values.fault("--augment", expected, augment.list)


def train(run: Learning) -> None:
    """Read the rows, train, test."""
    run.read()
    choose_network(run)
    make_table(run)
    check_augment(run)
    run.begin()
    outcome.print_head(run)
    files.make_folder(run.training.out)
    descent.train(run)
    outcome.finish(run)


def predict(run: Learning) -> None:
    """Answer with a model."""
    outcome.read_model(run)
    make_table(run)
    outcome.predict(run)


def work(argv: list[str], precision: str) -> None:
    """Do what the command line asks for."""
    table = training.table(TABLE, "out/cnn")
    options = Options(PROGRAM, SUMMARY, table, width=18, ending=ENDING)
    options.parse(argv[1:])
    run = learning.read_options(options, argv[0], "digits", precision, algorithm=cnn)
    if options.given("--augment"):
        run.augment = augment.parse(options.text("--augment"))
    with np.errstate(all="ignore"):  # numbers too large are told apart by their result
        if run.training.predict is not None:
            predict(run)
        else:
            train(run)


def main(argv: list[str], precision: str = "float32") -> int:
    """Run the program and return its exit code.

    Parameters
    ----------
    argv : list of str
        The command as it was typed, and its arguments.
    precision : "float32" or "float64"
    """
    return program.run(PROGRAM, lambda: work(argv, precision))
