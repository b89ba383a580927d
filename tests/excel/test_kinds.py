"""A workbook of another kind is told in one line: what it is, and which command reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from relocation.caller import asked_by
from relocation.cases import load
from relocation.county_files import plan_county, read_county
from relocation.excel.read.livelihood import read_livelihood_workbook
from relocation.excel.sheets.county import county_bytes
from relocation.excel.sheets.households import household_workbook
from relocation.excel.sheets.roster import roster_template
from relocation.excel.write.report_workbooks import livelihood_workbook, points_workbook
from relocation.households import ledger, read_roster
from relocation.households.money import Ratio
from relocation.households.synthetic import synthetic_lujia
from relocation.livelihood.account import account_of
from relocation.livelihood.livelihood import load_livelihood
from relocation.points.entries import read_points
from relocation.points.ledger import PointsLedger
from relocation.problems import ProblemsFound
from relocation.reading.toml_file import write
from tests.bad_inputs.workbooks import filled
from tests.households.rosters import LUJIA, row, workbook_file
from tests.small_village import small_project

READERS: dict[str, Callable[[Path], Any]] = {
    "run": load,
    "livelihood": read_livelihood_workbook,
    "households": lambda path: read_roster(path, LUJIA),
    "points": read_points,
}


@cache
def workbook(kind: str, lang: Any) -> bytes:
    """A workbook that the package writes."""
    if kind == "run":
        return filled(lang)
    if kind == "livelihood":
        return livelihood_workbook(account_of(load_livelihood("lujia")), lang=lang, subject="lujia")
    if kind == "points":
        return points_workbook(PointsLedger(), Ratio(50), lang=lang)
    roster = synthetic_lujia(LUJIA)
    if kind == "households":
        return roster_template(LUJIA, lang, roster)
    return household_workbook(ledger(roster, LUJIA), lang)


@pytest.fixture(autouse=True)
def _asked_by_a_command() -> Iterator[None]:
    """What reads a workbook is told as a command."""
    with asked_by("command"):
        yield


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", [*READERS, "results"])
@pytest.mark.parametrize("reader", READERS)
def test_another_kind_is_one_line_with_the_command_that_reads_it(
    reader: str, kind: str, lang: Any, tmp_path: Path
) -> None:
    path = tmp_path / "village.xlsx"
    path.write_bytes(workbook(kind, lang))
    if reader == kind:
        assert READERS[reader](path) is not None
        return
    with pytest.raises(ProblemsFound) as found:
        READERS[reader](path)
    [problem] = found.value.problems
    assert problem.where == "village.xlsx"
    command = f"relocation {kind}" if kind != "results" else "the file that it was made from"
    assert command in problem.remedy.en
    assert not problem.text("zh").isascii()


def test_a_roster_made_by_hand_is_known_by_its_headings(tmp_path: Path) -> None:
    path = workbook_file(tmp_path / "list.xlsx", [row()], title="花名册")
    for reader in ("run", "livelihood", "points"):
        with pytest.raises(ProblemsFound, match=r"a roster of households, .* relocation households"):
            READERS[reader](path)


def test_a_county_is_no_village(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(write(small_project()), encoding="utf-8")
    path = tmp_path / "county.xlsx"
    path.write_bytes(county_bytes(read_county(plan_county([str(tmp_path / "a.toml")]))))
    with pytest.raises(ProblemsFound, match=r"the workbook of a county, .*--consolidate"):
        load(path)
