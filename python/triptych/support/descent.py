"""Gradient descent, epoch after epoch: the learning rate, early stopping, checkpoints."""

import math

import numpy as np
from numpy.typing import NDArray

from triptych.support import augment, outcome, program
from triptych.support.augment import Augment
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
    epoch, last = learning.checkpoint.epochs, (model.params, learning.velocity)
    rate = rate_in(learning, epoch)
    if learning.augment:
        loss = train_on_changed(learning, learning.augment, training.order(epoch), rate)
    else:
        order = training.order(epoch)
        loss = train_on(learning, train.x, train.t, order, rate, learning.steps)
    if not np.isfinite(number(loss)) or not np.isfinite(model.params).all():
        model.params, learning.velocity = last
        return False

    row = [rate, loss]
    if train.labels is not None:
        row += learning.measure(train)[1:]
    if training.valid:
        row += learning.measure(training.valid)
        if not np.isfinite(number(row[learning.columns.index("valid_loss")])):
            model.params, learning.velocity = last
            return False
    learning.steps += -(-train.n // learning.batch_rows)
    learning.checkpoint.history.append(row)
    note_best(learning)
    return True


def train_on(
    learning: Learning, x: NDArray, t: NDArray | None, order: NDArray, rate: float, steps: int
) -> float:
    """Train on rows shown in the given order, after so many steps; return the mean loss."""
    model = learning.training.model
    model.params, learning.velocity, loss = learning.algorithm.train_epoch(
        learning.table,
        learning.drop,
        x.dtype.type(learning.beta),
        learning.loss_kind,
        learning.batch_rows,
        x,
        t,
        order,
        rate,
        learning.momentum,
        learning.training.seed,
        steps,
        model.params,
        learning.velocity,
    )
    return loss


def train_on_changed(learning: Learning, changes: Augment, order: NDArray, rate: float) -> float:
    """Do the same on images that are changed before each batch."""
    train, batch = learning.training.train, learning.batch_rows
    seed, size = learning.training.seed, learning.table[0, 1:4]
    shown = learning.checkpoint.epochs * train.n
    assert train.t is not None  # of training rows
    total = 0.0
    for step, first in enumerate(range(0, train.n, batch), learning.steps):
        rows = order[first : first + batch]
        in_turn = np.arange(len(rows), dtype=np.int32)
        images = train.x[rows].reshape(-1, *size)
        visits = np.arange(shown + first, shown + first + len(rows))
        x = augment.images(changes, images, seed, visits).reshape(len(rows), -1)
        total += train_on(learning, x, train.t[rows], in_turn, rate, step) * len(rows)
    return total / train.n


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
