"""A kernel that numba would compile, run as plain Python: any book can be tried without waiting for a compiler."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from relocation.formula.kernel.numba_block import numba_kernel
from relocation.formula.kernel.schedule import Schedule
from relocation.formula.targets.numpy_memory import Floats

IMPORT = "from numba import njit\n"
PLAIN = "def njit(*_, **__):\n    return lambda function: function\n"


def in_plain_python(text: str, name: str) -> Callable[..., None]:
    """The function of a source text without the compiler."""
    assert IMPORT in text
    names: dict[str, Any] = {"CACHE": False}
    exec(text.replace(IMPORT, PLAIN), names)
    found: Callable[..., None] = names[name]
    return found


def interpreted_kernel(schedule: Schedule) -> Callable[[Floats], Floats]:
    """What `numba_kernel` makes, by the same source."""
    kernel = numba_kernel(schedule, in_plain_python)

    def run(columns: Floats) -> Floats:
        with np.errstate(all="ignore"):
            return kernel(columns)

    return run
