"""The program as the shell runs it: closed pipes, a full disk, an interruption, a terminal."""

import json
import os
import pty
import signal
import sys
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any

import pytest

from relocation.cli.options import language_of
from relocation.labels import Language
from relocation.version import __version__
from tests.processes import PATIENCE, finished, started, wait_until

SCRIPT = "from relocation.cli import main; main()"
PROGRAM = [sys.executable, "-c", SCRIPT]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes and signals of a Unix system")


def start(*arguments: str, **options: Any) -> AbstractContextManager[Any]:
    environment = {**os.environ, "RELOCATION_LANG": "en", **options.pop("env", {})}
    return started([*PROGRAM, *arguments], env=environment, **options)


def test_a_reader_that_closes_the_pipe_is_no_error() -> None:
    with start("run", "lujia", "-f", "csv") as program:
        program.stdout.close()
        _, stderr = program.communicate()
    assert stderr == ""
    assert program.returncode == -signal.SIGPIPE


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_ends_with_four() -> None:
    with open("/dev/full", "w") as full, start("run", "lujia", stdout=full) as program:
        _, stderr = program.communicate()
    assert program.returncode == 4
    assert "Traceback" not in stderr
    assert "No space left" in stderr


def test_an_interruption_ends_with_130_and_no_traceback(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    waiting = (
        "import pathlib, time, relocation.cases as c\n"
        f"c.open_case = lambda case, **_: (pathlib.Path({str(begun)!r}).touch(), time.sleep({PATIENCE}))\n"
        + SCRIPT
    )
    with started([sys.executable, "-c", waiting, "run", "lujia"]) as program:
        wait_until(begun.exists, program)
        program.send_signal(signal.SIGINT)
        stdout, stderr = program.communicate()
    assert (program.returncode, stdout, stderr) == (130, "", "")


def test_what_nobody_foresaw_is_one_line_and_ends_with_one() -> None:
    broken = "import relocation.cases as c\nc.open_case = lambda case, **_: 1 / 0\n" + SCRIPT
    run = finished([sys.executable, "-c", broken, "run", "lujia"], check=False)
    assert run.returncode == 1
    assert run.stdout == ""
    assert run.stderr == "unexpected error / 意外错误: ZeroDivisionError: division by zero\n"


def seen_on_a_terminal(**surroundings: str) -> str:
    ours, theirs = pty.openpty()
    environment = {"TERM": "xterm", "COLUMNS": "100", **surroundings}
    with start("run", "lujia", stdout=theirs, env=environment) as program:
        os.close(theirs)
        shown = everything(ours)
        program.communicate()
    assert program.returncode == 0
    return shown


def everything(terminal: int) -> str:
    """What is shown on a terminal until nobody writes there any more."""
    parts = []
    with os.fdopen(terminal, "rb", buffering=0) as screen, suppress(OSError):
        while part := screen.read(65536):
            parts.append(part)
    return b"".join(parts).decode()


def test_colour_is_for_terminals_and_for_those_who_want_it() -> None:
    assert "\x1b[" in seen_on_a_terminal()
    plain = seen_on_a_terminal(NO_COLOR="1")
    assert "\x1b" not in plain
    assert "Viable" in plain
    assert "\x1b" not in seen_on_a_terminal(TERM="dumb")


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], [], ["run", "--help"], ["simulate", "-h"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    heavy = {"numpy", "pandas", "pydantic", "openpyxl", "rich", "scipy", "numba", "distributed"}
    if arguments[0:1] in (["run"], ["simulate"]):
        heavy -= {"pydantic"}  # typer works out the options of a command with it
    script = f"""
import sys
from relocation.cli import app
try:
    app({arguments})
finally:
    print([name for name in {heavy} if name in sys.modules])
"""
    assert finished([sys.executable, "-c", script], check=False).stdout.splitlines()[-1] == "[]"


def seen_on_stderr(*arguments: str) -> tuple[str, str]:
    """What a terminal shows of the messages, and what goes into the pipe."""
    ours, theirs = pty.openpty()
    with start(*arguments, stderr=theirs, env={"TERM": "xterm", "COLUMNS": "100"}) as program:
        os.close(theirs)
        shown = everything(ours)
        stdout, _ = program.communicate()
    assert program.returncode == 0
    return shown, stdout


def test_a_long_simulation_shows_its_progress_on_a_terminal(tmp_path: Path) -> None:
    spec = tmp_path / "price.toml"
    spec.write_text(
        '[inputs."land_quota.price"]\ndistribution = "uniform"\nlow = 60000\nhigh = 90000\n', encoding="utf-8"
    )
    arguments = ("simulate", "lujia", "--spec", str(spec), "-n", "3e5", "-f", "json")
    shown, stdout = seen_on_stderr(*arguments)
    assert "scenarios" in shown
    assert "300000/300000" in shown
    assert json.loads(stdout)["n"] == 300_000


@pytest.mark.parametrize(
    ("arguments", "lang"),
    [
        (["run", "--lang", "zh"], "zh"),
        (["run", "--lang=zh"], "zh"),
        (["run", "--lang", "zh", "--lang", "en"], "en"),
        (["run", "--lang", "fr"], "en"),
        (["run", "--lang"], "en"),
        ([], "en"),
    ],
)
def test_help_is_in_the_language_asked_for(
    arguments: list[str], lang: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELOCATION_LANG", "en")
    assert language_of(arguments) is lang


def test_the_package_is_the_command_where_its_name_is_not_found() -> None:
    told = finished([sys.executable, "-m", "relocation", "--version"]).stdout
    assert told == f"relocation {__version__}\n"
