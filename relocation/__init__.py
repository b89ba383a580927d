"""Finance of village relocation: one model that planners, finance officers and analysts share.

The data flows one way:

    models/*.toml, a filled template.xlsx, Python -> Project -> Book of line items -> Appraisal -> workbook, terminal

Layers, each of which imports only from those above it:

    labels, problems, resources, files    what everything rests on
    project, formula                      what a planner states; the language of line items
    items                                 one module per concept of a relocation
    appraisal                             the order, with statements, indicators and checks
    scenarios                             the same project many times: compare, tornado, solve, simulate
    excel                                 the workbook that is template and result at once
    cases, terminal, cli                  opening a case by name, the command line
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from relocation.version import __version__

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal, appraise
    from relocation.cases import load
    from relocation.county.consolidation import consolidate
    from relocation.problems import Problem, ProblemsFound
    from relocation.project.project import Project
    from relocation.scenarios.comparison import compare
    from relocation.scenarios.goal_seek.solve import solve
    from relocation.scenarios.sensitivity.tornado import tornado
    from relocation.scenarios.sensitivity.vary import vary
    from relocation.scenarios.simulation import distributions
    from relocation.scenarios.simulation.monte_carlo import simulate
    from relocation.stress import bridge_test

_HOMES = {
    "Appraisal": "relocation.appraisal",
    "Problem": "relocation.problems",
    "ProblemsFound": "relocation.problems",
    "Project": "relocation.project.project",
    "appraise": "relocation.appraisal",
    "bridge_test": "relocation.stress",
    "compare": "relocation.scenarios.comparison",
    "consolidate": "relocation.county.consolidation",
    "load": "relocation.cases",
    "simulate": "relocation.scenarios.simulation.monte_carlo",
    "solve": "relocation.scenarios.goal_seek.solve",
    "tornado": "relocation.scenarios.sensitivity.tornado",
    "vary": "relocation.scenarios.sensitivity.vary",
}

__all__ = [
    "Appraisal",
    "Problem",
    "ProblemsFound",
    "Project",
    "__version__",
    "appraise",
    "bridge_test",
    "compare",
    "consolidate",
    "distributions",
    "load",
    "simulate",
    "solve",
    "tornado",
    "vary",
]


def __getattr__(name: str) -> Any:
    """Public names are imported when first asked for, so that `relocation --help` answers at once."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    if name == "distributions":
        return import_module("relocation.scenarios.simulation.distributions")
    raise AttributeError(f"module 'relocation' has no attribute {name!r}")
