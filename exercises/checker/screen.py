"""What the student sees: at most 24 lines, colours where the terminal has them."""

import os
import shutil
import sys
import textwrap

import cases
import catalog
import regions
import work

LINES = 24
CELLS = "%-26s %7s %7s %7s"
KEEP = {"break_on_hyphens": False, "break_long_words": False}
COLOURS = {"green": "32", "red": "31", "yellow": "33", "bold": "1", "dim": "2"}


def paint(text, colour):
    """Colour a text, if a person reads it."""
    if not sys.stdout.isatty() or "NO_COLOR" in os.environ:
        return text
    return "\033[%sm%s\033[0m" % (COLOURS[colour], text)


def say(text, colour):
    """Print a coloured line."""
    print(paint(text, colour))


def clear():
    """Begin at the top of the terminal."""
    if sys.stdout.isatty():
        sys.stdout.write("\033[2J\033[H")


def width():
    """Columns to write in."""
    return max(40, min(100, shutil.get_terminal_size((80, 24)).columns))


def tell(text, indent="    "):
    """Print a text, with lines as wide as the terminal."""
    print("\n".join(textwrap.wrap(text, width() - 1, subsequent_indent=indent, **KEEP)))


def _wrapped(label, text):
    """Lay one row out: a label, and its text beside it."""
    indent = " " * 11
    return textwrap.wrap(
        text,
        width() - 1,
        initial_indent="  %-9s" % label,
        subsequent_indent=indent,
        **KEEP,
    ) or ["  " + label]


WORDS = {
    "passed": "passes",
    "unwritten": "is not written yet",
    "compile": "does not compile",
    "wrong": "is not right yet",
    "time": "took too long",
    "prints": "printed too much",
    "memory": "took too much memory",
    "crash": "crashed",
    "ended": "ended too early",
    "setup": "cannot be judged",
}


def verdict(exercise, language, result, broken, edited):
    """Print a verdict: what was called, what came, what was expected."""
    order = [e.name for e in catalog.EXERCISES if e.algorithm == exercise.algorithm]
    place = "%s %d/%d" % (
        catalog.TITLES[exercise.algorithm],
        order.index(exercise.name) + 1,
        len(order),
    )
    colour = {"passed": "green", "unwritten": "yellow"}.get(result.kind, "red")
    what = WORDS[result.kind]
    if exercise.kind == "fix" and result.kind == "unwritten":
        what = "still has its bugs"
    if exercise.kind == "challenge" and result.kind == "unwritten":
        what = "waits to be tuned"
    said = "%s in %s %s" % (exercise.name, catalog.NAMES[language], what)
    if broken:
        said += ", it did before"
    lines = ["%s  %s" % (place, paint(said, colour))]
    for label, text in result.rows:
        for line in _wrapped(label, text):
            if label in ("came", "stopped", "mistake"):
                line = line.replace(label, paint(label, "red"), 1)
            elif label == "expected":
                line = line.replace(label, paint(label, "green"), 1)
            lines.append(line)
    own = cases.prints_of(result.prints, result.case)[-2000:]
    prints = [line for line in own.split("\n") if line.strip()]
    if prints:
        room = max(1, min(6, LINES - len(lines) - 5))
        last = ", the last %d" % room if room < len(prints) else ""
        lines.append("  your own prints%s:" % last)
        lines += ["  | " + _visible(line)[: width() - 5] for line in prints[-room:]]
    if edited:
        said = "The checker or its cases were edited here: this counts only with the originals."
        lines += [paint(line, "yellow") for line in textwrap.wrap(said, width() - 1)]
    if result.kind not in ("passed", "setup"):
        tools = "make hint"
        if result.case is not None:
            tools += "   inside it: make debug"
        lines.append(paint("stuck? %s" % tools, "dim"))
    for line in lines[: LINES - 2]:
        print(line)


def _visible(line):
    """Keep a student's own control characters away from the terminal."""
    return "".join(c if c.isprintable() else "?" for c in line.expandtabs(4))


def what_is_next(exercise, language):
    """Say which exercise comes now, and where to write."""
    if exercise is None:
        say("That was the last one: all exercises pass in %s." % catalog.NAMES[language], "green")
        return
    path = os.path.relpath(str(catalog.student_file(exercise.file, language)))
    line = 1
    try:
        with open(path, encoding="utf-8") as file:
            for region in regions.find(file.read()):
                if region.number in (exercise.numbers or [region.number]):
                    line = region.first + 1
                    break
    except (OSError, UnicodeDecodeError):
        pass
    print(
        "next: %s (%d minutes), in %s:%d"
        % (paint(exercise.name, "bold"), exercise.minutes, path, line)
    )
    print("      read exercises/%s.md, write, then: make check" % exercise.algorithm)


def hints(exercise, shown, total):
    """Print the hints seen so far, the newest last."""
    if not total:
        print("%s: there are no hints, see exercises/%s.md" % (exercise.name, exercise.algorithm))
    for i, text in enumerate(shown):
        print(
            "\n".join(
                textwrap.wrap(
                    text,
                    width() - 1,
                    initial_indent="%s, hint %d of %d: " % (exercise.name, i + 1, total),
                    subsequent_indent="    ",
                )
            )
        )
    if total and len(shown) == total:
        print(
            "That was the last one. The three languages side by side: make show_%s" % exercise.name
        )


def status(state, is_begun, here):
    """Print which exercises pass, in which language: those of one algorithm one by one.

    here: the algorithm that is worked at.
    """
    print(CELLS % (("",) + tuple(catalog.NAMES[x] for x in catalog.LANGUAGES)))
    passed = changed = 0
    for algorithm, title in catalog.TITLES.items():
        group = [e for e in catalog.EXERCISES if e.algorithm == algorithm]
        rows = [[_state(state, is_begun, e, x) for x in catalog.LANGUAGES] for e in group]
        counts = [[row[i] for row in rows].count("passes") for i in range(len(catalog.LANGUAGES))]
        passed += sum(counts)
        changed += sum(row.count("changed") for row in rows)
        cells = ["%d of %d" % (count, len(group)) if count else "" for count in counts]
        print(paint((CELLS % ((title,) + tuple(cells))).rstrip(), "bold"))
        if algorithm == here:
            for exercise, row in zip(group, rows):
                _print_row(exercise, row)
    total = len(catalog.EXERCISES)
    before = "; %d did before their file changed: make check" % changed if changed else ""
    print("%d of %d pass, in three languages%s" % (passed, total * 3, before))


def _state(state, is_begun, exercise, language):
    """passes, changed, begun, . (given out), or nothing."""
    source = catalog.student_file(exercise.file, language)
    done = state["passed"].get(work.key(exercise, language))
    if done is not None:
        return "passes" if done == work.digest(source) else "changed"
    if is_begun(exercise, language):
        return "begun"
    return "." if source.exists() else ""


def _print_row(exercise, row):
    colours = {"passes": "green", "changed": "yellow", "begun": "yellow"}
    cells = [" " * (8 - len(word)) + paint(word, colours.get(word, "dim")) for word in row]
    print("  %-16s %3d min%s" % (exercise.name, exercise.minutes, "".join(cells)))
