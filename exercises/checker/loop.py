"""The student's loop: start, check, hint, watch, status, update, reset, submit."""

import difflib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile

import catalog
import judge
import screen
import verdict
import work

STATEMENTS = catalog.ROOT / "exercises"


def chosen(name):
    """Split NAME_LANGUAGE; return (exercises, language), or say what is wrong and end."""
    stem, _, last = name.rpartition("_")
    language = last if last in catalog.LANGUAGES else None
    stem = stem if language else name
    language = language or work.progress()["language"]
    if stem in catalog.LANGUAGES:
        stem, language = "", stem
    if language is None:
        sys.exit("Which language? Type: make start_c, make start_fortran or make start_python")
    group = [e for e in catalog.EXERCISES if stem in ("", e.algorithm, e.name)]
    if not group:
        screen.tell("There is no exercise %r. %s" % (stem, alike(stem)))
        sys.exit(1)
    return group, language


def alike(name):
    """Say which exercises could have been meant."""
    names = [e.name for e in catalog.EXERCISES]
    near = difflib.get_close_matches(name, names + list(catalog.TITLES), 3)
    return "Did you mean %s?" % " or ".join(near) if near else "There are: " + " ".join(names)


def judged(exercise, language):
    """Judge the student's file."""
    source = catalog.student_file(exercise.file, language)
    starter = work.starter_text(exercise.file, language)
    folder = work.BUILDS / language / exercise.name
    return judge.judge(exercise, language, source, starter, folder)


def is_begun(exercise, language):
    """Has the student changed anything there?"""
    source = catalog.student_file(exercise.file, language)
    if not source.is_file():
        return False
    text = source.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    starter = work.starter_text(exercise.file, language)
    job = verdict.Job(exercise, language, source, text, starter, None, 1)
    return not verdict.is_untouched(job)


def next_one(group, language, state):
    """The next unfinished exercise: begun ones first, else the first in order."""
    open_ones = [e for e in group if work.key(e, language) not in state["passed"]]
    begun = [e for e in open_ones if is_begun(e, language)]
    return (begun or open_ones or [None])[0]


def record(exercise, language, result, state):
    """Remember whether an exercise passes, for the file as it is now."""
    key = work.key(exercise, language)
    if result.kind == "passed":
        source = catalog.student_file(exercise.file, language)
        state["passed"][key] = work.digest(source)
    else:
        state["passed"].pop(key, None)
    work.remember(state)


def judged_again(group, language, state):
    """Judge what passed before its file changed; yield each exercise and its verdict."""
    for exercise in group:
        passed = state["passed"].get(work.key(exercise, language))
        source = catalog.student_file(exercise.file, language)
        if passed is not None and passed != work.digest(source):
            result = judged(exercise, language)
            record(exercise, language, result, state)
            yield exercise, result


def check(name=""):
    """Judge the next unfinished exercise, or the one named; return the exit code."""
    group, language = chosen(name)
    if not catalog.student_file(group[0].file, language).parent.is_dir():
        print("There are no files yet, type: make start_%s" % language)
        return 1
    state = work.progress()
    if len(group) == 1:
        return _show(group[0], language, judged(group[0], language), state)
    for exercise, result in judged_again(group, language, state):
        if result.kind != "passed":
            return _show(exercise, language, result, state, broken=True)
    exercise = next_one(group, language, state)
    if exercise is None:
        screen.say("All exercises pass in %s." % catalog.NAMES[language], "green")
        print("See the map: make status. Another language: make start_fortran, ...")
        return 0
    return _show(exercise, language, judged(exercise, language), state)


def _show(exercise, language, result, state, broken=False):
    """Print a verdict, remember it, and say what is next."""
    record(exercise, language, result, state)
    screen.verdict(exercise, language, result, broken, changed_checker())
    if result.kind == "passed":
        following = next_one(catalog.EXERCISES, language, state)
        screen.what_is_next(following, language)
    work.commit("check %s %s: %s" % (language, exercise.name, result.kind))
    return 0 if result.kind == "passed" else 1


def sealed_files():
    """The files whose change would change a verdict."""
    root = catalog.ROOT
    folders = (root / "exercises" / "checker", catalog.DRIVERS, catalog.CASES)
    return sorted(
        p for f in folders for p in f.iterdir() if p.suffix in (".py", ".json", ".c", ".h", ".f90")
    )


def seal():
    """A fingerprint of the checker: a teacher compares it with the original's."""
    total = hashlib.sha256()
    for path in sealed_files():
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:16]


def changed_checker():
    """Was the checker edited here? Known only where the project is a git clone."""
    if not shutil.which("git") or not (catalog.ROOT / ".git").exists():
        return False
    sealed = ["exercises/checker", "exercises/drivers", "tests/cases"]
    done = subprocess.run(
        ["git", "-C", str(catalog.ROOT), "diff", "--quiet", "HEAD", "--"] + sealed,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return done.returncode == 1


def start(language=""):
    """Copy the exercises to work/ and remember the language."""
    if language not in catalog.LANGUAGES:
        sys.exit("Which language? Type: make start_c, make start_fortran or make start_python")
    added = work.start(language)
    where = os.path.relpath(str(catalog.WORK / language))
    new = "%d files: %s" % (len(added), " ".join(added))
    screen.tell("%s: %s" % (where, new if added else "all files were there, nothing was changed"))
    exercise = next_one(catalog.EXERCISES, language, work.progress())
    screen.what_is_next(exercise, language)
    return 0


def section(exercise):
    """The statement of an exercise, and its hints."""
    path = STATEMENTS / (exercise.algorithm + ".md")
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    match = re.search(r"^## %s\b.*?\n(.*?)(?=^## |\Z)" % exercise.name, text, re.M | re.S)
    statement = match.group(1).strip() if match else ""
    parts = re.split(r"^\*\*Hint \d\.\*\* ", statement, flags=re.M)
    return parts[0].strip(), [" ".join(part.split("\n")).strip() for part in parts[1:]]


def hint(name=""):
    """Show one hint more."""
    group, language = chosen(name)
    state = work.progress()
    exercise = group[0] if len(group) == 1 else next_one(group, language, state)
    if exercise is None:
        print("No exercise is open.")
        return 0
    _, hints = section(exercise)
    key = work.key(exercise, language)
    seen = min(state["hints"].get(key, 0) + 1, len(hints))
    state["hints"][key] = seen
    work.remember(state)
    screen.hints(exercise, hints[:seen], len(hints))
    return 0


def watch(name=""):
    """Check again after every save, until Ctrl-C."""
    _, language = chosen(name)
    seen = before = None
    try:
        while True:
            now = [
                (str(p), p.stat().st_mtime_ns, p.stat().st_size)
                for p in sorted((catalog.WORK / language).glob("*"))
                if p.is_file()
            ]
            if now != seen and now == before:  # an editor has finished writing
                seen = now
                screen.clear()
                check(name)
                print("watching %s, Ctrl-C ends" % os.path.relpath(str(catalog.WORK / language)))
            before = now
            time.sleep(0.2)
    except KeyboardInterrupt:
        print()
    except FileNotFoundError:
        return watch(name)  # an editor was replacing the file
    return 0


def status():
    """Print the map of progress, the exercises of the algorithm that comes next one by one."""
    state = work.progress()
    following = next_one(catalog.EXERCISES, state["language"] or catalog.LANGUAGES[0], state)
    screen.status(state, is_begun, (following or catalog.EXERCISES[-1]).algorithm)
    return 0


def update():
    """Say which starters are newer than those given out."""
    found = work.newer()
    for language in catalog.LANGUAGES:
        names = [path.name for path in found if path.parent.name == language]
        if names:
            where = os.path.relpath(str(catalog.WORK / "newer" / language))
            screen.tell("%s has newer starters: %s" % (where, " ".join(names)))
    if found:
        print("Your files were not touched, and are judged as before.")
        print("To take them: make reset_kmeans_c, it keeps yours in work/archive.")
    else:
        print("All starters are up to date.")
    return 0


def reset(name=""):
    """Put starters back, after archiving the student's files."""
    if not name:
        print("What shall begin again? For example: make reset_assign_c, make reset_kmeans_c")
        return 1
    group, language = chosen(name)
    files = list(dict.fromkeys(e.file for e in group))
    paths = [catalog.student_file(file, language) for file in files]
    there = [path for path in paths if path.exists()]
    if there:
        print("kept your files in %s" % os.path.relpath(str(work.archive(there))))
    state = work.progress()
    for file in files:
        work.reset(file, language, group[0] if len(group) == 1 else None)
    for exercise in group:
        state["passed"].pop(work.key(exercise, language), None)
    work.remember(state)
    work.commit("reset " + name)
    screen.tell("fresh: %s" % " ".join(e.name for e in group))
    return 0


def submit():
    """Pack work, name and report into one zip file."""
    name = (os.environ.get("NAME") or "").strip()
    if not name and sys.stdin.isatty():
        name = input("Your name: ").strip()
    if not name:
        sys.exit('Who are you? Type: make submit NAME="Ada Lovelace"')
    state = work.progress()
    for language in catalog.LANGUAGES:
        list(judged_again(catalog.EXERCISES, language, state))
    report = ["name %s" % name, "date %s" % time.strftime("%Y-%m-%d %H:%M"), "checker %s" % seal()]
    for language in catalog.LANGUAGES:
        for exercise in catalog.EXERCISES:
            source = catalog.student_file(exercise.file, language)
            if source.exists():
                key = work.key(exercise, language)
                now = state["passed"].get(key) == work.digest(source)
                hints = state["hints"].get(key, 0)
                report.append("%s %s hints %d" % (key, "passed" if now else "open", hints))
    safe = re.sub(r"\W+", "_", name).strip("_") or "work"
    target = catalog.WORK.parent / ("submission_%s.zip" % safe)
    with zipfile.ZipFile(str(target), "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("report.txt", "\n".join(report) + "\n")
        for language in catalog.LANGUAGES:
            for path in sorted((catalog.WORK / language).glob("*")):
                if path.is_file() and path.stat().st_size < 1 << 20:
                    pack.write(str(path), "%s/%s" % (language, path.name))
    work.commit("submit")
    passed = sum(" passed " in line for line in report)
    said = "1 exercise passes" if passed == 1 else "%d exercises pass" % passed
    print("%s: %s" % (os.path.relpath(str(target)), said))
    return 0
