"""The corpus of good and broken data files, in the words of data/README.md.

Each case is written out by hand: the bytes of a file (or of each file of a folder), and what a
program must make of them. Nothing here calls Triptych's own readers or writers.

    GOOD, FLOAT32_GOOD  accepted: the outcome is the samples read, exactly
    BAD, FLOAT32_BAD    refused: the outcome is what stands behind "kmeans: FILE"

A folder is a dictionary of file name -> bytes; `None` in place of bytes: a folder of that name.
"""

from typing import NamedTuple

from formats import folders, text


class Case(NamedTuple):
    """A file or folder, and the samples that are read from it or the error it must give."""

    name: str
    content: bytes | dict[str, bytes | None]
    outcome: list[list[float]] | str

    def write(self, parent):
        """Write the case below `parent` and return the path of what was written."""
        path = parent / self.name
        if isinstance(self.content, bytes):
            path = path.with_suffix(".dat")
            path.write_bytes(self.content)
            return path
        path.mkdir()
        for file, data in self.content.items():
            if data is None:
                (path / file).mkdir()
            else:
                (path / file).write_bytes(data)
        return path


GOOD = [Case(*case) for case in text.GOOD + folders.GOOD]
BAD = [Case(*case) for case in text.BAD + folders.BAD]
FLOAT32_GOOD = [Case(*case) for case in text.FLOAT32_GOOD + folders.FLOAT32_GOOD]
FLOAT32_BAD = [Case(*case) for case in text.FLOAT32_BAD + folders.FLOAT32_BAD]
