"""A simulation as tidy tables and as the record that the command line prints, in both languages."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from relocation.labels import Label, Language
from relocation.project.names import input_labels
from relocation.scenarios.simulation.outcome import BARS, QUANTILES, Driver, Outcome
from relocation.scenarios.simulation.plan import Drawn, Plan
from relocation.scenarios.simulation.rules import BrokenRule
from relocation.scenarios.simulation.sampling import CHUNK
from relocation.tables.units import UNITS

if TYPE_CHECKING:
    import pandas as pd


def outcome_frame(outcomes: Mapping[str, Outcome], lang: Language) -> pd.DataFrame:
    """One row per output with its moments and quantiles."""
    import pandas as pd

    rows = [
        {
            **_heading(outcome, lang),
            "count": outcome.count,
            "not_available": outcome.not_available,
            "mean": outcome.mean,
            "std": outcome.std,
            "min": outcome.low,
            "max": outcome.high,
            **{f"{share:.0%}": outcome.quantile(share).value for share in QUANTILES},
            "value_at_risk": outcome.value_at_risk,
            "expected_shortfall": outcome.expected_shortfall,
        }
        for outcome in outcomes.values()
    ]
    return pd.DataFrame(rows)


def draws_frame(plan: Plan, chunks: Sequence[Drawn], start: int, stop: int, lang: Language) -> pd.DataFrame:
    """One row per scenario from `start` to before `stop`, which the chunks hold: its inputs, then its outputs."""
    import pandas as pd

    begin = CHUNK * chunks[0].chunk
    values = np.concatenate([np.concatenate([drawn.columns, drawn.numbers]) for drawn in chunks], axis=1)
    heads, lines = [*plan.paths, *plan.outputs], plan.batch.book.lines
    index = pd.RangeIndex(start, stop, name="scenario")
    frame = pd.DataFrame(values[:, start - begin : stop - begin].T, columns=heads, index=index)
    names = input_labels(plan.project) | {key: lines[key].label for key in plan.outputs}
    units = {each.path: each.record.unit for each in plan.inputs} | {
        key: lines[key].unit for key in plan.outputs
    }
    frame.attrs = {
        "labels": {head: names[head].text(lang) for head in heads},
        "units": {head: UNITS[units[head]].text(lang) for head in heads},
        "lang": lang,
    }
    return frame


def quantile_frame(outcomes: Mapping[str, Outcome], lang: Language, shares: Sequence[float]) -> pd.DataFrame:
    """One row per output and quantile."""
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for outcome in outcomes.values():
        for share in shares:
            quantile = outcome.quantile(share)
            ends = {"low": quantile.low, "high": quantile.high, "resolution": quantile.resolution}
            rows.append({**_heading(outcome, lang), "share": share, "value": quantile.value, **ends})
    return pd.DataFrame(rows)


def driver_frame(
    outcomes: Mapping[str, Outcome],
    drivers: Mapping[str, Sequence[Driver]],
    labels: Mapping[str, Label],
    lang: Language,
) -> pd.DataFrame:
    """One row per output and input, the strongest input of each output first."""
    import pandas as pd

    rows = [
        {
            **_heading(outcomes[key], lang),
            "input": ranked.path,
            "input_label": labels[ranked.path].text(lang),
            "share": ranked.share,
            "rank_correlation": ranked.rank_correlation,
        }
        for key, drivers_of_output in drivers.items()
        for ranked in drivers_of_output
    ]
    return pd.DataFrame(rows)


def rule_frame(outcomes: Mapping[str, Outcome], broken: Sequence[BrokenRule], lang: Language) -> pd.DataFrame:
    """One row per rule."""
    import pandas as pd

    rows = [
        {
            **_heading(outcomes[broken_rule.rule.output], lang),
            "rule": broken_rule.rule.text,
            "broken": broken_rule.count,
            "share": broken_rule.share,
            "standard_error": broken_rule.standard_error,
        }
        for broken_rule in broken
    ]
    return pd.DataFrame(rows)


def histogram_frame(outcome: Outcome, bars: int) -> pd.DataFrame:
    """Counts of the values in equal intervals from the lowest to the highest; no row where there is no value."""
    import pandas as pd

    edges, counts = outcome.histogram_of(bars)
    return pd.DataFrame({"from": edges[:-1], "to": edges[1:], "count": counts})


def histograms_frame(outcomes: Mapping[str, Outcome], lang: Language, bars: int) -> pd.DataFrame:
    """The histograms of all outputs, one below the other: one row per output and interval."""
    import pandas as pd

    parts = []
    for outcome in outcomes.values():
        part = histogram_frame(outcome, bars)
        for position, (head, value) in enumerate(_heading(outcome, lang).items()):
            part.insert(position, head, value)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def outcome_record(outcome: Outcome) -> dict[str, Any]:
    """An output as plain data; null is not available."""
    return {
        "unit": outcome.line.unit,
        "count": outcome.count,
        "not_available": outcome.not_available,
        "mean": or_null(outcome.mean),
        "std": or_null(outcome.std),
        "min": or_null(outcome.low),
        "max": or_null(outcome.high),
        "quantiles": {f"{share:g}": or_null(outcome.quantile(share).value) for share in QUANTILES},
        "value_at_risk": or_null(outcome.value_at_risk),
        "expected_shortfall": or_null(outcome.expected_shortfall),
        "histogram": _histogram_record(outcome),
    }


def _histogram_record(outcome: Outcome) -> dict[str, Any]:
    edges, counts = outcome.histogram_of(BARS)
    return {"edges": edges.tolist(), "counts": counts.tolist()}


def _heading(outcome: Outcome, lang: Language) -> dict[str, Any]:
    line = outcome.line
    return {"output": line.key, "label": line.label.text(lang), "unit": UNITS[line.unit].text(lang)}


def or_null(value: float) -> float | None:
    """The number, or null for JSON where it is not available."""
    return value if math.isfinite(value) else None
