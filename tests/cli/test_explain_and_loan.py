"""relocation explain and relocation loan: trees with their sources, schedules that another program confirms."""

import math
import re
from pathlib import Path

import numpy_financial as npf
import pytest

from relocation.cli import case_commands
from relocation.project.borrowing import Loan
from tests.cli.running import relocation


def test_the_balance_is_traced_to_its_sources() -> None:
    said = relocation("explain", "lujia", "fund_balance.balance").stdout
    assert said.startswith("Balance: 49,483,000.00 yuan")
    for text in (
        "published; Hou, line 93",
        "150_000_000 / 1536.3",
        "calibrated",
        "land_quota.area",
        "= land_quota.sold",
    ):
        assert text in said
    assert not re.search("[\u4e00-\u9fff]", said)


def test_the_tree_speaks_chinese() -> None:
    said = relocation("explain", "lujia", "balance", "--lang", "zh").stdout
    assert said.startswith("结余：49,483,000.00 元")
    for text in ("已公布；Hou, line 93", "校准", "指标单价"):
        assert text in said
    assert "Printed" not in said


def test_the_tree_is_there_as_json() -> None:
    root = relocation("explain", "lujia", "land_quota.revenue", "-f", "json").record
    assert (root["key"], root["value"], root["unit"]) == ("land_quota.revenue", 150_000_000, "yuan")
    assert [one["key"] for one in root["ingredients"]] == ["land_quota.sold", "land_quota.price"]
    price = root["ingredients"][1]
    assert price["value"] == pytest.approx(97_637.18, abs=0.005)
    assert price["source"].startswith("derived; 150_000_000 / 1536.3; Hou, line 93")


def test_a_series_is_told_for_one_period() -> None:
    root = relocation("explain", "lujia", "cash.closing", "--at", "1", "-f", "json").record
    assert root["period"] == 1
    # 66,000,000 + 13,266,000 - 113,783,000 / 2 - 66,000,000 x 4.9 % / 2
    assert root["value"] == pytest.approx(20_757_500, abs=0.01)


def test_a_tree_with_numbers_that_are_not_available_is_still_json() -> None:
    outcome = relocation("explain", "lujia", "dscr_min", "--set", "loans.adbc.principal=0", "-f", "json")
    assert outcome.record["value"] is None


@pytest.mark.parametrize(("key", "shown"), [("timeline.periods", "12"), ("village.name_zh", "陆家村")])
def test_names_and_structure_explain_themselves(key: str, shown: str) -> None:
    assert shown in relocation("explain", "lujia", key).stdout


def test_a_change_is_seen_in_the_tree() -> None:
    said = relocation("explain", "lujia", "land_quota.revenue", "--set", "land_quota.price=1000").stdout
    assert "1,536,300.00 yuan" in said


LOAN = ("loan", "--principal", "1000000", "--rate", "0.049", "--term", "240", "--period", "month")


def test_an_annuity_is_what_numpy_financial_says() -> None:
    found = relocation(*LOAN, "--method", "annuity", "-f", "json").record
    payment = -npf.pmt(0.049 / 12, 240, 1_000_000)
    assert found["payment"] == pytest.approx(payment, abs=1e-6)
    assert found["interest_total"] == pytest.approx(240 * payment - 1_000_000, abs=1e-4)
    assert [row["period"] for row in found["rows"]] == list(range(1, 241))
    fields = {"period", "opening", "drawdown", "interest", "principal", "payment", "closing"}
    assert all(set(row) == fields for row in found["rows"])
    for row in found["rows"]:
        interest = -npf.ipmt(0.049 / 12, row["period"], 240, 1_000_000)
        assert row["interest"] == pytest.approx(float(interest), abs=1e-4)
    assert found["rows"][-1]["closing"] == pytest.approx(0, abs=1e-4)


def test_a_loan_without_level_payment_has_none() -> None:
    found = relocation(*LOAN, "--method", "equal_principal", "-f", "json").record
    assert found["payment"] is None
    # interest falls in a line: rate x principal x (n + 1) / 2
    assert found["interest_total"] == pytest.approx(1_000_000 * 0.049 / 12 * 241 / 2, abs=1e-4)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_schedule_is_a_table_with_its_totals(lang: str) -> None:
    said = relocation(*LOAN, "--lang", lang).stdout
    assert "6,544.44" in said.splitlines()[-2]
    assert "570,665.72" in said.splitlines()[-1]


def test_the_schedule_is_csv_too() -> None:
    lines = relocation(*LOAN, "-f", "csv").stdout.splitlines()
    assert lines[0] == "period,opening,drawdown,interest,principal,payment,closing"
    assert len(lines) == 241
    assert math.isclose(float(lines[1].split(",")[3]), 1_000_000 * 0.049 / 12)


@pytest.mark.parametrize(
    "terms", [("--principal", "0", "--rate", "0.049"), ("--principal", "90", "--rate", "0")]
)
def test_nothing_borrowed_and_nothing_charged_are_schedules_too(terms: tuple[str, ...]) -> None:
    found = relocation("loan", *terms, "--term", "3", "-f", "json").record
    assert found["interest_total"] == 0
    assert found["payment"] == pytest.approx(float(terms[1]) / 3)


def test_draws_by_the_half_year_rule() -> None:
    draws = ("--principal", "2000", "--rate", "0.1", "--term", "4", "--draws", "500,1000,500")
    rules = (
        "--draw-interest",
        "half_period",
        "--grace",
        "3",
        "--grace-interest",
        "capitalised",
        "-f",
        "json",
    )
    rows = relocation("loan", *draws, *rules).record["rows"]
    # 500 / 2 x 10 %; (525 + 1,000 / 2) x 10 %; (1,627.5 + 500 / 2) x 10 %
    assert [row["interest"] for row in rows[:3]] == pytest.approx([25, 102.5, 187.75])


def test_the_inputs_are_listed_in_every_format() -> None:
    for form in ("table", "csv"):
        assert "land_quota.price" in relocation("schema", "-f", form, columns=200).stdout
    properties = relocation("schema", "-f", "json").record["properties"]
    assert properties["land_quota.price"]["x-unit"] == "yuan/mu"
    assert "指标单价" in relocation("schema", "--lang", "zh", columns=200).stdout


def test_the_shipped_cases_are_listed_in_every_format() -> None:
    first = relocation("list", "-f", "json").record[0]
    assert first == {
        "case": "lujia",
        "en": "Lujia Village",
        "zh": "陆家村",
        "question_en": "Does the money of a village work that sells its land quota, by its published figures?",
        "question_zh": "出让增减挂钩指标的村庄，按已公布数字资金是否平衡？",
    }
    head, row, *_ = relocation("list", "-f", "csv").stdout.splitlines()
    assert head == "case,en,zh,question_en,question_zh"
    assert row.startswith("lujia,Lujia Village,陆家村,")
    assert "How large a bridge is needed" in relocation("list").stdout
    assert "三十村之县（模拟）" in relocation("list", "--lang", "zh").stdout


def test_the_terms_of_a_loan_are_options() -> None:
    base = ("loan", "--principal", "1200", "--rate", "0.05", "--term", "3", "--method", "bullet")
    more = ("--grace", "1", "--grace-basis", "outside", "--rate-step", "2=0.04", "--rate-step", "4=0.06")
    rest = ("--sinking-fund", "level", "--subsidised-principal", "600", "--interest-subsidy", "0.5")
    rows = relocation(*base, *more, *rest, "-f", "json").record["rows"]
    assert [row["interest"] for row in rows] == pytest.approx([60, 48, 48, 72])
    assert [row["subsidy"] for row in rows] == pytest.approx([15, 12, 12, 18])
    assert [row["sinking_fund"] for row in rows] == pytest.approx([0, 400, 800, 0])


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Grace counted: outside the term"), ("zh", "宽限期计法：期限外另计")]
)
def test_the_conventions_are_printed_beside_the_schedule(lang: str, said: str) -> None:
    terms = (
        "--grace",
        "4",
        "--grace-basis",
        "outside",
        "--principal",
        "100",
        "--rate",
        "0.05",
        "--term",
        "3",
    )
    shown = relocation("loan", *terms, "--lang", lang, columns=200).stdout
    assert said in shown


def test_the_command_line_and_a_project_fill_in_the_same_terms() -> None:
    """The same loan costs the same wherever it is written: one default for each of its terms."""
    options = case_commands.Loan.signature().parameters
    # A project's loan is repaid in equal parts of principal unless it says otherwise, one by itself by a level payment.
    shared = {name: info for name, info in Loan.model_fields.items() if name in options and name != "method"}
    assert {"draw_interest", "grace", "grace_basis", "grace_interest", "sinking_fund"} <= set(shared)
    for name, info in shared.items():
        if not info.is_required():
            assert options[name].default == info.default, name


@pytest.mark.parametrize("draw_interest", [(), ("--draw-interest", "half_period")])
def test_a_loan_costs_the_same_on_the_command_line_and_in_a_file(
    draw_interest: tuple[str, ...], tmp_path: Path
) -> None:
    found = relocation(
        "loan", "--principal", "26400000", "--rate", "0.05", "--term", "8", *draw_interest, "-f", "json"
    )
    stated = 'method = "annuity"\n' + (f'draw_interest = "{draw_interest[1]}"' if draw_interest else "")
    file = tmp_path / "village.toml"
    file.write_text(
        "[village]\nhouseholds = 1\npersons = 1\n[timeline]\nstart = 2026-01-01\nperiods = 12\n"
        f"[loans.bank]\nprincipal = 26_400_000\nrate = 0.05\nterm = 8\n{stated}\n"
    )
    run = relocation("run", str(file), "-f", "json").record
    assert run["indicators"]["loans.interest_total"] == pytest.approx(
        found.record["interest_total"], abs=1e-6
    )
