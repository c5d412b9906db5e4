"""Other formats to Triptych's own: tables of text (csv, the UCI files), the lesson's k-means
files, IDX (MNIST), FITS tables and NumPy's files.

    data, classes = read("iris.csv", Choice(label="species"))
    write("iris.dat", data)

What cannot be read ends in a Failure that says which file and where, what was expected and what
was found.
"""

from collections.abc import Callable
from dataclasses import dataclass

from triptych.convert import binary, tables, words
from triptych.convert.tables import Choice, Table
from triptych.support import data, files, npy
from triptych.support.data import Data
from triptych.support.program import Failure

__all__ = ["FORMATS", "Choice", "read", "write"]


@dataclass(frozen=True)
class Format:
    """How to recognise a format by a file's content, and how to read it."""

    recognises: Callable[[bytes], bool]
    read: Callable[[str, bytes, Choice], Table | tuple[Data, list[str]]]


FORMATS = {  # in the order in which they are tried
    "dat": Format(words.is_dat, lambda path, content, choice: (data.read(path), [])),
    "npy": Format(npy.begins, binary.read_npy),
    "npz": Format(binary.is_zip, binary.read_npz),
    "fits": Format(binary.is_fits, binary.read_fits),
    "idx": Format(binary.is_idx, binary.read_idx),
    "kmeans": Format(words.is_kmeans, words.read_kmeans),
    "csv": Format(lambda content: True, words.read_csv),
}


OTHER_ENDINGS = (".csv", ".txt", ".tsv", ".data", ".npy", ".npz", ".gz", ".fits")


def read(source: str, choice: Choice, form: str | None = None) -> tuple[Data, list[str]]:
    """Read a file of any known format, perhaps packed by gzip.

    Parameters
    ----------
    source : str
        A file; or a .dat file or folder in Triptych's own format.
    choice : Choice
    form : str, optional
        A key of FORMATS; by default the content decides.

    Returns
    -------
    data : Data
    classes : list of str
        What the labels 0, 1, ... were called in the source; empty if they are unchanged.
    """
    if files.is_folder(source):
        return data.read(source), []
    content = binary.unpacked(source, files.read(source))
    chosen = form or next(name for name, each in FORMATS.items() if each.recognises(content))
    found = FORMATS[chosen].read(source, content, choice)
    if isinstance(found, Table):
        return tables.choose(found, choice)
    if choice.drop or choice.targets or (choice.label and chosen != "npz"):
        raise Failure(f"{source}: expected columns to choose from, found none")
    return found


def write(target: str, what: Data) -> None:
    """Write a .dat file, or a folder with x.npy and, if there are labels or targets, y.npy.

    Parameters
    ----------
    target : str
        A name that ends in .dat, else a folder.
    what : Data
    """
    if target.endswith(".dat"):
        data.write(target, what, number=tables.shortest)
        return
    if target.endswith(OTHER_ENDINGS):
        raise Failure(f"{target}: expected a name that ends in .dat, or a folder, found another")
    files.make_folder(target)
    npy.write(f"{target}/x.npy", binary.storable(what.x.reshape(len(what.x), *what.shape)))
    answers = what.labels if what.t is None else what.t
    if answers is None:
        files.remove(f"{target}/y.npy")
    else:
        npy.write(f"{target}/y.npy", binary.storable(answers))
