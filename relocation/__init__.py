"""Finance of village relocation: one model that planners, finance officers and analysts share.

The data flows one way:

    models/*.toml, a filled template.xlsx, Python -> Project -> Book of line items -> Appraisal -> workbook, terminal

README's map shows the layers; a module imports only from those below its own. This file stands above all of them and
is run before any: it names the public names, and fills the hooks of low layers with what high ones do.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from relocation import hooks
from relocation.version import __version__

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal
    from relocation.cases import load
    from relocation.problems import Problem, ProblemsFound
    from relocation.project.project import Project
    from relocation.scenarios.comparison import compare
    from relocation.scenarios.goal_seek.solve import solve
    from relocation.scenarios.sensitivity.tornado import tornado
    from relocation.scenarios.sensitivity.vary import vary
    from relocation.scenarios.simulation import distributions
    from relocation.scenarios.simulation.simulation import simulate

__all__ = [
    "Appraisal",
    "Problem",
    "ProblemsFound",
    "Project",
    "__version__",
    "compare",
    "distributions",
    "load",
    "simulate",
    "solve",
    "tornado",
    "vary",
]

_HOMES = {
    "Appraisal": "relocation.appraisal",
    "Problem": "relocation.problems",
    "ProblemsFound": "relocation.problems",
    "Project": "relocation.project.project",
    "compare": "relocation.scenarios.comparison",
    "distributions": "relocation.scenarios.simulation.distributions",
    "load": "relocation.cases",
    "simulate": "relocation.scenarios.simulation.simulation",
    "solve": "relocation.scenarios.goal_seek.solve",
    "tornado": "relocation.scenarios.sensitivity.tornado",
    "vary": "relocation.scenarios.sensitivity.vary",
    # Public once: they answer here as before, and are shown where they live.
    "appraise": "relocation.appraisal",
    "bridge_test": "relocation.stress",
    "consolidate": "relocation.county.consolidation",
}

_HOOKS = {
    "chart": ("relocation.reports.figures", "chart"),
    "html": ("relocation.reports.notebook", "html"),
    "open_workbook": ("relocation.excel.read.tables", "open_sheets"),
    "svg": ("relocation.charts.svg", "svg_text"),
    "text": ("relocation.reports.notebook", "text"),
    "verify": ("relocation.verify.crosscheck", "verify"),
    "write_appraisal": ("relocation.excel.workbook", "write_workbook"),
    "write_document": ("relocation.word.document", "write_document"),
    "write_accounts": ("relocation.page.accounts", "accounts_page"),
    "write_page": ("relocation.page.file", "write_page"),
    "write_comparison": ("relocation.excel.workbook", "write_comparison"),
}


def __getattr__(name: str) -> Any:
    """Public names are imported when first asked for, so that `relocation --help` answers at once."""
    if name == "distributions":
        return import_module(_HOMES[name])
    if name not in _HOMES:
        raise AttributeError(f"module 'relocation' has no attribute {name!r}")
    return _fetch(_HOMES[name], name)


def __dir__() -> list[str]:
    return __all__


def _fetch(module: str, name: str) -> Any:
    return getattr(import_module(module), name)


hooks.register({hook: partial(_fetch, *home) for hook, home in _HOOKS.items()})
