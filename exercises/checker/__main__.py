"""The checker of the exercises: python3 exercises/checker VERB [NAME].

Needs Python 3.8 and a compiler, nothing else. The Makefile's verbs call it.
"""

import sys


def main(arguments):
    """Do what the verb says; return the exit code."""
    if sys.version_info < (3, 8):
        sys.exit("the checker needs Python 3.8 or newer, this is %d.%d" % sys.version_info[:2])
    if sys.platform == "win32":
        sys.exit("on Windows the exercises run in WSL, see README.md")
    import loop

    verbs = {
        "start": loop.start,
        "check": loop.check,
        "hint": loop.hint,
        "watch": loop.watch,
        "status": loop.status,
        "update": loop.update,
        "reset": loop.reset,
        "submit": loop.submit,
    }
    if arguments and arguments[0] == "debug":
        import debug

        verbs["debug"] = debug.debug
    if arguments and arguments[0] == "compare":
        import compare

        verbs["compare"] = compare.compare
    if arguments and arguments[0] == "show":
        import show

        verbs["show"] = show.show
    if arguments and arguments[0] == "verify":
        import verify

        verbs["verify"] = verify.verify
    if not arguments or arguments[0] not in verbs or len(arguments) > 2:
        print("usage: python3 exercises/checker VERB [NAME]")
        print("verbs: %s debug compare show verify" % " ".join(verbs))
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
