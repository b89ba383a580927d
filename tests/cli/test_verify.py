"""`relocation verify`, and the chapter of a report, as a user sees them."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest

from relocation.cases import load
from relocation.verify import engine, spreadsheets
from relocation.verify.engine import Case
from relocation.verify.spreadsheets import Formualizer
from tests.cli.running import relocation
from tests.parity import sample
from tests.spreadsheet_programs import with_formulas

INTEREST = "loans.adbc.interest_paid"
KEYS = ["fractions", "numpy_financial", "javascript", "formualizer", "gnumeric", "libreoffice"]
QUICK = ("--engine", "fractions", "--engine", "javascript")


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "installed", lambda *_: None)
    monkeypatch.setattr(Formualizer, "is_installed", lambda _: False)


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """The balance of whatever is compared is a yuan more than it should be, in Python only."""
    right = Case.ours.func  # type: ignore[attr-defined]
    spoilt = property(
        lambda case: {
            place: number + (place.key == "fund_balance.balance") for place, number in right(case).items()
        }
    )
    monkeypatch.setattr(engine.Case, "ours", spoilt)


@pytest.mark.usefixtures("nothing_installed")
def test_json_has_the_agreed_shape() -> None:
    outcome = relocation("verify", "lujia", "-f", "json")
    record = outcome.record
    assert (outcome.code, record["agree"]) == (0, True)
    assert list(record["engines"]) == ["python", *KEYS]
    for told in record["engines"].values():
        assert {"version", "agrees", "cannot"} <= set(told)
    for figure in record["figures"]:
        assert {"name", "values", "agree"} <= set(figure)
        assert figure["agree"] is True
        assert "python" in figure["values"]
        assert len(figure["values"]) > 1, "somebody else gives it"
    values: dict[str, Any] = {figure["name"]: figure["values"] for figure in record["figures"]}
    assert 30 <= len(values) <= 60
    assert set(values["fund_balance.balance"]) == {"python", "fractions", "javascript"}
    assert set(values["npv"]) == {"python", "numpy_financial", "javascript"}
    assert values["fund_balance.balance"]["fractions"] == 49_483_000
    assert record["further"]["compared"] == record["further"]["agree"] > 6_000


@pytest.mark.usefixtures("nothing_installed")
def test_an_engine_that_is_missing_is_no_failure() -> None:
    told = relocation("verify", "jinpo", "-f", "json").record["engines"]
    for key in KEYS[3:]:
        assert (told[key]["installed"], told[key]["agrees"], told[key]["version"]) == (False, None, None)
        assert "install" in told[key]["remedy"].lower()
    outcome = relocation("verify", "jinpo", "--engine", "libreoffice")
    assert outcome.code == 0
    assert "not installed" in outcome.stdout
    assert "No engine that was asked for is installed." in outcome.stdout
    assert "未安装" in relocation("verify", "jinpo", "--engine", "gnumeric", "--lang", "zh").stdout


@pytest.mark.parametrize(
    ("lang", "whole", "beside", "message"),
    [
        (
            "en",
            r"Engines differ from Python on 1 of 6,\d{3} numbers\.",
            "Where they differ",
            "differ from Python on 1 number",
        ),
        ("zh", r"6,\d{3}个数字中有1个与Python结果不一致。", "不一致之处", "有1个数字与其他引擎不一致"),
    ],
)
@pytest.mark.usefixtures("fault")
def test_a_difference_is_told_with_exit_code_3(lang: str, whole: str, beside: str, message: str) -> None:
    outcome = relocation("verify", "lujia", *QUICK, "--lang", lang)
    assert outcome.code == 3
    assert re.search(whole, outcome.stdout)
    assert beside in outcome.stdout
    assert "≠  ≠" in outcome.stdout
    assert "49,483,001" in outcome.stdout
    assert message in outcome.stderr


def test_a_difference_without_a_row_is_in_json_and_csv_too(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Case.ours.func  # type: ignore[attr-defined]
    name = "loans.adbc.interest_paid[5]"
    spoilt = property(
        lambda case: {place: number + (str(place) == name) for place, number in right(case).items()}
    )
    monkeypatch.setattr(engine.Case, "ours", spoilt)
    outcome = relocation("verify", "lujia", *QUICK, "-f", "json")
    assert outcome.code == 3
    [figure] = [figure for figure in outcome.record["figures"] if not figure["agree"]]
    assert figure["name"] == name
    assert outcome.record["engines"]["javascript"]["agrees"] is False
    assert outcome.record["engines"]["fractions"]["agrees"] is True
    rows = list(csv.DictReader(io.StringIO(relocation("verify", "lujia", *QUICK, "-f", "csv").stdout)))
    assert [row["name"] for row in rows if row["agree"] != "True"] == [name]
    assert len(rows) > 6_000


def test_what_is_set_is_verified() -> None:
    record = relocation("verify", "lujia", *QUICK, "--set", "land_quota.price=*0.8", "-f", "json").record
    [balance] = [figure for figure in record["figures"] if figure["name"] == "fund_balance.balance"]
    assert balance["values"]["fractions"] == pytest.approx(19_483_000)


@pytest.mark.parametrize(("lang", "said"), [("en", "no engine is called"), ("zh", "没有名为")])
def test_an_engine_that_there_is_not_is_refused(lang: str, said: str) -> None:
    outcome = relocation("verify", "lujia", "--engine", "excel", "--lang", lang)
    assert outcome.code == 2
    assert said in outcome.stderr
    assert "libreoffice" in outcome.stderr


@pytest.mark.parametrize(("lang", "said"), [("en", "nfinished"), ("zh", "未完成")])
def test_an_unfinished_plan_is_verified_and_said_to_be_unfinished(
    lang: str, said: str, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(
        "[village]\nhouseholds = 10\n[timeline]\nstart = 2025-01-01\nperiods = 6\n"
        "[compensation.brick]\nquantity = 100\nrate = 900\n",
        encoding="utf-8",
    )
    outcome = relocation("verify", plan, *QUICK, "--lang", lang)
    assert outcome.code == 0
    assert said in outcome.stdout


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.usefixtures("nothing_installed")
def test_the_table_fits_the_terminal(lang: str, columns: int) -> None:
    outcome = relocation("verify", "lujia", "--lang", lang, columns=columns)
    assert max(map(len, outcome.stdout.splitlines())) <= columns


def test_it_is_written_to_a_file(tmp_path: Path) -> None:
    target = tmp_path / "check.csv"
    assert relocation("verify", "lujia", *QUICK, "-o", target).code == 0
    assert target.read_text("utf-8").startswith("name,label,unit,python,fractions,javascript,agree\n")


@pytest.mark.parametrize(
    ("lang", "title"), [("en", "Cross-check by other engines"), ("zh", "独立引擎交叉验算")]
)
@pytest.mark.usefixtures("nothing_installed")
def test_a_report_has_the_chapter_only_where_it_is_asked_for(lang: str, title: str, tmp_path: Path) -> None:
    without, with_it = tmp_path / "without.html", tmp_path / "with.html"
    assert relocation("report", "jinpo", "--lang", lang, "-o", without).code == 0
    assert relocation("report", "jinpo", "--lang", lang, "--verify", "-o", with_it).code == 0
    assert title not in without.read_text("utf-8")
    assert title in with_it.read_text("utf-8")


@pytest.mark.usefixtures("fault", "nothing_installed")
def test_a_report_of_what_differs_is_written_with_exit_code_3(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    assert relocation("report", "jinpo", "--verify", "-o", target).code == 3
    assert "Where they differ" in target.read_text("utf-8")


@pytest.mark.usefixtures("nothing_installed")
def test_what_was_written_over_a_formula_of_a_workbook_is_told(tmp_path: Path) -> None:
    """The plan is worked out from what was typed: that all agree says nothing of a formula that somebody replaced."""
    one = sample(load("lujia"), "en")
    cell = next((row.sheet, row.cell) for row in one.draft.map if (row.path, row.period) == (INTEREST, 5))
    path = tmp_path / "plan.xlsx"
    path.write_bytes(with_formulas(one.data, {cell: "12345"}))
    outcome = relocation("verify", str(path), *QUICK)
    assert outcome.code == 0
    assert f"{cell[0]}!{cell[1]}: " in outcome.stderr
    assert '"=12345"' in outcome.stderr
    assert "our own calculation was used" in outcome.stderr
