"""Programs built for a GPU: the same on the host, and a clear line where there is none.

The lessons with OpenACC are tested wherever the lessons are, by make test OPENACC=1.
"""

import os
import subprocess

import pytest
from conftest import OPENACC, ROOT, results, start

NO_GPU = {"CUDA_VISIBLE_DEVICES": "", "ACC_DEVICE_TYPE": "host"}
LINES = {  # what each program does here, with words that all data sets of its kind are run by
    "kmeans": ("", "data/wine.dat -k 3", "data/kmeans_3d.dat -k 5 --restarts 3 --init random"),
    "mlp": (
        "--epochs 5",
        "data/wine.dat --epochs 5 --batch 16 --momentum 0.9 --output softmax",
        "data/digits --epochs 2 --batch 32 --network I-64,\\ D-32_d0.2,\\ D-10 --activation relu",
        "data/sine.dat --epochs 5 --activation tanh",
    ),
    "cnn": (
        "--epochs 1",
        "--epochs 1 --network I-8.8,\\ C-6.3,\\ P-2_a,\\ D-16_d0.2,\\ D-10 --output sigmoid",
        "data/wine.dat --epochs 2",
    ),
}
COMPILED = [(name, language) for name in LINES for language in ("c", "fortran")]
gpu_build = pytest.mark.skipif(not OPENACC, reason="only make test OPENACC=1 builds for a GPU")


@pytest.mark.parametrize("name", ["kmeans", "perceptron", "mlp", "cnn"])
def test_a_program_for_the_host(build, language, name, folder):
    """It says so, whatever the language; host is what it does anyway."""
    program = build(language, algorithm=name)
    for words_, line in (
        ("--device gpu", "this program runs on the host alone, see docs/gpu.md"),
        ("--device=card", 'expected host or gpu, found "card"'),
    ):
        result = start(program, words_, folder)
        assert result.stderr.decode() == f"{name}: --device: {line}\n"
        assert (result.returncode, result.stdout) == (2, b"")
    assert not (folder / "out").exists()


def test_the_host_by_name(program, folder):
    named, plain = (start(program, words_, folder) for words_ in ("--device host", ""))
    assert (named.returncode, named.stderr) == (0, b"")
    named, plain = (run.stdout.decode().splitlines() for run in (named, plain))
    assert without_times(named) == without_times(plain)


@gpu_build
@pytest.mark.parametrize("name, language", COMPILED)
def test_no_gpu_here(build, language, name, folder):
    """One who builds for a GPU means it: no program goes to the host unasked."""
    program = build(language, algorithm=name, variant="_gpu")
    for words_ in ("", "--device gpu"):
        result = program.run(*words_.split(), cwd=folder, env=NO_GPU)
        line = "--device: expected a GPU, found none; --device host does without"
        assert result.stderr.decode() == f"{name}: {line}\n"
        assert (result.returncode, result.stdout) == (2, b"")
    assert not (folder / "out").exists()


@gpu_build
@pytest.mark.parametrize("precision", ["f64", "f32"])
@pytest.mark.parametrize("name, language", COMPILED)
def test_on_the_host_every_byte_is_the_lesson_s(build, language, name, precision, folder):
    lesson = build(language, precision, algorithm=name)
    program = build(language, precision, "_gpu", algorithm=name)
    for line in LINES[name]:
        expected = start(lesson, f"{line} --out out", folder)
        files = results(folder / "out")
        found = start(program, f"{line} --device host --out out", folder)
        first, *rest = found.stdout.decode().splitlines()
        assert first.endswith(f", gpu, {precision.replace('f', 'float')}, on the host")
        assert without_times(rest) == without_times(expected.stdout.decode().splitlines()[1:])
        assert results(folder / "out") == files


@gpu_build
def test_the_profile_counts_loops(build, folder):
    """Each loop that may run on a card is seen; on the host nothing is launched or copied."""
    library, counts = folder / "profile.so", folder / "counts"
    source = ROOT / "benchmarks" / "gpu_profile.c"
    compiler = os.environ.get("CC") or "gcc"
    subprocess.run([compiler, "-shared", "-fPIC", source, "-o", library], check=True)
    program = build("c", variant="_gpu")
    for steps, loops in (("1", 2), ("3", 4)):  # assign comes before the first, too
        program.run(
            *("data/wine.dat", "-k", "3", "--tol", "0", "--max-iter", steps, "--device", "host"),
            cwd=folder,
            env={"ACC_PROFLIB": str(library), "GPU_PROFILE": str(counts)},
        )
        lines = counts.read_text().splitlines()
        assert lines[0].startswith(f"loops {loops} ")
        assert lines[1].startswith("launches 0 ")


def without_times(lines):
    """Leave out what differs from run to run."""
    return [line for line in lines if not line.startswith("time ")]
