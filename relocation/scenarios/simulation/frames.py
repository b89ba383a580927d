"""A simulation as tidy tables and as the record that the command line prints, in both languages."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from relocation.labels import Label, Language
from relocation.project.fields import UNITS
from relocation.scenarios.simulation.outcome import BARS, QUANTILES, Driver, Outcome
from relocation.scenarios.simulation.rules import BrokenRule

if TYPE_CHECKING:
    import pandas as pd


def outcome_frame(outcomes: Mapping[str, Outcome], lang: Language) -> pd.DataFrame:
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
        for one in outcomes.values()
    ]
    return pd.DataFrame(rows)


def quantile_frame(outcomes: Mapping[str, Outcome], lang: Language, shares: Sequence[float]) -> pd.DataFrame:
    """One row per output and quantile."""
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for one in outcomes.values():
        for share in shares:
            found = one.quantile(share)
            ends = {"low": found.low, "high": found.high, "resolution": found.resolution}
            rows.append({**_heading(one, lang), "share": share, "value": found.value, **ends})
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
            "input": one.path,
            "input_label": labels[one.path].text(lang),
            "share": one.share,
            "rank_correlation": one.rank_correlation,
        }
        for key, found in drivers.items()
        for one in found
    ]
    return pd.DataFrame(rows)


def rule_frame(outcomes: Mapping[str, Outcome], broken: Sequence[BrokenRule], lang: Language) -> pd.DataFrame:
    """One row per rule."""
    import pandas as pd

    rows = [
        {
            **_heading(outcomes[one.rule.output], lang),
            "rule": one.rule.text,
            "broken": one.count,
            "share": one.share,
            "standard_error": one.standard_error,
        }
        for one in broken
    ]
    return pd.DataFrame(rows)


def histogram_frame(one: Outcome, bars: int) -> pd.DataFrame:
    """Counts of the values in equal intervals from the lowest to the highest; no row where there is no value."""
    import pandas as pd

    edges, counts = one.histogram_of(bars)
    return pd.DataFrame({"from": edges[:-1], "to": edges[1:], "count": counts})


def histograms_frame(outcomes: Mapping[str, Outcome], lang: Language, bars: int) -> pd.DataFrame:
    """The histograms of all outputs, one below the other: one row per output and interval."""
    import pandas as pd

    parts = []
    for one in outcomes.values():
        part = histogram_frame(one, bars)
        for at, (head, value) in enumerate(_heading(one, lang).items()):
            part.insert(at, head, value)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def outcome_record(one: Outcome) -> dict[str, Any]:
    """An output as plain data; null is not available."""
    return {
        "unit": one.line.unit,
        "count": one.count,
        "not_available": one.not_available,
        "mean": or_null(one.mean),
        "std": or_null(one.std),
        "min": or_null(one.low),
        "max": or_null(one.high),
        "quantiles": {f"{share:g}": or_null(one.quantile(share).value) for share in QUANTILES},
        "value_at_risk": or_null(one.value_at_risk),
        "expected_shortfall": or_null(one.expected_shortfall),
        "histogram": _histogram_record(one),
    }


def _histogram_record(one: Outcome) -> dict[str, Any]:
    edges, counts = one.histogram_of(BARS)
    return {"edges": edges.tolist(), "counts": counts.tolist()}


def _heading(one: Outcome, lang: Language) -> dict[str, Any]:
    line = one.line
    return {"output": line.key, "label": line.label.text(lang), "unit": UNITS[line.unit].text(lang)}


def or_null(value: float) -> float | None:
    """The number, or null for JSON where it is not available."""
    return value if math.isfinite(value) else None
