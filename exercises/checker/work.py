"""The student's folder: work/, a git repository of its own where git exists.

work/c, work/fortran, work/python hold the files; work/.triptych what the checker keeps:
starters as they were given out, progress, builds.
"""

import hashlib
import json
import shutil
import subprocess
import time

import catalog
import regions
from catalog import WORK

KEPT = WORK / ".triptych"
BUILDS = KEPT / "build"


def given(file, language):
    """Where the starter lies as it was given out."""
    return KEPT / "starters" / language / catalog.source_name(file, language)


def starter_text(file, language):
    """The starter that the student began with; today's, if that is lost."""
    path = given(file, language)
    return path.read_text(encoding="utf-8") if path.exists() else regions.starter(file, language)


def progress():
    """Read what is remembered: the language, what passed, the hints shown."""
    try:
        found = json.loads((KEPT / "progress.json").read_text())
        return {
            "language": found["language"] if found["language"] in catalog.LANGUAGES else None,
            "passed": dict(found["passed"]),
            "hints": dict(found["hints"]),
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {"language": None, "passed": {}, "hints": {}}


def remember(state):
    """Write progress, aside and renamed."""
    KEPT.mkdir(parents=True, exist_ok=True)
    aside = KEPT / "progress.part"
    aside.write_text(json.dumps(state, indent=1, sort_keys=True) + "\n")
    aside.replace(KEPT / "progress.json")


def key(exercise, language):
    """The name under which a result is remembered."""
    return "%s/%s" % (language, exercise.name)


def digest(path):
    """A fingerprint of a file, '' if it is not there."""
    return hashlib.sha1(path.read_bytes()).hexdigest() if path.is_file() else ""


def _git(*words):
    """Run git in work/; nothing happens where there is no git."""
    if not shutil.which("git"):
        return
    name = [
        "-c",
        "user.name=student",
        "-c",
        "user.email=student@localhost",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "core.hooksPath=/dev/null",
    ]
    subprocess.run(
        ["git", "-C", str(WORK)] + name + list(words),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def commit(message):
    """Keep the files as they are now."""
    if not WORK.is_dir():
        return
    if not (WORK / ".git").exists():
        (WORK / ".gitignore").write_text(".triptych/build\n")
        _git("init", "--quiet")
    _git("add", "--all")
    _git("commit", "--quiet", "--message", message)


def start(language):
    """Give out the starters that are not there yet; return their names."""
    added = []
    for file in catalog.files():
        path = catalog.student_file(file, language)
        if path.exists():
            continue
        text = regions.starter(file, language)
        for target in (path, given(file, language)):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        added.append(path.name)
    state = progress()
    state["language"] = language
    remember(state)
    commit("start %s" % language)
    return added


def archive(paths):
    """Copy files to work/archive/DATE before they are replaced; return the folder."""
    folder = WORK / "archive" / time.strftime("%Y-%m-%d_%H%M%S")
    for path in paths:
        target = folder / path.relative_to(WORK)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(str(path), str(target))
    commit("archive before a reset")
    return folder


def reset(file, language, exercise=None):
    """Put the starter back: the whole file, or only the regions of one exercise."""
    path = catalog.student_file(file, language)
    text = regions.starter(file, language)
    if exercise is not None and exercise.numbers and path.exists():
        now = path.read_text(encoding="utf-8")
        own = [r for r in regions.find(now) if r.number in exercise.numbers]
        new = {r.number: r for r in regions.find(text)}
        if len(own) == len(exercise.numbers):
            lines = now.split("\n")
            for region in reversed(own):
                lines[region.first + 1 : region.last] = regions.body(text, new[region.number])
            path.write_text("\n".join(lines), encoding="utf-8")
            return
    for target in (path, given(file, language)):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def newer():
    """Lay starters that are newer than those given out in work/newer; return whose they are."""
    found = []
    for language in catalog.LANGUAGES:
        for file in catalog.files():
            path = catalog.student_file(file, language)
            if not path.exists():
                continue
            text = regions.starter(file, language)
            if starter_text(file, language) != text:
                beside = WORK / "newer" / language / path.name
                beside.parent.mkdir(parents=True, exist_ok=True)
                beside.write_text(text, encoding="utf-8")
                found.append(path)
    return found
