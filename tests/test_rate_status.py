"""The rate of return in the record, on the terminal and in the workbook: three views that never contradict."""

from __future__ import annotations

import math

import numpy
import pytest

from relocation.appraisal import Appraisal
from relocation.reports.statements import rate_status
from tests.small_village import appraised


def with_flows(*flows: float) -> Appraisal:
    """A village whose cash flow before financing is just this, year by year."""
    other = {
        f"year{year}": {"kind": "revenue" if flow > 0 else "cost", "amount": abs(float(flow)), "start": year}
        for year, flow in enumerate(flows, start=1)
    }
    return appraised(periods=len(flows), other=other)


def real_root(*coefficients: float) -> float:
    """The only real root of a polynomial, its highest power first."""
    (found,) = [root.real for root in numpy.roots(coefficients) if abs(root.imag) < 1e-9]
    return float(found)


@pytest.mark.parametrize(
    ("flows", "status", "rate", "told"),
    [
        ((-1000, 1100), "unique", 0.1, "unique"),
        ((-1000, 2300, -1320), "multiple", None, "multiple: "),
        ((-1000, -5), "none", None, "none"),
        # One rate, though the rows of the workbook allow several; the value is the real root x = 1 + r of
        # -10 x^3 + 30 x^2 - 25 x + 30 = 0.
        ((-10_000, 30_000, -25_000, 30_000), "unique", real_root(-10, 30, -25, 30) - 1, "unique"),
    ],
    ids=str,
)
def test_the_views_agree(flows: tuple[float, ...], status: str, rate: float | None, told: str) -> None:
    appraisal = with_flows(*flows)
    assert appraisal.value("cash.before_financing") == pytest.approx(list(flows))
    record = appraisal.to_record()["indicators"]["irr"]
    assert record == {"value": pytest.approx(rate) if rate is not None else None, "status": status}
    assert math.isnan(appraisal.number("irr")) == (rate is None)
    assert rate_status(appraisal, "irr").en.startswith(told)


def test_a_table_by_year_shows_the_rate_that_the_record_shows() -> None:
    found = with_flows(-10_000, 30_000, -25_000, 30_000)
    assert found.annual("project_cash_flow").loc["irr", "total"] == found.number("irr") > 0
