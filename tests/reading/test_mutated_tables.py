"""Tables with slips of any kind: rows or problems come out of them, never another error, and no row is lost in silence."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from relocation.cases import load
from relocation.households import read_overrides, read_roster, read_rules
from relocation.labels import Language
from relocation.points.entries import read_points
from relocation.problems import ProblemsFound
from relocation.scenarios.tables.scenario_table import read_scenarios
from tests.households.rosters import EN, LUJIA, row
from tests.small_village import small_project

HOMES = [row(id=f"H{at}", brick=10 * at + 0.5) for at in range(1, 6)]
ENTRIES = [(at, f"2018/1/{at}", "H1", "earned", 5 * at, "work", "council") for at in range(1, 5)]
DECISIONS = [
    ("H1", "brick", "", "1000.50", "A", "B", "2018-03-01"),
    ("H2", "flats", 60.5, "", "A", "B", "2018-03-01"),
]
TABLES: dict[str, list[Any]] = {
    "roster": [EN, *HOMES],
    "points": [
        ("entry", "date", "household", "earned or redeemed", "points", "reason", "approved by"),
        *ENTRIES,
    ],
    "overrides": [("id", "rule", "quantity", "amount", "author", "reason", "date"), *DECISIONS],
    "scenarios": [
        ("name", "parent", "land_quota.price", "land_quota.delay"),
        ("a", "", "*0.8", ""),
        ("b", "a", "", 3),
    ],
}


def read_any(kind: str, path: Path, roster: Any) -> None:
    """What reads such a table; every problem can be told in both languages."""
    readers: dict[str, Callable[[], Any]] = {
        "roster": lambda: read_roster(path, LUJIA),
        "points": lambda: read_points(path),
        "overrides": lambda: read_overrides(path, roster, LUJIA),
        "scenarios": lambda: read_scenarios(path, small_project(6, land_quota={"area": 1.0, "price": 5.0})),
    }
    languages: tuple[Language, ...] = ("en", "zh")
    try:
        read = readers[kind]()
    except ProblemsFound as found:
        for problem in found.problems:
            assert all(problem.text(lang) and problem.record(lang) for lang in languages)
        return
    if kind == "roster":
        assert read.rows_read + read.rows_refused == read.rows_in_file
        assert len(read.refused) == read.rows_refused
        told = {problem.where for problem in read.problems if problem.severity == "error"}
        assert not read.rows_refused or told


def text_of(kind: str) -> bytes:
    return "".join(",".join(map(str, cells)) + "\n" for cells in TABLES[kind]).encode()


def book_of(kind: str) -> bytes:
    book = Workbook()
    for cells in TABLES[kind]:
        book.worksheets[0].append([None if cell == "" else cell for cell in cells])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


PIECES = [
    b'"',
    b'""',
    b",",
    b";",
    b"\t",
    b"|",
    b"\n",
    b"\r",
    b"\r\n\r\n",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xfe\xff",
]
PIECES += [
    text.encode()
    for text in ("，", "合计", "Total", '="001"', "=SUM(A1)", "1e999", "9" * 40, "-", "1/2/2018", "\u202e")
]
PIECES += [text.encode("gb18030") for text in ("合计", "户编号")] + [
    b"sep=;\n",
    b"'",
    b" ",
    b"NaN",
    b"true",
    b"x" * 200,
]
slips = st.lists(
    st.tuples(st.integers(0, 5_000), st.integers(0, 12), st.sampled_from([*PIECES, b""])),
    min_size=1,
    max_size=4,
)


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("roster") / "roster.csv"
    path.write_bytes(text_of("roster"))
    return read_roster(path, LUJIA).roster


@pytest.mark.parametrize("kind", TABLES)
@settings(max_examples=150, deadline=None)
@given(places=slips)
def test_a_text_with_slips(
    kind: str, places: list[tuple[int, int, bytes]], roster: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = text_of(kind)
    for at, length, piece in places:
        start = at % len(data)
        data = data[:start] + piece + data[start + length :]
    path = tmp_path_factory.getbasetemp() / f"{kind}.csv"
    path.write_bytes(data)
    read_any(kind, path, roster)


XML_PIECES = [
    b"<v>",
    b"</v>",
    b"<f>1/0</f>",
    b'r="A1"',
    b't="s"',
    b't="str"',
    b't="d"',
    b't="b"',
    b'hidden="1"',
    b"<v>NaN</v>",
]
XML_PIECES += [
    b"<v>1e400</v>",
    b"<v>" + b"9" * 5000 + b"</v>",
    b"_x000D_",
    b"&amp;",
    b"&#0;",
    b'"',
    b"<",
    b">",
    b"1048577",
    b"<v/>",
]
XML_PIECES += [
    b'<mergeCell ref="A1:C3"/>',
    b'<mergeCells><mergeCell ref="A3:A4"/></mergeCells>',
    b'fullCalcOnLoad="1"',
    b"",
]
xml_slips = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 20_000), st.integers(0, 12), st.sampled_from(XML_PIECES)),
    min_size=1,
    max_size=3,
)


@pytest.mark.parametrize("kind", ["roster", "points", "overrides"])
@settings(max_examples=150, deadline=None)
@given(places=xml_slips)
def test_a_workbook_with_slips(
    kind: str,
    places: list[tuple[int, int, int, bytes]],
    roster: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with zipfile.ZipFile(io.BytesIO(book_of(kind))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = [
        name
        for name in parts
        if name.endswith(("sheet1.xml", "workbook.xml", ".rels", "Types].xml", "sheet1.xml"))
    ]
    names += ["xl/worksheets/sheet1.xml"] * len(names)
    for part, at, length, piece in places:
        name = names[part % len(names)]
        content = parts[name]
        start = at % len(content)
        parts[name] = content[:start] + piece + content[start + length :]
    path = tmp_path_factory.getbasetemp() / f"{kind}.xlsx"
    with zipfile.ZipFile(path, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)
    read_any(kind, path, roster)


TOML = [
    '[village]\nname_zh = "陆家"\nhouseholds = 3\npersons = 9\n[timeline]\nstart = 2016-01-01\nperiods = 4\n',
    '[scheme]\nlabel_en = "x"\nlabel_zh = "x"\n[columns.flat]\nunit = "m2"\npart = "chosen"\n',
]


@settings(max_examples=100, deadline=None)
@given(places=slips, which=st.integers(0, 1))
def test_a_project_file_with_slips(
    places: list[tuple[int, int, bytes]], which: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = TOML[which].encode()
    for at, length, piece in places:
        start = at % len(data)
        data = data[:start] + piece + data[start + length :]
    path = tmp_path_factory.getbasetemp() / "file.toml"
    path.write_bytes(data)
    with suppress(ProblemsFound):
        (load, read_rules)[which](path)
