"""Tables run block by block give what the same scenarios give side by side; every refused row is named and counted."""

from __future__ import annotations

import math
import tracemalloc
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relocation.problems import ProblemsFound
from relocation.project.project import Project
from relocation.scenarios.comparison import compare_scenarios
from relocation.scenarios.tables import run as table_run
from relocation.scenarios.tables.run import TableRun, run_table
from relocation.scenarios.tables.scenario_table import read_scenarios
from tests.small_village import small_project

PRICE, DELAY, METHOD, TERM = "land_quota.price", "land_quota.delay", "loans.bank.method", "loans.bank.term"
HEADS = f"name,parent,{PRICE},{DELAY},{METHOD},{TERM},timeline.periods"
OUTPUTS = ["fund_balance.balance", "cash.minimum", "loans.interest_total", "irr"]


def village() -> Project:
    loan = {"principal": 4e6, "rate": 0.05, "term": 4, "grace": 1}
    return small_project(
        6,
        land_quota={"area": 100.0, "price": 90_000.0, "receipts": {"all": {"share": 1.0, "period": 2}}},
        construction={"housing": {"quantity": 2000.0, "rate": 2000.0}},
        loans={"bank": loan},
    )


def written(folder: Path, *rows: str, heads: str = HEADS) -> Path:
    path = folder / "t.csv"
    path.write_text("\n".join([heads, *rows]) + "\n", encoding="utf-8")
    return path


def run(folder: Path, *rows: str, heads: str = HEADS) -> tuple[TableRun, pd.DataFrame]:
    found = run_table(village(), written(folder, *rows, heads=heads), OUTPUTS)
    return found, pd.concat(list(found), ignore_index=True)


ROW = st.tuples(
    st.sampled_from(["", "60000", "*0.5", "1e5", "x", "-1", "1_0", "nan", "９０"]),
    st.sampled_from(["", "0", "12", "*2", "1.5", "600"]),
    st.sampled_from(["", "annuity", "到期还本", "Bullet", "shark"]),
    st.sampled_from(["", "3", "8", "*0.5"]),
    st.sampled_from(["", "5", "9", "*2", "2"]),
)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 9), ROW), min_size=1, max_size=8), st.sampled_from([1, 3, 8192]))
def test_rows_are_what_the_same_scenarios_are_side_by_side(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, tuple[str, ...]]], block: int
) -> None:
    texts = [
        ",".join([f"s{at}", f"s{parent}" if parent < at else "", *cells])
        for at, (parent, cells) in enumerate(rows)
    ]
    path = written(tmp_path_factory.mktemp("table"), *texts)
    together = compare_scenarios(village(), read_scenarios(path, village()), OUTPUTS, keep_going=True)
    with pytest.MonkeyPatch.context() as small:
        small.setattr(table_run, "ROWS_AT_ONCE", block)
        found = run_table(village(), path, OUTPUTS)
        frame = pd.concat(list(found), ignore_index=True)
    assert frame.name.tolist() == [f"s{at}" for at in range(len(rows))]
    assert frame.row.tolist() == list(range(2, len(rows) + 2))
    assert (found.rows, found.done, found.refused) == (len(rows), len(rows), len(together.failed))
    for one in frame.to_dict("records"):
        assert bool(one["problem"]) == (one["name"] in together.failed), one
        for key in OUTPUTS:
            expected = math.nan if one["problem"] else together.value(one["name"], key)
            assert one[key] == pytest.approx(expected, rel=1e-11, abs=1e-6, nan_ok=True)


def test_each_refused_row_says_where_and_why_and_the_others_run(tmp_path: Path) -> None:
    found, frame = run(
        tmp_path,
        "a,,*0.5,,,,",
        "b,,dear,,loan shark,,",
        "c,,,-1,,,",
        "d,,,,,9,",
        "e,nobody,,,,,",
        "f,b,,,,,",
        "g,,,,,,2",
        "h,,1",
        "twin,,,,,,",
        "twin,,,,,,",
        "base,,1,,,,",
        "i,a,*0.5,,,,",
    )
    assert frame.name[frame.problem == ""].tolist() == ["a", "i"]
    assert frame["fund_balance.balance"].dropna().tolist() == [500_000.0, -1_750_000.0]
    assert (found.rows, found.done, found.refused) == (12, 12, 10)
    said = dict(zip(frame.name, frame.problem, strict=True))
    assert said["b"].count("t.csv:3: b: ") == 2
    for name, word in (
        ("c", "t.csv:4: c: land_quota.delay"),
        ("d", "timeline.periods to 9 or more"),
        ("e", '"nobody"'),
        ("f", "correct the parent first"),
        ("g", "timeline.periods to"),
        ("h", "3 cells instead of 7"),
        ("twin", "no other row has"),
        ("base", "not base"),
    ):
        assert word in said[name], name
    assert len(found.problems) == 11


def test_a_column_of_nothing_but_factors_scales_what_the_parents_say(tmp_path: Path) -> None:
    _, frame = run(tmp_path, "a,,*0.5", "b,a,*0.5", "c,a,*0.2", heads=f"name,parent,{PRICE}")
    # 90,000 yuan/mu halved, and that halved or taken to a fifth; 100 mu, less 4 million of housing.
    assert frame["fund_balance.balance"].tolist() == [500_000.0, -1_750_000.0, -3_100_000.0]


def test_what_is_kept_of_many_problems_is_capped_and_all_are_counted(tmp_path: Path) -> None:
    found, frame = run(tmp_path, *["x"] * 100, "1", heads=PRICE)
    assert (found.refused, len(found.problems), (frame.problem != "").sum()) == (
        100,
        table_run.MOST_KEPT,
        100,
    )


def test_a_parent_that_the_project_refuses_takes_its_children_along(tmp_path: Path) -> None:
    found, frame = run(tmp_path, "a,,,,,9,", "b,a,,,,3,", "c,b,,,,,")
    assert found.refused == 3
    assert "parent" in frame.problem[1]
    assert "parent" in frame.problem[2]


def test_a_shorter_timeline_may_need_a_shorter_loan_in_the_same_row(tmp_path: Path) -> None:
    _, frame = run(tmp_path, "a,,,,,,3", "b,,,,,3,3", "c,,,,,2,3")
    assert frame.problem.map(bool).tolist() == [True, False, False]
    alone = village().replace({"timeline.periods": 3, TERM: 3}).appraise().number("loans.interest_total")
    assert frame["loans.interest_total"][1] == pytest.approx(alone)


@pytest.mark.parametrize("fill", [1, 50])
def test_a_row_that_makes_the_model_fail_is_named(tmp_path: Path, fill: int) -> None:
    own = {"kind": "memo", "amount": 0.0, "formula": "(1 + village.households) ** village.persons"}
    base = small_project(4, other={"own": own})
    rows = ["11,25", "1000,100000", *["12,25"] * fill]
    path = written(tmp_path, *rows, heads="village.households,village.persons")
    frame = pd.concat(list(run_table(base, path, ["other.own.total"])))
    assert frame.problem.map(bool).tolist() == [False, True] + [False] * fill
    assert "too large" in frame.problem.iloc[1]


def test_the_main_outputs_are_there_without_asking_and_problems_in_chinese(tmp_path: Path) -> None:
    path = written(tmp_path, "a,,x,,,,")
    (frame,) = run_table(village(), path, lang="zh")
    assert {"npv", "irr", "fund_balance.balance"} <= set(frame.columns)
    assert "只填写数字" in frame.problem[0]


def test_progress_is_told_after_every_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_run, "ROWS_AT_ONCE", 2)
    told: list[tuple[int, int]] = []
    path = written(tmp_path, *["1"] * 5, heads=PRICE)
    list(run_table(village(), path, OUTPUTS, progress=lambda done, rows: told.append((done, rows))))
    assert told == [(2, 5), (4, 5), (5, 5)]


def test_memory_does_not_grow_with_the_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_run, "ROWS_AT_ONCE", 64)

    def peak(rows: int) -> int:
        path = written(tmp_path, *["1"] * rows, heads=PRICE)
        found = run_table(village(), path, ["balance"])
        frames = iter(found)
        next(frames)
        tracemalloc.start()
        for _ in frames:
            pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(128)  # whatever is made once
    assert peak(4096) < peak(512) + 100_000


def test_unknown_outputs_and_headings_stop_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="npv"):
        run_table(village(), written(tmp_path, "1", heads=PRICE), ["npw"])
    with pytest.raises(ProblemsFound, match=PRICE):
        run_table(village(), written(tmp_path, "1", heads="land_quota.prise"), ["npv"])
