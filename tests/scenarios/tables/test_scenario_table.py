"""Tables of scenarios as files: how they are written, what each row says, and what is wrong with them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import relocation as rl
from relocation.problems import ProblemsFound
from relocation.project.project import Project
from relocation.reading.text_rows import LONGEST_LINE
from relocation.scenarios.comparison import compare_scenarios
from relocation.scenarios.scenario import Scenario
from relocation.scenarios.tables.scenario_table import MOST_COMPARED, read_scenarios
from tests.small_village import small_project

PRICE, DELAY = "land_quota.price", "land_quota.delay"
TABLE = f"name,parent,{PRICE},{DELAY}\n便宜,,*0.8,\nlate,便宜,,12\n"
EXPECTED = [
    Scenario("便宜", {PRICE: "*0.8"}, None, "t.csv:2"),
    Scenario("late", {DELAY: "12"}, "便宜", "t.csv:3"),
]


@pytest.fixture(scope="module")
def village() -> Project:
    return small_project(6, land_quota={"area": 100.0, "price": 50_000.0})


def written(folder: Path, table: str | bytes) -> Path:
    path = folder / "t.csv"
    path.write_bytes(table.encode() if isinstance(table, str) else table)
    return path


def problems(folder: Path, project: Project, table: str | bytes) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        read_scenarios(written(folder, table), project)
    return [problem.text() for problem in found.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "，"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_in_any_usual_writing(
    tmp_path: Path, village: Project, encoding: str, delimiter: str, end: str
) -> None:
    text = TABLE.replace(",", delimiter).replace("\n", end)
    assert read_scenarios(written(tmp_path, text.encode(encoding)), village) == EXPECTED


def test_spreadsheets_say_their_delimiter_themselves(tmp_path: Path, village: Project) -> None:
    found = read_scenarios(written(tmp_path, "sep=;\n" + TABLE.replace(",", ";")), village)
    assert [one.where for one in found] == ["t.csv:3", "t.csv:4"]
    assert [one.changes for one in found] == [one.changes for one in EXPECTED]


def test_chinese_headings_quotes_spaces_and_empty_lines(tmp_path: Path, village: Project) -> None:
    table = f'名称,上级方案,{PRICE}\n\n"a ""quoted"", name", , " 60,000 "\n,,1\n,,\n'
    assert read_scenarios(written(tmp_path, table), village) == [
        Scenario('a "quoted", name', {PRICE: "60,000"}, None, "t.csv:3"),
        Scenario("row 4", {PRICE: "1"}, None, "t.csv:4"),
    ]


def test_a_table_without_names_goes_by_the_numbers_of_its_rows(tmp_path: Path, village: Project) -> None:
    found = read_scenarios(written(tmp_path, f"{PRICE}\n1\n2\n"), village)
    assert [(one.name, one.changes) for one in found] == [("row 2", {PRICE: "1"}), ("row 3", {PRICE: "2"})]


def test_the_rows_of_a_table_are_compared(tmp_path: Path) -> None:
    lujia = rl.load("lujia")
    found = compare_scenarios(lujia, read_scenarios(written(tmp_path, TABLE), lujia), ["balance"])
    # Hou, line 93: a fifth of 150 million less than 49.483 million.
    assert found.value("late", "fund_balance.balance") == pytest.approx(19_483_000, abs=0.005)
    assert found.changed["late"][DELAY] == (0, 12)


def test_every_heading_that_is_wrong_is_named_with_what_is_near(tmp_path: Path, village: Project) -> None:
    told = problems(tmp_path, village, f"name,land_quota.prise,{PRICE},{PRICE},,{DELAY}\na,1,1,1,1,1\n")
    assert [text.split(": ")[:2] for text in told] == [["t.csv:1", "2"], ["t.csv:1", "4"], ["t.csv:1", "5"]]
    assert "land_quota.price" in told[0]
    assert "each heading once" in told[1]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("", "an empty file"),
        ("\n\n", "an empty file"),
        ("name,parent\na,\n", "at least one path"),
        (f"name;{PRICE},{DELAY}\n", "several signs between the headings"),
        ("a;b,c\n", "the path of an input"),
        (b"\x00\x01\x02\x03", "UTF-8 or GB18030"),
        (b"PK\x03\x04\xff\xff\xff\xff\x00\x00", "UTF-8 or GB18030"),
    ],
)
def test_what_is_no_table_is_an_error(
    tmp_path: Path, village: Project, table: str | bytes, expected: str
) -> None:
    assert expected in " ".join(problems(tmp_path, village, table))


def test_a_file_that_is_not_there_or_is_a_folder_is_an_error(tmp_path: Path, village: Project) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(ProblemsFound, match="a readable file"):
            read_scenarios(path, village)


def test_rows_of_the_wrong_shape_are_all_named(tmp_path: Path, village: Project) -> None:
    table = f'name,{PRICE}\na\nb,1,2\nc,1,\nd,"1\ne,2\nf,"1" 2\n' + "g," + "1" * LONGEST_LINE + "\nh,2\n"
    told = problems(tmp_path, village, table)
    assert [text.split(": ")[0] for text in told] == ["t.csv:2", "t.csv:3", "t.csv:5", "t.csv:7", "t.csv:8"]
    assert ["cells" in told[0], "cells" in told[1], "quotation" in told[2], "quotation" in told[3]] == [
        True
    ] * 4
    assert "million characters" in told[4]


def test_more_rows_than_anybody_compares_are_refused(tmp_path: Path, village: Project) -> None:
    table = f"{PRICE}\n" + "1\n" * (MOST_COMPARED + 1)
    assert str(MOST_COMPARED) in problems(tmp_path, village, table)[0]
    assert len(read_scenarios(written(tmp_path, table[:-2]), village)) == MOST_COMPARED


CELL = st.text(
    st.characters(codec="gb18030", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), max_size=12
).map(str.strip)


@settings(max_examples=60)
@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), max_size=6),
    delimiter=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
)
def test_what_is_written_as_csv_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], delimiter: str, encoding: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([("name", "village.name_en", "village.name_zh"), *rows])
    path = written(tmp_path_factory.mktemp("csv"), text.getvalue().encode(encoding))
    wanted: list[Any] = [
        (
            name or f"row {number}",
            {key: cell for key, cell in (("village.name_en", en), ("village.name_zh", zh)) if cell},
        )
        for number, (name, en, zh) in enumerate(rows, start=2)
        if name or en or zh
    ]
    found = read_scenarios(path, small_project())
    assert [(one.name, one.changes) for one in found] == wanted
