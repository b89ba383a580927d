"""What is told, cell by cell: figures of the paper and sums worked out by hand stand where their headings say, in every report."""

import json
from collections.abc import Callable
from datetime import date
from html import escape
from typing import Any

import pytest

import relocation
from relocation.appraisal import Appraisal
from relocation.county.consolidation import Village, consolidate
from relocation.households import ledger, read_roster, shipped_rules
from relocation.households.rule_file import shipped_roster
from relocation.households.summary import ledger_summary
from relocation.labels import LANGUAGES, Label, Language
from relocation.loan_schedule import loan_schedule
from relocation.model import book_of
from relocation.reports.comparison import MOST_BESIDE, comparison_report
from relocation.reports.county import county_report
from relocation.reports.explanation import explanation_report
from relocation.reports.households import Fed, households_report
from relocation.reports.inputs import stated_cell
from relocation.reports.loans import loan_report
from relocation.reports.published import demo_report, paper_report
from relocation.reports.run import run_report
from relocation.reports.sensitivity import (
    coefficients_report,
    solution_report,
    spider_report,
    switching_report,
    tornado_report,
)
from relocation.reports.simulation import simulation_report
from relocation.reports.stress import bridge_table
from relocation.reports.variation import variation_report
from relocation.scenarios.comparison import compare
from relocation.scenarios.goal_seek.solve import solve
from relocation.scenarios.sensitivity.coefficients import sensitivity_coefficients
from relocation.scenarios.sensitivity.spider import spider
from relocation.scenarios.sensitivity.switching import switching_values
from relocation.scenarios.sensitivity.tornado import tornado
from relocation.scenarios.sensitivity.vary import vary
from relocation.stress import BridgeTest, Stress, StressedCase
from relocation.tables.page import report_page
from relocation.tables.record import Report, Row, Table
from relocation.tables.terminal import report_text

BALANCE, PRICE = "fund_balance.balance", "land_quota.price"


@pytest.fixture(scope="module")
def lujia() -> Appraisal:
    return relocation.load("lujia").appraise()


def line(key: str) -> Any:
    return book_of(relocation.load("lujia")).lines[key]


def table_of(report: Report, key: str) -> Table:
    return next(table for table in report.for_readers.tables if table.key == key)


def shown(table: Table, row: Row, lang: Language = "en") -> dict[str, str]:
    """What stands below each heading of a row."""
    return {column.key: table.text(cell, lang) for column, cell in zip(table.columns, row.cells, strict=True)}


def row_of(table: Table, name: str, lang: Language = "en") -> dict[str, str]:
    [row] = [row for row in table.rows if any(table.text(cell, lang) == name for cell in row.cells)]
    return shown(table, row, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_run_tells_the_fund_balance_of_the_paper(lujia: Appraisal, lang: Language) -> None:
    report = run_report(lujia, "million")
    balance = table_of(report, "fund_balance")
    assert [shown(balance, row, lang)["amount"] for row in balance.rows if row.strong] == [
        "163.266",
        "113.783",
        "49.483",
    ]
    printed = {"en": "published", "zh": "已公布"}[lang]
    assert [shown(balance, row, lang)["provenance"] for row in balance.rows if row.strong] == [printed] * 3
    assert [row.depth for row in balance.rows if row.strong] == [0, 0, 0]
    netted = {"en": "Purchases by households", "zh": "农户购房款"}[lang]
    [detail] = [row for row in balance.rows if shown(balance, row, lang)["line"] == netted]
    assert (detail.depth, detail.quiet) == (2, True)
    name = {"en": "Total revenue", "zh": "收入合计"}[lang]
    assert row_of(balance, name, lang)["amount"] == "163.266"


def test_a_run_tells_what_each_rule_found_beside_what_it_asks(lujia: Appraisal) -> None:
    rules = table_of(run_report(lujia, "million"), "verdict")
    assert row_of(rules, "Fund balance") == {
        "rule": "Fund balance",
        "value": "49.483",
        "threshold": "≥ 0.000",
        "result": "passed",
        "kind": "decides",
        "origin": "by definition",
    }
    assets = row_of(rules, "Highest liabilities to assets")
    assert (assets["threshold"][:1], assets["result"], assets["kind"]) == ("≤", "not met", "warns")
    assert any(note.text("en").startswith("! ") for note in rules.notes)


@pytest.mark.parametrize("scale", ["yuan", "wan", "million"])
def test_what_is_no_sum_of_money_keeps_its_unit_on_any_scale(lujia: Appraisal, scale: str) -> None:
    """The average household of the paper keeps 107,000 yuan."""
    report = run_report(lujia, scale)
    household = table_of(report, "household")
    assert shown(household, household.rows[-1])["amount"] == "107,000"
    indicators = table_of(report, "indicators")
    told = row_of(indicators, "Average household: net cash received")
    assert (told["value"], told["unit"]) == ("107,000", "yuan/household")


def test_the_cash_plan_tells_each_year_below_its_own(lujia: Appraisal) -> None:
    """Quota money of the paper comes in halves; receipts in 2017 and 2018, in this plan."""
    plan = table_of(run_report(lujia, "million"), "cash_plan")
    received = row_of(plan, "Quota money received")
    assert {year for year, text in received.items() if text == "75.000"} == {"2017", "2018"}
    assert {text for year, text in received.items() if year not in ("line", "2017", "2018")} == {"-"}


def test_printed_stands_beside_ours_and_a_difference_has_its_sign(lujia: Appraisal) -> None:
    """60 + 32 households are printed; 13,266,000 / 67,000 = 198."""
    for table in (table_of(run_report(lujia), "published"), table_of(demo_report(lujia), "yes")):
        [row] = [row for row in table.rows if "67,000 yuan were paid" in table.text(row.cells[0], "en")]
        told = shown(table, row)
        assert (told["printed"], told["ours"], told["difference"]) == ("92", "198", "+106")
    agreed = row_of(table_of(demo_report(lujia), "no"), "Balance")
    assert (agreed["printed"], agreed["ours"], agreed["difference"]) == ("49,483,000", "49,483,000", "-")


def test_every_figure_of_the_paper_is_told_with_its_own_status() -> None:
    tables = paper_report().tables
    told = {row["figure"]: row for table in tables for row in (shown(table, row) for row in table.rows)}
    records = json.loads(report_text(paper_report(), "json", "en"))
    assert {record["figure"]: record["status"] for record in records}.keys() == told.keys()
    assert told["L01"]["ours"] == "97,637.1802"  # 150,000,000 / 1,536.3
    assert told["L01"]["printed"] == "-"
    assert told["I05"]["difference"] == "+0.9706"  # 41,082 x 391 / 917 less the 17,516 printed


def test_a_case_that_cannot_be_calculated_is_not_available_and_no_need_is_nothing() -> None:
    unknown = StressedCase(Stress("late", Label("Late", "迟到")), (), 0, None, Label("why", "原因"))
    table = bridge_table(BridgeTest((unknown,)), "million")
    assert set(shown(table, table.rows[0]).values()) == {"Late", "n/a"}
    assert [note.zh for note in table.notes if isinstance(note, Label)] == ["迟到：无法测算：原因"]
    planned = row_of(table_of(run_report(relocation.load("lujia").appraise()), "bridge_test"), "As planned")
    assert (planned["bridge"], planned["date"], planned["viable"]) == ("-", "2016-01", "viable")


def test_a_level_loan_is_told_to_the_fen_and_its_rows_add_up() -> None:
    """1,000,000 at 10 % over 2 years: payment 576,190.476..., interest 100,000 and 52,380.952..."""
    report = loan_report(loan_schedule(1e6, {"rate": 0.1, "term": 3, "grace": 1, "method": "annuity"}))
    rows = [shown(report.tables[0], row) for row in report.tables[0].rows]
    assert rows[1]["payment"] == "576,190.48"
    assert rows[2]["closing"] == "0.00"
    assert next(note.text("zh") for note in report.notes) == "每期还款额：576,190.48"
    wan = loan_report(
        loan_schedule(1e6, {"rate": 0.1, "term": 3, "grace": 1, "method": "annuity"}), "wan"
    ).tables[0]
    assert shown(wan, wan.rows[1])["payment"] == "57.62"
    assert shown(wan, wan.rows[2])["closing"] == "-"


def test_cases_stand_side_by_side_with_their_difference_to_the_base() -> None:
    """A tenth of 150 million of quota revenue is 15 million."""
    base = relocation.load("lujia")
    cases = {"base": base, "less": base.scale(PRICE, 0.9), "more": base.scale(PRICE, 1.1)}
    values, differences, changed = comparison_report(compare(cases), "million").for_readers.tables
    assert row_of(values, "Balance") == {
        "output": "Balance",
        "base": "49.483",
        "less": "34.483",
        "more": "64.483",
        "unit": "million yuan",
    }
    told = row_of(differences, "Balance")
    assert (told["less"], told["more"]) == ("-15.000", "+15.000")
    assert set(row_of(differences, "Total expenditure").values()) == {
        "Total expenditure",
        "-",
        "million yuan",
    }
    assert "base" not in row_of(differences, "Balance")
    rate = row_of(differences, "Internal rate of return (IRR), yearly")
    assert rate["unit"] == "percentage points"
    assert shown(changed, changed.rows[0])["to"] == "87,873.46221"  # 0.9 x 150,000,000 / 1,536.3


def test_many_cases_stand_one_below_the_other() -> None:
    base = relocation.load("lujia")
    cases = {"base": base, **{f"{n} %": base.scale(PRICE, n / 100) for n in range(90, 90 + MOST_BESIDE)}}
    listing, changed = comparison_report(compare(cases), "million").for_readers.tables
    told = row_of(listing, "90 %")
    assert (told[BALANCE], told[f"{BALANCE} less"]) == ("34.483", "-15.000")
    assert shown(changed, changed.rows[0]) == {"case": "base", PRICE: "97,637.18024"}
    assert len(changed.rows) == len(listing.rows) == len(cases)


@pytest.mark.parametrize(("price", "balance"), [(60_000, "-8.339"), (100_000, "53.113")])
def test_a_grid_tells_what_follows_from_both_values(price: int, balance: str) -> None:
    """1,536.3 mu x price + 13.266 - 113.783 million, whenever it comes."""
    found = vary(relocation.load("lujia"), {PRICE: [60_000, 100_000], "land_quota.delay": [0, 12]}, [BALANCE])
    [grid] = variation_report(found, [line(BALANCE)], "million").for_readers.tables
    told = row_of(grid, f"{price:,}")
    assert list(told.values()) == [f"{price:,}", balance, balance]
    assert [column.title.en for column in grid.columns[1:]] == ["0", "12"]
    records = json.loads(report_text(variation_report(found, [line(BALANCE)]), "json", "en"))
    assert records[0][BALANCE] == pytest.approx(1536.3 * 60_000 + 13_266_000 - 113_783_000)


def test_a_value_that_is_refused_says_so_in_its_place() -> None:
    found = vary(relocation.load("lujia"), {"land_quota.acceptance": [0.9, 1.2]}, [BALANCE])
    report = variation_report(found, [line(BALANCE)], "million").for_readers
    rows = [shown(report.tables[0], row) for row in report.tables[0].rows]
    assert [row[BALANCE] for row in rows] == ["34.483", "✗"]
    assert [row["land_quota.acceptance"] for row in rows] == ["90 %", "120 %"]
    assert "1.2" in report.notes[1].text("zh")


def test_what_moves_a_number_is_told_low_and_high() -> None:
    project = relocation.load("lujia")
    found = tornado(project, BALANCE, 0.1, [PRICE])
    [table] = tornado_report(found, line(BALANCE), 0.1, "million").tables
    told = row_of(table, "Quota price")
    assert (told["low"], told["high"], told["swing"]) == ("34.483", "64.483", "30.000")
    assert "10 % down and up" in table.title.en
    lines = spider(project, [PRICE], [0.9, 1.0, 1.1], BALANCE)
    [drawn] = spider_report(lines, line(BALANCE), "million").tables
    assert list(row_of(drawn, "Quota price").values()) == ["A", "Quota price", "34.483", "49.483", "64.483"]
    assert drawn.chart is not None
    assert [output for _, output in drawn.chart.lines[0][1]] == pytest.approx([34.483e6, 49.483e6, 64.483e6])


def test_where_a_number_turns_is_told_with_its_unit() -> None:
    """(113.783 - 13.266) / 150 = 0.670113; of the acceptance a share, of the price yuan a mu."""
    project = relocation.load("lujia")
    units = {stated.path: stated.record.unit for stated in project.values()}
    found = switching_values(project, BALANCE, 0.0, [PRICE, "land_quota.acceptance"])
    [table] = switching_report(found, units, line(BALANCE), 0.0).tables
    assert row_of(table, "Acceptance rate (share)")["switching_value"] == "67.01133 %"
    told = row_of(table, "Quota price (yuan/mu)")
    assert (told["value"], told["switching_value"], told["change"]) == ("97,637.18", "65,427.98", "-32.99 %")
    answer = solution_report(solve(project, PRICE, {BALANCE: 0.0})).answers
    assert [sentence.text("zh") for sentence in answer[::2]] == ["有解", "变动：-32.99 %"]


def test_a_coefficient_stands_beside_the_value_of_its_change() -> None:
    """Of the balance: 150 / 49.483 for the price."""
    found = sensitivity_coefficients(relocation.load("lujia"), [BALANCE])
    report = coefficients_report(found, {BALANCE: line(BALANCE)}, "million")
    told = row_of(report.tables[0], "Quota price")
    assert (told["-10 %"], told["S -10 %"], told["+10 %"]) == ("34.483", "3.03", "64.483")
    assert told["critical_change"] == "-"


def test_a_county_adds_its_villages_up(lujia: Appraisal) -> None:
    villages = [Village("a.toml", lujia), Village("b.toml", lujia)]
    table = table_of(county_report(consolidate(villages), "million"), "villages")
    assert [shown(table, row)["balance"] for row in table.rows] == ["49.483", "49.483", "98.966"]
    assert [row.strong for row in table.rows] == [False, False, True]
    assert shown(table, table.rows[0])["village"] == "Lujia Village (a.toml)"
    periods = table_of(county_report(consolidate(villages), "million"), "periods")
    assert row_of(periods, "2017-01")["cash.revenue"] == "150.000"


@pytest.fixture(scope="module")
def households() -> Report:
    rules, path = shipped_rules("lujia"), shipped_roster("lujia")
    assert path is not None
    read = read_roster(path, rules)
    appraisal = relocation.load("lujia").appraise()
    return households_report(
        ledger_summary(read, ledger(read.roster, rules, [])), Fed("x", appraisal, appraisal)
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rosters_are_told_by_rule_and_their_sums_below(households: Report, lang: Language) -> None:
    """391 households keep 107,000 yuan on average: 41,837,000."""
    totals = table_of(households, "totals")
    last = shown(totals, totals.rows[-1], lang)
    assert last["yuan"] == "41,837,000.00"
    spread = table_of(households, "distribution")
    told = shown(spread, spread.rows[0], lang)
    assert (told["households"], told["mean"]) == ("391", "107,000")
    project = table_of(households, "project")
    assert {shown(project, row, lang)["change"] for row in project.rows} == {"-"}


def test_a_number_is_explained_by_what_stands_below_it(lujia: Appraisal) -> None:
    tree = explanation_report(lujia.explain("land_quota.revenue")).tree
    assert tree is not None
    assert tree.head == Label(
        "Land-quota transfer revenue: 150,000,000.00 yuan", "增减挂钩节余指标调剂收入：150,000,000.00 元"
    )
    assert [branch.key for branch in tree.below] == ["land_quota.sold", PRICE]
    assert tree.below[1].said[0].text("en").startswith("derived; 150_000_000 / 1536.3; Hou, line 93")


def test_a_simulation_tells_what_was_drawn_and_what_came_out() -> None:
    found = relocation.simulate(
        relocation.load("lujia"),
        {PRICE: relocation.distributions.Uniform(60_000, 100_000)},
        n=500,
        seed=1,
        outputs=[BALANCE],
    )
    report = simulation_report(found, "million")
    [drawn] = table_of(report, "inputs").rows
    assert drawn.cells[1] == Label("uniform: low 60,000, high 100,000", "均匀分布：下限 60,000，上限 100,000")
    outcomes = table_of(report, "outcomes")
    told = shown(outcomes, outcomes.rows[0])
    low, high = (float(told[key]) for key in ("min", "max"))
    assert -8.339 <= low < float(told["0.5"].split()[0]) < high <= 53.113
    histogram = table_of(report, "spread")
    shares = [float(shown(histogram, row)["share"].removesuffix(" %")) for row in histogram.rows]
    assert sum(shares) == pytest.approx(100, abs=0.1)


@pytest.mark.parametrize(
    ("path", "value", "en", "zh"),
    [
        ("land_quota.acceptance", 0.9, "90 %", "90 %"),
        (PRICE, 97_637.18, "97,637.18", "97,637.18"),
        ("loans.adbc.principal", 0.0, "0", "0"),
        ("loans.adbc.method", "bullet", "bullet", "到期还本"),
        ("timeline.start", date(2016, 1, 1), "2016-01-01", "2016-01-01"),
        (PRICE, None, "-", "-"),
    ],
)
def test_an_input_is_told_as_it_was_stated(path: str, value: Any, en: str, zh: str) -> None:
    cell = stated_cell(relocation.load("lujia").at(path).record, value)
    table = Table("t", Label("", ""), (), ())
    assert (table.text(cell, "en"), table.text(cell, "zh")) == (en, zh)


REPORTS: dict[str, Callable[[Appraisal], Report]] = {
    "run": run_report,
    "demo": demo_report,
    "explanation": lambda appraisal: explanation_report(appraisal.explain(BALANCE)),
    "county": lambda appraisal: county_report(consolidate([Village("a", appraisal)])),
    "comparison": lambda appraisal: comparison_report(compare({"base": appraisal.project})),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", REPORTS)
def test_a_page_draws_every_report_that_the_terminal_draws(
    lujia: Appraisal, name: str, lang: Language
) -> None:
    report = REPORTS[name](lujia)
    page, text = report_page([report], lang), report_text(report, "table", lang)
    told = "".join(text.split())
    for table in (table for table in report.for_readers.tables if table.rows):
        for sentence in (table.title, *table.notes):
            assert escape(sentence.text(lang)) in page
            assert "".join(sentence.text(lang).split()) in told
