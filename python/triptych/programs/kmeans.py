"""The k-means program: read the samples, run k-means from one or more starts,
print and write the best. docs/programs.md says what comes out.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from triptych import kmeans
from triptych.support import data, files, program, text, threads
from triptych.support.data import Data
from triptych.support.options import Option, Options
from triptych.support.program import FAILED, Failure

PROGRAM = "kmeans"

DEFAULT_CLUSTERS = 4
SHOWN_STEPS = 20  # more, and only the first 10 and the last 5 are printed
FIRST_STEPS = 10
LAST_STEPS = 5
SHOWN_CLUSTERS = 20
SHOWN_FEATURES = 6
DRAWN_DIMENSIONS = 3
LARGEST = 2147483647

SUMMARY = "k-means clustering: k centroids, each the mean of the samples nearest to it."
TABLE = (
    ("DATA", "", "a .dat file, or a folder with x.npy (default data/kmeans_2d.dat)"),
    ("-k", "K", "number of clusters (default 4, or as many as --init FILE has)"),
    ("--init", "START", "random, kmeans++ or a FILE of centroids", "kmeans++"),
    ("--tol", "TOL", "stop when a step's movement is at most TOL", "1e-3"),
    ("--max-iter", "N", "stop after N steps", "100"),
    ("--restarts", "N", "run N times from different starts, keep the smallest inertia", "1"),
    ("--seed", "N", "seed of the random numbers", "42"),
    ("--threads", "N", "number of threads, 0 for all there are", "0"),
    ("--device", "WHERE", "host or gpu (default host; gpu if built for one)"),
    ("--out", "FOLDER", "where the results go", "out/kmeans"),
    ("--resume", "", "start from the centroids already in the output folder"),
    ("--quiet", "", "print errors only"),
    ("--help", "", "print this text"),
    ("--version", "", "print the version"),
)
ENDING = """\
The output folder gets centroids.dat, labels.dat, history.csv, run.txt and, in 1, 2 or
3 dimensions, path.dat with the centroids after every step. See them: make view_kmeans"""


@dataclass
class Result:
    """What one run of Lloyd's algorithm gives."""

    restart: int
    centroids: NDArray  # (k, d)
    labels: NDArray[np.int32]  # (n,)
    history: NDArray[np.float64]  # (n_iter + 1, 2): movement and inertia
    n_iter: int

    @property
    def inertia(self) -> float:
        """Of the last step."""
        return float(self.history[self.n_iter, 1])


@dataclass
class Run:
    """What the command line asks for, what is in the files, and what came out."""

    precision: str
    path: str
    k: int  # 0 until it is known
    init: str
    tol: float
    max_iter: int
    restarts: int
    seed: int
    out: str
    data: Data = field(init=False)
    start: Data = field(init=False)  # the centroids, if init is a file
    best: Result = field(init=False)
    seconds: float = 0

    @property
    def from_file(self) -> bool:
        """Whether init is a file of centroids."""
        return self.init not in ("random", "kmeans++")

    @property
    def converged(self) -> bool:
        """Whether the last step moved by no more than tol."""
        return bool(self.best.history[self.best.n_iter, 0] <= self.tol)

    @property
    def has_path(self) -> bool:
        """Whether the centroids after every step are written."""
        rows = (self.best.n_iter + 1) * self.k
        return self.data.x.shape[1] <= DRAWN_DIMENSIONS and rows <= LARGEST


def read_options(options: Options, command: str, precision: str) -> Run:
    """Check the values in the order of the help, then look for the samples."""
    run = Run(
        precision=precision,
        path=options.text("DATA"),
        k=options.integer("-k", 1, LARGEST) if options.given("-k") else 0,
        init=options.text("--init"),
        tol=options.number("--tol", 0),
        max_iter=options.integer("--max-iter", 1, 1000000),
        restarts=options.integer("--restarts", 1, 1000000),
        seed=options.integer("--seed", 0, 4294967295),
        out=options.text("--out"),
    )
    if number := options.integer("--threads", 0, 1024):
        threads.set(number)
    options.device()
    if options.given("--resume"):
        run.init = f"{run.out}/centroids.dat"
    if options.given("--quiet"):
        program.quiet()
    if not options.given("DATA"):
        run.path = data.find(command, "kmeans_2d.dat")
    return run


def read_input(run: Run) -> None:
    """Read the samples and, if they are in a file, the centroids to start from."""
    run.data = data.read(run.path, run.precision)
    n, d = run.data.x.shape

    if run.from_file:
        run.start = data.read(run.init, run.precision)
        run.k = run.k or len(run.start.x)
        if run.start.x.shape != (run.k, d):
            found = "{} of {}".format(*run.start.x.shape)
            raise Failure(f"{run.init}: expected {run.k} centroids of {d} features, found {found}")
    run.k = run.k or DEFAULT_CLUSTERS
    if run.k > n:
        raise Failure(f"-k: expected at most {n} clusters for {n} samples, found {run.k}")


def print_head(run: Run) -> None:
    """Say what is going to be done."""
    n, d = run.data.x.shape
    program.banner(PROGRAM, run.precision)
    print(f"{run.path}: {text.counted(n, 'sample')}, {text.counted(d, 'feature')}")
    seed = "" if run.from_file else f", seed {run.seed}"
    print(f"{text.counted(run.k, 'cluster')}, start: {run.init}{seed}\n", flush=True)


def choose_start(run: Run, restart: int) -> NDArray:
    """Return the centroids that a restart begins with."""
    if run.from_file:
        return run.start.x
    if run.init == "random":
        return kmeans.init_random(run.data.x, run.k, run.seed, restart)
    return kmeans.init_plusplus(run.data.x, run.k, run.seed, restart)


def run_once(run: Run, restart: int) -> Result:
    """Run Lloyd's algorithm from one start."""
    start = choose_start(run, restart)
    result = Result(restart, *kmeans.lloyd(run.data.x, start, run.max_iter, run.tol))
    # Samples far apart have distances, or sums of them, beyond the largest number.
    if not np.isfinite(result.history).all():
        raise Failure(f"{run.path}: the distances are too large for {run.precision}", FAILED)
    return result


def run_restarts(run: Run) -> None:
    """Keep the restart with the smallest inertia, the first on a tie."""
    begin = program.clock()
    if run.restarts > 1:
        print(f"{'restart':>7}  {'steps':>5}  {'inertia':>14}")

    for restart in range(run.restarts):
        result = run_once(run, restart)
        if run.restarts > 1:
            inertia = text.screen(result.inertia)
            print(f"{restart:7}  {result.n_iter:5}  {inertia:>14}", flush=True)
        if restart == 0 or result.inertia < run.best.inertia:
            run.best = result

    if run.restarts > 1:
        print(f"best: restart {run.best.restart}\n")
    run.seconds = program.clock() - begin


def print_steps(run: Run) -> None:
    """Say how the best run went, leaving out the middle of a long one."""
    n_iter = run.best.n_iter
    print(f"{'step':>7}  {'movement':>14}  {'inertia':>14}")
    for step, row in enumerate(run.best.history.tolist()):
        if n_iter > SHOWN_STEPS and FIRST_STEPS <= step <= n_iter - LAST_STEPS:
            if step == FIRST_STEPS:
                print(f"{'...':>7}")
            continue
        movement = text.screen(row[0]) if step > 0 else "-"
        print(f"{step:7}  {movement:>14}  {text.screen(row[1]):>14}")
    word, relation = ("converged", "at most") if run.converged else ("not converged", "above")
    movement = f"the last movement is {relation} {text.screen(run.tol)}"
    print(f"{word} in {text.counted(n_iter, 'step')}: {movement}\n")


def print_clusters(run: Run) -> None:
    """Say how large the clusters are and where."""
    counts = np.bincount(run.best.labels, minlength=run.k)
    more = "  ..." if run.data.x.shape[1] > SHOWN_FEATURES else ""
    print(f"{'cluster':>7}  {'samples':>7}  {'centroid'}")
    for c, centroid in enumerate(run.best.centroids[:SHOWN_CLUSTERS]):
        shown = "  ".join(text.screen(v) for v in centroid[:SHOWN_FEATURES].tolist())
        print(f"{c:7}  {counts[c]:7}  {shown}{more}")
    if run.k > SHOWN_CLUSTERS:
        print(f"{'...':>7}")


def history_csv(run: Run) -> str:
    """Return a line for each step."""
    lines = ["step,movement,inertia"]
    for step, row in enumerate(run.best.history.tolist()):
        lines.append(",".join([str(step), *(text.file(v, run.precision) for v in row)]))
    return "\n".join([*lines, ""])


def run_txt(run: Run) -> str:
    """Return one `name value` a line."""
    return f"""\
program {PROGRAM}
data {run.path}
clusters {run.k}
init {run.init}
seed {run.seed}
steps {run.best.n_iter}
converged {"yes" if run.converged else "no"}
inertia {text.file(run.best.inertia, run.precision)}
"""


def replay(run: Run) -> NDArray:
    """Return the centroids after 0 ... n_iter steps of the best run, shape (steps, k, d)."""
    path = [choose_start(run, run.best.restart)]
    for _ in range(run.best.n_iter):
        labels, _ = kmeans.assign(run.data.x, path[-1])
        path.append(kmeans.update(run.data.x, labels, path[-1])[0])
    return np.stack(path)


def write_path(run: Run) -> None:
    """Write the centroids after every step, each labelled by its cluster."""
    path = replay(run)
    labels = np.tile(np.arange(run.k, dtype=np.int32), len(path))
    x = path.reshape(len(labels), -1)
    data.write(f"{run.out}/path.dat", Data(x, x.shape[1:], run.k, labels))


def write_results(run: Run) -> None:
    """Write the files of the output folder."""
    centroids = run.best.centroids
    data.write(f"{run.out}/centroids.dat", Data(centroids, centroids.shape[1:]))
    labels = "\n".join(map(str, run.best.labels.tolist()))
    files.write(f"{run.out}/labels.dat", labels + "\n")
    files.write(f"{run.out}/history.csv", history_csv(run))
    files.write(f"{run.out}/run.txt", run_txt(run))
    if run.has_path:
        write_path(run)
    else:
        files.remove(f"{run.out}/path.dat")


def print_end(run: Run) -> None:
    """Say what was found, and where it is."""
    print(f"inertia {text.screen(run.best.inertia)}")
    print(f"time {text.fixed(run.seconds, 2)} s")
    print(f"wrote {run.out}")
    if run.has_path:
        program.view_hint(PROGRAM, run.out)


def cluster(argv: list[str], precision: str) -> None:
    """Do what the command line asks for."""
    options = Options(PROGRAM, SUMMARY, [Option(*row) for row in TABLE], width=16, ending=ENDING)
    options.parse(argv[1:])
    run = read_options(options, argv[0], precision)
    read_input(run)

    print_head(run)
    files.make_folder(run.out)
    with np.errstate(all="ignore"):  # numbers too large are told apart by their result
        run_restarts(run)
        print_steps(run)
        print_clusters(run)
        write_results(run)
    print_end(run)


def main(argv: list[str], precision: str = "float64") -> int:
    """Run the program and return its exit code.

    Parameters
    ----------
    argv : list of str
        The command as it was typed, and its arguments.
    precision : "float32" or "float64"
    """
    return program.run(PROGRAM, lambda: cluster(argv, precision))
