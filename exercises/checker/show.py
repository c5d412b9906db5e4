"""Print one function in three languages, side by side if the terminal is wide enough."""

import re
import shutil
import textwrap

import catalog
import loop
import regions
import screen
import work

NARROW = 52  # a column of fewer characters cannot be read
GAP = "  "


def functions(exercise, language):
    """Return the lines of the functions that hold the exercise."""
    text = catalog.solution_file(exercise.file, language).read_text(encoding="utf-8")
    found = [r for r in regions.find(text) if r.number in (exercise.numbers or [])]
    if exercise.kind != "phase" or not found:
        return regions.without_markers(text.rstrip("\n")).split("\n")
    shown = []
    for region in found:
        shown += [""] * bool(shown) + _function(text, region, language)
    return shown


def _function(text, region, language):
    """Return the lines of the function around a region."""
    lines = text.rstrip("\n").split("\n")
    first, last = region.first, region.last
    begins = {"c": r"\w.*\(", "fortran": r"\s*(subroutine|function) ", "python": r"def "}[language]
    ends = {"c": r"}", "fortran": r"\s*end (subroutine|function)", "python": r"\S"}[language]
    while first > 0 and not re.match(begins, lines[first]):
        first -= 1
    while language != "python" and lines[first - 1].lstrip().startswith(("//", "!>")):
        first -= 1
    last = next((i for i in range(last, len(lines)) if re.match(ends, lines[i])), len(lines))
    own = lines[first : last + (language != "python")]
    own = regions.without_markers("\n".join(own)).rstrip("\n").split("\n")
    if language == "python":
        own = _short_docstring(own)
    return textwrap.dedent("\n".join(own)).split("\n")


def _short_docstring(lines):
    """Keep the docstring's first sentence: the other panels' comment."""
    text = "\n".join(lines)
    return re.sub(r'"""(.*?)\n\n.*?"""', r'"""\1"""', text, count=1, flags=re.S).split("\n")


def _wrap(lines, width):
    """Fold long lines, with the rest a little further in."""
    folded = []
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()) + 8)
        folded += textwrap.wrap(
            line, width, subsequent_indent=indent, drop_whitespace=True, break_on_hyphens=False
        ) or [""]
    return folded


def _last_passed():
    """The last exercise that passes in the language at work."""
    state = work.progress()
    passed = [e for e in catalog.EXERCISES if work.key(e, state["language"]) in state["passed"]]
    return passed[-1] if passed else None


def show(name=""):
    """Show an exercise, such as assign or kmeans.assign; without a name the last that passes."""
    exercise = catalog.find(name.split(".")[-1]) if name else _last_passed()
    if exercise is None:
        said = loop.alike(name) if name else "Nothing passes yet, so name a function."
        screen.tell(said + " For example: make show_assign")
        return 1
    columns = [functions(exercise, language) for language in reversed(catalog.LANGUAGES)]
    titles = [catalog.NAMES[language] for language in reversed(catalog.LANGUAGES)]
    terminal = shutil.get_terminal_size((80, 24)).columns
    width = (terminal - 2 * len(GAP)) // 3
    if width < NARROW:
        for title, lines in zip(titles, columns):
            print("--- %s" % title)
            print("\n".join(lines) + "\n")
        return 0
    columns = [[title, ""] + _wrap(lines, width) for title, lines in zip(titles, columns)]
    for i in range(max(map(len, columns))):
        row = [column[i] if i < len(column) else "" for column in columns]
        print(GAP.join(cell.ljust(width) for cell in row).rstrip())
    return 0
