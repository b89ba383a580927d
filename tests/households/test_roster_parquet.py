"""Rosters as Parquet: whole columns at once and cell by cell give the same households and the same problems."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from relocation.households import ledger, read_roster
from relocation.households.parquet_columns import read_columns
from relocation.households.roster_file import open_parquet, start_reader
from relocation.households.synthetic import synthetic_lujia
from relocation.problems import ProblemsFound
from tests.households.rosters import LUJIA, read_csv_rows, row, told

pa = pytest.importorskip("pyarrow")
import pyarrow.parquet as pq  # noqa: E402

KEYS = (
    "id",
    "name",
    "group",
    "persons",
    "poor_persons",
    "brick",
    "soil",
    "flat",
    "garages",
    "option",
    "bank_account",
)


def parquet_file(path: Path, columns: dict[str, Any]) -> Path:
    pq.write_table(pa.table(columns), path, row_group_size=100)
    return path


def lujia_columns() -> dict[str, Any]:
    """The synthetic village as other programs would keep it: m2 as doubles, names of options."""
    roster = synthetic_lujia(LUJIA)
    columns: dict[str, Any] = {key: list(roster.texts[key]) for key in ("id", "group")}
    for key in ("persons", "poor_persons", "garages"):
        columns[key] = roster.numbers[key].astype(np.int32)
    for key in ("brick", "soil", "flat"):
        columns[key] = roster.numbers[key] / 100
    columns["option"] = [LUJIA.options[code].key for code in roster.numbers["option"]]
    return columns


@pytest.mark.parametrize("kind", ["float64", "decimal", "dictionary", "nulls"])
def test_the_synthetic_village(kind: str, tmp_path: Path) -> None:
    columns = lujia_columns()
    if kind == "decimal":
        columns["brick"] = pa.array(columns["brick"]).cast(pa.decimal128(12, 2))
    if kind == "dictionary":
        columns["option"] = pa.array(columns["option"]).dictionary_encode()
    if kind == "nulls":
        columns["soil"] = [None if one == 0 else one for one in columns["soil"].tolist()]
    path = parquet_file(tmp_path / "roster.parquet", columns)
    read = read_roster(path, LUJIA)
    assert (read.rows_read, read.rows_refused, read.problems) == (391, 0, ())
    assert ledger(read.roster, LUJIA).sha256 == ledger(synthetic_lujia(LUJIA), LUJIA).sha256


def test_whole_columns_are_taken_at_once_where_nothing_is_odd(tmp_path: Path) -> None:
    columns = lujia_columns()
    path = parquet_file(tmp_path / "roster.parquet", columns)
    file = open_parquet(path)
    reader = start_reader(path, file, LUJIA)
    batch = next(file.iter_batches())
    found = read_columns(LUJIA, reader.positions, batch)
    assert not found.odd.any()
    assert found.numbers["brick"].tolist() == synthetic_lujia(LUJIA).numbers["brick"].tolist()


ODD = [
    {"persons": 0},
    {"persons": None},
    {"poor_persons": 9},
    {"brick": -0.01},
    {"brick": 1e12},
    {"brick": 80.505},
    {"brick": float("nan")},
    {"brick": 2_000.0},
    {"option": "barter"},
    {"option": None},
    {"option": "own_building"},
    {"id": None},
    {"id": "A0"},
    {"id": " "},
    {"id": "2.2E+17"},
    {"id": "2E17"},
    {"id": "-A1"},
    {"id": "A(1)"},
    {"id": "(A1"},
    {"id": "a0"},
    {"id": "Ａ０"},
    {"name": "卡·马"},
    {"name": "x" * 101},
    {"name": "王\x07五"},
    {"name": ""},
    {"name": "#N/A"},
    {"name": "NA"},
    {"name": "null"},
    {"group": " 1组 "},
    {"name": "=cmd|x"},
    {"name": None},
    {"bank_account": "'123"},
]


@pytest.mark.parametrize("values", ODD)
def test_an_odd_cell_is_told_as_in_a_text_file(values: dict[str, Any], tmp_path: Path) -> None:
    rows = [row(id=f"A{at}") for at in range(5)]
    rows[3] = [values.get(key, usual) for key, usual in zip(KEYS, rows[3], strict=True)]
    columns: dict[str, Any] = {key: [one[at] for one in rows] for at, key in enumerate(KEYS)}
    columns["brick"] = pa.array(columns["brick"], pa.float64())
    read = read_roster(parquet_file(tmp_path / "roster.parquet", columns), LUJIA)
    text = [["" if cell is None else cell for cell in one] for one in rows]
    same = read_csv_rows(tmp_path, *text)
    assert (read.rows_read, read.rows_refused) == (same.rows_read, same.rows_refused)
    assert read.roster.texts == same.roster.texts
    assert [len(told(read, kind)) for kind in ("error", "warning")] == [
        len(told(same, kind)) for kind in ("error", "warning")
    ]
    assert all(where.startswith("roster.parquet:4 ") for where in told(read)) or values.get("id") in {
        "A0",
        "a0",
        "Ａ０",
    }
    for key, column in same.roster.numbers.items():
        assert read.roster.numbers[key].tolist() == column.tolist()


def test_numeric_ids_are_refused(tmp_path: Path) -> None:
    columns = {**lujia_columns(), "id": np.arange(391, dtype=np.int64)}
    read = read_roster(parquet_file(tmp_path / "roster.parquet", columns), LUJIA)
    assert (read.rows_read, read.rows_refused) == (0, 391)


def test_a_damaged_file_is_a_problem(tmp_path: Path) -> None:
    path = parquet_file(tmp_path / "roster.parquet", lujia_columns())
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(ProblemsFound):
        read_roster(path, LUJIA)
    wrong = parquet_file(tmp_path / "other.parquet", {"a": [1], "b": [2]})
    with pytest.raises(ProblemsFound, match="no row of headings"):
        read_roster(wrong, LUJIA)


FLOATS = {"float32": np.float32, "float16": np.float16}


@pytest.mark.parametrize("kind", ["string_view", "large_string", "dictionary of views", "float32", "float16"])
def test_columns_of_any_writer(kind: str, tmp_path: Path) -> None:
    """The same households whatever types a writer chooses, found/02 and found/13 among them."""
    plain = {
        "id": ["H1", "H2", "H3"],
        "persons": [3, 2, 4],
        "poor_persons": [0, 2, 4],
        "brick": [90.25, 0.0, 30.5] if kind == "float16" else [90.25, 0.0, 120.51],
        "soil": [0.0, 60.5, None] if kind == "float16" else [0.0, 88.13, None],
        "flat": [70.0, 50.0, 100.0],
        "garages": [0, 0, 1],
        "option": ["exchange", "exchange", "cash"],
    }
    columns: dict[str, Any] = dict(plain)
    for key, values in plain.items():
        if isinstance(values[0], str) and kind not in FLOATS:
            texts = pa.array(values)
            if kind == "large_string":
                columns[key] = texts.cast(pa.large_string())
            elif hasattr(pa, "string_view"):
                columns[key] = texts.cast(pa.string_view())
            if kind == "dictionary of views":
                columns[key] = pa.array(values).dictionary_encode()
        elif kind in FLOATS and isinstance(values[0], float):
            numbers = np.array([0.0 if one is None else one for one in values], dtype=FLOATS[kind])
            columns[key] = pa.array(numbers, mask=np.array([one is None for one in values]))
    read = read_roster(parquet_file(tmp_path / "typed.parquet", columns), LUJIA)
    usual = read_roster(parquet_file(tmp_path / "plain.parquet", plain), LUJIA)
    short = ["brick", "soil", "flat"] if kind == "float16" else []
    assert [one.where for one in read.problems] == [f"typed.parquet {key}" for key in short]
    assert (read.rows_read, {one.severity for one in read.problems} - {"warning"}) == (3, set())
    assert read.roster.texts == usual.roster.texts
    for key, column in usual.roster.numbers.items():
        assert read.roster.numbers[key].tolist() == column.tolist()


def test_a_third_decimal_of_a_single_is_still_refused(tmp_path: Path) -> None:
    columns = lujia_columns()
    columns["brick"] = np.full(391, 80.125, dtype=np.float32)
    read = read_roster(parquet_file(tmp_path / "roster.parquet", columns), LUJIA)
    assert read.rows_refused == 391


def test_ids_as_bytes_are_told_once_for_the_column(tmp_path: Path) -> None:
    columns = {**lujia_columns(), "id": pa.array([f"H{at}".encode() for at in range(391)])}
    with pytest.raises(ProblemsFound) as found:
        read_roster(parquet_file(tmp_path / "roster.parquet", columns), LUJIA)
    [problem] = found.value.problems
    assert problem.where == "roster.parquet id"
    assert "bytes" in problem.text()
    assert "15" not in problem.text()


@pytest.mark.parametrize("dictionary", [False, True])
def test_truth_values_mean_yes_and_no(dictionary: bool, tmp_path: Path) -> None:
    columns = lujia_columns()
    registered = pa.array([bool(one) for one in columns["poor_persons"]])
    columns["registered"] = registered.dictionary_encode() if dictionary else registered
    read = read_roster(parquet_file(tmp_path / "roster.parquet", columns), LUJIA)
    assert (read.rows_read, read.problems) == (391, ())
    assert ledger(read.roster, LUJIA).sha256 == ledger(synthetic_lujia(LUJIA), LUJIA).sha256


def test_a_total_and_a_cut_id_among_whole_columns(tmp_path: Path) -> None:
    columns = lujia_columns()
    columns["id"][5], columns["id"][7] = "合计", "990000190001011000"
    read = read_roster(parquet_file(tmp_path / "roster.parquet", columns), LUJIA)
    assert read.refused == (6,)
    assert [(one.where, one.severity) for one in read.problems] == [
        ("roster.parquet:6", "error"),
        ("roster.parquet:8 id", "warning"),
    ]


def test_blank_registered_persons_are_counted_in_streams_too(tmp_path: Path) -> None:
    from relocation.households.roster_stream import stream

    columns = lujia_columns()
    poor = columns["poor_persons"].tolist()
    columns["poor_persons"] = pa.array([None if at % 2 else one for at, one in enumerate(poor)], pa.int32())
    path = parquet_file(tmp_path / "roster.parquet", columns)
    whole, streamed = read_roster(path, LUJIA), stream([path], LUJIA)
    assert [one.text() for one in whole.problems] == [one.text() for one in streamed.problems]
    [warning] = whole.problems
    assert "195 blank cells" in warning.text()
