"""The exercises: starters, solutions, and the verdicts on broken and hostile files."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from conftest import LANGUAGES, ROOT, skip_without_fortran
from exercises import (
    cnn_mutants,
    descent_mutants,
    filters_bases,
    filters_mutants,
    mlp_mutants,
    mutants,
    network_mutants,
    perceptron_mutants,
    threads_mutants,
    training_mutants,
)
from exercises.desk import (
    CHECKER,
    as_text,
    catalog,
    judged,
    regions,
    replaced,
    skip_without_threads,
    solved,
    verify,
)
from exercises.zoo import ZOO


def test_cases_are_the_oracles():
    """The case files are what the oracle computes."""
    subprocess.run(
        [sys.executable, ROOT / "tests" / "cases" / "make_cases.py", "--check"], check=True
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("exercise", catalog.EXERCISES, ids=lambda e: e.name)
def test_starter_fails_and_solution_passes(exercise, language, tmp_path):
    """A starter compiles and is `not written yet`; the solution passes."""
    skip_without_fortran(language)
    assert verify.one(exercise, language, tmp_path) == (None, None, None)


def test_verify_counts_and_complains(monkeypatch, capsys):
    """The verb on two exercises, then with starters in place of solutions."""
    monkeypatch.setattr(catalog, "LANGUAGES", ["c", "python"])
    monkeypatch.setattr(catalog, "EXERCISES", catalog.EXERCISES[:2])
    assert verify.verify() == 0
    assert capsys.readouterr().out == "starters compile 4/4, fail 4/4; solutions pass 4/4\n"
    monkeypatch.setattr(verify, "solved", lambda file, language, starter: starter)
    assert verify.verify() == 1
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "starters compile 4/4, fail 4/4; solutions pass 0/4"
    assert len(said) == 5


def test_instructions_agree():
    """An exercise has the same number and the same sentence in the three languages."""
    for file in catalog.files():
        if file.endswith("_fix"):
            continue
        found = [
            {r.number: r.instruction for r in regions.find(text)}
            for text in (
                catalog.solution_file(file, language).read_text() for language in LANGUAGES
            )
        ]
        assert found[0] == found[1] == found[2] and found[0], file


BASES = {
    **{stage: {"python": body} for stage, body in mutants.BASES.items()},
    **filters_bases.BASES,
}


def with_base(exercise, language, text, stage):
    """Put a student's way of writing in the place of the solution's."""
    body = BASES.get(stage, {}).get(language)
    for region in regions.find(text):
        if body and region.number == catalog.region_of(exercise, stage):
            lines = text.split("\n")
            lines[region.first + 1 : region.last] = body.rstrip("\n").split("\n")
            text = "\n".join(lines)
    return text


MUTANTS = {
    **mutants.MUTANTS,
    **perceptron_mutants.MUTANTS,
    **training_mutants.MUTANTS,
    **mlp_mutants.MUTANTS,
    **network_mutants.MUTANTS,
    **descent_mutants.MUTANTS,
    **filters_mutants.MUTANTS,
    **cnn_mutants.MUTANTS,
    **threads_mutants.MUTANTS,
}
MISTAKES = [
    (name, mistake, language)
    for name, mistakes in MUTANTS.items()
    for mistake in mistakes
    for language in mistakes[mistake]
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BASES)
def test_a_students_way_passes(name, language, tmp_path):
    """What the mistakes are made in is right without them."""
    skip_without_fortran(language)
    exercise = next(e for e in catalog.EXERCISES if name in e.cases)
    text = with_base(exercise, language, solved(exercise.file, language), name)
    result = judged(exercise, language, text, tmp_path)
    assert result.kind == "passed", as_text(result)


@pytest.mark.parametrize("name, mistake, language", MISTAKES)
def test_common_mistake_is_named(name, mistake, language, tmp_path):
    """A reference with a mistake fails, and the verdict names the mistake."""
    skip_without_fortran(language)
    skip_without_threads(name, language, tmp_path / "probe")
    exercise = next(e for e in catalog.EXERCISES if name in e.cases)
    text = with_base(exercise, language, solved(exercise.file, language), name)
    text = replaced(text, MUTANTS[name][mistake][language])
    result = judged(exercise, language, text, tmp_path)
    words = json.loads((catalog.CASES / (name + ".json")).read_text())["mistakes"][mistake]
    assert result.kind in ("wrong", "time"), as_text(result)
    assert "mistake " + words["say"] in as_text(result)


def test_every_mistake_has_a_mutant():
    """No mistake that the checker claims to know goes untried, in any language."""
    for exercise in catalog.EXERCISES:
        for name in exercise.cases:
            known = json.loads((catalog.CASES / (name + ".json")).read_text())["mistakes"]
            assert 3 <= len(known) <= 7
            assert {m: set(LANGUAGES) for m in known} == {
                m: set(found) for m, found in MUTANTS[name].items()
            }


ANIMALS = [*ZOO, *threads_mutants.ZOO]


@pytest.mark.parametrize(
    "what, language, name, pieces, kind, words",
    ANIMALS,
    ids=["%s, %s" % row[:2] for row in ANIMALS],
)
def test_zoo(what, language, name, pieces, kind, words, tmp_path):
    """A hostile file gets a verdict of the right kind, never a traceback of ours."""
    skip_without_fortran(language)
    skip_without_threads(name, language, tmp_path / "probe")
    exercise = catalog.find(name)
    text = pieces
    if not isinstance(pieces, str):
        text = with_base(exercise, language, solved(exercise.file, language), name)
        text = replaced(text, pieces)
    result = judged(exercise, language, text, tmp_path)
    assert (result.kind, words in as_text(result)) == (kind, True), as_text(result)


def test_without_sanitizers(tmp_path):
    """Where a compiler has no sanitizers, a segmentation fault still gets its verdict."""
    fake = tmp_path / "plain gcc"
    fake.write_text('#!/bin/sh\nfor a; do case $a in -fsan*) exit 1;; esac; done\nexec gcc "$@"\n')
    fake.chmod(0o755)
    exercise = catalog.find("squared_distance")
    before = dict(os.environ)
    os.environ["CC"] = "'%s'" % fake
    try:
        good = judged(exercise, "c", solved("kmeans", "c"), tmp_path)
        shutil.rmtree(str(tmp_path / "a folder"))
        pieces = [("real distance = 0;\n", "real distance = *(volatile real *)0;\n")]
        bad = judged(exercise, "c", replaced(solved("kmeans", "c"), pieces), tmp_path)
    finally:
        os.environ.clear()
        os.environ.update(before)
    assert good.kind == "passed", as_text(good)
    assert (bad.kind, "segmentation" in as_text(bad)) == ("crash", True), as_text(bad)


def test_old_cases_stay(tmp_path):
    """A starter of an old version is judged by the cases of its version."""
    for name in ("assign.json", "assign.3.json"):
        (tmp_path / name).write_text("{}")
    names = [catalog.of_version(tmp_path / "assign.json", v).name for v in (1, 2, 3, 4)]
    assert names == ["assign.json", "assign.json", "assign.3.json", "assign.3.json"]


def test_needs_the_standard_library_alone():
    """The checker speaks Python 3.8, imports what Python brings along, and no network."""
    own = {path.stem for path in CHECKER.glob("*.py")}
    for path in CHECKER.glob("*.py"):
        tree = ast.parse(path.read_text(), feature_version=(3, 8))
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                name = name.split(".")[0]
                assert name in own | sys.stdlib_module_names, (path, name)
                assert name not in ("socket", "ssl", "http", "urllib", "ftplib")


def test_starters_are_for_processors():
    """No directive for a graphics card is in the way, and whoever wants to print may."""
    for file in catalog.files():
        for language in ("c", "fortran"):
            text = regions.starter(file, language)
            about = any("OpenACC" in region.instruction for region in regions.find(text))
            assert about or not re.search(r"^ *(#pragma acc|!\$acc)|On a GPU", text, re.M), file
            assert language != "c" or text.count("#include <stdio.h>") == 1, file


@pytest.mark.parametrize("name", [e.name for e in catalog.EXERCISES if e.kind == "whole"])
def test_whole_programs_compile_alone(name, tmp_path):
    """As the statement says: one file, one plain compiler line, no warning."""
    for language, command in (("c", ["gcc"]), ("fortran", ["gfortran"])):
        source = catalog.solution_file(name, language)
        words = [*command, "-Wall", "-Wextra", str(source), "-lm", "-o", str(tmp_path / language)]
        done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert (done.returncode, done.stdout) == (0, "")
