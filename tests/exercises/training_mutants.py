"""The common mistakes of the exercises around a training, made: as in mutants.py."""

_COUNT_C = "counts[(size_t)truth[i] * classes + (size_t)predicted[i]]++"
_COUNT_F = "counts(predicted(i), truth(i)) = counts(predicted(i), truth(i)) + 1"
_COUNT_P = "np.bincount(truth * classes + predicted, minlength=classes * classes)"
_RANKS_C = (
    "        for (size_t i = 0; i < n; i++) {\n"
    "            const int32_t group = classes > 0 ? labels[shuffled[i]] : 0;\n"
)
_RANKS_F = "            do i = 1, n\n                c = group(shuffled(i))\n"
_ENDS_F = "                counts(part) = counts(part) + 1\n            end do\n"
_SHUFFLE_C = "random_shuffle(n, n, seed, FOR_SPLIT, 0, shuffled);"
_SHUFFLE_F = "call random_shuffle(n, n, seed, for_split, 0_int64, shuffled)"
_SHUFFLE_P = "random.shuffle(n, n, seed, Purpose.SPLIT, 0)"
_X_C = "(x[i * d + j] - m[j]) / s[j]"
_X_F = "(x(:, i) - m)/s"
_X_P = "((x - m) / s)"

MUTANTS = {
    "perceptron_whole": {
        "test_rows_used": {
            "c": [("i % 3 == 2", "i < 0")],
            "fortran": [("if (mod(i, 3) == 0) cycle", "if (i < 0) cycle")],
            "python": [("i % 3 == 2", "i < 0")],
        },
        "bias_kept": {
            "c": [("                w[d * m + o] += rate * wrong;\n", "")],
            "fortran": [("            w(:, d + 1) = w(:, d + 1) + rate*wrong\n", "")],
            "python": [("np.outer(inputs[i], wrong)", "np.outer(np.append(x[i], 0), wrong)")],
        },
        "neurons_counted": {
            "c": [("right = 0;", "missed++;"), ("            missed += !right;\n", "")],
            "fortran": [
                (
                    "if (any(abs(wrong) > 0)) missed = missed + 1",
                    "missed = missed + count(abs(wrong) > 0)",
                )
            ],
            "python": [("missed += 1", "missed += np.sum(wrong != 0)")],
        },
        "one_epoch_only": {
            "c": [("epochs < max_epochs &&", "epochs < 1 &&")],
            "fortran": [("epochs < max_epochs .and.", "epochs < 1 .and.")],
            "python": [("len(errors) < max_epochs", "len(errors) < 1")],
        },
        "first_firing": {
            "c": [("o == 0 || h > largest", "h > 0 && largest == 0")],
            "fortran": [("maxloc(h, dim=1)", "maxloc(merge(1, 0, h > 0), dim=1)")],
            "python": [("np.argmax(inputs[i] @ w)", "np.argmax(inputs[i] @ w > 0)")],
        },
        "one_too_high": {
            "c": [("says[i] = o;", "says[i] = o + 1;")],
            "fortran": [("maxloc(h, dim=1) - 1", "maxloc(h, dim=1)")],
            "python": [("np.argmax(inputs[i] @ w)", "np.argmax(inputs[i] @ w) + 1")],
        },
    },
    "normalize_fit": {
        "variance": {
            "c": [("sqrt(squares / (double)n)", "squares / (double)n")],
            "fortran": [("sqrt(sum((x(j, :) - mean)**2)/n)", "sum((x(j, :) - mean)**2)/n")],
            "python": [("np.sqrt(np.cumsum(", "(np.cumsum(")],
        },
        "n_minus_1": {
            "c": [("squares / (double)n", "squares / ((double)n - 1)")],
            "fortran": [("mean)**2)/n", "mean)**2)/(n - 1)")],
            "python": [("(x - m) ** 2, axis=0)[-1] / n", "(x - m) ** 2, axis=0)[-1] / (n - 1)")],
        },
        "largest": {
            "c": [("*s = largest - least;", "*s = largest;")],
            "fortran": [("s(j) = largest - least", "s(j) = largest")],
            "python": [("x.max(axis=0) - m\n", "x.max(axis=0)\n")],
        },
        "not_centred": {
            "c": [("fmax(largest - mean, mean - least)", "fmax(largest, -least)")],
            "fortran": [("max(largest - mean, mean - least)", "max(largest, -least)")],
            "python": [
                ("np.maximum(x.max(axis=0) - m, m - x.min(axis=0))", "np.abs(x).max(axis=0)")
            ],
        },
    },
    "normalize_apply": {
        "s_first": {
            "c": [(_X_C, "x[i * d + j] / s[j] - m[j]")],
            "fortran": [(_X_F, "x(:, i)/s - m")],
            "python": [(_X_P, "(x / s - m)")],
        },
        "added": {
            "c": [(_X_C, _X_C.replace(" - ", " + "))],
            "fortran": [(_X_F, _X_F.replace(" - ", " + "))],
            "python": [(_X_P, _X_P.replace(" - ", " + "))],
        },
        "multiplied": {
            "c": [(_X_C, _X_C.replace(" / ", " * "))],
            "fortran": [(_X_F, _X_F.replace(")/s", ")*s"))],
            "python": [(_X_P, _X_P.replace(" / ", " * "))],
        },
    },
    "split": {
        "not_shuffled": {
            "c": [
                (
                    _SHUFFLE_C,
                    "for (size_t i = 0; i < n; i++)\n        shuffled[i] = (int32_t)i;",
                )
            ],
            "fortran": [(_SHUFFLE_F, "shuffled = [(i, i=0, n - 1)]")],
            "python": [(_SHUFFLE_P, "np.arange(n, dtype=np.int32)")],
        },
        "rounded_down": {
            "c": [("(double)size + 0.5", "(double)size")],
            "fortran": [("*size + 0.5_dp", "*size")],
            "python": [("* len(members) + 0.5", "* len(members)")],
        },
        "not_stratified": {
            "c": [("    const size_t groups", "    classes = 0;\n    const size_t groups")],
            "fortran": [("        if (classes > 0) group = labels\n", "")],
            "python": [("if classes > 0 else", "if False else")],
        },
        "labels_in_file_order": {
            "c": [("labels[shuffled[i]]", "labels[i]")],
            "fortran": [("group(shuffled(i))", "group(i - 1)")],
            "python": [("labels[shuffled]", "labels")],
        },
        "class_by_class": {
            "c": [
                (
                    _RANKS_C,
                    "        for (size_t own = 0; own < groups; own++)\n"
                    + _RANKS_C
                    + "            if ((size_t)group != own)\n                continue;\n",
                )
            ],
            "fortran": [
                ("integer :: groups, part", "integer :: own, groups, part"),
                (
                    _RANKS_F,
                    "            do own = 0, groups - 1\n"
                    + _RANKS_F
                    + "                if (c /= own) cycle\n",
                ),
                (_ENDS_F, _ENDS_F + "            end do\n"),
            ],
            "python": [('np.argsort(part, kind="stable")', "np.lexsort((group, part))")],
        },
    },
    "confusion_count": {
        "transposed": {
            "c": [(_COUNT_C, "counts[(size_t)predicted[i] * classes + (size_t)truth[i]]++")],
            "fortran": [
                (
                    _COUNT_F,
                    "counts(truth(i), predicted(i)) = &\n"
                    "                counts(truth(i), predicted(i)) + 1",
                )
            ],
            "python": [("truth * classes + predicted", "predicted * classes + truth")],
        },
        "replaced": {
            "c": [(_COUNT_C, _COUNT_C.replace("++", " = 1"))],
            "fortran": [(_COUNT_F, "counts(predicted(i), truth(i)) = 1")],
            "python": [(_COUNT_P, "np.minimum(1, %s)" % _COUNT_P)],
        },
        "only_right": {
            "c": [
                (_COUNT_C, "counts[(size_t)truth[i] * (classes + 1)] += truth[i] == predicted[i]")
            ],
            "fortran": [(_COUNT_F, "if (truth(i) == predicted(i)) " + _COUNT_F)],
            "python": [
                (
                    _COUNT_P,
                    "np.bincount((truth * classes + predicted)[truth == predicted], None, "
                    "classes * classes)",
                )
            ],
        },
    },
    "confusion_rates": {
        "swapped": {
            "c": [
                ("recall[c] = percent(found, in_line)", "recall[c] = percent(found, in_column)"),
                (
                    "precision[c] = percent(found, in_column)",
                    "precision[c] = percent(found, in_line)",
                ),
            ],
            "fortran": [
                ("recall(c) = percent(", "precision (c) = percent("),
                ("precision(c) = percent(", "recall(c) = percent("),
            ],
            "python": [
                ("counts.sum(axis=1)", "counts.sum(axis=2 - 2)"),
                ("right, counts.sum(axis=0)", "right, counts.sum(axis=1)"),
            ],
        },
        "fractions": {
            "c": [("100 * part / whole", "part / whole")],
            "fortran": [("100*real(part, dp)", "real(part, dp)")],
            "python": [("100 * part / np", "part / np")],
        },
        "none_is_zero": {
            "c": [("part / whole : -1", "part / whole : 0")],
            "fortran": [("rate = -1", "rate = 0")],
            "python": [("np.maximum(whole, 1), -1.0)", "np.maximum(whole, 1), 0.0)")],
        },
        "mean_recall": {
            "c": [
                (
                    "*accuracy = percent(right, rows);",
                    "*accuracy = 0;\n    for (size_t c = 0; c < classes; c++)\n"
                    "        *accuracy += recall[c] / (double)classes;",
                )
            ],
            "fortran": [
                ("accuracy = percent(right, sum(counts))", "accuracy = sum(recall)/classes")
            ],
            "python": [
                (
                    "float(percent(right.sum(), counts.sum()))",
                    "float(np.mean(percent(right, counts.sum(axis=1))))",
                )
            ],
        },
    },
}
