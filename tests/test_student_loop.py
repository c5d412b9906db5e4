"""The whole loop as a student walks it: what is typed, and what is answered."""

import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile

import pytest
from conftest import LANGUAGES, ROOT, skip_without_fortran
from exercises.desk import CHECKER, Student, catalog, compare, regions


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
        # The tests may run in the background, where Ctrl-C is ignored and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
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
    assert "1 exercise passes" in student.types("submit", NAME="Ada Lovelace")
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


def test_exercises_of_a_file_share_a_program(student):
    """What passed before its file changed is judged again, all with one compilation."""
    log = student.work.parent / "log"
    fake = student.work.parent / "counting gcc"
    fake.write_text('#!/bin/sh\necho "$@" >>"%s"\nexec gcc "$@"\n' % log)
    fake.chmod(0o755)
    student.environment["CC"] = "'%s'" % fake
    student.types("start", "c")
    for name in ("squared_distance", "assign", "update"):
        student.writes(catalog.find(name), "c")
        student.types("check")
    before = len(log.read_text().splitlines())
    student.writes(catalog.find("lloyd"), "c")
    assert "changed" in student.types("status")
    assert "lloyd in C passes" in student.types("check")
    assert len(log.read_text().splitlines()) == before + 1
    status = student.types("status")
    assert "changed" not in status and "\n4 of " in status


def test_show_without_a_name(student):
    """The last function that passes is shown; a wrong name gets those like it."""
    student.types("start", "fortran")
    assert "name a function" in student.types("show")
    student.writes(catalog.find("squared_distance"), "fortran")
    student.types("check")
    assert "def squared_distance" in student.types("show")
    assert "Did you mean assign?" in student.types("show", "asign")
    assert "Did you mean dense_forward" in student.types("check", "dens_forward_c")


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"language": "cobol"}', '{"passed": 3}'])
def test_damaged_progress(student, damage):
    """A damaged memory is forgotten, not a crash."""
    student.types("start", "c")
    (student.work / ".triptych" / "progress.json").write_text(damage)
    assert student.types("status")
    assert "Which language" in student.types("check")
    assert "not written" in student.types("check", "kmeans_c")


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
