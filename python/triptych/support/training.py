"""What the programs that learn from labels share: their options, the way from the files to
the rows, and the order of visits. docs/training.md is the agreement.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from triptych.support import (
    data,
    network,
    normalize,
    parts,
    program,
    random,
    rows,
    text,
    threads,
    values,
)
from triptych.support.data import Data
from triptych.support.model import Model
from triptych.support.options import Option, Options
from triptych.support.parts import Part
from triptych.support.program import Failure
from triptych.support.random import Purpose

FEW_SAMPLES = 10  # a table of fewer is neither split nor normalised unless asked
PARTS = ("training", "validation", "test")

SHARED = (
    (
        "--split",
        "A,B[,C]",
        "shares of training, validation and test rows (default 0.7,0.3; 1 below 10 samples)",
    ),
    ("--stratify", "", "split each class by itself"),
    ("--valid", "DATA", "validation rows, given apart"),
    ("--test", "DATA", "test rows, given apart"),
    ("--features", "LIST", "columns to use, as 2,3", "all"),
    (
        "--normalize",
        "WORD",
        "none, center, standard, minmax, maxabs or scale "
        "(default maxabs, of cnn scale; none below 10 samples)",
    ),
    ("--balance", "", "draw every class equally often"),
    ("--no-shuffle", "", "visit the rows in file order"),
    ("--predict", "DATA", "classify DATA with a model"),
    ("--model", "FOLDER", "the model for --predict (default the output folder)"),
    ("--seed", "N", "seed of the random numbers", "42"),
    ("--threads", "N", "number of threads, 0 for all there are", "0"),
    ("--device", "WHERE", "host or gpu (default host; gpu if built for one)"),
    ("--out", "FOLDER", "where the results go"),
    ("--resume", "", "continue the run in the output folder"),
    ("--quiet", "", "print errors only"),
    ("--help", "", "print this text"),
    ("--version", "", "print the version"),
)


def table(own: Sequence[tuple[str, ...]], out: str) -> list[Option]:
    """Put the options of all training programs behind the program's own.

    Parameters
    ----------
    own : sequence of tuples
        Name, metavar, help and perhaps fallback of each.
    out : str
        The default of --out.
    """
    options = [Option(*row) for row in (*own, *SHARED)]
    for option in options:
        if option.name == "--out":
            option.fallback = out
    return options


@dataclass
class Training:
    """What the shared options ask for, and what came of them.

    Parameters
    ----------
    program, precision : str
    path : str
        Of DATA.
    shares : tuple of float
        Of --split as given; empty: not given.
    listed : str
        The value of --features.
    normalize : str or None
    valid_path, test_path, predict : str or None
    folder : str
        Of the model for --predict.
    """

    program: str
    precision: str
    path: str
    shares: tuple[float, ...]
    stratify: bool
    valid_path: str | None
    test_path: str | None
    listed: str
    normalize: str | None
    balance: bool
    shuffle: bool
    predict: str | None
    folder: str
    seed: int
    out: str
    resume: bool
    quiet: bool
    model: Model = field(default_factory=Model)
    data: Data = field(init=False)
    train: Part = field(init=False)
    valid: Part | None = None
    test: Part | None = None

    @property
    def fractions(self) -> NDArray[np.float64]:
        """Of training, validation and test rows."""
        shares = self.shares
        if len(shares) < 3:
            shares = (shares[0], 0.0, shares[1] if len(shares) == 2 else 0.0)
        return np.array(shares)

    @property
    def tested(self) -> Part:
        """The rows of the final test."""
        return self.test or self.train

    @property
    def tested_name(self) -> str:
        """What one of them is called."""
        return "test row" if self.test else "training row"

    def read(self, targets_too: bool) -> None:
        """Read DATA; labels, at least 2 classes, are needed, or targets if they may be."""
        self.data = data.read(self.path, self.precision)
        check_answers(self.path, self.data, targets_too)
        if self.data.classes == 1:
            raise Failure(f"{self.path}: expected at least 2 classes, found 1")
        self.model.columns = self.data.x.shape[1]
        self.model.classes = self.data.classes

    def choose_features(self) -> None:
        """Choose the features."""
        self.model.listed = self.listed
        self.model.features = values.columns("--features", self.listed, self.model.columns)

    def prepare(self, outputs: int) -> None:
        """Make the parts, normalised, with targets for so many outputs."""
        self._make_parts()
        if self.balance:
            self._check_balance()
        default = "scale" if network.sees_images(self.program) else "maxabs"
        if len(self.data.x) < FEW_SAMPLES:
            default = "none"
        self.model.normalize = self.normalize or default
        parts.fit(self.path, self.train, self.model)
        for path, part in (
            (self.path, self.train),
            (self.valid_path, self.valid),
            (self.test_path, self.test),
        ):
            if part:
                parts.normalize(self.path if path is None else path, self.model, part)
                parts.encode(outputs, part)

    def order(self, epoch: int) -> NDArray[np.int32]:
        """Return the order of visits in an epoch, shape (train.n,)."""
        n = self.train.n
        if self.balance and self.train.labels is not None:
            return rows.balance(n, self.data.classes, self.train.labels, self.seed, epoch)
        if self.shuffle:
            return random.shuffle(n, n, self.seed, Purpose.VISITING_ORDER, epoch)
        return np.argsort(self.train.rows).astype(np.int32)  # by their line in the file

    def print_head(self) -> None:
        """Say what is read, and how it is parted."""
        self._print_data()
        shown = [text.counted(self.train.n, "training row")]
        if not self.test:
            shown.append("tested on the same")
        if self.valid:
            shown.append(text.counted(self.valid.n, "validation row"))
        if self.test:
            shown.append(text.counted(self.test.n, "test row"))
        kind = self.model.normalize
        shown.append("not normalised" if kind == "none" else f"normalised by {kind}")
        print(", ".join(shown))

    def describe_run(self, rate: float, epochs: int) -> str:
        """Return the lines of run.txt that every training says of itself."""
        return f"""\
program {self.program}
data {self.path}
network {self.model.network.sentence}
rate {text.file(rate, self.precision)}
seed {self.seed}
epochs {epochs}
"""

    def read_rows(self) -> None:
        """For --predict: read DATA, which must be like that of the model, as the part test."""
        self.data = data.read(self.path, self.precision)
        columns, classes = self.model.columns, self.model.classes
        if (found := self.data.x.shape[1]) != columns:
            expected = f"{columns} features, as the model has"
            raise Failure(f"{self.path}: expected {expected}, found {found}")
        if self.data.classes > classes > 0:
            expected = f"at most {classes} classes, as the model has"
            raise Failure(f"{self.path}: expected {expected}, found {self.data.classes}")
        self.test = parts.take_all(self.data, self.model)
        parts.normalize(self.path, self.model, self.test)

    def print_model(self) -> None:
        """Say what is read, and which model."""
        self._print_data()
        print(f"model {self.folder}: {self.model.network.sentence}\n")

    def _make_parts(self) -> None:
        apart = self.valid_path is not None or self.test_path is not None
        if not self.shares and not apart and len(self.data.x) >= FEW_SAMPLES:
            self.shares = (0.7, 0.3)
        if len(self.shares) > 1:
            self._split()
            return
        self.valid = self._read_apart(self.valid_path)
        self.test = self._read_apart(self.test_path)
        self.train = parts.take_all(self.data, self.model)

    def _split(self) -> None:
        labels = self.data.labels
        by_class = self.stratify and labels is not None
        order, counts = rows.split(
            len(self.data.x),
            self.data.classes if by_class else 0,
            np.empty(0, np.int32) if labels is None else labels,
            self.fractions,
            self.seed,
        )
        for name, fraction, count in zip(PARTS, self.fractions, counts, strict=True):
            if fraction > 0 and count == 0:
                expected = f"at least 1 row in each part of {self.path}"
                raise Failure(f"--split: expected {expected}, found none for {name}")
        first, second, third = np.split(order, np.cumsum(counts)[:-1])
        self.train = parts.take(self.data, self.model, first)
        self.valid = parts.take(self.data, self.model, second) if len(second) else None
        self.test = parts.take(self.data, self.model, third) if len(third) else None

    def _read_apart(self, path: str | None) -> Part | None:
        """Rows given apart have the columns of DATA, and labels among its classes."""
        if path is None:
            return None
        other = data.read(path, self.precision)
        check_answers(path, other, self.data.t is not None)
        d, found = self.data.x.shape[1], other.x.shape[1]
        if self.data.t is not None:
            count, thing, other_count = self.data.t.shape[1], "targets", _targets(other)
            fits = other_count == count
        else:
            count, thing, other_count = self.data.classes, "classes", other.classes
            fits = other_count <= count
        if found != d or not fits:
            expected = f"{d} features and {count} {thing}, as {self.path} has"
            raise Failure(f"{path}: expected {expected}, found {found} and {other_count}")
        return parts.take_all(other, self.model)

    def _check_balance(self) -> None:
        assert self.train.labels is not None
        counts = np.bincount(self.train.labels, minlength=self.data.classes)
        missing = np.flatnonzero(counts == 0)
        if len(missing):
            expected = "training rows of every class"
            raise Failure(f"--balance: expected {expected}, found none of class {missing[0]}")

    def _print_data(self) -> None:
        n, d = self.data.x.shape
        shown = [text.counted(n, "sample"), text.counted(d, "feature")]
        if classes := self.data.classes:
            shown.append(f"{classes} {'class' if classes == 1 else 'classes'}")
        if targets := _targets(self.data):
            shown.append(text.counted(targets, "target"))
        print(f"{self.path}: {', '.join(shown)}")


def read_options(options: Options, command: str, name: str, precision: str) -> Training:
    """Read the shared options, in the order of the help.

    Parameters
    ----------
    options : Options
    command : str
        The program as it was typed.
    name : str
        The data set taken when none is given.
    precision : "float32" or "float64"
    """
    split = options.text_given("--split")
    shares = () if split is None else _read_split(split)
    apart = options.given("--valid") or options.given("--test")
    if shares and apart:
        raise Failure("--split: expected no split with --valid or --test")
    kind = options.word("--normalize", normalize.KINDS) if options.given("--normalize") else None
    seed = options.integer("--seed", 0, 4294967295)
    if number := options.integer("--threads", 0, 1024):
        threads.set(number)
    options.device()
    if options.given("--quiet"):
        program.quiet()

    predict, path = options.text_given("--predict"), options.text_given("DATA")
    if predict is not None:
        path = predict
    out, folder = options.text("--out"), options.text_given("--model")
    return Training(
        program=options.program,
        precision=precision,
        path=data.find(command, name) if path is None else path,
        shares=shares,
        stratify=options.given("--stratify"),
        valid_path=options.text_given("--valid"),
        test_path=options.text_given("--test"),
        listed=options.text("--features"),
        normalize=kind,
        balance=options.given("--balance"),
        shuffle=not options.given("--no-shuffle"),
        predict=predict,
        folder=out if folder is None else folder,
        seed=seed,
        out=out,
        resume=options.given("--resume"),
        quiet=options.given("--quiet"),
    )


def check_answers(path: str, found: Data, targets_too: bool) -> None:
    """There must be labels, or targets if they may be."""
    if found.classes == 0 and (found.t is None or not targets_too):
        needed = "labels or targets" if targets_too else "labels"
        raise Failure(f"{path}: expected {needed}, found none")


def _read_split(token: str) -> tuple[float, ...]:
    """One to three fractions above 0 that sum to 1: of training and test rows, or with those
    for validation between.
    """
    shares = []
    for entry in token.split(","):
        share = text.number(os.fsencode(entry))
        if share is not None and share > 0:
            shares.append(share)
    good = len(shares) == token.count(",") + 1 <= len(PARTS)
    if not good or not abs(sum(shares) - 1) <= 1e-9:
        raise values.fault("--split", "1 to 3 fractions that sum to 1", token)
    return tuple(shares)


def _targets(found: Data) -> int:
    return 0 if found.t is None else found.t.shape[1]
