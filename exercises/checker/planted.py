"""The bugs that the *_fix exercises start with, and the bad settings of the *_challenge ones:
(right, wrong) pieces of the solution.
"""

PLANTED = {
    "kmeans_fix": {
        "c": (
            ("if (distance < smallest) {", "if (distance <= smallest) {"),
            ("        if (counts[c] == 0)\n            continue;\n", ""),
            ("        if (movement <= tol)\n", "        if (movement < tol)\n"),
        ),
        "fortran": (
            ("if (distance < smallest) then", "if (distance <= smallest) then"),
            ("            if (counts(c) == 0) cycle\n", ""),
            ("if (movement <= tol) exit", "if (movement < tol) exit"),
        ),
        "python": (
            ("nearer = distances < smallest", "nearer = distances <= smallest"),
            ("(moved.astype(np.float64) - centroids) ** 2", "moved.astype(np.float64) - centroids"),
            ("if movement <= tol:", "if movement < tol:"),
        ),
    },
    "mlp_fix": {
        "c": (
            ("n, d_out, h, beta, a);", "n, d_out, h, 1, a);"),
            (
                "layers_activate_backward(network[3 * l - 1]",
                "layers_activate_backward(network[3 * l + 2]",
            ),
            ("total += *loss * (double)rows;", "total += *loss * (double)batch;"),
        ),
        "fortran": (
            ("h(first), beta, a(first))", "h(first), 1.0_wp, a(first))"),
            ("activate_backward(network(3, l - 1)", "activate_backward(network(3, l)"),
            ("total = total + loss*rows", "total = total + loss*most"),
        ),
        "python": (
            ("activate(network[layer, 2], h, beta)", "activate(network[layer, 2], h)"),
            ("activate_backward(network[layer - 1, 2]", "activate_backward(network[layer, 2]"),
            ("total += loss * len(rows)", "total += loss * batch"),
        ),
    },
    "wine_challenge": {
        "c": (
            ("scaling = NORMALIZE_STANDARD", "scaling = NORMALIZE_NONE"),
            ("inside = 8;", "inside = 2;"),
            ("batch = 4;", "batch = 1000;"),
            ("reach = 0.5;", "reach = 0.01;"),
            ("rate = 0.5, momentum = 0.5;", "rate = 0.1, momentum = 0;"),
        ),
        "fortran": (
            ("scaling = normalize_standard", "scaling = normalize_none"),
            ("inside = 8 ", "inside = 2 "),
            ("batch = 4 ", "batch = 1000 "),
            ("reach = 0.5_dp", "reach = 0.01_dp"),
            ("rate = 0.5_wp, momentum = 0.5_wp", "rate = 0.1_wp, momentum = 0"),
        ),
        "python": (
            ('SCALING = "standard"', 'SCALING = "none"'),
            ("INSIDE = 8 ", "INSIDE = 2 "),
            ("BATCH = 4 ", "BATCH = 1000 "),
            ("REACH = 0.5 ", "REACH = 0.01 "),
            ("RATE, MOMENTUM = 0.5, 0.5", "RATE, MOMENTUM = 0.1, 0.0"),
        ),
    },
}


def plant(file, language, text):
    """Return the solution with its bugs."""
    for right, wrong in PLANTED[file][language]:
        if text.count(right) != 1:
            raise ValueError("%s, %s: expected once: %s" % (file, language, right))
        text = text.replace(right, wrong)
    return text
