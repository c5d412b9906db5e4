"""The oracle of the wine challenge: the rows of data/wine.dat, split; the truth is the oracle."""

from pathlib import Path

from training_oracle import split

WINE = Path(__file__).resolve().parents[2] / "data" / "wine.dat"
BUDGET = 1000  # eight times each of 125 rows


def classify(n, d, classes, x, labels, n_hidden, hidden, budget, slip=""):
    """What the rows really are, with all of the budget; or the same for every row."""
    truth = [LABELS[X.index(row)] for row in hidden]
    return {"says": [int(slip[-1])] * n_hidden if slip else truth, "visits": budget}


# The cases ---------------------------------------------------------------------------

ROWS = [line.split() for line in WINE.read_text().split("\n")[1:] if line]
X = [[float(word) for word in row[:-1]] for row in ROWS]  # no two of them are the same
LABELS = [int(row[-1]) for row in ROWS]


def challenge(seed):
    """Rows to learn from, and hidden ones, by class: seven to three."""
    found = split(len(X), 3, LABELS, [0.7, 0.0, 0.3], seed)
    cut = found["counts"][0]
    own, hidden = found["order"][:cut], found["order"][cut:]
    return {
        "n": cut, "d": 13, "classes": 3, "x": [X[i] for i in own],
        "labels": [LABELS[i] for i in own], "n_hidden": len(hidden),
        "hidden": [X[i] for i in hidden], "budget": BUDGET,
    }  # fmt: skip


def same_for_all(c):
    return {
        "say": "every hidden row gets class %d: the network says the same to all; look at the "
        "features first, how large are they?" % c
    }


EXERCISES = [
    {
        "exercise": "wine_challenge",
        "tolerance": 1e-12,
        # A good program misses one or two of 53, a naive one 32 or more.
        "score": {"right": "says", "least": 50, "cost": "visits"},
        "reference": classify,
        "call": {
            "c": "status = wine_challenge_classify(n, d, classes, x, labels, n_hidden, hidden, "
            "budget, says, &visits)",
            "fortran": "call classify(n, d, classes, x, labels, n_hidden, hidden, budget, says, "
            "visits, status)",
            "python": "says, visits = classify(classes, x, labels, hidden, budget)",
        },
        "mistakes": {"all_%d" % c: same_for_all(c) for c in range(3)},
        "cases": [("a split of the wines", challenge(0)), ("another split", challenge(1))],
    },
]
