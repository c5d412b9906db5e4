"""The multi-layer perceptron program: read rows, train dense layers by back-propagation, test
them; or answer with what they have learnt. docs/training.md says what comes out.
"""

import numpy as np

from triptych import mlp
from triptych.support import descent, files, learning, network, outcome, program, training
from triptych.support.learning import Learning
from triptych.support.options import Options
from triptych.support.program import Failure

PROGRAM = "mlp"

SUMMARY = "The multi-layer perceptron: dense layers in a row, taught by back-propagation."
TABLE = (
    ("DATA", "", "a .dat file, or a folder with x.npy and y.npy (default data/iris.dat)"),
    (
        "--network",
        "TEXT",
        """\
its layers, as "I-4, D-4, D-3": 4 inputs, 4 neurons inside, 3 outputs
                    (default I-d, D-d, D-c for d features and c classes or targets)""",
    ),
    (
        "--activation",
        "F",
        "of the layers inside: sigmoid, tanh, relu, leaky_relu or linear",
        "sigmoid",
    ),
    (
        "--output",
        "F",
        "of the last layer: sigmoid, softmax or linear (default sigmoid; linear for targets)",
    ),
    (
        "--loss",
        "WORD",
        "quadratic or cross_entropy (default quadratic; cross_entropy for softmax)",
    ),
    ("--beta", "B", "slope of the sigmoid", "1"),
    ("--init", "WORD", "starting weights: uniform, xavier or he", "uniform"),
    ("--epochs", "N", "stop after N epochs", "1000"),
    ("--batch", "N", "rows a step: 1 is online, 0 the full batch", "1"),
    ("--rate", "R", "learning rate", "0.1"),
    ("--rate-end", "R", "learning rate that the decay ends at", "0"),
    ("--decay", "D", "decay of the learning rate an epoch (default 0: constant)"),
    ("--decay-form", "WORD", "exponential or linear", "exponential"),
    ("--momentum", "M", "part of the last step that is kept", "0"),
    ("--patience", "N", "stop after N epochs without a lower validation loss, 0: never", "0"),
)
ENDING = """\
The output folder gets network.txt, params.npy, normalization.dat, checkpoint.npy, history.csv,
run.txt and, for classes, confusion.csv. See them: make view_mlp"""


def choose_network(learning: Learning) -> None:
    """Take the network given, or one layer inside as wide as the features."""
    training = learning.training
    d = len(training.model.features)
    m = training.data.classes if training.data.t is None else training.data.t.shape[1]
    chosen = learning.network or network.make("--network", d, [d, m])
    if (chosen.inputs, chosen.outputs) != (d, m):
        expected = f"{d} inputs and {m} outputs"
        found = f"{chosen.inputs} and {chosen.outputs}"
        raise Failure(f"--network: expected {expected}, found {found}")
    training.model.network = chosen


def make_table(learning: Learning) -> None:
    """The network as the algorithm wants it: inputs, neurons and activation of each layer."""
    layers = learning.training.model.network.layers
    kinds = [learning.activation_kind] * (len(layers) - 1) + [learning.output_kind]
    rows = [(layer.d_in, layer.d_out, kind) for layer, kind in zip(layers, kinds, strict=True)]
    learning.table = np.array(rows, np.int32)
    learning.drop = np.array([layer.drop for layer in layers])


def train(run: Learning) -> None:
    """Read the rows, train, test."""
    run.read()
    choose_network(run)
    make_table(run)
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
    table = training.table(TABLE, "out/mlp")
    options = Options(PROGRAM, SUMMARY, table, width=18, ending=ENDING)
    options.parse(argv[1:])
    run = learning.read_options(options, argv[0], "iris.dat", precision, algorithm=mlp)
    with np.errstate(all="ignore"):  # numbers too large are told apart by their result
        if run.training.predict is not None:
            predict(run)
        else:
            train(run)


def main(argv: list[str], precision: str = "float64") -> int:
    """Run the program and return its exit code.

    Parameters
    ----------
    argv : list of str
        The command as it was typed, and its arguments.
    precision : "float32" or "float64"
    """
    return program.run(PROGRAM, lambda: work(argv, precision))
