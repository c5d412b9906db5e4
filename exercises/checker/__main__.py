"""The checker of the exercises: python3 exercises/checker VERB [NAME].

Needs Python 3.8 and a compiler, nothing else. The Makefile's verbs call it.
"""

import sys


def main(arguments):
    """Do what the verb says; return the exit code."""
    if sys.version_info < (3, 8):  # noqa: UP036
        sys.exit("the checker needs Python 3.8 or newer, this is %d.%d" % sys.version_info[:2])
    if sys.platform == "win32":
        sys.exit("on Windows the exercises run in WSL, see README.md")
    import compare
    import debug
    import loop
    import show
    import verify

    verbs = {
        "start": loop.start,
        "check": loop.check,
        "hint": loop.hint,
        "watch": loop.watch,
        "status": loop.status,
        "update": loop.update,
        "reset": loop.reset,
        "submit": loop.submit,
        "debug": debug.debug,
        "compare": compare.compare,
        "my": compare.my,
        "show": show.show,
        "verify": verify.verify,
    }
    if not arguments or arguments[0] not in verbs or len(arguments) > 2:
        print("usage: python3 exercises/checker VERB [NAME]")
        print("verbs: " + " ".join(verbs))
        return 2
    try:
        return verbs[arguments[0]](*arguments[1:])
    except KeyboardInterrupt:
        print()
        return 130
    except BrokenPipeError:
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
