"""The oracle of assign_threads: the nearest centroids again, and that many samples were served at
once. at_once: were they? same: does each get what it would get alone?
"""

from kmeans_oracle import GROUPS, SEVEN, SPACE, assign, nearest_case


def assign_threads(n, d, k, x, centroids, slip=""):
    found = assign(n, d, k, x, centroids, "" if slip in ("one_by_one", "mixed") else slip)
    return dict(found, at_once=int(slip != "one_by_one"), same=int(slip != "mixed"))


# No sample is a centroid: drivers tell by the values who works on which.
PLANE = [[0.0, 0.0], [6.0, 1.0], [2.0, 7.0], [3.0, 3.0]]
CUBE = [[0.5, 0.5, 0.5], [4.5, 3.5, 0.5], [0.5, 4.5, 5.5], [5.5, 0.5, 6.5], [3.0, 3.0, 3.0]]
FAR = [[0.5] * 7, [3.5] * 7, [1.0, 6.0] * 3 + [1.0], [9.0] * 7]
MIDDLE = [[2.0, y / 2] for y in range(-7, 9)]  # as far from the first as from the second

EXERCISES = [
    {
        "exercise": "assign_threads",
        "tolerance": 1e-12,
        "reference": assign_threads,
        "call": {
            "c": "status = assign_threads(n, d, k, x, centroids, labels, distances)",
            "fortran": "call assign(n, d, k, x, centroids, labels, distances, status)",
            "python": "labels, distances = assign_threads(x, centroids)",
        },
        "mistakes": {
            "one_by_one": {
                "say": "the samples are not shared out: they come one after the other, or all of "
                "them to everybody",
                "c": "a directive is missing right before the loop over samples, or "
                "kmeans_squared_distance is not called",
                "fortran": "a directive is missing right before the loop over samples, or "
                "squared_distance is not called",
                "python": "no loop over samples: arrays have them all",
            },
            "mixed": {
                "say": "with many samples at once the results are others than one by one: each "
                "sample needs a label and a smallest distance of its own",
                "c": "declare them inside the loop",
                "fortran": "private(...) lists them",
                "python": "compare sample by sample, not all samples together",
            },
            "one_too_high": {"say": "labels are one too high: clusters start at 0"},
            "last_on_tie": {
                "say": "on a tie the last centroid wins, not the lowest: < instead of <="
            },
            "root": {"say": "distances are not squared: no square root"},
        },
        "cases": [
            ("four centroids in the plane", nearest_case(GROUPS, PLANE)),
            (
                "samples as far from both centroids",
                nearest_case(MIDDLE, [[0.0, 0.25], [4.0, 0.25], [2.0, 5.0]]),
            ),
            ("five centroids in space", nearest_case(SPACE, CUBE)),
            ("seven features", nearest_case(SEVEN, FAR)),
        ],
    },
]
