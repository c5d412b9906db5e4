"""An exercise is a marked region of a solution:

    // Exercise 2. Find the nearest centroid of each sample.
    ...
    // End of exercise 2.

A starter is the solution with every region replaced by a stub that compiles and says
`not implemented`.
"""

import re
from collections import namedtuple

import catalog
import planted

# first, last: the lines of the two markers, counted from 0.
Region = namedtuple("Region", "number instruction first last indent")

# Directives for a graphics card, which no exercise is built for, and a remark above.
CARD = {
    "c": re.compile(r"(?:^ *// On a GPU .*\n)?^#pragma acc (?:.*\\\n)*.*\n", re.M),
    "fortran": re.compile(r"(?:^ *! On a GPU .*\n)?^ *!\$acc .*\n", re.M),
}
OPENING = re.compile(r"^(\s*)(?://|!|#) Exercise (\d+)\. (.+?)\s*$")
CLOSING = re.compile(r"^\s*(?://|!|#) End of exercise (\d+)\.\s*$")


def find(text):
    """Return the regions of a file; a damaged one is left out."""
    regions, opened = [], None
    for i, line in enumerate(text.split("\n")):
        opening, closing = OPENING.match(line), CLOSING.match(line)
        if opening:
            opened = (int(opening.group(2)), opening.group(3), i, opening.group(1))
        elif closing and opened and int(closing.group(1)) == opened[0]:
            regions.append(Region(opened[0], opened[1], opened[2], i, opened[3]))
            opened = None
    return regions


def body(text, region):
    """Return the lines between the markers."""
    return text.split("\n")[region.first + 1 : region.last]


def essence(lines):
    """What is left of lines when blanks do not count."""
    return "".join("".join(lines).split())


def stub(language, lines, region, whole):
    """Return the lines that stand where the answer was."""
    if whole:
        return [""]
    if language == "python":
        return ["raise NotImplementedError"]
    if language == "c":
        head = next(line for line in reversed(lines[: region.first]) if re.match(r"\w.*\(", line))
        end = lines.index("}", region.last)
        if re.match(r"(real|double|float) ", head):
            return ["return NAN;"]
        if head.startswith(("void", "static void")):
            return [""]
        if "done:" in lines[region.last : end]:
            return ["status = NOT_IMPLEMENTED;", "goto done;"]
        return ["return NOT_IMPLEMENTED;"]
    above = reversed(lines[: region.first])
    head = next(line for line in above if re.match(r"\s*(function|subroutine) ", line))
    result = re.search(r"result\((\w+)\)", head)
    if result:
        nan = "{0} = {0}/{0}  ! not a number".format(result.group(1))
        return ["%s = 0" % result.group(1), nan]
    start = lines.index(head)
    if any(re.search(r"intent\(out\).*\bstatus\b", line) for line in lines[start : region.first]):
        return ["status = not_implemented", "return"]
    return [""]


def starter(file, language):
    """Make the starter of a file from its solution."""
    text = catalog.solution_file(file, language).read_text(encoding="utf-8")
    text = _for_processors(text, language)
    if language == "c":
        text = _with_header(text, "<stdio.h>")  # for own prints
    name = catalog.source_name(file, language)
    note = "%s %s, starter version %d. " % (catalog.COMMENT[language], name, catalog.version(file))
    if file in planted.PLANTED:
        text = planted.plant(file, language, text)
        if not file.endswith("_fix"):
            return note + "This works, but badly: tune it, then: make check\n" + text
        text = without_markers(text)
        return note + "Three bugs live here: find them, then: make check\n" + text
    lines = text.split("\n")
    whole = file.endswith("_whole")
    for region in reversed(find(text)):
        stub_lines = stub(language, lines, region, whole)
        lines[region.first + 1 : region.last] = [
            (region.indent + line).rstrip() for line in stub_lines
        ]
    text = "\n".join(lines)
    if language == "c" and "return NAN;" in text:
        text = _with_header(text, "<math.h>")
    if "not_implemented" in text:
        text = re.sub(r"(use status_codes, only: .*)", r"\1, not_implemented", text, count=1)
    return note + "Fill in the exercises, then: make check\n" + text


def _with_header(text, header):
    """Include a header of C's library, in its order, unless it is there already."""
    lines = text.split("\n")
    there = [i for i, line in enumerate(lines) if line.startswith("#include <")]
    if any(header in lines[i] for i in there):
        return text
    line = "#include " + header
    if there:
        lines.insert(next((i for i in there if lines[i] > line), there[-1] + 1), line)
    else:
        own = next(i for i, found in enumerate(lines) if found.startswith("#include "))
        lines[own + 1 : own + 1] = ["", line]
    return "\n".join(lines)


def _for_processors(text, language):
    """Drop the directives for a graphics card, unless an exercise is about them."""
    if language not in CARD or any("OpenACC" in r.instruction for r in find(text)):
        return text
    return re.sub(r"\n{3,}", "\n\n", CARD[language].sub("", text))


def without_markers(text):
    """Drop the lines that open and close regions."""
    lines = text.split("\n")
    kept = [line for line in lines if not (OPENING.match(line) or CLOSING.match(line))]
    return "\n".join(kept)


def untouched(text, starter_text):
    """Return the numbers of the regions that still are as the starter gave them."""
    given = {r.number: essence(body(starter_text, r)) for r in find(starter_text)}
    return {r.number for r in find(text) if essence(body(text, r)) == given.get(r.number)}


def filled(text, solution, numbers, language, path):
    """Replace regions by the solution's, without moving the lines that follow.

    So an exercise can be judged alone, before others are written.
    """
    answers = {r.number: body(solution, r) for r in find(solution)}
    lines = text.split("\n")
    directive = {"c": '#line %d "%s"', "fortran": '# %d "%s"'}[language]
    for region in reversed(find(text)):
        if region.number in numbers and region.number in answers:
            back = directive % (region.last + 1, path)
            lines[region.first + 1 : region.last] = answers[region.number] + [back]
    return "\n".join([directive % (1, path)] + lines)
