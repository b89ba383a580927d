"""Streaming gives what reading whole gives, whoever does the work, however the rows are split and ordered."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from relocation.excel.sheets.roster import roster_template
from relocation.households import ledger, read_roster, repeated_ids
from relocation.households.roster_stream import Streamed, stream
from relocation.households.synthetic import households_of, synthetic_lujia, write_synthetic_country
from relocation.problems import ProblemsFound
from tests.households.rosters import LUJIA, csv_file, roster_csv, row, workbook_file
from tests.processes import finished

pa = pytest.importorskip("pyarrow")
import pyarrow.parquet as pq  # noqa: E402

HOUSEHOLDS = 5_000
Columns = dict[str, list[Any]]


def bad_rows(table: pa.Table) -> Columns:
    """A country with something wrong in many rows, or odd and yet right."""
    columns: Columns = table.to_pydict()
    odd: list[tuple[int, str, Any]] = [
        (3, "brick", -1.0),
        (4, "brick", 80.125),
        (5, "persons", None),
        (6, "option", "barter"),
        (7, "option", "Own building"),
        (8, "poor_persons", 99),
        (9, "id", None),
        (10, "id", columns["id"][4_000]),
        (11, "id", columns["id"][12].lower()),
        (13, "soil", None),
        (14, "brick", 5_000.0),
        (15, "name", "=cmd|' /C calc'!A0"),
        (15, "brick", 5_000.0),
        (16, "name", None),
        (17, "village", " 模拟村 999999 "),
        (18, "county", None),
        (4_050, "id", columns["id"][17]),
        (4_100, "brick", float("nan")),
        (4_101, "id", columns["id"][3]),
    ]
    for at, key, value in odd:
        columns[key][at] = value
    for key in columns:
        columns[key][4_200] = None
    return columns


def country(
    path: Path, *, bad: bool = True, order: Any = None, rows: int = HOUSEHOLDS, group: int = 700
) -> Path:
    table = households_of(np.arange(rows, dtype=np.int64), 7)
    if bad:
        table = pa.table(bad_rows(table), schema=table.schema)
    if order is not None:
        table = table.take(order)
    pq.write_table(table, path, row_group_size=group)
    return path


def facts(found: Streamed) -> Any:
    """All that must not depend on how the work was done."""
    by = [[(county, one) for county, one in found.roll_up.by(level)] for level in ("village", "county")]
    numbers = (found.rows_read, found.rows_refused, found.errors, found.warnings, found.invented)
    return numbers, found.roll_up.sha256, list(found.roll_up.villages()), by, found.roll_up.distribution()


@pytest.fixture(scope="module")
def one_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return country(tmp_path_factory.mktemp("country") / "country.parquet")


@pytest.fixture(scope="module")
def expected(one_file: Path) -> Any:
    return facts(stream([one_file], LUJIA))


def test_streaming_gives_what_reading_whole_gives(one_file: Path) -> None:
    read, streamed = read_roster(one_file, LUJIA), stream([one_file], LUJIA)
    whole = ledger(read.roster, LUJIA)
    assert (streamed.rows_read, streamed.rows_refused) == (read.rows_read, read.rows_refused)
    assert streamed.rows_read + streamed.rows_refused == HOUSEHOLDS - 1  # one row is empty
    assert streamed.rows_refused == 15  # 3 to 12, 17, and 4000, 4050, 4100, 4101
    assert (streamed.roll_up.totals(), streamed.roll_up.sha256) == (whole.totals(), whole.sha256)
    assert sorted(one.text() for one in streamed.problems) == sorted(one.text() for one in read.problems)
    [ours], [theirs] = streamed.roll_up.distribution(), whole.distribution()
    for key, value in theirs.record().items():
        near = abs(value) / 16_384 + 1 if "quartile" in key or key == "median" else 0
        assert ours.record()[key] == (pytest.approx(value, abs=near) if near else value)


@pytest.mark.parametrize("rows", [37, 333, 4_999, 10**6])
def test_any_batch_size(rows: int, one_file: Path, expected: Any) -> None:
    assert facts(stream([one_file], LUJIA, batch_rows=rows)) == expected


@pytest.mark.parametrize("group", [1_000, 10**6])
def test_shuffled_rows_and_other_row_groups(group: int, tmp_path: Path, expected: Any) -> None:
    order = np.random.default_rng(3).permutation(HOUSEHOLDS)
    shuffled = country(tmp_path / "country.parquet", order=order, group=group)
    assert facts(stream([shuffled], LUJIA, batch_rows=450)) == expected


def test_threads(one_file: Path, expected: Any) -> None:
    assert facts(stream([one_file], LUJIA, executor="threads", workers=2, batch_rows=300)) == expected


def test_processes(one_file: Path, expected: Any) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert facts(stream([one_file], LUJIA, executor=pool)) == expected


@pytest.fixture
def client() -> Iterator[Any]:
    """A cluster of two processes on this machine."""
    distributed = pytest.importorskip("distributed")
    settings: dict[str, Any] = {"n_workers": 2, "threads_per_worker": 1, "processes": True}
    with (
        distributed.LocalCluster(**settings, dashboard_address=None, protocol="tcp") as cluster,
        distributed.Client(cluster) as found,
    ):
        yield found


@pytest.mark.filterwarnings("default")  # of the cluster, not of ours
def test_a_dask_cluster_of_processes(client: Any, one_file: Path, expected: Any) -> None:
    assert facts(stream([one_file], LUJIA, executor=client)) == expected


def test_many_files_are_one_roster(tmp_path: Path, expected: Any) -> None:
    """Ids that stand in two files are found, and the folder gives what one file gives."""
    table = households_of(np.arange(HOUSEHOLDS, dtype=np.int64), 7)
    table = pa.table(bad_rows(table), schema=table.schema)
    for at in range(5):
        pq.write_table(table.slice(at * 1_000, 1_000), tmp_path / f"part-{at}.parquet", row_group_size=400)
    (tmp_path / "notes.txt").write_text("nothing to read here")
    found = stream([tmp_path], LUJIA)
    assert facts(found) == expected
    assert found.files == 5
    assert "part-4.parquet:102 id" in told_places(found)
    with pytest.raises(ProblemsFound, match="named twice"):
        stream([tmp_path, tmp_path / "part-1.parquet"], LUJIA)


def told_places(found: Streamed) -> list[str]:
    return [one.where for one in found.problems if one.severity == "error"]


def test_the_names_of_workbooks_stand_for_villages(tmp_path: Path) -> None:
    roster = synthetic_lujia(LUJIA)
    (tmp_path / "Lujia.xlsx").write_bytes(roster_template(LUJIA, "zh", roster))
    (tmp_path / "Other.csv").write_bytes(roster_csv(roster, LUJIA))
    csv_file(tmp_path / "Third.csv", [row(brick=-3), row(id="B")])
    found = stream([tmp_path], LUJIA)
    assert (found.rows_read, found.rows_refused, found.files) == (391 + 391 + 1, 1, 3)
    totals = dict(found.roll_up.villages())
    assert list(totals) == [("", "Lujia"), ("", "Other"), ("", "Third")]
    assert totals["", "Lujia"] == totals["", "Other"] == ledger(roster, LUJIA).totals()
    assert told_places(found) == ["Third.csv:2 Brick house"]
    assert not found.synthetic


def test_a_folder_with_one_file_is_that_file(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [row(), row(id="B")])
    read = read_roster(path, LUJIA)
    assert stream([tmp_path], LUJIA).roll_up.sha256 == ledger(read.roster, LUJIA).sha256


def test_overrides_of_a_workbook_count(tmp_path: Path) -> None:
    path = workbook_file(tmp_path / "Lu.xlsx", [row()])
    from openpyxl import load_workbook

    book = load_workbook(path)
    sheet = book.create_sheet("Overrides")
    sheet.append(["Household id", "Rule", "Quantity", "Amount (yuan)", "Author", "Reason", "Date"])
    sheet.append([row()[0], "brick", None, 5, "committee", "measured again", date(2017, 1, 2)])
    book.save(path)
    assert stream([path], LUJIA).roll_up.totals()["brick"] == 500


def test_a_file_that_cannot_be_read_is_told_with_all_others(tmp_path: Path) -> None:
    country(tmp_path / "good.parquet", rows=100, bad=False)
    pq.write_table(pa.table({"a": [1], "b": [2]}), tmp_path / "strange.parquet")
    (tmp_path / "torn.parquet").write_bytes((tmp_path / "good.parquet").read_bytes()[:-100])
    with pytest.raises(ProblemsFound) as found:
        stream([tmp_path], LUJIA)
    assert {one.where for one in found.value.problems} == {"strange.parquet", "torn.parquet"}
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(ProblemsFound, match="a folder without rosters"):
        stream([empty], LUJIA)


def test_many_problems_are_counted_and_the_first_kept(tmp_path: Path) -> None:
    columns = households_of(np.arange(3_000, dtype=np.int64), 7).to_pydict()
    columns["brick"] = [-1.0] * 3_000
    path = tmp_path / "all_bad.parquet"
    pq.write_table(pa.table(columns), path)
    found = stream([path], LUJIA)
    assert (found.rows_read, found.rows_refused, found.errors, len(found.problems)) == (
        0,
        3_000,
        3_000,
        1_000,
    )
    assert found.roll_up.distribution() == []
    assert set(found.roll_up.totals().values()) == {0}


def test_the_synthetic_country_says_what_it_is(tmp_path: Path) -> None:
    path, other = tmp_path / "a.parquet", tmp_path / "b.parquet"
    write_synthetic_country(path, 3_000, seed=5)
    write_synthetic_country(other, 3_000, seed=5, shuffled=True)
    found = stream([path], LUJIA)
    assert found.synthetic
    assert (found.rows_read, found.errors, found.warnings) == (3_000, 0, 0)
    assert len(found.roll_up.places) == 8
    assert facts(stream([other], LUJIA)) == facts(found)
    assert pq.read_table(other)["id"].to_pylist() != pq.read_table(path)["id"].to_pylist()
    assert all("synthetic" in one for one in pq.read_table(path)["name"].to_pylist())


def test_an_interrupt_gives_what_is_done(one_file: Path) -> None:
    seen: list[tuple[int, int]] = []

    def progress(done: int, size: int) -> None:
        seen.append((done, size))
        if done >= 1_000:
            signal.raise_signal(signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    found = stream([one_file], LUJIA, batch_rows=250, progress=progress)
    assert signal.getsignal(signal.SIGINT) is before
    assert found.interrupted
    assert (found.done, found.size) == seen[-1] == (1_200, HOUSEHOLDS)
    assert found.rows_read + found.rows_refused == 1_200
    assert sum(one.households for _, one in found.roll_up.by("village")) == found.rows_read


def test_an_interrupt_before_the_first_row_gives_nothing_and_says_so(
    one_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = repeated_ids.hashes_of

    def hash_and_interrupt(texts: Any) -> Any:
        signal.raise_signal(signal.SIGINT)
        return real(texts)

    monkeypatch.setattr(repeated_ids, "hashes_of", hash_and_interrupt)
    found = stream([one_file], LUJIA, batch_rows=2_500)
    assert (found.interrupted, found.done, found.rows_read, found.size) == (True, 0, 0, HOUSEHOLDS)


MEMORY = """
import sys
from relocation.households.roster_stream import stream
from relocation.households import shipped_rules
from tests.processes import finished
def kib(name):
    return int(open("/proc/self/status").read().split(name + ":")[1].split()[0])
rules = shipped_rules("lujia")
stream([sys.argv[1]], rules)
before = kib("VmHWM")
stream([sys.argv[2]], rules)
print(kib("VmHWM") - before)
"""


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="needs the process table of Linux")
def test_memory_grows_by_a_hash_for_each_row_and_not_by_the_rows(tmp_path: Path) -> None:
    """400,000 rows more may take 8 bytes each for their ids; whole columns would take about 200."""
    few, many = tmp_path / "few.parquet", tmp_path / "many.parquet"
    write_synthetic_country(few, 200_000)
    write_synthetic_country(many, 600_000)
    assert int(finished([sys.executable, "-c", MEMORY, few, many]).stdout) < 25_000  # KiB
