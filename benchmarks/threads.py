"""One thread for what is timed by CPU per core; all of them again for what is timed as a whole call."""

from __future__ import annotations

import os

VARIABLES = (
    *("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"),
    *("NUMEXPR_NUM_THREADS", "POLARS_MAX_THREADS"),
)


def use_one() -> None:
    """Must run before numpy is imported: its linear algebra would spin on all cores, and count for it."""
    os.environ.update(dict.fromkeys(VARIABLES, "1"))


def with_all() -> dict[str, str]:
    """The environment for a process that may use every core."""
    return {name: value for name, value in os.environ.items() if name not in VARIABLES}
