"""A simulation as tidy tables and as the record that the command line prints, in both languages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from relocation.labels import Language
from relocation.project.fields import UNITS
from relocation.scenarios.outcome import QUANTILES, Outcome

if TYPE_CHECKING:
    import pandas as pd

    from relocation.scenarios.simulation import Simulation


def outcome_frame(simulation: Simulation, lang: Language) -> pd.DataFrame:
    """One row per output with its moments and quantiles."""
    import pandas as pd

    rows = [
        {
            **_heading(one, lang),
            "count": one.count,
            "not_available": one.not_available,
            "mean": one.mean,
            "std": one.std,
            "min": one.low,
            "max": one.high,
            **{f"{share:.0%}": one.quantile(share).value for share in QUANTILES},
            "value_at_risk": one.value_at_risk,
            "expected_shortfall": one.expected_shortfall,
        }
        for one in simulation.outcomes.values()
    ]
    return pd.DataFrame(rows)


def quantile_frame(simulation: Simulation, lang: Language, shares: Sequence[float]) -> pd.DataFrame:
    """One row per output and quantile."""
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for one in simulation.outcomes.values():
        for share in shares:
            found = one.quantile(share)
            ends = {"low": found.low, "high": found.high, "resolution": found.resolution}
            rows.append({**_heading(one, lang), "share": share, "value": found.value, **ends})
    return pd.DataFrame(rows)


def driver_frame(simulation: Simulation, lang: Language) -> pd.DataFrame:
    """One row per output and input, the strongest input of each output first."""
    import pandas as pd

    labels = {one.path: one.record.label.text(lang) for one in simulation.plan.inputs}
    rows = [
        {
            **_heading(simulation.outcomes[key], lang),
            "input": one.path,
            "input_label": labels[one.path],
            "share": one.share,
            "rank_correlation": one.rank_correlation,
        }
        for key, drivers in simulation.drivers.items()
        for one in drivers
    ]
    return pd.DataFrame(rows)


def rule_frame(simulation: Simulation, lang: Language) -> pd.DataFrame:
    """One row per rule."""
    import pandas as pd

    rows = [
        {
            **_heading(simulation.outcomes[one.rule.output], lang),
            "rule": one.rule.text,
            "broken": one.count,
            "share": one.share,
            "standard_error": one.standard_error,
        }
        for one in simulation.broken_rules
    ]
    return pd.DataFrame(rows)


def histogram_frame(one: Outcome, bars: int) -> pd.DataFrame:
    """Counts of the values in equal intervals from the lowest to the highest."""
    import pandas as pd

    edges = np.linspace(one.low, one.high, bars + 1)
    return pd.DataFrame({"from": edges[:-1], "to": edges[1:], "count": one.counts(edges)})


def simulation_record(simulation: Simulation) -> dict[str, Any]:
    """The whole result as plain data; null is not available."""
    plan = simulation.plan
    return {
        "n": simulation.n,
        "asked": simulation.asked,
        "interrupted": simulation.interrupted,
        "seed": plan.seed,
        "sampling": plan.sampling,
        "inputs": {
            one.path: {"distribution": one.stated.key, "share_cut": one.share_cut} for one in plan.inputs
        },
        "refused": simulation.refused,
        "refusals": [
            {
                "scenario": one.number,
                "inputs": one.inputs,
                "problems": [problem.record() for problem in one.problems],
            }
            for one in simulation.refusals
        ],
        "outputs": {key: _outcome_record(one) for key, one in simulation.outcomes.items()},
        "rules": [
            {
                "rule": one.rule.text,
                "broken": one.count,
                "share": _or_null(one.share),
                "standard_error": _or_null(one.standard_error),
            }
            for one in simulation.broken_rules
        ],
        "drivers": {
            key: [
                {
                    "path": one.path,
                    "share": _or_null(one.share),
                    "rank_correlation": _or_null(one.rank_correlation),
                }
                for one in drivers
            ]
            for key, drivers in simulation.drivers.items()
        },
    }


def _outcome_record(one: Outcome) -> dict[str, Any]:
    return {
        "unit": one.line.unit,
        "count": one.count,
        "not_available": one.not_available,
        "mean": _or_null(one.mean),
        "std": _or_null(one.std),
        "min": _or_null(one.low),
        "max": _or_null(one.high),
        "quantiles": {f"{share:g}": _or_null(one.quantile(share).value) for share in QUANTILES},
        "value_at_risk": _or_null(one.value_at_risk),
        "expected_shortfall": _or_null(one.expected_shortfall),
    }


def _heading(one: Outcome, lang: Language) -> dict[str, Any]:
    line = one.line
    return {"output": line.key, "label": line.label.text(lang), "unit": UNITS[line.unit].text(lang)}


def _or_null(value: float) -> float | None:
    return value if math.isfinite(value) else None
