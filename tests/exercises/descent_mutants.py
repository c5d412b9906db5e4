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
}
