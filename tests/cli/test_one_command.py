"""Of the commands only that is prepared which is asked for; nobody may notice but by the time."""

import sys
import typing

import pytest
from typer.main import get_command

from relocation.cli import app, program
from relocation.cli.options import Command
from tests.processes import finished


@pytest.mark.parametrize("name", program.COMMANDS)
def test_a_command_is_given_what_it_declares(name: str) -> None:
    asked, action = map(program._fetch, program.COMMANDS[name])
    assert issubclass(asked, Command)
    [(given, kind)] = [hint for hint in typing.get_type_hints(action).items() if hint[0] != "return"]
    assert (given, kind) == ("asked", asked)
    assert action.__doc__
    prepared = get_command(app).commands[name]  # type: ignore[attr-defined]
    assert [param.name for param in prepared.params] == list(asked.signature().parameters)


def test_the_options_of_no_other_command_are_worked_out() -> None:
    script = """
import sys
from relocation.cli import app
app(["loan", "--help"], standalone_mode=False)
print(sorted(name for name in sys.modules if name.startswith("relocation.cli.")))
"""
    said = finished([sys.executable, "-c", script]).stdout.splitlines()[-1]
    assert said == str([f"relocation.cli.{name}" for name in ("case_commands", "options", "program")])
