"""Reading a filled workbook: what a planner changes is read, what is lost is told, what was delivered is remembered."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from relocation.cases import load, load_with_warnings
from relocation.excel.read import frame
from relocation.excel.read import project as reader
from relocation.excel.read.project import FilledWorkbook, read_workbook
from relocation.excel.workbook import workbook_bytes
from relocation.labels import Language
from relocation.problems import Problem, ProblemsFound
from relocation.project.inputs import Inputs
from relocation.project.paths import InputPath, complete_paths
from relocation.project.plausibility import doubts
from relocation.project.sourced_inputs import Source
from relocation.project.template import template_project
from tests.bad_inputs.workbooks import PRICE, PRINCIPAL, RATE, Filled, village

LANGUAGES: tuple[Language, Language] = ("en", "zh")


def read(book: Filled, folder: Path) -> FilledWorkbook:
    path = folder / "village.xlsx"
    path.write_bytes(book.bytes())
    return read_workbook(path)


def problems(book: Filled, folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(ProblemsFound) as raised:
        read(book, folder)
    return raised.value.problems


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_filled_template_is_the_project(lang: Language, tmp_path: Path) -> None:
    found = read(Filled(lang), tmp_path)
    assert (found.project, found.lang, found.warnings) == (village(), lang, ())
    assert "slot_1" in found.with_slots.loans


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_slot_that_is_filled_counts(lang: Language, tmp_path: Path) -> None:
    slot = "loans.slot_1"
    book = Filled(lang).number(f"{slot}.principal", 2_000_000).number(f"{slot}.rate", 0.03)
    book.number(f"{slot}.term", 3).typed(f"{slot}.lender", "ADBC")
    loan = read(book, tmp_path).project.loans["loan_2"]
    assert (loan.principal, loan.rate, loan.term, loan.lender) == (2_000_000.0, 0.03, 3, "ADBC")


def test_a_slot_filled_by_half_asks_for_the_rest(tmp_path: Path) -> None:
    book = Filled("en").number("loans.slot_1.rate", 0.03)
    assert f"Inputs!{book.cell('loans.slot_1.principal')}" in {one.where for one in problems(book, tmp_path)}


def test_a_changed_value_loses_the_source_it_was_delivered_with(tmp_path: Path) -> None:
    found = read(Filled("en").number(PRICE, 80_000), tmp_path)
    source = found.project.at(PRICE).source
    assert (source.provenance, source.source) == ("assumption", "")
    assert "97600" in source.note
    [warning] = found.warnings
    assert warning.found == "80000"
    assert "choose assumption" in warning.remedy.en


@pytest.mark.parametrize("price", [97_600 * 1.0005, 97_600.01, 97_600.000_1])
def test_a_value_changed_by_next_to_nothing_is_no_longer_the_published_one(
    price: float, tmp_path: Path
) -> None:
    assert village().at(PRICE).source.provenance == "published"
    found = read(Filled("en").number(PRICE, price), tmp_path)
    assert found.project.at(PRICE).value == price
    assert found.project.at(PRICE).source.provenance == "assumption"
    assert [warning.found for warning in found.warnings] == [f"{price:.15g}"]


@pytest.mark.parametrize(("lang", "word"), [("en", "assumption"), ("zh", "假设")])
def test_a_changed_value_may_state_its_own_source(lang: Language, word: str, tmp_path: Path) -> None:
    book = Filled(lang).number(PRICE, 80_000).beside(PRICE, "G", word).beside(PRICE, "H", "Auction of May")
    found = read(book, tmp_path)
    assert found.project.at(PRICE).source == Source(provenance="assumption", source="Auction of May")
    assert found.warnings == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_deleted_row_passes_unseen(lang: Language, tmp_path: Path) -> None:
    """With or without its name, with or without a default: the input is missed."""
    paths = [one.path for one in village().values()]
    for at, path in enumerate(paths[LANGUAGES.index(lang) :: 7]):
        book = Filled(lang)
        missed = problems(book.delete_row(path, name=("#REF!", "")[at % 2]), tmp_path)
        wanted = f"{book.title('Inputs')}: {path}"
        assert wanted in {problem.where for problem in missed if problem.severity == "error"}, wanted


def test_two_exchanged_rows_are_refused(tmp_path: Path) -> None:
    paths = [one.path for one in village().values()]
    for first, second in list(pairwise(paths))[::6]:
        book = Filled("en")
        a, b = book.row(first), book.row(second)
        wheres = {one.where for one in problems(book.move_rows({a: b, b: a}), tmp_path)}
        assert {f"Inputs!E{a}", f"Inputs!E{b}"} <= wheres


def test_the_row_check_is_what_keeps_exchanged_rows_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sabotage: without it the two rates would be read in each other's place."""
    for module in (frame, reader):
        monkeypatch.setattr(module, "belongs", lambda *_: True)
    monkeypatch.setattr(frame, "_twice", lambda *_: iter(()))
    book = Filled("en")
    a, b = book.row("construction.housing.rate"), book.row("compensation.brick.rate")
    found = read(book.move_rows({a: b, b: a}), tmp_path)
    assert found.project.construction["housing"].rate == 1500


def test_inputs_belong_to_one_sheet(tmp_path: Path) -> None:
    """A name that was bent to a cell of another sheet yields nothing, even where that row says the path."""
    book = Filled("en")
    row = book.row(RATE)
    book.change("xl/workbook.xml", rf"'Inputs'!\$E\${row}<", f"'Map'!$E${row}<")
    assert f"Map!E{row}" in {one.where for one in problems(book, tmp_path)}


def test_complete_paths_are_all_inputs_of_a_project() -> None:
    paths = [one.path for one in village().values()]
    assert sorted(complete_paths(Inputs, paths)) == sorted(paths)
    assert "loans.bank.method" in set(complete_paths(Inputs, [InputPath.of(RATE)]))
    assert not [path for path in complete_paths(Inputs, []) if path.startswith("loans.")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_blank_template_says_which_key_figures_are_empty(lang: Language, tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    path.write_bytes(workbook_bytes(template_project(None, {}).appraise(), lang=lang))
    project, warnings = load_with_warnings(path)
    assert {warning.severity for warning in warnings} == {"warning"}
    empty = {warning.name for warning in warnings}
    keys = [one for one in project.values() if one.path in ("village.households", "land_quota.area", PRICE)]
    assert {one.record.label for one in keys} <= empty
    assert all("!" in warning.where for warning in warnings)


def test_a_full_village_raises_no_doubt() -> None:
    assert doubts(village()) == []
    assert doubts(load("lujia")) == []


def test_a_price_without_area_is_doubted() -> None:
    [doubt] = doubts(village().replace({"land_quota.area": 0.0}))
    assert doubt.where == "land_quota.area"


def test_zero_is_never_odd() -> None:
    assert doubts(village().replace({PRINCIPAL: 0.0})) == []


def test_the_record_of_a_problem_has_what_the_command_line_promises(tmp_path: Path) -> None:
    book = Filled("zh").typed(PRICE, "9.76万")
    [problem] = problems(book, tmp_path)
    record = problem.record("zh")
    assert record["where"] == f"输入!{book.cell(PRICE)}"
    assert record["found"] == "9.76万"
    assert record["remedy"] == "请填 97600"
    assert record["severity"] == "error"
    assert "元/亩" in record["expected"]
