"""敏感度系数和临界点: how strongly the worth of a plan follows each uncertain factor, and how far that may move.

    sensitivity coefficient   S = (dA / A) / (dF / F)     A the indicator, F the factor
    critical point            the change of F at which the net present value is nothing

A factor moves all its prices together: works are the unit costs of all construction, not of one item. S above 0 says that the
indicator moves with the factor; it is worked out for the change that is asked, since few indicators follow a factor in
proportion. It is not available where the indicator is nothing or is not available, as a rate of return that is not unique.
Source: 建设项目经济评价方法与参数（第三版）.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from relocation.labels import Label, Language
from relocation.model import book_of
from relocation.problems import Problem, ProblemsFound
from relocation.project.project import Project
from relocation.scenarios.batch import Array, Batch, run_in_chunks
from relocation.scenarios.outputs import output_names
from relocation.scenarios.sensitivity.switching import critical_changes, scaled

if TYPE_CHECKING:
    import pandas as pd

FACTORS: dict[str, Label] = {
    "quota_price": Label("Quota price", "指标单价"),
    "quota_area": Label("Reclaimed area", "复垦面积"),
    "subsidies": Label("Subsidies", "财政补助"),
    "works": Label("Cost of works", "建设投资"),
    "compensation": Label("Compensation", "拆迁补偿"),
    "income": Label("Income after the move", "经营收入"),
    "costs": Label("Costs after the move", "经营成本"),
    "interest": Label("Interest rate of loans", "贷款利率"),
}
INDICATORS = ("npv", "irr", "npv.capital", "irr.capital")
WORTH = {
    "irr": "npv",
    "irr.capital": "npv.capital",
}  # what is nothing where a rate of return is the discount rate
HEADS = ["factor", "label", "indicator", "change", "value", "base", "coefficient", "critical_change"]


def sensitivity_coefficients(
    project: Project,
    indicators: Sequence[str] = INDICATORS,
    by: Sequence[float] = (0.10,),
    lang: Language = "en",
) -> pd.DataFrame:
    """A frame with a row for each indicator, factor and change: value, coefficient and critical change.

    `by` are shares; each factor moves by them down and up. Factors that the plan does not have are left out. The critical
    change belongs to a net present value, and of a rate of return to that at the discount rate; of other indicators
    it is not worked out. Raises ProblemsFound for an unknown indicator and for a share that is not above 0 and below 1.
    """
    import pandas as pd

    if wrong := [_no_share(share) for share in by if not 0 < share < 1]:
        raise ProblemsFound(wrong)
    keys = output_names(book_of(project), list(indicators))
    return pd.DataFrame(_rows(project, keys, sorted(by), lang), columns=HEADS)


def paths_of_factors(project: Project) -> dict[str, list[str]]:
    """The inputs that each factor moves together, those that are 0 left out; factors without any are not there."""
    candidates = {
        "quota_price": ["land_quota.price"],
        "quota_area": ["land_quota.area"],
        "subsidies": [*_inputs(project, "subsidies", "rate"), *_own(project, "subsidy")],
        "works": _inputs(project, "construction", "rate"),
        "compensation": _inputs(project, "compensation", "rate"),
        "income": [*_inputs(project, "income", "amount", "rate"), *_own(project, "revenue")],
        "costs": _inputs(project, "costs", "amount", "rate"),
        "interest": _rates(project),
    }
    known = project.by_path()
    stated = {factor: [path for path in paths if known[path].value] for factor, paths in candidates.items()}
    return {factor: paths for factor, paths in stated.items() if paths}


def _inputs(project: Project, group: str, *keys: str) -> list[str]:
    return [f"{group}.{name}.{key}" for name in getattr(project, group) for key in keys]


def _own(project: Project, kind: str) -> list[str]:
    """The amounts of own lines of a kind. A line with a formula has no amount to move."""
    lines = project.other.items()
    return [f"other.{name}.amount" for name, line in lines if line.kind == kind and not line.formula]


def _rates(project: Project) -> list[str]:
    """The rates of loans, later ones too."""
    return [
        path
        for name, loan in project.loans.items()
        if loan.principal
        for path in (
            f"loans.{name}.rate",
            *(f"loans.{name}.rate_steps.{step}.rate" for step in loan.rate_steps),
        )
    ]


def _rows(project: Project, keys: Sequence[str], by: Sequence[float], lang: Language) -> Iterator[list[Any]]:
    factors = paths_of_factors(project)
    changes = [-share for share in reversed(by)] + [*by]
    batch = Batch(project, [path for paths in factors.values() for path in paths], keys)
    base = run_in_chunks(batch, batch.column({}))[:, 0]
    moves = 1 + np.array(changes)
    values = {factor: run_in_chunks(batch, scaled(batch, paths, moves)) for factor, paths in factors.items()}
    critical = {worth: critical_changes(project, worth, 0.0, factors) for worth in _worths(keys)}
    for position, key in enumerate(keys):
        least = LEAST_MONEY if batch.book.lines[key].unit == "yuan" else LEAST
        for factor in factors:
            beyond = critical.get(WORTH.get(key, key), {}).get(factor, math.nan)
            for change, value in zip(changes, _plain(values[factor][position]), strict=True):
                coefficient = _coefficient(value, float(base[position]), change, least)
                yield [
                    *(factor, FACTORS[factor].text(lang), key),
                    *(change, value, float(base[position]), coefficient, beyond),
                ]


def _worths(keys: Sequence[str]) -> list[str]:
    wanted = dict.fromkeys(WORTH.get(key, key) for key in keys)
    return [key for key in wanted if key in WORTH.values()]


def _plain(row: Array) -> list[float]:
    return [float(number) for number in row]


def _coefficient(value: float, base: float, change: float, least: float) -> float:
    """Not available where there is nothing to measure the change of the indicator by."""
    return (value - base) / base / change if abs(base) > least else math.nan


# An indicator this small is nothing: of money less than a fen, of a rate less than could be told.
LEAST_MONEY, LEAST = 0.005, 1e-9


def grouped(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """The rows of a frame by indicator, in their order."""
    by_indicator: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_indicator.setdefault(row["indicator"], []).append(row)
    return by_indicator


def _no_share(by: float) -> Problem:
    expected = Label("a share above 0 and below 1, such as 0.10", "大于0且小于1的比例，如0.10")
    return Problem("by", f"{by:g}", expected, Label("correct the share", "请更正比例"))
