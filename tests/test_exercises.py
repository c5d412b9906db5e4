"""The exercises: starters, solutions, verdicts, and the whole loop as a student walks it."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile

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
    training_mutants,
)
from exercises.zoo import ZOO

CHECKER = ROOT / "exercises" / "checker"
os.environ["TRIPTYCH_PATIENCE"] = "3"  # many tests at a time: limits are wider
sys.path.insert(0, str(CHECKER))

import catalog  # noqa: E402
import compare  # noqa: E402
import judge as judging  # noqa: E402
import regions  # noqa: E402
import verify  # noqa: E402


def replaced(text, pieces):
    """Replace each piece; all of them must be there."""
    for right, wrong in pieces:
        assert right in text, right
        text = text.replace(right, wrong)
    return text


def solved(file, language):
    """The solution as a student hands it in."""
    return verify.solved(file, language, regions.starter(file, language))


def judged(exercise, language, text, folder):
    """Write a student's file and judge it."""
    source = folder / "a folder" / catalog.source_name(exercise.file, language)
    source.parent.mkdir()
    source.write_bytes(text.encode("utf-8", "surrogateescape"))
    starter = regions.starter(exercise.file, language)
    return judging.judge(exercise, language, source, starter, folder / "build")


def as_text(result):
    """All words of a verdict."""
    return "\n".join("%s %s" % row for row in result.rows)


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


@pytest.mark.parametrize(
    "what, language, name, pieces, kind, words", ZOO, ids=["%s, %s" % row[:2] for row in ZOO]
)
def test_zoo(what, language, name, pieces, kind, words, tmp_path):
    """A hostile file gets a verdict of the right kind, never a traceback of ours."""
    skip_without_fortran(language)
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


# The loop ----------------------------------------------------------------------------


class Student:
    """Somebody who types commands in a terminal."""

    def __init__(self, folder):
        self.work = folder / "my work"
        self.environment = dict(os.environ, TRIPTYCH_WORK=str(self.work), COLUMNS="80")

    def types(self, *words, **environment):
        """Run the checker; return what was printed."""
        done = subprocess.run(
            [sys.executable, str(CHECKER), *words],
            env=dict(self.environment, **environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert "Traceback" not in done.stdout, done.stdout
        assert len(done.stdout.split("\n")) <= 25, done.stdout
        return done.stdout

    def writes(self, exercise, language, number=None):
        """Copy the regions of an exercise from the solution."""
        path = self.work / language / catalog.source_name(exercise.file, language)
        text, solution = path.read_text(), solved(exercise.file, language)
        if exercise.kind != "phase":
            path.write_text(solution)
            return
        lines = text.split("\n")
        answers = {r.number: regions.body(solution, r) for r in regions.find(solution)}
        for region in reversed(regions.find(text)):
            if region.number in (exercise.numbers or [region.number]):
                lines[region.first + 1 : region.last] = answers[region.number]
        path.write_text("\n".join(lines))


@pytest.fixture
def student(tmp_path):
    """A student at an empty desk."""
    return Student(tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_loop(student, language):
    """Start, fail, fix one exercise after the other, pass."""
    skip_without_fortran(language)
    assert "next: squared_distance" in student.types("start", language)
    for exercise in catalog.EXERCISES:
        waits = {"fix": "still has its bugs", "challenge": "waits to be tuned"}
        heading = "%s in %s %s" % (
            exercise.name,
            catalog.NAMES[language],
            waits.get(exercise.kind, "is not written yet"),
        )
        assert heading in student.types("check")
        student.writes(exercise, language)
        assert "%s in %s passes" % (exercise.name, catalog.NAMES[language]) in student.types(
            "check"
        )
    assert "All exercises pass" in student.types("check")
    assert "%d of %d pass" % (
        len(catalog.EXERCISES),
        3 * len(catalog.EXERCISES),
    ) in student.types("status")


def test_a_broken_exercise_is_noticed(student):
    """An exercise that passed and fails after an edit comes before the next one."""
    student.types("start", "c")
    student.writes(catalog.find("squared_distance"), "c")
    assert "passes" in student.types("check")
    path = student.work / "c" / "kmeans.c"
    path.write_text(path.read_text().replace("real distance = 0;", "real distance = 1;"))
    assert "squared_distance in C is not right yet, it did before" in student.types("check")


def test_what_was_begun_comes_first(student):
    """An exercise begun out of order is judged first; others are not needed for it."""
    student.types("start", "c")
    student.writes(catalog.find("lloyd"), "c")
    assert "lloyd in C passes" in student.types("check")


def test_prints_are_shown(student):
    """The last own prints stand in the answer."""
    student.types("start", "python")
    path = student.work / "python" / "kmeans.py"
    text = path.read_text()
    path.write_text(
        text.replace("raise NotImplementedError", "print('d =', len(a))\n    return 0", 1)
    )
    answer = student.types("check")
    assert "| d = 1" in answer and "expected" in answer


def test_watch_checks_after_every_save(student):
    """make watch answers to a save, and ends quietly with Ctrl-C."""
    student.types("start", "c")
    process = subprocess.Popen(
        [sys.executable, "-u", str(CHECKER), "watch"],
        env=student.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert "not written yet" in process.stdout.readline()
        student.writes(catalog.find("squared_distance"), "c")
        while "passes" not in process.stdout.readline():
            assert process.poll() is None
        while "Ctrl-C" not in process.stdout.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=20)[0]
        assert (rest.strip(), process.returncode) == ("", 0)
    finally:
        process.kill()


@pytest.mark.skipif(not shutil.which("gdb"), reason="no gdb here")
@pytest.mark.parametrize("language, word", [("c", "kmeans.c:"), ("fortran", "kmeans.f90:")])
def test_debug_stops_in_the_exercise(student, language, word):
    """The debugger opens with the failing case, in the student's own lines."""
    skip_without_fortran(language)
    student.types("start", language)
    student.writes(catalog.find("lloyd"), language)
    done = subprocess.run(
        [sys.executable, str(CHECKER), "debug", "lloyd_" + language],
        env=student.environment,
        input="backtrace 1\nquit\n",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert "Breakpoint 1, " in done.stdout and word in done.stdout, done.stdout


def test_pdb_stops_in_the_exercise(student):
    """The same for Python."""
    student.types("start", "python")
    student.writes(catalog.find("lloyd"), "python")
    done = subprocess.run(
        [sys.executable, str(CHECKER), "debug", "lloyd_python"],
        env=student.environment,
        input="p x.shape\nq\n",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert "lloyd()" in done.stdout and "(6, 1)" in done.stdout, done.stdout


def test_hints_come_one_by_one(student):
    """Each make hint shows one more."""
    student.types("start", "fortran")
    first, second = student.types("hint", "assign"), student.types("hint", "assign")
    assert "hint 1 of 3" in first and "hint 2" not in first
    assert "hint 2 of 3" in second
    for exercise in catalog.EXERCISES:
        assert "hint 1 of" in student.types("hint", exercise.name)


def test_start_never_overwrites(student):
    """A second start leaves the files alone."""
    student.types("start", "c")
    path = student.work / "c" / "kmeans.c"
    path.write_text("mine")
    assert "nothing was changed" in student.types("start", "c")
    assert path.read_text() == "mine"


def test_reset_archives_first(student):
    """A reset keeps the student's files, and gives back one exercise or all."""
    student.types("start", "c")
    path = student.work / "c" / "kmeans.c"
    student.writes(catalog.find("squared_distance"), "c")
    student.writes(catalog.find("assign"), "c")
    mine = path.read_text()
    assert "kept your files" in student.types("reset", "assign_c")
    assert "distance += " in path.read_text() and "omp parallel" not in path.read_text()
    assert any(found.read_text() == mine for found in student.work.glob("archive/*/c/kmeans.c"))
    student.types("reset", "kmeans_c")
    assert path.read_text() == regions.starter("kmeans", "c")


def test_update_tells_and_leaves_alone(student):
    """A newer starter is laid beside; the student's file stays as it is."""
    student.types("start", "c")
    assert "up to date" in student.types("update")
    given = student.work / ".triptych" / "starters" / "c" / "kmeans.c"
    given.write_text(given.read_text() + "// older\n")
    path = student.work / "c" / "kmeans.c"
    path.write_text("mine")
    answer = student.types("update")
    assert "newer" in answer and "not touched" in answer
    assert path.read_text() == "mine"
    assert (student.work / "newer" / "c" / "kmeans.c").read_text() == regions.starter("kmeans", "c")


def test_old_cases_stay(tmp_path):
    """A starter of an old version is judged by the cases of its version."""
    for name in ("assign.json", "assign.3.json"):
        (tmp_path / name).write_text("{}")
    names = [catalog.of_version(tmp_path / "assign.json", v).name for v in (1, 2, 3, 4)]
    assert names == ["assign.json", "assign.json", "assign.3.json", "assign.3.json"]


def test_work_is_a_repository_of_its_own(student):
    """Each check commits; without git everything works as well."""
    student.types("start", "c")
    student.types("check")
    log = subprocess.run(
        ["git", "-C", str(student.work), "log", "--format=%s"], stdout=subprocess.PIPE, text=True
    ).stdout
    assert "start c" in log
    shutil.rmtree(str(student.work))
    path = os.pathsep.join(
        folder
        for folder in os.environ["PATH"].split(os.pathsep)
        if not os.path.exists(os.path.join(folder, "git"))
    )
    tools = student.work.parent / "tools"
    tools.mkdir()
    for tool in ("gcc", "as", "ld"):
        (tools / tool).symlink_to(shutil.which(tool))
    student.types("start", "c", PATH="%s:%s" % (tools, path))
    assert "not written" in student.types("check", PATH="%s:%s" % (tools, path))


def test_submit_packs_work_name_and_report(student):
    """The archive holds the files and says what passes."""
    student.types("start", "c")
    student.writes(catalog.find("squared_distance"), "c")
    student.types("check")
    assert "Who are you" in student.types("submit")
    assert "1 exercises passed" in student.types("submit", NAME="Ada Lovelace")
    with zipfile.ZipFile(str(student.work.parent / "submission_Ada_Lovelace.zip")) as pack:
        report = pack.read("report.txt").decode()
        assert "c/squared_distance passed" in report and "c/assign open" in report
        assert "c/kmeans.c" in pack.namelist()


@pytest.mark.parametrize(
    "words",
    [
        ("check", "nothing"),
        ("start", "cobol"),
        ("check",),
        ("hint", "xyz_c"),
        ("debug",),
        ("frob",),
        ("reset", "x"),
        ("compare", "x_c"),
        ("show", "x"),
        ("status",),
        ("update",),
        (),
    ],
)
def test_wrong_words(student, words):
    """Whatever is typed, before anything was started: a sentence, no traceback."""
    assert student.types(*words).strip()


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"language": "cobol"}', '{"passed": 3}'])
def test_damaged_progress(student, damage):
    """A damaged memory is forgotten, not a crash."""
    student.types("start", "c")
    (student.work / ".triptych" / "progress.json").write_text(damage)
    assert student.types("status")
    assert "Which language" in student.types("check")
    assert "not written" in student.types("check", "kmeans_c")


@pytest.mark.parametrize("name", [e.name for e in catalog.EXERCISES if e.kind == "whole"])
def test_whole_programs_compile_alone(name, tmp_path):
    """As the statement says: one file, one plain compiler line, no warning."""
    for language, command in (("c", ["gcc"]), ("fortran", ["gfortran"])):
        source = catalog.solution_file(name, language)
        words = [*command, "-Wall", "-Wextra", str(source), "-lm", "-o", str(tmp_path / language)]
        done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert (done.returncode, done.stdout) == (0, "")


def test_weights_have_names():
    """A place in the vector of all weights becomes layer, input and neuron."""
    network = "program mlp\nnetwork I-4, D-4, D-3\n"
    names = [compare._weight(network, place) for place in (0, 5, 19, 20, 34)]
    assert names == ["w1[0,0]", "w1[1,1]", "w1[4,3]", "w2[0,0]", "w2[4,2]"]
    assert compare._weight("network I-4, D-3\n", 5) == "w[1,2]"


def test_the_package_shows_too():
    """triptych show prints what make show prints."""
    words = ["show", "kmeans.assign"]
    shown = [
        subprocess.run(
            [sys.executable, *command, *words],
            env=dict(os.environ, COLUMNS="80", PYTHONPATH=str(ROOT / "python")),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout
        for command in (["-m", "triptych"], [str(CHECKER)])
    ]
    assert "end subroutine assign" in shown[0] and shown[0] == shown[1]


@pytest.mark.parametrize("columns", ["80", "200"])
def test_show(columns):
    """Three panels, side by side or one under the other, no line too long."""
    done = subprocess.run(
        [sys.executable, str(CHECKER), "show", "kmeans.assign"],
        env=dict(os.environ, COLUMNS=columns),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert "kmeans_assign" in done.stdout and "end subroutine assign" in done.stdout
    assert "def assign" in done.stdout and "Exercise" not in done.stdout
    if columns == "200":
        assert max(map(len, done.stdout.split("\n"))) <= 200
        assert re.match(r"Python +Fortran +C\n", done.stdout)
