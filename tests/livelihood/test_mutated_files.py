"""Files with slips of any kind: a document or problems come out of them, never another error."""

from __future__ import annotations

import tomllib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relocation.insurance.claim_report import scheme_report
from relocation.insurance.scheme import Scheme
from relocation.livelihood.account import account_of
from relocation.livelihood.collective_report import collective_report
from relocation.livelihood.income_report import livelihood_report
from relocation.livelihood.livelihood import Livelihood
from relocation.livelihood.measures_report import measures_report
from relocation.livelihood.risks_report import risks_report
from relocation.problems import ProblemsFound
from relocation.sourced import shipped
from relocation.tables.page import report_page
from relocation.tables.record import Report
from relocation.tables.terminal import report_text

VALUES = (
    "0",
    "-1",
    "1e308",
    "nan",
    "inf",
    '"x"',
    "true",
    "[]",
    "{}",
    '""',
    "9" * 20,
    "1e-7",
    "1979-05-27",
    "{value = 5}",
)
FILES = {
    "scheme": shipped("schemes", "wei_county").read_text("utf-8").split("\n"),
    "livelihood": shipped("livelihoods", "lujia").read_text("utf-8").split("\n"),
}
slips = st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from((*VALUES, None))), min_size=1, max_size=4)


def with_slips(lines: list[str], places: list[tuple[int, str | None]]) -> str:
    """The lines with other values in some, or without them."""
    changed = list(lines)
    for at, value in places:
        line = changed[at % len(changed)]
        if value is None:
            changed[at % len(changed)] = ""
        elif "=" in line:
            changed[at % len(changed)] = f"{line.split('=')[0]}= {value}"
    return "\n".join(changed)


def drawn(*reports: Report) -> None:
    for report in reports:
        for form in ("table", "json", "csv"):
            assert report_text(report, form, "zh")
    assert report_page(reports).startswith("<!doctype html>")


@pytest.mark.parametrize("kind", FILES)
@settings(max_examples=60, deadline=None)
@given(places=slips)
def test_a_file_with_slips_gives_a_document_or_problems(
    kind: str, places: list[tuple[int, str | None]]
) -> None:
    text = with_slips(FILES[kind], places)
    with suppress(ProblemsFound, tomllib.TOMLDecodeError):
        if kind == "scheme":
            drawn(scheme_report(Scheme.parse(text)))
        else:
            livelihood = Livelihood.parse(text)
            account = account_of(livelihood)
            drawn(livelihood_report(account), collective_report(account), measures_report(account))
            drawn(risks_report(livelihood.project, livelihood))
