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
}
