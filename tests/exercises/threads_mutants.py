"""Wrong ways to take many samples at once: what is replaced in the solution."""

_OMP_C = "#pragma omp parallel for default(none) shared(n, d, k, x, centroids, labels, distances)\n"
_ACC_C = "#pragma acc parallel loop gang vector copyin(x[0 : n * d], centroids[0 : k * d])"
_OMP_F = """\
        !$omp parallel do default(none) shared(n, d, k, x, centroids, labels, distances) &
        !$omp private(c, label, distance, smallest)
"""
_FIRST_C = "real smallest = kmeans_squared_distance(d, x + i * d, centroids);"
_NEARER_P = "nearer = distances < smallest"

MUTANTS = {
    "assign_threads": {
        "one_by_one": {
            "c": [(_OMP_C, "")],
            "fortran": [(_OMP_F, "")],
            "python": [
                (
                    "distances = squared_distance(x, centroids[c])",
                    "distances = np.array([squared_distance(x_i, centroids[c]) for x_i in x])",
                )
            ],
        },
        "mixed": {
            "c": [
                (_OMP_C, "int32_t label;\nreal smallest;\n#pragma omp parallel for\n"),
                ("int32_t label = 0", "label = 0"),
                (_FIRST_C, _FIRST_C.replace("real ", "")),
            ],
            "fortran": [(_OMP_F, "        !$omp parallel do\n")],
            "python": [(_NEARER_P, "nearer = distances < smallest.min()")],
        },
        "one_too_high": {
            "c": [("labels[i] = label;", "labels[i] = label + 1;")],
            "fortran": [("labels(i) = label\n", "labels(i) = label + 1\n")],
            "python": [("return labels, smallest", "return labels + np.int32(1), smallest")],
        },
        "last_on_tie": {
            "c": [("if (distance < smallest)", "if (distance <= smallest)")],
            "fortran": [("if (distance < smallest)", "if (distance <= smallest)")],
            "python": [(_NEARER_P, "nearer = distances <= smallest")],
        },
        "root": {
            "c": [
                ('#include "kmeans.h"', '#include <math.h>\n#include "kmeans.h"'),
                ("distances[i] = smallest;", "distances[i] = sqrt(smallest);"),
            ],
            "fortran": [("distances(i) = smallest", "distances(i) = sqrt(smallest)")],
            "python": [("return labels, smallest", "return labels, np.sqrt(smallest)")],
        },
    },
}

_ACC_F = """\
        !$acc parallel loop gang vector private(c, label, distance, smallest) &
        !$acc copyin(x, centroids) copyout(labels, distances)
"""

# Directives that share nothing out: for threads, or for a card.
ZOO = [
    (
        "no card",
        "c",
        "assign_threads",
        [(_ACC_C, "#pragma nothing")],
        "wrong",
        "built with -fopenacc",
    ),
    ("no card", "fortran", "assign_threads", [(_ACC_F, "")], "wrong", "built with -fopenacc"),
    (
        "every thread does all",
        "c",
        "assign_threads",
        [("omp parallel for", "omp parallel")],
        "wrong",
        "built with -fopenmp",
    ),
    (
        "every thread does all",
        "fortran",
        "assign_threads",
        [("omp parallel do", "omp parallel"), ("        ! End of", "!$omp end parallel\n! End of")],
        "wrong",
        "built with -fopenmp",
    ),
    (
        "samples one by one, in the shape of an array",
        "python",
        "assign_threads",
        [("return labels, smallest", "return np.vectorize(lambda label: label)(labels), smallest")],
        "wrong",
        "no loop over samples",
    ),
    (
        "a result that is no array",
        "python",
        "assign_threads",
        [("return labels, smallest", "return 0, None")],
        "wrong",
        "shape",
    ),
    (
        "an unknown clause",
        "c",
        "assign_threads",
        [("copyin(", "copyinto(")],
        "compile",
        "copyinto",
    ),
]
