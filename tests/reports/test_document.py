"""The chapters of the report of a plan: which there are and where, long plans in few rows, budgets that foot, unfinished plans."""

from __future__ import annotations

import re
from math import fsum

import pytest

import relocation as rl
from relocation.appraisal import Appraisal
from relocation.labels import LANGUAGES, Label, Language
from relocation.reports.blocks import MOST_ROWS, blocks, blocks_table
from relocation.reports.budget import budget_table
from relocation.reports.document import CHAPTERS, PICTURES, chapters
from relocation.reports.findings import Findings
from relocation.reports.funds import cash_table
from relocation.scenarios.sensitivity.tornado import tornado
from relocation.statements import Row
from relocation.tables.record import Amount, Report, Said
from tests.documents import ROOT
from tests.random_projects import random_project
from tests.small_village import finished_appraisal, small_project

PAGES = {"en": "docs/report.md", "zh": "docs/report.zh.md"}
WHERE = {"en": {"page": "page", "word": "Word"}, "zh": {"page": "网页", "word": "Word"}}


@pytest.fixture(scope="module")
def lujia() -> Appraisal:
    return rl.load("lujia").appraise()


@pytest.fixture(scope="module")
def told(lujia: Appraisal) -> dict[str, Report]:
    return {chapter.key: chapter for chapter in chapters(lujia, "million")}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_documents_list_the_chapters_and_where_they_stand(lang: Language) -> None:
    text = (ROOT / PAGES[lang]).read_text("utf-8")
    between = {"en": " and ", "zh": "、"}[lang]
    for chapter in CHAPTERS:
        media = [WHERE[lang][medium] for medium in ("page", "word") if medium in chapter.media]
        assert f"| {chapter.title.text(lang)} | {between.join(media)} |" in text


def test_no_key_stands_where_a_unit_is_named() -> None:
    subsidies = {"roads": {"quantity": 1.0, "rate": 1e6, "start": 1}}
    table = budget_table(finished_appraisal(subsidies=subsidies), "million")
    units = {
        row.cells[1].text(lang) for row in table.rows for lang in LANGUAGES if isinstance(row.cells[1], Label)
    }
    assert {"lump sum", "一次性"} <= units
    assert not [unit for unit in units if "_" in unit]


ASKED_FOR = {"cross_check"}  # stands where it was asked for only


def test_a_medium_has_its_chapters_and_pictures(lujia: Appraisal, told: dict[str, Report]) -> None:
    assert list(told) == [
        chapter.key for chapter in CHAPTERS if "page" in chapter.media and chapter.key not in ASKED_FOR
    ]
    assert {figure.key for chapter in told.values() for figure in chapter.figures} == set(PICTURES["page"])
    in_word = list(chapters(lujia, "wan", "word"))
    assert [chapter.key for chapter in in_word] == [
        chapter.key for chapter in CHAPTERS if "word" in chapter.media and chapter.key not in ASKED_FOR
    ]
    assert {figure.key for chapter in in_word for figure in chapter.figures} == set(PICTURES["word"])


def test_progress_names_each_chapter(lujia: Appraisal) -> None:
    seen: list[tuple[int, int, str]] = []
    list(
        chapters(lujia, "wan", "word", progress=lambda done, total, name: seen.append((done, total, name.en)))
    )
    wanted = [chapter.title.en for chapter in CHAPTERS if "word" in chapter.media]
    assert seen == [(done, len(wanted), title) for done, title in enumerate(wanted)]


@pytest.mark.parametrize(
    ("period", "periods", "years"),
    [("month", 144, 1), ("month", 600, 1), ("quarter", 600, 5), ("year", 250, 5)],
)
def test_a_long_plan_is_told_in_few_rows(period: str, periods: int, years: int) -> None:
    appraisal = finished_appraisal(
        periods,
        period,
        land_quota={"area": 620.0, "price": 180_000.0},
        costs={"upkeep": {"amount": 1000.0, "start": 1}},
    )
    spans = blocks(appraisal)
    assert len(spans) <= MOST_ROWS
    assert [place for span in spans for place in span] == list(range(periods))
    per_year = {"month": 12, "quarter": 4, "year": 1}[period]
    assert len(spans[0]) == per_year * years
    table = cash_table(appraisal, "yuan")
    keys = [column.key for column in table.columns]
    for span, row in zip(spans, table.rows, strict=True):
        amounts = {
            key: cell.value for key, cell in zip(keys, row.cells, strict=True) if isinstance(cell, Amount)
        }
        assert amounts["cash.inflow"] == fsum(appraisal.series("cash.inflow")[place] for place in span)
        assert amounts["cash.opening"] == appraisal.series("cash.opening")[span[0]]
        assert amounts["cash.closing"] == appraisal.series("cash.closing")[span[-1]]
        assert amounts["lowest"] == min(appraisal.series("cash.closing")[place] for place in span)


def test_blocks_in_which_nothing_stands_any_more_are_left_out() -> None:
    appraisal = random_project(3, period="month", periods=120).appraise()
    path = next(iter(appraisal.project.loans))
    key = f"loans.{path}.drawdown"
    table = blocks_table(appraisal, "loan", CHAPTERS[0].title, [Row(key)], "yuan")
    last = table.readable[-1].cells[1]
    assert isinstance(last, Amount)
    assert last.value


def test_the_budget_foots(lujia: Appraisal) -> None:
    table = budget_table(lujia, "million")
    amounts = {row.key.rpartition(".")[2]: row.cells[4] for row in table.rows}
    value = {key: cell.value or 0.0 for key, cell in amounts.items() if isinstance(cell, Amount)}
    parts = [value[key] for key in ("compensation", "works", "other_costs", "contingencies")]
    assert value["budget"] == pytest.approx(fsum(map(float, parts)))
    assert value["compensation_brick"] + value["compensation_soil"] == pytest.approx(value["compensation"])
    assert value["budget"] - value["purchases"] == pytest.approx(value["to_finance"])
    assert value["to_finance"] == pytest.approx(113_783_000)
    shares = [row.cells[5] for row in table.rows if row.key.endswith((".compensation", ".works"))]
    assert fsum(float(share.value or 0) for share in shares if isinstance(share, Amount)) == pytest.approx(1)


def test_what_moves_the_result_is_what_the_tornado_says(lujia: Appraisal) -> None:
    findings = Findings(lujia, "million")
    frame = tornado(rl.load("lujia"), "cash.minimum")
    wanted = [path for path, swing in zip(frame["path"], frame["swing"], strict=True) if swing >= 0.005]
    assert [swing.path for swing in findings.cash_swings] == wanted


def test_what_is_to_be_confirmed_is_assumed_and_moves_the_result(
    lujia: Appraisal, told: dict[str, Report]
) -> None:
    [table] = told["confirm"].tables
    sources = lujia.project.sources
    assert table.rows
    assert {sources[row.key].provenance for row in table.rows} <= {"assumption", "calibrated"}
    assert any("Assumed by the program" in note.text("en") for note in table.notes)


def test_every_input_stands_with_its_source(lujia: Appraisal, told: dict[str, Report]) -> None:
    [table] = told["inputs"].tables
    stated = {row.key for row in table.rows if not row.band}
    assert stated == {value.path for value in lujia.project.values() if value.path.group != "published"}


def test_an_unfinished_plan_says_what_is_missing_and_where() -> None:
    appraisal = small_project(land_quota={"area": 10.0, "price": 1e5}).appraise()
    first = next(chapters(appraisal, "yuan"))
    assert first.answers[0].text("en").startswith("Unfinished")
    missing = first.tables[0]
    assert missing.key == "missing"
    assert len(missing.rows) == sum(len(lack.places) for lack in appraisal.verdict.missing)


def test_people_nobody_counted_are_not_none() -> None:
    values = {"village": {"name_en": "Half"}, "timeline": small_project().nested()["timeline"]}
    appraisal = rl.Project.build(values).appraise()
    told = {chapter.key: chapter for chapter in chapters(appraisal, "yuan")}
    basis = told["basis"].tables[0]
    said = basis.text(basis.rows[0].cells[1], "en")
    assert said == "Households: not stated, Persons: not stated"
    assert set(told) <= {"result", "basis", "checks", "confirm", "inputs"}


def test_sentences_have_no_holes(told: dict[str, Report]) -> None:
    for chapter in told.values():
        for sentence in (*chapter.answers, *chapter.notes):
            for lang in LANGUAGES:
                assert sentence.text(lang)
                assert not re.search(r"[{}]|\bNone\b|\bnan\b", sentence.text(lang))


def test_more_years_than_anybody_reads_are_in_the_totals_only() -> None:
    appraisal = finished_appraisal(250, "year", costs={"upkeep": {"amount": 1000.0, "start": 1}})
    [years] = [chapter for chapter in chapters(appraisal, "yuan") if chapter.key == "years"]
    flow = next(table for table in years.tables if table.key == "project_cash_flow")
    assert [column.key for column in flow.columns][-1] == "60"
    assert all(len(row.cells) == len(flow.columns) for row in flow.rows)
    outflow = next(row for row in flow.rows if row.key.endswith("costs_after_move"))
    assert isinstance(outflow.cells[1], Amount)
    assert outflow.cells[1].value == 250 * 1000.0
    assert "61 to 250" in flow.notes[-1].text("en")


def test_nothing_of_an_unfinished_plan_is_said_in_green() -> None:
    """That its accounts hold is so, but of a plan without an end."""
    told = {
        "": small_project(land_quota={"area": 5.0, "price": 9e4}).appraise(),
        "good": rl.load("lujia").appraise(),
    }
    for tone, plan in told.items():
        [checks] = [chapter for chapter in chapters(plan, "million") if chapter.key == "checks"]
        [answer] = checks.answers
        assert isinstance(answer, Said)
        assert answer.tone == tone
