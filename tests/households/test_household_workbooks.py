"""The sheets around a roster: the template and what is filled into it, accounts to be signed, the printed page."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from relocation.excel.sheets.households import household_workbook
from relocation.excel.sheets.roster import HEADING_ROW, roster_template
from relocation.households import (
    Ledger,
    Override,
    Roster,
    ledger,
    read_overrides,
    read_roster,
    statement_page,
)
from relocation.households.synthetic import synthetic_lujia
from relocation.labels import Language
from relocation.problems import ProblemsFound
from relocation.tables.numbers import fen_text
from tests.households.rosters import LUJIA, read_csv_rows, roster_csv, row

LANGUAGES: tuple[Language, ...] = ("en", "zh")
NASTY = (
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "+1-2",
    "-2",
    "NA",
    "null",
    "<script>alert(1)</script>",
    "'=1",
    "007",
)


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def named_ledger(path: Path) -> Ledger:
    rows = [
        row(id=f"H{at}", name=name, option="cash" if at % 2 else "exchange") for at, name in enumerate(NASTY)
    ]
    roster = read_csv_rows(path, *rows).roster
    given = Override("H0", "brick", "=王", "<b>why</b>", date(2017, 5, 1), amount=123_45)
    return ledger(roster, LUJIA, [given])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_filled_template_reads_back_as_the_same_roster(lang: Language, tmp_path: Path) -> None:
    roster = synthetic_lujia(LUJIA)
    path = tmp_path / "roster.xlsx"
    path.write_bytes(roster_template(LUJIA, lang, roster))
    read = read_roster(path, LUJIA)
    assert (read.rows_read, read.rows_refused, read.problems) == (391, 0, ())
    assert read.roster.texts == roster.texts
    for key, column in roster.numbers.items():
        assert read.roster.numbers[key].tolist() == column.tolist()
    assert read.roster.rows[0] == HEADING_ROW + 1
    assert ledger(read.roster, LUJIA).sha256 == ledger(roster, LUJIA).sha256


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_helps_while_one_types(lang: Language) -> None:
    book = opened(roster_template(LUJIA, lang))
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == f"C{HEADING_ROW + 1}"
    assert sheet.column_dimensions["A"].number_format == "@"
    assert all(sheet.cell(HEADING_ROW - 1, at).value for at in range(1, len(LUJIA.roster_columns) + 1))
    lists = [one.formula1 for one in sheet.data_validations.dataValidation if one.type == "list"]
    words = [option.label.text(lang) for option in LUJIA.options]
    assert f'"{",".join(words)}"' in lists
    assert len(sheet.data_validations.dataValidation) == len(LUJIA.roster_columns)


def test_an_empty_template_is_a_roster_without_households(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(roster_template(LUJIA, "zh"))
    with pytest.raises(ProblemsFound, match="no household"):
        read_roster(path, LUJIA)


def test_the_same_roster_gives_the_same_bytes() -> None:
    assert roster_template(LUJIA, "en") == roster_template(LUJIA, "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_written_is_a_formula(lang: Language, tmp_path: Path) -> None:
    found = named_ledger(tmp_path)
    for data in (roster_template(LUJIA, lang, found.roster), household_workbook(found, lang)):
        for sheet in opened(data):
            for cells in sheet.iter_rows():
                assert not [cell.coordinate for cell in cells if cell.data_type == "f"], sheet.title


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nasty_names_survive_both_files(lang: Language, tmp_path: Path) -> None:
    roster = named_ledger(tmp_path).roster
    assert roster.texts["name"] == (*NASTY[:7], "=1", "007")  # an apostrophe before = is a guard, not a name
    for name, data in (
        ("a.xlsx", roster_template(LUJIA, lang, roster)),
        ("a.csv", roster_csv(roster, LUJIA, lang)),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        assert read_roster(path, LUJIA).roster.texts == roster.texts
    lines = roster_csv(roster, LUJIA, lang).decode("utf-8-sig").splitlines()
    assert not any(
        part.startswith(("=", "+", "@", "-")) for line in lines for part in line.replace('"', "").split(",")
    )


SIGNS = "=+-@＝＋－＠"


@given(st.text(SIGNS + "'a1 ", min_size=1, max_size=4).map(str.strip).filter(bool))
def test_a_name_of_any_signs_comes_back_from_a_text_file_and_is_no_formula_in_it(name: str) -> None:
    """But for what a reader must take for a guard: an apostrophe before a sign or a digit."""
    assume(not re.match(rf"'[{re.escape(SIGNS)}\d]", name))
    whole = synthetic_lujia(LUJIA)
    numbers = {key: column[:1] for key, column in whole.numbers.items()}
    texts = {key: column[:1] for key, column in whole.texts.items()}
    named = Roster(numbers, {**texts, "name": (name,)}, whole.options, whole.rows[:1], whole.places)
    data = roster_csv(named, LUJIA)
    [shown] = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    assert not shown["Name"].startswith(tuple(SIGNS))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.csv"
        path.write_bytes(data)
        assert read_roster(path, LUJIA).roster.texts["name"] == (name,)


def sheet_texts(book: Workbook, at: int) -> list[Any]:
    return [
        cell.value for cells in book.worksheets[at].iter_rows() for cell in cells if cell.value is not None
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_household_has_its_own_page_to_sign(lang: Language, tmp_path: Path) -> None:
    found = named_ledger(tmp_path)
    book = opened(household_workbook(found, lang))
    sheet = book.worksheets[0]
    assert len(sheet.row_breaks.brk) == len(found.roster)
    texts = sheet_texts(book, 0)
    for name in found.roster.texts["name"]:
        assert sum(isinstance(one, str) and name in one for one in texts) >= 1
    signs = {"en": "Village committee:", "zh": "村委会："}[lang]
    assert texts.count(signs) == len(found.roster)
    lefts = [fen / 100 for fen in found.left.tolist()]
    shown = [
        sheet.cell(cells[0].row, 4).value for cells in sheet.iter_rows() if _is_left(cells[0].value, lang)
    ]
    assert shown == lefts


def _is_left(text: Any, lang: Language) -> bool:
    return isinstance(text, str) and text.startswith({"en": "What is left: ", "zh": "您最终所得："}[lang])


def test_the_ledger_sheet_foots_to_the_totals(tmp_path: Path) -> None:
    found = named_ledger(tmp_path)
    book = opened(household_workbook(found, "en"))
    lines = book["Ledger"]
    sums: dict[Any, int] = {}
    for cells in lines.iter_rows(min_row=4, values_only=True):
        sums[cells[1]] = sums.get(cells[1], 0) + round(cells[6] * 100)
    assert sums == {rule.label.en: found.totals()[rule.id] for rule in LUJIA.rules}
    overridden = [cells for cells in lines.iter_rows(min_row=4, values_only=True) if cells[10]]
    assert [(one[0], one[6], one[7], one[10], one[11], one[12]) for one in overridden] == [
        ("H0", 123.45, 120_750.0, "=王", "<b>why</b>", "2017-05-01")
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_synthetic_households_are_marked_on_every_sheet_and_page(lang: Language) -> None:
    found = ledger(synthetic_lujia(LUJIA), LUJIA)
    mark = {"en": "synthetic", "zh": "模拟"}[lang]
    for data in (household_workbook(found, lang), roster_template(LUJIA, lang, found.roster)):
        book = opened(data)
        for at in range(len(book.worksheets) - (book.sheetnames[-1] in ("Overrides", "人工调整"))):
            assert any(isinstance(one, str) and mark in one.lower() for one in sheet_texts(book, at)), (
                book.sheetnames[at]
            )
    text = statement_page(found.statements()[:3], LUJIA.label, lang)
    assert text.count({"en": "Synthetic: these", "zh": "模拟数据"}[lang]) == 3


class Reading(HTMLParser):
    """The tags and texts of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        assert not any(name.startswith("on") for name, _ in attrs)
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_plain_and_escaped(lang: Language, tmp_path: Path) -> None:
    found = named_ledger(tmp_path)
    page = statement_page(found.statements(), LUJIA.label, lang)
    reading = Reading(page)
    assert page.count('<article class="sheet">') == len(found.roster)
    assert not {"script", "b", "img", "link"} & set(reading.tags)
    assert any("<script>alert(1)</script>" in text for text in reading.texts)
    assert "://" not in page
    assert reading.texts.count(fen_text(int(found.left[0]))) >= 1
    ruled = {"en": "by the rule 120,750.00", "zh": "按规则为 120,750.00"}[lang]
    assert sum(ruled in text for text in reading.texts) == 1


@pytest.mark.parametrize(
    ("fen", "text"), [(0, "0.00"), (-5, "-0.05"), (123_456_789, "1,234,567.89"), (-100, "-1.00")]
)
def test_amounts_are_shown_to_the_fen(fen: int, text: str) -> None:
    assert fen_text(fen) == text


def test_overrides_on_the_sheet_of_the_template(tmp_path: Path) -> None:
    roster = read_csv_rows(tmp_path, row(id="A1"), row(id="A2")).roster
    book = opened(roster_template(LUJIA, "zh", roster))
    sheet = book["人工调整"]
    for at, cells in enumerate(
        [
            ("A1", "brick", None, 123.45, "王", "why", date(2017, 5, 1)),
            ("A2", "flats", 60.5, None, "王", "why", "2017-05-02"),
        ],
        start=HEADING_ROW + 1,
    ):
        for column, cell in enumerate(cells, start=1):
            sheet.cell(at, column, cell)
    path = tmp_path / "filled.xlsx"
    book.save(path)
    read = read_roster(path, LUJIA)
    found = read_overrides(path, read.roster, LUJIA)
    assert [(one.rule, one.amount, one.quantity, one.day) for one in found] == [
        ("brick", 12_345, None, date(2017, 5, 1)),
        ("flats", None, 6_050, date(2017, 5, 2)),
    ]
    sheet.cell(HEADING_ROW + 2, 5).value = None
    book.save(path)
    with pytest.raises(ProblemsFound, match="人工调整!6: Author"):
        read_overrides(path, read.roster, LUJIA)


def test_a_template_without_overrides_has_none(tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(roster_template(LUJIA, "en", synthetic_lujia(LUJIA)))
    assert read_overrides(path, read_roster(path, LUJIA).roster, LUJIA) == ()


def test_a_text_that_looks_like_an_escape_of_the_format_stays_a_text(tmp_path: Path) -> None:
    roster = read_csv_rows(
        tmp_path, row(id="A1", name="a_x000D_b"), row(id="A2", name="_x005F_x0041_")
    ).roster
    path = tmp_path / "filled.xlsx"
    path.write_bytes(roster_template(LUJIA, "en", roster))
    assert read_roster(path, LUJIA).roster.texts["name"] == ("a_x000D_b", "_x005F_x0041_")
