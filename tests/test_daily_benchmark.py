"""The benchmark of what users call every day still runs; nothing is timed here."""

import sys
from pathlib import Path

import pytest

from benchmarks.daily import builds, calls, command, processes, rosters
from benchmarks.daily.calls import CALLS, LIBREOFFICE, Daily


def test_every_call_that_is_timed_works(tmp_path: Path) -> None:
    calls.files(builds.here(), tmp_path)
    for daily in CALLS:
        assert processes.cpu_seconds((sys.executable, *calls.RUN, *daily.arguments), tmp_path) > 0
    assert 0 < calls.appraisals(builds.here(), tmp_path, 12, 1) < 10


def test_a_call_that_fails_is_no_time(tmp_path: Path) -> None:
    with pytest.raises(processes.Failed, match="no_such_case"):
        processes.cpu_seconds((sys.executable, *calls.RUN, "run", "no_such_case"), tmp_path)
    with pytest.raises(processes.Failed):
        processes.said([sys.executable, "-c", "raise SystemExit(1)"], tmp_path)


def test_a_goal_is_reached_missed_or_not_measured() -> None:
    daily = Daily("check", ("check",), "lujia.xlsx", LIBREOFFICE, 0.5)
    assert command._beside(daily, 1.0, 2.0)[-1] == "yes"
    assert command._beside(daily, 1.1, 2.0)[1:] == ["0.55x", "0.5x", "NO"]
    assert command._beside(daily, 1.0, None)[-1] == "not measured"


def test_a_roster_comes_to_the_same_total_everywhere(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    found = dict(rosters.seconds({"here": builds.here()}, tmp_path, quick=True))
    assert {"here"} <= found.keys() <= {"here", "polars"}
    assert [row[-1] for row in rosters.rows({"here": 2.0, "polars": 1.0, "earlier": 5.0})] == ["NO", "yes"]
    assert [row[-1] for row in rosters.rows({"here": 2.0})] == ["not measured"] * 2
    assert [row[0] for row in rosters.rows({})] == ["pyarrow is not installed"] * 2
