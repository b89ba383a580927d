"""The command line: a thin skin over the public names. Data goes to stdout, messages to stderr.

Exit codes: 0 ok, 1 unexpected, 2 usage or invalid input, 3 a required rule is not met, 4 cannot write,
130 interrupted.
"""

from __future__ import annotations

import gc
import os
import signal
import sys

import typer
from typer.main import get_command_name

from relocation.cli import (
    after_move_insurance,
    after_move_villages,
    case_commands,
    compare_command,
    household_command,
    plain_commands,
    sensitivity_commands,
    simulate_command,
)
from relocation.cli.app import app
from relocation.cli.steps import NOT_WRITTEN
from relocation.kept_on_disk import keep_on_disk

__all__ = [
    "after_move_insurance",
    "after_move_villages",
    "app",
    "case_commands",
    "compare_command",
    "household_command",
    "main",
    "plain_commands",
    "sensitivity_commands",
    "simulate_command",
]

# The help lists the village's own life last, whatever the order of imports.
app.registered_commands.sort(key=lambda one: ".after_move_" in getattr(one.callback, "__module__", ""))


# What a command makes lives until it ends; to look through it for rubbish at every turn takes a tenth of the time.
OBJECTS_BEFORE_A_LOOK = 1_000_000


def main() -> None:
    """Runs the command line; problems become messages, never tracebacks."""
    keep_on_disk()
    gc.set_threshold(OBJECTS_BEFORE_A_LOOK, 20, 50)
    _prepare_streams()
    _know_only(sys.argv[1:2])
    try:
        app()
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        _give_up(error, NOT_WRITTEN, f"{error.strerror}: {error.filename or 'stdout'}")
    except Exception as error:
        _give_up(error, 1, f"unexpected error / 意外错误: {type(error).__name__}: {error}")
    finally:
        gc.freeze()  # the process ends: what it made need not be looked through once more


def _know_only(asked: list[str]) -> None:
    """Leaves the command that is asked for, if it is one: the library works out the options of every command it knows."""
    app.registered_commands = [
        command
        for command in app.registered_commands
        if command.callback and (command.name or get_command_name(command.callback.__name__)) in asked
    ] or app.registered_commands


def _prepare_streams() -> None:
    """UTF-8 whatever the machine's own encoding; a reader that closes the pipe ends us as it ends any tool."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def _give_up(error: Exception, code: int, message: str) -> None:
    if os.environ.get("RELOCATION_DEBUG"):
        raise error
    typer.echo(message, err=True)
    sys.exit(code)
