"""The common mistakes of the exercises of convolution and pooling, made in the bodies of
filters_bases.py: as in mutants.py.
"""

# The mistakes of the three convolutions.
NO_STRIDE = {
    "c": [("y * layer[STRIDE_H] + i", "y + i"), ("z * layer[STRIDE_W] + j", "z + j")],
    "fortran": [
        ("(y - 1)*layer(stride_h) + i", "(y - 1) + i"),
        ("(z - 1)*layer(stride_w) + j", "(z - 1) + j"),
    ],
    "python": [("y * layer.stride_h, z * layer.stride_w", "y, z")],
}
SHIFTED = {
    "c": [(" + i - layer[PAD_H]", " + i"), (" + j - layer[PAD_W]", " + j")],
    "fortran": [(" + i - layer(pad_h)", " + i"), (" + j - layer(pad_w)", " + j")],
    "python": [
        (
            "above, left = (layer.pad_h, layer.pad_h), (layer.pad_w, layer.pad_w)",
            "above, left = (0, 2 * layer.pad_h), (0, 2 * layer.pad_w)",
        )
    ],
}

MUTANTS = {
    "conv_forward": {
        "no_bias": {
            "c": [("real sum = -bias;", "real sum = 0;")],
            "fortran": [("h(z, y) = -bias", "h(z, y) = 0")],
            "python": [(" - biases[f]", "")],
        },
        "bias_added": {
            "c": [("real sum = -bias;", "real sum = bias;")],
            "fortran": [("h(z, y) = -bias", "h(z, y) = bias")],
            "python": [(" - biases[f]", " + biases[f]")],
        },
        "flipped": {
            "c": [
                ("KERNEL_H] + i) * layer[KERNEL_W]", "KERNEL_H] + 2 - i) * layer[KERNEL_W]"),
                ("layer[KERNEL_W] + j]", "layer[KERNEL_W] + 2 - j]"),
                ("+ 2 - i", "+ layer[KERNEL_H] - 1 - i"),
                ("+ 2 - j", "+ layer[KERNEL_W] - 1 - j"),
            ],
            "fortran": [
                (
                    "row, c)*w(j, i, c)",
                    "row, c)*w(layer(kernel_w) + 1 - j, layer(kernel_h) + 1 - i, c)",
                )
            ],
            "python": [("seen * kernels[f]", "seen * kernels[f, :, ::-1, ::-1]")],
        },
        "last_channel": {
            "c": [
                (
                    "for (int c = 0; c < layer[C_IN]; c++)\n                for",
                    "for (int c = layer[C_IN] - 1; c < layer[C_IN]; c++)\n                for",
                )
            ],
            "fortran": [
                (
                    "do c = 1, layer(c_in)\n                    do i",
                    "do c = layer(c_in), layer(c_in)\n                    do i",
                )
            ],
            "python": [("(seen * kernels[f])", "(seen * kernels[f])[:, -1:]")],
        },
        "no_stride": NO_STRIDE,
        "shifted": SHIFTED,
    },
    "pool_forward": {
        "overlap": {
            "c": [("top = y * layer[KERNEL_H], left = z * layer[KERNEL_W];", "top = y, left = z;")],
            "fortran": [
                ("(y - 1)*layer(kernel_h) + 1\n                left", "y\n                left"),
                ("(z - 1)*layer(kernel_w) + 1\n                assoc", "z\n                assoc"),
            ],
            "python": [("y * layer.kh, z * layer.kw\n", "y, z\n")],
        },
        "sum": {
            "c": [("const real mean = sum /", "const real mean = sum; //")],
            "fortran": [("sum(seen)/size(seen)", "sum(seen)")],
            "python": [("block.mean(", "block.sum(")],
        },
        "always_largest": {
            "c": [("layer[KIND] == MAX_POOL ? largest : mean", "largest")],
            "fortran": [("if (layer(kind_of) == max_pool) a(z", "a(z")],
            "python": [("            if layer.kind == Kind.MAX_POOL:\n    ", "")],
        },
        "from_zero": {
            "c": [("real largest = x[top * layer[W_IN] + left]", "real largest = 0")],
            "fortran": [("maxval(seen)", "max(0.0_wp, maxval(seen))")],
            "python": [("block.max(axis=(2, 3))", "block.max(axis=(2, 3), initial=0)")],
        },
        "first_channel": {
            "c": [("pool(layer, x_s + c * image,", "pool(layer, x_s,")],
            "fortran": [("call pool(layer, x(pixel:, s)", "call pool(layer, x(:, s)")],
            "python": [("block = x[:, :, top", "block = x[:, :1, top")],
        },
    },
    "conv_backward": {
        "flipped": {
            "c": [
                (
                    "KERNEL_H] + i) * layer[KERNEL_W] + j];\n                        dx",
                    "KERNEL_H] + back(i)) * layer[KERNEL_W] + j];\n                        dx",
                ),
                ("back(i)", "layer[KERNEL_H] - 1 - i"),
                (
                    "KERNEL_W] + j];\n                        dx",
                    "KERNEL_W] + layer[KERNEL_W] - 1 - j];\n                        dx",
                ),
            ],
            "fortran": [
                (
                    "dh(z, y)*w(j, i, c)\n",
                    "dh(z, y) &\n *w(layer(kernel_w) + 1 - j, layer(kernel_h) + 1 - i, c)\n",
                )
            ],
            "python": [("* kernels[f]\n", "* kernels[f, :, ::-1, ::-1]\n")],
        },
        "last_filter": {
            "c": [
                (
                    "z++)\n            for (int c = 0;",
                    "z++)\n            for (int c = wipe(layer, y + z, dx);",
                ),
                (
                    "// The errors of one map, passed",
                    "static int wipe(const int32_t *layer, int place, real *dx)\n{\n"
                    "    for (size_t v = 0; place == 0 && v < filters_count_inputs(layer); v++)\n"
                    "        dx[v] = 0;\n    return 0;\n}\n\n"
                    "// The errors of one map, passed",
                ),
            ],
            "fortran": [
                (
                    "do z = 1, layer(w_out)\n                do c",
                    "do z = 1, layer(w_out)\n"
                    "                if (y + z == 2) dx = 0\n                do c",
                )
            ],
            "python": [("for f in range(layer.c_out):", "for f in [layer.c_out - 1]:")],
        },
        "no_stride": NO_STRIDE,
        "shifted": {
            **SHIFTED,
            "python": [("above, left = layer.pad_h, layer.pad_w", "above, left = 0, 0")],
        },
    },
    "conv_gradient": {
        "last_image": {
            "c": [
                (
                    "            *dbias -= error;\n",
                    "            if (y + z == 0) {\n                *dbias = 0;\n"
                    "                for (ptrdiff_t v = 0; v < kernel_of(layer); v++)\n"
                    "                    dw[v] = 0;\n            }\n            *dbias -= error;\n",
                )
            ],
            "fortran": [
                (
                    "                dbias = dbias - dh(z, y)\n",
                    "                if (y + z == 2) dw = 0\n"
                    "                if (y + z == 2) dbias = 0\n"
                    "                dbias = dbias - dh(z, y)\n",
                )
            ],
            "python": [("for s in range(len(x)):", "for s in [len(x) - 1]:")],
        },
        "mean": {
            "c": [
                (
                    "error = dh[y * layer[W_OUT] + z];",
                    "error = dh[y * layer[W_OUT] + z] / (real)map_of(layer);",
                )
            ],
            "fortran": [
                ("dbias - dh(z, y)\n", "dbias - dh(z, y)/size(dh)\n"),
                ("dh(z, y)*x(column", "dh(z, y)/size(dh)*x(column"),
            ],
            "python": [
                ("[dw.ravel(), dbias]", "[dw.ravel() / dh[0, 0].size, dbias / dh[0, 0].size]")
            ],
        },
        "bias_kept": {
            "c": [("            *dbias -= error;\n", "")],
            "fortran": [("                dbias = dbias - dh(z, y)\n", "")],
            "python": [("dbias -= dh", "dbias -= 0 * dh")],
        },
        "bias_added": {
            "c": [("*dbias -= error;", "*dbias += error;")],
            "fortran": [("dbias = dbias - dh(z, y)\n", "dbias = dbias + dh(z, y)\n")],
            "python": [("dbias -= dh", "dbias += dh")],
        },
        "no_stride": NO_STRIDE,
        "shifted": SHIFTED,
    },
    "pool_backward": {
        "last_on_tie": {
            "c": [("if (x[pixel] > x[largest])", "if (x[pixel] >= x[largest])")],
            "fortran": [("maxloc(seen)", "maxloc(seen, back=.true.)")],
            "python": [("seen.argmax()", "seen.size - 1 - seen.ravel()[::-1].argmax()")],
        },
        "all_on_tie": {
            "c": [
                (
                    "dx[largest] = error;",
                    "for (int i = top; i < top + layer[KERNEL_H]; i++)\n"
                    "for (int j = left; j < left + layer[KERNEL_W]; j++)\n"
                    "if (x[i * layer[W_IN] + j] == x[largest])\n"
                    "dx[i * layer[W_IN] + j] = error;",
                )
            ],
            "fortran": [
                (
                    "share(pixel(1), pixel(2)) = da(z, y)",
                    "where (seen >= maxval(seen)) share = da(z, y)",
                )
            ],
            "python": [("share.flat[seen.argmax()]", "share[seen == seen.max()]")],
        },
        "to_all": {
            "c": [
                ("if (layer[KIND] == AVERAGE_POOL)", "const real part ="),
                (
                    "part =\n                        dx[pixel] = error / size;",
                    "part = layer[KIND] == AVERAGE_POOL ? size : 1;\n"
                    "                    dx[pixel] = error / part;",
                ),
            ],
            "fortran": [("share(pixel(1), pixel(2)) = da", "share = da")],
            "python": [("share.flat[seen.argmax()]", "share[...]")],
        },
        "full_share": {
            "c": [("= error / size;", "= error;")],
            "fortran": [("share = da(z, y)/size(seen)", "share = da(z, y)")],
            "python": [("da[s, c, y, z] / seen.size", "da[s, c, y, z]")],
        },
        "overlap": {
            "c": [("top = y * layer[KERNEL_H], left = z * layer[KERNEL_W];", "top = y, left = z;")],
            "fortran": [
                ("(y - 1)*layer(kernel_h) + 1\n                left", "y\n                left"),
                ("(z - 1)*layer(kernel_w) + 1\n                assoc", "z\n                assoc"),
            ],
            "python": [("y * layer.kh, z * layer.kw\n", "y, z\n")],
        },
    },
}
