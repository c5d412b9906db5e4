"""The oracle of the k-means exercises: each function again, in plain Python, with a
`slip`, the name of a common mistake to make.
"""

from math import inf, nan, sqrt

MAX_ITER = 100  # of the elbow


# Random numbers ----------------------------------------------------------------------


def uniform(seed, purpose, major, minor):
    """Threefry-2x32-20: a number in 0 <= u < 1."""
    word = 0xFFFFFFFF
    keys = (seed, purpose, 0x1BD11BDA ^ seed ^ purpose)
    a, b = (minor + seed) & word, (major + purpose) & word
    for round_ in range(20):
        a = (a + b) & word
        turn = (13, 15, 26, 6, 17, 29, 16, 24)[round_ % 8]
        b = ((b << turn | b >> (32 - turn)) & word) ^ a
        if round_ % 4 == 3:
            s = round_ // 4 + 1
            a = (a + keys[s % 3]) & word
            b = (b + keys[(s + 1) % 3] + s) & word
    return ((a >> 5) * 67108864.0 + (b >> 6)) / 9007199254740992.0


# The functions -----------------------------------------------------------------------


def distance2(a, b):
    """Squared distance of two points."""
    return sum((p - q) ** 2 for p, q in zip(a, b))


def squared_distance(d, a, b, slip=""):
    differences = [p - q for p, q in zip(a, b)]
    squares = [difference**2 for difference in differences]
    return {
        "distance": {
            "": sum(squares),
            "root": sqrt(sum(squares)),
            "no_square": sum(differences),
            "square_of_sum": sum(differences) ** 2,
            "absolute": sum(abs(difference) for difference in differences),
            "last_missing": float(sum(squares[:-1])),
            "first_missing": float(sum(squares[1:])),
            "replaced": squares[-1],
        }[slip]
    }


def assign(n, d, k, x, centroids, slip=""):
    labels, distances = [], []
    smallest = inf
    for x_i in x:
        if slip != "carried_over":
            smallest = inf
        label, first = 0, distance2(x_i, centroids[0])
        for c in range(k - 1 if slip == "last_unseen" and k > 1 else k):
            distance = distance2(x_i, centroids[c])
            nearer = distance < smallest
            if slip == "farthest":
                nearer = smallest == inf or distance > smallest
            elif slip == "last_on_tie":
                nearer = distance <= smallest
            elif slip == "not_kept":
                nearer = c == 0 or distance < first
            if nearer:
                label, smallest = c, distance
        labels.append(label + 1 if slip == "one_too_high" else label)
        kept = first if slip == "not_kept" else smallest
        distances.append(sqrt(kept) if slip == "root" else kept)
    return {"labels": labels, "distances": distances}


def update(n, d, k, x, labels, centroids, slip=""):
    moved, movement = [], 0.0
    for c, old in enumerate(centroids):
        own = [x_i for x_i, label in zip(x, labels) if label == c]
        count = n if slip == "all_samples" else 1 if slip == "sums" else len(own)
        first = old if slip == "old_in_sum" else [0.0] * d
        sums = [first[j] + sum(x_i[j] for x_i in own) for j in range(d)]
        if own:
            new = [value / count for value in sums]
        elif slip in ("empty_zero", "empty_nan"):
            new = [0.0 if slip == "empty_zero" else nan] * d
        else:
            new = old
        moved.append(new)
        step = distance2(new, old)
        movement += sqrt(step) if slip == "root" else step
    if slip == "after_moving":
        movement = 0.0
    return {"centroids": moved, "movement": movement}


def lloyd(n, d, k, x, max_iter, tol, centroids, slip=""):
    nearest = assign(n, d, k, x, centroids)
    labels, inertia = nearest["labels"], sum(nearest["distances"])
    history = [[0.0, inertia]]
    last = max_iter - 1 if slip == "one_step_less" else max_iter
    for _ in range(last):
        stale = labels
        result = update(n, d, k, x, labels, centroids)
        centroids, movement = result["centroids"], result["movement"]
        nearest = assign(n, d, k, x, centroids)
        labels, inertia = nearest["labels"], sum(nearest["distances"])
        history.append([movement, inertia])
        if movement < tol if slip == "less_than_tol" else movement <= tol:
            break
        if slip == "one_step_only":
            break
    n_iter = len(history) - 1
    if slip == "stale_labels" and n_iter:
        labels = stale
    if slip == "mean_inertia":
        history = [[row[0], row[1] / n] for row in history]
    if slip == "swapped":
        history = [[row[1], row[0]] for row in history]
    if slip == "n_iter_low":
        n_iter = max(0, n_iter - 1)
    return {"centroids": centroids, "labels": labels, "history": history, "n_iter": n_iter}


def init_plusplus(n, d, k, x, seed, restart, slip=""):
    def draw(c):
        return uniform(seed, 2, restart, c - 1 if slip == "draw_before" and c else c)

    centroids = [x[int(draw(0) * n)]]
    nearest = [distance2(x_i, centroids[0]) for x_i in x]
    for c in range(1, k):
        weights = [sqrt(w) for w in nearest] if slip == "root" else nearest
        if slip == "equal_chance":
            weights = [1.0] * n
        total, running, chosen = sum(weights), 0.0, 0
        for i, weight in enumerate(weights):
            running += weight
            if running > total * draw(c):
                chosen = i
                break
        else:
            chosen = n - 1
        if slip == "farthest":
            chosen = nearest.index(max(nearest))
        if total <= 0 and slip != "farthest":
            chosen = n - 1 if slip == "all_zero" else int(draw(c) * n)
        centroids.append(x[chosen])
        for i, x_i in enumerate(x):
            distance = distance2(x_i, x[chosen])
            nearest[i] = distance if slip == "only_newest" else min(nearest[i], distance)
    return {"centroids": centroids}


def choose_k(n, d, x, k_max, restarts, seed, slip=""):
    inertias = []
    for k in range(1, k_max + 1):
        runs = []
        for restart in range(restarts):
            start = init_plusplus(n, d, k, x, seed, restart)["centroids"]
            runs.append(lloyd(n, d, k, x, MAX_ITER, 0.0, start)["history"][-1][1])
        best = {"first_restart": runs[0], "last_restart": runs[-1], "worst": max(runs)}
        inertias.append(best.get(slip, min(runs)))
    slope = (inertias[-1] - inertias[0]) / (k_max - 1)
    depths = [inertias[0] + slope * (k - 1) - inertias[k - 1] for k in range(1, k_max + 1)]
    best_k = 1 + depths.index(max(depths))
    if slip == "steepest":
        falls = [inertias[k - 2] - inertias[k - 1] for k in range(2, k_max + 1)]
        best_k = 2 + falls.index(max(falls))
    if slip == "k_low":
        best_k -= 1
    return {"inertias": inertias, "best_k": best_k}


def whole(samples, start, slip=""):
    """The files of the whole program: the centroids after step 1, step 2 and the last."""
    n, d, k = len(samples), len(samples[0]), len(start)
    centroids, steps = start, []
    total, count = [[0.0] * d for _ in range(k)], [0] * k
    while True:
        labels = assign(n, d, k, samples, centroids)["labels"]
        if slip == "farthest":
            labels = assign(n, d, k, samples, centroids, "farthest")["labels"]
        result = update(n, d, k, samples, labels, centroids, slip if slip == "sums" else "")
        moved = result["centroids"]
        if slip == "sums_kept":
            for x_i, label in zip(samples, labels):
                count[label] += 1
                total[label] = [t + value for t, value in zip(total[label], x_i)]
            moved = [
                [t / count[c] for t in total[c]] if count[c] else centroids[c] for c in range(k)
            ]
        steps.append(moved)
        same = moved == centroids
        centroids = moved
        if same or len(steps) >= 50 or slip == "one_step_only":
            break
    files = {"step_1": steps[0], "step_2": steps[min(1, len(steps) - 1)]}
    files["end"] = steps[-1]
    files["labels"] = [label + 1 for label in labels] if slip == "one_too_high" else labels
    if slip in ("sums", "farthest", "sums_kept"):
        return {name: files[name] for name in ("step_1", "step_2")}
    return files


# The cases ---------------------------------------------------------------------------


def cloud(n, centres, seed, spread=1.0):
    """n samples around centres in turn, rounded to two decimals; no two distances tie."""
    samples = []
    for i in range(n):
        centre = centres[i % len(centres)]
        noise = [
            sum(uniform(seed, 8, i, 12 * j + m) for m in range(12)) - 6 for j in range(len(centre))
        ]
        samples.append([round(c + spread * e, 2) for c, e in zip(centre, noise)])
    return samples


LINE = [[0.5], [1.0], [2.5], [7.0], [8.0], [9.5]]
PLANE = [[0.0, 0.0], [1.0, 0.5], [0.5, 2.0], [6.0, 5.0], [7.0, 6.5], [5.5, 6.0]]
TIE = [[0.0, 0.0], [2.0, 0.0], [4.0, 0.0], [2.0, 3.0]]
GROUPS = cloud(24, [[0.0, 0.0], [6.0, 1.0], [2.0, 7.0]], 1)
SPACE = cloud(20, [[0.0, 0.0, 0.0], [4.0, 4.0, 0.0], [0.0, 5.0, 5.0], [6.0, 0.0, 6.0]], 2)
SEVEN = cloud(21, [[0.0] * 7, [3.0] * 7, [0.0, 6.0] * 3 + [0.0]], 3)
BLUR = cloud(30, [[0.0, 0.0], [2.5, 0.0], [1.0, 2.5]], 4)


def sized(x, k, **more):
    """Put the sizes before the arrays."""
    return dict({"n": len(x), "d": len(x[0]), "k": k, "x": x}, **more)


def pair(a, b):
    return {"d": len(a), "a": a, "b": b}


def nearest_case(x, centroids):
    return sized(x, len(centroids), centroids=centroids)


def update_case(x, centroids, labels=None):
    if labels is None:
        labels = assign(len(x), len(x[0]), len(centroids), x, centroids)["labels"]
    return sized(x, len(centroids), labels=labels, centroids=centroids)


def lloyd_case(x, centroids, max_iter, tol):
    return sized(x, len(centroids), max_iter=max_iter, tol=tol, centroids=centroids)


def start_case(x, k, seed, restart):
    return sized(x, k, seed=seed, restart=restart)


def elbow_case(x, k_max, restarts, seed):
    return {"n": len(x), "d": len(x[0]), "x": x, "k_max": k_max, "restarts": restarts, "seed": seed}


EXERCISES = [
    {
        "exercise": "squared_distance",
        "tolerance": 1e-12,
        "reference": squared_distance,
        "call": {
            "c": "distance = kmeans_squared_distance(d, a, b)",
            "fortran": "distance = squared_distance(d, a, b)",
            "python": "distance = squared_distance(a, b)",
        },
        "mistakes": {
            "root": {"say": "this is the distance itself: leave the square root out"},
            "no_square": {"say": "the differences are added as they are: square each one"},
            "square_of_sum": {"say": "the sum is squared: square each difference, then add"},
            "absolute": {"say": "absolute values are added: square the differences"},
            "last_missing": {
                "say": "the last feature is missing: the loop ends one too early",
                "fortran": "do j = 1, d goes up to d itself",
            },
            "first_missing": {
                "say": "the first feature is missing: the loop starts one too late",
                "c": "arrays count from 0",
                "python": "arrays count from 0",
            },
            "replaced": {
                "say": "only the last feature counts: add to the distance (+=)",
                "fortran": "distance = distance + ...",
            },
        },
        "cases": [
            ("one feature", pair([3.0], [1.5])),
            ("the plane", pair([1.0, 2.0], [4.0, 6.0])),
            ("a point and itself", pair([0.1, 0.2, 0.3], [0.1, 0.2, 0.3])),
            ("differences of both signs", pair([1.0, -2.0, 0.5], [-1.5, 3.0, 0.25])),
            (
                "seven features",
                pair([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0], [0.5, 2.5, 1.0, 4.0, 8.0, 5.0, 9.0]),
            ),
        ],
    },
    {
        "exercise": "assign",
        "tolerance": 1e-12,
        "reference": assign,
        "call": {
            "c": "status = kmeans_assign(n, d, k, x, centroids, labels, distances)",
            "fortran": "call assign(n, d, k, x, centroids, labels, distances, status)",
            "python": "labels, distances = assign(x, centroids)",
        },
        "mistakes": {
            "one_too_high": {
                "say": "labels are one too high: clusters start at 0",
                "fortran": "minloc counts from 1",
            },
            "farthest": {
                "say": "each sample got its farthest centroid: look for the smallest distance"
            },
            "last_unseen": {
                "say": "the last centroid is never chosen: the loop over clusters "
                "ends one too early",
                "fortran": "they are 0 ... k-1",
            },
            "last_on_tie": {
                "say": "on a tie the last centroid wins, not the lowest: < instead of <="
            },
            "root": {"say": "distances are not squared: no square root"},
            "carried_over": {
                "say": "the smallest distance of one sample is carried over to the "
                "next: start anew for each sample"
            },
            "not_kept": {
                "say": "every distance is compared with that of centroid 0: remember "
                "the smallest so far"
            },
        },
        "cases": [
            ("two groups on a line", nearest_case(LINE, [[1.0], [8.0]])),
            ("one cluster", nearest_case(PLANE, [[1.0, 1.0]])),
            ("a sample as far from both centroids", nearest_case(TIE, [[0.0, 0.0], [4.0, 0.0]])),
            (
                "three centroids in the plane",
                nearest_case(PLANE, [[6.0, 6.0], [0.0, 0.0], [2.0, 2.0]]),
            ),
            ("four centroids in space", nearest_case(SPACE, SPACE[4:8])),
            ("seven features", nearest_case(SEVEN, SEVEN[3:6])),
        ],
    },
    {
        "exercise": "update",
        "tolerance": 1e-12,
        "reference": update,
        "call": {
            "c": "status = kmeans_update(n, d, k, x, labels, centroids, &movement)",
            "fortran": "call update(n, d, k, x, labels, centroids, movement, status)",
            "python": "centroids, movement = update(x, labels, centroids)",
        },
        "mistakes": {
            "sums": {"say": "these are sums, not means: divide by the number of samples"},
            "all_samples": {"say": "the sums are divided by n: each cluster has its own count"},
            "empty_zero": {"say": "the empty cluster went to 0: it keeps its centroid"},
            "empty_nan": {"say": "the empty cluster became 0/0: it keeps its centroid"},
            "old_in_sum": {"say": "the old centroid is in the sum: start the sums at 0"},
            "root": {"say": "movement adds up distances: add their squares"},
            "after_moving": {
                "say": "the movement is 0: compute new - old before the old centroid is gone"
            },
        },
        "cases": [
            ("two groups on a line", update_case(LINE, [[1.0], [8.0]])),
            (
                "three clusters in the plane",
                update_case(PLANE, [[6.0, 6.0], [0.0, 0.0], [2.0, 2.0]]),
            ),
            ("an empty cluster", update_case(PLANE, [[1.0, 1.0], [90.0, 90.0], [6.0, 5.5]])),
            ("centroids that stay", update_case(LINE[:4], [[0.75], [4.75]], [0, 0, 1, 1])),
            ("four clusters in space", update_case(SPACE, SPACE[4:8])),
            ("seven features", update_case(SEVEN, SEVEN[3:6])),
        ],
    },
    {
        "exercise": "lloyd",
        "tolerance": 1e-12,
        "reference": lloyd,
        "call": {
            "c": "status = kmeans_lloyd(n, d, k, x, max_iter, tol, centroids, labels, history, "
            "&n_iter)",
            "fortran": "call lloyd(n, d, k, x, max_iter, tol, centroids, labels, history, n_iter, "
            "status)",
            "python": "centroids, labels, history, n_iter = lloyd(x, centroids, max_iter, tol)",
        },
        "mistakes": {
            "less_than_tol": {
                "say": "it does not stop when the movement equals tol: <= instead of <"
            },
            "one_step_only": {
                "say": "it always stops after one step: repeat until the movement is at most tol"
            },
            "one_step_less": {"say": "it stops one step before max_iter"},
            "stale_labels": {
                "say": "labels belong to the centroids before the last step: "
                "assign once more after update"
            },
            "mean_inertia": {"say": "this inertia is a mean: it is the sum of the distances"},
            "swapped": {"say": "movement and inertia have changed places in history"},
            "n_iter_low": {"say": "n_iter is one too low: it is the number of steps done"},
        },
        "cases": [
            ("two groups on a line", lloyd_case(LINE, [[0.5], [1.0]], 20, 0.0)),
            ("three groups in the plane", lloyd_case(GROUPS, GROUPS[:3], 20, 0.0)),
            ("two steps and no more", lloyd_case(BLUR, BLUR[5:8], 2, 0.0)),
            ("one step and no more", lloyd_case(LINE, [[0.5], [1.0]], 1, 0.0)),
            ("no step at all", lloyd_case(PLANE, PLANE[:2], 0, 0.0)),
            ("stop below a movement of 0.1", lloyd_case(BLUR, BLUR[5:8], 50, 0.1)),
            ("an empty cluster", lloyd_case(PLANE, [[1.0, 1.0], [90.0, 90.0], [6.0, 5.5]], 9, 0.0)),
            ("four groups in space", lloyd_case(SPACE, SPACE[5:9], 30, 1e-3)),
        ],
    },
    {
        "exercise": "kmeans_whole",
        "tolerance": 1e-9,
        "series": "step",
        "reference": whole,
        "call": {
            "c": "./whole",
            "fortran": "./whole",
            "python": "python3 kmeans_whole.py",
        },
        "mistakes": {
            "sums": {"say": "these are sums, not means: divide by the number of samples"},
            "sums_kept": {
                "say": "step 1 is right, then old sums are added again: set sums and "
                "counts to 0 in each step"
            },
            "farthest": {
                "say": "each sample got its farthest centroid: look for the smallest distance"
            },
            "one_step_only": {"say": "there is one step only: repeat until nothing changes"},
            "one_too_high": {
                "say": "labels are one too high: clusters start at 0",
                "fortran": "write labels(i) - 1",
            },
        },
        "cases": [
            ("2 dimensions", {"samples": BLUR, "start": BLUR[5:8]}),
            ("3 dimensions", {"samples": SPACE, "start": SPACE[5:9]}),
            ("7 dimensions", {"samples": SEVEN, "start": SEVEN[2:5]}),
        ],
    },
    {
        "exercise": "init_plusplus",
        "tolerance": 1e-12,
        "reference": init_plusplus,
        "call": {
            "c": "status = kmeans_init_plusplus(n, d, k, x, seed, restart, centroids)",
            "fortran": "call init_plusplus(n, d, k, x, seed, restart, centroids, status)",
            "python": "centroids = init_plusplus(x, k, seed, restart)",
        },
        "mistakes": {
            "root": {"say": "the chance of a sample is its distance: it must be the square"},
            "equal_chance": {
                "say": "every sample has the same chance: weigh it by its squared distance"
            },
            "farthest": {"say": "always the farthest sample is taken: draw it at random"},
            "only_newest": {
                "say": "only the newest centroid counts: keep the distance to the "
                "nearest of all so far"
            },
            "draw_before": {"say": "centroid c uses the random number of c - 1: minor is c"},
            "all_zero": {
                "say": "when every sample sits on a centroid, any will do: draw an "
                "integer from 0 to n-1"
            },
        },
        "cases": [
            ("one centroid", start_case(PLANE, 1, 42, 0)),
            ("two groups on a line", start_case(LINE, 2, 42, 0)),
            ("three groups in the plane", start_case(GROUPS, 3, 42, 0)),
            ("the second restart", start_case(GROUPS, 5, 7, 1)),
            (
                "more centroids than different samples",
                start_case([[1.0, 2.0]] * 3 + [[3.0, 4.0]] * 2, 4, 5, 0),
            ),
            ("six centroids in space", start_case(SPACE, 6, 1, 2)),
        ],
    },
    {
        "exercise": "elbow",
        "tolerance": 1e-10,
        "reference": choose_k,
        "call": {
            "c": "status = elbow_choose_k(n, d, x, k_max, restarts, seed, inertias, &best_k)",
            "fortran": "call choose_k(n, d, x, k_max, restarts, seed, inertias, best_k, status)",
            "python": "inertias, best_k = choose_k(x, k_max, restarts, seed)",
        },
        "mistakes": {
            "first_restart": {
                "say": "only the first restart counts: keep the smallest inertia of all"
            },
            "last_restart": {
                "say": "only the last restart counts: keep the smallest inertia of all"
            },
            "worst": {"say": "this is the largest inertia of the restarts: keep the smallest"},
            "k_low": {
                "say": "best_k is one too low: inertias starts with one cluster",
                "c": "inertias[0] is k = 1",
                "python": "inertias[0] is k = 1",
            },
            "steepest": {
                "say": "best_k is where the curve falls most: it is the point furthest below the "
                "chord"
            },
        },
        "cases": [
            ("three groups in the plane", elbow_case(GROUPS, 6, 3, 42)),
            ("groups that touch", elbow_case(BLUR, 7, 4, 1)),
            ("four groups in space", elbow_case(SPACE, 7, 5, 3)),
        ],
    },
]
