"""What a low layer calls and a high one does.

A module imports from the layers below it only. Where users expect of it what stands above, such as the workbook of an
appraisal, it calls a hook by name. `relocation/__init__.py`, which stands above all and runs before any other module,
says what each hook does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

_known: dict[str, Callable[[], Callable[..., Any]]] = {}


def register(hooks: Mapping[str, Callable[[], Callable[..., Any]]]) -> None:
    """What fetches the function of each hook, so that nothing is imported before it is called."""
    _known.update(hooks)


def call(hook: str, *arguments: Any, **named: Any) -> Any:
    """Does what a hook is there for."""
    return _known[hook]()(*arguments, **named)
