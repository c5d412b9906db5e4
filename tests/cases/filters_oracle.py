"""The oracle of the exercises of convolution and pooling, in the manner of kmeans_oracle.py:
each function again, in plain Python. Images are lists (n)(channels)(rows)(columns).
"""

from collections import namedtuple
from itertools import product

from kmeans_oracle import uniform

Layer = namedtuple(
    "Layer",
    "kind c_in h_in w_in c_out h_out w_out kh kw stride_h stride_w pad_h pad_w activation",
)
CONVOLUTION, MAX_POOL, AVERAGE_POOL = 0, 1, 2


# The functions -----------------------------------------------------------------------


def zeros(*sizes):
    if len(sizes) == 1:
        return [0.0] * sizes[0]
    return [zeros(*sizes[1:]) for _ in range(sizes[0])]


def meetings(a, slip):
    """Yield each place (y, z), weight (i, j) and pixel (row, column) that meet."""
    for y, z, i, j in product(range(a.h_out), range(a.w_out), range(a.kh), range(a.kw)):
        down, right = (1, 1) if slip == "no_stride" else (a.stride_h, a.stride_w)
        above, left = (0, 0) if slip == "shifted" else (a.pad_h, a.pad_w)
        row, column = y * down + i - above, z * right + j - left
        if slip == "flipped":
            i, j = a.kh - 1 - i, a.kw - 1 - j
        if 0 <= row < a.h_in and 0 <= column < a.w_in:
            yield y, z, i, j, row, column


def weight(a, w, f, c, i, j):
    return w[((f * a.c_in + c) * a.kh + i) * a.kw + j]


def conv_forward(n, layer, x, w, slip=""):
    a = Layer(*layer)
    h = zeros(n, a.c_out, a.h_out, a.w_out)
    bias = {"no_bias": 0.0, "bias_added": 1.0}.get(slip, -1.0)
    for s, f in product(range(n), range(a.c_out)):
        for y, z in product(range(a.h_out), range(a.w_out)):
            h[s][f][y][z] = bias * w[a.c_out * a.c_in * a.kh * a.kw + f]
        for c in range(a.c_in - 1 if slip == "last_channel" else 0, a.c_in):
            for y, z, i, j, row, column in meetings(a, slip):
                h[s][f][y][z] += x[s][c][row][column] * weight(a, w, f, c, i, j)
    return {"h": h}


def conv_backward(n, layer, w, dh, slip=""):
    a = Layer(*layer)
    dx = zeros(n, a.c_in, a.h_in, a.w_in)
    for s, c in product(range(n), range(a.c_in)):
        for f in range(a.c_out - 1 if slip == "last_filter" else 0, a.c_out):
            for y, z, i, j, row, column in meetings(a, slip):
                dx[s][c][row][column] += dh[s][f][y][z] * weight(a, w, f, c, i, j)
    return {"dx": dx}


def conv_gradient(n, layer, x, dh, slip=""):
    a = Layer(*layer)
    kernels, biases = zeros(a.c_out, a.c_in, a.kh, a.kw), zeros(a.c_out)
    bias = {"bias_kept": 0.0, "bias_added": 1.0}.get(slip, -1.0)
    share = 1 / (a.h_out * a.w_out) if slip == "mean" else 1.0
    for s, f in product(range(n - 1 if slip == "last_image" else 0, n), range(a.c_out)):
        biases[f] += bias * share * sum(map(sum, dh[s][f]))
        for c in range(a.c_in):
            for y, z, i, j, row, column in meetings(a, slip):
                kernels[f][c][i][j] += share * dh[s][f][y][z] * x[s][c][row][column]
    flat = [v for kernel in kernels for channel in kernel for row in channel for v in row]
    return {"dw": flat + biases}


def block(a, y, z, slip):
    """The pixels of a block, row by row."""
    down, right = (1, 1) if slip == "overlap" else (a.kh, a.kw)
    rows = range(y * down, y * down + a.kh)
    return list(product(rows, range(z * right, z * right + a.kw)))


def pool_forward(n, layer, x, slip=""):
    a = Layer(*layer)
    pooled = zeros(n, a.c_in, a.h_out, a.w_out)
    for s, c, y, z in product(range(n), range(a.c_in), range(a.h_out), range(a.w_out)):
        image = x[s][0 if slip == "first_channel" else c]
        pixels = [image[row][column] for row, column in block(a, y, z, slip)]
        if a.kind == MAX_POOL or slip == "always_largest":
            pooled[s][c][y][z] = max(pixels + [0.0] * (slip == "from_zero"))
        else:
            pooled[s][c][y][z] = sum(pixels) / (1 if slip == "sum" else len(pixels))
    return {"a": pooled}


def pool_backward(n, layer, x, da, slip=""):
    a = Layer(*layer)
    dx = zeros(n, a.c_in, a.h_in, a.w_in)
    for s, c, y, z in product(range(n), range(a.c_in), range(a.h_out), range(a.w_out)):
        pixels = block(a, y, z, slip)
        values = [x[s][c][row][column] for row, column in pixels]
        largest = [pixel for pixel, value in zip(pixels, values) if value == max(values)]
        if a.kind == AVERAGE_POOL:
            share = da[s][c][y][z] / (1 if slip == "full_share" else len(pixels))
        else:
            share = da[s][c][y][z]
            chosen = {"last_on_tie": largest[-1:], "all_on_tie": largest, "to_all": pixels}
            pixels = chosen.get(slip, largest[:1])
        for row, column in pixels:
            dx[s][c][row][column] = share
    return {"dx": dx}


# The cases ---------------------------------------------------------------------------


def images(n, c, height, width, major):
    """Numbers in -1 ... 1 with two decimals."""
    numbers = iter(range(n * c * height * width))
    return [
        [
            [[round(2 * uniform(7, 8, major, next(numbers)) - 1, 2) for _ in range(width)]
             for _ in range(height)]
            for _ in range(c)
        ]
        for _ in range(n)
    ]  # fmt: skip


def vector(m, major):
    return [round(2 * uniform(7, 8, major, i) - 1, 2) for i in range(m)]


def convolution(image, filters, kernel, stride=(1, 1), pad=(0, 0)):
    """The entries of a layer, from (c, h, w), the number of filters, and so on."""
    out = [
        (size + 2 * p - k) // step + 1 for size, k, step, p in zip(image[1:], kernel, stride, pad)
    ]
    return [CONVOLUTION, *image, filters, *out, *kernel, *stride, *pad, 0]


def pool(kind, image, size):
    out = [length // k for length, k in zip(image[1:], size)]
    return [kind, *image, image[0], *out, *size, *size, 0, 0, 0]


def conv_case(n, layer, major, *names):
    """The sizes of a convolution, and those of its arrays that a function takes."""
    a = Layer(*layer)
    arrays = {
        "x": images(n, a.c_in, a.h_in, a.w_in, major),
        "w": vector((a.c_in * a.kh * a.kw + 1) * a.c_out, major + 1),
        "dh": images(n, a.c_out, a.h_out, a.w_out, major + 2),
    }
    return {"n": n, "layer": layer, **{name: arrays[name] for name in names}}


def pool_case(n, layer, major, *names):
    a = Layer(*layer)
    arrays = {
        "x": images(n, a.c_in, a.h_in, a.w_in, major),
        "da": images(n, a.c_out, a.h_out, a.w_out, major + 1),
    }
    return {"n": n, "layer": layer, **{name: arrays[name] for name in names}}


def changed(case, how):
    """Change every pixel of a case."""
    case["x"] = [
        [[[how(v) for v in row] for row in channel] for channel in image] for image in case["x"]
    ]
    return case


def dark(v):
    return -abs(v)


def coarse(v):
    """So that blocks have several largest pixels."""
    return float(round(2 * v))


def convolutions(*names):
    return [
        (
            "two images, two filters of 2 x 3",
            conv_case(2, convolution((1, 4, 5), 2, (2, 3)), 100, *names),
        ),
        (
            "two channels, three filters",
            conv_case(1, convolution((2, 4, 4), 3, (3, 3)), 110, *names),
        ),
        ("padded", conv_case(2, convolution((1, 3, 4), 2, (3, 3), pad=(1, 1)), 120, *names)),
        (
            "steps of 2 rows and 3 columns",
            conv_case(1, convolution((2, 7, 8), 2, (3, 2), (2, 3)), 130, *names),
        ),
        (
            "a spectrum: one row, padded, in steps of 2",
            conv_case(3, convolution((1, 1, 9), 2, (1, 5), (1, 2), (0, 2)), 140, *names),
        ),
    ]


def cross():
    """The lesson's cross on 5 x 5 pixels, and a filter that looks for it."""
    picture = zeros(5, 5)
    for row, column in ((1, 3), (2, 2), (2, 3), (2, 4), (3, 3)):
        picture[row][column] = 1.0
    w = [0.0, 1.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0]
    layer = convolution((1, 5, 5), 1, (3, 3))
    return ("a cross on 5 x 5 pixels", {"n": 1, "layer": layer, "x": [[picture]], "w": w})


def pools(*names):
    return [
        ("the largest of 2 x 2", pool_case(1, pool(MAX_POOL, (1, 4, 6), (2, 2)), 200, *names)),
        ("the mean of 2 x 3", pool_case(2, pool(AVERAGE_POOL, (1, 4, 6), (2, 3)), 210, *names)),
        (
            "two images of three channels, odd sizes",
            pool_case(2, pool(MAX_POOL, (3, 5, 7), (2, 3)), 220, *names),
        ),
        ("means of two channels", pool_case(2, pool(AVERAGE_POOL, (2, 5, 4), (2, 2)), 230, *names)),
        (
            "several largest pixels",
            changed(pool_case(1, pool(MAX_POOL, (2, 6, 6), (3, 3)), 240, *names), coarse),
        ),
        (
            "pixels below zero",
            changed(pool_case(1, pool(MAX_POOL, (1, 2, 6), (2, 2)), 250, *names), dark),
        ),
    ]


STRIDE = {"say": "the filter moves by one pixel: from place to place it moves by the steps"}
SHIFTED = {"say": "the padding is missing: the first place begins pad rows above the image"}

EXERCISES = [
    {
        "exercise": "conv_forward",
        "tolerance": 1e-12,
        "reference": conv_forward,
        "call": {
            "c": "filters_conv_forward(n, layer, x, w, h)",
            "fortran": "call conv_forward(n, d_in, d_out, weights, layer, x, w, h)",
            "python": "h = conv_forward(layer, x, w)",
        },
        "mistakes": {
            "no_bias": {"say": "the bias is missing in h: subtract it at every place"},
            "bias_added": {"say": "h adds the bias: its node is -1, so it is subtracted"},
            "flipped": {
                "say": "the filter is turned round: its first weight meets the first pixel"
            },
            "last_channel": {"say": "h holds one channel only: add up those of all channels"},
            "no_stride": STRIDE,
            "shifted": SHIFTED,
        },
        "cases": [cross(), *convolutions("x", "w")],
    },
    {
        "exercise": "pool_forward",
        "tolerance": 1e-12,
        "reference": pool_forward,
        "call": {
            "c": "filters_pool_forward(n, layer, x, a)",
            "fortran": "call pool_forward(n, d_in, d_out, layer, x, a)",
            "python": "a = pool_forward(layer, x)",
        },
        "mistakes": {
            "overlap": {"say": "the blocks overlap: the next begins where the last one ended"},
            "sum": {"say": "a is the sum of a block: divide by its number of pixels"},
            "always_largest": {"say": "an average pool takes the mean of a block, not the largest"},
            "from_zero": {"say": "the largest begins at 0: begin with the block's first pixel"},
            "first_channel": {"say": "every channel shows the first one: each has its own pixels"},
        },
        "cases": pools("x"),
    },
    {
        "exercise": "conv_backward",
        "tolerance": 1e-12,
        "reference": conv_backward,
        "call": {
            "c": "filters_conv_backward(n, layer, w, dh, dx)",
            "fortran": "call conv_backward(n, d_in, d_out, weights, layer, w, dh, dx)",
            "python": "dx = conv_backward(layer, w, dh)",
        },
        "mistakes": {
            "flipped": {
                "say": "the filter is turned round: a pixel gets back what it gave, weight "
                "by weight"
            },
            "last_filter": {
                "say": "dx knows one filter only: add to it, for each filter",
                "c": "dx is set to 0 before the first",
                "fortran": "dx is set to 0 before the first",
            },
            "no_stride": STRIDE,
            "shifted": SHIFTED,
        },
        "cases": convolutions("w", "dh"),
    },
    {
        "exercise": "conv_gradient",
        "tolerance": 1e-12,
        "reference": conv_gradient,
        "call": {
            "c": "filters_conv_gradient(n, layer, x, dh, dw)",
            "fortran": "call conv_gradient(n, d_in, d_out, weights, layer, x, dh, dw)",
            "python": "dw = conv_gradient(layer, x, dh)",
        },
        "mistakes": {
            "last_image": {"say": "dw is of one image only: add up those of all images"},
            "mean": {"say": "dw is a mean over the places: it is their sum"},
            "bias_kept": {"say": "the bias has no gradient: its node is -1, not 0"},
            "bias_added": {"say": "the gradient of the bias has the wrong sign: its node is -1"},
            "no_stride": STRIDE,
            "shifted": SHIFTED,
        },
        "cases": convolutions("x", "dh"),
    },
    {
        "exercise": "pool_backward",
        "tolerance": 1e-12,
        "reference": pool_backward,
        "call": {
            "c": "filters_pool_backward(n, layer, x, da, dx)",
            "fortran": "call pool_backward(n, d_in, d_out, layer, x, da, dx)",
            "python": "dx = pool_backward(layer, x, da)",
        },
        "mistakes": {
            "last_on_tie": {
                "say": "the last of several largest pixels gets the error: the first does"
            },
            "all_on_tie": {
                "say": "all of several largest pixels get the error: only the first does"
            },
            "to_all": {
                "say": "every pixel of a block gets the error: only the largest acted on it"
            },
            "full_share": {
                "say": "each pixel of a mean gets the whole error: divide by their number"
            },
            "overlap": {"say": "the blocks overlap: the next begins where the last one ended"},
        },
        "cases": pools("x", "da"),
    },
]
