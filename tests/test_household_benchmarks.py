"""The benchmark of households still runs, and everybody in it gives the same amounts. Nothing is timed here."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.households import command, goals, stream_process
from benchmarks.households.agreement import Disagreement, largest_difference, reference
from benchmarks.households.errors import errors
from benchmarks.households.peers.listing import NUMBA, NUMPY, PANDAS, PANDAS_FEN, PEERS, Peer
from benchmarks.households.question import ASKED, RULES, Column, Roster, Run, roster, shuffled, ten_rules
from benchmarks.households.results import NATIONAL_PROGRAMME, Results, Row, Scale
from benchmarks.timing import Timing
from relocation.folders import VARIABLE
from relocation.households.synthetic import write_synthetic_country

HOUSEHOLDS = 600


@pytest.fixture(autouse=True, scope="module")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Kernels of the tests are kept in a folder of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(tmp_path_factory.mktemp("kernels")))
        yield


def peer(key: str) -> Peer:
    return next(one for one in PEERS if one.key == key)


class Off(Peer):
    """The numpy rows of the package, with one amount too much."""

    fen = 1

    def make(self, roster: Roster) -> Run:
        run = super().make(roster)

        def almost() -> Column:
            found = run()
            found[3, 5] += self.fen
            return found

        return almost


@pytest.mark.parametrize("one", PEERS, ids=lambda one: one.key)
def test_a_peer_gives_the_amounts_of_every_household(one: Peer) -> None:
    if reason := one.missing():
        pytest.skip(reason)
    difference = largest_difference(one, HOUSEHOLDS)
    assert (difference == 0) == one.exact  # floats are off somewhere among so many


@pytest.mark.parametrize("one", [one for one in PEERS if one.exact], ids=lambda one: one.key)
def test_the_order_of_the_rows_changes_no_sum_of_whole_fen(one: Peer) -> None:
    if reason := one.missing():
        pytest.skip(reason)
    rows = roster(2_000, of_a_village=30)
    assert one.make(shuffled(rows))().tolist() == one.make(rows)().tolist()


def test_one_wrong_fen_is_a_disagreement() -> None:
    almost = Off(**{name: getattr(peer(NUMPY), name) for name in Peer.__dataclass_fields__})
    with pytest.raises(Disagreement, match="household 5: moving"):
        largest_difference(almost, HOUSEHOLDS)


def test_a_float_may_be_off_by_two_yuan(monkeypatch: pytest.MonkeyPatch) -> None:
    almost = Off(
        **{name: getattr(peer(NUMPY), name) for name in Peer.__dataclass_fields__} | {"exact": False}
    )
    monkeypatch.setattr(Off, "fen", 200)
    assert largest_difference(almost, HOUSEHOLDS) == 200
    monkeypatch.setattr(Off, "fen", 201)
    with pytest.raises(Disagreement):
        largest_difference(almost, HOUSEHOLDS)


def test_the_ten_rules_all_matter() -> None:
    assert tuple(rule.id for rule in ten_rules().rules) == RULES
    amounts = reference(HOUSEHOLDS)
    for asked, column in zip(ASKED, amounts, strict=True):
        assert column.any(), asked
    assert (amounts[ASKED.index("left")] < 0).any()
    some = ("award", "poor", "flat_base", "flat_above", "garages", "programme")
    assert all((amounts[ASKED.index(one)] == 0).any() for one in some)


def test_errors_of_other_rounding_by_hand() -> None:
    """150.055 for the house, 1,000 and 300.05 for moving: 1,450.16 by the rules, the house half up, the head up to the jiao."""
    one = {key: np.array([0]) for key in roster(1)} | {"brick": np.array([10]), "persons": np.array([1])}
    one["option"] = np.array([2])
    found = {error.way: error for error in errors(one)}
    assert found["cut off to the fen"].total == -6
    assert found["every amount to the nearest yuan"].total == -16
    assert found["no amount rounded, only the total"].worst == 5.5
    assert found["cut off to the fen"].off == 1


def test_single_floats_are_worse_than_double_ones() -> None:
    found = {error.way: error for error in errors(roster(20_000))}
    ways = ("float64, np.round (half to even)", "float32, np.round; summed in float64")
    double, single = (found[way] for way in ways)
    assert 0 < double.off < single.off
    assert abs(double.total) < abs(single.total)
    assert found["float32, np.round; summed in float32"].total != single.total


def test_a_goal_is_reached_from_its_bound_on() -> None:
    scale = Scale(NATIONAL_PROGRAMME)
    taken = {NUMPY: 50e-9, NUMBA: 10e-9, PANDAS: 100e-9, PANDAS_FEN: 99e-9}
    results = Results([Row(peer(key), scale, Timing(seconds, 0.0, 3)) for key, seconds in taken.items()])
    assert [one.reached for one in goals.ratios(results)] == [True, False, True, False]
    assert [one.reached for one in goals.ratios(Results())] == [None] * 4


def test_a_stream_says_what_it_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "nation.parquet"
    write_synthetic_country(file, 1_000)
    said = []
    for way in ("numpy", "numba+threads"):
        stream_process.main(file, way)
        said.append(json.loads(capsys.readouterr().out))
    assert [one["rows"] for one in said] == [1_000, 1_000]
    assert said[0]["sha256"] == said[1]["sha256"]


def test_what_is_not_installed_is_a_row(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "PEERS", [replace(peer(PANDAS), modules=("no_such_module_anywhere",))])
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--quick", "--only", PANDAS])
    command.main()
    assert "not installed: pip install no_such_module_anywhere" in capsys.readouterr().out


def test_a_quick_run_prints_a_row_and_writes_no_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = command.RESULTS.read_bytes() if command.RESULTS.exists() else None
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--quick", "--only", PANDAS_FEN])
    command.main()
    assert capsys.readouterr().out.count("pandas, whole fen") == 2  # the row, and what it includes
    assert (command.RESULTS.read_bytes() if command.RESULTS.exists() else None) == before
