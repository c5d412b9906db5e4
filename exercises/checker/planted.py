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
}


def plant(file, language, text):
    """Return the solution with its bugs."""
    for right, wrong in PLANTED[file][language]:
        if text.count(right) != 1:
            raise ValueError("%s, %s: expected once: %s" % (file, language, right))
        text = text.replace(right, wrong)
    return text
