"""The common mistakes, made: (right, wrong) pieces of the solutions.

BASES: Python bodies as a student writes them, to take the solution's place first.
MUTANTS: exercise -> mistake -> language -> the pieces to replace, each found once.
"""

BASES = {
    "assign": """\
    labels = np.zeros(len(x), np.int32)
    distances = np.zeros(len(x))
    for i in range(len(x)):
        smallest = np.inf
        for c in range(len(centroids)):
            distance = squared_distance(x[i], centroids[c])
            if distance < smallest:
                smallest = distance
                labels[i] = c
        distances[i] = smallest
    return labels, distances
""",
    "update": """\
    moved = centroids.copy()
    movement = 0.0
    for c in range(len(centroids)):
        own = x[labels == c]
        if len(own) == 0:
            continue
        moved[c] = own.sum(axis=0) / len(own)
        step = squared_distance(moved[c], centroids[c])
        movement += step
    return moved, movement
""",
    "init_plusplus": """\
    n = len(x)
    chosen = random.integer(n, seed, Purpose.INIT_PLUSPLUS, restart, 0)
    centroids = x[[chosen] * k]
    nearest = squared_distance(x, centroids[0])
    for c in range(1, k):
        total = np.sum(nearest)
        u = random.uniform(seed, Purpose.INIT_PLUSPLUS, restart, c)
        running = np.cumsum(nearest)
        chosen = min(np.searchsorted(running, u * total, side="right"), n - 1)
        if total == 0:
            chosen = int(u * n)
        centroids[c] = x[chosen]
        nearest = np.minimum(nearest, squared_distance(x, centroids[c]))
    return centroids
""",
}

_SUM_C = "distance += (a[j] - b[j]) * (a[j] - b[j]);"
_SUM_F = "distance = distance + (a(j) - b(j))*(a(j) - b(j))"
_SUM_P = "np.sum((a - b) ** 2, axis=-1)"
_MATH = ("#include <stdlib.h>", "#include <math.h>\n#include <stdlib.h>")
_FIRST_C = "real smallest = kmeans_squared_distance(d, x + i * d, centroids);"
_PRAGMA = (
    "#pragma omp parallel for default(none) shared(n, d, k, x, centroids, labels, distances)\n"
)
_FIRST_F = "smallest = squared_distance(d, x(:, i), centroids(:, 0))"
_TOTAL_C = "const double total = add_up(n, nearest);"
_RUNNING_C = "running += nearest[chosen]"
_HISTORY_C = "history[2 * step] = movement;\n        history[2 * step + 1] = add_up(n, distances);"
_ASSIGN_C = "kmeans_assign(n, d, k, x, centroids, labels, distances);\n        history"
_UPDATE_C = "status = kmeans_update(n, d, k, x, labels, centroids, &movement);"
_ASSIGN_F = "call assign(n, d, k, x, centroids, labels, distances, status)"
_UPDATE_F = "call update(n, d, k, x, labels, centroids, movement, status)"
_ROW_F = "[movement, sum(real(distances, dp))]"
_ROW_P = "(movement, np.sum(distances, dtype=np.float64))"
_START_P = "[(0.0, np.sum(distances, dtype=np.float64))]"

MUTANTS = {
    "squared_distance": {
        "root": {
            "c": [_MATH, ("return distance;\n    //", "return sqrt(distance);\n    //")],
            "fortran": [
                (
                    _SUM_F + "\n        end do",
                    _SUM_F + "\n        end do\n        distance = sqrt(distance)",
                )
            ],
            "python": [(_SUM_P, "np.sqrt(%s)" % _SUM_P)],
        },
        "no_square": {
            "c": [(_SUM_C, "distance += a[j] - b[j];")],
            "fortran": [(_SUM_F, "distance = distance + a(j) - b(j)")],
            "python": [(_SUM_P, "np.sum(a - b, axis=-1)")],
        },
        "square_of_sum": {
            "c": [
                (_SUM_C, "distance += a[j] - b[j];"),
                ("return distance;\n    //", "return distance * distance;\n    //"),
            ],
            "fortran": [
                (
                    _SUM_F + "\n        end do",
                    "distance = distance + a(j) - b(j)\n"
                    "        end do\n        distance = distance**2",
                )
            ],
            "python": [(_SUM_P, "np.sum(a - b, axis=-1) ** 2")],
        },
        "absolute": {
            "c": [_MATH, (_SUM_C, "distance += fabs(a[j] - b[j]);")],
            "fortran": [(_SUM_F, "distance = distance + abs(a(j) - b(j))")],
            "python": [(_SUM_P, "np.sum(abs(a - b), axis=-1)")],
        },
        "last_missing": {
            "c": [("j < d; j++)\n        distance", "j < d - 1; j++)\n        distance")],
            "fortran": [
                ("do j = 1, d\n            distance", "do j = 1, d - 1\n            distance")
            ],
            "python": [(_SUM_P, "np.sum((a - b)[..., :-1] ** 2, axis=-1)")],
        },
        "first_missing": {
            "c": [("j = 0; j < d; j++)\n        distance", "j = 1; j < d; j++)\n        distance")],
            "fortran": [("do j = 1, d\n            distance", "do j = 2, d\n            distance")],
            "python": [(_SUM_P, "np.sum((a - b)[..., 1:] ** 2, axis=-1)")],
        },
        "replaced": {
            "c": [(_SUM_C, _SUM_C.replace("+=", "="))],
            "fortran": [(_SUM_F, "distance = (a(j) - b(j))**2")],
            "python": [(_SUM_P, "((a - b) ** 2)[..., -1]")],
        },
    },
    "assign": {
        "one_too_high": {
            "c": [("labels[i] = label;", "labels[i] = label + 1;")],
            "fortran": [("labels(i) = label\n", "labels(i) = label + 1\n")],
            "python": [
                (
                    "return labels, distances\n    # End of exercise 2",
                    "return labels + np.int32(1), distances\n    # End of exercise 2",
                )
            ],
        },
        "farthest": {
            "c": [("if (distance < smallest)", "if (distance > smallest)")],
            "fortran": [("if (distance < smallest)", "if (distance > smallest)")],
            "python": [
                ("smallest = np.inf", "smallest = -1"),
                ("if distance < smallest", "if distance > smallest"),
            ],
        },
        "last_unseen": {
            "c": [
                (
                    "c < k; c++) {\n            const real distance",
                    "c < k - 1; c++) {\n            const real distance",
                )
            ],
            "fortran": [
                (
                    "do c = 1, k - 1\n                distance",
                    "do c = 1, k - 2\n                distance",
                )
            ],
            "python": [
                (
                    "range(len(centroids)):\n            distance",
                    "range(max(1, len(centroids) - 1)):\n            distance",
                )
            ],
        },
        "last_on_tie": {
            "c": [("if (distance < smallest)", "if (distance <= smallest)")],
            "fortran": [("if (distance < smallest)", "if (distance <= smallest)")],
            "python": [("if distance < smallest", "if distance <= smallest")],
        },
        "root": {
            "c": [_MATH, ("distances[i] = smallest;", "distances[i] = sqrt(smallest);")],
            "fortran": [("distances(i) = smallest", "distances(i) = sqrt(smallest)")],
            "python": [("distances[i] = smallest", "distances[i] = np.sqrt(smallest)")],
        },
        "carried_over": {
            "c": [
                (_PRAGMA, "    real smallest = 1e300;\n"),
                ("        %s\n" % _FIRST_C, ""),
                (
                    "for (size_t c = 1; c < k; c++) {\n            const real distance",
                    "for (size_t c = 0; c < k; c++) {\n            const real distance",
                ),
            ],
            "fortran": [
                ("            %s\n" % _FIRST_F, ""),
                (
                    "        do i = 1, n\n            label = 0",
                    "        smallest = huge(smallest)\n        do i = 1, n\n            label = 0",
                ),
                (
                    "        !$omp parallel do default(none) shared(n, d, k, x, centroids, "
                    "labels, distances) &\n        !$omp private(c, label, distance, "
                    "smallest)\n",
                    "",
                ),
                (
                    "do c = 1, k - 1\n                distance",
                    "do c = 0, k - 1\n                distance",
                ),
            ],
            "python": [
                (
                    "    for i in range(len(x)):\n        smallest = np.inf\n",
                    "    smallest = np.inf\n    for i in range(len(x)):\n",
                )
            ],
        },
        "not_kept": {
            "c": [("                smallest = distance;\n", "")],
            "fortran": [("                    smallest = distance\n", "")],
            "python": [
                (
                    "                smallest = distance\n",
                    "                if c == 0:\n                    smallest = distance\n",
                )
            ],
        },
    },
    "update": {
        "sums": {
            "c": [("(sums[c * d + j] / (double)counts[c])", "(sums[c * d + j])")],
            "fortran": [("sums(j, c)/counts(c)", "sums(j, c)")],
            "python": [(" / len(own)", "")],
        },
        "all_samples": {
            "c": [("/ (double)counts[c]", "/ (double)n")],
            "fortran": [("sums(j, c)/counts(c)", "sums(j, c)/n")],
            "python": [(" / len(own)", " / len(x)")],
        },
        "empty_zero": {
            "c": [
                ("        if (counts[c] == 0)\n            continue;\n", ""),
                (
                    "(sums[c * d + j] / (double)counts[c])",
                    "(counts[c] ? sums[c * d + j] / (double)counts[c] : 0)",
                ),
            ],
            "fortran": [
                ("            if (counts(c) == 0) cycle\n", ""),
                ("sums(j, c)/counts(c)", "sums(j, c)/max(counts(c), 1)"),
            ],
            "python": [
                ("        if len(own) == 0:\n            continue\n", ""),
                ("/ len(own)", "/ max(len(own), 1)"),
            ],
        },
        "empty_nan": {
            "c": [("        if (counts[c] == 0)\n            continue;\n", "")],
            "fortran": [("            if (counts(c) == 0) cycle\n", "")],
            "python": [("        if len(own) == 0:\n            continue\n", "")],
        },
        "old_in_sum": {
            "c": [
                (
                    "    // Add up the samples of each cluster.\n",
                    "    for (size_t j = 0; j < k * d; j++)\n        sums[j] = centroids[j];\n",
                )
            ],
            "fortran": [("        sums = 0\n", "        sums = centroids\n")],
            "python": [("own.sum(axis=0)", "(centroids[c] + own.sum(axis=0))")],
        },
        "root": {
            "c": [
                _MATH,
                (
                    "        real *centroid = centroids + c * d;\n        for (size_t j",
                    "        real *centroid = centroids + c * d;\n        double all = 0;\n"
                    "        for (size_t j",
                ),
                (
                    "            *movement += step * step;\n            centroid[j] = mean;\n"
                    "        }\n",
                    "            all += step * step;\n            centroid[j] = mean;"
                    "\n        }\n        *movement += sqrt(all);\n",
                ),
            ],
            "fortran": [
                (
                    "            do j = 1, d\n                mean =",
                    "            movement = movement + norm2(sums(:, c)/counts(c) - "
                    "centroids(:, c))\n            do j = 1, d\n                mean =",
                ),
                (
                    "                movement = movement + (real(mean, dp) - centroids(j, c))**2\n",
                    "",
                ),
            ],
            "python": [("movement += step", "movement += np.sqrt(step)")],
        },
        "after_moving": {
            "c": [
                (
                    "            const double step = (double)mean - centroid[j];",
                    "            centroid[j] = mean;\n"
                    "            const double step = (double)mean - centroid[j];",
                )
            ],
            "fortran": [
                (
                    "                movement = movement + (real",
                    "                centroids(j, c) = mean\n"
                    "                movement = movement + (real",
                )
            ],
            "python": [
                ("squared_distance(moved[c], centroids[c])", "squared_distance(moved[c], moved[c])")
            ],
        },
    },
    "lloyd": {
        "less_than_tol": {
            "c": [("if (movement <= tol)", "if (movement < tol)")],
            "fortran": [("if (movement <= tol)", "if (movement < tol)")],
            "python": [("if movement <= tol", "if movement < tol")],
        },
        "one_step_only": {
            "c": [("if (movement <= tol)", "if (movement >= 0)")],
            "fortran": [("if (movement <= tol)", "if (movement >= 0)")],
            "python": [("if movement <= tol", "if movement >= 0")],
        },
        "one_step_less": {
            "c": [("step <= max_iter", "step < max_iter")],
            "fortran": [("do step = 1, max_iter", "do step = 1, max_iter - 1")],
            "python": [("range(max_iter)", "range(max_iter - 1)")],
        },
        "stale_labels": {
            "c": [
                ("        " + _ASSIGN_C, "        history"),
                (
                    _UPDATE_C,
                    "kmeans_assign(n, d, k, x, centroids, labels, distances);\n"
                    "        " + _UPDATE_C,
                ),
            ],
            "fortran": [
                ("            %s\n            history" % _ASSIGN_F, "            history"),
                (_UPDATE_F, _ASSIGN_F + "\n            " + _UPDATE_F),
            ],
            "python": [
                (
                    "        labels, distances = assign(x, centroids)\n        history.append",
                    "        history.append",
                ),
                (
                    "        centroids, movement =",
                    "        labels, distances = assign(x, centroids)\n"
                    "        centroids, movement =",
                ),
            ],
        },
        "mean_inertia": {
            "c": [
                ("history[1] = add_up(n, distances);", "history[1] = add_up(n, distances) / n;"),
                ("step + 1] = add_up(n, distances);", "step + 1] = add_up(n, distances) / n;"),
            ],
            "fortran": [
                ("[0.0_dp, sum(real(distances, dp))]", "[0.0_dp, sum(distances)/n]"),
                (_ROW_F, "[movement, sum(distances)/n]"),
            ],
            "python": [
                (_START_P, "[(0.0, np.mean(distances))]"),
                (_ROW_P, "(movement, np.mean(distances))"),
            ],
        },
        "swapped": {
            "c": [
                ("history[0] = 0;\n    history[1] =", "history[1] = 0;\n    history[0] ="),
                (
                    _HISTORY_C,
                    "history[2 * step + 1] = movement;\n"
                    "        history[2 * step] = add_up(n, distances);",
                ),
            ],
            "fortran": [
                ("[0.0_dp, sum(real(distances, dp))]", "[sum(distances), 0.0_dp]"),
                (_ROW_F, "[sum(distances), movement]"),
            ],
            "python": [
                (_START_P, "[(np.sum(distances), 0.0)]"),
                (_ROW_P, "(np.sum(distances), movement)"),
            ],
        },
        "n_iter_low": {
            "c": [("*n_iter = step;", "*n_iter = step - 1;")],
            "fortran": [("n_iter = step\n", "n_iter = step - 1\n")],
            "python": [("len(history) - 1\n", "max(0, len(history) - 2)\n")],
        },
    },
    "kmeans_whole": {
        "sums": {
            "c": [("sums[c * d + j] / counts[c]", "sums[c * d + j]")],
            "fortran": [("sums(:, c) = sums(:, c)/counts(c)", "sums(:, c) = sums(:, c)")],
            "python": [("x[labels == c].mean(axis=0)", "x[labels == c].sum(axis=0)")],
        },
        "sums_kept": {
            "c": [
                (
                    "for (int c = 0; c < k; c++) {\n            counts[c] = 0;",
                    "for (int c = 0; c < k && step == 1; c++) {\n            counts[c] = 0;",
                )
            ],
            "fortran": [
                (
                    "        sums = 0\n        counts = 0\n",
                    "        if (step == 1) sums = 0\n        if (step == 1) counts = 0\n",
                ),
                ("            sums(:, c) = sums(:, c)/counts(c)\n", ""),
                ("abs(sums(:, c) - cent", "abs(sums(:, c)/counts(c) - cent"),
                ("centroids(:, c) = sums(:, c)\n", "centroids(:, c) = sums(:, c)/counts(c)\n"),
            ],
            "python": [
                ("while changed:", "sums = np.zeros((k, d))\ncounts = np.zeros(k)\nwhile changed:"),
                (
                    "            moved[c] = x[labels == c].mean(axis=0)",
                    "            sums[c] += x[labels == c].sum(axis=0)\n"
                    "            counts[c] += np.sum(labels == c)\n"
                    "            moved[c] = sums[c] / counts[c]",
                ),
            ],
        },
        "farthest": {
            "c": [("c == 0 || distance < smallest", "c == 0 || distance > smallest")],
            "fortran": [("minloc(", "maxloc(")],
            "python": [("np.argmin", "np.argmax")],
        },
        "one_step_only": {
            "c": [("changed; step++", "step < 2; step++")],
            "fortran": [("do while (changed)", "do while (step < 1)")],
            "python": [("while changed:", "while step < 1:")],
        },
        "one_too_high": {
            "c": [('"%d\\n", labels[i]', '"%d\\n", labels[i] + 1')],
            "fortran": [("labels(i) = c - 1", "labels(i) = c")],
            "python": [('"labels.dat", labels', '"labels.dat", labels + 1')],
        },
    },
    "init_plusplus": {
        "root": {
            "c": [
                _MATH,
                (
                    _TOTAL_C,
                    "double total = 0;\n        for (size_t i = 0; i < n; i++)\n"
                    "            total += sqrt(nearest[i]);",
                ),
                ("double running = nearest[0]", "double running = sqrt(nearest[0])"),
                (_RUNNING_C, "running += sqrt(nearest[chosen])"),
            ],
            "fortran": [
                ("total = sum(real(nearest, dp))", "total = sum(sqrt(nearest))"),
                ("running = nearest(1)", "running = sqrt(nearest(1))"),
                ("running + nearest(chosen)", "running + sqrt(nearest(chosen))"),
            ],
            "python": [
                ("np.sum(nearest)", "np.sum(np.sqrt(nearest))"),
                ("np.cumsum(nearest)", "np.cumsum(np.sqrt(nearest))"),
            ],
        },
        "equal_chance": {
            "c": [
                (_TOTAL_C, "const double total = (double)n;"),
                ("double running = nearest[0]", "double running = 1"),
                (_RUNNING_C, "running += 1"),
            ],
            "fortran": [
                ("total = sum(real(nearest, dp))", "total = n"),
                ("running = nearest(1)", "running = 1"),
                ("running + nearest(chosen)", "running + 1"),
            ],
            "python": [
                ("total = np.sum(nearest)", "total = n"),
                ("np.cumsum(nearest)", "np.cumsum(np.ones(n))"),
            ],
        },
        "farthest": {
            "c": [
                (
                    "        if (total <= 0) // every sample sits on a centroid: any will do\n"
                    "            chosen = random_integer(n, seed, FOR_INIT_PLUSPLUS, restart, "
                    "(uint32_t)c);\n",
                    "        chosen = 0;\n        for (size_t i = 1; i < n; i++)\n"
                    "            if (nearest[i] > nearest[chosen])\n                chosen = i;\n",
                )
            ],
            "fortran": [
                (
                    "            if (total <= 0) then  ! every sample sits on a centroid: any "
                    "will do\n                chosen = 1 + random_integer(n, seed, "
                    "for_init_plusplus, restart, int(c, int64))\n            end if\n",
                    "            chosen = maxloc(nearest, dim=1)\n",
                )
            ],
            "python": [
                (
                    "        if total == 0:\n            chosen = int(u * n)\n",
                    "        chosen = np.argmax(nearest)\n",
                )
            ],
        },
        "only_newest": {
            "c": [("if (distance < nearest[i])", "if (distance >= 0)")],
            "fortran": [
                (
                    "min(nearest(i), squared_distance(d, x(:, i), centroids(:, c)))",
                    "squared_distance(d, x(:, i), centroids(:, c))",
                )
            ],
            "python": [
                (
                    "np.minimum(nearest, squared_distance(x, centroids[c]))",
                    "squared_distance(x, centroids[c])",
                )
            ],
        },
        "draw_before": {
            "c": [
                (
                    "restart, (uint32_t)c);\n        double",
                    "restart, (uint32_t)c - 1);\n        double",
                ),
                ("restart, (uint32_t)c);\n\n", "restart, (uint32_t)c - 1);\n\n"),
            ],
            "fortran": [
                (
                    "restart, int(c, int64))\n            chosen = 1\n",
                    "restart, int(c - 1, int64))\n            chosen = 1\n",
                ),
                (
                    "restart, int(c, int64))\n            end if",
                    "restart, int(c - 1, int64))\n            end if",
                ),
            ],
            "python": [
                ("Purpose.INIT_PLUSPLUS, restart, c)", "Purpose.INIT_PLUSPLUS, restart, c - 1)")
            ],
        },
        "all_zero": {
            "c": [("if (total <= 0) //", "if (total < 0) //")],
            "fortran": [("if (total <= 0) then", "if (total < 0) then")],
            "python": [("if total == 0", "if total < 0")],
        },
    },
    "elbow": {
        "first_restart": {
            "c": [("restart == 0 || inertia < *smallest", "restart == 0")],
            "fortran": [
                (
                    "smallest = min(smallest, history(2, n_iter))",
                    "if (restart == 0) smallest = history(2, n_iter)",
                )
            ],
            "python": [("return min(inertias)", "return inertias[0]")],
        },
        "last_restart": {
            "c": [("restart == 0 || inertia < *smallest", "inertia > 0")],
            "fortran": [
                ("smallest = min(smallest, history(2, n_iter))", "smallest = history(2, n_iter)")
            ],
            "python": [("return min(inertias)", "return inertias[-1]")],
        },
        "worst": {
            "c": [("inertia < *smallest", "inertia > *smallest")],
            "fortran": [
                ("smallest = huge(smallest)", "smallest = 0"),
                ("smallest = min(smallest", "smallest = max(smallest"),
            ],
            "python": [("return min(inertias)", "return max(inertias)")],
        },
        "k_low": {
            "c": [("*best_k = k;", "*best_k = k - 1;")],
            "fortran": [("best_k = k\n", "best_k = k - 1\n")],
            "python": [("1 + int(np.argmax", "int(np.argmax")],
        },
        "steepest": {
            "c": [
                (
                    "const double depth = inertias[0] + slope * (double)(k - 1) - inertias[k - 1];",
                    "const double depth = inertias[k - 2] - inertias[k - 1] + 0 * slope;",
                )
            ],
            "fortran": [
                (
                    "depth = inertias(1) + slope*(k - 1) - inertias(k)",
                    "depth = inertias(k - 1) - inertias(k)",
                )
            ],
            "python": [
                ("1 + int(np.argmax(chord - inertias))", "2 + int(np.argmin(np.diff(inertias)))")
            ],
        },
    },
}
