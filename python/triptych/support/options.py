"""The command line: a table of options, from which --help is printed too.

What is wrong with it ends in a Failure, with the message of docs/programs.md.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from triptych import __version__
from triptych.support import text, values
from triptych.support.program import Failure


@dataclass
class Option:
    """A line of the table.

    Parameters
    ----------
    name : str
        "--tol"; without a hyphen: the one argument that is no option.
    metavar : str
        What its value is called in the help; empty: it takes none.
    help : str
        One line.
    fallback : str, optional
        The value when it is not given.
    value : str, optional
        Filled in: as given.
    """

    name: str
    metavar: str
    help: str
    fallback: str | None = None
    value: str | None = None


@dataclass
class Options:
    """The options of a program.

    Parameters
    ----------
    program : str
    summary : str
        The text above the table.
    table : list of Option
    width : int
        Of the first column of the help.
    ending : str
        The text below the table.
    """

    program: str
    summary: str
    table: list[Option]
    width: int
    ending: str

    def parse(self, arguments: list[str]) -> None:
        """Read the arguments into the table. --help and --version end the program."""
        rest = iter(arguments)
        for argument in rest:
            if argument.startswith("-"):
                self._take_option(argument, rest)
            else:
                self._take_data(argument)
            if self.given("--help"):
                self._print_help()
                sys.exit(0)
            if self.given("--version"):
                print(f"{self.program} (Triptych) {__version__}")
                sys.exit(0)

    def given(self, name: str) -> bool:
        """Tell whether an option is given."""
        return self._get(name).value is not None

    def text(self, name: str) -> str:
        """Return the value of an option, or its fallback."""
        option = self._get(name)
        return option.value if option.value is not None else option.fallback or ""

    def text_given(self, name: str) -> str | None:
        """Return the value of an option, or None if it is not given."""
        return self._get(name).value

    def integer(self, name: str, lowest: int, highest: int) -> int:
        """Return the value of an option as an integer, lowest ... highest."""
        return values.integer(name, self.text(name), lowest, highest)

    def number(self, name: str, lowest: int) -> float:
        """Return the value of an option as a finite number, at least lowest."""
        return values.number(name, self.text(name), lowest)

    def positive(self, name: str) -> float:
        """Return the value of an option as a finite number above 0."""
        return values.positive(name, self.text(name))

    def word(self, name: str, words: Sequence[str]) -> str:
        """Return the value of an option, which must be one of some words."""
        return values.word(name, self.text(name), words)

    def device(self) -> None:
        """Check --device: Python runs on the host."""
        if self.given("--device") and self.word("--device", ("host", "gpu")) == "gpu":
            raise Failure("--device: this program runs on the host alone, see docs/gpu.md")

    def _get(self, name: str) -> Option:
        return next(option for option in self.table if option.name == name)

    def _take_data(self, argument: str) -> None:
        data = self._get("DATA")
        if data.value is not None:
            found = f'"{_shown(data.value)}" and "{_shown(argument)}"'
            raise Failure(f"expected one DATA, found {found}")
        data.value = argument

    def _take_option(self, argument: str, rest: Iterator[str]) -> None:
        """Take --name VALUE, --name=VALUE or --name; rest has the arguments behind it."""
        name, equals, after = argument.partition("=")
        option = next((option for option in self.table if option.name == name), None)
        if not option:
            raise Failure(f'unknown option "{_shown(name)}", see {self.program} --help')
        if not option.metavar and equals:
            raise Failure(f'{name}: expected no value, found "{_shown(after)}"')
        option.value = next(rest, None) if option.metavar and not equals else after
        if option.value is None:
            raise Failure(f"{name}: expected a value, found the end of the line")

    def _print_help(self) -> None:
        print(f"usage: {self.program} [DATA] [options]\n\n{self.summary}\n")
        for option in self.table:
            name = f"{option.name} {option.metavar}".rstrip()
            default = f" (default {option.fallback})" if option.fallback else ""
            print(f"  {name:{self.width}}{option.help}{default}")
        print(f"\n{self.ending}")


def _shown(argument: str) -> str:
    return text.shown(os.fsencode(argument))
