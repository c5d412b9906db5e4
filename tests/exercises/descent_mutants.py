"""The common mistakes of the exercises around the training of a network, made: as in mutants.py."""

_OUTPUT_C = """\
            for (int j = 0; j <= q; j++)
                for (int o = 0; o < m; o++)
                    w2[j * m + o] -= rate * dh2[o] * (j < q ? a1[j] : -1);
"""
_INSIDE_C = "            for (int j = 0; j < q; j++) {\n                double back"
_OUTPUT_F = """\
            do o = 1, m
                w2(o, :) = w2(o, :) - rate*dh2(o)*[a1, -1.0_dp]
            end do
"""
_INSIDE_F = "            dh1 = matmul(dh2, w2(:, :q))*a1*(1 - a1)\n"
_OUTPUT_P = "        w2 -= rate * np.outer(np.append(a1, -1), dh2)\n"
_INSIDE_P = "        dh1 = w2[:-1] @ dh2 * a1 * (1 - a1)\n"
_CLASS_C = "random_integer(classes, seed, FOR_BALANCING, epoch, minor)"
_ROW_C = "random_integer(count, seed, FOR_BALANCING, epoch, minor + 1)"
_CLASS_F = "random_integer(classes, seed, for_balancing, epoch, minor)"
_CLASS_P = "random.integer(classes, seed, Purpose.BALANCING, epoch, 2 * visits)"
_ROW_P = "random.integer(counts[c], seed, Purpose.BALANCING, epoch, 2 * visits + 1)"
_KEEP_C = "            memcpy(params, now, weights * sizeof *params);\n        }\n"
_VALID_F = "loss_on(n_valid, d, m, n_layers, weights, network, beta, x_valid, t_valid, now, &"
_SHUFFLE_C = "        random_shuffle(n, n, seed, FOR_VISITING_ORDER, (uint32_t)epoch, order);\n"
_SHUFFLE_F = "call random_shuffle(n, n, seed, for_visiting_order, int(epoch - 1, int64), order)"
_SHUFFLE_P = "random.shuffle(n, n, seed, Purpose.VISITING_ORDER, epoch)"
_ERROR_C = "errors[i] += difference * difference / (real)d;\n        }\n"
_ERROR_F = "sum((x - outputs)**2, dim=1)/d"
_ERROR_P = "np.mean((x - outputs) ** 2, axis=1)"


def _same_for_all(c):
    """Class c for every hidden row of the wines."""
    return {
        "c": [("says[i] = 0;", "says[i] = %d;" % c), ("o = 1; o < m", "o = m; o < m")],
        "fortran": [("says = maxloc(outputs, dim=1) - 1", "says = %d" % c)],
        "python": [("np.argmax(outputs, axis=1)", "np.full(len(hidden), %d)" % c)],
    }


MUTANTS = {
    "mlp_whole": {
        "corrected_weights": {
            "c": [(_OUTPUT_C, ""), (_INSIDE_C, _OUTPUT_C + _INSIDE_C)],
            "fortran": [(_OUTPUT_F, ""), (_INSIDE_F, _OUTPUT_F + _INSIDE_F)],
            "python": [(_OUTPUT_P, ""), (_INSIDE_P, _OUTPUT_P + _INSIDE_P)],
        },
        "no_hidden_slope": {
            "c": [("dh1[j] = back * a1[j] * (1 - a1[j]);", "dh1[j] = back;")],
            "fortran": [("w2(:, :q))*a1*(1 - a1)", "w2(:, :q))")],
            "python": [("w2[:-1] @ dh2 * a1 * (1 - a1)", "w2[:-1] @ dh2")],
        },
        "no_output_slope": {
            "c": [(" * a2[o] * (1 - a2[o])", "")],
            "fortran": [("(a2 - wanted)*a2*(1 - a2)", "a2 - wanted")],
            "python": [("(a2 - wanted[i]) * a2 * (1 - a2)", "a2 - wanted[i]")],
        },
        "bias_kept": {
            "c": [("a1[j] : -1)", "a1[j] : 0)"), ("x_i[j] : -1)", "x_i[j] : 0)")],
            "fortran": [("[a1, -1.0_dp]", "[a1, 0.0_dp]"), ("i), -1.0_dp]", "i), 0.0_dp]")],
            "python": [("np.append(a1, -1)", "np.append(a1, 0)"), ("x[i], -1)", "x[i], 0)")],
        },
        "test_rows_used": {
            "c": [("i % 3 == 2", "i < 0")],
            "fortran": [("if (mod(i, 3) == 0) cycle", "if (i < 0) cycle")],
            "python": [("i % 3 == 2", "i < 0")],
        },
        "one_epoch_only": {
            "c": [("epochs < max_epochs &&", "epochs < 1 &&")],
            "fortran": [("epochs < max_epochs .and.", "epochs < 1 .and.")],
            "python": [("len(errors) < max_epochs", "len(errors) < 1")],
        },
        "one_too_high": {
            "c": [("says[i] = largest(m, a2);", "says[i] = largest(m, a2) + 1;")],
            "fortran": [("w1), w2), dim=1) - 1", "w1), w2), dim=1)")],
            "python": [
                ("np.argmax(fire(fire(x[i], w1), w2))", "1 + np.argmax(fire(fire(x[i], w1), w2))")
            ],
        },
    },
    "balance": {
        "any_row": {
            "c": [
                (
                    "by_class[first[c] + " + _ROW_C + "]",
                    "(int32_t)random_integer(n, seed, FOR_BALANCING, epoch, minor) "
                    "+ 0 * (int32_t)count",
                )
            ],
            "fortran": [
                (
                    "order(i) = by_class(",
                    "order(i) = random_integer(n, seed, for_balancing, epoch, minor)\n"
                    "            c = 0*by_class(",
                )
            ],
            "python": [
                (
                    "by_class[first[c] + member]",
                    "random.integer(n, seed, Purpose.BALANCING, epoch, 2 * visits)",
                )
            ],
        },
        "same_draw": {
            "c": [(_ROW_C, _ROW_C.replace("minor + 1", "minor"))],
            "fortran": [("epoch, minor + 1))", "epoch, minor))")],
            "python": [(_ROW_P, _ROW_P.replace(" + 1", ""))],
        },
        "one_draw_a_visit": {
            "c": [("minor = 2 * (uint32_t)i", "minor = (uint32_t)i")],
            "fortran": [("minor = 2*int(i - 1, int64)", "minor = int(i - 1, int64)")],
            "python": [("2 * visits", "visits")],
        },
        "same_epoch": {
            "c": [("FOR_BALANCING, epoch", "FOR_BALANCING, 0")],
            "fortran": [("for_balancing, epoch", "for_balancing, 0_int64")],
            "python": [("Purpose.BALANCING, epoch", "Purpose.BALANCING, 0")],
        },
        "in_turn": {
            "c": [(_CLASS_C, "i % classes")],
            "fortran": [(_CLASS_F, "mod(i - 1, classes)")],
            "python": [(_CLASS_P, "visits % classes")],
        },
        "not_a_row": {
            "c": [("by_class[first[c] + " + _ROW_C + "]", "(int32_t)(first[c] + " + _ROW_C + ")")],
            "fortran": [("order(i) = by_class(", "order(i) = (")],
            "python": [("by_class[first[c] + member]", "(first[c] + member)")],
        },
    },
    "early_stopping": {
        "last_weights": {
            "c": [
                (
                    "    // End of exercise 1.",
                    "    memcpy(params, now, weights * sizeof *params);\n    // End of exercise 1.",
                )
            ],
            "fortran": [("        ! End of exer", "        params = now\n        ! End of exer")],
            "python": [("return best, np.array", "return params, np.array")],
        },
        "one_too_many": {
            "c": [("*epochs < *best_epoch + patience", "*epochs <= *best_epoch + patience")],
            "fortran": [("epochs < best_epoch + patience", "epochs <= best_epoch + patience")],
            "python": [("len(losses) < best_epoch +", "len(losses) <= best_epoch +")],
        },
        "not_strict": {
            "c": [("loss < lowest", "loss <= lowest")],
            "fortran": [("loss < lowest", "loss <= lowest")],
            "python": [("loss < losses[best_epoch - 1]", "loss <= losses[best_epoch - 1]")],
        },
        "never_from_0": {
            "c": [
                ("    double lowest = 0;\n", "    double lowest = 0;\n    size_t waited = 0;\n"),
                ("*epochs < *best_epoch + patience", "waited < patience"),
                (_KEEP_C, _KEEP_C.replace("}", "} else {\n            waited++;\n        }")),
            ],
            "fortran": [
                (
                    "real(dp) :: loss, lowest\n",
                    "real(dp) :: loss, lowest\n        integer :: waited\n",
                ),
                ("        lowest = 0\n", "        lowest = 0\n        waited = 0\n"),
                ("epochs < best_epoch + patience", "waited < patience"),
                (
                    "params = now\n            end if",
                    "params = now\n            else\n                waited = waited + 1\n"
                    "            end if",
                ),
            ],
            "python": [
                (
                    "    best, best_epoch = params, 0\n",
                    "    best, best_epoch, waited = params, 0, 0\n",
                ),
                ("len(losses) < best_epoch + patience", "waited < patience"),
                (
                    "best, best_epoch = params, len(losses)\n",
                    "best, best_epoch = params, len(losses)\n        else:\n"
                    "            waited += 1\n",
                ),
            ],
        },
        "training_loss": {
            "c": [
                (
                    "loss_on(n_valid, layers, network, beta, x_valid, t_valid, now",
                    "loss_on(n, layers, network, beta, x, t, now",
                )
            ],
            "fortran": [(_VALID_F, _VALID_F.replace("_valid", ""))],
            "python": [("beta, x_valid, t_valid, params)", "beta, x, t, params)")],
        },
        "first_rise": {
            "c": [("*best_epoch + patience", "*best_epoch + 1")],
            "fortran": [("best_epoch + patience", "best_epoch + 1")],
            "python": [("best_epoch + patience", "best_epoch + 1")],
        },
    },
    "autoencoder_train": {
        "file_order": {
            "c": [
                (
                    _SHUFFLE_C,
                    "        for (size_t i = 0; i < n; i++)\n            order[i] = (int32_t)i;\n",
                )
            ],
            "fortran": [
                ("        integer :: epoch\n", "        integer :: epoch, i\n"),
                (_SHUFFLE_F, "order = [(i, i=0, n - 1)]"),
            ],
            "python": [(_SHUFFLE_P, "np.arange(n)")],
        },
        "same_order": {
            "c": [(_SHUFFLE_C, _SHUFFLE_C.replace("(uint32_t)epoch", "0"))],
            "fortran": [(_SHUFFLE_F, _SHUFFLE_F.replace("int(epoch - 1, int64)", "0_int64"))],
            "python": [(_SHUFFLE_P, _SHUFFLE_P.replace("epoch", "0"))],
        },
        "velocity_forgotten": {
            "c": [
                (
                    _SHUFFLE_C,
                    "        for (size_t i = 0; i < weights; i++)\n"
                    "            velocity[i] = 0;\n" + _SHUFFLE_C,
                )
            ],
            "fortran": [(_SHUFFLE_F, "velocity = 0\n            " + _SHUFFLE_F)],
            "python": [
                ("        order = ", "        velocity = np.zeros_like(params)\n        order = ")
            ],
        },
        "one_epoch_less": {
            "c": [("epoch < epochs; epoch++", "epoch + 1 < epochs; epoch++")],
            "fortran": [("do epoch = 1, epochs\n", "do epoch = 1, epochs - 1\n")],
            "python": [
                ("np.empty(epochs)", "np.empty(epochs - 1)"),
                ("range(epochs)", "range(epochs - 1)"),
            ],
        },
    },
    "autoencoder_compress": {
        "first_weights": {
            "c": [("params + passed", "params")],
            "fortran": [("params(passed + 1:)", "params")],
            "python": [("codes, params[passed:]", "codes, params")],
        },
        "beta_forgotten": {
            "c": [("encoder, beta, codes", "encoder, 1, codes")],
            "fortran": [("beta, codes, params(passed", "1.0_wp, codes, params(passed")],
            "python": [("network[encoder:], beta", "network[encoder:], 1.0")],
        },
        "sum": {
            "c": [(_ERROR_C, _ERROR_C.replace(" / (real)d", ""))],
            "fortran": [(_ERROR_F, _ERROR_F.replace("/d", ""))],
            "python": [(_ERROR_P, _ERROR_P.replace("mean", "sum"))],
        },
        "half": {
            "c": [(_ERROR_C, _ERROR_C.replace("(real)d", "(real)d / 2"))],
            "fortran": [(_ERROR_F, _ERROR_F + "/2")],
            "python": [(_ERROR_P, _ERROR_P + " / 2")],
        },
        "root": {
            "c": [
                ("#include <stdlib.h>", "#include <math.h>\n#include <stdlib.h>"),
                (_ERROR_C, _ERROR_C + "        errors[i] = sqrt(errors[i]);\n"),
            ],
            "fortran": [(_ERROR_F, "sqrt(" + _ERROR_F + ")")],
            "python": [(_ERROR_P, "np.sqrt(" + _ERROR_P + ")")],
        },
    },
    "wine_challenge": {"all_%d" % c: _same_for_all(c) for c in range(3)},
}
