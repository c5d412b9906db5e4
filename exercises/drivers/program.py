"""Run a program of the project with the student's files in place of its own:

    python3 program.py ALGORITHM FOLDER COMMAND [ARGUMENT ...]

FOLDER holds the student's files; COMMAND is what was typed, for messages.
"""

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main():
    """Put the student's modules where the program looks for them, and start it."""
    algorithm, folder, *argv = sys.argv[1:]
    sys.path[0] = str(ROOT / "python")
    import triptych

    for path in sorted(Path(folder).glob("*.py")):
        if not (ROOT / "python" / "triptych" / path.name).exists():
            continue
        name = "triptych." + path.stem
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        setattr(triptych, path.stem, module)
        spec.loader.exec_module(module)
    program = importlib.import_module("triptych.programs." + algorithm)
    sys.exit(program.main(argv))


if __name__ == "__main__":
    main()
