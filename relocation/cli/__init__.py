"""The command line: a thin skin over the library. Data goes to stdout, messages to stderr.

Exit codes: 0 ok, 1 unexpected, 2 usage or invalid input, 3 a required rule is not met, 4 cannot write,
130 interrupted.
"""

from __future__ import annotations

import gc
import os
import signal
import sys

import typer

from relocation.cli.options import INTERRUPTED, NOT_WRITTEN
from relocation.cli.program import app
from relocation.kept_on_disk import keep_on_disk

__all__ = ["app", "main"]

# What a command makes lives until it ends; to look through it for rubbish at every turn takes a tenth of the time.
OBJECTS_BEFORE_A_LOOK = 1_000_000


def main() -> None:
    """Runs the command line; problems become messages, never tracebacks."""
    keep_on_disk()
    gc.set_threshold(OBJECTS_BEFORE_A_LOOK, 20, 50)
    _prepare_streams()
    try:
        app()
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except OSError as error:
        _give_up(error, NOT_WRITTEN, f"{error.strerror}: {error.filename or 'stdout'}")
    except Exception as error:
        _give_up(error, 1, f"unexpected error / 意外错误: {type(error).__name__}: {error}")
    finally:
        gc.freeze()  # the process ends: what it made need not be looked through once more


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
