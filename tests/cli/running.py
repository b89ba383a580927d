"""Running the command line in process, with everything that a user sees."""

import json
from typing import Any, NamedTuple

from typer.testing import CliRunner

from relocation.cli import app

PAGE = 100  # columns


class Outcome(NamedTuple):
    code: int
    stdout: str
    stderr: str

    @property
    def record(self) -> Any:
        """The JSON on stdout, refused if it holds what JSON does not know."""
        return json.loads(self.stdout, parse_constant=_refuse)


def _refuse(text: str) -> None:
    raise AssertionError(f"{text} is not JSON")


def relocation(*arguments: object, columns: int = PAGE, **surroundings: str) -> Outcome:
    """The outcome of a command. An exception that reaches the top fails the test."""
    environment = {"COLUMNS": str(columns), "RELOCATION_LANG": "en", **surroundings}
    result = CliRunner().invoke(app, [str(one) for one in arguments], env=environment)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Outcome(result.exit_code, result.stdout, result.stderr)
