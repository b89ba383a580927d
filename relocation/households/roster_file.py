"""A roster file of any kind: workbook, text or Parquet, told apart by what is in it rather than by its name."""

from __future__ import annotations

from pathlib import Path

from relocation.households.override_rows import read_overrides_csv
from relocation.households.overrides import Override
from relocation.households.roster import Roster, RosterRead
from relocation.households.roster_csv import read_csv
from relocation.households.roster_parquet import read_parquet
from relocation.households.rule_file import shipped_rules
from relocation.households.rules import RuleSet
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound

PARQUET, ZIP, OLE = b"PAR1", b"PK", b"\xd0\xcf\x11\xe0"


def read_roster(path: Path | str, rules: RuleSet | None = None) -> RosterRead:
    """The households in a file, for the rules of a scheme (without one, those of Lujia).

    Rows that cannot be used are refused and told in `problems`, all of them. Raises ProblemsFound when no row can be
    read at all: another kind of file, no headings, a column missing.
    """
    path, rules = Path(path), rules or shipped_rules("lujia")
    if is_parquet(path):
        return read_parquet(path, rules)
    if is_workbook(path):
        from relocation.excel.roster_reader import read_roster_workbook

        return read_roster_workbook(path, rules)
    return read_csv(path, rules)


def read_overrides(path: Path | str, roster: Roster, rules: RuleSet | None = None) -> tuple[Override, ...]:
    """The overrides in the sheet of a roster workbook, or in a text file. Raises ProblemsFound with all problems."""
    path, rules = Path(path), rules or shipped_rules("lujia")
    if is_workbook(path):
        from relocation.excel.override_reader import read_overrides_workbook

        return read_overrides_workbook(path, roster, rules)
    return read_overrides_csv(path, roster, rules)


def is_parquet(path: Path) -> bool:
    """Whether a file is Parquet, by what is in it. Raises ProblemsFound where it cannot be read."""
    return _first_bytes(path).startswith(PARQUET)


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook, by what is in it. Raises ProblemsFound where it cannot be read."""
    return _first_bytes(path).startswith((ZIP, OLE))


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(8)
    except OSError as error:
        readable = Label("a readable file", "可读取的文件")
        mend = Label("check its name and permissions", "请检查文件名与权限")
        raise ProblemsFound([Problem(path.name, str(error.strerror), readable, mend)]) from None
