"""What programs that learn by gradient descent share (mlp, cnn): their options, their start,
and the answers of the network.
"""

import os
from dataclasses import dataclass, field
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from triptych.layers import Activation, Loss, cross_entropy, quadratic_loss
from triptych.support import network, report, text, training, values
from triptych.support.augment import Augment
from triptych.support.checkpoint import Checkpoint
from triptych.support.network import Network
from triptych.support.options import Options
from triptych.support.parts import Part
from triptych.support.program import Failure
from triptych.support.training import Training

LARGEST = 2147483647
LARGEST_DRAW = 4294967295
BLOCK_ROWS = 1024  # answered at once: rows, and fewer of
BLOCK_NUMBERS = 1048576  # a wide network, by its activations
NUMBERS = 3  # before the weights in the state

ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky_relu", "linear")
OUTPUTS = ("sigmoid", "softmax", "linear")
LOSSES = ("quadratic", "cross_entropy")
USUAL_LOSS = {"sigmoid": "quadratic", "softmax": "cross_entropy", "linear": "quadratic"}
DECAY_FORMS = ("exponential", "linear")


@dataclass
class Learning:
    """What the options ask for, and how far the learning has come.

    Parameters
    ----------
    algorithm : module
        Its functions forward and train_epoch are called, as mlp has them.
    network : Network or None
        None: not given.
    activation, output, loss, init, decay_form : str
        The words of the options.
    output_given, loss_given : bool
    beta, rate, rate_end, decay, momentum : float
    epochs, batch, patience : int
    training : Training
    table : int32 array
        The network as the algorithm wants it.
    drop : float64 array, shape (layers,)
    augment : Augment or None
        Changes of the images: cnn only.
    velocity, best : float arrays, shape (weights,)
        The momentum; the weights of the best epoch.
    steps : int
        Batches done.
    best_epoch : int
        That of the lowest validation loss, from 1; 0: none yet.
    best_loss : float
    seconds : float
    """

    algorithm: ModuleType
    network: Network | None
    activation: str
    output: str
    output_given: bool
    loss: str
    loss_given: bool
    beta: float
    init: str
    epochs: int
    batch: int
    rate: float
    rate_end: float
    decay: float
    decay_form: str
    momentum: float
    patience: int
    training: Training
    table: NDArray[np.int32] = field(init=False)
    drop: NDArray[np.float64] = field(init=False)
    checkpoint: Checkpoint = field(init=False)
    velocity: NDArray = field(init=False)
    best: NDArray = field(init=False)
    augment: Augment | None = None
    steps: int = 0
    best_epoch: int = 0
    best_loss: float = 0
    seconds: float = 0

    @property
    def activation_kind(self) -> Activation:
        """Of the layers inside, as layers.py names it."""
        return Activation[self.activation.upper()]

    @property
    def output_kind(self) -> Activation:
        """Of the last layer."""
        return Activation[self.output.upper()]

    @property
    def loss_kind(self) -> Loss:
        """As layers.py names it."""
        return Loss[self.loss.upper()]

    @property
    def columns(self) -> list[str]:
        """What the history holds of an epoch."""
        names = ["rate", "loss"]
        classes = self.training.model.classes > 0
        if classes:
            names.append("accuracy")
        if self.training.valid:
            names += ["valid_loss", "valid_accuracy"] if classes else ["valid_loss"]
        return names

    @property
    def batch_rows(self) -> int:
        """How many rows a step takes."""
        return min(self.batch or LARGEST, self.training.train.n)

    @property
    def out_of_patience(self) -> bool:
        """Whether the training stops for want of a lower validation loss."""
        if self.patience == 0 or self.best_epoch == 0:
            return False
        return self.checkpoint.epochs - self.best_epoch >= self.patience

    def read(self) -> None:
        """Read DATA, choose what the options leave open, and the features."""
        self.training.read(targets_too=True)
        if self.training.data.t is not None:
            self._check_targets()
        _check_loss(self.output, self.loss)
        self.training.choose_features()

    def begin(self) -> None:
        """Make parts and weights; continue where the checkpoint stopped, if asked to."""
        training, model = self.training, self.training.model
        training.prepare(model.network.outputs)
        self._check_dropout()
        self._check_visits()
        weights = model.network.weights
        model.params = network.start(model.network, self.init, training.seed, training.precision)
        self.velocity = np.zeros_like(model.params)
        self.best = np.zeros_like(model.params)
        self.checkpoint = Checkpoint(
            folder=training.out,
            seed=training.seed,
            n=training.train.n,
            d=len(model.features),
            classes=model.classes,
            size=NUMBERS + 3 * weights,
            columns=len(self.columns),
        )
        if training.resume:
            self.checkpoint.read(training.precision)
            self._unpack()

    def pack(self) -> None:
        """Put counters, weights, velocity and best weights into the state of the checkpoint."""
        counters = np.array([self.steps, self.best_epoch, self.best_loss])
        weights = [self.training.model.params, self.velocity, self.best]
        self.checkpoint.state = np.concatenate([counters, *weights], dtype=np.float64)

    def answer(self, part: Part) -> tuple[NDArray, float]:
        """Ask the network.

        Returns
        -------
        outputs : float array, shape (part.n, m)
        loss : float
            The mean, 0 if there are no targets.
        """
        none = np.zeros_like(self.drop)  # no dropout
        beta = part.x.dtype.type(self.beta)
        outputs, total = [], 0.0
        neurons = sum(layer.d_out for layer in self.training.model.network.layers)
        most = min(BLOCK_ROWS, max(1, BLOCK_NUMBERS // neurons))
        for first in range(0, part.n, most):
            rows = slice(first, first + most)
            params = self.training.model.params
            h, a = self.algorithm.forward(self.table, none, beta, part.x[rows], params)
            outputs.append(a[-1])
            if part.t is not None:
                t = part.t[rows]
                if self.loss_kind == Loss.CROSS_ENTROPY:
                    loss, _ = cross_entropy(self.output_kind, h[-1], a[-1], t, beta)
                else:
                    loss, _ = quadratic_loss(a[-1], t)
                total += loss * len(t)
        return np.concatenate(outputs), total / part.n

    def measure(self, part: Part) -> list[float]:
        """Return the mean loss and, of classes, the accuracy in percent of a part."""
        outputs, loss = self.answer(part)
        if part.labels is None:
            return [loss]
        return [loss, report.accuracy(part.labels, classify(outputs))]

    def _check_targets(self) -> None:
        if not self.output_given:
            self.output = "linear"
        if not self.loss_given and not self.output_given:
            self.loss = "quadratic"
        if self.output == "softmax":
            expected = "sigmoid or linear for targets"
            raise values.fault("--output", expected, self.output)
        if self.loss == "cross_entropy":
            raise values.fault("--loss", "quadratic for targets", self.loss)
        if self.training.stratify or self.training.balance:
            option = "--stratify" if self.training.stratify else "--balance"
            raise Failure(f"{option}: expected classes, found targets")

    def _check_dropout(self) -> None:
        """The draws of dropout are numbered: there must be enough numbers."""
        batch = self.batch_rows
        most = LARGEST_DRAW // -(-self.training.train.n // batch)
        for layer in self.training.model.network.layers:
            if layer.drop > 0 and self.epochs > most:
                expected = f"at most {most} with dropout"
                raise Failure(f"--epochs: expected {expected}, found {self.epochs}")
            if layer.drop > 0 and batch > LARGEST_DRAW // layer.d_out:
                expected = f"at most {LARGEST_DRAW // layer.d_out} rows with dropout"
                raise Failure(f"--batch: expected {expected}, found {batch}")

    def _check_visits(self) -> None:
        """Every image shown has a number of its own."""
        most = LARGEST_DRAW // self.training.train.n
        if self.augment and self.epochs > most:
            expected = f"at most {most} with augmentation"
            raise Failure(f"--epochs: expected {expected}, found {self.epochs}")

    def _unpack(self) -> None:
        state = self.checkpoint.state
        self.steps, self.best_epoch = int(state[0]), int(state[1])
        self.best_loss = float(state[2])
        weights = state[NUMBERS:].astype(self.training.precision).reshape(3, -1)
        self.training.model.params, self.velocity, self.best = weights


def read_options(
    options: Options, command: str, name: str, precision: str, algorithm: ModuleType
) -> Learning:
    """Check the values in the order of the help.

    Parameters
    ----------
    options : Options
    command : str
        The program as it was typed.
    name : str
        The data set taken when none is given.
    precision : "float32" or "float64"
    algorithm : module
    """
    sentence = options.text_given("--network")
    given = None if sentence is None else network.parse("--network", sentence, options.program)
    activation = options.word("--activation", ACTIVATIONS)
    chosen = options.given("--output") or options.text("--output")
    output = options.word("--output", OUTPUTS) if chosen else "sigmoid"
    loss = options.word("--loss", LOSSES) if options.given("--loss") else USUAL_LOSS[output]
    if options.given("--output"):
        _check_loss(output, loss)
    learning = Learning(
        algorithm=algorithm,
        network=given,
        activation=activation,
        output=output,
        output_given=options.given("--output"),
        loss=loss,
        loss_given=options.given("--loss"),
        beta=options.positive("--beta"),
        init=options.word("--init", network.INITS),
        epochs=options.integer("--epochs", 1, 1000000),
        batch=options.integer("--batch", 0, LARGEST),
        rate=options.positive("--rate"),
        rate_end=options.number("--rate-end", 0),
        decay=options.number("--decay", 0) if options.given("--decay") else 0.0,
        decay_form=options.word("--decay-form", DECAY_FORMS),
        momentum=_read_momentum(options),
        patience=options.integer("--patience", 0, 1000000),
        training=training.read_options(options, command, name, precision),
    )
    validated = options.given("--valid") or len(learning.training.shares) == 3
    if learning.patience > 0 and not validated:
        raise Failure("--patience: expected validation rows, found none")
    return learning


def classify(outputs: NDArray) -> NDArray[np.int32]:
    """Return the classes that outputs stand for, the lowest on a tie."""
    return np.argmax(outputs, axis=1).astype(np.int32)


def _check_loss(output: str, loss: str) -> None:
    """Softmax and linear outputs have one loss each."""
    if output == "softmax" and loss == "quadratic":
        raise values.fault("--loss", "cross_entropy for softmax", loss)
    if output == "linear" and loss == "cross_entropy":
        raise values.fault("--loss", "quadratic for linear", loss)


def _read_momentum(options: Options) -> float:
    token = options.text("--momentum")
    value = text.number(os.fsencode(token))
    if value is None or not 0 <= value < 1:
        raise values.fault("--momentum", "a number of at least 0 and below 1", token)
    return value
