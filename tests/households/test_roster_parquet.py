"""Rosters as Parquet: whole columns at once and cell by cell give the same households and the same problems."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from relocation.households import ledger, read_roster
from relocation.households.parquet_columns import read_columns
from relocation.households.roster_parquet import open_parquet, start_reader
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
