"""The perceptron program: read labelled rows, teach a layer of neurons, test it; or classify
rows with what it has learnt. docs/training.md says what comes out.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from triptych import perceptron
from triptych.support import data, files, model, network, program, report, text, training, values
from triptych.support.checkpoint import Checkpoint
from triptych.support.data import Data
from triptych.support.options import Options
from triptych.support.program import FAILED, Failure
from triptych.support.training import Training

PROGRAM = "perceptron"

PATH_WEIGHTS = 12  # with more, their path is not kept
TABLE_SAMPLES = 10  # with fewer, of two features, each epoch is a truth table
NEURONS = ("one", "each")
ERRORS, TRAINING, VALIDATION = range(3)  # the first columns of the history

SUMMARY = "The perceptron: one layer of threshold neurons, taught by their mistakes."
TABLE = (
    ("DATA", "", "a .dat file, or a folder with x.npy and y.npy (default data/gates_or.dat)"),
    ("--epochs", "N", "stop after N epochs, or after one without an error", "400"),
    ("--rate", "R", "learning rate", "0.05"),
    (
        "--neurons",
        "WORD",
        "one (two classes: it fires for class 1) or each, a neuron for each class "
        "(default one if it can)",
    ),
)
ENDING = """\
The output folder gets network.txt, params.npy, normalization.dat, checkpoint.npy, history.csv,
confusion.csv, run.txt and, with at most 12 weights, path.dat. See them: make view_perceptron"""
LIMIT = """\
One neuron draws one line. Where no line separates the classes, as in XOR, it can never
be right on every row: that is the limit of a single neuron, not an error of the program."""


@dataclass
class Run:
    """What the command line asks for, and what came out.

    Parameters
    ----------
    epochs : int
        At most.
    rate : float
    neurons : "one", "each" or None
        None: not given.
    training : Training
    """

    epochs: int
    rate: float
    neurons: str | None
    training: Training
    checkpoint: Checkpoint = field(init=False)
    accuracy: float = 0
    seconds: float = 0

    @property
    def w(self) -> NDArray:
        """The weights as the algorithm takes them, (d + 1, m)."""
        return self.shaped(self.training.model.params)

    def shaped(self, params: NDArray) -> NDArray:
        """Return a vector of weights as the algorithm takes them, (d + 1, m)."""
        return params.reshape(-1, self.training.model.network.outputs)

    @property
    def has_path(self) -> bool:
        """Whether the weights after each epoch are kept: last in their row of the history."""
        return self.training.model.network.weights <= PATH_WEIGHTS

    @property
    def has_truth_table(self) -> bool:
        """Whether each epoch is shown whole."""
        few = len(self.training.data.x) < TABLE_SAMPLES
        network = self.training.model.network
        return few and network.inputs == 2 and network.outputs == 1

    @property
    def converged(self) -> bool:
        """Whether the last epoch had no error."""
        history = self.checkpoint.history
        return len(history) > 0 and history[-1][ERRORS] == 0

    @property
    def too_large(self) -> Failure:
        """What ends the program when the weights overflow."""
        problem = f"the weights are too large for {self.training.precision}"
        return Failure(f"{self.training.path}: {problem}", FAILED)


def read_options(options: Options, command: str, precision: str) -> Run:
    """Check the values in the order of the help, then look for the samples."""
    return Run(
        epochs=options.integer("--epochs", 1, 1000000),
        rate=options.positive("--rate"),
        neurons=options.word("--neurons", NEURONS) if options.given("--neurons") else None,
        training=training.read_options(options, command, "gates_or.dat", precision),
    )


def choose_neurons(run: Run) -> int:
    """Return how many neurons there are."""
    classes = run.training.model.classes
    if run.neurons == "one" and classes != 2:
        raise Failure(f'--neurons: expected each for {classes} classes, found "one"')
    return 1 if classes == 2 and run.neurons != "each" else classes


def begin(run: Run) -> None:
    """Read the rows, and make the weights or take them from the checkpoint."""
    training, model = run.training, run.training.model
    training.read(targets_too=False)
    neurons = choose_neurons(run)
    training.choose_features()
    model.network = network.make(training.path, len(model.features), [neurons])
    training.prepare(neurons)

    weights = model.network.weights
    measures = VALIDATION + 1 if training.valid else VALIDATION
    run.checkpoint = Checkpoint(
        folder=training.out,
        seed=training.seed,
        n=training.train.n,
        d=len(model.features),
        classes=model.classes,
        size=weights,
        columns=measures + (weights if run.has_path else 0),
    )
    model.params = start(run)
    if training.resume:
        run.checkpoint.read(training.precision)
        model.params = run.checkpoint.state.astype(training.precision)


def start(run: Run) -> NDArray:
    """Return the weights that the training begins with."""
    training = run.training
    return network.start(training.model.network, "uniform", training.seed, training.precision)


def print_head(run: Run) -> None:
    """Say what is going to be done."""
    training, network = run.training, run.training.model.network
    program.banner(PROGRAM, training.precision)
    training.print_head()
    weights = text.counted(network.weights, "weight")
    rate = f"rate {text.screen(run.rate)}, seed {training.seed}"
    print(f"{network.sentence}: {weights}, {rate}\n", flush=True)


def save(run: Run) -> None:
    """Write the checkpoint."""
    run.checkpoint.state = run.training.model.params.astype(np.float64)
    run.checkpoint.write()


def train_once(run: Run) -> None:
    """Do an epoch and note how it went."""
    training, model, train = run.training, run.training.model, run.training.train
    assert train.t is not None
    order = training.order(run.checkpoint.epochs)
    w, errors = perceptron.train_epoch(train.x, train.t, order, run.rate, run.w)
    model.params = w.ravel()
    if not np.isfinite(w).all():
        raise run.too_large

    row = [float(errors), 100 * (train.n - errors) / train.n]
    if training.valid and training.valid.labels is not None:
        predicted = perceptron.predict(training.valid.x, w)
        row.append(report.accuracy(training.valid.labels, predicted))
    if run.has_path:
        row += model.params.tolist()
    run.checkpoint.history.append(row)


def train(run: Run) -> None:
    """Train until an epoch has no error; Ctrl-C ends the program."""
    begin = program.clock()
    interrupt = program.Interrupt()
    while run.checkpoint.epochs < run.epochs and not run.converged:
        if interrupt.noted:
            save(run)
            program.end_interrupted(run.checkpoint.epochs)
        if run.checkpoint.is_due():
            save(run)
        train_once(run)
    save(run)
    run.seconds = program.clock() - begin


def weights_after(run: Run) -> NDArray:
    """Return the weights after each epoch, shape (epochs, weights)."""
    weights = run.training.model.network.weights
    rows = [row[-weights:] for row in run.checkpoint.history]
    return np.array(rows, run.training.precision)


def print_truth_table(run: Run, epoch: int, params: NDArray) -> None:
    """Say what the neuron makes of each row, with the weights after an epoch."""
    rows, labels = run.training.train, run.training.train.labels
    assert labels is not None
    errors = int(run.checkpoint.history[epoch][ERRORS])
    print(f"epoch {epoch + 1}: {text.counted(errors, 'error')}")
    print(f"    {'x0':>9}  {'x1':>9}  {'wanted':>6}  {'h':>13}  {'says':>4}")
    h, a = (each[:, 0].tolist() for each in perceptron.activate(rows.x, run.shaped(params)))
    if not np.isfinite(h).all():
        raise run.too_large
    for x_i, label, h_i, a_i in zip(rows.x.tolist(), labels.tolist(), h, a, strict=True):
        x0, x1 = map(text.screen, x_i)
        print(f"    {x0:>9}  {x1:>9}  {label:6}  {text.screen(h_i):>13}  {a_i:4.0f}")
    w0, w1, bias = params.tolist()
    print(f"    weights {text.screen(w0)} {text.screen(w1)}, bias {text.screen(bias)}")
    sign = "-" if w1 < 0 else "+"
    right = f"{sign} {text.screen(abs(w1))} x1 = {text.screen(bias)}"
    print(f"    line: {text.screen(w0)} x0 {right}")


def print_row(run: Run, epoch: int) -> None:
    """Say how an epoch went."""
    row = run.checkpoint.history[epoch]
    validation = f"  {report.percent(row[VALIDATION]):>10}" if run.training.valid else ""
    errors, right = row[ERRORS], report.percent(row[TRAINING])
    print(f"{epoch + 1:7}  {errors:7.0f}  {right:>8}{validation}")


def print_epochs(run: Run) -> None:
    """Say how the training went, leaving out the middle of a long one."""
    epochs = run.checkpoint.epochs
    path = weights_after(run) if run.has_truth_table else None
    if path is None:
        validation = "  validation" if run.training.valid else ""
        print(f"{'epoch':>7}  {'errors':>7}  {'training':>8}{validation}")
    for epoch in range(epochs):
        if not report.skips(epoch, epochs):
            if path is None:
                print_row(run, epoch)
            else:
                print_truth_table(run, epoch, path[epoch])

    done = text.counted(epochs, "epoch")
    if run.converged:
        print(f"converged in {done}: no error in the last one\n")
        return
    errors = text.counted(int(run.checkpoint.history[-1][ERRORS]), "error")
    print(f"not converged in {done}: {errors} in the last one")
    if path is not None:
        print(LIMIT)
    print()


def history_csv(run: Run) -> str:
    """Return a line for each epoch."""
    lines = ["epoch,errors,training" + (",validation" if run.training.valid else "")]
    last = VALIDATION if run.training.valid else TRAINING
    for epoch, row in enumerate(run.checkpoint.history, 1):
        rates = [text.fixed(rate, 2) for rate in row[TRAINING : last + 1]]
        lines.append(",".join([str(epoch), text.fixed(row[ERRORS], 0), *rates]))
    return "\n".join([*lines, ""])


def run_txt(run: Run) -> str:
    """Return one `name value` a line."""
    return f"""\
{run.training.describe_run(run.rate, run.checkpoint.epochs)}\
converged {"yes" if run.converged else "no"}
accuracy {text.fixed(run.accuracy, 2)}
"""


def test(run: Run) -> None:
    """Print and write the final test."""
    tested = run.training.tested
    assert tested.labels is not None
    run.accuracy = report.confusion(
        run.training.out,
        run.training.model.classes,
        tested.labels,
        perceptron.predict(tested.x, run.w),
        run.training.tested_name,
    )


def finish(run: Run) -> None:
    """Print and write all that a training leaves."""
    out = run.training.out
    print_epochs(run)
    model.write(PROGRAM, out, run.training.model)
    files.write(f"{out}/history.csv", history_csv(run))
    test(run)
    files.write(f"{out}/run.txt", run_txt(run))
    if run.has_path:
        path = np.vstack([start(run), weights_after(run)])
        data.write(f"{out}/path.dat", Data(path, path.shape[1:]))
    else:
        files.remove(f"{out}/path.dat")
    print(f"time {text.fixed(run.seconds, 2)} s\nwrote {out}")
    program.view_hint(PROGRAM, out)


def check_model(training: Training) -> None:
    """The model says itself what it is; does it make sense as a perceptron?"""
    network, path = training.model.network, f"{training.folder}/network.txt"
    if len(network.layers) != 1:
        raise values.fault(f"{path}:2", "one layer of neurons", network.sentence)
    classes = 2 if network.outputs == 1 else network.outputs
    if training.model.classes != classes:
        expected = f"{classes} classes, as the network has outputs"
        raise Failure(f"{path}:5: expected {expected}, found {training.model.classes}")


def predict(run: Run) -> None:
    """Classify rows with a model."""
    training = run.training
    training.model, _ = model.read(PROGRAM, training.folder, training.precision)
    check_model(training)
    training.read_rows()
    program.banner(PROGRAM, training.precision)
    training.print_model()
    files.make_folder(training.out)
    rows = training.tested
    predicted = perceptron.predict(rows.x, run.w)
    report.predictions(training.out, training.model.classes, rows.labels, predicted)


def work(argv: list[str], precision: str) -> None:
    """Do what the command line asks for."""
    table = training.table(TABLE, "out/perceptron")
    options = Options(PROGRAM, SUMMARY, table, width=18, ending=ENDING)
    options.parse(argv[1:])
    run = read_options(options, argv[0], precision)
    with np.errstate(all="ignore"):  # numbers too large are told apart by their result
        if run.training.predict is not None:
            predict(run)
            return
        begin(run)
        print_head(run)
        files.make_folder(run.training.out)
        train(run)
        finish(run)


def main(argv: list[str], precision: str = "float64") -> int:
    """Run the program and return its exit code.

    Parameters
    ----------
    argv : list of str
        The command as it was typed, and its arguments.
    precision : "float32" or "float64"
    """
    return program.run(PROGRAM, lambda: work(argv, precision))
