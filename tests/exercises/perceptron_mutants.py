"""The common mistakes of the perceptron exercises, made: as in mutants.py."""

_FIRE_C = "a[o] = h[o] > 0;"
_FIRE_F = "merge(1.0_wp, 0.0_wp, h > 0)"
_BIAS_C = "sum - w[d * m + o]; // the bias node is -1"
_BIAS_F = " - w(o, d + 1)  ! the bias node is -1"
_FIRE_P = "(h > 0).astype(w.dtype)"
_STEP_C = "w[j * m + o] -= rate * (a[o] - t_i[o]) * x_i[j];"
_STEP_F = "w(o, 1:d) = w(o, 1:d) - rate*(a(o) - t_i(o))*x_i"
_STEP_P = "w - np.outer(inputs, x_i.dtype.type(rate) * (a - t_i))"
_LAST_C = "w[d * m + o] += rate * (a[o] - t_i[o]);"
_LAST_F = "w(o, d + 1) = w(o, d + 1) + rate*(a(o) - t_i(o))"
_MINUS_P = "np.append(x_i, x_i.dtype.type(-1))"
_WRONG_C = "wrong = wrong || a[o] != t_i[o];"
_STRING_C = ("#include <stdlib.h>", "#include <stdlib.h>\n#include <string.h>")

MUTANTS = {
    "gates_whole": {
        "wrong_sign": {
            "c": [("= says[i] - row[d]", "= row[d] - says[i]")],
            "fortran": [("= says(i) - gate(d + 1, i)", "= gate(d + 1, i) - says(i)")],
            "python": [("= says[i] - wanted[i]", "= wanted[i] - says[i]")],
        },
        "bias_added": {
            "c": [("double h = -w[d]", "double h = w[d]")],
            "fortran": [(" - w(d + 1)", " + w(d + 1)")],
            "python": [("@ w[:d] - w[d]", "@ w[:d] + w[d]")],
        },
        "bias_kept": {
            "c": [("                w[d] += rate * wrong;\n", "")],
            "fortran": [("                w(d + 1) = w(d + 1) + rate*wrong\n", "")],
            "python": [("            w[d] += rate * wrong\n", "")],
        },
        "carried_over": {
            "c": [
                ("    int errors = 1;\n", "    int errors = 1;\n    double h = 0;\n"),
                ("double h = -w[d]", "h -= w[d]"),
            ],
            "fortran": [
                ("    epoch = 0\n", "    epoch = 0\n    h = 0\n"),
                ("h = sum(gate", "h = h + sum(gate"),
            ],
            "python": [("epoch = 0\n", "epoch = 0\nh = 0\n"), ("h = x[i] @", "h += x[i] @")],
        },
        "one_epoch_only": {
            "c": [("errors > 0; epoch++", "epoch < 2; epoch++")],
            "fortran": [("do while (errors > 0)", "do while (epoch < 1)")],
            "python": [("while errors > 0", "while epoch < 1")],
        },
    },
    "activate": {
        "no_bias": {
            "c": [(_BIAS_C, "sum;")],
            "fortran": [(_BIAS_F, "")],
            "python": [(" - w[-1]  #", "  #")],
        },
        "bias_added": {
            "c": [(_BIAS_C, "sum + w[d * m + o];")],
            "fortran": [(_BIAS_F, " + w(o, d + 1)")],
            "python": [(" - w[-1]  #", " + w[-1]  #")],
        },
        "fires_at_zero": {
            "c": [(_FIRE_C, "a[o] = h[o] >= 0;")],
            "fortran": [(_FIRE_F, "merge(1.0_wp, 0.0_wp, h >= 0)")],
            "python": [(_FIRE_P, "(h >= 0).astype(w.dtype)")],
        },
        "inverted": {
            "c": [(_FIRE_C, "a[o] = h[o] < 0;")],
            "fortran": [(_FIRE_F, "merge(1.0_wp, 0.0_wp, h < 0)")],
            "python": [(_FIRE_P, "(h < 0).astype(w.dtype)")],
        },
        "minus_one": {
            "c": [(_FIRE_C, "a[o] = h[o] > 0 ? 1 : -1;")],
            "fortran": [(_FIRE_F, "merge(1.0_wp, -1.0_wp, h > 0)")],
            "python": [(_FIRE_P, "np.where(h > 0, 1.0, -1.0)")],
        },
    },
    "correct": {
        "wrong_sign": {
            "c": [(_STEP_C, _STEP_C.replace("-=", "+=")), (_LAST_C, _LAST_C.replace("+=", "-="))],
            "fortran": [
                (_STEP_F, _STEP_F.replace(" - rate", " + rate")),
                (_LAST_F, _LAST_F.replace(" + rate", " - rate")),
            ],
            "python": [(_STEP_P, _STEP_P.replace("w - ", "w + "))],
        },
        "no_rate": {
            "c": [
                (_STEP_C, _STEP_C.replace("rate * ", "")),
                (_LAST_C, _LAST_C.replace("rate * ", "")),
            ],
            "fortran": [
                (_STEP_F, _STEP_F.replace("rate*", "")),
                (_LAST_F, _LAST_F.replace("rate*", "")),
            ],
            "python": [(_STEP_P, "w - np.outer(inputs, a - t_i)")],
        },
        "bias_added": {
            "c": [(_LAST_C, _LAST_C.replace("+=", "-="))],
            "fortran": [(_LAST_F, _LAST_F.replace(" + rate", " - rate"))],
            "python": [(_MINUS_P, "np.append(x_i, 1.0)")],
        },
        "bias_kept": {
            "c": [(_LAST_C, ";")],
            "fortran": [(_LAST_F, "")],
            "python": [(_MINUS_P, "np.append(x_i, 0.0)")],
        },
        "target_only": {
            "c": [
                (_STEP_C, _STEP_C.replace("(a[o] - t_i[o])", "-t_i[o]")),
                (_LAST_C, _LAST_C.replace("(a[o] - t_i[o])", "-t_i[o]")),
            ],
            "fortran": [
                (_STEP_F, _STEP_F.replace("(a(o) - t_i(o))", "(-t_i(o))")),
                (_LAST_F, _LAST_F.replace("(a(o) - t_i(o))", "(-t_i(o))")),
            ],
            "python": [(_STEP_P, _STEP_P.replace("(a - t_i)", "-t_i"))],
        },
    },
    "train_epoch": {
        "file_order": {
            "c": [
                ("x + (size_t)order[visit] * d", "x + visit * d"),
                ("t + (size_t)order[visit] * m", "t + visit * m"),
            ],
            "fortran": [("i = order(visit) + 1", "i = visit")],
            "python": [("for i in order:", "for i in range(len(order)):")],
        },
        "old_weights": {
            "c": [
                _STRING_C,
                (
                    "    *errors = 0;\n    for",
                    "    *errors = 0;\n    real *old = malloc((d + 1) * m * sizeof *old);\n"
                    "    memcpy(old, w, (d + 1) * m * sizeof *old);\n    for",
                ),
                (
                    "perceptron_activate(d, m, x_i, w, h, a);\n\n",
                    "perceptron_activate(d, m, x_i, old, h, a);\n\n",
                ),
            ],
            "fortran": [
                (
                    "        integer :: visit, i\n\n        status = inv",
                    "        integer :: visit, i\n        real(wp) :: old(m, d + 1)\n\n"
                    "        old = w\n        status = inv",
                ),
                (
                    "call activate(d, m, x(:, i), w, h, a)\n            if (any",
                    "call activate(d, m, x(:, i), old, h, a)\n            if (any",
                ),
            ],
            "python": [
                ("    errors = 0\n    for i", "    errors = 0\n    old = w\n    for i"),
                ("_, a = activate(x[i], w)", "_, a = activate(x[i], old)"),
            ],
        },
        "neurons_counted": {
            "c": [
                (
                    _WRONG_C,
                    "{\n                *errors += a[o] != t_i[o];\n            "
                    "wrong = wrong || a[o] != t_i[o];\n            }",
                ),
                ("            ++*errors;\n", ""),
            ],
            "fortran": [("errors = errors + 1", "errors = errors + count(abs(a - t(:, i)) > 0)")],
            "python": [("errors += 1", "errors += int(np.sum(a != t[i]))")],
        },
        "all_wrong": {
            "c": [
                ("bool wrong = false;", "bool wrong = true;"),
                (_WRONG_C, "wrong = wrong && a[o] != t_i[o];"),
            ],
            "fortran": [("if (any(abs(a - t(:, i)) > 0))", "if (all(abs(a - t(:, i)) > 0))")],
            "python": [("if np.any(a != t[i])", "if np.all(a != t[i])")],
        },
        "first_only": {
            "c": [("            ++*errors;\n", "            ++*errors;\n            break;\n")],
            "fortran": [("errors = errors + 1\n", "errors = errors + 1\n                exit\n")],
            "python": [("errors += 1\n", "errors += 1\n            break\n")],
        },
        "right_counted": {
            "c": [
                ("            ++*errors;\n        }\n", "        } else\n            ++*errors;\n")
            ],
            "fortran": [
                (
                    "                errors = errors + 1\n",
                    "            else\n                errors = errors + 1\n",
                )
            ],
            "python": [("            errors += 1\n", "        else:\n            errors += 1\n")],
        },
    },
}
