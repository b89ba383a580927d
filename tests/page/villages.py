"""The plans that pages are tested with: Lujia, and those that are hard to draw."""

from __future__ import annotations

from datetime import date
from typing import Any

import relocation
from relocation.project.project import Project
from tests.random_projects import random_project
from tests.small_village import small_project

HOSTILE = {
    "village.name_en": "<img src=x onerror=alert(1)>{{ script }}{% raw %}",
    "village.name_zh": "</script><script>alert(2)</script>\u2028\u202e村\U0001f3d8",
    "loans.adbc.label_en": "\"><svg onload=alert(3)> & 'quoted' ${alert(4)}",
    "loans.adbc.label_zh": "<!--<script>",
    "construction.housing.label_en": "]]></style><style>*{display:none}</style>",
    "construction.housing.label_zh": "a: b：c {0} {name:form}",
    "compensation.brick.label_en": "javascript:alert(5) \\u003cscript\\u003e",
    "compensation.soil.label_en": "A name " + "without an end " * 30,
}
OWN_FORMULA = {
    "rent": {
        "label_en": "Rent by a formula",
        "label_zh": "按公式计算的租金",
        "kind": "revenue",
        "formula": "1000 * t if t > 2 else 0",
    }
}
WHAT_IFS: dict[str, dict[str, Any]] = {
    "price": {"land_quota.price": 70_000.0},
    "late": {"land_quota.delay": 24, "evaluation.discount_rate": 0.12},
    "loan": {
        "loans.adbc.method": "annuity",
        "loans.adbc.rate": 0.09,
        "loans.adbc.grace_interest": "capitalised",
    },
    "start": {"timeline.start": date(2017, 9, 1), "construction.housing.rate": 2500.0},
    "nothing": {"land_quota.price": 0.0, "loans.adbc.principal": 0.0},
    "sinking": {"loans.adbc.method": "bullet", "loans.adbc.sinking_fund": "level", "loans.adbc.term": 12},
}


def lujia(changes: dict[str, Any] | None = None) -> Project:
    """Lujia, with other inputs."""
    return relocation.load("lujia").replace(changes or {})


def plans() -> dict[str, Project]:
    """Each hard plan by its name."""
    return {
        "hostile": lujia(HOSTILE),
        "long": random_project(3, period="month", periods=600),
        "months": random_project(7, period="month", periods=144),
        "unfinished": small_project(land_quota={"area": 50.0, "price": 90_000.0}),
        "no_money": small_project(),
        "no_loan": lujia({"loans.adbc.principal": 0.0}),
        "own_formula": with_own_formula(),
        "three_loans": with_loans(),
    }


def with_own_formula() -> Project:
    """Lujia with a line that a planner wrote."""
    base = lujia()
    return Project.build({**base.nested(), "other": OWN_FORMULA}, base.sources)


def with_loans() -> Project:
    """Lujia with three loans, of which one has drawdowns and rate steps."""
    base = lujia()
    nested = base.nested()
    loan = dict(nested["loans"]["adbc"])
    loan |= {"principal": 5_000_000.0, "label_en": "Second bank", "label_zh": "第二家银行"}
    third = {**loan, "principal": 3_000_000.0, "method": "bullet", "label_en": "Bond", "label_zh": "债券"}
    loans = {**nested["loans"], "second": loan, "third": third}
    return Project.build({**nested, "loans": loans}, base.sources)
