"""Write the case files of the exercises: what goes in, what must come out, and what
comes out of the common mistakes.

    python3 tests/cases/make_cases.py            write them
    python3 tests/cases/make_cases.py --check    only compare

Plain Python, one loop under the other: no NumPy, and nothing from the solutions.

A case file is JSON, the same for the three languages; its numbers are float64:

    exercise    its name
    tolerance   how far a number may be off, relative to the largest of its array
    series      of a whole program: it writes SERIES_1.dat, SERIES_2.dat, ...
    files       of a whole program with several files each time: what they are called
    score       of a challenge: which result need not be right as a whole, and how many of it
                at least; which result is the cost, at most what is expected
    call        how each language calls the function; Python's names the results
    mistakes    name -> what to say ("c", "fortran", "python" add a remark of their own)
    cases       name, inputs, expected, and mistakes: name -> the results that it spoils

null stands for not-a-number. In expected, a result may be shorter than the array that
the function fills (the history of a run that ends early): the rest is not compared.
"""

import json
import sys
from pathlib import Path

import autoencoder_oracle
import cnn_oracle
import cnn_whole_oracle
import descent_oracle
import filters_oracle
import kmeans_oracle
import mlp_oracle
import network_oracle
import perceptron_oracle
import threads_oracle
import training_oracle
import wine_oracle

ORACLES = (
    kmeans_oracle,
    perceptron_oracle,
    training_oracle,
    mlp_oracle,
    network_oracle,
    descent_oracle,
    autoencoder_oracle,
    wine_oracle,
    filters_oracle,
    cnn_oracle,
    cnn_whole_oracle,
    threads_oracle,
)
HERE = Path(__file__).parent
HEAD = ("exercise", "tolerance", "series", "files", "score", "call", "mistakes")


def spoiled(expected, wrong):
    """Return the results of a mistake that differ from those expected."""
    return {name: wrong[name] for name in wrong if wrong[name] != expected[name]}


def plain(value):
    """Replace not-a-number by None: JSON has no word for it."""
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if isinstance(value, dict):
        return {name: plain(entry) for name, entry in value.items()}
    return None if value != value else value


def exercise_file(exercise):
    """Compute one case file from an exercise of an oracle."""
    cases = []
    for name, inputs in exercise["cases"]:
        expected = exercise["reference"](**inputs)
        mistakes = {}
        for mistake in exercise["mistakes"]:
            wrong = spoiled(expected, exercise["reference"](**inputs, slip=mistake))
            if wrong:
                mistakes[mistake] = wrong
        cases.append({"name": name, "inputs": inputs, "expected": expected, "mistakes": mistakes})
    for mistake in exercise["mistakes"]:
        if not any(mistake in case["mistakes"] for case in cases):
            raise ValueError("%s: no case sees %s" % (exercise["exercise"], mistake))
    head = {name: exercise[name] for name in HEAD if name in exercise}
    return dict(head, cases=plain(cases))


def as_text(content):
    """Format a case file: an input or a result a line."""
    lines = ["{"]
    for name in ("exercise", "tolerance", "series", "files", "score"):
        if name in content:
            lines.append(' "%s": %s,' % (name, json.dumps(content[name])))
    for name in ("call", "mistakes"):
        rows = ['  "%s": %s' % (key, json.dumps(v)) for key, v in content[name].items()]
        lines.append(' "%s": {\n%s\n },' % (name, ",\n".join(rows)))
    lines.append(' "cases": [')
    cases = []
    for case in content["cases"]:
        parts = ['  {\n   "name": %s' % json.dumps(case["name"])]
        for part in ("inputs", "expected", "mistakes"):
            rows = ['    "%s": %s' % (key, json.dumps(v)) for key, v in case[part].items()]
            parts.append('   "%s": {\n%s\n   }' % (part, ",\n".join(rows)))
        cases.append(",\n".join(parts) + "\n  }")
    return "\n".join(lines) + "\n" + ",\n".join(cases) + "\n ]\n}\n"


def main():
    """Write or compare every case file."""
    stale = []
    for exercise in [e for oracle in ORACLES for e in oracle.EXERCISES]:
        path = HERE / (exercise["exercise"] + ".json")
        text = as_text(exercise_file(exercise))
        if "--check" not in sys.argv:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            stale.append(path.name)
    if stale:
        sys.exit("not what make_cases.py writes: " + ", ".join(stale))


if __name__ == "__main__":
    main()
