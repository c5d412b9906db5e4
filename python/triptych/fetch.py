"""Fetch data too large, or not ours, to ship: `make data_pima`, `make data_mnist`.

Each file is looked for in the folder TRIPTYCH_DATA, then on the network, and taken only if its
content, unpacked, is the one known. A download that was cut off goes on where it stopped.
"""

import hashlib
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException

from triptych import convert
from triptych.convert import Choice, binary
from triptych.support import files, program
from triptych.support.program import FAILED, Failure

PROGRAM = "fetch"
DOWNLOADS = "build/downloads"
CHUNK = 1 << 16
TIMEOUT = 30  # seconds without a byte
INTERVAL = 0.1  # seconds between two lines of progress


@dataclass(frozen=True)
class Source:
    """A file of others.

    Parameters
    ----------
    names : tuple of str
        What it is called in TRIPTYCH_DATA; .gz may follow.
    urls : tuple of str
        Tried in this order.
    hash : str
        "md5" or "sha256".
    digest : str
        Of its content, unpacked and plain.
    plain : function
        What to do with the content first: copies may differ in what does not matter.
    """

    names: tuple[str, ...]
    urls: tuple[str, ...]
    hash: str
    digest: str
    plain: Callable[[bytes], bytes] = bytes


def blanks_for_commas(content: bytes) -> bytes:
    """Return a table with one blank between its numbers, LF at the end of its lines."""
    rows = [b" ".join(line.replace(b",", b" ").split()) for line in content.splitlines()]
    return b"".join(row + b"\n" for row in rows if row)


def _mnist(name: str, digest: str) -> Source:
    places = (
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    )
    urls = tuple(f"{place}{name}.gz" for place in places)
    return Source((f"mnist/{name}", name), urls, "md5", digest)


PIMA = Source(
    ("pima-indians-diabetes.data", "pima-indians-diabetes.data.csv", "pima-indians-diabetes.csv"),
    ("https://raw.githubusercontent.com/jbrownlee/Datasets/master/pima-indians-diabetes.data.csv",),
    "sha256",
    "49bcf72fa27900d8c5960f6e448414a95ffd7a9180fb2cfe5d68891624bd2308",
    blanks_for_commas,
)
MNIST = {  # images and labels of each part
    "train": (
        _mnist("train-images-idx3-ubyte", "6bbc9ace898e44ae57da46a324031adb"),
        _mnist("train-labels-idx1-ubyte", "a25bea736e30d166cdddb491f175f624"),
    ),
    "test": (
        _mnist("t10k-images-idx3-ubyte", "2646ac647ad5339dbf082846283269ea"),
        _mnist("t10k-labels-idx1-ubyte", "27ae3e4e09519cfbb04c329615203637"),
    ),
}


def get(source: Source) -> str:
    """Return where the content of a file lies, from TRIPTYCH_DATA or the network."""
    files.make_folder(DOWNLOADS)
    path = f"{DOWNLOADS}/{source.names[-1]}"
    files.write(path, find(source) or download(source))
    return path


def find(source: Source) -> bytes | None:
    """Return the content of a file in TRIPTYCH_DATA, if it is there."""
    if folder := os.environ.get("TRIPTYCH_DATA"):
        for name in source.names:
            for path in (f"{folder}/{name}", f"{folder}/{name}.gz"):
                if files.exists(path):
                    return check(source, path, files.read(path))
    return None


def check(source: Source, path: str, content: bytes) -> bytes:
    """Return the content, unpacked and plain, if it is the one known."""
    content = source.plain(binary.unpacked(path, content))
    found = hashlib.new(source.hash, content).hexdigest()
    if found != source.digest:
        expected = f"content of {source.hash} {source.digest}"
        raise Failure(f"{path}: expected {expected}, found {found}")
    return content


def download(source: Source) -> bytes:
    """Return the content of a file on the network: the first place that has the right one."""
    reason = ""
    for url in source.urls:
        part = f"{DOWNLOADS}/{url.rpartition('/')[2]}.part"
        try:
            receive(url, part)
            content = check(source, url, files.read(part))
        except (OSError, HTTPException) as error:  # what came stays: the next time goes on
            reason = f"{url}: cannot be fetched ({getattr(error, 'reason', error)})"
        except Failure as failure:
            reason = str(failure)
            files.remove(part)
        else:
            files.remove(part)
            return content
    advice = f"put {source.names[0]} into a folder, and name that in TRIPTYCH_DATA"
    raise Failure(f"{reason}; {advice}", FAILED)


def receive(url: str, path: str) -> None:
    """Download into a file, behind what is there of it already."""
    have = os.path.getsize(path) if files.exists(path) else 0
    asked = {"User-Agent": "triptych"} | ({"Range": f"bytes={have}-"} if have else {})
    try:
        answer = urllib.request.urlopen(urllib.request.Request(url, headers=asked), timeout=TIMEOUT)
    except urllib.error.HTTPError as error:
        if error.code == 416 and have:  # nothing is left to come
            return
        raise
    with answer:
        continued = answer.status == 206
        done = have if continued else 0
        size = done + int(answer.headers.get("Content-Length") or 0)
        shown = program.clock()
        with open(path, "ab" if continued else "wb") as part:
            while chunk := answer.read(CHUNK):
                part.write(chunk)
                done += len(chunk)
                if program.clock() - shown >= INTERVAL:
                    shown = program.clock()
                    show_progress(url, done, size)
    if done < size:
        raise OSError("cut off")
    show_progress("", 0, 0)


def show_progress(url: str, done: int, size: int) -> None:
    """Rewrite one line on stderr, if that is a terminal; without an address wipe it."""
    if sys.stderr is None or not sys.stderr.isatty():
        return
    share = f" of {size / 1e6:.1f}" if size else ""
    line = f"{url.rpartition('/')[2]}: {done / 1e6:.1f}{share} MB" if url else ""
    print(f"\r{line:78}", end="" if url else "\r", file=sys.stderr, flush=True)


def make_pima() -> str:
    """768 women of the Pima: eight measurements, and whether they have diabetes."""
    path = get(PIMA)
    found, _ = convert.read(path, Choice(label="-1"), "csv")
    convert.write("data/pima.dat", found)
    files.remove(path)
    return "data/pima.dat"


def make_mnist() -> str:
    """70000 handwritten digits, 28x28 grey values."""
    for part, sources in MNIST.items():
        images, labels = map(get, sources)
        found, _ = convert.read(images, Choice(labels=labels), "idx")
        convert.write(f"data/mnist/{part}", found)
        files.remove(images)
        files.remove(labels)
    return "data/mnist"


MADE = {"pima": make_pima, "mnist": make_mnist}


def fetch(arguments: list[str]) -> None:
    """Make the data set named."""
    if len(arguments) != 1 or arguments[0] not in MADE:
        raise Failure(f'expected {" or ".join(MADE)}, found "{" ".join(arguments)}"')
    print(f"wrote {MADE[arguments[0]]()}")


if __name__ == "__main__":
    sys.exit(program.run(PROGRAM, lambda: fetch(sys.argv[1:])))
