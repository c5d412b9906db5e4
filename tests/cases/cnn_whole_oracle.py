"""The oracle of cnn_whole, in the manner of kmeans_oracle.py: the network again, in plain
Python, with pictures that are made here.
"""

from itertools import product
from math import exp

from kmeans_oracle import uniform

RATE, EPOCHS = 0.05, 10


# The network -------------------------------------------------------------------------


def convolve(picture, w_f, size):
    """The rectified map of one filter: place -> value."""
    places = list(product(range(size), range(size)))
    sums = {
        (y, z): sum(picture[y + j // 3][z + j % 3] * w_f[j] for j in range(9)) - w_f[9]
        for y, z in places
    }
    return {place: max(h, 0.0) for place, h in sums.items()}


def pooled(maps, half):
    """Each block's filter and places, the largest first; the value of that one."""
    found = []
    for f, y, z in product(range(len(maps)), range(half), range(half)):
        block = [(2 * y + j // 2, 2 * z + j % 2) for j in range(4)]
        largest = max(block, key=lambda place: maps[f][place])
        block.remove(largest)
        found.append((f, [largest, *block], maps[f][largest]))
    return found


def forward(picture, w, v):
    size = len(picture) - 2
    pool = pooled([convolve(picture, w_f, size) for w_f in w], size // 2)
    inputs = [value for _, _, value in pool] + [-1.0]
    h = [sum(s * row[o] for s, row in zip(inputs, v)) for o in range(len(v[0]))]
    total = sum(map(exp, h))
    return pool, [exp(h_o) / total for h_o in h]


def correct(picture, label, w, v, slip):
    """Correct all weights once, for one picture."""
    pool, share = forward(picture, w, v)
    dh = [s - (o == label) for o, s in enumerate(share)]
    before = [row[:] for row in v]
    for k, value in enumerate([value for _, _, value in pool] + [-1.0]):
        v[k] = [v_o - RATE * value * dh_o for v_o, dh_o in zip(v[k], dh)]
    used = v if slip == "new_weights" else before
    for k, (f, places, value) in enumerate(pool):
        if value == 0 and slip != "no_slope":
            continue
        step = RATE * sum(v_o * dh_o for v_o, dh_o in zip(used[k], dh))
        for y, z in places if slip == "all_of_block" else places[:1]:
            for j in range(9):
                w[f][j] -= step * picture[y + j // 3][z + j % 3]
            w[f][9] += 0 if slip == "bias_kept" else step


def largest(values):
    return max(range(len(values)), key=lambda o: values[o])


def whole(data, filters, dense, slip=""):
    """The files of the program: the filters after epochs 1, 2 and the last, the labels."""
    side = round((len(data[0]) - 1) ** 0.5)
    pictures = [[row[y * side : (y + 1) * side] for y in range(side)] for row in data]
    w, v = [row[:] for row in filters], [row[:] for row in dense]
    epochs = []
    for _ in range(1 if slip == "one_epoch_only" else EPOCHS):
        for picture, row in zip(pictures, data):
            correct(picture, row[-1], w, v, slip)
        epochs.append([row[:] for row in w])
    labels = [largest(forward(picture, w, v)[1]) for picture in pictures]
    if slip == "one_too_high":
        labels = [label + 1 for label in labels]
    return {"epoch_1": epochs[0], "epoch_2": epochs[:2][-1], "end": epochs[-1], "labels": labels}


# The cases ---------------------------------------------------------------------------


def strokes(n, side, classes, seed):
    """Pictures of a stroke: across, down, and both ways aslant, in noise."""
    rows = []
    for i in range(n):
        label = int(uniform(seed, 8, n, i) * classes)
        at = 1 + int(uniform(seed, 8, n + 1, i) * (side - 2))
        on = [
            lambda y, z, at=at: y == at,
            lambda y, z, at=at: z == at,
            lambda y, z, at=at: (y - z + at) % side == 0,
            lambda y, z, at=at: (y + z + at) % side == 0,
        ][label]
        noise = iter(uniform(seed, 8, n + 2 + i, j) for j in range(side * side))
        rows.append(
            [
                round(on(y, z) * 0.8 + 0.4 * next(noise) - 0.2, 2)
                for y, z in product(range(side), repeat=2)
            ]
            + [label]
        )
    return rows


def start(rows, columns, size, major):
    return [
        [round(size * (2 * uniform(7, 8, major, i * columns + j) - 1), 3) for j in range(columns)]
        for i in range(rows)
    ]


def case(n, side, filters, classes, seed):
    inputs = filters * ((side - 2) // 2) ** 2
    return {
        "data": strokes(n, side, classes, seed),
        "filters": start(filters, 10, 0.4, seed),
        "dense": start(inputs + 1, classes, 0.3, seed + 1),
    }


EXERCISES = [
    {
        "exercise": "cnn_whole",
        "tolerance": 1e-9,
        "series": "epoch",
        "reference": whole,
        "call": {"c": "./whole", "fortran": "./whole", "python": "python3 cnn_whole.py"},
        "mistakes": {
            "new_weights": {
                "say": "errors go back through dense weights that are corrected already: first the "
                "errors, then the weights"
            },
            "all_of_block": {
                "say": "all four pixels of a block get the error: only the largest acted on it"
            },
            "no_slope": {"say": "errors go back where the rectifier cut off: there its slope is 0"},
            "bias_kept": {
                "say": "the biases of the filters stay: correct them too, their node is -1"
            },
            "one_epoch_only": {"say": "there is one epoch only: train for all of them"},
            "one_too_high": {
                "say": "labels are one too high: classes start at 0",
                "fortran": "maxloc counts from 1",
            },
        },
        "cases": [
            ("6 x 6 pixels, 2 classes", case(16, 6, 2, 2, 61)),
            ("8 x 8 pixels, 3 classes", case(18, 8, 2, 3, 62)),
            ("7 x 7 pixels, 4 classes", case(20, 7, 3, 4, 63)),
        ],
    },
]
