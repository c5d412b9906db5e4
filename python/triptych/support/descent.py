"""Gradient descent, epoch after epoch: the learning rate, early stopping, checkpoints."""

import math

import numpy as np

from triptych.support import outcome, program
from triptych.support.learning import Learning
from triptych.support.program import FAILED, Failure
from triptych.support.progress import Progress


def train(learning: Learning) -> None:
    """Train until the epochs are done or the patience is at its end.

    The model has the weights to keep then. Ctrl-C, and a loss that is not finite, end the
    program.
    """
    training, checkpoint = learning.training, learning.checkpoint
    begin = program.clock()
    progress = Progress(training.quiet, checkpoint.epochs, learning.epochs)
    interrupt = program.Interrupt()
    while checkpoint.epochs < learning.epochs and not learning.out_of_patience:
        interrupted = interrupt.noted
        if interrupted or checkpoint.is_due():
            save(learning)
        if interrupted:
            progress.end()
            program.end_interrupted(checkpoint.epochs)
        if not train_once(learning):
            progress.end()
            raise not_finite(learning)
        row = dict(zip(learning.columns, checkpoint.history[-1], strict=True))
        progress.show(checkpoint.epochs, row["loss"], row.get("accuracy", -1))
    progress.end()
    save(learning)
    keep_weights(learning)
    learning.seconds = program.clock() - begin


def train_once(learning: Learning) -> bool:
    """Do an epoch; False, and nothing has changed, if it is not finite."""
    training, train, model = learning.training, learning.training.train, learning.training.model
    number = train.x.dtype.type
    epoch, last = learning.checkpoint.epochs, model.params
    rate = rate_in(learning, epoch)
    params, velocity, loss = learning.algorithm.train_epoch(
        learning.table,
        learning.drop,
        number(learning.beta),
        learning.loss_kind,
        learning.batch_rows,
        train.x,
        train.t,
        training.order(epoch),
        rate,
        learning.momentum,
        training.seed,
        learning.steps,
        model.params,
        learning.velocity,
    )
    if not np.isfinite(number(loss)) or not np.isfinite(params).all():
        return False

    model.params = params
    row = [rate, loss]
    if train.labels is not None:
        row += learning.measure(train)[1:]
    if training.valid:
        row += learning.measure(training.valid)
        if not np.isfinite(number(row[learning.columns.index("valid_loss")])):
            model.params = last
            return False
    learning.velocity = velocity
    learning.steps += -(-train.n // learning.batch_rows)
    learning.checkpoint.history.append(row)
    note_best(learning)
    return True


def rate_in(learning: Learning, epoch: int) -> float:
    """Return the learning rate in epoch 0, 1, ...; it does not look at how many there are."""
    done = learning.decay * epoch
    if learning.decay_form == "linear":
        return max(learning.rate_end, learning.rate * (1 - done))
    return learning.rate_end + (learning.rate - learning.rate_end) * math.exp(-done)


def note_best(learning: Learning) -> None:
    """Keep the weights of the epoch just done if its validation loss is the lowest."""
    if not learning.training.valid:
        return
    loss = learning.checkpoint.history[-1][learning.columns.index("valid_loss")]
    if learning.best_epoch == 0 or loss < learning.best_loss:
        learning.best_epoch, learning.best_loss = learning.checkpoint.epochs, loss
        learning.best = learning.training.model.params


def save(learning: Learning) -> None:
    """Write the checkpoint."""
    learning.pack()
    learning.checkpoint.write()


def keep_weights(learning: Learning) -> None:
    """With patience the model has the best weights, else the last."""
    if learning.patience > 0 and learning.best_epoch > 0:
        learning.training.model.params = learning.best


def not_finite(learning: Learning) -> Failure:
    """Save what was good, and return what ends the program."""
    save(learning)
    keep_weights(learning)
    outcome.write_model(learning)
    epoch = learning.checkpoint.epochs + 1
    problem = f"the loss is not finite in epoch {epoch}: a smaller --rate may help"
    return Failure(problem, FAILED)
