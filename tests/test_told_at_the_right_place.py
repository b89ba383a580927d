"""A remedy names the place where it works, and the value that is meant, in files and in Python."""

from datetime import date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import relocation
from relocation.caller import asked_by
from relocation.cases import open_case
from relocation.loan_schedule import loan_schedule
from relocation.problems import ProblemsFound
from relocation.project.project import Project
from relocation.tables.numbers import number_text

VILLAGE = """
[village]
households = 10
persons = 30
[timeline]
start = {start}
period = "year"
periods = 5
[compensation.houses]
quantity = 10
rate = 5
start = 1
[construction.housing]
quantity = 9600
rate = 1000
start = 1
"""


def told(path: Path, text: str) -> list[str]:
    path.write_text(text)
    try:
        return [f"{one.where}: {one.text('en')}" for one in open_case(path).warnings]
    except ProblemsFound as found:
        return [f"{one.where}: {one.text('en')}" for one in found.problems]


def test_a_missing_line_is_told_at_its_group_and_not_at_another_line(tmp_path: Path) -> None:
    said = told(tmp_path / "a.toml", VILLAGE.format(start="2020-01-01"))
    assert [one.split(":")[0] for one in said] == ["construction", "construction"]
    other = VILLAGE + '[construction.reclamation]\nquantity = 5\nrate = 1\nstart = 1\ngroup = "other"\n'
    said = told(tmp_path / "b.toml", other.format(start="2020-01-01"))
    [about] = [one for one in said if "land reclamation" in one]
    assert about.startswith("construction.reclamation.group")
    assert "found other" in about
    assert "choose the kind" in about


def test_a_quantity_of_none_needs_no_rate_and_says_that_there_is_none(tmp_path: Path) -> None:
    text = (
        VILLAGE
        + "[construction.reclamation]\nquantity = 0\n[construction.roads]\nquantity = 0\ngroup = 'infrastructure'\n"
    )
    assert told(tmp_path / "a.toml", text.format(start="2020-01-01")) == []


@pytest.mark.parametrize("start", ['"2020/1/15"', '"2020年1月15日"', "2020-01-14T23:59:40", "2020-01-15"])
def test_a_day_is_read_from_a_file_as_from_a_cell(start: str, tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text(VILLAGE.format(start=start), encoding="utf-8")
    assert relocation.load(path).timeline.start == date(2020, 1, 15)


@pytest.mark.parametrize(
    ("start", "remedy"),
    [
        ("2020-01", "2020-01-01 for the first of the month, 2020-01-31 for its last"),
        ("15.1.2020", "write it as 2020-01-15"),
        ("1/2/2020", "2020-01-02 or 2020-02-01"),
        (datetime(2020, 1, 15, 12, 30), "2020-01-15"),
    ],
)
def test_the_remedy_of_a_date_names_the_day_that_is_meant(start: object, remedy: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        relocation.load("lujia").replace({"timeline.start": start})
    assert remedy in found.value.problems[0].text("en")


def test_repayments_are_those_that_are_made() -> None:
    bullet = relocation.load("lujia").replace({"loans.adbc.method": "bullet"}).appraise()
    assert [
        bullet.number(f"loans.adbc.{key}") for key in ("repayments_made", "first_repaid", "last_repaid")
    ] == [
        1,
        10,
        10,
    ]
    none = relocation.load("lujia").replace({"loans.adbc.principal": 0.0}).appraise()
    assert none.number("loans.adbc.repayments_made") == 0


def test_a_choice_in_a_refusal_is_called_what_its_list_calls_it() -> None:
    with pytest.raises(ProblemsFound) as found:
        relocation.load("lujia").replace({"loans.adbc.sinking_fund": "level"})
    text = found.value.problems[0].text("zh")
    assert "level" not in text


@pytest.mark.parametrize(
    ("value", "shown"),
    [(26_997_500.0, "26.998"), (-397_500.0, "-0.398"), (13_597_500.0, "13.598"), (-100.0, "0.000")],
)
def test_halves_of_money_go_away_from_zero_as_in_a_spreadsheet(value: float, shown: str) -> None:
    assert number_text(value, "yuan", "million") == shown


def test_a_loan_that_runs_too_long_is_told_with_what_makes_it_long() -> None:
    terms = {"rate": 0.05, "term": 600, "grace": 100, "grace_basis": "outside", "method": "annuity"}
    with pytest.raises(ProblemsFound) as found:
        loan_schedule(1e6, terms)
    text = found.value.problems[0].text("en")
    assert "700 periods until the last repayment" in text
    assert "the grace outside it" in text
    with asked_by("command"), pytest.raises(ProblemsFound) as found:
        loan_schedule(1e6, terms)
    assert "--grace" in found.value.problems[0].text("en")


@pytest.mark.parametrize(
    "quantity", [np.array([1.0, 2.0]), np.array([0.0]), pd.NA, None, "0", True], ids=repr
)
def test_a_quantity_that_is_no_number_is_told_as_such_and_not_taken_for_none(quantity: object) -> None:
    lujia = relocation.load("lujia")
    nested = lujia.nested()
    nested["construction"]["housing"]["quantity"] = quantity
    for refused in (
        lambda: Project.build(nested),
        lambda: lujia.replace({"construction.housing.quantity": quantity}),
    ):
        with pytest.raises(ProblemsFound) as found:
            refused()
        assert [one.where for one in found.value.problems] == ["construction.housing.quantity"]
