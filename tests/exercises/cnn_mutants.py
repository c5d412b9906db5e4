"""The common mistakes of cnn_whole and of what the layers share, made: as in mutants.py."""

_RELU_C = "return h > 0 ? h : 0;"
_RELU_F = "a = merge(h, 0.0_wp, h > 0)"
_RELU_P = "np.where(h > 0, h, 0).astype(h.dtype)"
_SLOPE_C = "return a > 0;"
_SLOPE_F = "slope = merge(1.0_wp, 0.0_wp, a > 0)"
_SLOPE_P = "(a > 0).astype(a.dtype)"
_LEAKY_C = "return (h > 0 ? 1 : LEAK) * h;"
_LEAKY_F = "a = merge(1.0_wp, leak, h > 0)*h"
_LEAKY_P = "np.where(h > 0, h, h.dtype.type(LEAK) * h)"
_LEAK_C = "return a > 0 ? 1 : LEAK;"
_LEAK_F = "slope = merge(1.0_wp, leak, a > 0)"
_LEAK_P = "np.where(a > 0, a.dtype.type(1), a.dtype.type(LEAK))"
_POWER_C = "a_i[o] = exp(h_i[o] - largest);"
_POWER_F = "a(o, i) = exp(h(o, i) - largest)"
_POWER_P = "np.exp(h - h.max(axis=1, keepdims=True))  #"
_SHARE_F = "a(:, i) = a(:, i)/total"
_SHARE_P = "powers / powers.sum(axis=1, keepdims=True)"
_LOSS_C = "total += log(powers) + largest - chosen;"
_LOSS_F = "total = total + (log(powers) + largest - chosen)"
_LOSS_P = "np.sum(log_sum - np.sum(h64 * t, axis=1)) / len(a)"
_DH_C = "dh[i] = (a[i] - t[i]) / (real)n;"
_DH_F = "dh(o, i) = (a(o, i) - t(o, i))/real(n, wp)"
_DH_P = "(a - t) / a.dtype.type(len(a))  #"
_SCALE_C = "(real)(1 / (1 - p))"
_SCALE_F = "real(1/(1 - p), wp)"
_SCALE_P = "a.dtype.type(1 / (1 - p))"

MUTANTS = {
    "relu": {
        "inverted": {
            "c": [(_RELU_C, "return h < 0 ? h : 0;")],
            "fortran": [(_RELU_F, "a = min(h, 0.0_wp)")],
            "python": [(_RELU_P, "np.minimum(h, 0)")],
        },
        "absolute": {
            "c": [(_RELU_C, "return h > 0 ? h : -h;")],
            "fortran": [(_RELU_F, "a = abs(h)")],
            "python": [(_RELU_P, "np.abs(h)")],
        },
        "step": {
            "c": [(_RELU_C, "return h > 0 ? 1 : 0;")],
            "fortran": [(_RELU_F, "a = merge(1, 0, h > 0)")],
            "python": [(_RELU_P, "np.where(h > 0, 1.0, 0.0)")],
        },
    },
    "relu_slope": {
        "value": {
            "c": [(_SLOPE_C, "return a;")],
            "fortran": [(_SLOPE_F, "slope = a")],
            "python": [(_SLOPE_P, "a.copy()")],
        },
        "one_at_zero": {
            "c": [(_SLOPE_C, "return a >= 0;")],
            "fortran": [(_SLOPE_F, "slope = merge(1, 0, a >= 0)")],
            "python": [(_SLOPE_P, "(a >= 0) * 1.0")],
        },
        "always_one": {
            "c": [(_SLOPE_C, "return 1;")],
            "fortran": [(_SLOPE_F, "slope = 1")],
            "python": [(_SLOPE_P, "np.ones(a.shape)")],
        },
    },
    "leaky_relu": {
        "cut_off": {
            "c": [(_LEAKY_C, "return fmax(h, (real)0);")],
            "fortran": [(_LEAKY_F, "a = max(h, 0.0_wp)")],
            "python": [(_LEAKY_P, "np.maximum(h, 0)")],
        },
        "absolute": {
            "c": [(_LEAKY_C, "return (h > 0 ? 1 : -LEAK) * h;")],
            "fortran": [(_LEAKY_F, "a = merge(1.0_wp, -leak, h > 0)*h")],
            "python": [(_LEAKY_P, "np.where(h > 0, h, -LEAK * h)")],
        },
        "everywhere": {
            "c": [(_LEAKY_C, "return LEAK * h;")],
            "fortran": [(_LEAKY_F, "a = leak*h")],
            "python": [(_LEAKY_P, "LEAK * h")],
        },
    },
    "leaky_relu_slope": {
        "value": {
            "c": [(_LEAK_C, "return a > 0 ? a : LEAK * a;")],
            "fortran": [(_LEAK_F, "slope = merge(a, leak*a, a > 0)")],
            "python": [(_LEAK_P, "np.where(a > 0, a, LEAK * a)")],
        },
        "one_at_zero": {
            "c": [(_LEAK_C, "return a >= 0 ? 1 : LEAK;")],
            "fortran": [(_LEAK_F, "slope = merge(1.0_wp, leak, a >= 0)")],
            "python": [(_LEAK_P, "np.where(a >= 0, 1.0, LEAK)")],
        },
        "zero_below": {
            "c": [(_LEAK_C, "return a > 0 ? 1 : 0;")],
            "fortran": [(_LEAK_F, "slope = merge(1, 0, a > 0)")],
            "python": [(_LEAK_P, "np.where(a > 0, 1.0, 0.0)")],
        },
    },
    "softmax": {
        "overflow": {
            "c": [(_POWER_C, "a_i[o] = exp(h_i[o]);")],
            "fortran": [(_POWER_F, "a(o, i) = exp(h(o, i))")],
            "python": [(_POWER_P, "np.exp(h)  #")],
        },
        "no_division": {
            "c": [("a_i[o] /= total;", ";")],
            "fortran": [(_SHARE_F, "")],
            "python": [(_SHARE_P, "powers")],
        },
        "carried_over": {
            "c": [
                ("        real total = 0;\n        for", "        for"),
                (
                    "    for (size_t i = 0; i < n; i++) {\n        const real *h_i = h + i * m;\n"
                    "        real *a_i",
                    "    real total = 0;\n    for (size_t i = 0; i < n; i++) {\n"
                    "        const real *h_i = h + i * m;\n        real *a_i",
                ),
            ],
            "fortran": [
                ("            total = 0\n", ""),
                (
                    "        do i = 1, n\n            largest = maxval(h(:, i))  ! sub",
                    "        total = 0\n        do i = 1, n\n"
                    "            largest = maxval(h(:, i))  ! sub",
                ),
            ],
            "python": [(_SHARE_P, "powers / np.cumsum(powers.sum(axis=1))[:, None]")],
        },
    },
    "softmax_loss": {
        "sum": {
            "c": [
                (
                    "*loss = total / (double)n;\n#pragma acc parallel loop gang",
                    "*loss = total;\n#pragma acc parallel loop gang",
                ),
                (_DH_C, "dh[i] = a[i] - t[i];"),
            ],
            "fortran": [
                ("loss = total/n\n        !$acc", "loss = total\n        !$acc"),
                (_DH_F, "dh(o, i) = a(o, i) - t(o, i)"),
            ],
            "python": [(_LOSS_P, _LOSS_P.replace(" / len(a)", "")), (_DH_P, "a - t  #")],
        },
        "sum_in_dh": {
            "c": [(_DH_C, "dh[i] = a[i] - t[i];")],
            "fortran": [(_DH_F, "dh(o, i) = a(o, i) - t(o, i)")],
            "python": [(_DH_P, "a - t  #")],
        },
        "wrong_sign": {
            "c": [(_DH_C, "dh[i] = (t[i] - a[i]) / (real)n;")],
            "fortran": [(_DH_F, "dh(o, i) = (t(o, i) - a(o, i))/real(n, wp)")],
            "python": [(_DH_P, "(t - a) / len(a)  #")],
        },
        "squares": {
            "c": [
                (
                    _LOSS_C,
                    "for (size_t o = 0; o < m; o++)\n"
                    "total += (a[i * m + o] - t_i[o]) * (a[i * m + o] - t_i[o]) / 2;",
                )
            ],
            "fortran": [(_LOSS_F, "total = total + sum((a(:, i) - t(:, i))**2)/2")],
            "python": [(_LOSS_P, "np.sum((a - t) ** 2) / 2 / len(a)")],
        },
        "log_of_share": {
            "c": [
                (
                    _LOSS_C,
                    "for (size_t o = 0; o < m; o++)\nif (t_i[o] > 0) total -= log(a[i * m + o]);",
                )
            ],
            "fortran": [(_LOSS_F, "total = total - sum(log(a(:, i)), mask=t(:, i) > 0)")],
            "python": [(_LOSS_P, "-np.sum(np.log(a[t > 0])) / len(a)")],
        },
    },
    "dropout": {
        "no_scale": {
            "c": [(_SCALE_C, "1")],
            "fortran": [(_SCALE_F, "1")],
            "python": [(_SCALE_P, "1")],
        },
        "scaled_by_p": {
            "c": [(_SCALE_C, "(real)(1 / p)")],
            "fortran": [(_SCALE_F, "real(1/p, wp)")],
            "python": [(_SCALE_P, "a.dtype.type(1 / p)")],
        },
        "inverted": {
            "c": [("u >= p ?", "u < p ?")],
            "fortran": [("u >= p", "u < p")],
            "python": [("u >= p,", "u < p,")],
        },
        "rows_alike": {
            "c": [("batch, (uint32_t)i)", "batch, (uint32_t)(i % m))")],
            "fortran": [("int(i - 1, int64)*m + o - 1", "int(o - 1, int64)")],
            "python": [("batch, places)", "batch, places % a.shape[1])")],
        },
        "no_layer": {
            "c": [("FOR_DROPOUT + layer", "FOR_DROPOUT")],
            "fortran": [("for_dropout + layer", "int(for_dropout, int64)")],
            "python": [("Purpose.DROPOUT + layer", "Purpose.DROPOUT")],
        },
    },
    "cnn_whole": {
        "new_weights": {
            "c": [
                (
                    "error += share[o] * v[k * m + o];",
                    "error += share[o] * (v[k * m + o] - rate * share[o] * pool[k]);",
                )
            ],
            "fortran": [
                ("error = dot_product(share, v(:, k))\n", ""),
                (
                    "v(:, k) = v(:, k) - rate*share*pool(k)\n",
                    "v(:, k) = v(:, k) - rate*share*pool(k)\nerror = dot_product(share, v(:, k))\n",
                ),
            ],
            "python": [
                ("errors = v[:-1] @ dh", "errors = (v[:-1] - rate * np.outer(pool, dh)) @ dh")
            ],
        },
        "all_of_block": {
            "c": [
                (
                    "const int y = place[k] / size % size, z = place[k] % size;\n",
                    "for (int t = 0; t < 4; t++) {\n"
                    "const int y = place[k] / size % size / 2 * 2 + t / 2;\n"
                    "const int z = place[k] % size / 2 * 2 + t % 2;\n",
                ),
                ("w[f * 10 + 9] += rate * error;", "w[f * 10 + 9] += rate * error;\n}"),
            ],
            "fortran": [
                ("integer :: epoch, f, k,", "integer :: j, epoch, f, k,"),
                (
                    "do row = 0, 2\n                    pixel = (place(2, k) - 1 + row)*side + "
                    "place(1, k)",
                    "do j = 0, 3\ndo row = 0, 2\n"
                    "pixel = ((place(2, k) - 1)/2*2 + j/2 + row)*side &\n"
                    "+ (place(1, k) - 1)/2*2 + 1 + mod(j, 2)",
                ),
                ("w(10, f) = w(10, f) + rate*error", "w(10, f) = w(10, f) + rate*error\nend do"),
            ],
            "python": [
                (
                    "            if pool[k] > 0:\n",
                    "            for j in range(4 if pool[k] > 0 else 0):\n"
                    "                y, z = y // 2 * 2 + j // 2, z // 2 * 2 + j % 2\n",
                )
            ],
        },
        "no_slope": {
            "c": [("                if (pool[k] <= 0)\n                    continue;\n", "")],
            "fortran": [("                if (pool(k) <= 0) cycle\n", "")],
            "python": [("if pool[k] > 0:", "if True:")],
        },
        "bias_kept": {
            "c": [("                w[f * 10 + 9] += rate * error;\n", "")],
            "fortran": [("                w(10, f) = w(10, f) + rate*error\n", "")],
            "python": [("                w[f, 9] += rate * errors[k]\n", "")],
        },
        "one_epoch_only": {
            "c": [("epoch <= epochs", "epoch <= 1")],
            "fortran": [("do epoch = 1, epochs", "do epoch = 1, 1")],
            "python": [("range(1, epochs + 1)", "range(1, 2)")],
        },
        "one_too_high": {
            "c": [("says[i] = o;\n    }", "says[i] = o;\n        says[i]++;\n    }")],
            "fortran": [("maxloc(share, dim=1) - 1", "maxloc(share, dim=1)")],
            "python": [("forward(x[i], w, v)[3])", "forward(x[i], w, v)[3]) + 1")],
        },
    },
}
