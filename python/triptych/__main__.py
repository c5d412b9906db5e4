"""python -m triptych: the command of cli.py."""

from triptych.cli import app

if __name__ == "__main__":
    app(prog_name="triptych")
