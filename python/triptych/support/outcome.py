"""What programs that learn by gradient descent print and write: docs/training.md."""

import numpy as np
from numpy.typing import NDArray

from triptych.support import files, model, program, report, text, values
from triptych.support.learning import ACTIVATIONS, LARGEST, LOSSES, OUTPUTS, Learning, classify
from triptych.support.model import Field
from triptych.support.parts import Part
from triptych.support.program import FAILED, Failure

# What the table of epochs shows, and how wide.
WIDTHS = {"loss": 14, "accuracy": 8, "valid_loss": 14, "valid_accuracy": 14}

# The lines that network.txt has beside those of every model.
ADDED = ("activation", "output", "loss", "beta", "targets")


def print_head(learning: Learning) -> None:
    """Say what is going to be done."""
    training, network = learning.training, learning.training.model.network
    weights, n = network.weights, training.train.n
    program.banner(training.program, training.precision)
    training.print_head()
    inside = f"{learning.activation}, " if len(network.layers) > 1 else ""
    loss = learning.loss.replace("_", "-")
    print(f"{network.sentence}: {inside}{learning.output} at the end, {loss} loss")
    counts = f"{text.counted(weights, 'weight')}, {text.counted(n, 'training row')}"
    share = text.fixed(n / weights, 2)
    print(f"{counts}: {share} rows a weight (rule of thumb: 10 or more)")
    rates = f"rate {text.screen(learning.rate)}, momentum {text.screen(learning.momentum)}"
    batch = f"batch {learning.batch}" if learning.batch else "full batch"
    if learning.augment:
        batch += f", augment {learning.augment.list}"
    print(f"{rates}, {batch}, seed {training.seed}\n", flush=True)


def finish(learning: Learning) -> None:
    """Print and write all that a training leaves."""
    training = learning.training
    print_epochs(learning)
    write_model(learning)
    test(learning)
    print(f"time {text.fixed(learning.seconds, 2)} s")
    print(f"wrote {training.out}")
    program.view_hint(training.program, training.out)


def print_epochs(learning: Learning) -> None:
    """Say how the training went, leaving out the middle of a long one."""
    columns, epochs = learning.columns[1:], learning.checkpoint.epochs
    names = [f"{name.replace('_', ' '):>{WIDTHS[name]}}" for name in columns]
    print("  ".join([f"{'epoch':>7}", *names]))
    for epoch, row in enumerate(learning.checkpoint.history):
        if not report.skips(epoch, epochs):
            cells = [
                f"{shown(name, value):>{WIDTHS[name]}}"
                for name, value in zip(columns, row[1:], strict=True)
            ]
            print("  ".join([f"{epoch + 1:7}", *cells]))

    reason = ""
    if learning.out_of_patience:
        reason = f": no lower validation loss in the last {epochs - learning.best_epoch}"
    print(f"stopped after {text.counted(epochs, 'epoch')}{reason}")
    if learning.patience > 0:
        loss = text.screen(learning.best_loss)
        print(f"best: epoch {learning.best_epoch}, validation loss {loss}")
    print()


def shown(name: str, value: float) -> str:
    """Return a number of the history as the table shows it."""
    return report.percent(value) if name.endswith("accuracy") else text.screen(value)


def write_model(learning: Learning) -> None:
    """Write network.txt, params.npy, normalization.dat and history.csv."""
    training = learning.training
    targets = 0 if training.data.t is None else training.data.t.shape[1]
    beta = text.file(learning.beta, training.precision)
    lines = (learning.activation, learning.output, learning.loss, beta, str(targets))
    added = {name: Field(value) for name, value in zip(ADDED, lines, strict=True)}
    model.write(training.program, training.out, training.model, added)
    files.write(f"{training.out}/history.csv", history_csv(learning))


def history_csv(learning: Learning) -> str:
    """Return a line for each epoch."""
    lines = [",".join(["epoch", *learning.columns])]
    for epoch, row in enumerate(learning.checkpoint.history, 1):
        cells = [str(epoch)]
        for name, value in zip(learning.columns, row, strict=True):
            rate = name.endswith("accuracy")
            precision = learning.training.precision
            cells.append(text.fixed(value, 2) if rate else text.file(value, precision))
        lines.append(",".join(cells))
    return "\n".join([*lines, ""])


def test(learning: Learning) -> None:
    """Print and write the final test."""
    training, tested = learning.training, learning.training.tested
    out, classes, thing = training.out, training.model.classes, training.tested_name
    outputs, _ = learning.answer(tested)
    if tested.labels is not None:
        predicted = classify(outputs)
        accuracy = report.confusion(out, classes, tested.labels, predicted, thing)
        result = f"accuracy {text.fixed(accuracy, 2)}\n"
    else:
        squared, absolute = find_errors(learning, tested, outputs)
        print_errors(squared, absolute, tested.n, thing)
        files.remove(f"{out}/confusion.csv")
        mse, mae = (text.file(error, training.precision) for error in (squared, absolute))
        result = f"mse {mse}\nmae {mae}\n"
    about = training.describe_run(learning.rate, learning.checkpoint.epochs)
    files.write(f"{out}/run.txt", about + result)


def find_errors(learning: Learning, part: Part, outputs: NDArray) -> tuple[float, float]:
    """Return the mean squared and the mean absolute error of the outputs."""
    assert part.t is not None
    difference = outputs.astype(np.float64) - part.t
    squared, absolute = float(np.mean(difference**2)), float(np.mean(np.abs(difference)))
    if not np.isfinite(squared):
        raise too_large(learning)
    return squared, absolute


def too_large(learning: Learning) -> Failure:
    """Return what ends the program when numbers to predict overflow."""
    problem = f"the outputs are too large for {learning.training.precision}"
    return Failure(f"{learning.training.path}: {problem}", FAILED)


def print_errors(squared: float, absolute: float, n: int, thing: str) -> None:
    """Say how large the errors are."""
    errors = f"mean squared error {text.screen(squared)}, mean absolute error "
    print(f"{errors}{text.screen(absolute)} on {text.counted(n, thing)}")


def read_model(learning: Learning) -> None:
    """Read the model that --predict asks for, and the rows it is for."""
    training = learning.training
    folder = training.folder
    read = model.read(training.program, folder, training.precision, ADDED)
    training.model, lines = read
    classes, outputs = training.model.classes, training.model.network.outputs

    line = lines["activation"]
    learning.activation = values.word(line.where, line.value, ACTIVATIONS)
    line = lines["output"]
    learning.output = values.word(line.where, line.value, OUTPUTS)
    line = lines["loss"]
    learning.loss = values.word(line.where, line.value, LOSSES)
    line = lines["beta"]
    learning.beta = values.positive(line.where, line.value)
    line = lines["targets"]
    targets = values.integer(line.where, line.value, 0, LARGEST)
    if classes > 0 and classes != outputs:
        expected = f"{outputs} classes, as the network has outputs"
        raise Failure(f"{folder}/network.txt:5: expected {expected}, found {classes}")
    if targets != (expected_targets := 0 if classes > 0 else outputs):
        raise Failure(f"{line.where}: expected {expected_targets} targets, found {targets}")

    training.read_rows()
    t = training.data.t
    if targets > 0 and t is not None and t.shape[1] != targets:
        expected = f"{targets} targets, as the model has"
        raise Failure(f"{training.path}: expected {expected}, found {t.shape[1]}")


def predict(learning: Learning) -> None:
    """Let the model answer; print and write the answers."""
    training, rows = learning.training, learning.training.tested
    classes = training.model.classes
    program.banner(training.program, training.precision)
    training.print_model()
    files.make_folder(training.out)
    outputs, _ = learning.answer(rows)
    if classes > 0:
        report.predictions(training.out, classes, rows.labels, classify(outputs))
        return
    if not np.isfinite(outputs).all():
        raise too_large(learning)
    precision = training.precision
    lines = [" ".join(text.file(v, precision) for v in row) for row in outputs.tolist()]
    files.write(f"{training.out}/predictions.dat", "\n".join([*lines, ""]))
    if rows.t is not None:
        squared, absolute = find_errors(learning, rows, outputs)
        print_errors(squared, absolute, rows.n, "row")
    print(f"wrote {training.out}/predictions.dat")
