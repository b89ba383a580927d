"""Who asks, somebody at the command line or a script: a remedy names what that one can write.

A text is chosen where a problem is told, so that every error of a script speaks of Python, and every message of a command of
its options.
"""

from __future__ import annotations

import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from relocation.labels import Label, Language

_is_command = ContextVar("_is_command", default=False)


@contextmanager
def at_the_command_line() -> Iterator[None]:
    """Within it a command is carried out."""
    before = _is_command.set(True)
    try:
        yield
    finally:
        _is_command.reset(before)


def for_caller(command: Label, script: Label) -> Label:
    """The text for a command, or that for a script, by who asks."""
    return command if _is_command.get() else script


def named(option: str, parameter: str) -> str:
    """What somebody gave: the option of a command, or the parameter of a function."""
    return option if _is_command.get() else parameter


def default_language() -> Language:
    """RELOCATION_LANG, else what the surroundings say of messages, else the language of the machine."""
    names = [os.environ.get(name) for name in ("RELOCATION_LANG", "LC_ALL", "LC_MESSAGES", "LANG")]
    named = next(filter(None, names), None) or locale.getlocale()[0] or ""
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"
