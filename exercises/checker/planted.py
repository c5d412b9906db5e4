"""The bugs that the *_fix exercises start with: (right, wrong) pieces of the solution."""

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
}


def plant(file, language, text):
    """Return the solution with its bugs."""
    for right, wrong in PLANTED[file][language]:
        if text.count(right) != 1:
            raise ValueError("%s, %s: expected once: %s" % (file, language, right))
        text = text.replace(right, wrong)
    return text
