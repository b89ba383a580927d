"""Who asks, a script, somebody at the command line or a reader of a page: a remedy names what that one can do.

A text is chosen where a problem is told, so that every error of a script speaks of Python, every message of a command of
its options, and every message on a page of what stands there.
"""

from __future__ import annotations

import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal

from relocation.labels import Label, Language

Caller = Literal["script", "command", "page"]
_caller: ContextVar[Caller] = ContextVar("_caller", default="script")


@contextmanager
def asked_by(caller: Caller) -> Iterator[None]:
    """Within it somebody else than a script asks."""
    before = _caller.set(caller)
    try:
        yield
    finally:
        _caller.reset(before)


def for_caller(command: Label, script: Label, page: Label | None = None) -> Label:
    """The text for a command, for a script or for the reader of a page, by who asks; what a page has no own text for is told of a command."""
    return {"command": command, "script": script, "page": page or command}[_caller.get()]


def named(option: str, parameter: str) -> str:
    """What somebody gave: the option of a command, or the parameter of a function."""
    return parameter if _caller.get() == "script" else option


def default_language() -> Language:
    """RELOCATION_LANG, else what the surroundings say of messages, else the language of the machine."""
    names = [os.environ.get(name) for name in ("RELOCATION_LANG", "LC_ALL", "LC_MESSAGES", "LANG")]
    named = next(filter(None, names), None) or locale.getlocale()[0] or ""
    return "zh" if named.lower().startswith(("zh", "chinese")) else "en"
