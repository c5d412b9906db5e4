"""How right are the networks? Test accuracies over 20 seeds, in three languages.

    make accuracy                 every recipe, written to docs/accuracy.md
    make accuracy NAME=perceptron one program's recipes, printed

A seed decides the split, the starting weights and the order of visits, so the range over seeds is
what a single run may show. Each recipe is a command that a reader can type, with --seed 0 ... 19.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("c", "fortran", "python")
SEEDS = range(20)


class Recipe(NamedTuple):
    """A run, and the data set it needs."""

    title: str
    program: str
    data: str
    options: tuple[str, ...]


SPLIT = ("--stratify", "--split", "0.7,0.3")
RECIPES = (
    Recipe("Iris, 3 neurons", "perceptron", "data/iris.dat", SPLIT),
    Recipe("Wine, 3 neurons", "perceptron", "data/wine.dat", SPLIT),
    Recipe("Pima, 1 neuron", "perceptron", "data/pima.dat", SPLIT),
    Recipe("Pima, 2 neurons", "perceptron", "data/pima.dat", (*SPLIT, "--neurons", "each")),
    Recipe("Iris, 4-4-3", "mlp", "data/iris.dat", SPLIT),
    Recipe("Wine, 13-8-3", "mlp", "data/wine.dat", (*SPLIT, "--network", "I-13, D-8, D-3")),
    Recipe("Pima, 8-8-2", "mlp", "data/pima.dat", (*SPLIT, "--epochs", "300")),
    Recipe(
        "Digits, 64-32-10",
        "mlp",
        "data/digits",
        (*SPLIT, *"--output softmax --init xavier --batch 16 --momentum 0.9 --epochs 40".split(),
         "--normalize", "scale", "--network", "I-64, D-32, D-10"),
    ),
)  # fmt: skip


def accuracy(recipe: Recipe, seed: int, folder: str) -> float:
    """Run the program at the root once; return its accuracy on the test rows, in percent."""
    command = [f"./{recipe.program}", recipe.data, *recipe.options, "--seed", str(seed)]
    command += ["--threads", "1", "--quiet", "--out", folder]
    subprocess.run(command, cwd=ROOT, check=True)
    lines = Path(folder, "run.txt").read_text().splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith("accuracy ")))


def measure(program: str, language: str) -> dict[str, str]:
    """Build a program in a language and run its recipes: title -> median and range."""
    subprocess.run(["make", "-s", f"{program}_{language}"], cwd=ROOT, check=True)
    results = {}
    for recipe in RECIPES:
        if recipe.program != program or not (ROOT / recipe.data).exists():
            continue
        with tempfile.TemporaryDirectory() as folder:
            found = [accuracy(recipe, seed, folder) for seed in SEEDS]
        results[recipe.title] = f"{median(found):.1f} ({min(found):.1f} to {max(found):.1f})"
        print(f"{program} {language}: {recipe.title}: {results[recipe.title]}", file=sys.stderr)
    return results


def table(program: str) -> str:
    """Return a markdown table of a program's recipes, and the command of each."""
    columns = [measure(program, language) for language in LANGUAGES]
    lines = ["| | C | Fortran | Python |", "| --- | --- | --- | --- |"]
    commands = []
    for recipe in RECIPES:
        if recipe.program == program and recipe.title in columns[0]:
            cells = [recipe.title, *(column[recipe.title] for column in columns)]
            lines.append(f"| {' | '.join(cells)} |")
            words = [f'"{word}"' if " " in word else word for word in recipe.options]
            commands.append(f"    ./{program} {recipe.data} {' '.join(words)} --seed 0")
    return "\n".join([f"## {program}", "", *lines, "", *commands, ""])


INTRO = """\
# Accuracies

Accuracy on the test rows in percent: the median over 20 seeds (0 to 19), and the range from the
worst to the best. A seed decides which rows are for the test, where the weights start and in which
order the rows are visited: a single run may show any number of the range. Written by
`make accuracy`; the command of each line stands below its table. Lines whose data set is not there
are left out (`make data_pima`).
"""


def main() -> None:
    """Write docs/accuracy.md, or print one program's part of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    programs = list(dict.fromkeys(recipe.program for recipe in RECIPES))
    parser.add_argument("program", nargs="?", choices=programs)
    chosen = parser.parse_args().program
    if chosen:
        print(table(chosen))
        return
    text = "\n".join([INTRO, *(table(program) for program in programs)])
    (ROOT / "docs" / "accuracy.md").write_text(text)
    print("wrote docs/accuracy.md")


if __name__ == "__main__":
    main()
