"""Run a program of the project with the student's files in place of its own:

    python3 program.py ALGORITHM FOLDER COMMAND [ARGUMENT ...]

FOLDER holds the student's files; COMMAND is what was typed, for messages.
"""

import importlib
import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class StudentsFirst:
    """Finds triptych.mlp in the student's folder, when and if the program asks for it."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def find_spec(self, name, path=None, target=None):
        """Return the student's module of that name, or None."""
        package, _, stem = name.rpartition(".")
        file = self.folder / (stem + ".py")
        if package != "triptych" or not file.exists():
            return None
        return importlib.util.spec_from_file_location(name, file)


def main():
    """Put the student's modules before the project's, and start the program."""
    algorithm, folder, *argv = sys.argv[1:]
    sys.path[0] = str(ROOT / "python")
    sys.meta_path.insert(0, StudentsFirst(folder))
    program = importlib.import_module("triptych.programs." + algorithm)
    sys.exit(program.main(argv))


if __name__ == "__main__":
    main()
