"""The shipped cases beyond Lujia and Jinpo: what each shows was worked out by hand, and what is invented says so."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from relocation.cases import ShippedCase, load, shipped, shipped_cases, shipped_counties
from relocation.county_files import is_county, plan_county, read_county
from tests.documents import ROOT, blocks
from tests.make_cases import MODELS, files
from tests.small_village import series

PAGES = [ROOT / "docs" / name for name in ("cases.md", "cases.zh.md")]
SYNTHETIC = [case.name for case in shipped_cases() if case.title.en.endswith("(synthetic)")]


def test_every_case_and_county_is_listed_with_its_question_in_both_languages() -> None:
    listed = shipped_cases()
    assert {case.name for case in listed} == {*shipped(), *shipped_counties()}
    for case in listed:
        assert case.question.en.isascii()
        assert case.question.en.endswith("?")
        assert case.question.zh.endswith("？")


@pytest.mark.parametrize("case", shipped_cases(), ids=lambda case: case.name)
def test_the_list_names_a_case_as_its_file_does(case: ShippedCase) -> None:
    if is_county(case.name):
        assert plan_county([case.name]).name == case.title
    else:
        village = load(case.name).village
        assert (village.name_en, village.name_zh) == tuple(case.title)


def test_an_invented_village_says_so_and_publishes_nothing() -> None:
    assert {"late_quota", "special_bond", "granted_flats", "thirty_villages"} == set(SYNTHETIC)
    for name in SYNTHETIC:
        projects = [village.appraisal.project for village in read_county(plan_county([name])).villages]
        for project in projects:
            assert "synthetic" in project.village.name_en
            assert "模拟" in project.village.name_zh
            own = [one for one in project.values() if not str(one.path).startswith("loans.shared_")]
            assert not {"published", "derived"} & {one.source.provenance for one in own}


@pytest.mark.parametrize(("name", "text"), files().items())
def test_invented_files_are_as_their_script_makes_them(name: str, text: str) -> None:
    assert (MODELS / name).read_bytes().decode() == text, "run: python -m tests.make_cases"


# Cash of the example village before any loan: 6.7 - 11.9 = -5.2 in the first year, -11.9 - 3.2 = -15.1 in the second, quota
# money of 36 when it comes; together 15.7 million.
def test_late_quota_money_fails_a_loan_that_falls_due_before_it() -> None:
    late = load("late_quota").appraise()
    # -5.2 + 24 - 1.176 = 17.624; - 15.1 - 1.176; - 24 - 1.176
    assert series(late, "cash.closing")[:4] == pytest.approx(
        [17_624_000, 1_348_000, -23_828_000, -23_828_000]
    )
    assert late.number("fund_balance.balance") == 15_700_000


def test_a_longer_and_larger_loan_carries_the_late_village() -> None:
    """26 million at 4.9 % over five years: 15.7 - 5 x 1.274 is left."""
    longer = {"loans.bridge.term": 5, "loans.bridge.principal": 26_000_000}
    appraisal = load("late_quota").replace(longer).appraise()
    assert series(appraisal, "cash.closing")[3:5] == pytest.approx([604_000, 9_330_000])
    assert appraisal.verdict.viable


def test_the_coverage_of_a_special_bond_is_income_over_principal_and_interest() -> None:
    bond = load("special_bond").appraise()
    assert bond.number("coverage_multiple.bonds") == pytest.approx(
        (15_700_000 - 26_000 + 26e6) / (26e6 + 5 * 780_000)
    )
    assert series(bond, "cash.closing")[4] == pytest.approx(15_700_000 - 26_000 - 3_900_000)


def test_the_coverage_of_the_disclosed_bonds_is_that_of_the_printed_sums() -> None:
    appraisal = load("ningbo_bond").appraise()
    assert appraisal.number("coverage_multiple.bonds") == pytest.approx(44.4823 / (25.2 * 1.3))
    assert appraisal.number("coverage_multiple") == appraisal.number("coverage_multiple.bonds")


def test_a_resettlement_budget_has_its_contingencies_in_category_g() -> None:
    """A tenth of 15,035,921.9; 3 % a year over half a year on 7,987,405 and 1.5 years on 7,048,516.9, with their tenth."""
    budget = load("qinling").appraise().annual("budget")["total"]
    rise = 1.1 * (7_987_405 * (1.03**0.5 - 1) + 7_048_516.9 * (1.03**1.5 - 1))
    assert budget["compensation"] == pytest.approx(15_035_921.9)
    assert budget["physical"] == pytest.approx(1_503_592.19)
    assert budget["price"] == pytest.approx(rise)


def test_granted_flats_cost_what_is_not_sold() -> None:
    granted = load("granted_flats")
    sold = granted.replace({"purchases.flats.quantity": 80 * 120}).appraise()
    lost = sold.number("fund_balance.balance") - granted.appraise().number("fund_balance.balance")
    assert lost == pytest.approx(30 * 80 * 1_200)


def test_six_of_thirty_villages_do_not_carry_their_share() -> None:
    """1.5e9 x 4.9 % x 5 / 6,150 = 59,756 yuan of interest a household, against 4 mu x price - 194,000 yuan."""
    county = read_county(plan_county(["thirty_villages"]))
    prices = {village.file: village.appraisal.project.land_quota.price for village in county.villages}
    short = {village.file for village in county.villages if village.appraisal.number("cash.minimum") < 0}
    assert len(prices) == 30
    assert short == {file for file, price in prices.items() if price < 63_000}
    assert len(short) == 6
    assert county.lowest_cash == pytest.approx(142_200_000)


def sections(text: str) -> list[str]:
    return re.split(r"^## ", text, flags=re.MULTILINE)[1:]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_figure_of_a_table_is_printed_by_the_python_above_it(path: Path) -> None:
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        names: dict[str, object] = {}
        for block in blocks(path):
            if block.language == "python":
                exec(compile(block.text, str(path), "exec"), names)
    printed = set(output.getvalue().split())
    rows = [
        row
        for section in sections(path.read_text("utf-8"))
        for row in re.findall(r"^\| .*\|$", section, re.MULTILINE)
    ]
    told = [figure for row in rows for figure in re.findall(r"-?\d{1,3}(?:,\d{3})+|\d+\.\d%", row)]
    assert len(told) > 30
    assert [figure for figure in told if figure not in printed] == []


def test_both_pages_tell_the_same() -> None:
    english, chinese = (path.read_text("utf-8") for path in PAGES)
    assert len(sections(english)) == len(sections(chinese)) == 9
    code = [[block.text for block in blocks(path) if block.language == "python"] for path in PAGES]
    assert code[0] == code[1]
    tables = [
        re.findall(r"-?\d{1,3}(?:,\d{3})+|\d+\.\d%", " ".join(re.findall(r"^\|.*\|$", text, re.MULTILINE)))
        for text in (english, chinese)
    ]
    assert tables[0] == tables[1]
    named = set(re.findall(r"`(\w+)`\]\(\.\./models", english))
    assert named == {*shipped(), *shipped_counties()}
