"""The benchmark still runs, and everything it measures gives the same ten numbers. Nothing is timed here."""

from __future__ import annotations

import math
import sys
from dataclasses import replace

import numpy as np
import pytest

from benchmarks import command, goals, operations
from benchmarks.agreement import Disagreement, largest_difference
from benchmarks.model import MONTHS, OUTPUTS, RANGES, VARIED, YEARS, Array, project, sample
from benchmarks.peers import package
from benchmarks.peers.listing import HAND_NUMBA, LIBREOFFICE, NUMBA, PEERS, PYXIRR_LOOP, Peer
from benchmarks.results import Results, Row
from benchmarks.table import markdown
from benchmarks.timing import Timing, in_process

# modelx, PySAM and LibreOffice are no part of the test extra; the benchmark checks them before it times them.
CHECKED = [
    peer for peer in PEERS if not peer.own_model and peer.key != LIBREOFFICE and "modelx" not in peer.modules
]
SCENARIOS = 12


def peer(key: str) -> Peer:
    return next(one for one in PEERS if one.key == key)


@pytest.mark.parametrize("periods", [MONTHS, YEARS])
@pytest.mark.parametrize("one", CHECKED, ids=lambda one: one.key)
def test_a_peer_gives_what_the_package_gives(one: Peer, periods: int) -> None:
    if one.key == NUMBA and (reason := package.without("numba")):
        pytest.skip(reason)
    assert one.missing() == ""
    assert largest_difference(one, periods, SCENARIOS) <= one.tolerance


def test_one_wrong_number_is_a_disagreement() -> None:
    honest = peer(PYXIRR_LOOP)

    def almost(columns: Array) -> Array:
        found = honest.ask(YEARS, columns).outputs
        found[3, 5] *= 1 + 1e-8
        return found

    with pytest.raises(Disagreement, match="scenario 5: npv"):
        largest_difference(replace(honest, ask=in_process(lambda _: almost)), YEARS, SCENARIOS)


def test_a_number_that_is_missing_is_a_disagreement() -> None:
    silent = replace(
        peer(PYXIRR_LOOP), ask=in_process(lambda _: lambda columns: np.full((10, columns.shape[1]), math.nan))
    )
    with pytest.raises(Disagreement):
        largest_difference(silent, YEARS, SCENARIOS)


def test_every_input_matters_to_some_output() -> None:
    """So that no peer can leave one out."""
    middle = sample(1, seed=3)
    moved = np.repeat(middle, len(RANGES), axis=1)
    for place, one in enumerate(RANGES):
        moved[place, place] = one.low if middle[place, 0] > (one.low + one.high) / 2 else one.high
    run = peer(PYXIRR_LOOP).ask
    base, found = run(MONTHS, middle).outputs, run(MONTHS, moved).outputs
    assert [path for path, apart in zip(VARIED, (found != base).any(axis=0), strict=True) if not apart] == []


def test_the_sample_stays_in_its_ranges_and_counts_months_whole() -> None:
    columns = sample(2_000, seed=5)
    for one, row in zip(RANGES, columns, strict=True):
        assert one.low <= row.min() <= row.max() <= one.high
    delays = columns[VARIED.index("land_quota.delay")]
    assert sorted(set(delays)) == list(range(13))


def test_the_model_says_something_with_every_indicator() -> None:
    for periods in (MONTHS, YEARS):
        appraisal = project(periods).appraise()
        assert appraisal.internal_rate.status == "unique"
        assert all(math.isfinite(appraisal.number(key)) for key in OUTPUTS)


def test_operations_grow_with_the_periods() -> None:
    months, years = operations.count(MONTHS), operations.count(YEARS)
    assert months.periods == MONTHS
    assert years.periods == YEARS
    assert months.per_step == 4 * (MONTHS - 1)
    assert 3 < months.total / years.total < 4.5


def test_a_goal_is_reached_from_its_bound_on() -> None:
    results = Results(
        [
            Row(peer(NUMBA), MONTHS, Timing(1e-6, 0.0, 3)),
            Row(peer(HAND_NUMBA), MONTHS, Timing(0.94e-6, 0.0, 3)),
            Row(peer(PYXIRR_LOOP), MONTHS, Timing(401e-6, 0.0, 3)),
        ]
    )
    found = {one.text: one.reached for one in goals.ratios(results)}
    assert found[f"numba target at least 400x the Python loop with pyxirr, T = {MONTHS}"] is True
    assert found[f"numba target at least 0.95x the kernel written by hand, T = {MONTHS}"] is False
    assert found[f"numba target at least 220x the Python loop with pyxirr, T = {YEARS}"] is None


def test_what_is_not_installed_is_a_row(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = replace(peer(PYXIRR_LOOP), modules=("no_such_module_anywhere",))
    monkeypatch.setattr(command, "PEERS", [absent])
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--quick", "--only", PYXIRR_LOOP])
    command.main()
    assert "not installed: pip install no_such_module_anywhere" in capsys.readouterr().out


def test_a_quick_run_prints_a_row_and_writes_no_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = command.RESULTS.read_bytes() if command.RESULTS.exists() else None
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--quick", "--only", "hand numpy"])
    command.main()
    assert capsys.readouterr().out.count("numpy by hand") == 3  # two timelines, and what the row includes
    assert (command.RESULTS.read_bytes() if command.RESULTS.exists() else None) == before


def test_an_unknown_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--only", "fortran"])
    with pytest.raises(SystemExit, match="no such peer: fortran"):
        command.main()


def test_a_table_has_columns_of_one_width() -> None:
    lines = markdown(("a", "b"), [("村庄", "1"), ("xyz", "2")]).splitlines()
    assert lines == ["| a    | b |", "| ---- | --- |", "| 村庄 | 1 |", "| xyz  | 2 |"]


def test_a_call_is_measured_beside_another() -> None:
    assert goals.beside("", 5.0, 2.0, 2.5)[1:] == (True, "2.50x")
    assert goals.beside("", 5.1, 2.0, 2.5).reached is False
    assert goals.beside("", None, 2.0, 2.5).reached is goals.beside("", 1.0, None, 2.5).reached is None
