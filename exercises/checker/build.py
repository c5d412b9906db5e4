"""Compile a student's file with its driver, and say in short what the compiler said."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections import namedtuple

import catalog
from catalog import ROOT

SANITIZE = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer"]
CHECKED = {"c": ["-g", "-O1"], "fortran": ["-g", "-O1", "-fcheck=all"]}
FOR_DEBUGGER = {"c": ["-g", "-O0"], "fortran": ["-g", "-O0", "-fcheck=bounds"]}
STANDARD = {"c": ["-std=c11"], "fortran": ["-std=f2018"]}
WARNINGS = {
    "c": ["-Wall", "-Wno-unused", "-Wno-unknown-pragmas"],
    "fortran": ["-Wall", "-Wno-unused", "-Wno-unused-dummy-argument"],
}

# program: the command that runs it, None if it was not built. problem: lines that say
# why not. sanitized: memory errors are found. warnings: of the student's file.
Built = namedtuple("Built", "program problem sanitized warnings")


# The program made last, and of what: exercises that share a file share it.
_last = []


def compiler(language):
    """Return the compiler's words, or None if there is none."""
    chosen = os.environ.get({"c": "CC", "fortran": "FC"}[language])
    for words in [chosen] if chosen else {"c": ["gcc", "cc"], "fortran": ["gfortran"]}[language]:
        command = shlex.split(words)
        if shutil.which(command[0]):
            return command
    return None


def python_with_numpy():
    """Return a Python that has NumPy, or None."""
    venv = os.environ.get("VENV") or ".venv"
    for candidate in (ROOT / venv / "bin" / "python", sys.executable):
        if os.path.exists(str(candidate)):
            found = subprocess.run(
                [
                    str(candidate),
                    "-c",
                    "import importlib.util as u, sys; sys.exit(u.find_spec('numpy') is None)",
                ],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            if found.returncode == 0:
                return str(candidate)
    return None


def _compile(command, folder):
    environment = dict(os.environ, LC_ALL="C", LANG="C")
    try:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=str(folder),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=60,
        )
    except subprocess.TimeoutExpired:
        return 1, "the compiler did not finish within 60 s"
    return done.returncode, done.stdout.decode("utf-8", "replace")


def _can(what, flags, language, command, folder, header=None):
    """Try once whether this compiler knows some flags; remember it beside the builds."""
    mark = "%s-%s-%s" % (what, language, re.sub(r"\W", "_", " ".join(command)))
    mark = folder.parent / mark
    if not mark.exists():
        source = folder / ("empty" + catalog.SUFFIX[language])
        head = {"c": "#include <%s>\n", "fortran": "use %s\n"}[language]
        body = {"c": "int main(void) { return 0; }\n", "fortran": "end\n"}[language]
        source.write_text((head % header[language] if header else "") + body)
        code, _ = _compile(command + list(flags) + [source, "-o", folder / "empty"], folder)
        mark.write_text("yes" if code == 0 else "no")
    return mark.read_text() == "yes"


def ways(file, language, folder):
    """The ways in which a file is judged here; [None] for files that have only one."""
    command = compiler(language)
    if file not in catalog.WAYS:
        return [None]
    known = [
        way
        for way in catalog.WAYS[file]
        if command and _can(way.source, way.flags, language, command, folder, way.header)
    ]
    return known or [catalog.PLAIN]


def _sources(file, language, source, version, way):
    """All that a phase is compiled from, in order, and the flags to find it."""
    needs = [catalog.panel_file(stem, language) for stem in catalog.NEEDS[file]]
    if way:
        needs.append(catalog.DRIVERS / catalog.source_name(way.source, language))
    driver = catalog.DRIVERS / catalog.source_name(catalog.DRIVER[file], language)
    driver = catalog.of_version(driver, version)
    if language == "c":
        return [source] + needs + [driver], ["-I", ROOT / "c", "-I", catalog.DRIVERS]
    first = [
        catalog.panel_file("support/" + stem, language) for stem in ("kinds_f64", "status_codes")
    ]
    return first + needs + [source, catalog.DRIVERS / "driver.f90", driver], ["-J", "."]


def build(file, language, source, student, folder, whole, version=1, debugger=False, way=None):
    """Compile `source` in `folder`; `whole`: alone, else with the driver of `file`.

    student: the file that messages are about, where it differs from `source`.
    way: one of the ways in which the file is judged.
    """
    command = compiler(language)
    if command is None:
        return Built(
            None, ["no %s compiler found, see: make doctor" % catalog.NAMES[language]], False, []
        )
    made_of = (command, file, source.read_bytes(), str(student), whole, version, debugger, way)
    for known, built in _last[:1]:
        if known == made_of and os.path.exists(str(built.program[0])):
            return built
    flags = WARNINGS[language] + (FOR_DEBUGGER if debugger else CHECKED)[language]
    sources, where = [source], []
    if not whole:
        flags = STANDARD[language] + flags + list(way.flags if way else ())
        sources, where = _sources(file, language, source, version, way)
    program = folder / "program"
    rest = where + sources + ["-o", program, "-lm"]
    sanitized = not debugger and _can("sanitize", SANITIZE, language, command, folder)
    code, said = _compile(command + flags + (SANITIZE if sanitized else []) + rest, folder)
    if code != 0:
        return Built(None, problem(said, student), sanitized, [])
    warnings = [m for m in messages(said, "warning") if m[0] == str(student)]
    built = Built([program], None, sanitized, warnings)
    _last[:] = [(made_of, built)]
    return built


def messages(said, kind):
    """Pick a compiler's errors or warnings: (file, line, text, source line) each."""
    found = []
    place, shown = ("", 0), ""
    lines = said.split("\n")
    for i, line in enumerate(lines):
        c_style = re.match(r"(.*?):(\d+):(?:\d+:)? (?:fatal )?%s: (.*)" % kind, line)
        fortran_place = re.match(r"(\S.*?):(\d+):\d+:$", line)
        if c_style:
            below = "".join(lines[i + 1 : i + 2])
            shown = below.partition("|")[2] if re.match(r"\s*\d+ \|", below) else ""
            found.append((c_style.group(1), int(c_style.group(2)), c_style.group(3), shown))
        elif fortran_place:
            place, shown = (fortran_place.group(1), int(fortran_place.group(2))), ""
        elif re.match(r"\s*\d+ \|", line):
            shown = line.partition("|")[2]
        elif re.match(r"(Fatal )?%s: " % kind.capitalize(), line) and place[1]:
            found.append(place + (line.partition(": ")[2], shown))
    return found


def problem(said, student):
    """Say in a few lines why a student's file does not compile."""
    name = student.name
    errors = messages(said, "error")
    own = [error for error in errors if error[0] == str(student)]
    missing = re.search(r"undefined reference to [`'](\w+)'", said)
    double = re.search(r"multiple definition of [`'](\w+)'", said)
    if own:
        _, line, text, shown = own[0]
        lines = ["%s:%d: %s" % (name, line, text)]
        if shown.strip():
            lines.append("    " + shown.strip())
        if len(own) > 1:
            lines.append("and %d more; the first often causes the others" % (len(own) - 1))
        return lines
    if errors:
        where, line, text, _ = errors[0]
        lines = ["%s:%d: %s" % (os.path.basename(where), line, text)]
        if os.path.dirname(where) == str(catalog.DRIVERS):
            lines.insert(0, "the first lines of a function were changed: they must stay")
        return lines
    if double:
        return [
            "%s is there twice%s"
            % (
                double.group(1),
                ": the checker has its own main, take yours away"
                if double.group(1) == "main"
                else "",
            )
        ]
    if missing:
        function = re.sub(r"^__(\w+)_MOD_", "", missing.group(1))
        return ["%s is missing: nothing of that name was found" % function]
    return ["the compiler said:"] + said.strip().split("\n")[-6:]
