"""The command `triptych`: what there is to do beside the programs and make."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from triptych import __version__, convert
from triptych.support import program, text
from triptych.support.data import Data
from triptych.support.program import Failure

SHOWN_CLASSES = 20

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


def show_version(wanted: bool) -> None:
    """Print the version and end."""
    if wanted:
        typer.echo(f"triptych {__version__}")
        raise typer.Exit


@app.callback(no_args_is_help=True)
def triptych(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="The version.")
    ] = False,
) -> None:
    """Machine learning from scratch, in Python, C and Fortran."""


@app.command("convert")
def convert_command(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="A file, perhaps packed by gzip.")
    ],
    target: Annotated[
        str, typer.Argument(metavar="TARGET", help="A name that ends in .dat, or a folder.")
    ],
    label: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="The column of the labels: its name, or its number from 0, -1 for the last. "
            "By default the only column of words. In a .npz file an array, by default y.",
        ),
    ] = None,
    to_predict: Annotated[
        list[str] | None,
        typer.Option("--target", metavar="COLUMN", help="A column of numbers to predict."),
    ] = None,
    drop: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="A column to leave out.")
    ] = None,
    labels: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="The labels of a .npy or IDX file. By default train-labels-idx1-ubyte "
            "with train-images-idx3-ubyte.",
        ),
    ] = None,
    array: Annotated[
        str | None, typer.Option(metavar="NAME", help="The samples in a .npz file, by default x.")
    ] = None,
    skip_missing: Annotated[
        bool, typer.Option("--skip-missing", help="Leave out rows with a missing value.")
    ] = False,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="WORD",
            help=f"The format of SOURCE: {', '.join(convert.FORMATS)}. By default the file tells.",
        ),
    ] = None,
) -> None:
    """Turn other formats into a .dat file or a folder of .npy files.

    Known are tables of text (csv and the like, UCI files), the lesson's k-means files, IDX files
    (MNIST), FITS tables and NumPy's .npy and .npz.
    """
    choice = convert.Choice(
        label, tuple(to_predict or ()), tuple(drop or ()), labels, array, skip_missing
    )
    raise typer.Exit(program.run("triptych", lambda: _convert(source, target, choice, form)))


def _convert(source: str, target: str, choice: convert.Choice, form: str | None) -> None:
    if form is not None and form not in convert.FORMATS:
        shown = text.shown(form.encode())
        raise Failure(f'--format: expected one of {", ".join(convert.FORMATS)}, found "{shown}"')
    data, classes = convert.read(source, choice, form)
    convert.write(target, data)
    print(f"{target}: {_described(data)}")
    for label, name in enumerate(classes[:SHOWN_CLASSES]):
        print(f"{label:7}  {name}")
    if len(classes) > SHOWN_CLASSES:
        print(f"{'...':>7}")


@app.command("show")
def show_command(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A function of the lessons, as kmeans.assign.")
    ],
) -> None:
    """Print one function in Python, Fortran and C, side by side where there is room.

    It needs a checkout: the package holds the C and Fortran lessons as libraries only.
    """
    raise typer.Exit(program.run("triptych", lambda: _show(name)))


def _show(name: str) -> None:
    for folder in (Path(__file__).parents[2], Path.cwd()):
        checker = folder / "exercises" / "checker"
        if checker.is_dir():
            done = subprocess.run([sys.executable, str(checker), "show", name])
            raise typer.Exit(done.returncode)
    raise Failure("show: expected to be started in a checkout of Triptych, found no exercises")


def _described(data: Data) -> str:
    n, d = data.x.shape
    parts = [text.counted(n, "sample"), text.counted(d, "feature")]
    if data.labels is not None:
        parts.append(f"{data.classes} classes" if data.classes != 1 else "1 class")
    if data.t is not None:
        parts.append(text.counted(data.t.shape[1], "target"))
    if data.labels is None and data.t is None:
        parts.append("no labels")
    return ", ".join(parts)
