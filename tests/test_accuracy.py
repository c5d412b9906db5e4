"""The script behind docs/accuracy.md: its recipes, and the part that it writes again."""

import importlib

import pytest
from conftest import ROOT


@pytest.fixture
def accuracy(monkeypatch):
    """Return benchmarks/accuracy.py."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module("accuracy")


def test_one_part_is_written_again(accuracy):
    """The others stay as they are; a new one comes last."""
    text = "# Title\n\nwords\n\n## a\n\n1\n\n## ab\n\n2\n"
    assert accuracy.with_part(text, "a", "## a\n\n3\n") == text.replace("1", "3")
    assert accuracy.with_part(text, "ab", "## ab\n\n3\n") == text.replace("2", "3")
    assert accuracy.with_part(text, "b", "## b\n\n3\n") == text + "\n## b\n\n3\n"
    assert accuracy.with_part("# Title\n", "b", "## b\n\n3\n") == "# Title\n\n## b\n\n3\n"


def test_the_parts_published_are_those_of_the_recipes(accuracy):
    """Each recipe published stands with its command as it is now."""
    lines = accuracy.FILE.read_text().splitlines()
    published = {line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("| ")}
    for recipe in accuracy.RECIPES:
        if recipe.title in published:
            assert accuracy.command(recipe) in lines


@pytest.mark.parametrize("name", ["perceptron", "mlp", "cnn"])
def test_recipes_are_understood(accuracy, build, name, tmp_path):
    """By the program, up to the data, which are not here."""
    program = build("c", algorithm=name)
    for recipe in (each for each in accuracy.RECIPES if each.program == name):
        result = program.run("none.dat", *recipe.options, cwd=tmp_path)
        assert result.stderr.decode().startswith(f"{name}: none.dat: "), recipe
