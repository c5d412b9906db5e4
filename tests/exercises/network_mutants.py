"""The common mistakes of the exercises on whole networks, made: as in mutants.py."""

_DROP_C = "        layers_dropout(n, d_out, drop[l], seed, (uint32_t)l + 1, step, a);\n"
_DROP_F = "            call dropout(n, d_out, drop(l), seed, int(l, int64), step, a(first))\n"
_DROP_P = "        a = dropout(drop[layer], seed, layer + 1, step, a)\n"
_LAYERS_P = "for layer, w in enumerate(weights(network, params)):\n"
_OUT_C = "layers_activate_backward(network[3 * l + 2], n, d_out, a, da, beta, dh);"
_OUT_F = "call activate_backward(network(3, l), n, d_out, a(first), da, beta, dh)"
_OUT_P = "dh = activate_backward(network[last, 2], a[last], da, beta)"
_CROSS_P = "loss, dh = cross_entropy(network[last, 2], h[last], a[last], t, beta)"
_HIDDEN_C = "layers_activate_backward(network[3 * l - 1], n, d_in, value, da, beta, dh);"
_HIDDEN_F = "call activate_backward(network(3, l - 1), n, d_in, value, da, beta, dh)"
_HIDDEN_P = "dh = activate_backward(network[layer - 1, 2], value, da, beta)"
_VALUE_C = "value[i] = a[i] * kept;"
_VALUE_F = "a(first + i - 1)*kept"
_VALUE_P = "a[layer - 1] * x.dtype.type(1 - drop[layer - 1])"
_GATHER_C = "gather(rows, %s_batch);"
_COPY_C = "memcpy(%s_batch, %s + first * %s, rows * %s * sizeof *%s);"
_GATHER_F = "call gather(n, %s_batch)"
_COPY_F = "%s_batch(:, :rows) = %s(:, first:first + rows - 1)"
_STEP_C = "        layers_sgd_step(weights, rate"
_STEP_F = "            call sgd_step(weights, rate"
_VISITS_P = "order[first : first + batch]"

MUTANTS = {
    "mlp_forward": {
        "h_passed_on": {
            "c": [("        inputs = a;\n", "        inputs = h;\n")],
            "fortran": [("d_out, a(first - n*d_in), params", "d_out, h(first - n*d_in), params")],
            "python": [("        inputs = a\n", "        inputs = h\n")],
        },
        "first_weights": {
            "c": [("        w += (d_in + 1) * d_out;\n", "")],
            "fortran": [("            w = w + (d_in + 1)*d_out\n", "")],
            "python": [
                (_LAYERS_P, _LAYERS_P + "        w = params[: w.size].reshape(w.shape)\n"),
            ],
        },
        "first_activation": {
            "c": [("layers_activate(network[3 * l + 2], n", "layers_activate(network[2], n")],
            "fortran": [("call activate(network(3, l), n", "call activate(network(3, 1), n")],
            "python": [("activate(network[layer, 2], h", "activate(network[0, 2], h")],
        },
        "no_dropout": {
            "c": [(_DROP_C, "")],
            "fortran": [(_DROP_F, "")],
            "python": [(_DROP_P, "")],
        },
        "dropout_from_0": {
            "c": [(_DROP_C, _DROP_C.replace("l + 1", "l"))],
            "fortran": [(_DROP_F, _DROP_F.replace("int(l,", "int(l - 1,"))],
            "python": [(_DROP_P, _DROP_P.replace("layer + 1", "layer"))],
        },
    },
    "mlp_backward": {
        "no_output_slope": {
            "c": [(_OUT_C, "memcpy(dh, da, n * d_out * sizeof *dh);")],
            "fortran": [(_OUT_F, "dh(:n*d_out) = da(:n*d_out)")],
            "python": [(_OUT_P, "dh = da")],
        },
        "slope_twice": {
            "c": [("h, a, t, beta, loss, dh);", "h, a, t, beta, loss, da);\n        " + _OUT_C)],
            "fortran": [("t, beta, loss, dh)", "t, beta, loss, da)\n            " + _OUT_F)],
            "python": [
                (_CROSS_P, _CROSS_P + "\n        da = dh\n        " + _OUT_P),
            ],
        },
        "no_hidden_slope": {
            "c": [(_HIDDEN_C, "memcpy(dh, da, n * d_in * sizeof *dh);")],
            "fortran": [(_HIDDEN_F, "dh(:n*d_in) = da(:n*d_in)")],
            "python": [(_HIDDEN_P, "dh = da")],
        },
        "slope_of_h": {
            "c": [
                (_VALUE_C, "value[i] = h[i];"),
                ("        a -= n * d_in;\n", "        a -= n * d_in;\n        h -= n * d_in;\n"),
            ],
            "fortran": [(_VALUE_F, "h(first + i - 1)")],
            "python": [(_VALUE_P, "h[layer - 1]")],
        },
        "no_dropout": {
            "c": [
                ("        layers_dropout(n, d_in, drop[l - 1], seed, (uint32_t)l, step, da);\n", "")
            ],
            "fortran": [
                (
                    "            call dropout(n, d_in, drop(l - 1), seed, int(l - 1, int64), step, "
                    "da)\n",
                    "",
                )
            ],
            "python": [
                ("        da = dropout(drop[layer - 1], seed, layer, step, da)\n", ""),
            ],
        },
        "slope_of_scaled": {
            "c": [(_VALUE_C, "value[i] = a[i];")],
            "fortran": [(_VALUE_F, "a(first + i - 1)")],
            "python": [(_VALUE_P, "a[layer - 1]")],
        },
    },
    "mlp_train_epoch": {
        "file_order": {
            "c": [
                (_GATHER_C % "d, order + first, x, x", _COPY_C % ("x", "x", "d", "d", "x")),
                (_GATHER_C % "m, order + first, t, t", _COPY_C % ("t", "t", "m", "m", "t")),
            ],
            "fortran": [
                (_GATHER_F % "d, rows, order(first), x, x", _COPY_F % ("x", "x")),
                (_GATHER_F % "m, rows, order(first), t, t", _COPY_F % ("t", "t")),
            ],
            "python": [(_VISITS_P, "np.arange(len(order))[first : first + batch]")],
        },
        "old_weights": {
            "c": [
                (
                    "    double total = 0;\n    for (size_t first",
                    "    double total = 0;\n    real *old = malloc(weights * sizeof *old);\n"
                    "    memcpy(old, params, weights * sizeof *old);\n    for (size_t first",
                ),
                (
                    "beta, x_batch, params, seed, step, h, a);",
                    "beta, x_batch, old, seed, step, h, a);",
                ),
                (
                    "x_batch, t_batch,\n                              params,",
                    "x_batch, t_batch,\n                              old,",
                ),
            ],
            "fortran": [
                (
                    "        integer(int64) :: batches\n",
                    "        integer(int64) :: batches\n        real(wp) :: old(weights)\n",
                ),
                ("        batches = step\n", "        batches = step\n        old = params\n"),
                (
                    "x_batch, &\n                         params, seed",
                    "x_batch, &\n                         old, seed",
                ),
                ("x_batch, t_batch, params, h", "x_batch, t_batch, old, h"),
            ],
            "python": [
                ("    total = 0.0\n    for", "    total = 0.0\n    old = params\n    for"),
                ("x[rows], params, seed", "x[rows], old, seed"),
                ("x[rows], t[rows], params, h", "x[rows], t[rows], old, h"),
            ],
        },
        "short_left_out": {
            "c": [("first < visits; first", "first + batch <= visits; first")],
            "fortran": [("do first = 1, visits, most", "do first = 1, visits - most + 1, most")],
            "python": [("range(0, len(order), batch)", "range(0, len(order) - batch + 1, batch)")],
        },
        "mean_of_batches": {
            "c": [
                ("total += *loss * (double)rows;", "total += *loss;"),
                ("total / (double)visits;", "total / (double)((visits + batch - 1) / batch);"),
            ],
            "fortran": [
                ("total = total + loss*rows", "total = total + loss"),
                ("loss = total/visits", "loss = total/((visits + most - 1)/most)"),
            ],
            "python": [
                ("total += loss * len(rows)", "total += loss"),
                ("total / len(order)", "total / -(-len(order) // batch)"),
            ],
        },
        "velocity_forgotten": {
            "c": [
                (_STEP_C, "        memset(velocity, 0, weights * sizeof *velocity);\n" + _STEP_C)
            ],
            "fortran": [(_STEP_F, "            velocity = 0\n" + _STEP_F)],
            "python": [("sgd_step(rate, momentum, gradient", "sgd_step(rate, 0.0, gradient")],
        },
        "same_masks": {
            "c": [("first += batch, step++)", "first += batch)")],
            "fortran": [("            batches = batches + 1\n", "")],
            "python": [("        step += 1\n", "")],
        },
    },
    "gradient_check": {
        "one_sided": {
            "c": [
                ("moved[i] = params[i] - epsilon;", "moved[i] = params[i];"),
                ("(plus - minus) / (2 * epsilon)", "(plus - minus) / epsilon"),
            ],
            "fortran": [
                ("moved(i) = params(i) - epsilon", "moved(i) = params(i)"),
                ("(plus - minus)/(2*epsilon)", "(plus - minus)/epsilon"),
            ],
            "python": [
                ("moved[i] = params[i] - epsilon", "moved[i] = params[i]"),
                ("(plus - minus) / (2 * epsilon)", "(plus - minus) / epsilon"),
            ],
        },
        "not_halved": {
            "c": [("(plus - minus) / (2 * epsilon)", "(plus - minus) / epsilon")],
            "fortran": [("(plus - minus)/(2*epsilon)", "(plus - minus)/epsilon")],
            "python": [("(plus - minus) / (2 * epsilon)", "(plus - minus) / epsilon")],
        },
        "wrong_sign": {
            "c": [("(plus - minus)", "(minus - plus)")],
            "fortran": [("(plus - minus)", "(minus - plus)")],
            "python": [("(plus - minus)", "(minus - plus)")],
        },
        "not_restored": {
            "c": [("        moved[i] = params[i];\n        if", "        if")],
            "fortran": [("            moved(i) = params(i)\n", "")],
            "python": [
                ("        moved = params.copy()\n", ""),
                ("    numeric = np", "    moved = params.copy()\n    numeric = np"),
            ],
        },
        "not_relative": {
            "c": [("sqrt(apart) / (sqrt(own) + sqrt(given))", "sqrt(apart)")],
            "fortran": [("/(norm2(numeric) + norm2(gradient))", "")],
            "python": [
                (
                    "np.linalg.norm(numeric - gradient) / lengths",
                    "np.linalg.norm(numeric - gradient)",
                )
            ],
        },
    },
}
