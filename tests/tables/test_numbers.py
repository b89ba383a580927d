"""How numbers are written: by hand for each unit, as LibreOffice shows them in a sheet, and alike in all media."""

import csv
import html
import io
import math
import re
from decimal import Decimal, Inexact, localcontext
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook

from relocation.labels import LANGUAGES, Label
from relocation.tables import numbers
from relocation.tables.numbers import ANY_NUMBER, cell_text, fen_of, number_text, sheet_format, unit_name
from relocation.tables.page import report_page
from relocation.tables.record import Amount, Column, Report, Row, Table
from relocation.tables.terminal import report_text
from relocation.tables.units import PARTS, UNITS, fact_unit
from tests.spreadsheet_programs import csv_by_libreoffice

NAN = math.nan
# Ten thousand yuan are left out where a sheet is asked: it can show them to one decimal only.
DRAWN = [
    *((unit, "yuan") for unit in numbers.FORMATS if unit != "fen" and not numbers.FORMATS[unit].date),
    ("yuan", "million"),
    ("number", "yuan"),
]


@pytest.mark.parametrize(
    ("value", "unit", "scale", "shown"),
    [
        (49_483_000, "yuan", "yuan", "49,483,000"),
        (49_483_000, "yuan", "wan", "4,948.30"),
        (49_483_000, "yuan", "million", "49.483"),
        (-5_848_000.5, "yuan", "yuan", "-5,848,001"),
        (0.5, "yuan", "yuan", "1"),
        (-0.4, "yuan", "yuan", "0"),
        (-1, "yuan", "wan", "0.00"),
        (1_234_567_890_123_456_789, "fen", "yuan", "12,345,678,901,234,567.89"),
        (-5, "fen", "yuan", "-0.05"),
        (Fraction(25, 2), "fen", "yuan", "0.125"),
        (0.8, "share", "yuan", "80.00 %"),
        (0.99995, "probability", "yuan", "100.00 %"),
        (0.049, "1/year", "yuan", "4.90 %"),
        (6.388e16, "1/year", "yuan", ">1,000,000 %"),
        (9999.99, "1/year", "yuan", "999,999.00 %"),
        (0.28545, "change", "yuan", "28.55 %"),
        (1.005, "times", "yuan", "1.01"),
        (12_345_678.0, "times", "yuan", "1.2E+07"),
        (2.675, "years", "yuan", "2.68"),
        (1536, "mu", "yuan", "1,536.00"),
        (97_637.5, "yuan/mu", "yuan", "97,637.50"),
        (3912, "yuan/person", "yuan", "3,912.00"),
        (2018, "year", "yuan", "2018"),
        (92, "household", "yuan", "92"),
        (1200, "number", "yuan", "1,200"),
        (1200.5, "number", "yuan", "1,200.50"),
        (NAN, "times", "yuan", "n/a"),
        (math.inf, "yuan", "million", "n/a"),
    ],
)
def test_a_number_is_written_as_its_unit_is(value: float, unit: str, scale: str, shown: str) -> None:
    assert number_text(value, unit, scale) == shown


@pytest.mark.parametrize(
    ("value", "unit", "signed", "shown"),
    [
        (None, "yuan", False, "-"),
        (None, "share", False, "-"),
        (NAN, "yuan", False, "n/a"),
        (0.0, "yuan", False, "-"),
        (-0.3, "yuan", False, "-"),
        (-0.0, "times", False, "0.00"),
        (-0.00001, "share", False, "0.00 %"),
        (0, "fen", False, "0.00"),
        (1200, "yuan", True, "+1,200"),
        (-1200, "yuan", True, "-1,200"),
        (0.3, "yuan", True, "-"),
        (0.02, "change", True, "+2.00 %"),
        (0.0, "change", True, "-"),
        (NAN, "yuan", True, "n/a"),
    ],
)
def test_nothing_and_zero_and_not_available_are_told_apart(
    value: float | None, unit: str, signed: bool, shown: str
) -> None:
    assert cell_text(value, unit, signed=signed) == shown


def shown_by(code: str, value: float) -> str:
    """What a spreadsheet shows of a number by a code: sections with conditions, thousands, scales, percent, halves up."""
    exact = Decimal(repr(value))
    for section in code.split(";"):
        condition = re.match(r"\[(>=|<=)(-?[\d.]+)\](.*)", section)
        if condition is None:
            break
        bound = Decimal(condition[2])
        if exact >= bound if condition[1] == ">=" else exact <= bound:
            section = condition[3]
            break
    if section == '"-"':
        return "-"
    if "E+" in section:
        return f"{value:.1E}"
    if section.startswith('">'):
        return section.strip('"')
    digits = section.lstrip("-").removesuffix(" %")
    scaled = exact * 100 if section.endswith("%") else exact
    scaled = scaled.scaleb(-3 * (len(digits) - len(digits.rstrip(","))))
    decimals = len(digits.rstrip(",").partition(".")[2])
    with localcontext() as context:
        context.prec, context.traps[Inexact] = 400, False
        rounded = abs(scaled).quantize(Decimal(1).scaleb(-decimals), "ROUND_HALF_UP")
    text = f"{rounded:,.{decimals}f}" if "," in digits.rstrip(",") else f"{rounded:.{decimals}f}"
    is_signed = section.startswith("-") or (
        section == code and exact < 0
    )  # the only section has its minus added
    return ("-" if is_signed else "") + text + (" %" if section.endswith("%") else "")


@example(-3.9e-67, ("figure", "yuan"))
@example(12_345.6, ("1/year", "yuan"))
@given(st.floats(-1e12, 1e12) | st.integers(-(10**9), 10**9).map(float), st.sampled_from(DRAWN))
def test_terminal_page_and_sheet_show_the_same_digits(value: float, unit: tuple[str, str]) -> None:
    name, scale = unit
    if numbers.FORMATS.get(name) in (numbers.COUNT, numbers.SINGLE):
        value = float(round(value))  # what is counted is whole
    amount = Amount(value, name)
    table = Table("t", Label("", ""), (Column("a", Label("a", "a")),), (Row((amount,)),), scale=scale)
    report = Report(Label("", ""), (), (table,))
    wanted = shown_by(sheet_format(name, scale, value), value)
    for lang in LANGUAGES:
        assert report_text(report, "table", lang, plain=True).splitlines()[-2].strip() == wanted
        assert f"<td class=n>{html.escape(wanted)}</td>" in report_page([report], lang)


@given(st.integers(-(10**17), 10**17))
def test_fen_are_shown_exactly(fen: int) -> None:
    shown = cell_text(fen, "fen")
    assert Fraction(shown.replace(",", "")) * 100 == fen
    assert re.fullmatch(r"-?\d{1,3}(,\d{3})*\.\d\d", shown)


@given(
    st.floats(allow_nan=True, allow_infinity=True) | st.none(),
    st.sampled_from([*(unit for unit in UNITS if unit != "date"), "fen", "probability"]),
)
def test_no_unit_ever_shows_minus_zero(value: float | None, unit: str) -> None:
    if unit == "fen" and value is not None:
        value = float(round(value)) if math.isfinite(value) else value
    shown = cell_text(value, unit)
    assert not re.fullmatch(r"-[0.,]+( %)?", shown)
    assert (shown == "n/a") == (value is not None and not math.isfinite(value))


HARD = [
    0.0,
    0.3,
    -0.3,
    0.5,
    -0.5,
    1.0,
    -5_848_000.5,
    49_483_000.0,
    499.0,
    500.0,
    -500.0,
    0.004,
    -0.004,
    0.285,
    1.005,
]


def test_libreoffice_shows_what_the_terminal_prints(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row, value in enumerate(HARD, start=1):
        for column, (unit, scale) in enumerate(DRAWN, start=1):
            sheet.cell(row, column, value).number_format = sheet_format(unit, scale, value)
    written = io.BytesIO()
    book.save(written)
    saved = csv_by_libreoffice(written.getvalue(), 1, tmp_path, shown=True).decode()
    shown = csv.reader(io.StringIO(saved))
    assert [[cell.strip() for cell in row] for row in shown] == [
        [cell_text(value, unit, scale) for unit, scale in DRAWN] for value in HARD
    ]


def test_libreoffice_loses_no_minus_where_the_unit_is_not_known(tmp_path: Path) -> None:
    book = Workbook()
    for row, value in enumerate(HARD, start=1):
        book.worksheets[0].cell(row, 1, value).number_format = ANY_NUMBER
    written = io.BytesIO()
    book.save(written)
    shown = csv_by_libreoffice(written.getvalue(), 1, tmp_path, shown=True).decode()
    assert [float(row[0].replace(",", "")) for row in csv.reader(io.StringIO(shown))] == HARD


def test_a_sheet_tells_ten_thousand_yuan_to_a_tenth() -> None:
    """It scales by thousands only: 12,345,678 yuan are 12,346 thousand, with a point before the last digit 1234.6."""
    assert sheet_format("yuan", "wan") == r'[>=500]0\.0,;[<=-500]-0\.0,;"-"'


def test_a_cell_whose_number_is_not_known_yet_shows_as_many_decimals_as_there_is_room_for() -> None:
    assert sheet_format("number") == ANY_NUMBER
    assert sheet_format("number", value=12.0) == "#,##0"
    assert sheet_format("date") == "yyyy-mm-dd"
    assert [sheet_format(unit) for unit in (numbers.FIRST_MONTH, numbers.FIRST_YEAR)] == ["yyyy-mm", "yyyy"]


def test_every_unit_has_a_name_in_both_languages() -> None:
    for name in [*UNITS.values(), *PARTS.values()]:
        assert all(name)
    assert unit_name("yuan", "zh", "wan") == "万元"
    assert unit_name("a heap", "zh") == "a heap"
    assert fact_unit("yuan/mu/year") == Label("yuan/mu/year", "元/亩/年")
    with pytest.raises(KeyError):
        fact_unit("yuan/heap")


@pytest.mark.parametrize(
    ("value", "unit", "digits", "shown"),
    [
        (0.049, "1/year", 12, "4.9 %"),
        (0.04905, "1/year", 12, "4.905 %"),
        (1.0, "share", 12, "100 %"),
        (97_637.18, "yuan/mu", 12, "97,637.18"),
        (78_109.744000000006, "yuan/mu", 12, "78,109.744"),
        (65_427.97630671, "yuan/mu", 7, "65,427.98"),
        (9_763_718.25, "yuan", 7, "9,763,718"),
        (1_234_567_890.5, "person", 7, "1,234,567,891"),
        (1 / 3, "number", 6, "0.333333"),
        (0.00012345678, "number", 6, "0.000123457"),
        (0.0, "number", 6, "0"),
        (24, "month", 12, "24"),
        (1.25e-17, "number", 6, "0"),
    ],
)
def test_a_number_is_told_by_its_digits(value: float, unit: str, digits: int, shown: str) -> None:
    assert number_text(value, unit, digits=digits) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(163_266_000.0, "163,266,000"), (0.30308, "0.3031"), (7.1, "7.1"), (-1e-12, "0")]
)
def test_a_figure_of_a_source_has_the_decimals_it_needs(value: float, shown: str) -> None:
    assert number_text(value, "figure") == shown


@pytest.mark.parametrize(("yuan", "fen"), [(1.005, 101), (-0.125, -13), (2.0, 200), (1e13, 10**15)])
def test_yuan_are_rounded_to_fen_as_they_are_written(yuan: float, fen: int) -> None:
    assert fen_of(yuan) == fen
    assert math.isnan(fen_of(math.nan))


def test_a_threshold_of_nothing_is_a_number() -> None:
    assert Amount(0.0, "yuan", before="≥ ").text("en", "million") == "≥ 0.000"
    assert Amount(0.0, "yuan").text("en", "million") == "-"
