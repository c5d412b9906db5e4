"""Which exercises there are, in order, and where their files lie."""

import os
import re
from collections import namedtuple
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = Path(os.environ.get("TRIPTYCH_WORK") or ROOT / "work").resolve()
CASES = ROOT / "tests" / "cases"
DRIVERS = ROOT / "exercises" / "drivers"

LANGUAGES = ("c", "fortran", "python")
NAMES = {"c": "C", "fortran": "Fortran", "python": "Python"}
SUFFIX = {"c": ".c", "fortran": ".f90", "python": ".py"}
COMMENT = {"c": "//", "fortran": "!", "python": "#"}

# kind: phase, one function; whole, a program of one file; fix, planted bugs; challenge, a
# program that works badly.
# file: the file it stands in; numbers: its regions there, None for all of them.
# cases: the case files that judge it, each of them one region, in their order.
Exercise = namedtuple("Exercise", "name algorithm minutes kind file numbers cases")

# flags: for the compiler. source: of the drivers, what goes with these flags. header: what a
# compiler that knows them has for C and for Fortran.
Way = namedtuple("Way", "flags source header")


def _phase(algorithm, name, number, minutes, file=None):
    return Exercise(name, algorithm, minutes, "phase", file or algorithm, (number,), (name,))


def _stages(algorithm, name, minutes, cases, file=None, numbers=None):
    """Several functions of a file, all of them if it is the exercise's own."""
    return Exercise(name, algorithm, minutes, "phase", file or name, numbers, cases)


def _whole(algorithm, name, minutes):
    return Exercise(name, algorithm, minutes, "whole", name, None, (name,))


# A bug was planted in each of these.
MLP_FIX = ("mlp_forward", "mlp_backward", "mlp_train_epoch")

EXERCISES = (
    _phase("kmeans", "squared_distance", 1, 5),
    _phase("kmeans", "assign", 2, 20),
    _phase("kmeans", "update", 3, 20),
    _phase("kmeans", "lloyd", 4, 20),
    _whole("kmeans", "kmeans_whole", 75),
    _phase("kmeans", "init_plusplus", 5, 25),
    _phase("kmeans", "elbow", 1, 20, file="elbow"),
    Exercise("kmeans_fix", "kmeans", 25, "fix", "kmeans_fix", None, ("assign", "update", "lloyd")),
    _whole("perceptron", "gates_whole", 40),
    _phase("perceptron", "activate", 1, 10),
    _phase("perceptron", "correct", 2, 10),
    _phase("perceptron", "train_epoch", 3, 15),
    _stages("perceptron", "normalize", 15, ("normalize_fit", "normalize_apply")),
    _phase("perceptron", "split", 1, 20, file="rows"),
    _stages("perceptron", "confusion", 20, ("confusion_count", "confusion_rates")),
    _whole("perceptron", "perceptron_whole", 60),
    _phase("mlp", "sigmoid", 1, 5, file="layers"),
    _phase("mlp", "dense_forward", 1, 15, file="dense"),
    _phase("mlp", "mlp_forward", 1, 10, file="mlp"),
    _phase("mlp", "dense_backward", 2, 15, file="dense"),
    _phase("mlp", "dense_gradient", 3, 15, file="dense"),
    _phase("mlp", "mlp_backward", 2, 20, file="mlp"),
    _phase("mlp", "gradient_check", 1, 20, file="gradient_check"),
    _phase("mlp", "sgd_step", 9, 10, file="layers"),
    _phase("mlp", "mlp_train_epoch", 3, 20, file="mlp"),
    _whole("mlp", "mlp_whole", 120),
    _phase("mlp", "balance", 2, 15, file="rows"),
    _phase("mlp", "early_stopping", 1, 20, file="early_stopping"),
    Exercise("mlp_fix", "mlp", 25, "fix", "mlp_fix", None, MLP_FIX),
    _stages("mlp", "autoencoder", 45, ("autoencoder_train", "autoencoder_compress")),
    Exercise(
        "wine_challenge", "mlp", 120, "challenge", "wine_challenge", (1,), ("wine_challenge",)
    ),
    _phase("cnn", "conv_forward", 1, 30, file="filters"),
    _phase("cnn", "pool_forward", 4, 10, file="filters"),
    _stages(
        "cnn",
        "activations",
        10,
        ("relu", "relu_slope", "leaky_relu", "leaky_relu_slope"),
        "layers",
        (2, 3, 4, 5),
    ),
    _stages("cnn", "softmax_loss", 20, ("softmax", "softmax_loss"), "layers", (6, 8)),
    _stages("cnn", "conv_backward", 40, ("conv_backward", "conv_gradient"), "filters", (2, 3)),
    _phase("cnn", "pool_backward", 5, 10, file="filters"),
    _phase("cnn", "dropout", 7, 15, file="layers"),
    _whole("cnn", "cnn_whole", 150),
    _phase("cnn", "assign_threads", 1, 25, file="assign_threads"),
)

TITLES = {
    "kmeans": "k-means",
    "perceptron": "perceptron",
    "mlp": "multi-layer perceptron",
    "cnn": "convolutional network",
}

# Files that stand in the folder support of each language.
SUPPORT = ("normalize", "rows", "confusion")

WINE = ("support/random", "support/rows", "support/normalize", "dense", "layers", "mlp")

# What a file is compiled with, in the order in which Fortran needs it.
NEEDS = {
    "kmeans": ("support/random",),
    "kmeans_fix": ("support/random",),
    "elbow": ("support/random", "kmeans"),
    "perceptron": ("support/random",),
    "normalize": (),
    "rows": ("support/random",),
    "confusion": (),
    "layers": ("support/random",),
    "dense": (),
    "mlp": ("support/random", "dense", "layers"),
    "mlp_fix": ("support/random", "dense", "layers"),
    "gradient_check": ("support/random", "dense", "layers", "mlp"),
    "early_stopping": ("support/random", "dense", "layers", "mlp"),
    "autoencoder": ("support/random", "dense", "layers", "mlp"),
    "wine_challenge": WINE,
    "filters": (),
    "assign_threads": (),
}

# A file is compiled with the driver of this name.
DRIVER = {
    "kmeans": "kmeans",
    "kmeans_fix": "kmeans",
    "elbow": "elbow",
    "perceptron": "perceptron",
    "normalize": "normalize",
    "rows": "rows",
    "confusion": "confusion",
    "layers": "layers",
    "dense": "dense",
    "mlp": "mlp",
    "mlp_fix": "mlp",
    "gradient_check": "gradient_check",
    "early_stopping": "early_stopping",
    "autoencoder": "autoencoder",
    "wine_challenge": "wine_challenge",
    "filters": "filters",
    "assign_threads": "assign_threads",
}

# Files that are judged in several ways, as many of them as the compiler knows; or in this one.
PLAIN = Way((), "watch_nothing", None)
WAYS = {
    "assign_threads": (
        Way(("-fopenmp",), "watch_openmp", {"c": "omp.h", "fortran": "omp_lib"}),
        Way(
            ("-fopenacc", "-foffload=disable"),
            "watch_openacc",
            {"c": "acc_prof.h", "fortran": "openacc"},
        ),
    ),
}

# Raise a file's number when its contract or its cases change, and keep the old cases
# and drivers as they are: the new ones are called assign.2.json, kmeans.2.c, ...
VERSIONS = {}

# Fortran arrays, by name and rank, whose last axes count from 0: how many of them.
FROM_ZERO = {("centroids", 2): 1, ("history", 2): 1, ("counts", 2): 2}

# What a line and a column are in the files that whole programs write.
AXES = {
    "kmeans": ("centroid", "feature"),
    "perceptron": ("input", "neuron"),
    "mlp": ("input", "neuron"),
    "cnn": ("filter", "weight"),
}
WITH_BIAS = ("input", "weight")  # the last of them is the bias


def find(name):
    """Return the exercise of this name, or None."""
    return next((exercise for exercise in EXERCISES if exercise.name == name), None)


def region_of(exercise, stage):
    """The number of the region that a case file judges; None if that is all of them."""
    if exercise.kind in ("whole", "fix"):
        return None
    place = exercise.cases.index(stage)
    return exercise.numbers[place] if exercise.numbers else place + 1


def files(algorithm=None):
    """Return the names of the student's files, in order."""
    chosen = [e.file for e in EXERCISES if algorithm in (None, e.algorithm)]
    return list(dict.fromkeys(chosen))


def source_name(file, language):
    """kmeans -> kmeans.f90"""
    return file + SUFFIX[language]


def student_file(file, language):
    """Where the student writes."""
    return WORK / language / source_name(file, language)


def panel_file(stem, language):
    """A source of the project itself, such as support/random or kmeans."""
    folder = {"c": "c", "fortran": "fortran", "python": "python/triptych"}[language]
    return ROOT / folder / source_name(stem, language)


def solution_file(file, language):
    """The file with the answers, from which the starter is made."""
    own = ROOT / "exercises" / language / source_name(file, language)
    return own if own.exists() else panel_file(_stem(file), language)


def _stem(file):
    """normalize -> support/normalize, where it stands in the project."""
    file = file.replace("_fix", "")
    return "support/" + file if file in SUPPORT else file


def module(file):
    """normalize -> triptych.support.normalize, the module with the answers."""
    return "triptych." + _stem(file).replace("/", ".")


def version(file):
    """The version of the starters that are given out now."""
    return VERSIONS.get(file, 1)


def of_version(path, wanted):
    """The file for starters of a version: the newest that is not too new."""
    for number in range(wanted, 1, -1):
        candidate = path.with_name("%s.%d%s" % (path.stem, number, path.suffix))
        if candidate.exists():
            return candidate
    return path


def stated_version(text):
    """The version that a student's file says it has; 1 if it does not say."""
    match = re.search(r"starter version (\d+)", text[:2000])
    return int(match.group(1)) if match else 1
