"""Hostile and broken student files: (what, language, exercise, pieces, kind, words).

pieces: what to replace in the solution, or a text for the whole file; kind: the verdict;
words: must stand in it.
"""

_C = "real distance = 0;\n"
_F = "        distance = 0\n"
_P = "    return np.sum((a - b) ** 2, axis=-1)\n"
_ASSIGN = "        labels[i] = label;\n"
_ASSIGN_F = "            labels(i) = label\n"
_ASSIGN_P = "    return labels, distances\n"  # of the mutants' bases
_STDIO = (
    "#include <stdlib.h>",
    "#include <signal.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <unistd.h>",
)
_PURE_F = "    function squared_distance(d, a, b) result(distance)\n"


def _c(code):
    return [_STDIO, (_C, _C + "    " + code + "\n")]


def _in_assign(code):
    return [_STDIO, (_ASSIGN, _ASSIGN + "        " + code + "\n")]


def _f(code):
    return [(_F, _F + "        " + code + "\n")]


def _in_assign_f(code):
    return [(_ASSIGN_F, _ASSIGN_F + "            " + code + "\n")]


def _p(code):
    return [(_P, "    " + code.replace("\n", "\n    ") + "\n" + _P)]


ZOO = [
    # C
    ("null pointer", "c", "squared_distance", _c("*(volatile int *)0 = 1;"), "crash", ""),
    ("raised signal", "c", "squared_distance", _c("raise(SIGSEGV);"), "crash", "segmentation"),
    ("abort", "c", "squared_distance", _c("abort();"), "crash", "abort"),
    (
        "endless loop",
        "c",
        "squared_distance",
        _c("for (volatile int i = 0;; i = 1);"),
        "time",
        "endless",
    ),
    ("sleep", "c", "squared_distance", _c("sleep(1000);"), "time", "wait"),
    ("exit(0)", "c", "squared_distance", _c("exit(0);"), "ended", "exit"),
    ("exit(7)", "c", "squared_distance", _c("exit(7);"), "ended", "7"),
    ("_exit(0)", "c", "assign", _in_assign("_exit(0);"), "ended", "ended"),
    ("write after the end", "c", "assign", _in_assign("labels[n] = 1;"), "crash", "after"),
    ("write before the start", "c", "assign", _in_assign("labels[-1] = 1;"), "crash", "before"),
    (
        "read after the end",
        "c",
        "assign",
        [(_ASSIGN, "        volatile real beyond = x[n * d];\n        labels[i] = beyond > 0;\n")],
        "crash",
        "reads",
    ),
    (
        "double free",
        "c",
        "assign",
        _in_assign("int *volatile p = malloc(4); free(p); free(p);"),
        "crash",
        "frees",
    ),
    (
        "use after free",
        "c",
        "assign",
        _in_assign("int *p = malloc(4); free(p); labels[i] = *p;"),
        "crash",
        "after free",
    ),
    (
        "endless recursion",
        "c",
        "squared_distance",
        _c("distance = kmeans_squared_distance(d, b, a);"),
        "crash",
        "stack",
    ),
    (
        "huge malloc",
        "c",
        "squared_distance",
        _c("char *p = malloc((size_t)1 << 40); distance += p ? p[0] : 0;"),
        "memory",
        "memory",
    ),
    (
        "memory bit by bit",
        "c",
        "squared_distance",
        _c(
            "for (;;) { char *p = malloc(1 << 24); if (!p) return 0; "
            "for (int i = 0; i < 1 << 24; i += 4096) p[i] = 1; }"
        ),
        "memory",
        "memory",
    ),
    ("gigabytes of prints", "c", "squared_distance", _c('for (;;) puts("hello");'), "prints", "MB"),
    (
        "prints on stderr",
        "c",
        "squared_distance",
        _c('for (;;) fputs("hello", stderr);'),
        "prints",
        "MB",
    ),
    (
        "binary prints",
        "c",
        "squared_distance",
        [
            _STDIO,
            (
                _C + "    for",
                'putchar(7); putchar(0); puts("\\033[2J\\377");\n    real distance = 1;\n    for',
            ),
        ],
        "wrong",
        "distance",
    ),
    (
        "a large file",
        "c",
        "squared_distance",
        _c('FILE *f = fopen("big", "w"); for (;;) fputs("0123456789abcdef", f);'),
        "crash",
        "file",
    ),
    (
        "not a number",
        "c",
        "squared_distance",
        [(_C, "real distance = 0.0 / 0.0;\n")],
        "wrong",
        "nan",
    ),
    (
        "division of integers by zero",
        "c",
        "squared_distance",
        _c("volatile int zero = 0; distance = 1 / zero;"),
        "crash",
        "zero",
    ),
    (
        "integer overflow",
        "c",
        "squared_distance",
        _c("volatile int big = 2147483647; distance = big + 1;"),
        "crash",
        "overflow",
    ),
    (
        "nothing written",
        "c",
        "assign",
        [("        labels[i] = label;\n        distances[i] = smallest;\n", "")],
        "wrong",
        "never written",
    ),
    ("only integers", "c", "squared_distance", [(_C, "int distance = 0;\n")], "wrong", "distance"),
    (
        "missing semicolon",
        "c",
        "squared_distance",
        [(_C, "real distance = 0\n")],
        "compile",
        "expected",
    ),
    (
        "signature changed",
        "c",
        "squared_distance",
        [
            (
                "real kmeans_squared_distance(size_t d, const",
                "real kmeans_squared_distance(int d, const",
            )
        ],
        "compile",
        "kmeans.c",
    ),
    (
        "function renamed",
        "c",
        "init_plusplus",
        [
            (
                "kmeans_init_plusplus(size_t n, size_t d, size_t k, const real *restrict x",
                "kmeans_plusplus(size_t n, size_t d, size_t k, const real *restrict x",
            )
        ],
        "compile",
        "kmeans_init_plusplus is missing",
    ),
    (
        "a main of its own",
        "c",
        "lloyd",
        [
            (
                '#include "support/random.h"',
                '#include "support/random.h"\nint main(void);\nint main(void) { return 0; }',
            )
        ],
        "compile",
        "main",
    ),
    ("an empty file", "c", "assign", "", "compile", "missing"),
    ("not a text", "c", "assign", "\x00\x01\x02\xff\xfe" * 50, "compile", ""),
    ("a Python file", "c", "assign", "def assign(x):\n    return x\n", "compile", ""),
    (
        "markers gone",
        "c",
        "assign",
        [
            (
                "    // Exercise 2. Find the nearest centroid of each sample, and how far it is.\n",
                "",
            ),
            ("    // End of exercise 2.\n", ""),
        ],
        "passed",
        "",
    ),
    ("CR LF", "c", "assign", [("\n", "\r\n")], "passed", ""),
    (
        "the stub left behind",
        "c",
        "assign",
        [
            (
                "    // Exercise 2. Find the nearest centroid of each sample, and how far it is.\n",
                "    // Exercise 2. Find it.\n    return NOT_IMPLEMENTED;\n",
            )
        ],
        "wrong",
        "stub",
    ),
    (
        "a child that stays",
        "c",
        "squared_distance",
        _c("if (fork() == 0) { sleep(1000); _exit(0); }"),
        "passed",
        "",
    ),
    ("reads the keyboard", "c", "squared_distance", _c("while (getchar() != EOF);"), "passed", ""),
    ("stdout closed", "c", "squared_distance", _c("fclose(stdout);"), "passed", ""),
    # Fortran
    ("stop", "fortran", "squared_distance", _f("stop"), "ended", "stop"),
    ("error stop", "fortran", "squared_distance", _f("error stop 'enough'"), "ended", "enough"),
    (
        "endless loop",
        "fortran",
        "squared_distance",
        _f("do while (distance < 1)\n            distance = distance*0.5\n        end do"),
        "time",
        "endless",
    ),
    (
        "index after the end",
        "fortran",
        "assign",
        _in_assign_f("labels(n + 1) = 0"),
        "crash",
        "above upper bound",
    ),
    (
        "index before the start",
        "fortran",
        "assign",
        _in_assign_f("labels(i - 1) = 0"),
        "crash",
        "below lower bound",
    ),
    (
        "array not allocated",
        "fortran",
        "update",
        [
            (
                "allocate (sums(d, 0:k - 1), counts(0:k - 1), stat=failed)",
                "allocate (counts(0:k - 1), stat=failed)",
            )
        ],
        "crash",
        "",
    ),
    (
        "print in a function called in a print",
        "fortran",
        "assign",
        [
            (_F, "        print *, 'distance'\n" + _F),
            (_ASSIGN_F, _ASSIGN_F + "            print *, squared_distance(d, x(:, i), x(:, i))\n"),
        ],
        "time",
        "print",
    ),
    (
        "gigabytes of prints",
        "fortran",
        "squared_distance",
        _f("do\n            print *, 'hello'\n        end do"),
        "prints",
        "MB",
    ),
    (
        "huge allocate",
        "fortran",
        "update",
        [
            (
                "allocate (sums(d, 0:k - 1), counts(0:k - 1), stat=failed)\n",
                "allocate (sums(d, 0:1000000000), counts(0:k - 1))\n        failed = 0\n",
            )
        ],
        "memory",
        "memory",
    ),
    (
        "not declared",
        "fortran",
        "squared_distance",
        [(_F, "        distanc = 0\n")],
        "compile",
        "distanc",
    ),
    (
        "no end do",
        "fortran",
        "squared_distance",
        [("(a(j) - b(j))\n        end do\n", "(a(j) - b(j))\n")],
        "compile",
        "kmeans.f90",
    ),
    (
        "argument gone",
        "fortran",
        "assign",
        [
            (
                "subroutine assign(n, d, k, x, centroids, labels, distances, status)",
                "subroutine assign(n, d, k, x, centroids, labels, status)",
            ),
            (
                "        real(wp), intent(out) :: distances(n)\n"
                "        integer, intent(out) :: status\n"
                "        real(wp) :: distance, smallest\n",
                "        integer, intent(out) :: status\n        real(wp) :: distances(n)\n"
                "        real(wp) :: distance, smallest\n",
            ),
        ],
        "compile",
        "",
    ),
    ("an empty file", "fortran", "assign", "", "compile", "kmeans"),
    (
        "not a number",
        "fortran",
        "squared_distance",
        [(_F, "        distance = 0\n        distance = distance/distance\n")],
        "wrong",
        "nan",
    ),
    ("constant written to", "fortran", "squared_distance", _f("a(1) = 0"), "compile", "INTENT(IN)"),
    # Python
    (
        "syntax error",
        "python",
        "assign",
        "def assign(x, centroids)\n    return 1\n",
        "compile",
        "kmeans.py:1",
    ),
    ("bad indent", "python", "squared_distance", [(_P, "  \t" + _P)], "compile", "kmeans.py"),
    ("sys.exit", "python", "squared_distance", _p("import sys\nsys.exit(0)"), "ended", "exit"),
    ("os._exit", "python", "squared_distance", _p("import os\nos._exit(0)"), "ended", "exit"),
    ("endless loop", "python", "squared_distance", _p("while True:\n    pass"), "time", "endless"),
    (
        "deep recursion",
        "python",
        "squared_distance",
        _p("return squared_distance(a, b)"),
        "wrong",
        "RecursionError",
    ),
    (
        "too much memory",
        "python",
        "squared_distance",
        _p("c = np.ones(1 << 40)"),
        "memory",
        "memory",
    ),
    (
        "segmentation fault",
        "python",
        "squared_distance",
        _p("import ctypes\nctypes.string_at(0)"),
        "crash",
        "segmentation",
    ),
    (
        "gigabytes of prints",
        "python",
        "squared_distance",
        _p("while True:\n    print('hello')"),
        "prints",
        "MB",
    ),
    ("returns nothing", "python", "assign", [(_ASSIGN_P, "    pass\n")], "wrong", "None"),
    (
        "returns one of two",
        "python",
        "assign",
        [(_ASSIGN_P, "    return labels\n")],
        "wrong",
        "labels, distances",
    ),
    (
        "labels are floats",
        "python",
        "assign",
        [(_ASSIGN_P, "    return labels * 1.0, distances\n")],
        "wrong",
        "integers",
    ),
    (
        "wrong shape",
        "python",
        "assign",
        [(_ASSIGN_P, "    return labels[:, None], distances\n")],
        "wrong",
        "shape",
    ),
    (
        "an input changed",
        "python",
        "update",
        [
            (
                "    return moved, movement\n",
                "    centroids += 1\n    return moved, movement\n",
            )
        ],
        "wrong",
        "copy",
    ),
    (
        "an exception",
        "python",
        "assign",
        [(_ASSIGN_P, "    return labels, centroids[99]\n")],
        "wrong",
        "IndexError",
    ),
    (
        "a text returned",
        "python",
        "squared_distance",
        [(_P, "    return 'seven'\n")],
        "wrong",
        "str",
    ),
    ("function gone", "python", "lloyd", [("def lloyd(", "def loyd(")], "compile", "lloyd"),
    (
        "no such module",
        "python",
        "assign",
        [("import numpy as np", "import nunpy as np")],
        "compile",
        "nunpy",
    ),
    ("not a text", "python", "assign", "\x00\x01\xff" * 20, "compile", ""),
    (
        "threads that stay",
        "python",
        "squared_distance",
        _p("import threading, time\nthreading.Thread(target=time.sleep, args=(1000,)).start()"),
        "passed",
        "",
    ),
    # whole programs
    (
        "writes nothing",
        "c",
        "kmeans_whole",
        "int main(void) { return 0; }\n",
        "wrong",
        "step_1.dat",
    ),
    (
        "words in a file",
        "python",
        "kmeans_whole",
        'open("step_1.dat", "w").write("one two\\n")\n',
        "wrong",
        "step_1.dat:1",
    ),
    ("never ends", "c", "kmeans_whole", [("        changed = 0;\n", "")], "time", "endless"),
    (
        "no end in Fortran",
        "fortran",
        "kmeans_whole",
        [("        changed = .false.\n", "")],
        "time",
        "endless",
    ),
    (
        "fails in Python",
        "python",
        "kmeans_whole",
        [("step += 1", "step += one")],
        "crash",
        "NameError",
    ),
    (
        "a missing row",
        "python",
        "kmeans_whole",
        [("centroids, fmt", "centroids[1:], fmt")],
        "wrong",
        "shape",
    ),
    (
        "one file of two",
        "c",
        "mlp_whole",
        [('        write_layer("output", epochs + 1, q, m, w2);\n', "")],
        "wrong",
        "no output_1.dat",
    ),
    # networks and challenges
    (
        "a layer missing",
        "python",
        "mlp_forward",
        [("return hs, activations\n", "return hs[:-1], activations[:-1]\n")],
        "wrong",
        "list of arrays of shapes (1, 3), (1, 2)",
    ),
    (
        "a layer turned round",
        "python",
        "mlp_forward",
        [("return hs, activations\n", "return [h.T for h in hs], activations\n")],
        "wrong",
        "shape",
    ),
    (
        "over the budget",
        "python",
        "wine_challenge",
        [("visits + n <= budget", "visits + n <= 2 * budget")],
        "wrong",
        "at most 1000",
    ),
    ("no such class", "c", "wine_challenge", [("(int32_t)o;", "3;")], "crash", "outside"),
    (
        "classes from 1",
        "fortran",
        "wine_challenge",
        [("maxloc(outputs, dim=1) - 1", "maxloc(outputs, dim=1)")],
        "wrong",
        "says(1) = ",
    ),
    (
        "a class too few",
        "python",
        "wine_challenge",
        [(".astype(np.int32), visits", "[1:], visits")],
        "wrong",
        "shape",
    ),
]
