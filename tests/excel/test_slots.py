"""What a planner types into a spare slot stays theirs: read as an item like any other, whatever was left blank."""

from __future__ import annotations

from functools import cache

import pytest

from relocation.excel.layout.kinds import SHEETS
from relocation.excel.read.differences import agree
from relocation.excel.read.project import FilledWorkbook
from relocation.excel.workbook import draft_of, workbook_bytes
from relocation.labels import Language
from relocation.project.names import is_slot
from relocation.project.template import padded, template_project
from tests.planner import EVERY_GROUP, read, typed
from tests.spreadsheet_programs import in_process

LANGUAGES: tuple[Language, Language] = ("en", "zh")
PERIODS = {"month": 15, "quarter": 12, "year": 12}  # as many as the loans run, since long workbooks take long
KINDS: tuple[tuple[str, Language], ...] = (("month", "zh"), ("quarter", "en"), ("year", "en"), ("year", "zh"))


@cache
def blank(period: str, lang: Language) -> bytes:
    changes = {"timeline.period": period, "timeline.periods": PERIODS[period]}
    return workbook_bytes(template_project(None, changes).appraise(), lang=lang)


@cache
def filled(period: str, lang: Language) -> FilledWorkbook:
    return read(typed(blank(period, lang), EVERY_GROUP))


@pytest.mark.parametrize(("period", "lang"), KINDS)
def test_a_loan_of_three_numbers_in_a_slot_is_a_loan(period: str, lang: Language) -> None:
    """Its blank cells, those of its drawdowns and rate steps too, are what they are in the first loan."""
    three = {"principal": 2_000_000, "rate": 0.03, "term": 3}
    both = {f"loans.{loan}.{key}": value for loan in ("bank", "slot_1") for key, value in three.items()}
    project = read(typed(blank(period, lang), both)).project
    first, second = project.loans["bank"], project.loans["loan_2"]
    names = {"label_en": "", "label_zh": ""}
    assert second.model_copy(update=names) == first.model_copy(update=names)


@pytest.mark.parametrize(("period", "lang"), KINDS)
def test_every_group_has_slots_that_become_items(period: str, lang: Language) -> None:
    found = filled(period, lang)
    assert not any(is_slot(one.path) for one in found.project.values())
    assert list(found.project.loans) == ["bank", "county_fund_loan", "special_bond_2026"]
    bond = found.project.loans["special_bond_2026"]
    assert (bond.type, bond.lender, list(bond.drawdowns)) == ("special_bond", "", ["drawdown_1"])
    named = {item for group in ("subsidies", "construction", "compensation", "purchases", "income", "costs", "other")
             for item in getattr(found.project, group)}  # fmt: skip
    assert {"well_drilling_grant", "clinic", "orchards", "shops", "solar_power", "heating", "sale_of_timber",
            "road_grant", "supervision", "advance_of_the_county", "advance_returned"} <= named  # fmt: skip
    typed_money = {
        path: value for path, value in EVERY_GROUP.items() if path.endswith((".amount", ".principal"))
    }
    read_money = [one.value for one in found.project.values() if one.path.endswith((".amount", ".principal"))]
    assert sorted(typed_money.values()) == sorted(one for one in read_money if one)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_project_of_a_filled_template_goes_round(lang: Language) -> None:
    """As a result and as a fresh template it is the same project again."""
    project = filled("quarter", lang).project
    for shown in (project, padded(project)):
        assert read(workbook_bytes(shown.appraise(), lang=lang)).project == project


def test_a_slot_counts_as_the_item_it_becomes() -> None:
    found = filled("year", "en")
    with_slots, without = found.with_slots.appraise(), found.project.appraise()
    for key in ("fund_balance.balance", "cash.minimum", "loans.interest_total", "npv"):
        assert with_slots.number(key) == pytest.approx(without.number(key), rel=1e-12), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_typed_name_stands_live_in_every_table(lang: Language) -> None:
    """Another spreadsheet engine shows what a planner typed, in texts and in numbers, as our own calculation does."""
    data = typed(blank("year", lang), EVERY_GROUP)
    draft = draft_of(read(data).with_slots.appraise(), lang=lang)
    ours = {at: value for at, value in draft.cached.items() if at not in draft.uncompared}
    theirs = in_process(data, ours)
    wrong = [(at, value, theirs[at]) for at, value in ours.items() if not agree(value, theirs[at] or "")]
    assert [one for one in wrong if one[1] != 0 or one[2]] == []
    shown = {sheet: {str(value) for (title, _), value in theirs.items() if title == SHEETS[sheet].text(lang)}
             for sheet in ("statements", "annual", "budget")}  # fmt: skip
    name = {"en": "County fund loan", "zh": "县基金贷款"}[lang]
    for sheet in ("statements", "annual", "budget"):
        assert any(name in text for text in shown[sheet]), sheet
    for path, value in EVERY_GROUP.items():
        if (
            ".slot_" in path
            and path.endswith(f".label_{lang}")
            and "receipts" not in path
            and "purchases" not in path
        ):
            assert any(value in text for text in shown["statements"] | shown["budget"]), path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unused_slot_shows_nowhere(lang: Language) -> None:
    """No row of a slot says anything on the sheets that are read, neither in words nor in numbers."""
    draft = draft_of(template_project(None, {}).appraise(), lang=lang)
    read_sheets = {SHEETS[key].text(lang) for key in ("statements", "annual", "budget")}
    of_slots = {(one.sheet, row_of(one.cell)) for one in draft.map if "slot_" in one.path}
    for (title, cell), value in draft.cached.items():
        if title in read_sheets and (title, row_of(cell)) in of_slots:
            shown = draft.workbook[title][cell].number_format
            assert value == "" or (value == 0 and shown.endswith(";")), (title, cell, value, shown)
    words = {str(cell.value) for title in read_sheets for row in draft.workbook[title] for cell in row}
    assert not any("spare" in word or "备用" in word for word in words)


def row_of(cell: str) -> int:
    return int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
