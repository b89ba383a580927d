"""Rosters as people keep them: every row is read or refused by its cell, whatever file it comes in."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from relocation.households import read_roster
from relocation.problems import ProblemsFound
from tests.households.rosters import (
    EN,
    GOOD,
    LUJIA,
    ZH,
    csv_file,
    read_csv_rows,
    read_sheet_rows,
    row,
    told,
    workbook_file,
)

READERS = [read_csv_rows, read_sheet_rows]
AT = {read_csv_rows: "roster.csv:{} {}", read_sheet_rows: "Households!{}{}"}


def place(reader: Any, number: int, column: str) -> str:
    """The cell under a heading, as the reader writes it."""
    if reader is read_csv_rows:
        return f"roster.csv:{number} {column}"
    return f"Households!{chr(65 + EN.index(column))}{number}"


@pytest.mark.parametrize("reader", READERS)
def test_a_good_row_is_read_exactly(reader: Any, tmp_path: Path) -> None:
    read = reader(tmp_path, GOOD)
    assert (read.rows_read, read.rows_refused, read.problems) == (1, 0, ())
    numbers = {key: column.tolist() for key, column in read.roster.numbers.items()}
    assert numbers == {
        "persons": [3],
        "poor_persons": [2],
        "registered": [1],
        "brick": [8050],
        "soil": [3000],
        "flat": [7000],
        "garages": [0],
        "option": [1],
    }
    assert read.roster.texts["id"] == ("22082219800101001X",)
    assert read.roster.texts["bank_account"] == ("6222021234567890123",)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"id": ""}, "Household id"),
        ({"persons": 0}, "Persons"),
        ({"persons": ""}, "Persons"),
        ({"persons": 2.5}, "Persons"),
        ({"persons": "三"}, "Persons"),
        ({"poor_persons": 4}, "Registered poor persons"),
        ({"brick": -1}, "Brick house"),
        ({"brick": 1e12}, "Brick house"),
        ({"brick": 80.505}, "Brick house"),
        ({"brick": "80平方米"}, "Brick house"),
        ({"brick": "1.5亿"}, "Brick house"),
        ({"brick": "#REF!"}, "Brick house"),
        ({"flat": "abc"}, "New flat"),
        ({"garages": 0.5}, "Garages"),
        ({"garages": 99}, "Garages"),
        ({"option": ""}, "Option"),
        ({"option": "barter"}, "Option"),
        ({"option": "own building"}, "New flat"),  # flats that no rule of this option counts
        ({"name": "a" * 101}, "Name"),
    ],
)
def test_a_bad_row_is_refused_at_its_cell(
    reader: Any, values: dict[str, Any], column: str, tmp_path: Path
) -> None:
    read = reader(tmp_path, row(id="A1"), row(**{"id": "A2", **values}), row(id="A3"))
    assert told(read) == [place(reader, 3, column)]
    assert (read.rows_read, read.rows_refused, read.rows_in_file) == (2, 1, 3)
    assert read.refused == (3,)
    assert read.roster.texts["id"] == ("A1", "A3")


@pytest.mark.parametrize("reader", READERS)
def test_all_bad_cells_of_all_rows_are_told(reader: Any, tmp_path: Path) -> None:
    bad = row(id="A1", persons=0, brick=-1, option="x")
    read = reader(tmp_path, bad, row(id="A2"), row(id="", soil="much"))
    expected = [place(reader, 2, one) for one in ("Persons", "Brick house", "Option")]
    assert told(read) == [*expected, place(reader, 4, "Household id"), place(reader, 4, "Soil house")]
    assert read.count_text().en == "1 rows read + 2 refused = 3 rows in the file"


@pytest.mark.parametrize("reader", READERS)
def test_one_id_twice_refuses_both_and_names_both(reader: Any, tmp_path: Path) -> None:
    read = reader(
        tmp_path, row(id="22082219800101001x"), row(id="A2"), row(id="２２０８２２１９８００１０１００１Ｘ")
    )
    assert (read.rows_read, read.rows_refused) == (1, 2)
    assert told(read) == [place(reader, 4, "Household id")]
    assert place(reader, 2, "Household id") in read.problems[0].text()


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "name",
    [
        "=cmd|' /C calc'!A0",
        "NA",
        "null",
        "None",
        "nan",
        "TRUE",
        "@SUM(1)",
        "+86",
        "-",
        "#1",
        "007",
        "ab\u3000c",
    ],
)
def test_names_stay_texts(reader: Any, name: str, tmp_path: Path) -> None:
    read = reader(tmp_path, row(id="A1", name=name))
    assert read.roster.texts["name"] == (name,)


def test_a_control_sign_in_a_name_is_refused(tmp_path: Path) -> None:
    assert told(read_csv_rows(tmp_path, row(name="bell\x07"))) == ["roster.csv:2 Name"]


def test_a_numeric_cell_is_no_id(tmp_path: Path) -> None:
    read = read_sheet_rows(
        tmp_path, row(id=220822198001010012), row(id="A2", bank=6222021234567890), row(id=7)
    )
    assert told(read) == ["Households!A2", "Households!K3", "Households!A4"]
    assert "15" in read.problems[0].text()
    assert "15" in read.problems[0].text("zh")
    assert read.rows_refused == 3


@pytest.mark.parametrize("text", ["2.20822E+17", "2.20822198001010e17", "2,2E+17"])
def test_an_id_that_a_spreadsheet_program_has_cut_is_refused(text: str, tmp_path: Path) -> None:
    read = read_csv_rows(tmp_path, row(id=text), row(id="A2"))
    assert told(read) == ["roster.csv:2 Household id"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("head", [EN, ZH])
def test_text_files_of_every_kind(encoding: str, sign: str, head: tuple[str, ...], tmp_path: Path) -> None:
    read = read_csv_rows(
        tmp_path, row(id="A1"), row(id="A2", name="李𠮷"), encoding=encoding, sign=sign, head=head
    )
    assert read.problems == ()
    assert read.roster.texts["name"] == ("张三", "李𠮷")


@pytest.mark.parametrize("seed", range(5))
def test_columns_in_any_order_under_headings_in_either_language(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    order = draw.sample(range(len(EN)), len(EN))
    spelt = [
        draw.choice([EN[at], ZH[at], f"  {EN[at].upper()} ", f"{ZH[at]}（平方米）", f"{EN[at]} (m2) *"])
        for at in order
    ]
    for reader in READERS:
        read = reader(tmp_path, [GOOD[at] for at in order], head=spelt)
        assert read.problems == ()
        assert read.roster.numbers["brick"].tolist() == [8050]
        assert read.roster.numbers["soil"].tolist() == [3000]


@pytest.mark.parametrize("reader", READERS)
def test_columns_missing_twice_and_misspelt_are_told_together(reader: Any, tmp_path: Path) -> None:
    head = ["Brck house" if one == "Brick house" else "Persons" if one == "Garages" else one for one in EN]
    with pytest.raises(ProblemsFound) as caught:
        reader(tmp_path, row(), head=head)
    text = str(caught.value)
    for part in ("a second time", "a column Brick house", "a column Garages", "did you mean Brick house"):
        assert part in text


@pytest.mark.parametrize("reader", READERS)
def test_a_column_of_ones_own_is_mentioned_and_not_read(reader: Any, tmp_path: Path) -> None:
    read = reader(tmp_path, [*row(), "13800000000"], head=[*EN, "Telephone"])
    assert read.rows_read == 1
    assert [problem.severity for problem in read.problems] == ["warning"]


@pytest.mark.parametrize("reader", READERS)
def test_a_file_without_headings_says_so_and_repeats_nothing(reader: Any, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        reader(tmp_path, row(id="A2"), head=row())
    assert "张三" not in str(caught.value)
    assert "22082219800101001X" not in str(caught.value)


@pytest.mark.parametrize("reader", READERS)
def test_a_file_without_rows_is_a_problem(reader: Any, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="no household"):
        reader(tmp_path)


@pytest.mark.parametrize("reader", READERS)
def test_blank_rows_are_no_rows(reader: Any, tmp_path: Path) -> None:
    blank = [""] * len(EN)
    read = reader(tmp_path, row(id="A1"), blank, ["  "] * len(EN), row(id="A2", persons=0), blank)
    assert (read.rows_read, read.rows_refused) == (1, 1)
    assert told(read) == [place(reader, 5, "Persons")]


@pytest.mark.parametrize("reader", READERS)
def test_full_width_digits_and_thousands_are_read_with_a_warning(reader: Any, tmp_path: Path) -> None:
    read = reader(tmp_path, row(persons="３", brick="１２０．５", soil="1,000.25"))
    assert read.rows_read == 1
    assert read.roster.numbers["brick"].tolist() == [12_050]
    assert read.roster.numbers["soil"].tolist() == [100_025]
    assert set(told(read, "warning")) == {
        place(reader, 2, one) for one in ("Persons", "Brick house", "Soil house")
    }


def test_a_torn_text_row_is_refused(tmp_path: Path) -> None:
    file = csv_file(
        tmp_path / "roster.csv", [row(id="A1"), row(id="A2")[:-3], [*row(id="A3"), "more"], row(id="A4")]
    )
    read = read_roster(file, LUJIA)
    assert told(read) == ["roster.csv:3", "roster.csv:4"]
    assert (read.rows_read, read.rows_refused) == (2, 2)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xef\xbb\xbf\r\n",
        b"\x00\x01\x02\x03",
        b"\xff\xff\xff",
        b'id,persons\n"open',
        b"PK\x03\x04nothing",
        b"PAR1",
        b"%PDF-1.4",
    ],
)
def test_what_is_no_roster_is_a_problem(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(data)
    with pytest.raises(ProblemsFound):
        read_roster(path, LUJIA)


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        read_roster(tmp_path / "none.csv", LUJIA)


def test_formulas_are_read_with_their_values_and_refused_without(tmp_path: Path) -> None:
    read = read_sheet_rows(tmp_path, row(id="A1", brick="=SUM(1,2)"), row(id="A2"))
    assert told(read) == ["Households!F2"]
    assert "never calculated" in read.problems[0].text()
    assert read.rows_read == 1


def test_two_sheets_with_rosters_are_refused(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = workbook_file(tmp_path / "roster.xlsx", [row(id="A1")])
    book = load_workbook(path)
    book.copy_worksheet(book.worksheets[0]).title = "More"
    book.save(path)
    with pytest.raises(ProblemsFound, match="Households, More"):
        read_roster(path, LUJIA)


def test_the_registered_column_must_agree_with_the_persons(tmp_path: Path) -> None:
    head = [*EN, "Registered poor household"]
    rows = [
        [*row(id="A1", poor_persons=2), "no"],
        [*row(id="A2", poor_persons=0), "是"],
        [*row(id="A3", poor_persons=2), "yes"],
        [*row(id="A4", poor_persons=0), ""],
        [*row(id="A5", poor_persons=1), ""],
    ]
    read = read_csv_rows(tmp_path, *rows, head=head)
    assert told(read) == [f"roster.csv:{at} Registered poor household" for at in (2, 3)]
    assert read.roster.numbers["registered"].tolist() == [1, 0, 1]


def test_a_million_formatted_rows_are_no_rows(tmp_path: Path) -> None:
    import zipfile

    source = workbook_file(tmp_path / "small.xlsx", [row(id="A1"), row(id="A2", persons=0)])
    path = tmp_path / "roster.xlsx"
    empty = "".join(f'<row r="{at}"><c r="A{at}" s="0"/></row>' for at in range(4, 1_000_001)).encode()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                data = data.replace(b"</sheetData>", empty + b"</sheetData>")
            new.writestr(entry.filename, data)
    read = read_roster(path, LUJIA)
    assert (read.rows_read, read.rows_refused) == (1, 1)


def test_a_row_far_below_is_still_read(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = workbook_file(tmp_path / "roster.xlsx", [row(id="A1")])
    book = load_workbook(path)
    for at, cell in enumerate(row(id="A2"), start=1):
        book.worksheets[0].cell(30_000, at, cell)
    book.save(path)
    read = read_roster(path, LUJIA)
    assert read.rows_read == 2
    assert read.roster.rows.tolist() == [2, 30_000]


def test_nothing_private_is_in_problems_or_reprs(tmp_path: Path) -> None:
    secret_id, secret_name, secret_bank = "220822198001010017", "欧阳秘密", "6222029999999999999"
    rows = [
        row(
            id=secret_id,
            name=secret_name,
            bank=secret_bank,
            persons=secret_name,
            brick=secret_id,
            option=secret_name,
        ),
        row(
            id=secret_id, name=secret_name * 40, bank="6.2E+18", garages=secret_bank, poor_persons=secret_name
        ),
        row(id="A3", name=secret_name, bank=secret_bank),
    ]
    for reader in READERS:
        read = reader(tmp_path, *rows)
        shown = [text for one in read.problems for text in (one.text(), one.text("zh"), str(one.record()))]
        shown += [repr(read), repr(read.roster), repr(read.problems)]
        for secret in (secret_id, secret_name, secret_bank):
            assert not any(secret in text for text in shown)
            assert not any(f"{float(secret):.15g}" in text for text in shown if secret.isdigit())
        with pytest.raises(ProblemsFound) as caught:
            read.complete()
        assert secret_id not in str(caught.value)


@pytest.mark.parametrize("seed", range(3))
def test_no_row_is_lost_among_random_ones(seed: int, tmp_path: Path) -> None:
    draw = np.random.default_rng(seed)
    rows = []
    for at in range(300):
        kind = draw.integers(0, 8)
        values = {0: {"persons": 0}, 1: {"id": ""}, 2: {"brick": "x"}, 3: {"option": ""}}.get(int(kind), {})
        rows.append(row(**{"id": f"H{at}", **values}) if kind != 7 else [""] * len(EN))
    filled = [one for one in rows if any(str(cell).strip() for cell in one)]
    bad = sum(one[3] == 0 or one[0] == "" or one[5] == "x" or one[9] == "" for one in filled)
    for reader in READERS:
        read = reader(tmp_path, *rows)
        assert (read.rows_read, read.rows_refused) == (len(filled) - bad, bad)
        assert len(read.refused) == bad


@pytest.mark.parametrize("content", [3, "=1+1", "text"])
def test_the_gate_knows_the_last_filled_row(content: Any, tmp_path: Path) -> None:
    from openpyxl import Workbook

    from relocation.excel.gate.gate import admit

    book = Workbook()
    book.worksheets[0]["B3000"] = content
    book.worksheets[0]["B4000"].number_format = "0.00"
    book.save(tmp_path / "far.xlsx")
    facts = admit(tmp_path / "far.xlsx").sheet("Sheet")
    assert (facts.filled_to, facts.formulas) == (3_000, int(content == "=1+1"))


def test_no_problem_of_a_roster_sends_to_the_inputs_of_a_project(tmp_path: Path) -> None:
    read = read_csv_rows(tmp_path, row(option="x"), row(id="B", option="cash", persons="x"))
    remedies = [one.remedy.en for one in read.problems]
    assert remedies[0] == "choose from the list"
    assert not [one for one in remedies if "relocation schema" in one]


def test_a_truth_value_is_not_the_number_that_stood_in_another_row(tmp_path: Path) -> None:
    read = read_sheet_rows(
        tmp_path, row(poor_persons=1), row(id="B", poor_persons=True), row(id="C", poor_persons=1.0)
    )
    assert (read.rows_read, read.rows_refused) == (2, 1)
    assert told(read) == ["Households!E3"]
