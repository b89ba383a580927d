"""What kind of workbook a file is, and which command reads it: told in one line where another kind was expected."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from relocation.excel.gate.gate import Admitted
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.reading.rows import Rows


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of workbook: what it is called, what reads it, and the mark in its properties if it has one."""

    label: Label
    command: Label
    mark: str = ""


def _read_by(command: str) -> Label:
    return Label(f"it is read by: {command} FILE", f"请用以下命令读取：{command} 文件")


PROJECT = Kind(Label("the workbook of a project", "项目工作簿"), _read_by("relocation run"))
LIVELIHOOD = Kind(
    Label("the workbook of a village after the move", "搬迁后生计工作簿"),
    _read_by("relocation livelihood"),
    "relocation livelihood",
)
COUNTY = Kind(
    Label("the workbook of a county", "县级工作簿"),
    Label(
        "its villages are read from their own files: relocation run FOLDER --consolidate",
        "请读取各村文件：relocation run 文件夹 --consolidate",
    ),
    "relocation county",
)
ROSTER = Kind(Label("a roster of households", "农户花名册"), _read_by("relocation households"))
POINTS = Kind(Label("a points ledger", "积分账"), _read_by("relocation points"))
RESULTS = Kind(
    Label("a workbook of results", "结果工作簿"),
    Label("give the file that it was made from", "请给出生成该结果所用的文件"),
)


def refuse_another(admitted: Admitted, file: str, wanted: Kind, rows: Callable[[], Sequence[Rows]]) -> None:
    """Raises ProblemsFound with one problem where a file is of another kind; what it is may not be known."""
    found = kind_of(admitted, rows)
    if found is not None and found != wanted:
        raise ProblemsFound([another_kind(file, found, wanted.label)])


def another_kind(file: str, found: Kind, wanted: Label) -> Problem:
    """The problem of a workbook of another kind."""
    return Problem(file, found.label, wanted, found.command)


def kind_of(admitted: Admitted, rows: Callable[[], Sequence[Rows]]) -> Kind | None:
    """The kind of a workbook by its mark, by the titles of its sheets, or by the headings in its rows."""
    mark = _mark(admitted)
    for kind in (LIVELIHOOD, COUNTY):
        if kind.mark in mark:
            return kind
    titles = {facts.title.strip() for facts in admitted.sheets}
    return next((kind for kind, names in _titles() if _all_there(names, titles)), None) or _by_headings(
        rows()
    )


def _mark(admitted: Admitted) -> str:
    """The title in the properties of the file, or all of them."""
    try:
        with zipfile.ZipFile(io.BytesIO(admitted.data)) as archive:
            return archive.read("docProps/core.xml")[:5000].decode("utf-8", "replace")
    except KeyError:
        return ""


def _titles() -> Iterator[tuple[Kind, tuple[Label, ...]]]:
    """The titles by which each kind is known; a project's come first, since it need know no other."""
    from relocation.excel.write.layout import SHEETS

    yield PROJECT, (SHEETS["inputs"], SHEETS["calculation"])

    from relocation.excel.sheets.households import LEDGER, STATEMENTS
    from relocation.excel.sheets.roster import SHEET as ROSTER_SHEET
    from relocation.excel.write.fund_workbook import SHEETS as FUND
    from relocation.excel.write.livelihood_layout import SHEETS as AFTER_MOVE
    from relocation.excel.write.sensitivity_workbook import TORNADO
    from relocation.points.entries import SHEET as POINTS_SHEET

    yield LIVELIHOOD, (AFTER_MOVE["inputs"], AFTER_MOVE["collective"])
    yield POINTS, (POINTS_SHEET,)
    yield ROSTER, (ROSTER_SHEET,)
    for names in ((STATEMENTS, LEDGER), (TORNADO,), (FUND["claim"], FUND["fund"])):
        yield RESULTS, names


def _all_there(names: Sequence[Label], titles: set[str]) -> bool:
    return all(any(title in name for title in titles) for name in names)


def _by_headings(rows: Sequence[Rows]) -> Kind | None:
    """A roster or a ledger of points that somebody made by hand."""
    from relocation.households.columns import roster_columns
    from relocation.points.entries import TABLE as POINTS_TABLE
    from relocation.reading.headings import find_head
    from relocation.reading.table import TableKind, known_in

    for kind, table in ((POINTS, POINTS_TABLE), (ROSTER, TableKind(roster_columns((), ()), 3))):
        heads = (find_head(one, table.vocabulary.key) for one in rows)
        if any(head and known_in(head) >= table.fewest for head in heads):
            return kind
    return None
